//! The grammar of schedules: words and cron lines in, a recurrence out. How often is in `how_often.rs`; what they mean is
//! in `schedule.rs`.

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, Weekday};
use words::text;

use super::calendar::{self, Problem, problem};
use super::cron_line::{self, CronLine};
use super::day_rule::{DayRule, MonthDay};
use super::how_often::{self, Often};
use super::when::{self, When};
use super::{time_of_day, typed};

/// The time of day where none is given.
const DEFAULT_TIME: Option<NaiveTime> = NaiveTime::from_hms_opt(9, 0, 0);

/// The most weeks between two times.
const MAX_WEEKS: u32 = 52;

/// The most months between two times.
const MAX_MONTHS: u32 = 60;

/// The greatest number of a working day: every month has as many.
const MAX_WORKING_DAY: u32 = 15;

/// The days of a schedule, and the times of day on them: in order, at least one.
type Read = (DayRule, Vec<NaiveTime>);

/// Reads a schedule; the error is a sentence on what is wrong, where there is more to say than how schedules look.
///
/// What comes every other week or every three months is counted from the date after "from", else from the first such day
/// after `now`, a local time; without `now` it needs that date.
pub(super) fn read(text: &str, now: Option<NaiveDateTime>) -> Result<Read, Problem> {
    let text = text.trim();
    let said = text!("values-by-cron", line = "").to_string();
    let line = match text.get(..said.len()) {
        Some(start) if start.eq_ignore_ascii_case(&said) => &text[said.len()..],
        _ => text,
    };
    if cron_line::looks_like_cron(line) {
        return read_cron(line);
    }
    let mut words = typed::cut(&without_brackets(text)).ok_or(None)?;
    if let Some(read) = read_hourly(&words) {
        return read;
    }
    if time_of_day::take_clock(&mut words).is_some() {
        return Err(problem(text!("values-schedule-clock")));
    }
    let time = time_of_day::take_time(&mut words).map_err(Some)?;
    // What follows "from" is a date, whose words must not be taken for others.
    let from = words
        .iter()
        .position(|word| matches!(word.as_str(), "from" | "starting" | "beginning"));
    let from = from.map(|at| words.split_off(at));
    let time = time.or_else(|| take_loose_time(&mut words));
    let from = from.map(|words| read_from(&words[1..], now)).transpose()?;
    // `from 1 december 17.00`
    let time = time.or(from.and_then(|from| from.time)).or(DEFAULT_TIME);
    let time = time.ok_or(None)?;
    let from = match from {
        Some(from) => First::Given(from.date),
        None => match now {
            Some(now) if time > now.time() => First::NextFrom(now.date()),
            Some(now) => First::NextFrom(now.date().succ_opt().ok_or(None)?),
            None => First::Unknown,
        },
    };
    let words = words.iter().map(String::as_str).collect();
    Ok((read_days(words, from)?, vec![time]))
}

/// The text without what stands in brackets, which only explains: `every weekday (Monday to Friday)`.
fn without_brackets(text: &str) -> String {
    let mut depth = 0_usize;
    let mut kept = String::new();
    for c in text.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            c if depth == 0 => kept.push(c),
            _ => {}
        }
    }
    kept
}

/// `hourly`, `every hour`, `every hour at 15 minutes past`.
fn read_hourly(words: &[String]) -> Option<Result<Read, Problem>> {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["hourly"] | ["every", "hour"] => Some(read_cron("0 * * * *")),
        ["every", "hour", "at", minute, "minutes", "past"] => {
            Some(read_cron(&format!("{minute} * * * *")))
        }
        _ => None,
    }
}

/// `monthly on the 1st 17.00`: no other number of a schedule looks like a time.
fn take_loose_time(words: &mut Vec<String>) -> Option<NaiveTime> {
    let loose = |word: &String| time_of_day::loose_time(word);
    let (index, time) = words
        .iter()
        .enumerate()
        .find_map(|(index, word)| Some((index, loose(word)?)))?;
    words.remove(index);
    Some(time)
}

/// From when something that needs a first day is counted.
#[derive(Clone, Copy)]
enum First {
    /// From the date given.
    Given(NaiveDate),
    /// From the next such day, this one counting.
    NextFrom(NaiveDate),
    /// Nobody knows: there is no clock at hand.
    Unknown,
}

/// The date after "from"; with its year, where there is no clock at hand.
fn read_from(words: &[String], now: Option<NaiveDateTime>) -> Result<When, Problem> {
    let Some(now) = now else {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let date = calendar::with_full_year(&words);
        let date = date.ok_or_else(|| problem(text!("values-schedule-counted-from")))?;
        return Ok(When { date, time: None });
    };
    when::without_time(words, now.date(), now.time())
}

/// A cron line; one that says no more than words can is kept in words, which people read more easily.
fn read_cron(text: &str) -> Result<Read, Problem> {
    let (line, times) = CronLine::read(text).map_err(Some)?;
    let days = if times.len() != 1 || !line.is_weekly() {
        DayRule::Cron(line)
    } else if line.is_daily() {
        DayRule::Daily
    } else {
        weekly(line.weekdays())
    };
    Ok((days, times))
}

/// Days of the week, put in order; Monday to Friday has a name of its own.
fn weekly(mut days: Vec<Weekday>) -> DayRule {
    days.sort_by_key(Weekday::num_days_from_monday);
    days.dedup();
    if days
        == [
            Weekday::Mon,
            Weekday::Tue,
            Weekday::Wed,
            Weekday::Thu,
            Weekday::Fri,
        ]
    {
        DayRule::Weekdays
    } else if days.len() == 7 {
        DayRule::Daily
    } else {
        DayRule::Weekly(days)
    }
}

fn read_days(words: Vec<&str>, first: First) -> Result<DayRule, Problem> {
    let (often, rest) = how_often::take(&words)?;
    let rest: Vec<&str> = rest
        .into_iter()
        .filter(|word| !matches!(*word, "on" | "the" | "of" | "at" | "in" | "and"))
        .collect();
    let Some(often) = often else {
        let rule = read_without(&rest, first)?;
        return match (first, &rule) {
            (First::Given(_), DayRule::Weekly(days)) if days.len() == 1 => {
                every_weeks(1, &rest[rest.len() - 1..], first)
            }
            (First::Given(_), DayRule::EveryWeeks { .. }) => Ok(rule),
            (First::Given(_), _) => Err(problem(text!("values-schedule-from"))),
            _ => Ok(rule),
        };
    };
    let rest: Vec<&str> = rest.into_iter().filter(|word| *word != "every").collect();
    let given = matches!(first, First::Given(_));
    match often {
        Often::Weeks(1) if !given => match rest.as_slice() {
            [] => Ok(weekly(vec![Weekday::Mon])),
            days => read_weekly(days),
        },
        Often::Weeks(weeks) => every_weeks(weeks, &rest, first),
        Often::Years(years) => every_years(years, &rest, first),
        Often::Months(1) if !given => month_day_or_first(&rest, first).map(DayRule::Monthly),
        Often::Quarter if !given => month_day_or_first(&rest, first).map(DayRule::Quarterly),
        Often::Quarter => every_months(3, month_day_or_first(&rest, first)?, first),
        Often::Months(months) => every_months(months, month_day_or_first(&rest, first)?, first),
    }
}

/// What says how often only by its days: `every monday`, `every other tuesday`, `1 april and 1 october`.
fn read_without(words: &[&str], first: First) -> Result<DayRule, Problem> {
    match words {
        ["daily" | "everyday"] | ["every", "day"] => Ok(DayRule::Daily),
        ["weekdays"] | ["every", "weekday"] => Ok(DayRule::Weekdays),
        ["working", "days"] | ["every", "working", "day"] => Ok(DayRule::WorkingDays),
        ["every", "minute" | "second"] | ["every", _, "minute" | "minutes" | "seconds"] => {
            Err(problem(text!("values-schedule-hourly")))
        }
        ["every", _, "days"] => Err(problem(text!("values-schedule-days"))),
        ["every", "last", day] if typed::weekday(day).is_some() => {
            Err(problem(text!("values-schedule-weekday-of-month")))
        }
        ["every", _, "hours"] => Err(problem(text!("values-schedule-hours"))),
        ["every", "other" | "alternate" | "second" | "2", day] | ["alternate", day]
            if typed::weekday(day).is_some() =>
        {
            every_weeks(2, &[day], first)
        }
        // Every three weeks, or the third of a month?
        ["every", number, day] if typed::ordinal(number).is_some() => match typed::weekday(day) {
            Some(day) => Err(problem(text!(
                "values-schedule-every-nth",
                number = typed::ordinal(number).unwrap_or_default(),
                weekday = super::day::weekday(day)
            ))),
            None => Err(None),
        },
        ["every", rest @ ..] | rest if rest.iter().any(|word| typed::month(word).is_some()) => {
            in_months(rest)
        }
        ["every", days @ ..] | days => read_weekly(days),
    }
}

fn read_weekly(words: &[&str]) -> Result<DayRule, Problem> {
    if words.is_empty() {
        return Err(problem(text!("values-schedule-weekday")));
    }
    // `mon-fri`, `monday to friday`
    let range = match words {
        [first, "to", last] => Some((*first, *last)),
        [word] => word.split_once('-'),
        _ => None,
    };
    if let Some((first, last)) = range {
        let first = typed::weekday(first).ok_or(None)?;
        let last = typed::weekday(last).ok_or(None)?;
        let days = std::iter::successors(Some(first), |day| Some(day.succ()));
        let count = usize::try_from(last.days_since(first)).unwrap_or(0);
        return Ok(weekly(days.take(count + 1).collect()));
    }
    let days: Option<Vec<Weekday>> = words.iter().map(|word| typed::weekday(word)).collect();
    match (days, words) {
        (Some(days), _) => Ok(weekly(days)),
        // `friday 4`
        (None, [day, hour]) if typed::weekday(day).is_some() => {
            let hour = typed::number_of_digits(hour).ok_or(None)?;
            Err(time_of_day::whole_hour(hour).err())
        }
        _ => Err(None),
    }
}

/// Every so many weeks on one day: that of the first date, else Monday.
fn every_weeks(weeks: u32, words: &[&str], first: First) -> Result<DayRule, Problem> {
    let weeks = u8::try_from(weeks)
        .ok()
        .filter(|weeks| (1..=MAX_WEEKS).contains(&u32::from(*weeks)))
        .ok_or_else(|| problem(text!("values-schedule-weeks")))?;
    let weekday = match (words, first) {
        ([], First::Given(date)) => date.weekday(),
        ([], _) => Weekday::Mon,
        ([day], _) => typed::weekday(day).ok_or(None)?,
        (days, _) if days.iter().all(|day| typed::weekday(day).is_some()) => {
            return Err(problem(text!("values-schedule-one-day")));
        }
        _ => return Err(None),
    };
    let from = first_day(first, |date| date.weekday() == weekday)?;
    Ok(DayRule::EveryWeeks {
        weeks,
        weekday,
        from,
    })
}

/// Every so many months, counted from that of the first such day.
fn every_months(months: u32, day: MonthDay, first: First) -> Result<DayRule, Problem> {
    let months = u8::try_from(months)
        .ok()
        .filter(|months| (1..=MAX_MONTHS).contains(&u32::from(*months)))
        .ok_or_else(|| problem(text!("values-schedule-months")))?;
    let from = first_day(first, |date| day.matches(date))?;
    Ok(DayRule::EveryMonths { months, day, from })
}

/// `yearly on 1 april`, `every 2 years on the last working day of march`, `yearly from 1 april 2027`.
fn every_years(years: u32, words: &[&str], first: First) -> Result<DayRule, Problem> {
    let (rule, first) = match (words, first) {
        ([], First::Given(date)) => (DayRule::Yearly(date.month(), date.day()), first),
        ([], _) => return Err(problem(text!("values-schedule-day-and-month"))),
        (words, first) => (in_months(words)?, first),
    };
    if years == 1 && !matches!(first, First::Given(_)) {
        return Ok(rule);
    }
    let day = match &rule {
        DayRule::Yearly(_, day) => MonthDay::Day(*day),
        DayRule::InMonths(months, day) if months.len() == 1 => *day,
        _ => return Err(problem(text!("values-schedule-day-and-month"))),
    };
    let from = first_day(first, |date| rule.matches(date))?;
    let months = years.checked_mul(12).ok_or(None)?;
    every_months(months, day, First::Given(from))
}

/// The first day that will do: 29 February comes within eight years.
fn first_day(first: First, will_do: impl Fn(NaiveDate) -> bool) -> Result<NaiveDate, Problem> {
    let from = match first {
        First::Given(date) | First::NextFrom(date) => date,
        First::Unknown => return Err(problem(text!("values-schedule-counted-from"))),
    };
    let days = from.iter_days().take(8 * 366 + 1);
    days.into_iter().find(|date| will_do(*date)).ok_or(None)
}

/// A day in months that are named: `1 april`, `first monday of may`, `1 april and 1 october`, `last day of june, december`.
fn in_months(words: &[&str]) -> Result<DayRule, Problem> {
    let mut months: Vec<u32> = words.iter().filter_map(|word| typed::month(word)).collect();
    if months.is_empty() {
        return Err(problem(text!("values-schedule-day-and-month")));
    }
    let days = words.split(|word| typed::month(word).is_some());
    let named: Vec<&[&str]> = days.filter(|day| !day.is_empty()).collect();
    let day = match named.as_slice() {
        [] => return Err(problem(text!("values-schedule-day-and-month"))),
        [day, rest @ ..] if rest.iter().all(|other| other == day) => read_month_day(day)?,
        _ => return Err(problem(text!("values-schedule-one-day-of-months"))),
    };
    months.sort_unstable();
    months.dedup();
    let ends: [u32; 4] = [3, 6, 9, 12];
    let begins: [u32; 4] = [1, 4, 7, 10];
    match (months.as_slice(), day) {
        // 2028 has a 29 February.
        ([month], MonthDay::Day(day)) => match NaiveDate::from_ymd_opt(2028, *month, day) {
            Some(_) => Ok(DayRule::Yearly(*month, day)),
            None => Err(problem(text!("values-no-such-day"))),
        },
        (months, day) if months == if day.counts_from_end() { ends } else { begins } => {
            Ok(DayRule::Quarterly(day))
        }
        _ => Ok(DayRule::InMonths(months, day)),
    }
}

/// The day of the month; if none is said, that of the first date, else the 1st.
fn month_day_or_first(words: &[&str], first: First) -> Result<MonthDay, Problem> {
    match (words, first) {
        ([], First::Given(date)) => Ok(MonthDay::Day(date.day())),
        ([], _) => Ok(MonthDay::Day(1)),
        (words, _) => read_month_day(words),
    }
}

fn read_month_day(words: &[&str]) -> Result<MonthDay, Problem> {
    match words {
        ["last", "day"] => Ok(MonthDay::Last),
        ["first", "day"] => Ok(MonthDay::Day(1)),
        ["last", "working", "day"] => Ok(MonthDay::Working(None)),
        [nth, "working", "day"] => typed::ordinal(nth)
            .filter(|nth| (1..=MAX_WORKING_DAY).contains(nth))
            .and_then(|nth| u16::try_from(nth).ok())
            .map(|nth| MonthDay::Working(Some(nth)))
            .ok_or_else(|| problem(text!("values-schedule-working-day"))),
        ["last", day] => {
            let weekday = typed::weekday(day).ok_or(None)?;
            Ok(MonthDay::Weekday(None, weekday))
        }
        [nth, day] if typed::weekday(day).is_some() => {
            let weekday = typed::weekday(day).ok_or(None)?;
            typed::ordinal(nth)
                .filter(|nth| (1..=4).contains(nth))
                .and_then(|nth| u8::try_from(nth).ok())
                .map(|nth| MonthDay::Weekday(Some(nth), weekday))
                .ok_or_else(|| problem(text!("values-schedule-weekday-of-month")))
        }
        [day] if typed::weekday(day).is_some() => {
            Err(problem(text!("values-schedule-weekday-of-month")))
        }
        [day] | [day, "day"] => typed::ordinal(day)
            .filter(|day| (1..=31).contains(day))
            .map(MonthDay::Day)
            .ok_or(None),
        _ => Err(None),
    }
}

#[cfg(test)]
#[path = "phrases_tests.rs"]
mod tests;
