//! A lot's contract.

use sea_orm::entity::prelude::*;
use values::{AwardId, LotId, Quantity};

/// A lot's contract.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "award")]
pub struct Model {
    /// Row number.
    #[sea_orm(primary_key)]
    pub id: AwardId,
    /// The lot.
    pub lot_id: LotId,
    /// Who won it.
    pub supplier: String,
    /// Most that may be called off over the term.
    pub ceiling: Option<Quantity>,
    /// Whether the supplier is a small or medium-sized enterprise.
    pub sme: bool,
    /// Whether the supplier is local.
    pub local: bool,
    /// When it was recorded.
    pub at: DateTimeUtc,
    /// By how many months it may be extended, each time: `12; 12`.
    pub extensions: Option<String>,
    /// The index by which its price may change, as the lead names it.
    pub index_clause: Option<String>,
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
}

impl Related<super::lot::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Lot.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}

impl crate::covered::Covered for Entity {
    const SERVER: crate::covered::Server = crate::covered::Server::Of("lot_id", "lot");
}
