//! The fact that an officer acts for an authority.

use sea_orm::entity::prelude::*;
use values::{AuthorityId, MandateId, MandateState, Role};

/// The fact that an officer acts for an authority.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mandate")]
pub struct Model {
    /// Row number.
    #[sea_orm(primary_key)]
    pub id: MandateId,
    /// The authority.
    pub authority_id: AuthorityId,
    /// The officer.
    pub user_id: i64,
    /// The officer's name when it was asked for or given.
    pub officer_name: String,
    /// What they may do.
    pub role: Role,
    /// How far it has come.
    pub state: MandateState,
    /// What the officer said when asking.
    pub reason: Option<String>,
    /// The registrar who decided.
    pub decided_by: Option<i64>,
    /// When the state was reached.
    pub at: DateTimeUtc,
}

/// What its rows belong to.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// By `authority_id`.
    #[sea_orm(
        belongs_to = "super::authority::Entity",
        from = "Column::AuthorityId",
        to = "super::authority::Column::Id"
    )]
    Authority,
}

impl Related<super::authority::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Authority.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}

impl crate::covered::Covered for Entity {
    const SERVER: crate::covered::Server = crate::covered::Server::Of("authority_id", "authority");
}
