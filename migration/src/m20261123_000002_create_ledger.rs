//! Creates the tables of ledger: `ledger_head`, `ledger_entry`, `answer`.

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
                    .table("ledger_head")
                    .col(big_integer("guild_id"))
                    .col(big_integer("seq"))
                    .col(string("hash"))
                    .primary_key(Index::create().col("guild_id"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("ledger_entry")
                    .col(big_pk_auto("id"))
                    .col(big_integer("guild_id"))
                    .col(big_integer("seq"))
                    .col(timestamp_with_time_zone("at"))
                    .col(big_integer("actor"))
                    .col(big_integer_null("authority_id"))
                    .col(big_integer_null("tender_id"))
                    .col(string("kind"))
                    .col(text("data"))
                    .col(big_integer_null("interaction_id"))
                    .col(string("prev_hash"))
                    .col(string("hash"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .unique()
                    .name("uq_ledger_entry_guild_id_seq")
                    .table("ledger_entry")
                    .col("guild_id")
                    .col("seq")
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .unique()
                    .name("uq_ledger_entry_interaction_id")
                    .table("ledger_entry")
                    .col("interaction_id")
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("ix_ledger_entry_tender_id")
                    .table("ledger_entry")
                    .col("tender_id")
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("answer")
                    .col(big_integer("interaction_id"))
                    .col(text("outcome"))
                    .col(timestamp_with_time_zone("at"))
                    .primary_key(Index::create().col("interaction_id"))
                    .to_owned(),
            )
            .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_table(Table::drop().table("answer").to_owned())
            .await?;
        manager
            .drop_table(Table::drop().table("ledger_entry").to_owned())
            .await?;
        manager
            .drop_table(Table::drop().table("ledger_head").to_owned())
            .await?;
        Ok(())
    }
}
