//! Creates the tables of the totals that are shown to those who don't see every authority's quantities, `shown_total`, and
//! of what these are made of, `shown_part`.

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
                    .table("shown_total")
                    .col(big_integer("lot_id"))
                    .col(text("summed"))
                    .col(integer("year"))
                    .col(big_integer("quantity"))
                    .col(big_integer_null("committed"))
                    .col(integer("authorities"))
                    .col(timestamp_with_time_zone("at"))
                    .primary_key(Index::create().col("lot_id").col("summed").col("year"))
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_shown_total_lot_id")
                            .from("shown_total", "lot_id")
                            .to("lot", "id"),
                    )
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("shown_part")
                    .col(big_integer("lot_id"))
                    .col(text("summed"))
                    .col(integer("year"))
                    .col(big_integer("authority_id"))
                    .col(big_integer("quantity"))
                    .col(boolean("counts"))
                    .primary_key(
                        Index::create()
                            .col("lot_id")
                            .col("summed")
                            .col("year")
                            .col("authority_id"),
                    )
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_shown_part_lot_id")
                            .from("shown_part", "lot_id")
                            .to("lot", "id"),
                    )
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_shown_part_authority_id")
                            .from("shown_part", "authority_id")
                            .to("authority", "id"),
                    )
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_table(Table::drop().table("shown_part").to_owned())
            .await?;
        manager
            .drop_table(Table::drop().table("shown_total").to_owned())
            .await
    }
}
