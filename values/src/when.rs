//! A date as people type it, with or without a time of day.
//!
//! A grammar of our own. The crate `interim` (MIT, kept up) was tried first and does not fit: it takes any text after a
//! date it has understood, has no `18.12.2026`, no "Friday 18 December", no "in 3 weeks", no "end of March", takes
//! `18 Dec` in this year even where that is past, and multiplies unchecked.

use std::fmt;

use chrono::{
    DateTime, Datelike, Days, Months, NaiveDate, NaiveTime, Offset, TimeDelta, TimeZone, Utc,
};
use chrono_tz::{OffsetName, Tz};

use super::{Invalid, calendar, dates, day, time_of_day, time_zone, typed};
use words::{Text, text};

/// A local date, with a time of day where one was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct When {
    /// The date on the calendar of the server's time zone; years 1 to 9999 where it was parsed.
    pub date: NaiveDate,
    /// The time of day, to the minute where it was parsed; `None` means the end of the day (design section 2).
    pub time: Option<NaiveTime>,
}

impl When {
    /// Reads a date as people type it; `now` and `tz` say which day is today.
    ///
    /// - `2026-12-18`, `18/12/2026` (the day first), `18.12.2026`, `18-12-2026`, `18/12/26`, `18/12`
    /// - `18 Dec`, `18th December 2026`, `Dec 18`, `Friday 18 December` (which must be a Friday), `18 Rhagfyr`,
    ///   `the 18th`
    /// - `today`, `tomorrow`, `yesterday`, `heddiw`, `yfory`, `in 3 weeks`, `two days`, `a fortnight`,
    ///   `in 5 working days`, `3 days ago`, `mewn 3 wythnos`
    /// - `friday` (the next one after today), `this friday` (today counts), `next friday` (the Friday of next week,
    ///   weeks beginning on Monday), `dydd Gwener`
    /// - `end of march`, `end of the month`, `end of next month`, `end of the year`
    /// - any of them with a time: `18 Dec 17:00`, `tomorrow 9am`, `friday at noon`; a time alone is the next such time
    ///
    /// A day without a year is the next such day, today counting; two digits of a year are the nearest such year.
    ///
    /// # Errors
    /// A day that no calendar has, a weekday that the date isn't, `next week` or `next month` (any day of it?), two
    /// dates, an unreadable word. The help has examples counted from `now`.
    pub fn parse(text: &str, now: DateTime<Utc>, tz: Tz) -> Result<Self, Invalid> {
        let local = time_zone::utc_to_local(now, tz);
        let today = local.date();
        Self::read(text, today, local.time(), tz).map_err(|problem| {
            let help = [problem.unwrap_or_default(), examples(today)];
            Invalid::new(text!("values-a-date"), text, Text::sentences(help))
        })
    }

    /// As [`When::parse`], for what is usually over: a day without a year is the nearest such day, so that `1 Feb` typed in
    /// March is this year's.
    ///
    /// # Errors
    /// As [`When::parse`].
    pub fn parse_nearest(text: &str, now: DateTime<Utc>, tz: Tz) -> Result<Self, Invalid> {
        let next = Self::parse(text, now, tz)?;
        let local = time_zone::utc_to_local(now, tz);
        let half_a_year = Months::new(6);
        // Whatever depends on today but not on its year is the same day of a year, half a year earlier.
        let earlier = local
            .date()
            .checked_sub_months(half_a_year)
            .and_then(|today| Self::read(text, today, local.time(), tz).ok())
            .filter(|it| (it.date.month(), it.date.day()) == (next.date.month(), next.date.day()));
        Ok(earlier.unwrap_or(next))
    }

    fn read(text: &str, today: NaiveDate, clock: NaiveTime, tz: Tz) -> Result<Self, Option<Text>> {
        let mut words = typed::cut(text).ok_or(None)?;
        // `2026-12-18T17:00` comes as `2026-12-18`, `t`, `17:00`.
        words.retain(|word| word != "t");
        take_no_later(&mut words);
        let named = time_of_day::take_clock(&mut words);
        let all = words.clone();
        let when = match time_of_day::take_time(&mut words).map_err(Some)? {
            Some(time) => {
                let read = with_time(&words, time, today, clock);
                // `Dec 12 noon`: the 12 is the day.
                read.or_else(|problem| without_noon(&all, time, today).ok_or(problem))?
            }
            None => without_time(&words, today, clock)?,
        };
        if !(1..=9999).contains(&when.date.year()) {
            return Err(None);
        }
        match named {
            Some(named) => when.checked_clock(named, tz).map_err(Some),
            None => Ok(when),
        }
    }

    /// Refuses a clock that isn't the one on the wall at that time.
    fn checked_clock(self, named: &str, tz: Tz) -> Result<Self, Text> {
        let instant = self.instant(tz);
        let shown = tz.offset_from_utc_datetime(&instant.naive_utc());
        let abbreviation = shown.abbreviation().unwrap_or_default();
        if abbreviation == named || (named == "GMT" && abbreviation == "UTC") {
            return Ok(self);
        }
        let local = time_zone::utc_to_local(instant, tz);
        let ahead = TimeDelta::hours(if named == "BST" { 1 } else { 0 });
        let meant = TimeDelta::seconds(shown.fix().local_minus_utc().into()) - ahead;
        let there = local.checked_add_signed(meant).unwrap_or(local);
        Err(text!(
            "values-other-clock",
            day = day(self.date),
            shown = abbreviation,
            named,
            time = time_of_day::shown(local),
            there = time_of_day::shown(there)
        ))
    }

    /// The instant meant: the time given, else the last second of the day in this zone.
    pub fn instant(&self, tz: Tz) -> DateTime<Utc> {
        match self.time {
            Some(time) => time_zone::local_to_utc(self.date.and_time(time), tz),
            None => time_zone::end_of_day(self.date, tz),
        }
    }

    /// The instant from which it holds: the time given, else the first instant of the day in this zone.
    pub fn start(&self, tz: Tz) -> DateTime<Utc> {
        match self.time {
            Some(time) => time_zone::local_to_utc(self.date.and_time(time), tz),
            None => time_zone::start_of_day(self.date, tz),
        }
    }
}

/// `2026-12-18` or `2026-12-18 17:00`, which [`When::parse`] reads back.
impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.time {
            Some(time) => write!(f, "{} {}", self.date, time.format("%H:%M")),
            None => write!(f, "{}", self.date),
        }
    }
}

/// What a two-digit or a bare number is never: a year that no tender has may be a time of day, as in `18 Dec 1700`.
const YEARS: std::ops::Range<i32> = 1900..2200;

/// Takes `no later than` out: whatever is due then is due by then.
fn take_no_later(words: &mut Vec<String>) {
    let found = words.windows(3).position(|it| {
        matches!(it[0].as_str(), "no" | "not") && it[1] == "later" && it[2] == "than"
    });
    if let Some(at) = found {
        words.drain(at..at + 3);
    }
}

/// The words without those that only join a date to a time.
fn bare(words: &[String]) -> Vec<&str> {
    let joins = |word: &&str| matches!(*word, "on" | "o" | "ar" | "by" | "until");
    words
        .iter()
        .map(String::as_str)
        .filter(|word| !joins(word))
        .collect()
}

/// The date of the words, beside a time that was found.
fn with_time(
    words: &[String],
    time: NaiveTime,
    today: NaiveDate,
    clock: NaiveTime,
) -> Result<When, Option<Text>> {
    let date = match bare(words).as_slice() {
        // A time alone: today if it is still to come, else tomorrow.
        [] if time > clock => today,
        [] => today.succ_opt().ok_or(None)?,
        words => dates::read(words, today)?,
    };
    Ok(When {
        date,
        time: Some(time),
    })
}

/// The date, where what stood before `noon` was its day.
fn without_noon(words: &[String], time: NaiveTime, today: NaiveDate) -> Option<When> {
    let kept: Vec<String> = words
        .iter()
        .filter(|word| !matches!(word.as_str(), "noon" | "midday"))
        .cloned()
        .collect();
    let noon = kept.len() < words.len();
    let date = noon
        .then(|| dates::read(&bare(&kept), today).ok())
        .flatten()?;
    Some(When {
        date,
        time: Some(time),
    })
}

/// The date of the words; if one of them stands in its way and can be a time (`17.00`, `1700`), it is.
pub(super) fn without_time(
    words: &[String],
    today: NaiveDate,
    clock: NaiveTime,
) -> Result<When, Option<Text>> {
    let likely = |word: &str| calendar::four_digits(word).is_none_or(|year| YEARS.contains(&year));
    let date = dates::read(&bare(words), today);
    if let Ok(date) = date
        && words.iter().all(|word| likely(word))
    {
        return Ok(When { date, time: None });
    }
    for (index, word) in words.iter().enumerate().rev() {
        let before = index.checked_sub(1).and_then(|index| words.get(index));
        let before = before.map_or("", String::as_str);
        let Some(time) = time_of_day::loose_time(word).filter(|_| before != "on") else {
            continue;
        };
        let mut rest = words.to_vec();
        rest.remove(index);
        // Alone, `2027` is a year and `12.18` somebody's 18 December.
        let alone = bare(&rest).is_empty() && !matches!(before, "by" | "until");
        let other = calendar::month_first(word) && !is_quarter(word);
        if alone && (word.len() == 4 && likely(word) || other) {
            continue;
        }
        if let Ok(when) = with_time(&rest, time, today, clock) {
            return Ok(when);
        }
    }
    date.map(|date| When { date, time: None })
}

/// Whether a word has the minutes of a quarter of an hour, as `12.30` has: that is a time, whoever writes it.
fn is_quarter(word: &str) -> bool {
    [".15", ".30", ".45"].iter().any(|it| word.ends_with(it))
}

/// How dates are written, with a day three weeks from now.
fn examples(today: NaiveDate) -> Text {
    let day = today.checked_add_days(Days::new(21)).unwrap_or(today);
    text!(
        "values-date-help",
        short = day.format("%-d %b").to_string(),
        digits = day.format("%d/%m/%Y").to_string()
    )
}

#[cfg(test)]
#[path = "when_tests.rs"]
mod tests;
