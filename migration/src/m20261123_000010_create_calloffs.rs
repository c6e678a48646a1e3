//! Creates the tables of calloffs: `call_off`, `call_off_part`, `call_off_total`.

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
                    .table("call_off")
                    .col(big_pk_auto("id"))
                    .col(big_integer("lot_id"))
                    .col(big_integer("authority_id"))
                    .col(integer("year"))
                    .col(big_integer("quantity"))
                    .col(date_null("deliver_on"))
                    .col(string_null("site"))
                    .col(string_null("order_number"))
                    .col(big_integer_null("corrects"))
                    .col(big_integer("by_user"))
                    .col(timestamp_with_time_zone("at"))
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_call_off_lot_id")
                            .from("call_off", "lot_id")
                            .to("lot", "id"),
                    )
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_call_off_authority_id")
                            .from("call_off", "authority_id")
                            .to("authority", "id"),
                    )
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("ix_call_off_lot_id_authority_id")
                    .table("call_off")
                    .col("lot_id")
                    .col("authority_id")
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("call_off_part")
                    .col(big_integer("call_off_id"))
                    .col(integer("number"))
                    .col(big_integer("quantity"))
                    .col(big_integer("price"))
                    .primary_key(Index::create().col("call_off_id").col("number"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("call_off_total")
                    .col(big_integer("lot_id"))
                    .col(integer("year"))
                    .col(big_integer("authority_id"))
                    .col(big_integer("quantity"))
                    .primary_key(
                        Index::create()
                            .col("lot_id")
                            .col("year")
                            .col("authority_id"),
                    )
                    .to_owned(),
            )
            .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_table(Table::drop().table("call_off_total").to_owned())
            .await?;
        manager
            .drop_table(Table::drop().table("call_off_part").to_owned())
            .await?;
        manager
            .drop_table(Table::drop().table("call_off").to_owned())
            .await?;
        Ok(())
    }
}
