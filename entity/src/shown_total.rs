//! A total as it was last shown to those who don't see every authority's quantities; `shown_part` has what it is made of.

use sea_orm::entity::prelude::*;
use values::{LotId, Quantity, Summed};

/// A total as it was last shown to those who don't see every authority's quantities.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "shown_total")]
pub struct Model {
    /// The lot.
    #[sea_orm(primary_key, auto_increment = false)]
    pub lot_id: LotId,
    /// What it sums.
    #[sea_orm(primary_key, auto_increment = false)]
    pub summed: Summed,
    /// Contract year, from 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub year: i32,
    /// How much.
    pub quantity: Quantity,
    /// How much of it is committed; none: not shown.
    pub committed: Option<Quantity>,
    /// Of how many authorities.
    pub authorities: i32,
    /// Since when it is shown.
    pub at: DateTimeUtc,
}

/// What its rows belong to.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl crate::covered::Covered for Entity {
    const SERVER: crate::covered::Server = crate::covered::Server::Of("lot_id", "lot");
}
