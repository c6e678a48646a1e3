//! A price by volume that a lead expects before an award; no offer.

use sea_orm::entity::prelude::*;

/// A price by volume that a lead expects before an award; no offer.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "indicative_band")]
pub struct Model {
    /// The lot.
    #[sea_orm(primary_key, auto_increment = false)]
    pub lot_id: i64,
    /// Volume from which it holds, in thousandths of the unit.
    #[sea_orm(primary_key, auto_increment = false)]
    pub from_quantity: i64,
    /// Unit price in ten-thousandths of a pound.
    pub price: i64,
}

/// What its rows belong to.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
