//! What a shown total is made of: an authority's quantity as it was when the total was last moved.

use sea_orm::entity::prelude::*;
use values::{AuthorityId, LotId, Quantity, Summed};

/// What a shown total is made of: an authority's quantity as it was when the total was last moved.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "shown_part")]
pub struct Model {
    /// The lot.
    #[sea_orm(primary_key, auto_increment = false)]
    pub lot_id: LotId,
    /// What it is part of.
    #[sea_orm(primary_key, auto_increment = false)]
    pub summed: Summed,
    /// Contract year, from 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub year: i32,
    /// The authority.
    #[sea_orm(primary_key, auto_increment = false)]
    pub authority_id: AuthorityId,
    /// How much.
    pub quantity: Quantity,
    /// Whether it is in the total that is shown now, or was in one before.
    pub counts: bool,
}

/// What its rows belong to.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl crate::covered::Covered for Entity {
    const SERVER: crate::covered::Server = crate::covered::Server::Of("lot_id", "lot");
}
