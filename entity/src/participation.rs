//! An authority in a tender; without a row it is merely invited.

use sea_orm::entity::prelude::*;
use values::{AuthorityId, Part, TenderId};

/// An authority in a tender; without a row it is merely invited.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "participation")]
pub struct Model {
    /// Row number.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The tender.
    pub tender_id: TenderId,
    /// The authority.
    pub authority_id: AuthorityId,
    /// What it is there.
    pub state: Part,
    /// Whether it has declared or said that it needs none.
    pub answered: bool,
    /// 1, or 2 for late joiners.
    pub wave: i32,
    /// What it said.
    pub reason: Option<String>,
    /// When the state was reached.
    pub at: DateTimeUtc,
    /// For how many contract years it answered, where the terms have changed since and it has not said yet that its answer
    /// still holds.
    pub to_confirm: Option<i32>,
}

/// What its rows belong to.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// By `tender_id`.
    #[sea_orm(
        belongs_to = "super::tender::Entity",
        from = "Column::TenderId",
        to = "super::tender::Column::Id"
    )]
    Tender,
    /// By `authority_id`.
    #[sea_orm(
        belongs_to = "super::authority::Entity",
        from = "Column::AuthorityId",
        to = "super::authority::Column::Id"
    )]
    Authority,
}

impl Related<super::tender::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Tender.def()
    }
}

impl Related<super::authority::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Authority.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}

impl crate::covered::Covered for Entity {
    const SERVER: crate::covered::Server = crate::covered::Server::Of("tender_id", "tender");
}
