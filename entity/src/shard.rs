//! A shard of Discord's gateway, and which process keeps it.

use sea_orm::entity::prelude::*;

/// A shard of Discord's gateway, and which process keeps it. There are as many rows as shards.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "shard")]
pub struct Model {
    /// Its number, from 0.
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i32,
    /// The process that keeps it; none: whoever has fewest may.
    pub holder: Option<String>,
    /// Whether that process was connected: whoever kept it before may let go then.
    pub ready: bool,
    /// When it was last taken, by the database's clock: Discord wants a pause between two.
    pub claimed_at: Option<DateTimeUtc>,
}

/// What its rows belong to.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
