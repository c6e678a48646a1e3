//! Adds from which stage and when a tender was cancelled, so that it can be taken back: `tender.cancelled_from` and
//! `tender.cancelled_at`.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true) // SQLite would otherwise keep half of a failed step
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in [
            string_null("cancelled_from"),
            timestamp_with_time_zone_null("cancelled_at"),
        ] {
            manager
                .alter_table(Table::alter().table("tender").add_column(column).to_owned())
                .await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in ["cancelled_at", "cancelled_from"] {
            manager
                .alter_table(
                    Table::alter()
                        .table("tender")
                        .drop_column(column)
                        .to_owned(),
                )
                .await?;
        }
        Ok(())
    }
}
