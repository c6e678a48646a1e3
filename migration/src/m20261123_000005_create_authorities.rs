//! Creates the tables of authorities: `authority`, `mandate`, `officer`, `choice`.

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
                    .table("authority")
                    .col(big_pk_auto("id"))
                    .col(big_integer("guild_id"))
                    .col(string("name"))
                    .col(string("short_name"))
                    .col(string("kind"))
                    .col(string("region"))
                    .col(big_integer_null("role_id"))
                    .col(string_null("address"))
                    .col(string_null("email"))
                    .col(string_null("identifier"))
                    .col(timestamp_with_time_zone("created_at"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .unique()
                    .name("uq_authority_guild_id_short_name")
                    .table("authority")
                    .col("guild_id")
                    .col("short_name")
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("mandate")
                    .col(big_pk_auto("id"))
                    .col(big_integer("authority_id"))
                    .col(big_integer("user_id"))
                    .col(string("officer_name"))
                    .col(string("role"))
                    .col(string("state"))
                    .col(string_null("reason"))
                    .col(big_integer_null("decided_by"))
                    .col(timestamp_with_time_zone("at"))
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_mandate_authority_id")
                            .from("mandate", "authority_id")
                            .to("authority", "id"),
                    )
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .unique()
                    .name("uq_mandate_authority_id_user_id")
                    .table("mandate")
                    .col("authority_id")
                    .col("user_id")
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("ix_mandate_user_id")
                    .table("mandate")
                    .col("user_id")
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("officer")
                    .col(big_integer("user_id"))
                    .col(boolean("direct"))
                    .primary_key(Index::create().col("user_id"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("choice")
                    .col(big_pk_auto("id"))
                    .col(big_integer("user_id"))
                    .col(string("kind"))
                    .col(text("payload"))
                    .col(timestamp_with_time_zone("at"))
                    .to_owned(),
            )
            .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_table(Table::drop().table("choice").to_owned())
            .await?;
        manager
            .drop_table(Table::drop().table("officer").to_owned())
            .await?;
        manager
            .drop_table(Table::drop().table("mandate").to_owned())
            .await?;
        manager
            .drop_table(Table::drop().table("authority").to_owned())
            .await?;
        Ok(())
    }
}
