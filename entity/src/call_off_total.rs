//! What has been called off: kept by the write that changes it.

use sea_orm::entity::prelude::*;
use values::{AuthorityId, LotId, Quantity};

/// What has been called off: kept by the write that changes it.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "call_off_total")]
pub struct Model {
    /// The lot.
    #[sea_orm(primary_key, auto_increment = false)]
    pub lot_id: LotId,
    /// Contract year.
    #[sea_orm(primary_key, auto_increment = false)]
    pub year: i32,
    /// The authority; 0: all of them.
    #[sea_orm(primary_key, auto_increment = false)]
    pub authority_id: AuthorityId,
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
