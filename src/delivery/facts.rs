//! What can have happened to a letter on its way: the names that it has in the ledger, with the particulars that stand
//! there.

use serde::Serialize;

use super::Stuck;
use super::queue::{Delivery, Waits};
use crate::ledger::fact::facts;

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
    /// What people are told of it.
    #[serde(skip)]
    pub stuck: Stuck,
}

impl Unsent {
    /// Of what could not be sent, for this reason.
    pub(super) fn of(delivery: &Delivery, error: String, stuck: Stuck) -> Self {
        Unsent {
            delivery: delivery.id,
            kind: delivery.kind.clone(),
            subject_id: delivery.subject_id,
            error,
            lane: delivery.lane.clone(),
            stuck,
        }
    }
}

/// A letter of which a person decided.
#[derive(Clone, Debug, Serialize)]
pub struct Settled {
    /// Its row.
    pub delivery: i64,
    /// What it is, such as `tender.card`.
    pub kind: String,
    /// The row it is about.
    pub subject_id: i64,
    /// Why it was not sent until then.
    pub error: String,
}

impl From<&Waits> for Settled {
    fn from(waits: &Waits) -> Self {
        Settled {
            delivery: waits.id,
            kind: waits.kind.clone(),
            subject_id: waits.subject_id,
            error: waits.error.clone(),
        }
    }
}

/// Somebody who is no longer in a server.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Gone {
    /// Discord's id of the person.
    pub user_id: i64,
}

facts! {
    /// It was given up: it stays, and is not tried again by itself before the next start.
    Failed(Unsent) = "delivery.failed";
    /// Discord refuses it: it waits, with all that is behind it, for whoever can put that right.
    Held(Unsent) = "delivery.held";
    /// A person has it sent again.
    SentAgain(Settled) = "delivery.sent_again";
    /// A person dismissed it.
    Dismissed(Settled) = "delivery.dismissed";
    /// Discord says that somebody is no longer in the server.
    MemberLeft(Gone) = "member.left";
}
