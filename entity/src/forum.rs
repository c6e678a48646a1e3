//! A regional forum.

use sea_orm::entity::prelude::*;
use values::ForumId;

/// A regional forum.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "forum")]
pub struct Model {
    /// Row number.
    #[sea_orm(primary_key)]
    pub id: ForumId,
    /// The server.
    pub guild_id: i64,
    /// The region's name.
    pub region: String,
    /// The Discord forum, or a text channel where there are no forums.
    pub channel_id: i64,
    /// Whether it is a text channel with threads.
    pub threads: bool,
    /// Language of what is posted there.
    pub language: String,
    /// Discord's tag ids by stage, as JSON.
    #[sea_orm(column_type = "Text")]
    pub tags: String,
    /// The digest's schedule, as it parses.
    pub digest: Option<String>,
    /// Whether the digest is paused.
    pub paused: bool,
    /// When the last one was posted.
    pub last_digest_at: Option<DateTimeUtc>,
}

/// What its rows belong to.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl crate::covered::Covered for Entity {
    const SERVER: crate::covered::Server = crate::covered::Server::In("guild_id");
}
