//! The dates of a tender, past and to come.

use chrono::{DateTime, Months, NaiveDate, Utc};

use super::super::rules::RENEWAL_MONTHS;
use super::super::store::Tender;

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
    /// In words: `Response deadline`.
    pub what: &'static str,
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
        ("announced", "Announced", Some(Due::At(tender.created_at))),
        (
            "respond_by",
            "Response deadline",
            Some(Due::At(tender.respond_by)),
        ),
        (
            "published",
            "Notice published",
            tender.published_on.map(Due::On),
        ),
        ("bids_by", "Bids due", tender.bids_by.map(Due::At)),
        (
            "award_notice",
            "Award notice published",
            tender.notice_on.map(Due::On),
        ),
        (
            "standstill",
            "Last day of the standstill",
            tender.standstill_ends.map(Due::On),
        ),
        (
            "starts",
            "Contract's first day",
            Some(Due::On(tender.starts)),
        ),
        ("renewal", "Renewal announced", renewal),
        ("ends", "Contract's last day", Some(Due::On(tender.ends))),
    ]
    .into_iter()
    .filter_map(|(key, what, due)| due.map(|due| Milestone { key, what, due }))
    .collect()
}
