//! When the next round of a tender is, and what it is called: decisions.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;

use crate::values::When;
use crate::values::time_zone::{local_to_utc, utc_to_local};

/// How far apart two rounds are: as long as the contract, in whole months where it is so many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Apart {
    Months(u32),
    Days(u64),
}

impl Apart {
    /// As long as a contract from its first day to its last.
    fn of(starts: NaiveDate, ends: NaiveDate) -> Option<Self> {
        let after = ends.succ_opt()?;
        let months = (after.year() - starts.year()) * 12 + after.month().cast_signed()
            - starts.month().cast_signed();
        let months = u32::try_from(months).ok()?;
        if starts.checked_add_months(Months::new(months)) == Some(after) && months > 0 {
            return Some(Apart::Months(months));
        }
        let days = u64::try_from((after - starts).num_days()).ok()?;
        (days > 0).then_some(Apart::Days(days))
    }

    /// A day so many rounds later.
    fn after(self, date: NaiveDate, rounds: u32) -> Option<NaiveDate> {
        match self {
            Apart::Months(months) => {
                date.checked_add_months(Months::new(months.checked_mul(rounds)?))
            }
            Apart::Days(days) => date.checked_add_days(Days::new(days.checked_mul(rounds.into())?)),
        }
    }
}

/// A round's dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dates {
    /// When answers are due.
    pub respond_by: DateTime<Utc>,
    /// The contract's first day.
    pub starts: NaiveDate,
    /// Its last day.
    pub ends: NaiveDate,
}

/// How many days answers have at least where the day by which the last round's were due, moved on, is over.
const TO_ANSWER: u64 = 28;

/// The dates of the next round: the contract begins when the last one ends, is as long, and answers are due as long before
/// it. One that came to nothing is that one again, while it is still to begin.
pub fn next(last: Dates, came_to_nothing: bool, now: DateTime<Utc>, tz: Tz) -> Option<Dates> {
    let apart = Apart::of(last.starts, last.ends)?;
    let today = utc_to_local(now, tz).date();
    let mut rounds = u32::from(!came_to_nothing);
    while apart.after(last.starts, rounds)? <= today {
        rounds = rounds.checked_add(1)?;
    }
    let due = utc_to_local(last.respond_by, tz);
    let moved = apart.after(due.date(), rounds)?.and_time(due.time());
    let mut respond_by = local_to_utc(moved, tz);
    let starts = apart.after(last.starts, rounds)?;
    if respond_by <= now {
        let later = today.checked_add_days(Days::new(TO_ANSWER))?;
        let before = starts.checked_sub_days(Days::new(1))?;
        respond_by = local_to_utc(later.min(before).and_hms_opt(23, 59, 59)?, tz);
    }
    Some(Dates {
        respond_by,
        starts,
        ends: apart.after(last.starts, rounds + 1)?.pred_opt()?,
    })
}

/// A moment as it is typed: without its time where that is the end of the day.
pub fn typed(at: DateTime<Utc>, tz: Tz) -> String {
    let local = utc_to_local(at, tz);
    let end = NaiveTime::from_hms_opt(23, 59, 59);
    let time = Some(local.time()).filter(|time| Some(*time) != end);
    let date = local.date();
    When { date, time }.to_string()
}

/// A title with its years moved on: of "Solid fuel 2027–29" by two, "Solid fuel 2029–31".
pub fn title(last: &str, years: i32) -> String {
    let mut moved = String::new();
    let mut rest = last;
    // Whether what was written last is a year and a sign behind which two digits are one too.
    let mut goes_on = false;
    while let Some(first) = rest.chars().next() {
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        if digits == 0 {
            goes_on &= "-–/".contains(first) && moved.ends_with(|c: char| c.is_ascii_digit());
            moved.push(first);
            rest = &rest[first.len_utf8()..];
            continue;
        }
        let (number, after) = rest.split_at(digits);
        let value: i32 = number.parse().unwrap_or_default();
        match digits {
            4 if (1990..2200).contains(&value) => {
                moved.push_str(&(value + years).to_string());
                goes_on = true;
            }
            2 if goes_on => {
                moved.push_str(&format!("{:02}", (value + years).rem_euclid(100)));
                goes_on = false;
            }
            _ => {
                moved.push_str(number);
                goes_on = false;
            }
        }
        rest = after;
    }
    moved
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone;
    use chrono_tz::Europe::London;

    use super::*;
    use crate::testing::date;

    fn at(y: i32, m: u32, d: u32, hour: u32) -> DateTime<Utc> {
        London
            .with_ymd_and_hms(y, m, d, hour, 0, 0)
            .unwrap()
            .to_utc()
    }

    fn solid_fuel() -> Dates {
        Dates {
            respond_by: at(2026, 12, 18, 12),
            starts: date(2027, 4, 1),
            ends: date(2029, 3, 31),
        }
    }

    #[test]
    fn the_next_contract_follows_the_last_and_is_as_long() {
        let next_of = |last, came_to_nothing, now| next(last, came_to_nothing, now, London);
        let found = next_of(solid_fuel(), false, at(2028, 7, 1, 9)).unwrap();
        assert_eq!(
            (found.respond_by, found.starts, found.ends),
            (at(2028, 12, 18, 12), date(2029, 4, 1), date(2031, 3, 31))
        );
        // One that came to nothing is begun again for its own dates, as long as they are to come.
        let again = next_of(solid_fuel(), true, at(2026, 12, 1, 9)).unwrap();
        assert_eq!(again, solid_fuel());
        // Nothing begins in the past, and there is time to answer.
        let late = next_of(solid_fuel(), true, at(2027, 2, 1, 9)).unwrap();
        assert_eq!(late.starts, date(2027, 4, 1));
        assert_eq!(typed(late.respond_by, London), "2027-03-01");
        let old = next_of(solid_fuel(), false, at(2032, 1, 1, 9)).unwrap();
        assert_eq!(
            (old.starts, old.ends),
            (date(2033, 4, 1), date(2035, 3, 31))
        );
        // Not of whole months: by the day, and never both ends on one day.
        let term = Dates {
            starts: date(2027, 1, 5),
            ends: date(2027, 2, 13),
            ..solid_fuel()
        };
        let found = next_of(term, false, at(2027, 1, 6, 9)).unwrap();
        assert_eq!(
            (found.starts, found.ends),
            (date(2027, 2, 14), date(2027, 3, 25))
        );
    }

    #[test]
    fn a_title_moves_on_by_its_years() {
        for (last, next) in [
            ("Solid fuel 2027–2029", "Solid fuel 2029–2031"),
            ("Solid fuel 2027-29", "Solid fuel 2029-31"),
            ("Solid fuel 2027/28 (B35)", "Solid fuel 2029/30 (B35)"),
            ("Road salt, 1500 t, 2099/00", "Road salt, 1500 t, 2101/02"),
            ("2027: 12 lots", "2029: 12 lots"),
            ("Glo é", "Glo é"),
            ("Size 99999", "Size 99999"),
        ] {
            assert_eq!(title(last, 2), next);
        }
    }

    proptest::proptest! {
        #[test]
        fn nothing_panics(text: String, near in "[0-9/–a ]{0,20}", years in -200..200_i32) {
            let _ = (title(&text, years), title(&near, years));
        }
    }
}
