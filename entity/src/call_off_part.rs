//! The part of a call-off within one band.

use sea_orm::entity::prelude::*;

/// The part of a call-off within one band.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "call_off_part")]
pub struct Model {
    /// The call-off.
    #[sea_orm(primary_key, auto_increment = false)]
    pub call_off_id: i64,
    /// From 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i32,
    /// In thousandths of the unit.
    pub quantity: i64,
    /// Unit price, in ten-thousandths of a pound.
    pub price: i64,
}

/// What its rows belong to.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
