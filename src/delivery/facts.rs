//! What can have happened to a letter on its way: the names that it has in the ledger, with the particulars that stand
//! there.

use serde::Serialize;

use super::queue::Delivery;
use crate::ledger::fact::facts;
use crate::words::Text;

/// A letter that is not sent, and why.
#[derive(Clone, Debug, Serialize)]
pub struct Unsent {
    /// Its row.
    pub delivery: i64,
    /// What it is, such as `tender.card`.
    pub kind: String,
    /// The row it is about.
    pub subject_id: i64,
    /// Why.
    pub error: String,
    /// The lane that it was in.
    #[serde(skip)]
    pub lane: String,
    /// What a registrar may do about it, as a sentence; empty: nothing in particular.
    #[serde(skip)]
    pub help: Text,
}

impl Unsent {
    /// Of what could not be sent, for this reason.
    pub(super) fn of(delivery: &Delivery, error: String, help: Text) -> Self {
        Unsent {
            delivery: delivery.id,
            kind: delivery.kind.clone(),
            subject_id: delivery.subject_id,
            error,
            lane: delivery.lane.clone(),
            help,
        }
    }
}

facts! {
    /// It was given up: it stays, and is not tried again by itself.
    Failed(Unsent) = "delivery.failed";
    /// Discord forbids it: it waits, with all that is behind it, for whoever can permit it.
    Held(Unsent) = "delivery.held";
}
