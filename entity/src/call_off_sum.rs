//! What has been called off by financial year and price: kept by the write that changes it.

use sea_orm::entity::prelude::*;
use values::{AuthorityId, LotId, Quantity, UnitPrice};

/// What has been called off by financial year and price: kept by the write that changes it.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "call_off_sum")]
pub struct Model {
    /// The lot.
    #[sea_orm(primary_key, auto_increment = false)]
    pub lot_id: LotId,
    /// Who ordered.
    #[sea_orm(primary_key, auto_increment = false)]
    pub authority_id: AuthorityId,
    /// Contract year, from 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub year: i32,
    /// Financial year, by the calendar year in which it begins.
    #[sea_orm(primary_key, auto_increment = false)]
    pub financial_year: i32,
    /// Unit price paid.
    #[sea_orm(primary_key, auto_increment = false)]
    pub price: UnitPrice,
    /// How much.
    pub quantity: Quantity,
}

/// What its rows belong to.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl crate::covered::Covered for Entity {
    const SERVER: crate::covered::Server = crate::covered::Server::Of("lot_id", "lot");
}
