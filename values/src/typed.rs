//! The words of dates and times that `when.rs` and `schedule.rs` share: cutting a text into words, names of days and
//! months (English and Welsh), and numbers. The time of day is in `time_of_day.rs`.

use chrono::Weekday;

use super::fixed::is_space;
use super::text::is_invisible;

/// The most characters of a text that a parser of dates or schedules looks at.
pub(super) const MAX_CHARS: usize = 120;

/// Cuts a text into small words: lower case, commas and brackets away, letters parted from digits (`18th` is `18` `th`, `9am` is
/// `9` `am`), `a.m.` made `am`. Signs within numbers stay (`18/12/2026`, `17:00`). Too long a text gives `None`.
pub(super) fn cut(text: &str) -> Option<Vec<String>> {
    if text.chars().nth(MAX_CHARS).is_some() {
        return None;
    }
    let lower = text
        .to_lowercase()
        .replace("a.m.", "am")
        .replace("p.m.", "pm")
        .replace("o'clock", " oclock ")
        .replace("o’clock", " oclock ")
        .replace(is_invisible, "");
    let mut words: Vec<String> = Vec::new();
    for piece in lower.split(|c: char| is_space(c) || ",()".contains(c)) {
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

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
        fn nothing_panics(text in any::<String>()) {
            if let Some(words) = cut(&text) {
                prop_assert!(words.iter().all(|word| !word.is_empty()));
            }
        }
    }
}
