//! A price by volume that a lead expects before an award; no offer.

use sea_orm::entity::prelude::*;
use values::{LotId, Quantity, UnitPrice};

/// A price by volume that a lead expects before an award; no offer.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "indicative_band")]
pub struct Model {
    /// The lot.
    #[sea_orm(primary_key, auto_increment = false)]
    pub lot_id: LotId,
    /// Volume from which it holds.
    #[sea_orm(primary_key, auto_increment = false)]
    pub from_quantity: Quantity,
    /// Unit price.
    pub price: UnitPrice,
}

/// What its rows belong to.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl crate::covered::Covered for Entity {
    const SERVER: crate::covered::Server = crate::covered::Server::Of("lot_id", "lot");
}
