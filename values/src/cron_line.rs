//! The five fields of a Unix cron line, read with the crate `cron` and cured of what it does differently.
//!
//! `cron` 0.17 wants seconds first, counts the days of the week from 1 for Sunday (Unix: 0 for Sunday, 1 for Monday),
//! and fires only where the day of the month *and* the day of the week match, where Vixie's cron (crontab(5)) fires
//! where *either* does unless one of them begins with `*`. It also loses or doubles times at clock changes (measured.md
//! section 6). So only its reading of minutes, hours, days and months is used here; the days of the week are read here,
//! and `schedule.rs` walks the calendar itself.

use std::str::FromStr;

use chrono::{Datelike, NaiveDate, NaiveTime, Weekday};
use cron::{Schedule, TimeUnitSpec};

use words::{Text, text};

use super::typed;

/// The days on which a cron line fires. Its times are beside it, in the recurrence.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct CronLine {
    /// The five fields as typed, with single spaces between.
    pub(super) source: String,
    /// Bit n: day n of the month, 1 to 31.
    days: u32,
    /// Bit n: month n, 1 to 12.
    months: u16,
    /// Bit n: n days after Sunday.
    weekdays: u8,
    /// Whether the days of the month and of the week are both restricted, so that either is enough.
    either: bool,
}

const ALL_DAYS: u32 = 0xffff_fffe;
const ALL_MONTHS: u16 = 0x1ffe;
const ALL_WEEKDAYS: u8 = 0x7f;

/// Whether a text is meant as a cron line: five or more fields, the first two without letters, or `@daily` and the like.
pub(super) fn looks_like_cron(text: &str) -> bool {
    let fields: Vec<&str> = text.split_whitespace().collect();
    let signs = |field: &&str| {
        field
            .chars()
            .all(|c| c.is_ascii_digit() || "*,/-".contains(c))
    };
    match fields.as_slice() {
        [one] => one.starts_with('@'),
        [minute, hour, _, _, _, ..] => signs(minute) && signs(hour),
        _ => false,
    }
}

impl CronLine {
    /// Reads five fields, or `@hourly`, `@daily`, `@weekly`, `@monthly`, `@yearly`; gives the days and the times.
    ///
    /// # Errors
    /// What is wrong, as a sentence: the number of fields, a field, more often than hourly, never.
    pub(super) fn read(text: &str) -> Result<(Self, Vec<NaiveTime>), Text> {
        let lower = text.trim().to_ascii_lowercase();
        let line = match lower.as_str() {
            "@hourly" => "0 * * * *",
            "@daily" | "@midnight" => "0 0 * * *",
            "@weekly" => "0 0 * * 0",
            "@monthly" => "0 0 1 * *",
            "@yearly" | "@annually" => "0 0 1 1 *",
            line => line,
        };
        let fields: Vec<&str> = line.split_whitespace().collect();
        let [minute, hour, day, month, weekday] = fields.as_slice() else {
            return Err(text!("values-cron-fields"));
        };
        let allowed = |c: char| c.is_ascii_alphanumeric() || " *,/-".contains(c);
        let source = fields.join(" ");
        if source.len() > typed::MAX_CHARS || !source.chars().all(allowed) {
            return Err(text!("values-cron-signs"));
        }
        let schedule = Schedule::from_str(&format!("0 {minute} {hour} {day} {month} *"))
            .map_err(|_| text!("values-cron-unreadable", line = source.as_str()))?;
        let weekdays = read_weekdays(weekday)
            .ok_or_else(|| text!("values-cron-weekday", weekday = *weekday))?;

        let minutes: Vec<u32> = schedule.minutes().iter().collect();
        let [minute] = minutes.as_slice() else {
            return Err(text!("values-cron-hourly"));
        };
        let times: Vec<NaiveTime> = schedule
            .hours()
            .iter()
            .filter_map(|hour| NaiveTime::from_hms_opt(hour, *minute, 0))
            .collect();
        let line = Self {
            days: schedule
                .days_of_month()
                .iter()
                .fold(0, |days, n| days | (1 << n.min(31))),
            months: schedule
                .months()
                .iter()
                .fold(0, |months, n| months | (1 << n.min(15))),
            weekdays,
            either: !day.starts_with('*') && !weekday.starts_with('*'),
            source,
        };
        if times.is_empty() || line.never_fires() {
            return Err(text!("values-cron-never"));
        }
        Ok((line, times))
    }

    /// Whether the line fires on this date.
    pub(super) fn matches(&self, date: NaiveDate) -> bool {
        let month = self.months & (1 << date.month()) != 0;
        let day = self.days & (1 << date.day()) != 0;
        let weekday = self.weekdays & (1 << date.weekday().num_days_from_sunday()) != 0;
        month
            && if self.either {
                day || weekday
            } else {
                day && weekday
            }
    }

    /// Whether no month has a day that the line names (30 February). In a leap year 29 February falls on every day of
    /// the week sooner or later, so the weekday never matters.
    fn never_fires(&self) -> bool {
        let possible = |&(month, days): &(u32, u32)| {
            let last_days = ALL_DAYS & (u32::MAX >> (31 - days));
            self.months & (1 << month) != 0 && self.days & last_days != 0
        };
        const LENGTHS: [(u32, u32); 12] = [
            (1, 31),
            (2, 29),
            (3, 31),
            (4, 30),
            (5, 31),
            (6, 30),
            (7, 31),
            (8, 31),
            (9, 30),
            (10, 31),
            (11, 30),
            (12, 31),
        ];
        !self.either && !LENGTHS.iter().any(possible)
    }

    /// Whether it restricts neither the day of the month nor the month.
    pub(super) fn is_weekly(&self) -> bool {
        self.days == ALL_DAYS && self.months == ALL_MONTHS
    }

    /// Whether it restricts nothing but the time.
    pub(super) fn is_daily(&self) -> bool {
        self.is_weekly() && self.weekdays == ALL_WEEKDAYS
    }

    /// The days of the week on which it fires, from Monday, if the rest of the date doesn't matter.
    pub(super) fn weekdays(&self) -> Vec<Weekday> {
        (0..7_u8)
            .filter_map(|n| Weekday::try_from(n).ok())
            .filter(|day| self.weekdays & (1 << day.num_days_from_sunday()) != 0)
            .collect()
    }
}

/// Reads the fifth field into bits from Sunday: `*`, numbers 0 to 7, names, ranges, lists and steps.
fn read_weekdays(field: &str) -> Option<u8> {
    let mut bits = 0_u8;
    for item in field.split(',') {
        let (range, step) = match item.split_once('/') {
            Some((range, step)) => (range, typed::number_of_digits(step)?),
            None => (item, 1),
        };
        if !(1..=7).contains(&step) {
            return None;
        }
        let (first, last) = match range.split_once('-') {
            Some((first, last)) => {
                let first = weekday_number(first)?;
                match weekday_number(last)? {
                    // `sat-sun` and `5-0` mean the Sunday that follows.
                    0 if first > 0 => (first, 7),
                    last => (first, last),
                }
            }
            None if range == "*" => (0, 6),
            // A start with a step runs to the end of the week, as crate and common crons have it.
            None if item.contains('/') => (weekday_number(range)?, 6),
            None => (weekday_number(range)?, weekday_number(range)?),
        };
        if first > last {
            return None;
        }
        let step = usize::try_from(step).ok()?;
        for n in (first..=last).step_by(step) {
            bits |= 1 << (n % 7);
        }
    }
    Some(bits)
}

/// 0 to 7 by its number, 0 to 6 by the first three letters of its name.
fn weekday_number(text: &str) -> Option<u32> {
    if let Some(number) = typed::number_of_digits(text) {
        return Some(number).filter(|number| *number <= 7);
    }
    ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]
        .iter()
        .position(|name| *name == text)
        .and_then(|index| u32::try_from(index).ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn line(text: &str) -> CronLine {
        CronLine::read(text)
            .unwrap_or_else(|e| panic!("{text}: {e}"))
            .0
    }

    fn date(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn monday_is_one() {
        assert_eq!(line("0 9 * * 1").weekdays(), [Weekday::Mon]);
        assert_eq!(line("0 9 * * 0").weekdays(), [Weekday::Sun]);
        assert_eq!(line("0 9 * * 7").weekdays(), [Weekday::Sun]);
        assert_eq!(
            line("0 9 * * mon-wed").weekdays(),
            [Weekday::Mon, Weekday::Tue, Weekday::Wed]
        );
        assert_eq!(
            line("0 9 * * 5-7").weekdays(),
            [Weekday::Fri, Weekday::Sat, Weekday::Sun]
        );
        assert_eq!(
            line("0 9 * * sat-sun").weekdays(),
            [Weekday::Sat, Weekday::Sun]
        );
        assert_eq!(
            line("0 9 * * 1-5/2").weekdays(),
            [Weekday::Mon, Weekday::Wed, Weekday::Fri]
        );
        assert_eq!(
            line("0 9 * * */2").weekdays(),
            [Weekday::Tue, Weekday::Thu, Weekday::Sat, Weekday::Sun]
        );
        assert!(line("0 9 * * 0-6").is_daily());
    }

    #[test]
    fn either_day_is_enough_unless_one_begins_with_a_star() {
        // The 13th, and every Friday.
        let either = line("0 9 13 * 5");
        assert!(either.matches(date(2026, 11, 13)) && either.matches(date(2026, 11, 20)));
        assert!(either.matches(date(2026, 12, 13)) && !either.matches(date(2026, 12, 14)));
        // Every other day of the month that is a Friday.
        let both = line("0 9 */2 * 5");
        assert!(both.matches(date(2026, 11, 13)) && !both.matches(date(2026, 11, 20)));
        assert!(!both.matches(date(2026, 11, 15)));
    }

    #[test]
    fn refuses_with_a_reason() {
        for (text, reason) in [
            ("* * * * *", "once an hour"),
            ("*/15 9 * * *", "once an hour"),
            ("0,30 9 * * *", "once an hour"),
            ("0 9 31 2 *", "never"),
            ("0 9 31 4,6 *", "never"),
            ("0 9 30 2 */2", "never"),
            ("0 0 9 * * 1", "five fields"),
            ("0 9 * *", "five fields"),
            ("@reboot", "five fields"),
            ("0 25 * * *", "can't read"),
            ("0 9 0 * *", "can't read"),
            ("0 9 */0 * *", "can't read"),
            ("0 9 * 13 *", "can't read"),
            ("0 9 * * 8", "isn't a day of the week"),
            ("0 9 * * 5-2", "isn't a day of the week"),
            ("0 9 * * */0", "isn't a day of the week"),
            ("0 9 ? * 1", "signs"),
        ] {
            let error = CronLine::read(text).expect_err(text);
            assert!(error.to_string().contains(reason), "{text}: {error}");
        }
        assert!(CronLine::read("0 9 29 2 *").is_ok());
        assert!(CronLine::read("0 9 31 2 1").is_ok(), "Mondays of February");
        assert!(CronLine::read("0 9 * jan MON").is_ok());
    }

    #[test]
    fn tells_cron_from_words() {
        for text in [
            "0 9 * * 1",
            "@daily",
            "0 0 9 * * 1",
            "*/5 * * * *",
            " 0  9 * * mon ",
        ] {
            assert!(looks_like_cron(text), "{text}");
        }
        for text in [
            "",
            "daily 9am",
            "monthly on the 1st 09:00",
            "1st monday of month 9am",
            "9 am every monday please",
        ] {
            assert!(!looks_like_cron(text), "{text}");
        }
    }

    proptest! {
        #[test]
        fn nothing_panics(text in any::<String>(), near in "[0-9*,/a-z-]{1,6}( [0-9*,/a-z-]{1,6}){4}") {
            for text in [text, near] {
                let _ = looks_like_cron(&text);
                if let Ok((line, times)) = CronLine::read(&text) {
                    prop_assert!(!times.is_empty());
                    prop_assert_eq!(CronLine::read(&line.source), Ok((line, times)));
                }
            }
        }
    }
}
