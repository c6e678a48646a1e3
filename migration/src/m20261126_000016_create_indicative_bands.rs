//! Creates the table of the prices that a lead expects before an award: `indicative_band`.

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
                    .table("indicative_band")
                    .col(big_integer("lot_id"))
                    .col(big_integer("from_quantity"))
                    .col(big_integer("price"))
                    .primary_key(Index::create().col("lot_id").col("from_quantity"))
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_indicative_band_lot_id")
                            .from("indicative_band", "lot_id")
                            .to("lot", "id"),
                    )
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_table(Table::drop().table("indicative_band").to_owned())
            .await
    }
}
