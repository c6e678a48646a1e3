//! Creates the tables of forums: `forum`.

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
                    .table("forum")
                    .col(big_pk_auto("id"))
                    .col(big_integer("guild_id"))
                    .col(string("region"))
                    .col(big_integer("channel_id"))
                    .col(boolean("threads"))
                    .col(string("language"))
                    .col(text("tags"))
                    .col(string_null("digest"))
                    .col(boolean("paused"))
                    .col(timestamp_with_time_zone_null("last_digest_at"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .unique()
                    .name("uq_forum_guild_id_region")
                    .table("forum")
                    .col("guild_id")
                    .col("region")
                    .to_owned(),
            )
            .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_table(Table::drop().table("forum").to_owned())
            .await?;
        Ok(())
    }
}
