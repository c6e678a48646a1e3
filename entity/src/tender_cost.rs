//! What one tender exercise costs an authority of a region.

use sea_orm::entity::prelude::*;
use values::Money;

/// What one tender exercise costs an authority of a region.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "tender_cost")]
pub struct Model {
    /// The server.
    #[sea_orm(primary_key, auto_increment = false)]
    pub guild_id: i64,
    /// The region.
    #[sea_orm(primary_key, auto_increment = false)]
    pub region: String,
    /// What it costs.
    pub pence: Money,
    /// The registrar who set it.
    pub by_user: i64,
    /// When.
    pub at: DateTimeUtc,
}

/// What its rows belong to.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl crate::covered::Covered for Entity {
    const SERVER: crate::covered::Server = crate::covered::Server::In("guild_id");
}
