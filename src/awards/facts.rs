//! What can have happened to an award: the names that it has in the ledger, with the particulars that stand there.

use chrono::NaiveDate;
use serde::Serialize;

use super::service::Award;
use crate::ledger::{About, Fact};
use crate::values::Stage;

/// What is told of an award.
#[derive(Clone, Debug, Serialize)]
pub struct Told {
    /// Which tender, and its lead.
    #[serde(skip)]
    pub about: About,
    /// The award.
    pub award: Award,
    /// What the lot is.
    pub lot: String,
    /// The day on which the award notice is published.
    pub notice_on: NaiveDate,
    /// The last day of the standstill.
    pub standstill_ends: NaiveDate,
    /// The stage at which the tender is now.
    pub stage: Stage,
}

/// A lot was awarded.
#[derive(Clone, Debug, Serialize)]
#[serde(transparent)]
pub struct Recorded(pub Told);

impl Fact for Recorded {
    const KIND: &'static str = "award.recorded";

    fn about(&self) -> About {
        self.0.about
    }
}

/// A lot was awarded again, in place of what was recorded before.
#[derive(Clone, Debug, Serialize)]
#[serde(transparent)]
pub struct Replaced(pub Told);

impl Fact for Replaced {
    const KIND: &'static str = "award.replaced";

    fn about(&self) -> About {
        self.0.about
    }
}
