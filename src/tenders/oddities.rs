//! What looks like a slip in what a lead typed: it is asked about, never refused (design, section 2a). Pure.

use chrono::{Datelike, NaiveDate, Weekday};

use super::rules::{NewLot, same_name};
use crate::values::holidays::{Division, bank_holiday};
use crate::values::{Regime, day, holidays, weekday_and_day};
use crate::words::{Text, text};

/// Two names at most so many letters apart are nearly one.
const NEARLY: usize = 2;
/// Names of fewer letters are too short for that to say anything.
const SHORTEST: usize = 5;

/// A deadline on a day on which nobody works.
pub fn no_working_day(date: NaiveDate) -> Option<Text> {
    if holidays::is_working_day(date) {
        return None;
    }
    let day = weekday_and_day(date);
    let at_weekend = matches!(date.weekday(), Weekday::Sat | Weekday::Sun);
    Some(if at_weekend {
        text!("tenders-odd-weekend", day)
    } else if Division::ALL
        .into_iter()
        .all(|of| bank_holiday(date, of).is_some())
    {
        text!("tenders-odd-holiday", day)
    } else {
        text!("tenders-odd-holiday-of-a-part", day)
    })
}

/// Lots whose names hold what looks like a separator, or that are nearly one.
pub fn lots(lots: &[NewLot]) -> Vec<Text> {
    let joined = lots.iter().filter(|lot| {
        let title = &lot.title;
        title.contains([',', '|', '\n']) || title.contains(" / ") || title.contains(" & ")
    });
    let mut odd: Vec<Text> = joined
        .map(|lot| {
            text!(
                "tenders-odd-lot-joined",
                lot = lot.title.as_str(),
                unit = lot.unit.plural()
            )
        })
        .collect();
    for (at, one) in lots.iter().enumerate() {
        for other in &lots[at + 1..] {
            if nearly_one(&one.title, &other.title) {
                let (one, other) = (one.title.as_str(), other.title.as_str());
                odd.push(text!("tenders-odd-lots-alike", one, other));
            }
        }
    }
    odd
}

fn nearly_one(one: &str, other: &str) -> bool {
    let plain = |name: &str| name.trim().to_lowercase();
    let (one, other) = (plain(one), plain(other));
    // "Coal 2027" and "Coal 2028" differ in what is meant to differ.
    let digits = |name: &str| {
        name.chars()
            .filter(char::is_ascii_digit)
            .collect::<String>()
    };
    one.chars().count().min(other.chars().count()) >= SHORTEST
        && digits(&one) == digits(&other)
        && strsim::levenshtein(&one, &other) <= NEARLY
}

/// The titles of tenders under way that are the same as this one's.
pub fn title_there<'a>(
    title: &str,
    others: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Vec<Text> {
    let same = others.into_iter().filter(|(_, it)| same_name(it, title));
    same.map(|(reference, title)| text!("tenders-odd-title", reference, title))
        .collect()
}

/// A contract that starts before a standstill could end, if the award notice were published on `earliest`, the day after
/// answers or bids are due (Procurement Act 2023, section 51).
pub fn starts_too_soon(regime: Regime, earliest: NaiveDate, starts: NaiveDate) -> Option<Text> {
    let standstill = regime.standstill(earliest);
    (starts <= standstill.last_day).then(|| {
        text!(
            "tenders-odd-start",
            starts = day(starts),
            earliest = day(earliest),
            last = day(standstill.last_day)
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tenders::rules::parse_lots;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn said(lots: &str) -> Vec<String> {
        let parsed = parse_lots(lots).unwrap();
        super::lots(&parsed).iter().map(Text::to_string).collect()
    }

    #[test]
    fn lots_that_became_one_or_are_nearly_one_are_asked_about() {
        let joined = said("Coal, tonnes / Coke, tonnes");
        assert_eq!(joined.len(), 1);
        assert!(
            joined[0].contains("“Coal, tonnes / Coke”") && joined[0].contains("semicolon"),
            "{joined:?}"
        );
        let alike = said("House coal, tonne; House coals, tonne");
        assert!(
            alike[0].contains("“House coal” and “House coals”"),
            "{alike:?}"
        );
        for fine in [
            "House coal, tonne; Smokeless fuel, tonne",
            "Paper 80 g, each; Paper 90 g, each",
            "Coal, tonne; Coke, tonne",
        ] {
            assert_eq!(said(fine), [] as [String; 0], "{fine}");
        }
    }

    #[test]
    fn a_day_on_which_nobody_works_is_asked_about() {
        assert!(no_working_day(date("2026-12-18")).is_none());
        for (day, said) in [
            ("2026-12-19", "Saturday 19 December 2026 is at a weekend."),
            ("2026-12-25", "Friday 25 December 2026 is a bank holiday."),
            (
                "2027-03-17",
                "Wednesday 17 March 2027 is a bank holiday in a part of the UK.",
            ),
        ] {
            assert_eq!(no_working_day(date(day)).unwrap().to_string(), said);
        }
    }

    #[test]
    fn a_start_before_the_standstill_could_end_is_asked_about() {
        // Thursday 11 March 2027: the standstill ends on 23 March (design, section 9).
        let notice = date("2027-03-11");
        assert!(starts_too_soon(Regime::Wales, notice, date("2027-03-23")).is_some());
        assert!(starts_too_soon(Regime::Wales, notice, date("2027-03-24")).is_none());
    }

    #[test]
    fn a_title_that_is_there_already_is_asked_about() {
        let others = [("SF-1", "Solid Fuel "), ("SF-2", "Liquid fuel")];
        let odd = title_there("solid fuel", others);
        assert_eq!(odd.len(), 1);
        assert!(odd[0].to_string().contains("SF-1"));
    }
}
