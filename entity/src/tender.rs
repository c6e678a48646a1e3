//! One joint procurement.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use values::{AuthorityId, Money, Reference, Regime, Stage, TenderId};

/// One joint procurement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, DeriveEntityModel)]
#[sea_orm(table_name = "tender")]
pub struct Model {
    /// Row number.
    #[sea_orm(primary_key)]
    pub id: TenderId,
    /// The server.
    pub guild_id: i64,
    /// Such as `SF-2027-01`: every message about it carries this.
    pub reference: Reference,
    /// What is bought.
    pub title: String,
    /// More about it.
    #[sea_orm(column_type = "Text", nullable)]
    pub description: Option<String>,
    /// The lead authority.
    pub lead_id: AuthorityId,
    /// CPV code.
    pub category: Option<String>,
    /// The law it runs under.
    pub regime: Regime,
    /// Whether everybody sees everybody's quantities.
    pub open_book: bool,
    /// Where it stands.
    pub stage: Stage,
    /// The response deadline.
    pub respond_by: DateTimeUtc,
    /// First day of the contract.
    pub starts: Date,
    /// Last day of the contract.
    pub ends: Date,
    /// The notice's address or number.
    pub notice: Option<String>,
    /// What it is estimated at in the notice, without VAT.
    #[sea_orm(column_name = "notice_value")]
    #[serde(default)]
    pub value: Option<Money>,
    /// When bids are due.
    pub bids_by: Option<DateTimeUtc>,
    /// When the notice was published.
    pub published_on: Option<Date>,
    /// The day the award notice is published.
    pub notice_on: Option<Date>,
    /// Last day of the standstill.
    pub standstill_ends: Option<Date>,
    /// Why it was cancelled, closed early, extended or reopened.
    pub reason: Option<String>,
    /// At which stage it was cancelled; none: it isn't.
    #[serde(default)]
    pub cancelled_from: Option<Stage>,
    /// When it was cancelled.
    #[serde(default)]
    pub cancelled_at: Option<DateTimeUtc>,
    /// Who announced it.
    pub created_by: i64,
    /// When.
    pub created_at: DateTimeUtc,
    /// How many had been invited when collecting closed; none: it hasn't, or by an earlier version.
    #[serde(default)]
    pub invited_at_close: Option<i32>,
    /// How many of them had answered then.
    #[serde(default)]
    pub answered_at_close: Option<i32>,
    /// When it was withdrawn, as it was not meant to be announced; none: it was not.
    #[serde(default)]
    pub withdrawn_at: Option<DateTimeUtc>,
}

/// What its rows belong to.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// By `lead_id`.
    #[sea_orm(
        belongs_to = "super::authority::Entity",
        from = "Column::LeadId",
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
    const SERVER: crate::covered::Server = crate::covered::Server::In("guild_id");
}
