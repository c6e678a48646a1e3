//! A body that buys.

use sea_orm::entity::prelude::*;
use values::{AuthorityId, AuthorityKind, Heirs};

/// A body that buys.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "authority")]
pub struct Model {
    /// Row number.
    #[sea_orm(primary_key)]
    pub id: AuthorityId,
    /// The server whose register it is in.
    pub guild_id: i64,
    /// Its full name.
    pub name: String,
    /// Its short name in capitals, such as `ABW`.
    pub short_name: String,
    /// What sort of body it is.
    pub kind: AuthorityKind,
    /// The region it belongs to.
    pub region: String,
    /// A Discord role of its officers.
    pub role_id: Option<i64>,
    /// Postal address; a joint notice must name it.
    pub address: Option<String>,
    /// E-mail address; a joint notice must name it.
    pub email: Option<String>,
    /// PPON or another unique identifier.
    pub identifier: Option<String>,
    /// When it was registered.
    pub created_at: DateTimeUtc,
    /// Its name in Welsh, if it has one.
    pub name_cy: Option<String>,
    /// What it was called before, long and short names, a line each: it is still found by them.
    pub former_names: Option<String>,
    /// Its last day, if it is to cease.
    pub ends_on: Option<Date>,
    /// Who succeeds it, and with which shares.
    pub heirs: Option<Heirs>,
    /// Whether it has ceased, and all that it had has moved to them.
    pub ended: bool,
}

/// What its rows belong to.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl crate::covered::Covered for Entity {
    const SERVER: crate::covered::Server = crate::covered::Server::In("guild_id");
}
