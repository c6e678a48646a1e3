//! An authority that may call off, fixed when the tender is published.

use sea_orm::entity::prelude::*;
use values::{AuthorityId, TenderId};

/// An authority that may call off, fixed when the tender is published.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "entitled")]
pub struct Model {
    /// The tender.
    #[sea_orm(primary_key, auto_increment = false)]
    pub tender_id: TenderId,
    /// The authority.
    #[sea_orm(primary_key, auto_increment = false)]
    pub authority_id: AuthorityId,
}

/// What its rows belong to.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl crate::covered::Covered for Entity {
    const SERVER: crate::covered::Server = crate::covered::Server::Of("tender_id", "tender");
}
