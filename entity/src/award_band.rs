//! A price from a volume on.

use sea_orm::entity::prelude::*;
use values::{AwardId, Quantity, UnitPrice};

/// A price from a volume on.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "award_band")]
pub struct Model {
    /// The award.
    #[sea_orm(primary_key, auto_increment = false)]
    pub award_id: AwardId,
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
    const SERVER: crate::covered::Server = crate::covered::Server::Of("award_id", "award");
}
