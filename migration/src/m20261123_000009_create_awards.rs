//! Creates the tables of awards: `award`, `award_band`.

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
                    .table("award")
                    .col(big_pk_auto("id"))
                    .col(big_integer("lot_id"))
                    .col(string("supplier"))
                    .col(big_integer_null("ceiling"))
                    .col(boolean("sme"))
                    .col(boolean("local"))
                    .col(timestamp_with_time_zone("at"))
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_award_lot_id")
                            .from("award", "lot_id")
                            .to("lot", "id"),
                    )
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .unique()
                    .name("uq_award_lot_id")
                    .table("award")
                    .col("lot_id")
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("award_band")
                    .col(big_integer("award_id"))
                    .col(big_integer("from_quantity"))
                    .col(big_integer("price"))
                    .primary_key(Index::create().col("award_id").col("from_quantity"))
                    .to_owned(),
            )
            .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_table(Table::drop().table("award_band").to_owned())
            .await?;
        manager
            .drop_table(Table::drop().table("award").to_owned())
            .await?;
        Ok(())
    }
}
