//! Dates of the calendar: in digits with the day first, with a month's name, the ends of months.

use chrono::{Datelike, Months, NaiveDate};
use words::{Text, text};

use super::typed;

/// Why no date was read: a sentence, or `None` where there is nothing to say but how dates are written.
pub(super) type Problem = Option<Text>;

pub(super) fn problem(text: Text) -> Problem {
    Some(text)
}

/// A date of the calendar: in digits, or with the month's name.
pub(super) fn read(words: &[&str], today: NaiveDate) -> Result<NaiveDate, Problem> {
    // `18-dec-2026` comes as one word with signs between, or cut at its letters (`18-`, `dec`, `-2026`).
    let parts: Vec<&str> = words
        .iter()
        .flat_map(|word| word.split(['-', '/']))
        .filter(|part| !part.is_empty())
        .collect();
    let named = parts.iter().any(|part| typed::month(part).is_some());
    if !named {
        return match words {
            [word] => in_digits(word, today),
            _ => Err(None),
        };
    }
    let parts: Vec<&str> = parts.into_iter().filter(|part| *part != "of").collect();
    let (day, month, year) = match parts.as_slice() {
        [a, b] => match (typed::month(a), typed::month(b)) {
            (None, Some(month)) => (*a, month, None),
            (Some(month), None) => (*b, month, None),
            _ => return Err(None),
        },
        [a, b, year] => match (typed::month(a), typed::month(b)) {
            (None, Some(month)) => (*a, month, Some(*year)),
            (Some(month), None) => (*b, month, Some(*year)),
            _ => return Err(None),
        },
        _ => return Err(None),
    };
    let day = typed::number_of_digits(day).ok_or(None)?;
    match year {
        Some(year) => ymd(full_year(year, today)?, month, day),
        None => next_such_day(month, day, today),
    }
}

/// `2026-12-18`, `18/12/2026`, `18.12.26`, `18/12`.
fn in_digits(word: &str, today: NaiveDate) -> Result<NaiveDate, Problem> {
    let sign = ['-', '/', '.']
        .into_iter()
        .find(|sign| word.contains(*sign));
    let parts: Vec<&str> = match sign {
        Some(sign) => word.split(sign).collect(),
        None => return Err(None),
    };
    let numbers: Option<Vec<u32>> = parts.iter().map(|p| typed::number_of_digits(p)).collect();
    let short = |part: &&str| part.len() <= 2;
    match (parts.as_slice(), numbers.as_deref()) {
        ([y, m, d], Some(&[year, month, day])) if y.len() == 4 && short(m) && short(d) => {
            ymd(i32::try_from(year).map_err(|_| None)?, month, day)
        }
        ([d, m, y], Some(&[day, month, _])) if short(d) && short(m) => {
            if month > 12 && day <= 12 {
                return Err(problem(text!("values-day-first")));
            }
            ymd(full_year(y, today)?, month, day)
        }
        ([d, m], Some(&[day, month])) if short(d) && short(m) => {
            if month > 12 && day <= 12 {
                return Err(problem(text!("values-day-first")));
            }
            next_such_day(month, day, today)
        }
        _ => Err(None),
    }
}

/// Whether a word would be a date if the month came first: `12/18`, `12.18`.
pub(super) fn month_first(word: &str) -> bool {
    let numbers = |sign| {
        let (a, b) = word.split_once(sign)?;
        Some((typed::number_of_digits(a)?, typed::number_of_digits(b)?))
    };
    let parts = numbers('.').or_else(|| numbers('/'));
    parts.is_some_and(|(month, day)| (1..=12).contains(&month) && (13..=31).contains(&day))
}

/// A date that names its year: `2026-12-18`, `18/12/2026`, `18 December 2026`. For those who have no clock at hand.
pub(super) fn with_full_year(words: &[&str]) -> Option<NaiveDate> {
    // Whatever is read without its year depends on today, so two far days tell.
    let early = NaiveDate::from_ymd_opt(1950, 1, 1)?;
    let late = NaiveDate::from_ymd_opt(2150, 6, 1)?;
    let date = read(words, early).ok()?;
    (read(words, late).ok()? == date).then_some(date)
}

/// Four digits of a year, or two: the year nearest to today that ends so, at most 20 years back.
fn full_year(word: &str, today: NaiveDate) -> Result<i32, Problem> {
    let word = word.trim_start_matches(['\'', '’', '‘']);
    let year = typed::number_of_digits(word)
        .and_then(|year| i32::try_from(year).ok())
        .ok_or(None)?;
    match word.len() {
        4 => Ok(year),
        2 => {
            let earliest = today.year().saturating_sub(20);
            Ok(earliest.saturating_add((year - earliest).rem_euclid(100)))
        }
        _ => Err(problem(text!("values-year-four-digits"))),
    }
}

fn ymd(year: i32, month: u32, day: u32) -> Result<NaiveDate, Problem> {
    NaiveDate::from_ymd_opt(year, month, day).ok_or_else(|| problem(text!("values-no-such-day")))
}

/// The next day of this month and number, today counting. 29 February may be eight years off.
fn next_such_day(month: u32, day: u32, today: NaiveDate) -> Result<NaiveDate, Problem> {
    (0..=8)
        .filter_map(|years| NaiveDate::from_ymd_opt(today.year().checked_add(years)?, month, day))
        .find(|date| *date >= today)
        .ok_or_else(|| problem(text!("values-no-such-day")))
}

/// `the 18th`: the next day of this number, today counting.
pub(super) fn next_day_of_month(day: u32, today: NaiveDate) -> Result<NaiveDate, Problem> {
    let first = today.with_day(1).ok_or(None)?;
    (0..=2)
        .filter_map(|months| first.checked_add_months(Months::new(months))?.with_day(day))
        .find(|date| *date >= today)
        .ok_or_else(|| problem(text!("values-no-such-day")))
}

/// What follows "end of": a month, this or the next one, a year.
pub(super) fn end_of(words: &[&str], today: NaiveDate) -> Result<NaiveDate, Problem> {
    let (_, last) = month_or_year(words, today).ok_or(None)?;
    Ok(last)
}

/// What follows "start of": the same.
pub(super) fn start_of(words: &[&str], today: NaiveDate) -> Result<NaiveDate, Problem> {
    let (first, _) = month_or_year(words, today).ok_or(None)?;
    Ok(first)
}

/// The first and the last day of a month or a year that is named; a month without a year is this year's while it is not
/// over.
pub(super) fn month_or_year(words: &[&str], today: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
    let words: Vec<&str> = words
        .iter()
        .copied()
        .filter(|w| !matches!(*w, "the" | "this" | "of"))
        .collect();
    let this_month = today.with_day(1)?;
    let first = match words.as_slice() {
        ["month" | "mis"] => this_month,
        ["next", "month"] => this_month.checked_add_months(Months::new(1))?,
        ["year"] => return whole_year(today.year()),
        ["next", "year"] => return whole_year(today.year().checked_add(1)?),
        ["today" | "day"] => return Some((today, today)),
        [word] => match four_digits(word) {
            Some(year) => return whole_year(year),
            None => {
                let month = typed::month(word)?;
                let over = i32::from(month < today.month());
                NaiveDate::from_ymd_opt(today.year().checked_add(over)?, month, 1)?
            }
        },
        [a, b] => {
            let (month, year) = match (typed::month(a), typed::month(b)) {
                (Some(month), None) => (month, *b),
                (None, Some(month)) => (month, *a),
                _ => return None,
            };
            NaiveDate::from_ymd_opt(full_year(year, today).ok()?, month, 1)?
        }
        _ => return None,
    };
    Some((first, last_of_months(first, 1)?))
}

/// The year that a word of four digits is.
pub(super) fn four_digits(word: &str) -> Option<i32> {
    let year = typed::number_of_digits(word).filter(|_| word.len() == 4)?;
    i32::try_from(year).ok()
}

fn whole_year(year: i32) -> Option<(NaiveDate, NaiveDate)> {
    let day = |month, day| NaiveDate::from_ymd_opt(year, month, day);
    Some((day(1, 1)?, day(12, 31)?))
}

/// The last day of so many months that begin with a first of a month.
pub(super) fn last_of_months(first: NaiveDate, months: u32) -> Option<NaiveDate> {
    first.checked_add_months(Months::new(months))?.pred_opt()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn two_digits_are_the_nearest_year() {
        let year = |word, today_year| full_year(word, date(today_year, 6, 1));
        assert_eq!(year("27", 2026), Ok(2027));
        assert_eq!(year("06", 2026), Ok(2006));
        assert_eq!(year("05", 2026), Ok(2105));
        assert_eq!(year("01", 1999), Ok(2001));
        assert_eq!(year("99", 2100), Ok(2099));
        assert_eq!(year("50", 1), Ok(50));
    }

    #[test]
    fn a_full_date_needs_its_year() {
        assert_eq!(with_full_year(&["2026-11-30"]), Some(date(2026, 11, 30)));
        assert_eq!(with_full_year(&["30/11/2026"]), Some(date(2026, 11, 30)));
        assert_eq!(
            with_full_year(&["30", "nov", "2026"]),
            Some(date(2026, 11, 30))
        );
        for words in [
            &["30/11"][..],
            &["30/11/26"],
            &["30", "nov"],
            &["today"],
            &[],
        ] {
            assert_eq!(with_full_year(words), None, "{words:?}");
        }
    }

    #[test]
    fn months_end_this_year_while_they_are_not_over() {
        let today = date(2026, 11, 30);
        assert_eq!(end_of(&["nov"], today), Ok(today));
        assert_eq!(end_of(&["oct"], today), Ok(date(2027, 10, 31)));
        assert_eq!(end_of(&["next", "month"], today), Ok(date(2026, 12, 31)));
        assert!(end_of(&["time"], today).is_err());
    }
}
