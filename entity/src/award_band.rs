//! A price from a volume on.

use sea_orm::entity::prelude::*;

/// A price from a volume on.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "award_band")]
pub struct Model {
    /// The award.
    #[sea_orm(primary_key, auto_increment = false)]
    pub award_id: i64,
    /// Volume called off in the contract year from which it holds, in thousandths.
    #[sea_orm(primary_key, auto_increment = false)]
    pub from_quantity: i64,
    /// Unit price, in ten-thousandths of a pound.
    pub price: i64,
}

/// What its rows belong to.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
