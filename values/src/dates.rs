//! Dates by their words: relative to today, by the day of the week, or from the calendar.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};
use words::text;

use super::calendar::{self, Problem, problem};
use super::day::{self, day};
use super::{holidays, period, typed};

/// Reads the words of a date, the time of day being out of them already. Of a month, a quarter or a season it says which
/// days it has.
pub(super) fn read(words: &[&str], today: NaiveDate) -> Result<NaiveDate, Problem> {
    one_day(words, today).map_err(|problem| match period::days(words, today) {
        Some((first, last)) => Some(text!(
            "values-say-which-day",
            first = day(first),
            last = day(last)
        )),
        None => problem,
    })
}

fn one_day(words: &[&str], today: NaiveDate) -> Result<NaiveDate, Problem> {
    let words = match words {
        ["the", rest @ ..] if !rest.is_empty() => {
            if let [day] = rest
                && let Some(day) = typed::number_of_digits(day)
            {
                return calendar::next_day_of_month(day, today);
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
        ["end", "of", rest @ ..] | ["end" | "diwedd", rest @ ..] => calendar::end_of(rest, today),
        ["start" | "beginning", "of", rest @ ..]
        | ["start" | "beginning" | "dechrau", rest @ ..] => calendar::start_of(rest, today),
        ["in" | "mewn", count @ ..] => in_how_long(count, today),
        [number, unit, "ago"] => ago(number, unit, today),
        [day, month] | [day, month, _] if typed::number(day).is_some() && unit(month).is_some() => {
            in_how_long(words, today)
        }
        ["fortnight"] => in_how_long(words, today),
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
        ["dydd", day, rest @ ..] if typed::weekday(day).is_some() => (typed::weekday(day), rest),
        [day, rest @ ..] => match typed::weekday(day) {
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
            let date = calendar::read(rest, today)?;
            match weekday {
                Some(weekday) if date.weekday() != weekday => Err(problem(text!(
                    "values-is-a-weekday",
                    day = day(date),
                    weekday = day::weekday(date.weekday())
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
    if matches!(
        unit_word,
        "hour" | "hours" | "minute" | "minutes" | "min" | "mins"
    ) {
        return Err(problem(text!("values-give-the-time")));
    }
    let number = typed::number(number).ok_or(None)?;
    let unit = unit(unit_word).ok_or(None)?;
    later(today, number, unit).ok_or(None)
}

fn later(today: NaiveDate, number: u32, unit: Unit) -> Option<NaiveDate> {
    match unit {
        Unit::Days(days) => today.checked_add_days(Days::new(u64::from(number.checked_mul(days)?))),
        Unit::Months(months) => today.checked_add_months(Months::new(number.checked_mul(months)?)),
        Unit::WorkingDays => Some(holidays::add_working_days(
            today,
            u16::try_from(number).ok()?,
        )),
    }
}

fn ago(number: &str, unit_word: &str, today: NaiveDate) -> Result<NaiveDate, Problem> {
    let number = typed::number(number).ok_or(None)?;
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Every weekday from every day of a fortnight, against the definition.
    #[test]
    fn weekdays_by_their_definition() {
        let monday = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
        for today in monday.iter_days().take(14) {
            for weekday in (0..7_u8).map(|n| Weekday::try_from(n).unwrap()) {
                let days = |which: Which| {
                    let date = which.find(weekday, today).unwrap();
                    assert_eq!(date.weekday(), weekday);
                    (date - today).num_days()
                };
                assert!((1..=7).contains(&days(Which::AfterToday)));
                assert!((0..=6).contains(&days(Which::FromToday)));
                let next = Which::OfNextWeek.find(weekday, today).unwrap();
                let week = |day: NaiveDate| day.week(Weekday::Mon).first_day();
                assert_eq!((week(next) - week(today)).num_days(), 7);
            }
        }
    }
}
