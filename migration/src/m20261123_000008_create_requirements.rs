//! Creates the tables of requirements: `requirement`.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true) // SQLite would otherwise keep half of a failed step
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("requirement")
                    .col(big_pk_auto("id"))
                    .col(big_integer("lot_id"))
                    .col(big_integer("authority_id"))
                    .col(integer("year"))
                    .col(integer("revision"))
                    .col(boolean("current"))
                    .col(big_integer("expected"))
                    .col(big_integer_null("at_least"))
                    .col(big_integer_null("at_most"))
                    .col(boolean("committed"))
                    .col(big_integer_null("baseline"))
                    .col(string_null("supplier_now"))
                    .col(string_null("note"))
                    .col(boolean("late"))
                    .col(big_integer("by_user"))
                    .col(timestamp_with_time_zone("at"))
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_requirement_lot_id")
                            .from("requirement", "lot_id")
                            .to("lot", "id"),
                    )
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_requirement_authority_id")
                            .from("requirement", "authority_id")
                            .to("authority", "id"),
                    )
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .unique()
                    .name("uq_requirement_lot_id_authority_id_year_revision")
                    .table("requirement")
                    .col("lot_id")
                    .col("authority_id")
                    .col("year")
                    .col("revision")
                    .to_owned(),
            )
            .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_table(Table::drop().table("requirement").to_owned())
            .await?;
        Ok(())
    }
}
