//! What an authority needs of a lot in one contract year; every revision is kept.

use sea_orm::entity::prelude::*;

/// What an authority needs of a lot in one contract year; every revision is kept.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "requirement")]
pub struct Model {
    /// Row number.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The lot.
    pub lot_id: i64,
    /// The authority.
    pub authority_id: i64,
    /// Contract year, from 1; 0: every year.
    pub year: i32,
    /// From 1.
    pub revision: i32,
    /// Whether it is the revision that counts.
    pub current: bool,
    /// Quantity in thousandths of the unit.
    pub expected: i64,
    /// Least quantity, in thousandths.
    pub at_least: Option<i64>,
    /// Greatest quantity, in thousandths.
    pub at_most: Option<i64>,
    /// Committed, or indicative.
    pub committed: bool,
    /// Price paid before, in ten-thousandths of a pound.
    pub baseline: Option<i64>,
    /// Who supplies it now.
    pub supplier_now: Option<String>,
    /// What the officer added.
    pub note: Option<String>,
    /// Whether it came after the deadline.
    pub late: bool,
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
