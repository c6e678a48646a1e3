//! A part of a tender.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use values::{LotId, NoAward, TenderId, Unit};

/// A part of a tender.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, DeriveEntityModel)]
#[sea_orm(table_name = "lot")]
pub struct Model {
    /// Row number.
    #[sea_orm(primary_key)]
    pub id: LotId,
    /// The tender.
    pub tender_id: TenderId,
    /// From 1.
    pub number: i32,
    /// What it is.
    pub title: String,
    /// Its unit of measure.
    pub unit: Unit,
    /// Why it was not awarded; none: it has an award, or is to have one.
    #[serde(default)]
    pub no_award: Option<NoAward>,
    /// What the lead says of that.
    #[serde(default)]
    pub no_award_reason: Option<String>,
    /// When the lead removed it; its row stays, as what was declared of it does.
    #[serde(default)]
    pub removed_at: Option<DateTimeUtc>,
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

impl Related<super::tender::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Tender.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}

impl crate::covered::Covered for Entity {
    const SERVER: crate::covered::Server = crate::covered::Server::Of("tender_id", "tender");
}
