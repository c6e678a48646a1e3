//! The dates of a tender, past and to come.

use chrono::{DateTime, Months, NaiveDate, Utc};

use super::super::rules::RENEWAL_MONTHS;
use super::super::store::Tender;
use crate::words::{Text, text};

/// When something is: a day as a whole, or a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// A day in the server's time zone.
    On(NaiveDate),
    /// A moment.
    At(DateTime<Utc>),
}

/// One of a tender's dates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Milestone {
    /// Always the same for the same date of a tender, however often it moves: `respond_by`, `bids_by` …
    pub key: &'static str,
    /// In words: "Response deadline".
    pub what: Text,
    /// When.
    pub due: Due,
}

/// A tender's dates in the order of its life; those that are not known yet are left out.
pub fn milestones(tender: &Tender) -> Vec<Milestone> {
    let renewal = tender
        .ends
        .checked_sub_months(Months::new(RENEWAL_MONTHS))
        .map(Due::On);
    [
        (
            "announced",
            text!("tenders-date-announced"),
            Some(Due::At(tender.created_at)),
        ),
        (
            "respond_by",
            text!("tenders-date-respond-by"),
            Some(Due::At(tender.respond_by)),
        ),
        (
            "published",
            text!("tenders-date-published"),
            tender.published_on.map(Due::On),
        ),
        (
            "bids_by",
            text!("tenders-date-bids-by"),
            tender.bids_by.map(Due::At),
        ),
        (
            "award_notice",
            text!("tenders-date-award-notice"),
            tender.notice_on.map(Due::On),
        ),
        (
            "standstill",
            text!("tenders-date-standstill"),
            tender.standstill_ends.map(Due::On),
        ),
        (
            "starts",
            text!("tenders-date-starts"),
            Some(Due::On(tender.starts)),
        ),
        ("renewal", text!("tenders-date-renewal"), renewal),
        (
            "ends",
            text!("tenders-date-ends"),
            Some(Due::On(tender.ends)),
        ),
    ]
    .into_iter()
    .filter_map(|(key, what, due)| due.map(|due| Milestone { key, what, due }))
    .collect()
}
