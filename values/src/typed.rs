//! The words of dates and times that `when.rs` and `schedule.rs` share: cutting a text into words, names of days and
//! months (English and Welsh), numbers, and the time of day.

use chrono::{NaiveTime, Weekday};

use super::fixed::is_space;
use words::{Text, text};

/// The most characters of a text that a parser of dates or schedules looks at.
pub(super) const MAX_CHARS: usize = 120;

/// Cuts a text into small words: lower case, commas away, letters parted from digits (`18th` is `18` `th`, `9am` is
/// `9` `am`), `a.m.` made `am`. Signs within numbers stay (`18/12/2026`, `17:00`). Too long a text gives `None`.
pub(super) fn cut(text: &str) -> Option<Vec<String>> {
    if text.chars().nth(MAX_CHARS).is_some() {
        return None;
    }
    let lower = text
        .to_lowercase()
        .replace("a.m.", "am")
        .replace("p.m.", "pm")
        .replace("o'clock", " ")
        .replace("o’clock", " ");
    let mut words: Vec<String> = Vec::new();
    for piece in lower.split(|c: char| is_space(c) || c == ',') {
        let mut word = String::new();
        let mut before: Option<char> = None;
        for c in piece.chars() {
            let parted = before.is_some_and(|b| {
                (b.is_ascii_digit() && c.is_alphabetic())
                    || (b.is_alphabetic() && c.is_ascii_digit())
            });
            if parted {
                words.push(std::mem::take(&mut word));
            }
            word.push(c);
            before = Some(c);
        }
        words.push(word);
    }
    // A full stop after a word ("18 Dec.") says nothing.
    let words = words
        .into_iter()
        .map(|word| word.trim_end_matches('.').to_owned())
        .filter(|word| !word.is_empty());
    // `18` `th`: the ending goes.
    let mut kept: Vec<String> = Vec::new();
    for word in words {
        let ending = matches!(word.as_str(), "st" | "nd" | "rd" | "th");
        let after_number = kept
            .last()
            .is_some_and(|last| number_of_digits(last).is_some());
        if !(ending && after_number) {
            kept.push(word);
        }
    }
    Some(kept)
}

/// The value of a word of one to four ASCII digits.
pub(super) fn number_of_digits(word: &str) -> Option<u32> {
    let digits = (1..=4).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| word.parse().ok()).flatten()
}

/// A number in digits or in words from one to twelve; `a` and `an` are one.
pub(super) fn number(word: &str) -> Option<u32> {
    const WORDS: [&str; 12] = [
        "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
        "twelve",
    ];
    if matches!(word, "a" | "an") {
        return Some(1);
    }
    let spelt = WORDS.iter().position(|spelt| *spelt == word);
    spelt
        .and_then(|index| u32::try_from(index + 1).ok())
        .or_else(|| number_of_digits(word))
}

/// An ordinal in words: `first` to `tenth`. (Of `1st`, [`cut`] leaves the number.)
pub(super) fn ordinal(word: &str) -> Option<u32> {
    const WORDS: [&str; 10] = [
        "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth",
        "tenth",
    ];
    let spelt = WORDS.iter().position(|spelt| *spelt == word);
    spelt
        .and_then(|index| u32::try_from(index + 1).ok())
        .or_else(|| number_of_digits(word))
}

/// The English names of the days, from Monday.
const DAYS: [(&str, Weekday); 7] = [
    ("monday", Weekday::Mon),
    ("tuesday", Weekday::Tue),
    ("wednesday", Weekday::Wed),
    ("thursday", Weekday::Thu),
    ("friday", Weekday::Fri),
    ("saturday", Weekday::Sat),
    ("sunday", Weekday::Sun),
];

/// The Welsh names, without `dydd`. Mawrth is Tuesday and March: it stands for the day after `dydd` only.
const WELSH_DAYS: [(&str, Weekday); 6] = [
    ("llun", Weekday::Mon),
    ("mercher", Weekday::Wed),
    ("iau", Weekday::Thu),
    ("gwener", Weekday::Fri),
    ("sadwrn", Weekday::Sat),
    ("sul", Weekday::Sun),
];

const MONTHS: [(&str, &str); 12] = [
    ("january", "ionawr"),
    ("february", "chwefror"),
    ("march", "mawrth"),
    ("april", "ebrill"),
    ("may", "mai"),
    ("june", "mehefin"),
    ("july", "gorffennaf"),
    ("august", "awst"),
    ("september", "medi"),
    ("october", "hydref"),
    ("november", "tachwedd"),
    ("december", "rhagfyr"),
];

/// A day of the week by its name, by three or more letters of it (`fri`, `tues`), in English or in Welsh.
pub(super) fn weekday(word: &str) -> Option<Weekday> {
    let singular = word.strip_suffix('s').filter(|w| w.ends_with("day"));
    let word = singular.unwrap_or(word);
    // `weds` is everybody's abbreviation, though no beginning of the name.
    if word == "weds" {
        return Some(Weekday::Wed);
    }
    let english = DAYS
        .iter()
        .find(|(name, _)| word.len() >= 3 && name.starts_with(word));
    let welsh = || WELSH_DAYS.iter().find(|(name, _)| *name == word);
    english.or_else(welsh).map(|(_, day)| *day)
}

/// A month (1 to 12) by its name, by three or more letters of it (`dec`, `sept`), in English or in Welsh.
pub(super) fn month(word: &str) -> Option<u32> {
    let index = MONTHS.iter().position(|(english, welsh)| {
        *welsh == word || (word.len() >= 3 && english.starts_with(word))
    })?;
    u32::try_from(index + 1).ok()
}

/// Takes the time of day out of the words, with the `at` before it: `17:00`, `9am`, `9:30 pm`, `at 17.30`, `noon`.
///
/// # Errors
/// What is wrong with it, as a sentence: two times, an hour that no clock has, midnight (which may be the day's start
/// or its end), `at 9` (morning or evening?).
pub(super) fn take_time(words: &mut Vec<String>) -> Result<Option<NaiveTime>, Text> {
    let mut found: Option<NaiveTime> = None;
    let mut rest: Vec<String> = Vec::with_capacity(words.len());
    let mut index = 0;
    while let Some(word) = words.get(index) {
        let next = words.get(index + 1).map(String::as_str);
        let after_at = rest.last().is_some_and(|last| last == "at");
        let (time, used) = match read_time(word, next, after_at)? {
            Some(read) => read,
            None => {
                if after_at && number_of_digits(word).is_some() {
                    return Err(text!("values-morning-or-evening", hour = word));
                }
                rest.push(word.clone());
                index += 1;
                continue;
            }
        };
        if found.replace(time).is_some() {
            return Err(text!("values-one-time"));
        }
        if after_at {
            rest.pop();
        }
        index += used;
    }
    *words = rest;
    Ok(found)
}

/// Reads a time at the head of the words: the time, and how many words it took.
fn read_time(
    word: &str,
    next: Option<&str>,
    after_at: bool,
) -> Result<Option<(NaiveTime, usize)>, Text> {
    let no_such_time = || Err(text!("values-time-help"));
    match word {
        "noon" | "midday" => return Ok(NaiveTime::from_hms_opt(12, 0, 0).map(|time| (time, 1))),
        "midnight" => {
            return Err(text!("values-midnight"));
        }
        _ => {}
    }
    let half = next.filter(|next| matches!(*next, "am" | "pm"));
    let (hour, minute) = if let Some((hour, minute)) = word.split_once(':') {
        (hour, minute)
    } else if let Some((hour, minute)) = word.split_once('.')
        && (half.is_some() || after_at)
    {
        (hour, minute)
    } else if half.is_some() && number_of_digits(word).is_some() {
        (word, "00")
    } else {
        return Ok(None);
    };
    let (Some(hour), Some(minute)) = (number_of_digits(hour), number_of_digits(minute)) else {
        return no_such_time();
    };
    if word.split([':', '.']).nth(1).is_some_and(|m| m.len() != 2) {
        return no_such_time();
    }
    let hour = match (half, hour) {
        (None, hour) => hour,
        (Some("am"), 12) => 0,
        (Some("am"), 1..=11) => hour,
        (Some(_), 12) => 12,
        (Some("pm"), 1..=11) => hour + 12,
        _ => return no_such_time(),
    };
    match NaiveTime::from_hms_opt(hour, minute, 0) {
        Some(time) => Ok(Some((time, 1 + usize::from(half.is_some())))),
        None => no_such_time(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn time_in(text: &str) -> (Result<Option<String>, String>, String) {
        let mut words = cut(text).unwrap();
        let time = take_time(&mut words).map(|time| time.map(|t| t.format("%H:%M").to_string()));
        (time.map_err(|e| e.to_string()), words.join(" "))
    }

    #[test]
    fn cuts_words() {
        assert_eq!(
            cut("Friday, 18th Dec. 2026").unwrap().join("|"),
            "friday|18|dec|2026"
        );
        assert_eq!(
            cut("18dec2026 9a.m.").unwrap().join("|"),
            "18|dec|2026|9|am"
        );
        assert_eq!(
            cut("18/12/2026 17:00").unwrap().join("|"),
            "18/12/2026|17:00"
        );
        assert_eq!(cut(&"x".repeat(121)), None);
    }

    #[test]
    fn takes_times() {
        for (text, time, rest) in [
            ("18 dec 17:00", "17:00", "18 dec"),
            ("tomorrow 9am", "09:00", "tomorrow"),
            ("9:30 pm tomorrow", "21:30", "tomorrow"),
            ("tomorrow at 5.30pm", "17:30", "tomorrow"),
            ("friday at 17.30", "17:30", "friday"),
            ("at noon on friday", "12:00", "on friday"),
            ("12am", "00:00", ""),
            ("12pm", "12:00", ""),
            ("0:05", "00:05", ""),
        ] {
            assert_eq!(
                time_in(text),
                (Ok(Some(time.to_owned())), rest.to_owned()),
                "{text}"
            );
        }
        assert_eq!(time_in("18.12.2026"), (Ok(None), "18.12.2026".to_owned()));
        assert_eq!(time_in("18.12"), (Ok(None), "18.12".to_owned()));
    }

    #[test]
    fn refuses_times_that_no_clock_shows_or_that_may_mean_two() {
        for text in [
            "24:00", "12:60", "13pm", "0am", "17:5", "17:00:00", "9am 10am", "midnight", "at 9",
            "17:00 pm", "1:2:3", "::", "at 5.5",
        ] {
            assert!(time_in(text).0.is_err(), "{text}");
        }
    }

    #[test]
    fn knows_names() {
        for (word, day) in [
            ("mon", Weekday::Mon),
            ("tues", Weekday::Tue),
            ("weds", Weekday::Wed),
            ("thurs", Weekday::Thu),
            ("fridays", Weekday::Fri),
            ("gwener", Weekday::Fri),
        ] {
            assert_eq!(weekday(word), Some(day));
        }
        assert_eq!(
            (weekday("mo"), weekday("mond"), weekday("mawrth")),
            (None, Some(Weekday::Mon), None)
        );
        assert_eq!(
            (month("sept"), month("ma"), month("mawrth"), month("mai")),
            (Some(9), None, Some(3), Some(5))
        );
        assert_eq!(
            (number("twelve"), number("a"), number("42"), number("٣")),
            (Some(12), Some(1), Some(42), None)
        );
    }

    proptest! {
        #[test]
        fn nothing_panics(text in any::<String>(), near in "[0-9apmt:. ]{0,30}") {
            for text in [text, near] {
                if let Some(mut words) = cut(&text) {
                    let _ = take_time(&mut words);
                }
            }
        }
    }
}
