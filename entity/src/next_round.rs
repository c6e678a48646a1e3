//! A need kept for the next round.

use sea_orm::entity::prelude::*;
use values::{AuthorityId, TenderId};

/// A need kept for the next round.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "next_round")]
pub struct Model {
    /// Row number.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The tender it came too late for.
    pub tender_id: TenderId,
    /// Whose need it is.
    pub authority_id: AuthorityId,
    /// What it said.
    pub reason: Option<String>,
    /// When.
    pub at: DateTimeUtc,
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
