//! Adds why a lot was not awarded: `lot.no_award` and `lot.no_award_reason`.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true) // SQLite would otherwise keep half of a failed step
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in [string_null("no_award"), text_null("no_award_reason")] {
            manager
                .alter_table(Table::alter().table("lot").add_column(column).to_owned())
                .await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in ["no_award_reason", "no_award"] {
            manager
                .alter_table(Table::alter().table("lot").drop_column(column).to_owned())
                .await?;
        }
        Ok(())
    }
}
