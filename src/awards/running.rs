//! A running contract, as whoever varies it sees it.

use chrono::NaiveDate;

use super::award::{Award, Variation};
use super::extensions::Extensions;
use crate::tenders::service::{Lot, Tender};
use crate::values::{Unit, VariationKind};

/// What is varied: the tender, or a lot of it with its award.
pub(super) struct Of {
    pub(super) tender: Tender,
    pub(super) lots: Vec<Lot>,
    pub(super) awards: Vec<Award>,
    pub(super) lot: Option<Lot>,
    pub(super) history: Vec<Variation>,
}

impl Of {
    /// The award of the lot that is varied.
    pub(super) fn award(&self) -> Option<&Award> {
        let lot = self.lot.as_ref()?;
        self.awards.iter().find(|award| award.lot_id == lot.id)
    }

    /// The last day of what is varied, as it stands.
    pub(super) fn ends(&self) -> NaiveDate {
        let own = self.award().and_then(Award::ends);
        own.unwrap_or(self.tender.ends)
    }

    pub(super) fn titled(&self) -> Option<(String, Unit)> {
        let lot = self.lot.as_ref()?;
        Some((lot.title.clone(), lot.unit.clone()))
    }

    /// The most options for extensions that an award of the tender has, and how many were used.
    pub(super) fn extensions(&self) -> (Option<&Extensions>, usize) {
        let offered = self.awards.iter().map(|award| &award.extensions);
        let used = self.history.iter();
        let used = used.filter(|it| it.kind == VariationKind::Extension);
        (offered.max_by_key(|it| it.months().len()), used.count())
    }

    /// The next option for an extension, in months.
    pub(super) fn next_extension(&self) -> Option<u16> {
        let (offered, used) = self.extensions();
        offered?.months().get(used).copied()
    }
}
