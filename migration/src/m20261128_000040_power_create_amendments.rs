//! Creates the table of what a lead changed of another authority's answer or order: `amendment`.

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
                    .table("amendment")
                    .col(big_pk_auto("id"))
                    .col(big_integer("tender_id"))
                    .col(big_integer("authority_id"))
                    .col(text("changes"))
                    .col(text("reason"))
                    .col(big_integer("by_user"))
                    .col(timestamp_with_time_zone("at"))
                    .col(big_integer_null("objected_by"))
                    .col(timestamp_with_time_zone_null("objected_at"))
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_amendment_tender_id")
                            .from("amendment", "tender_id")
                            .to("tender", "id"),
                    )
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_amendment_authority_id")
                            .from("amendment", "authority_id")
                            .to("authority", "id"),
                    )
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_table(Table::drop().table("amendment").to_owned())
            .await
    }
}
