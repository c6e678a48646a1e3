//! Creates the table of those who are no longer in a server: `absence`.

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
                    .table("absence")
                    .col(big_integer("guild_id"))
                    .col(big_integer("user_id"))
                    .col(timestamp_with_time_zone("looked_at"))
                    .primary_key(Index::create().col("guild_id").col("user_id"))
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_table(Table::drop().table("absence").to_owned())
            .await
    }
}
