//! What can have happened to requirements: the names that it has in the ledger, with the particulars recorded there.

use serde::Serialize;

use super::store::Requirement;
use crate::ledger::fact::facts;
use crate::values::AuthorityId;
use crate::words::Text;

/// What was declared of a lot.
#[derive(Clone, Debug, Serialize)]
pub struct ToldLine {
    /// The lot's number in its tender, from 1.
    pub lot: i32,
    /// What is declared now.
    pub requirement: Requirement,
    /// The row that it takes the place of.
    pub before: Option<i64>,
}

/// What was declared at once.
#[derive(Clone, Debug, Serialize)]
pub struct ToldLines {
    /// Line by line.
    pub stated: Vec<ToldLine>,
    /// Whether in the second wave.
    pub late: bool,
}

/// What became of what an authority declared of a lot when it ceased, or proved to be another.
#[derive(Clone, Debug, Serialize)]
pub struct ToldHanded {
    /// The lot's number in its tender, from 1.
    pub lot: i32,
    /// The rows that no longer count: its own, and its successors'.
    pub ceased: Vec<i64>,
    /// What counts from now on: what it keeps, and what each successor has.
    pub counts: Vec<Requirement>,
}

/// What is told when the terms change on which authorities have answered.
#[derive(Clone, Debug, Serialize)]
pub struct ToldReopened {
    /// What it makes of what was declared, as far as everybody may see it.
    pub lines: Vec<Text>,
    /// Why, as the lead said.
    pub reason: Option<String>,
    /// Whose answers are to be confirmed.
    pub asked: Vec<AuthorityId>,
}

facts! {
    /// The terms changed: those who answered are asked whether that still holds.
    AnswersReopened(ToldReopened) = "requirement.reopened";
    /// An authority said that its answer still holds.
    Confirmed = "requirement.confirmed" {
        /// The rows that stood in for its promise meanwhile, and no longer count.
        ceased: Vec<i64>,
    }
    /// An authority declared what it needs, line by line.
    Declared(ToldLines) = "requirement.declared";
    /// An authority declared what it needs by a table.
    Imported(ToldLines) = "requirement.imported";
    /// An authority said that it needs none.
    NoneNeeded = "requirement.none" {
        /// Why.
        reason: Option<String>,
        /// The rows that no longer count.
        ceased: Vec<i64>,
        /// Whether in the second wave.
        late: bool,
    }
    /// An authority took back what it had declared, or some of it.
    Withdrawn = "requirement.withdrawn" {
        /// The rows that no longer count.
        ceased: Vec<i64>,
        /// Whether in the second wave.
        late: bool,
    }
    /// What an authority had declared moved to others.
    HandedOn = "requirement.handed_on" {
        /// Lot by lot.
        lots: Vec<ToldHanded>,
    }
}
