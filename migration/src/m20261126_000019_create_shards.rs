//! Creates the tables of the processes that share a database, and of the shards of the gateway that they split among
//! them: `process` and `shard`.

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
                    .table("process")
                    .col(string("name").primary_key())
                    .col(timestamp_with_time_zone("seen_at"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("shard")
                    .col(integer("number").primary_key())
                    .col(string_null("holder"))
                    .col(boolean("ready"))
                    .col(timestamp_with_time_zone_null("claimed_at"))
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_table(Table::drop().table("shard").to_owned())
            .await?;
        manager
            .drop_table(Table::drop().table("process").to_owned())
            .await
    }
}
