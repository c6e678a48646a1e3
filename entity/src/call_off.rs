//! An order under an award; a correction is one more.

use sea_orm::entity::prelude::*;
use values::{AuthorityId, CallOffId, LotId, Quantity};

/// An order under an award; a correction is one more.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "call_off")]
pub struct Model {
    /// Row number.
    #[sea_orm(primary_key)]
    pub id: CallOffId,
    /// The lot.
    pub lot_id: LotId,
    /// Who orders.
    pub authority_id: AuthorityId,
    /// Contract year, from 1.
    pub year: i32,
    /// How much; negative for a correction downwards.
    pub quantity: Quantity,
    /// When it is wanted.
    pub deliver_on: Option<Date>,
    /// Where it is wanted.
    pub site: Option<String>,
    /// The authority's own number.
    pub order_number: Option<String>,
    /// The call-off that it corrects.
    pub corrects: Option<CallOffId>,
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
