//! A date as people type it, with or without a time of day.
//!
//! A grammar of our own. The crate `interim` (MIT, kept up) was tried first and does not fit: it takes any text after a
//! date it has understood, has no `18.12.2026`, no "Friday 18 December", no "in 3 weeks", no "end of March", takes
//! `18 Dec` in this year even where that is past, and multiplies unchecked.

use std::fmt;

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveTime, Utc, Weekday};
use chrono_tz::Tz;

use super::{Invalid, holidays, time_zone, words};

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
    /// dates, an unreadable word. The help has examples reckoned from `now`.
    pub fn parse(text: &str, now: DateTime<Utc>, tz: Tz) -> Result<Self, Invalid> {
        let local = time_zone::utc_to_local(now, tz);
        let today = local.date();
        Self::read(text, today, local.time()).map_err(|problem| {
            let examples = examples(today);
            let help = match problem {
                Some(problem) => format!("{problem} {examples}"),
                None => examples,
            };
            Invalid::new("a date", text, help)
        })
    }

    fn read(text: &str, today: NaiveDate, clock: NaiveTime) -> Result<Self, Option<String>> {
        let mut words = words::cut(text).ok_or(None)?;
        // `2026-12-18T17:00` comes as `2026-12-18`, `t`, `17:00`.
        words.retain(|word| word != "t");
        let time = words::take_time(&mut words).map_err(Some)?;
        words.retain(|word| !matches!(word.as_str(), "on" | "o" | "ar"));
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let date = match (words.as_slice(), time) {
            // A time alone: today if it is still to come, else tomorrow.
            ([], Some(time)) if time > clock => today,
            ([], Some(_)) => today.succ_opt().ok_or(None)?,
            (words, _) => read_date(words, today)?,
        };
        if (1..=9999).contains(&date.year()) {
            Ok(Self { date, time })
        } else {
            Err(None)
        }
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

/// Why no date was read: a sentence, or `None` where there is nothing to say but how dates are written.
type Problem = Option<String>;

fn problem(text: impl Into<String>) -> Problem {
    Some(text.into())
}

/// Reads the words of a date, the time of day being out of them already.
fn read_date(words: &[&str], today: NaiveDate) -> Result<NaiveDate, Problem> {
    let words = match words {
        ["the", rest @ ..] if !rest.is_empty() => {
            if let [day] = rest
                && let Some(day) = words::number_of_digits(day)
            {
                return next_day_of_month(day, today);
            }
            rest
        }
        words => words,
    };
    match words {
        [] => Err(None),
        ["today" | "heddiw"] => Ok(today),
        ["tomorrow" | "yfory"] => today.succ_opt().ok_or(None),
        ["yesterday" | "ddoe"] => today.pred_opt().ok_or(None),
        ["day", "after", "tomorrow"] => today.checked_add_days(Days::new(2)).ok_or(None),
        ["next", "week" | "month" | "year" | "quarter"] => Err(problem(format!(
            "“{}” could be any day of it: say which.",
            words.join(" ")
        ))),
        ["end", "of", rest @ ..] | ["diwedd", rest @ ..] => end_of(rest, today),
        ["in" | "mewn", count @ ..] => in_how_long(count, today),
        [number, unit, "ago"] => ago(number, unit, today),
        [day, month] | [day, month, _]
            if words::number(day).is_some() && unit(month).is_some() =>
        {
            in_how_long(words, today)
        }
        ["fortnight"] | ["a" | "an", _] => in_how_long(words, today),
        _ => weekday_or_calendar(words, today),
    }
}

/// `friday`, `next friday`, `friday 18 december`, and the date without the weekday.
fn weekday_or_calendar(words: &[&str], today: NaiveDate) -> Result<NaiveDate, Problem> {
    // Welsh puts "next" behind and "dydd" before; mawrth is Tuesday after dydd only.
    let (which, words) = match words {
        ["next", rest @ ..] | [rest @ .., "nesaf"] if !rest.is_empty() => (Which::OfNextWeek, rest),
        ["this", rest @ ..] | ["coming", rest @ ..] if !rest.is_empty() => (Which::FromToday, rest),
        words => (Which::AfterToday, words),
    };
    let (weekday, rest) = match words {
        ["dydd", "mawrth", rest @ ..] => (Some(Weekday::Tue), rest),
        ["dydd", day, rest @ ..] if words::weekday(day).is_some() => (words::weekday(day), rest),
        [day, rest @ ..] => match words::weekday(day) {
            Some(weekday) => (Some(weekday), rest),
            None => (None, words),
        },
        [] => (None, words),
    };
    match (weekday, rest, which) {
        (Some(weekday), [], which) => which.find(weekday, today).ok_or(None),
        (Some(weekday), ["week"], Which::AfterToday) => Which::AfterToday
            .find(weekday, today)
            .and_then(|day| day.checked_add_days(Days::new(7)))
            .ok_or(None),
        (weekday, rest, Which::AfterToday) => {
            let rest = match rest {
                ["the", rest @ ..] => rest,
                rest => rest,
            };
            let date = calendar_date(rest, today)?;
            match weekday {
                Some(weekday) if date.weekday() != weekday => Err(problem(format!(
                    "{} is a {}.",
                    date.format("%-d %B %Y"),
                    words::day_name(date.weekday())
                ))),
                _ => Ok(date),
            }
        }
        _ => Err(None),
    }
}

/// Which of the days of one name is meant.
#[derive(Clone, Copy)]
enum Which {
    /// The first after today: `friday`.
    AfterToday,
    /// The first from today on: `this friday`.
    FromToday,
    /// That of the week after this one, weeks beginning on Monday: `next friday`, as British English has it.
    OfNextWeek,
}

impl Which {
    fn find(self, weekday: Weekday, today: NaiveDate) -> Option<NaiveDate> {
        let ahead = u64::from(weekday.days_since(today.weekday()));
        let days = match self {
            Self::FromToday => ahead,
            Self::AfterToday if ahead == 0 => 7,
            Self::AfterToday => ahead,
            Self::OfNextWeek => {
                let to_monday = 7 - u64::from(today.weekday().num_days_from_monday());
                to_monday + u64::from(weekday.num_days_from_monday())
            }
        };
        today.checked_add_days(Days::new(days))
    }
}

/// A date of the calendar: in digits, or with the month's name.
fn calendar_date(words: &[&str], today: NaiveDate) -> Result<NaiveDate, Problem> {
    // `18-dec-2026` comes as one word with signs between, or cut at its letters (`18-`, `dec`, `-2026`).
    let parts: Vec<&str> = words
        .iter()
        .flat_map(|word| word.split(['-', '/']))
        .filter(|part| !part.is_empty())
        .collect();
    let named = parts.iter().any(|part| words::month(part).is_some());
    if !named {
        return match words {
            [word] => in_digits(word, today),
            _ => Err(None),
        };
    }
    let parts: Vec<&str> = parts.into_iter().filter(|part| *part != "of").collect();
    let (day, month, year) = match parts.as_slice() {
        [a, b] => match (words::month(a), words::month(b)) {
            (None, Some(month)) => (*a, month, None),
            (Some(month), None) => (*b, month, None),
            _ => return Err(None),
        },
        [a, b, year] => match (words::month(a), words::month(b)) {
            (None, Some(month)) => (*a, month, Some(*year)),
            (Some(month), None) => (*b, month, Some(*year)),
            _ => return Err(None),
        },
        [_] => return Err(problem("Say which day of the month.")),
        _ => return Err(None),
    };
    let day = words::number_of_digits(day).ok_or(None)?;
    match year {
        Some(year) => ymd(full_year(year, today)?, month, day),
        None => next_such_day(month, day, today),
    }
}

/// `2026-12-18`, `18/12/2026`, `18.12.26`, `18/12`.
fn in_digits(word: &str, today: NaiveDate) -> Result<NaiveDate, Problem> {
    let sign = ['-', '/', '.'].into_iter().find(|sign| word.contains(*sign));
    let parts: Vec<&str> = match sign {
        Some(sign) => word.split(sign).collect(),
        None => return Err(None),
    };
    let numbers: Option<Vec<u32>> = parts.iter().map(|p| words::number_of_digits(p)).collect();
    let short = |part: &&str| part.len() <= 2;
    match (parts.as_slice(), numbers.as_deref()) {
        ([y, m, d], Some(&[year, month, day])) if y.len() == 4 && short(m) && short(d) => {
            ymd(i32::try_from(year).map_err(|_| None)?, month, day)
        }
        ([d, m, y], Some(&[day, month, _])) if short(d) && short(m) => {
            if month > 12 && day <= 12 {
                return Err(problem("The day comes first, then the month."));
            }
            ymd(full_year(y, today)?, month, day)
        }
        ([d, m], Some(&[day, month])) if short(d) && short(m) => {
            if month > 12 && day <= 12 {
                return Err(problem("The day comes first, then the month."));
            }
            next_such_day(month, day, today)
        }
        _ => Err(None),
    }
}

/// A date that names its year: `2026-12-18`, `18/12/2026`, `18 December 2026`. For those who have no clock at hand.
pub(super) fn with_full_year(words: &[&str]) -> Option<NaiveDate> {
    // Whatever is read without its year depends on today, so two far days tell.
    let early = NaiveDate::from_ymd_opt(1950, 1, 1)?;
    let late = NaiveDate::from_ymd_opt(2150, 6, 1)?;
    let date = calendar_date(words, early).ok()?;
    (calendar_date(words, late).ok()? == date).then_some(date)
}

/// Four digits of a year, or two: the year nearest to today that ends so, at most 20 years back.
fn full_year(word: &str, today: NaiveDate) -> Result<i32, Problem> {
    let year = words::number_of_digits(word)
        .and_then(|year| i32::try_from(year).ok())
        .ok_or(None)?;
    match word.len() {
        4 => Ok(year),
        2 => {
            let earliest = today.year().saturating_sub(20);
            Ok(earliest.saturating_add((year - earliest).rem_euclid(100)))
        }
        _ => Err(problem("Write the year with four digits.")),
    }
}

fn ymd(year: i32, month: u32, day: u32) -> Result<NaiveDate, Problem> {
    NaiveDate::from_ymd_opt(year, month, day)
        .ok_or_else(|| problem("The calendar has no such day."))
}

/// The next day of this month and number, today counting. 29 February may be eight years off.
fn next_such_day(month: u32, day: u32, today: NaiveDate) -> Result<NaiveDate, Problem> {
    (0..=8)
        .filter_map(|years| NaiveDate::from_ymd_opt(today.year().checked_add(years)?, month, day))
        .find(|date| *date >= today)
        .ok_or_else(|| problem("The calendar has no such day."))
}

/// `the 18th`: the next day of this number, today counting.
fn next_day_of_month(day: u32, today: NaiveDate) -> Result<NaiveDate, Problem> {
    let first = today.with_day(1).ok_or(None)?;
    (0..=2)
        .filter_map(|months| first.checked_add_months(Months::new(months))?.with_day(day))
        .find(|date| *date >= today)
        .ok_or_else(|| problem("The calendar has no such day."))
}

/// What follows "end of": a month, this or the next one, the year.
fn end_of(words: &[&str], today: NaiveDate) -> Result<NaiveDate, Problem> {
    let words: Vec<&str> = words.iter().copied().filter(|w| !matches!(*w, "the" | "this")).collect();
    let first = match words.as_slice() {
        ["month" | "mis"] => today.with_day(1).ok_or(None)?,
        ["next", "month"] => today
            .with_day(1)
            .and_then(|first| first.checked_add_months(Months::new(1)))
            .ok_or(None)?,
        ["year"] => return ymd(today.year(), 12, 31),
        ["next", "year"] => return ymd(today.year().saturating_add(1), 12, 31),
        ["today" | "day"] => return Ok(today),
        [month] => {
            let month = words::month(month).ok_or(None)?;
            let year = today.year();
            // This year's while it is not over.
            let year = if month < today.month() { year.saturating_add(1) } else { year };
            ymd(year, month, 1)?
        }
        [month, year] => ymd(full_year(year, today)?, words::month(month).ok_or(None)?, 1)?,
        _ => return Err(None),
    };
    first
        .checked_add_months(Months::new(1))
        .and_then(|next| next.pred_opt())
        .ok_or(None)
}

/// A length of time on the calendar.
#[derive(Clone, Copy)]
enum Unit {
    Days(u32),
    Months(u32),
    WorkingDays,
}

fn unit(word: &str) -> Option<Unit> {
    Some(match word {
        "day" | "days" | "diwrnod" => Unit::Days(1),
        "week" | "weeks" | "wythnos" => Unit::Days(7),
        "fortnight" | "fortnights" | "pythefnos" => Unit::Days(14),
        "month" | "months" | "mis" => Unit::Months(1),
        "year" | "years" | "blwyddyn" => Unit::Months(12),
        "working" => Unit::WorkingDays,
        _ => return None,
    })
}

/// `3 weeks`, `a fortnight`, `5 working days`, `3 weeks from now`, `three weeks' time`.
fn in_how_long(words: &[&str], today: NaiveDate) -> Result<NaiveDate, Problem> {
    let words: Vec<&str> = words
        .iter()
        .map(|word| word.trim_end_matches(['\'', '’']))
        .collect();
    let words = match words.as_slice() {
        [rest @ .., "from", "now" | "today"] | [rest @ .., "time"] => rest,
        words => words,
    };
    let (number, unit_word) = match words {
        [number, "working", "day" | "days"] => (*number, "working"),
        [number, "working"] => (*number, "working"),
        [number, unit] => (*number, *unit),
        ["fortnight"] => ("a", "fortnight"),
        _ => return Err(None),
    };
    if matches!(unit_word, "hour" | "hours" | "minute" | "minutes" | "min" | "mins") {
        return Err(problem("Give the time itself, such as today 17:00."));
    }
    let number = words::number(number).ok_or(None)?;
    let unit = unit(unit_word).ok_or(None)?;
    later(today, number, unit).ok_or(None)
}

fn later(today: NaiveDate, number: u32, unit: Unit) -> Option<NaiveDate> {
    match unit {
        Unit::Days(days) => {
            today.checked_add_days(Days::new(u64::from(number.checked_mul(days)?)))
        }
        Unit::Months(months) => today.checked_add_months(Months::new(number.checked_mul(months)?)),
        Unit::WorkingDays => Some(holidays::add_working_days(today, u16::try_from(number).ok()?)),
    }
}

fn ago(number: &str, unit_word: &str, today: NaiveDate) -> Result<NaiveDate, Problem> {
    let number = words::number(number).ok_or(None)?;
    let date = match unit(unit_word).ok_or(None)? {
        Unit::Days(days) => number
            .checked_mul(days)
            .and_then(|days| today.checked_sub_days(Days::new(days.into()))),
        Unit::Months(months) => number
            .checked_mul(months)
            .and_then(|months| today.checked_sub_months(Months::new(months))),
        Unit::WorkingDays => None,
    };
    date.ok_or(None)
}

/// How dates are written, with a day three weeks from now.
fn examples(today: NaiveDate) -> String {
    let day = today.checked_add_days(Days::new(21)).unwrap_or(today);
    format!(
        "Write a date such as {}, {}, in 3 weeks or next friday, with a time if you like: {} 17:00.",
        day.format("%-d %b"),
        day.format("%d/%m/%Y"),
        day.format("%-d %b"),
    )
}

#[cfg(test)]
#[path = "when_tests.rs"]
mod tests;
