//! The grammar of schedules: words and cron lines in, a recurrence out. What they mean is in `schedule.rs`.

use chrono::{NaiveTime, Weekday};
use words::text;

use super::calendar::{self, Problem, problem};
use super::cron_line::{self, CronLine};
use super::day_rule::{DayRule, MonthDay};
use super::{time_of_day, typed};

/// The time of day where none is given.
const DEFAULT_TIME: Option<NaiveTime> = NaiveTime::from_hms_opt(9, 0, 0);

/// The most weeks between two times.
const MAX_WEEKS: u32 = 52;

/// The greatest number of a working day: every month has as many.
const MAX_WORKING_DAY: u32 = 15;

/// The days of a schedule, and the times of day on them: in order, at least one.
type Read = (DayRule, Vec<NaiveTime>);

/// Reads a schedule; the error is a sentence on what is wrong, where there is more to say than how schedules look.
pub(super) fn read(text: &str) -> Result<Read, Problem> {
    if cron_line::looks_like_cron(text) {
        return read_cron(text);
    }
    let mut words = typed::cut(text).ok_or(None)?;
    let time = time_of_day::take_time(&mut words).map_err(Some)?;
    let words: Vec<&str> = words.iter().map(String::as_str).collect();

    // What follows "from" is a date, whose words must not be taken for others.
    let from = words
        .iter()
        .position(|word| matches!(*word, "from" | "starting"));
    let (words, from) = match from {
        Some(at) => (&words[..at], words.get(at + 1..)),
        None => (words.as_slice(), None),
    };
    let words: Vec<&str> = words
        .iter()
        .copied()
        .filter(|word| !matches!(*word, "on" | "the" | "of" | "at" | "in" | "and"))
        .map(|word| if word == "each" { "every" } else { word })
        .collect();

    if matches!(words.as_slice(), ["hourly"] | ["every", "hour"]) {
        return match (time, from) {
            (None, None) => read_cron("0 * * * *"),
            _ => Err(None),
        };
    }
    let days = read_days(&words, from)?;
    if from.is_some() && !matches!(days, DayRule::EveryWeeks { .. }) {
        return Err(problem(text!("values-schedule-from")));
    }
    let time = time.or(DEFAULT_TIME).ok_or(None)?;
    Ok((days, vec![time]))
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

fn read_days(words: &[&str], from: Option<&[&str]>) -> Result<DayRule, Problem> {
    match words {
        ["daily" | "everyday"] | ["every", "day"] => Ok(DayRule::Daily),
        ["weekdays"] | ["every", "weekday"] => Ok(DayRule::Weekdays),
        ["working", "days"] | ["every", "working", "day"] => Ok(DayRule::WorkingDays),
        ["every", "minute" | "second"] | ["every", _, "minute" | "minutes" | "seconds"] => {
            Err(problem(text!("values-schedule-hourly")))
        }
        ["every", _, "hours"] => Err(problem(text!("values-schedule-hours"))),
        ["fortnightly", day] | ["every", "fortnight", day] => every_weeks("2", day, from),
        ["every", "other" | "second", "week", day] | ["every", "other", day] => {
            every_weeks("2", day, from)
        }
        ["every", number, "weeks" | "week", day] if typed::number(number).is_some() => {
            every_weeks(number, day, from)
        }
        ["weekly", days @ ..] | ["every", "week", days @ ..] => read_weekly(days),
        ["yearly" | "annually", date @ ..] | ["every", "year", date @ ..] => read_yearly(date),
        _ => match period(words) {
            Some((rule, rest)) => read_month_day(&rest).map(rule),
            None => match words {
                ["every", days @ ..] | days => read_weekly(days),
            },
        },
    }
}

fn read_weekly(words: &[&str]) -> Result<DayRule, Problem> {
    if words.is_empty() {
        return Err(problem(text!("values-schedule-weekday")));
    }
    let days: Option<Vec<Weekday>> = words.iter().map(|word| typed::weekday(word)).collect();
    days.map(weekly).ok_or(None)
}

fn every_weeks(number: &str, day: &str, from: Option<&[&str]>) -> Result<DayRule, Problem> {
    let weeks = typed::number(number)
        .filter(|weeks| (1..=MAX_WEEKS).contains(weeks))
        .and_then(|weeks| u8::try_from(weeks).ok())
        .ok_or_else(|| problem(text!("values-schedule-weeks")))?;
    let weekday = typed::weekday(day).ok_or(None)?;
    if weeks == 1 && from.is_none() {
        return Ok(weekly(vec![weekday]));
    }
    let from = from
        .and_then(calendar::with_full_year)
        .ok_or_else(|| problem(text!("values-schedule-counted-from")))?;
    Ok(DayRule::EveryWeeks {
        weeks,
        weekday,
        from,
    })
}

fn read_yearly(words: &[&str]) -> Result<DayRule, Problem> {
    let (day, month) = match words {
        [a, b] => match (typed::month(a), typed::month(b)) {
            (None, Some(month)) => (*a, month),
            (Some(month), None) => (*b, month),
            _ => return Err(None),
        },
        _ => return Err(problem(text!("values-schedule-day-and-month"))),
    };
    let day = typed::number_of_digits(day).ok_or(None)?;
    // 2028 has a 29 February.
    if chrono::NaiveDate::from_ymd_opt(2028, month, day).is_none() {
        return Err(problem(text!("values-no-such-day")));
    }
    Ok(DayRule::Yearly(month, day))
}

/// A rule that needs a day of the month.
type MonthRule = fn(MonthDay) -> DayRule;

/// Takes the words for a month or a quarter out: the rule, and the words that say which day.
fn period<'a>(words: &[&'a str]) -> Option<(MonthRule, Vec<&'a str>)> {
    let is_month = |word: &&str| matches!(*word, "monthly" | "month" | "months");
    let is_quarter = |word: &&str| matches!(*word, "quarterly" | "quarter");
    let rule: MonthRule = match (words.iter().any(is_month), words.iter().any(is_quarter)) {
        (true, false) => DayRule::Monthly,
        (false, true) => DayRule::Quarterly,
        _ => return None,
    };
    let rest = words
        .iter()
        .filter(|word| !is_month(word) && !is_quarter(word) && **word != "every")
        .copied()
        .collect();
    Some((rule, rest))
}

fn read_month_day(words: &[&str]) -> Result<MonthDay, Problem> {
    match words {
        [] => Err(problem(text!("values-schedule-which-day"))),
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
        [day] | [day, "day"] => typed::ordinal(day)
            .filter(|day| (1..=31).contains(day))
            .map(MonthDay::Day)
            .ok_or(None),
        _ => Err(None),
    }
}

#[cfg(test)]
mod tests {
    use crate::Recurrence;

    #[test]
    fn refuses_with_help() {
        for (text, help) in [
            ("every 30 minutes", "once an hour"),
            ("*/30 * * * *", "once an hour"),
            ("0 9 31 2 *", "never"),
            ("0 0 9 * * 1", "five fields"),
            ("every 2 weeks on monday 9am", "from which date"),
            ("every 2 weeks on monday from 1 dec", "from which date"),
            ("every 60 weeks on monday from 2026-12-01", "1 to 52"),
            ("weekly", "which day of the week"),
            ("monthly", "on which day"),
            ("yearly", "which day and month"),
            ("yearly on 30 feb", "no such day"),
            ("fifth monday of the month", "first to the fourth"),
            ("20th working day of the month", "first to the 15th"),
            ("every 2 hours", "cron line"),
            ("daily from 2026-12-01", "only goes with"),
            ("daily 25:00", "Write a time such as"),
            ("daily at midnight", "00:00 or 23:59"),
            ("", "Write something like"),
            ("every", "day of the week"),
            ("sometimes", "Write something like"),
            ("monthly on the 32nd", "Write something like"),
            ("every 3 months on the 1st", "Write something like"),
            ("every second monday", "Write something like"),
            ("daily please", "Write something like"),
        ] {
            let invalid = Recurrence::parse(text).expect_err(text);
            assert!(invalid.help.to_string().contains(help), "{text}: {invalid}");
        }
    }
}
