//! How often a schedule comes, by its words: `every 3 months`, `fortnightly`, `twice a year`.

use words::text;

use super::calendar::{Problem, problem};
use super::typed;

/// How often, where a schedule says so other than by naming its days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Often {
    Weeks(u32),
    Months(u32),
    /// By the calendar's quarters, which every three months needn't be.
    Quarter,
    Years(u32),
}

/// Takes the words that say how often out; the others say on which days. A number before `months` is never a day.
///
/// # Errors
/// Two that differ, and what may mean two things: `6 monthly`, `biweekly`.
pub(super) fn take<'a>(words: &[&'a str]) -> Result<(Option<Often>, Vec<&'a str>), Problem> {
    let words: Vec<&str> = words.iter().flat_map(|word| part(word)).collect();
    let (mut found, mut of_the_month, mut rest) = (None, None, Vec::new());
    let mut index = 0;
    while let Some(word) = words.get(index) {
        let Some((often, used)) = at_head(&words[index..])? else {
            rest.push(*word);
            index += 1;
            continue;
        };
        index += used;
        // `every 3 months on the last day of the month`: which month is said already.
        if used == 1 && matches!(*word, "month" | "quarter") {
            of_the_month = Some(often);
        } else if found.replace(often).is_some_and(|before| before != often) {
            return Err(None);
        }
    }
    match (found, of_the_month) {
        (Some(Often::Months(_) | Often::Quarter), Some(Often::Months(1))) => Ok((found, rest)),
        (Some(found), Some(of)) if found != of => Err(None),
        (found, of) => Ok((found.or(of), rest)),
    }
}

/// `six-monthly` is one word as people type it: `six-` and the rest.
fn part(word: &str) -> Vec<&str> {
    match word.split_once('-') {
        Some((number, often)) if is_often(often) && typed::number(number).is_some() => {
            vec!["every", number, often]
        }
        Some(("half" | "semi", often)) if is_often(often) => vec!["half", often],
        _ => match word {
            "each" => vec!["every"],
            word => vec![word],
        },
    }
}

fn is_often(word: &str) -> bool {
    matches!(word, "weekly" | "monthly" | "yearly" | "annually")
}

/// What the words begin with, and how many of them it takes.
fn at_head(words: &[&str]) -> Result<Option<(Often, usize)>, Problem> {
    let found = match words {
        ["every", "half", "year", ..] | ["twice", "a" | "every", "year", ..] => {
            (Often::Months(6), 3)
        }
        ["half", "yearly" | "annually", ..] => (Often::Months(6), 2),
        ["semiannually" | "halfyearly", ..] => (Often::Months(6), 1),
        ["once", "a" | "every", unit, ..] => match so_many(1, unit) {
            Some(often) => (often, 3),
            None => return Ok(None),
        },
        [number, "times", "a" | "every", "year", ..] => {
            match typed::number(number).filter(|it| matches!(it, 1..=12) && 12 % it == 0) {
                Some(number) => (Often::Months(12 / number), 4),
                None => return Err(None),
            }
        }
        ["every", number, unit, ..] if counted(number).is_some() && so_many(1, unit).is_some() => {
            let often = counted(number).and_then(|number| so_many(number, unit));
            (often.ok_or(None)?, 3)
        }
        ["every", unit, ..] if so_many(1, unit).is_some() => (so_many(1, unit).ok_or(None)?, 2),
        // In words it can't be the 6th.
        [number, unit, ..] if is_often(unit) && typed::number(number).is_some() => {
            let count = typed::number(number).ok_or(None)?;
            if count > 1 && typed::number_of_digits(number).is_some() && *unit == "monthly" {
                return Err(problem(text!("values-schedule-n-monthly", number = count)));
            }
            if count == 1 {
                return Ok(None);
            }
            (so_many(count, unit).ok_or(None)?, 2)
        }
        [
            number,
            unit @ ("weeks" | "months" | "quarters" | "years"),
            ..,
        ] if typed::number(number).is_some() => {
            let often = typed::number(number).and_then(|number| so_many(number, unit));
            (often.ok_or(None)?, 2)
        }
        [word, ..] if word.starts_with("bi") && is_often(word[2..].trim_start_matches('-')) => {
            return Err(problem(text!("values-schedule-bi", word = *word)));
        }
        ["biannual" | "bi-annual" | "biennially", ..] => {
            return Err(problem(text!("values-schedule-bi", word = words[0])));
        }
        ["fortnightly", ..] => (Often::Weeks(2), 1),
        ["quarterly" | "quarter", ..] => (Often::Quarter, 1),
        [
            unit @ ("week" | "month" | "weekly" | "monthly" | "yearly" | "annually"),
            ..,
        ] => (so_many(1, unit).ok_or(None)?, 1),
        _ => return Ok(None),
    };
    Ok(Some(found))
}

/// How many, after "every": `3`, `three`, `third`, `other`.
fn counted(word: &str) -> Option<u32> {
    match word {
        "other" | "alternate" => Some(2),
        word => typed::number(word).or_else(|| typed::ordinal(word)),
    }
}

/// So many of a unit of time; too many to count are none.
fn so_many(number: u32, unit: &str) -> Option<Often> {
    Some(match unit {
        "week" | "weeks" | "weekly" => Often::Weeks(number),
        "fortnight" | "fortnights" => Often::Weeks(number.checked_mul(2)?),
        "month" | "months" | "monthly" => Often::Months(number),
        "quarter" | "quarters" if number == 1 => Often::Quarter,
        "quarter" | "quarters" => Often::Months(number.checked_mul(3)?),
        "year" | "years" | "yearly" | "annually" => Often::Years(number),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_before_months_is_never_a_day() {
        for number in 1..=31_u32 {
            for text in [
                format!("every {number} months"),
                format!("{number} months"),
                format!("every {number} month"),
                format!("{number}-monthly"),
                format!("every {number} months on the 1"),
            ] {
                let words: Vec<&str> = text.split(' ').collect();
                let (often, rest) = take(&words).unwrap();
                assert_eq!(often, Some(Often::Months(number)), "{text}");
                assert!(
                    !rest.contains(&number.to_string().as_str()) || number == 1,
                    "{text}"
                );
            }
        }
    }

    #[test]
    fn says_how_often() {
        for (text, often, rest) in [
            ("fortnightly on friday", Some(Often::Weeks(2)), "on friday"),
            ("every fortnight", Some(Often::Weeks(2)), ""),
            ("every two fortnights", Some(Often::Weeks(4)), ""),
            ("friday every other week", Some(Often::Weeks(2)), "friday"),
            ("once a week on friday", Some(Often::Weeks(1)), "on friday"),
            ("four times a year", Some(Often::Months(3)), ""),
            ("twice a year", Some(Often::Months(6)), ""),
            ("half-yearly", Some(Often::Months(6)), ""),
            ("six monthly", Some(Often::Months(6)), ""),
            ("six-monthly", Some(Often::Months(6)), ""),
            ("every third month", Some(Often::Months(3)), ""),
            ("every other quarter", Some(Often::Months(6)), ""),
            (
                "last day of each quarter",
                Some(Often::Quarter),
                "last day of",
            ),
            (
                "every 3 months on last day of the month",
                Some(Often::Months(3)),
                "on last day of the",
            ),
            (
                "every 2 years on 1 april",
                Some(Often::Years(2)),
                "on 1 april",
            ),
            ("every other tuesday", None, "every other tuesday"),
            (
                "every 6 of the month",
                Some(Often::Months(1)),
                "every 6 of the",
            ),
        ] {
            let words: Vec<&str> = text.split(' ').collect();
            let (found, left) = take(&words).unwrap();
            assert_eq!((found, left.join(" ").as_str()), (often, rest), "{text}");
        }
        for text in [
            "monthly and weekly",
            "five times a year",
            "6 monthly",
            "biweekly",
            "bi-monthly",
        ] {
            let words: Vec<&str> = text.split(' ').collect();
            assert!(take(&words).is_err(), "{text}");
        }
    }
}
