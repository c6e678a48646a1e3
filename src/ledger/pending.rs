//! What a change records and queues, and the seals of the rows it writes: kept if the change succeeds.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::ledger::Cause;
use crate::ledger::letter::Outgoing;
use crate::values::{AuthorityId, TenderId};

/// One line of the ledger, as a service records it.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What was done, such as `requirement.declared`.
    pub kind: &'static str,
    /// For whom.
    pub authority_id: Option<AuthorityId>,
    /// The tender it is about.
    pub tender_id: Option<TenderId>,
    /// The particulars.
    pub data: Value,
}

/// What a change has recorded and queued, and the seals of the rows it wrote.
#[derive(Default)]
pub(crate) struct Pending {
    pub entries: Vec<(Cause, Entry)>,
    pub outgoing: Vec<Outgoing>,
    /// By table and key; none for a row that was removed.
    pub seals: BTreeMap<String, Option<String>>,
}
