//! Creates the tables of savings: `savings_target` and `tender_cost`.

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
                    .table("savings_target")
                    .col(big_integer("authority_id").primary_key())
                    .col(big_integer("hundredths"))
                    .col(big_integer("by_user"))
                    .col(timestamp_with_time_zone("at"))
                    .foreign_key(
                        ForeignKey::create()
                            .from("savings_target", "authority_id")
                            .to("authority", "id"),
                    )
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("tender_cost")
                    .col(big_integer("guild_id"))
                    .col(string("region"))
                    .col(big_integer("pence"))
                    .col(big_integer("by_user"))
                    .col(timestamp_with_time_zone("at"))
                    .primary_key(Index::create().col("guild_id").col("region"))
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["tender_cost", "savings_target"] {
            manager
                .drop_table(Table::drop().table(table).to_owned())
                .await?;
        }
        Ok(())
    }
}
