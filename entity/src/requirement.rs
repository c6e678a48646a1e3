//! What an authority needs of a lot in one contract year; every revision is kept.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use values::{AuthorityId, LotId, Quantity, UnitPrice};

/// What an authority needs of a lot in one contract year; every revision is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, DeriveEntityModel)]
#[sea_orm(table_name = "requirement")]
pub struct Model {
    /// Row number.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The lot.
    pub lot_id: LotId,
    /// The authority.
    pub authority_id: AuthorityId,
    /// Contract year, from 1; 0: every year.
    pub year: i32,
    /// From 1.
    pub revision: i32,
    /// Whether it is the revision that counts.
    pub current: bool,
    /// Expected in a year.
    pub expected: Quantity,
    /// The least.
    pub at_least: Option<Quantity>,
    /// The most.
    pub at_most: Option<Quantity>,
    /// Committed, or indicative.
    pub committed: bool,
    /// Price paid before.
    pub baseline: Option<UnitPrice>,
    /// Who supplies it now.
    pub supplier_now: Option<String>,
    /// What the officer added.
    pub note: Option<String>,
    /// Whether it came after the deadline.
    pub late: bool,
    /// The officer.
    pub by_user: i64,
    /// When.
    pub at: DateTimeUtc,
}

/// What its rows belong to.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// By `lot_id`.
    #[sea_orm(
        belongs_to = "super::lot::Entity",
        from = "Column::LotId",
        to = "super::lot::Column::Id"
    )]
    Lot,
    /// By `authority_id`.
    #[sea_orm(
        belongs_to = "super::authority::Entity",
        from = "Column::AuthorityId",
        to = "super::authority::Column::Id"
    )]
    Authority,
}

impl Related<super::lot::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Lot.def()
    }
}

impl Related<super::authority::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Authority.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}

impl crate::covered::Covered for Entity {
    const SERVER: crate::covered::Server = crate::covered::Server::Of("lot_id", "lot");
}
