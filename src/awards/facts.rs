//! What can have happened to an award: the names that it has in the ledger, with the particulars recorded there.

use chrono::NaiveDate;
use serde::Serialize;

use super::award::{Change, Varied as OfContract};
use super::rules::Bands;
use super::store::Award;
use crate::ledger::fact::facts;
use crate::values::{Ground, LotId, Money, NoAward, Reference, Stage, VariationId, VariationKind};

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

/// What is told of a variation of a running contract.
#[derive(Clone, Debug, Serialize)]
pub struct ToldVariation {
    /// Its row.
    pub variation_id: VariationId,
    /// What it changes.
    pub kind: VariationKind,
    /// The lot's row; none: the whole tender.
    pub lot_id: Option<LotId>,
    /// What the lot is.
    pub lot: Option<String>,
    /// The first day on which it holds; of an end, the contract's last.
    pub from: NaiveDate,
    /// What held on that day before.
    pub old: Change,
    /// What holds from then on.
    pub new: Change,
    /// The same two as people read them.
    pub before: String,
    /// What holds from then on, as people read it.
    pub now: String,
    /// On which ground.
    pub ground: Ground,
    /// The index and its figure.
    pub index: Option<String>,
    /// Why.
    pub reason: String,
}

impl ToldVariation {
    /// What is told of this one. The record is kept in English.
    pub fn of(varied: &OfContract) -> Self {
        let it = &varied.variation;
        let unit = varied.lot.as_ref().map(|(_, unit)| unit);
        ToldVariation {
            variation_id: it.id,
            kind: it.kind,
            lot_id: it.lot_id,
            lot: varied.lot.as_ref().map(|(title, _)| title.clone()),
            from: it.from,
            before: varied.before.told(unit).to_string(),
            now: it.change.told(unit).to_string(),
            old: varied.before.clone(),
            new: it.change.clone(),
            ground: it.ground,
            index: it.index.clone(),
            reason: it.reason.clone(),
        }
    }
}

facts! {
    /// A lot was awarded.
    Recorded(ToldAward) = "award.recorded";
    /// A lot was awarded again, in place of what was recorded before.
    Replaced(ToldAward) = "award.replaced";
    /// A running contract was varied.
    Varied(ToldVariation) = "award.varied";
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
