//! Creates the tables of tenders: `tender`, `lot`, `post`, `participation`, `entitled`, `next_round`.

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
                    .table("tender")
                    .col(big_pk_auto("id"))
                    .col(big_integer("guild_id"))
                    .col(string("reference"))
                    .col(string("title"))
                    .col(text_null("description"))
                    .col(big_integer("lead_id"))
                    .col(string_null("category"))
                    .col(string("regime"))
                    .col(boolean("open_book"))
                    .col(string("stage"))
                    .col(timestamp_with_time_zone("respond_by"))
                    .col(date("starts"))
                    .col(date("ends"))
                    .col(string_null("notice"))
                    .col(timestamp_with_time_zone_null("bids_by"))
                    .col(date_null("published_on"))
                    .col(date_null("notice_on"))
                    .col(date_null("standstill_ends"))
                    .col(string_null("reason"))
                    .col(big_integer("created_by"))
                    .col(timestamp_with_time_zone("created_at"))
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_tender_lead_id")
                            .from("tender", "lead_id")
                            .to("authority", "id"),
                    )
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .unique()
                    .name("uq_tender_guild_id_reference")
                    .table("tender")
                    .col("guild_id")
                    .col("reference")
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("ix_tender_guild_id_stage")
                    .table("tender")
                    .col("guild_id")
                    .col("stage")
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("lot")
                    .col(big_pk_auto("id"))
                    .col(big_integer("tender_id"))
                    .col(integer("number"))
                    .col(string("title"))
                    .col(string("unit"))
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_lot_tender_id")
                            .from("lot", "tender_id")
                            .to("tender", "id"),
                    )
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .unique()
                    .name("uq_lot_tender_id_number")
                    .table("lot")
                    .col("tender_id")
                    .col("number")
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("post")
                    .col(big_pk_auto("id"))
                    .col(big_integer("tender_id"))
                    .col(big_integer("forum_id"))
                    .col(big_integer_null("thread_id"))
                    .col(big_integer_null("message_id"))
                    .col(timestamp_with_time_zone_null("edited_at"))
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_post_tender_id")
                            .from("post", "tender_id")
                            .to("tender", "id"),
                    )
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_post_forum_id")
                            .from("post", "forum_id")
                            .to("forum", "id"),
                    )
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .unique()
                    .name("uq_post_tender_id_forum_id")
                    .table("post")
                    .col("tender_id")
                    .col("forum_id")
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("ix_post_thread_id")
                    .table("post")
                    .col("thread_id")
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("participation")
                    .col(big_pk_auto("id"))
                    .col(big_integer("tender_id"))
                    .col(big_integer("authority_id"))
                    .col(string("state"))
                    .col(boolean("answered"))
                    .col(integer("wave"))
                    .col(string_null("reason"))
                    .col(timestamp_with_time_zone("at"))
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_participation_tender_id")
                            .from("participation", "tender_id")
                            .to("tender", "id"),
                    )
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_participation_authority_id")
                            .from("participation", "authority_id")
                            .to("authority", "id"),
                    )
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .unique()
                    .name("uq_participation_tender_id_authority_id")
                    .table("participation")
                    .col("tender_id")
                    .col("authority_id")
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("entitled")
                    .col(big_integer("tender_id"))
                    .col(big_integer("authority_id"))
                    .primary_key(Index::create().col("tender_id").col("authority_id"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("next_round")
                    .col(big_pk_auto("id"))
                    .col(big_integer("tender_id"))
                    .col(big_integer("authority_id"))
                    .col(string_null("reason"))
                    .col(timestamp_with_time_zone("at"))
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_next_round_tender_id")
                            .from("next_round", "tender_id")
                            .to("tender", "id"),
                    )
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_next_round_authority_id")
                            .from("next_round", "authority_id")
                            .to("authority", "id"),
                    )
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .unique()
                    .name("uq_next_round_tender_id_authority_id")
                    .table("next_round")
                    .col("tender_id")
                    .col("authority_id")
                    .to_owned(),
            )
            .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_table(Table::drop().table("next_round").to_owned())
            .await?;
        manager
            .drop_table(Table::drop().table("entitled").to_owned())
            .await?;
        manager
            .drop_table(Table::drop().table("participation").to_owned())
            .await?;
        manager
            .drop_table(Table::drop().table("post").to_owned())
            .await?;
        manager
            .drop_table(Table::drop().table("lot").to_owned())
            .await?;
        manager
            .drop_table(Table::drop().table("tender").to_owned())
            .await?;
        Ok(())
    }
}
