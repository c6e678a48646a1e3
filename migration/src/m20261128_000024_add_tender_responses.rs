//! Adds how many had been invited, and how many had answered, when a tender's collecting closed: `tender.invited_at_close`
//! and `tender.answered_at_close`.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true) // SQLite would otherwise keep half of a failed step
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in ["invited_at_close", "answered_at_close"] {
            manager
                .alter_table(
                    Table::alter()
                        .table("tender")
                        .add_column(integer_null(column))
                        .to_owned(),
                )
                .await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in ["invited_at_close", "answered_at_close"] {
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
