//! The end of a server's chain: what the next entry follows.

use sea_orm::entity::prelude::*;

/// The end of a server's chain: what the next entry follows.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ledger_head")]
pub struct Model {
    /// The server.
    #[sea_orm(primary_key, auto_increment = false)]
    pub guild_id: i64,
    /// Number of the last entry, from 1; 0 before the first.
    pub seq: i64,
    /// SHA-256 of the last entry, in hexadecimal.
    pub hash: String,
}

/// What its rows belong to.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
