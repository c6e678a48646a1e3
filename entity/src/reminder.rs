//! A call-off reminder on an officer's own schedule.

use sea_orm::entity::prelude::*;
use values::{AuthorityId, LotId, ReminderId, ReminderState, TenderId};

/// A call-off reminder on an officer's own schedule.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "reminder")]
pub struct Model {
    /// Row number.
    #[sea_orm(primary_key)]
    pub id: ReminderId,
    /// The tender.
    pub tender_id: TenderId,
    /// The lot, if it is about one.
    pub lot_id: Option<LotId>,
    /// The authority.
    pub authority_id: AuthorityId,
    /// The officer who set it.
    pub user_id: i64,
    /// As it parses.
    pub schedule: String,
    /// What to say.
    pub message: Option<String>,
    /// Where it stands.
    pub state: ReminderState,
    /// When.
    pub created_at: DateTimeUtc,
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
