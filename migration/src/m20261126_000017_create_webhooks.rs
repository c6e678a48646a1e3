//! Creates the table of the addresses outside this Discord server to which digests and milestones go: `webhook`.

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
                    .table("webhook")
                    .col(big_pk_auto("id"))
                    .col(big_integer("guild_id"))
                    .col(big_integer("forum_id"))
                    .col(string("name"))
                    .col(string("service"))
                    .col(string("topics"))
                    .col(text("address"))
                    .col(text_null("secret"))
                    .col(big_integer("created_by"))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(timestamp_with_time_zone_null("last_sent_at"))
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_webhook_guild_id")
                            .from("webhook", "guild_id")
                            .to("server", "guild_id"),
                    )
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_webhook_forum_id")
                            .from("webhook", "forum_id")
                            .to("forum", "id"),
                    )
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("ux_webhook_guild_id_name")
                    .table("webhook")
                    .col("guild_id")
                    .col("name")
                    .unique()
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("ix_webhook_forum_id")
                    .table("webhook")
                    .col("forum_id")
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_table(Table::drop().table("webhook").to_owned())
            .await
    }
}
