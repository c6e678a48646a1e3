//! What a change records, queues and leaves: it is written when the change succeeds.

use serde_json::Value;

use super::Cause;
use super::later::Left;
use super::letter::Outgoing;

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

/// What a change has recorded and queued.
#[derive(Default)]
pub(super) struct Pending {
    pub entries: Vec<(Cause, Entry)>,
    pub outgoing: Vec<Outgoing>,
    pub left: Vec<Left>,
}
