//! The part of a call-off within one band.

use sea_orm::entity::prelude::*;
use values::{CallOffId, Quantity, UnitPrice};

/// The part of a call-off within one band.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "call_off_part")]
pub struct Model {
    /// The call-off.
    #[sea_orm(primary_key, auto_increment = false)]
    pub call_off_id: CallOffId,
    /// From 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i32,
    /// How much; negative for a correction downwards.
    pub quantity: Quantity,
    /// Unit price.
    pub price: UnitPrice,
}

/// What its rows belong to.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl crate::covered::Covered for Entity {
    const SERVER: crate::covered::Server = crate::covered::Server::Of("call_off_id", "call_off");
}
