//! Creates the tables of delivery: `delivery`.

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
                    .table("delivery")
                    .col(big_pk_auto("id"))
                    .col(big_integer("guild_id"))
                    .col(string("kind"))
                    .col(big_integer("subject_id"))
                    .col(text("args"))
                    .col(string("lane"))
                    .col(string_null("coalesce"))
                    .col(integer("priority"))
                    .col(timestamp_with_time_zone("due_at"))
                    .col(timestamp_with_time_zone("not_before"))
                    .col(string("state"))
                    .col(integer("attempts"))
                    .col(string_null("lease_owner"))
                    .col(timestamp_with_time_zone_null("lease_until"))
                    .col(timestamp_with_time_zone_null("tried_at"))
                    .col(big_integer_null("channel_id"))
                    .col(big_integer_null("message_id"))
                    .col(text_null("error"))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(timestamp_with_time_zone_null("sent_at"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("ix_delivery_state_not_before")
                    .table("delivery")
                    .col("state")
                    .col("not_before")
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("ix_delivery_lane_id")
                    .table("delivery")
                    .col("lane")
                    .col("id")
                    .to_owned(),
            )
            .await?;
        // One waiting delivery a key: the newest state is composed when it is sent.
        manager
            .get_connection()
            .execute_unprepared("CREATE UNIQUE INDEX uq_delivery_coalesce ON delivery (coalesce) WHERE state = 'waiting'")
            .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_table(Table::drop().table("delivery").to_owned())
            .await?;
        Ok(())
    }
}
