//! Creates the tables of reminders: `reminder`.

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
                    .table("reminder")
                    .col(big_pk_auto("id"))
                    .col(big_integer("tender_id"))
                    .col(big_integer_null("lot_id"))
                    .col(big_integer("authority_id"))
                    .col(big_integer("user_id"))
                    .col(string("schedule"))
                    .col(string_null("message"))
                    .col(string("state"))
                    .col(timestamp_with_time_zone("created_at"))
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_reminder_tender_id")
                            .from("reminder", "tender_id")
                            .to("tender", "id"),
                    )
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_reminder_authority_id")
                            .from("reminder", "authority_id")
                            .to("authority", "id"),
                    )
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("ix_reminder_authority_id")
                    .table("reminder")
                    .col("authority_id")
                    .to_owned(),
            )
            .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_table(Table::drop().table("reminder").to_owned())
            .await?;
        Ok(())
    }
}
