//! Creates the tables of schedule: `duty`.

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
                    .table("duty")
                    .col(big_pk_auto("id"))
                    .col(big_integer("guild_id"))
                    .col(string("kind"))
                    .col(big_integer("subject_id"))
                    .col(timestamp_with_time_zone("due_at"))
                    .col(string("state"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .unique()
                    .name("uq_duty_kind_subject_id")
                    .table("duty")
                    .col("kind")
                    .col("subject_id")
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("ix_duty_state_due_at")
                    .table("duty")
                    .col("state")
                    .col("due_at")
                    .to_owned(),
            )
            .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_table(Table::drop().table("duty").to_owned())
            .await?;
        Ok(())
    }
}
