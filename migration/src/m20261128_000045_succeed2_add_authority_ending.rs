//! Adds that an authority ceases: `authority.ends_on`, its last day; `authority.heirs`, who succeeds it, a line each;
//! `authority.ended`, whether it has.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true) // SQLite would otherwise keep half of a failed step
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for mut column in [
            date_null("ends_on"),
            text_null("heirs"),
            boolean("ended").default(false).take(),
        ] {
            let table = Table::alter()
                .table("authority")
                .add_column(&mut column)
                .to_owned();
            manager.alter_table(table).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in ["ended", "heirs", "ends_on"] {
            let table = Table::alter()
                .table("authority")
                .drop_column(column)
                .to_owned();
            manager.alter_table(table).await?;
        }
        Ok(())
    }
}
