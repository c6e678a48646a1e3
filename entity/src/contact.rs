//! Whom to ask about a tender.

use sea_orm::entity::prelude::*;
use values::TenderId;

/// Whom to ask about a tender.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "contact")]
pub struct Model {
    /// The tender.
    #[sea_orm(primary_key, auto_increment = false)]
    pub tender_id: TenderId,
    /// The name, as the lead typed it.
    pub name: String,
    /// Who named them.
    pub by_user: i64,
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
}

impl ActiveModelBehavior for ActiveModel {}

impl crate::covered::Covered for Entity {
    const SERVER: crate::covered::Server = crate::covered::Server::Of("tender_id", "tender");
}
