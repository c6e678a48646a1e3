//! Creates the tables of what changes while a contract runs, `variation` and `variation_band`, and adds what an award
//! provides for: `award.extensions` and `award.index_clause`.

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
                    .table("variation")
                    .col(big_pk_auto("id"))
                    .col(big_integer("tender_id"))
                    .col(big_integer_null("lot_id"))
                    .col(string("kind"))
                    .col(date("from_day"))
                    .col(string("ground"))
                    .col(string_null("index_figure"))
                    .col(string_null("supplier"))
                    .col(big_integer_null("ceiling"))
                    .col(date_null("ends"))
                    .col(date_null("ends_before"))
                    .col(text("reason"))
                    .col(big_integer("by_user"))
                    .col(timestamp_with_time_zone("at"))
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_variation_tender_id")
                            .from("variation", "tender_id")
                            .to("tender", "id"),
                    )
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("ix_variation_tender_id")
                    .table("variation")
                    .col("tender_id")
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("ix_variation_lot_id")
                    .table("variation")
                    .col("lot_id")
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("variation_band")
                    .col(big_integer("variation_id"))
                    .col(big_integer("from_quantity"))
                    .col(big_integer("price"))
                    .primary_key(Index::create().col("variation_id").col("from_quantity"))
                    .to_owned(),
            )
            .await?;
        for column in [text_null("extensions"), text_null("index_clause")] {
            manager
                .alter_table(Table::alter().table("award").add_column(column).to_owned())
                .await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in ["index_clause", "extensions"] {
            manager
                .alter_table(Table::alter().table("award").drop_column(column).to_owned())
                .await?;
        }
        for table in ["variation_band", "variation"] {
            manager
                .drop_table(Table::drop().table(table).to_owned())
                .await?;
        }
        Ok(())
    }
}
