//! What a change records and queues, and the seals of the rows it writes: kept if the change succeeds.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::{Cause, Rank};

/// One line of the ledger, as a service records it.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What was done, such as `requirement.declared`.
    pub kind: &'static str,
    /// For whom.
    pub authority_id: Option<i64>,
    /// The tender it is about.
    pub tender_id: Option<i64>,
    /// The particulars.
    pub data: Value,
}

/// A delivery, as a service queues it. What it says is worked out when it is sent.
#[derive(Clone, Debug)]
pub struct Outgoing {
    /// Names who composes it, such as `tender.card`.
    pub kind: &'static str,
    /// The row it is about.
    pub subject_id: i64,
    /// What else the composer needs.
    pub args: Value,
    /// Deliveries of one lane are sent in order.
    pub lane: String,
    /// While one with this key waits, a second is not queued.
    pub coalesce: Option<String>,
    /// What goes first among lanes.
    pub rank: Rank,
    /// When it fell due.
    pub due_at: DateTime<Utc>,
    /// Not to be sent before.
    pub not_before: DateTime<Utc>,
}

/// What a change has recorded and queued, and the seals of the rows it wrote.
#[derive(Default)]
pub(super) struct Pending {
    pub entries: Vec<(Cause, Entry)>,
    pub outgoing: Vec<Outgoing>,
    /// By table and key; none for a row that was removed.
    pub seals: BTreeMap<String, Option<String>>,
}
