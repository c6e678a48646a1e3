//! Creates the table of commands that wait for an authority: `pending_command`.

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
                    .table("pending_command")
                    .col(big_integer("interaction_id").primary_key())
                    .col(big_integer("user_id"))
                    .col(text("data"))
                    .col(timestamp_with_time_zone("at"))
                    .col(big_integer_null("chosen_by"))
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_table(Table::drop().table("pending_command").to_owned())
            .await
    }
}
