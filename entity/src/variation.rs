//! A change of a running contract, or of one lot's: nothing here is ever rewritten.

use sea_orm::entity::prelude::*;
use values::{Ground, LotId, Quantity, TenderId, VariationId, VariationKind};

/// A change of a running contract, or of one lot's.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "variation")]
pub struct Model {
    /// Row number: of two of the same kind, lot and day the later counts.
    #[sea_orm(primary_key)]
    pub id: VariationId,
    /// The tender.
    pub tender_id: TenderId,
    /// The lot; none: the whole tender.
    pub lot_id: Option<LotId>,
    /// What it changes.
    pub kind: VariationKind,
    /// The first day on which it holds.
    pub from_day: Date,
    /// On which ground.
    pub ground: Ground,
    /// The index and its figure, as the lead names them.
    pub index_figure: Option<String>,
    /// Who supplies it from then on; of a supplier alone.
    pub supplier: Option<String>,
    /// The most that may be called off from then on; of a ceiling alone, where none is none at all.
    pub ceiling: Option<Quantity>,
    /// The contract's last day from then on; of an extension and an end alone.
    pub ends: Option<Date>,
    /// The last day that it had before.
    pub ends_before: Option<Date>,
    /// Why, as the lead told everybody.
    #[sea_orm(column_type = "Text")]
    pub reason: String,
    /// Who recorded it.
    pub by_user: i64,
    /// When.
    pub at: DateTimeUtc,
}

/// What its rows belong to.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl crate::covered::Covered for Entity {
    const SERVER: crate::covered::Server = crate::covered::Server::Of("tender_id", "tender");
}
