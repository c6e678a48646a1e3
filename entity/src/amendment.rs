//! What a lead changed of another authority's answer or order, and whether that authority said that it isn't right.

use sea_orm::entity::prelude::*;
use values::{AmendmentId, AuthorityId, TenderId};

/// What a lead changed of another authority's answer or order, and whether that authority said that it isn't right.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "amendment")]
pub struct Model {
    /// Row number.
    #[sea_orm(primary_key)]
    pub id: AmendmentId,
    /// The tender.
    pub tender_id: TenderId,
    /// Whose answer or order it is.
    pub authority_id: AuthorityId,
    /// What it was and what it is, as texts in JSON.
    #[sea_orm(column_type = "Text")]
    pub changes: String,
    /// Why.
    #[sea_orm(column_type = "Text")]
    pub reason: String,
    /// The lead's officer.
    pub by_user: i64,
    /// When.
    pub at: DateTimeUtc,
    /// The officer of the authority who said that it isn't right.
    pub objected_by: Option<i64>,
    /// When they did.
    pub objected_at: Option<DateTimeUtc>,
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
