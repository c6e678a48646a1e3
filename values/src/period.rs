//! A stretch of time where a day is wanted: `April 2027`, `Q2 2027`, `early 2027`, `2027/28`. It is no date, but its first
//! and last days are what would be right.

use chrono::{Datelike, Days, NaiveDate, Weekday};

use super::calendar::{four_digits, last_of_months, month_or_year};
use super::{FinancialYear, typed};

/// The first and the last day of the stretch that the words name; without a year the next that isn't over.
pub(super) fn days(words: &[&str], today: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
    // `mid-2027` is one word, `2027-28` and `2027-04` are numbers.
    let parted: Vec<&str> = words
        .iter()
        .flat_map(|word| match word.split_once('-') {
            Some((part, rest)) if part.chars().all(char::is_alphabetic) => vec![part, rest],
            _ => vec![*word],
        })
        .filter(|word| {
            !matches!(
                *word,
                "the"
                    | "in"
                    | "of"
                    | "during"
                    | "sometime"
                    | "around"
                    | "about"
                    | "end"
                    | "start"
                    | "fy"
            )
        })
        .collect();
    match parted.as_slice() {
        ["next", "week"] => {
            let monday = today
                .week(Weekday::Mon)
                .first_day()
                .checked_add_days(Days::new(7))?;
            Some((monday, monday.checked_add_days(Days::new(4))?))
        }
        ["this" | "next", "quarter"] => {
            let of_this = (today.month() - 1) / 3;
            let ahead = u32::from(parted.first() == Some(&"next"));
            let year = today.year().checked_add(i32::from(of_this + ahead > 3))?;
            months(year, (of_this + ahead) % 4 * 3 + 1, 3)
        }
        [part, year] if part_of_year(part).is_some() && four_digits(year).is_some() => {
            let (first, count) = part_of_year(part)?;
            months(four_digits(year)?, first, count)
        }
        [word] => month_or_year(&parted, today)
            .or_else(|| in_digits(word))
            .or_else(|| part(&parted, today)),
        ["early" | "mid" | "middle" | "late", rest @ ..] => month_or_year(rest, today),
        // `30 feb` is a day that there isn't, `feb '30` a month.
        [a, b]
            if [a, b]
                .iter()
                .any(|it| it.len() <= 2 && typed::number_of_digits(it).is_some()) =>
        {
            part(&[a, b], today)
        }
        rest => part(rest, today).or_else(|| month_or_year(rest, today)),
    }
}

/// `q2 2027`, `2027 h1`, `spring`, `first quarter`; the words come with letters and digits parted.
fn part(words: &[&str], today: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
    let (words, year) = match words {
        [rest @ .., year] if four_digits(year).is_some() => (rest, four_digits(year)),
        [year, rest @ ..] if four_digits(year).is_some() => (rest, four_digits(year)),
        words => (words, None),
    };
    let (first, count) = match words {
        ["q", number] | [number, "quarter"] | ["quarter", number] => {
            let number = typed::ordinal(number).filter(|it| (1..=4).contains(it))?;
            (number * 3 - 2, 3)
        }
        ["h", number] | [number, "half"] => {
            let number = typed::ordinal(number).filter(|it| (1..=2).contains(it))?;
            (number * 6 - 5, 6)
        }
        [season] => season_of(season)?,
        _ => return None,
    };
    match year {
        Some(year) => months(year, first, count),
        None => (0..=1)
            .filter_map(|ahead| months(today.year().checked_add(ahead)?, first, count))
            .find(|(_, last)| *last >= today),
    }
}

/// The first month, and how many.
fn part_of_year(word: &str) -> Option<(u32, u32)> {
    match word {
        "early" => Some((1, 3)),
        "mid" | "middle" => Some((6, 2)),
        "late" => Some((10, 3)),
        _ => season_of(word),
    }
}

/// As the Met Office counts them: whole months, spring from March.
fn season_of(word: &str) -> Option<(u32, u32)> {
    match word {
        "spring" => Some((3, 3)),
        "summer" => Some((6, 3)),
        "autumn" => Some((9, 3)),
        "winter" => Some((12, 3)),
        _ => None,
    }
}

/// `4/2027`, `2027-04`, `2027/28`.
fn in_digits(word: &str) -> Option<(NaiveDate, NaiveDate)> {
    let sign = ['-', '/', '.']
        .into_iter()
        .find(|sign| word.contains(*sign))?;
    let (a, b) = word.split_once(sign)?;
    let in_full = match a.len() {
        2 => format!("20{word}"),
        _ => word.to_owned(),
    };
    if let Ok(year) = FinancialYear::parse(&in_full) {
        return Some((year.starts(), year.next().starts().pred_opt()?));
    }
    let (year, month) = match (four_digits(a), four_digits(b)) {
        (Some(year), None) => (year, b),
        (None, Some(year)) => (year, a),
        _ => return None,
    };
    months(year, typed::number_of_digits(month)?, 1)
}

/// So many months from the first of one.
fn months(year: i32, first: u32, count: u32) -> Option<(NaiveDate, NaiveDate)> {
    let first = NaiveDate::from_ymd_opt(year, first, 1)?;
    Some((first, last_of_months(first, count)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn begins_before_it_ends_and_is_not_over(
            text in "((early|mid|late|spring|winter|q|h|first|quarter|half|next|this|week|april|2027|2|27|/|-|of) ?){0,5}",
            day in 1_i32..3_652_000,
        ) {
            let today = NaiveDate::from_num_days_from_ce_opt(day).unwrap();
            let words: Vec<&str> = text.split_whitespace().collect();
            if let Some((first, last)) = days(&words, today) {
                prop_assert!(first <= last && (last - first).num_days() <= 366);
                if !text.contains("20") && !text.contains("27") {
                    prop_assert!(last >= today);
                }
            }
        }
    }
}
