//! A price from a volume on, of a variation of a price.

use sea_orm::entity::prelude::*;
use values::{Quantity, UnitPrice, VariationId};

/// A price from a volume on, of a variation of a price.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "variation_band")]
pub struct Model {
    /// The variation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub variation_id: VariationId,
    /// Volume called off in the contract year from which it holds.
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
    const SERVER: crate::covered::Server = crate::covered::Server::Of("variation_id", "variation");
}
