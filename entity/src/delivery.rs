//! One message that must reach Discord once.

use sea_orm::entity::prelude::*;
use values::DeliveryState;

/// One message that must reach Discord once.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "delivery")]
pub struct Model {
    /// Row number; with it the nonce and the mark are made.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The server.
    pub guild_id: i64,
    /// What it is, such as `tender.card`: names who composes it.
    pub kind: String,
    /// The row it is about.
    pub subject_id: i64,
    /// What else the composer needs, as JSON.
    #[sea_orm(column_type = "Text")]
    pub args: String,
    /// Deliveries of one lane are sent in order.
    pub lane: String,
    /// While one with this key waits, a second is not queued.
    pub coalesce: Option<String>,
    /// Smaller goes first among lanes.
    pub priority: i32,
    /// When it fell due.
    pub due_at: DateTimeUtc,
    /// Not to be tried before; moved by back-off.
    pub not_before: DateTimeUtc,
    /// `waiting`, `claimed`, `sent`, `withdrawn` or `failed`.
    pub state: DeliveryState,
    /// How often it was claimed.
    pub attempts: i32,
    /// Who has claimed it.
    pub lease_owner: Option<String>,
    /// Until when.
    pub lease_until: Option<DateTimeUtc>,
    /// When it was first tried: the reconciler looks for it from then on.
    pub tried_at: Option<DateTimeUtc>,
    /// Where it went.
    pub channel_id: Option<i64>,
    /// What it became.
    pub message_id: Option<i64>,
    /// Why the last try failed.
    #[sea_orm(column_type = "Text", nullable)]
    pub error: Option<String>,
    /// When it was queued.
    pub created_at: DateTimeUtc,
    /// When it was sent.
    pub sent_at: Option<DateTimeUtc>,
}

/// What its rows belong to.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
