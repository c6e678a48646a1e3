//! A Discord server that griffin serves.

use sea_orm::entity::prelude::*;
use values::Regime;

/// A Discord server that griffin serves.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "server")]
pub struct Model {
    /// The server's Discord id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub guild_id: i64,
    /// IANA name, such as `Europe/London`.
    pub time_zone: String,
    /// The regime that its tenders run under unless they say otherwise.
    pub nation: Regime,
    /// Language of what griffin posts.
    pub language: String,
    /// The Discord role whose members are registrars; none: the server's managers are.
    pub registrar_role: Option<i64>,
    /// The channel in which registrars are asked and told.
    pub registrar_channel: Option<i64>,
    /// The Discord category that holds griffin's channels.
    pub category: Option<i64>,
    /// When `/griffin setup` last ran.
    pub set_up_at: DateTimeUtc,
}

/// What its rows belong to.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl crate::covered::Covered for Entity {
    const SERVER: crate::covered::Server = crate::covered::Server::In("guild_id");
}
