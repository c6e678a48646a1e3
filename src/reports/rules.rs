//! Time in each stage, and what is overdue to be called off.

use chrono::{DateTime, Months, NaiveDate, TimeDelta, Utc};

use crate::values::{Percent, Quantity, Stage};

/// After so many months without a call-off an authority may be buying elsewhere.
pub const QUIET_MONTHS: u32 = 6;

/// The stage that a kind of entry in the record begins.
fn begins(kind: &str) -> Option<Stage> {
    Some(match kind {
        "tender.announced" | "tender.reopened" => Stage::Collecting,
        "tender.closed" | "tender.collected" => Stage::Collected,
        "tender.published" => Stage::OutToTender,
        "award.recorded" => Stage::Awarded,
        "tender.started" => Stage::CallOff,
        "tender.ended" => Stage::Ended,
        "tender.cancelled" | "tender.withdrawn" => Stage::Cancelled,
        _ => return None,
    })
}

/// The kinds of entries that begin a stage.
pub const BEGINNINGS: [&str; 12] = [
    "tender.announced",
    "tender.reopened",
    "tender.closed",
    "tender.collected",
    "tender.published",
    "award.recorded",
    "tender.started",
    "tender.ended",
    "tender.cancelled",
    "tender.withdrawn",
    TAKEN_BACK,
    PUT_BACK,
];

/// The kind of entry by which a stage that was a mistake is taken back.
const TAKEN_BACK: &str = "tender.restored";
/// The kind of entry by which a withdrawal is taken back.
const PUT_BACK: &str = "tender.put_back";

/// Which stage began when, by the kinds of entries in the record, the earliest first. What was taken back begins the
/// stage before it again.
pub fn begun<'a>(
    entries: impl IntoIterator<Item = (&'a str, DateTime<Utc>)>,
) -> Vec<(Stage, DateTime<Utc>)> {
    let mut begun: Vec<(Stage, DateTime<Utc>)> = Vec::new();
    for (kind, at) in entries {
        let stage = match (kind, begun.last()) {
            (TAKEN_BACK | PUT_BACK, Some((mistaken, _))) => {
                let before = begun.iter().rev().find(|(stage, _)| stage != mistaken);
                before.map(|(stage, _)| *stage)
            }
            _ => begins(kind),
        };
        begun.extend(stage.map(|stage| (stage, at)));
    }
    begun
}

/// How long a tender was in each stage up to `now`, in the order of its life; what it came back to is added up. Stages
/// that end it take no time. `entries` are what began when, the earliest first.
pub fn times(entries: &[(Stage, DateTime<Utc>)], now: DateTime<Utc>) -> Vec<(Stage, TimeDelta)> {
    let mut times: Vec<(Stage, TimeDelta)> = Vec::new();
    let mut at: Option<(Stage, DateTime<Utc>)> = None;
    let ends = entries.iter().copied().chain([(Stage::Ended, now)]);
    for (next, moment) in ends {
        match at {
            // A second lot's award begins nothing.
            Some((stage, _)) if stage == next && stage != Stage::Ended => continue,
            Some((stage, since)) if !stage.is_over() => {
                let time = (moment - since).max(TimeDelta::zero());
                match times.iter_mut().find(|(of, _)| *of == stage) {
                    Some((_, sum)) => *sum += time,
                    None => times.push((stage, time)),
                }
            }
            _ => {}
        }
        at = Some((next, moment));
    }
    times.sort_by_key(|(stage, _)| *stage);
    times
}

/// A share of a whole, in hundredths of a percent, half up; none of nothing. More than all of it is more than 100%.
pub fn share(of: Quantity, whole: Quantity) -> Option<Percent> {
    let whole = i128::from(whole.thousandths());
    if whole <= 0 {
        return None;
    }
    let scaled = i128::from(of.thousandths()) * 10_000;
    Some(Percent::from_hundredths(
        i64::try_from((scaled + whole / 2).div_euclid(whole)).ok()?,
    ))
}

/// A share of a count.
pub fn rate(of: u32, whole: u32) -> Option<Percent> {
    let thousandths = |count: u32| Quantity::from_thousandths(i64::from(count) * 1_000);
    share(thousandths(of), thousandths(whole))
}

/// Whether an authority that declared has been quiet for so long that it may buy elsewhere: the contract has run for
/// [`QUIET_MONTHS`], and nothing was called off since.
pub fn is_quiet(starts: NaiveDate, last: Option<NaiveDate>, today: NaiveDate) -> bool {
    let since = last.map_or(starts, |last| last.max(starts));
    since
        .checked_add_months(Months::new(QUIET_MONTHS))
        .is_some_and(|due| due <= today)
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone;
    use proptest::prelude::*;

    use super::*;

    fn at(day: u32, hour: u32) -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2027, 1, day, hour, 0, 0).unwrap()
    }

    #[test]
    fn time_in_a_stage_is_added_up_where_a_tender_came_back_to_it() {
        let entries = [
            (Stage::Collecting, at(1, 0)),
            (Stage::Collected, at(5, 0)),
            (Stage::Collecting, at(6, 0)),
            (Stage::Collected, at(8, 0)),
            (Stage::OutToTender, at(8, 12)),
            (Stage::Awarded, at(20, 0)),
            (Stage::Awarded, at(21, 0)),
        ];
        let days = |hours| TimeDelta::hours(hours);
        assert_eq!(
            times(&entries, at(25, 0)),
            [
                (Stage::Collecting, days(6 * 24)),
                (Stage::Collected, days(36)),
                (Stage::OutToTender, days(11 * 24 + 12)),
                (Stage::Awarded, days(5 * 24)),
            ]
        );
        let over = [(Stage::Collecting, at(1, 0)), (Stage::Cancelled, at(3, 0))];
        assert_eq!(times(&over, at(25, 0)), [(Stage::Collecting, days(48))]);
        assert_eq!(times(&[], at(25, 0)), []);
    }

    #[test]
    fn what_was_taken_back_begins_the_stage_before_it_again() {
        let entries = [
            ("tender.announced", at(1, 0)),
            ("tender.closed", at(2, 0)),
            ("tender.restored", at(3, 0)),
            ("tender.collected", at(4, 0)),
            ("tender.published", at(5, 0)),
            ("tender.cancelled", at(6, 0)),
            ("tender.restored", at(7, 0)),
        ];
        let stages: Vec<Stage> = begun(entries).iter().map(|(stage, _)| *stage).collect();
        assert_eq!(
            stages,
            [
                Stage::Collecting,
                Stage::Collected,
                Stage::Collecting,
                Stage::Collected,
                Stage::OutToTender,
                Stage::Cancelled,
                Stage::OutToTender,
            ]
        );
    }

    #[test]
    fn quiet_is_half_a_year_of_the_contract_without_a_call_off() {
        let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap();
        let starts = day(2027, 4, 1);
        assert!(!is_quiet(starts, None, day(2027, 9, 30)));
        assert!(is_quiet(starts, None, day(2027, 10, 1)));
        assert!(!is_quiet(starts, Some(day(2027, 7, 1)), day(2027, 12, 31)));
        assert!(is_quiet(starts, Some(day(2027, 7, 1)), day(2028, 1, 1)));
    }

    #[test]
    fn shares_are_rounded_once() {
        assert_eq!(rate(5, 6).unwrap().to_string(), "83.33%");
        assert_eq!(rate(0, 0), None);
        let tonnes = |text: &str| Quantity::parse(text).unwrap();
        assert_eq!(
            share(tonnes("711.75"), tonnes("713.75"))
                .unwrap()
                .to_string(),
            "99.72%"
        );
        assert_eq!(
            share(tonnes("15"), tonnes("10")).unwrap().to_string(),
            "150%"
        );
    }

    proptest! {
        #[test]
        fn all_time_is_told_of_a_tender_that_runs(hours in prop::collection::vec(1..500_i64, 1..8)) {
            let mut moment = at(1, 0);
            let mut entries = Vec::new();
            for (stage, hours) in Stage::ALL.into_iter().filter(|it| !it.is_over()).zip(&hours) {
                entries.push((stage, moment));
                moment += TimeDelta::hours(*hours);
            }
            let sum: TimeDelta = times(&entries, moment).into_iter().map(|(_, time)| time).sum();
            prop_assert_eq!(sum, moment - at(1, 0));
        }
    }
}
