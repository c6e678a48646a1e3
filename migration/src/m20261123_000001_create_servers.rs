//! Creates the tables of servers: `server`.

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
                    .table("server")
                    .col(big_integer("guild_id"))
                    .col(string("time_zone"))
                    .col(string("nation"))
                    .col(string("language"))
                    .col(big_integer_null("registrar_role"))
                    .col(big_integer_null("registrar_channel"))
                    .col(big_integer_null("category"))
                    .col(timestamp_with_time_zone("set_up_at"))
                    .primary_key(Index::create().col("guild_id"))
                    .to_owned(),
            )
            .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_table(Table::drop().table("server").to_owned())
            .await?;
        Ok(())
    }
}
