//! One thing that somebody did: append-only.

use sea_orm::entity::prelude::*;
use values::{AuthorityId, TenderId};

/// One thing that somebody did: append-only.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ledger_entry")]
pub struct Model {
    /// Row number.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The server whose chain it is in.
    pub guild_id: i64,
    /// Its place in the chain, from 1 without a gap.
    pub seq: i64,
    /// When it was done.
    pub at: DateTimeUtc,
    /// The officer's Discord user id; 0 for griffin itself.
    pub actor: i64,
    /// For whom it was done.
    pub authority_id: Option<AuthorityId>,
    /// The tender that it is about.
    pub tender_id: Option<TenderId>,
    /// What was done, such as `requirement.declared`.
    pub kind: String,
    /// The particulars, as JSON.
    #[sea_orm(column_type = "Text")]
    pub data: String,
    /// The Discord interaction that asked for it.
    pub interaction_id: Option<i64>,
    /// Hash of the entry before.
    pub prev_hash: String,
    /// SHA-256 over all of the above but the row number.
    pub hash: String,
}

/// What its rows belong to.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
