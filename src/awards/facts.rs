//! What can have happened to an award: the names that it has in the ledger, with the particulars recorded there.

use chrono::NaiveDate;
use serde::Serialize;

use super::rules::Bands;
use super::store::Award;
use crate::ledger::fact::facts;
use crate::values::{LotId, Money, NoAward, Reference, Stage};

/// What is told of an award.
#[derive(Clone, Debug, Serialize)]
pub struct ToldAward {
    /// The award.
    pub award: Award,
    /// What the lot is.
    pub lot: String,
    /// The amount of money that the ceiling was typed as; none: it was a quantity.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ceiling_amount: Option<Money>,
    /// The day on which the award notice is published.
    pub notice_on: NaiveDate,
    /// The last day of the standstill.
    pub standstill_ends: NaiveDate,
    /// The stage that the tender is at now.
    pub stage: Stage,
}

facts! {
    /// A lot was awarded.
    Recorded(ToldAward) = "award.recorded";
    /// A lot was awarded again, in place of what was recorded before.
    Replaced(ToldAward) = "award.replaced";
    /// A lot has no award; the others go on.
    NotAwarded = "award.none" {
        /// The lot's row.
        lot_id: LotId,
        /// What the lot is.
        lot: String,
        /// Why.
        why: NoAward,
        /// What the lead says of it.
        reason: String,
        /// The stage that the tender is at now.
        stage: Stage,
    }
    /// The lead said which price it expects of a lot.
    Indicated = "award.indicated" {
        /// The tender's reference.
        reference: Reference,
        /// What the lot is.
        lot: String,
        /// The price; none: it was taken back.
        bands: Option<Bands>,
    }
}
