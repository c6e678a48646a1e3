//! The reference that every message about a tender carries, such as `SF-2027-01`.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::text::is_invisible;
use super::{Invalid, plain_capital};
use words::text;

/// A tender's reference: 3 to 20 capital letters, digits and hyphens, with a letter or digit at each end.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Reference(String);

impl Reference {
    /// The fewest characters.
    pub const MIN_CHARS: usize = 3;
    /// The most characters.
    pub const MAX_CHARS: usize = 20;

    /// Reads a reference in any case; the dashes that word processors put for hyphens are taken for hyphens.
    ///
    /// # Errors
    /// Fewer than 3 or more than 20 characters, others than A to Z, 0 to 9 and hyphens, or a hyphen at an end.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let reference: String = text
            .trim()
            .chars()
            .filter(|c| !is_invisible(*c))
            .map(|c| match c {
                '‐' | '‑' | '‒' | '–' | '—' | '−' => '-',
                c => c.to_ascii_uppercase(),
            })
            .collect();
        let length = reference.chars().count();
        let fits = (Self::MIN_CHARS..=Self::MAX_CHARS).contains(&length);
        let allowed = reference
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '-');
        let ends = reference.starts_with('-') || reference.ends_with('-');
        if fits && allowed && !ends {
            Ok(Self(reference))
        } else {
            Err(Invalid::new(
                text!("values-a-reference"),
                text,
                text!("values-reference-help"),
            ))
        }
    }

    /// A reference for a new tender: the initials of the title's words (at most four, `T` where there are none), the
    /// year in which the contract starts, and a running number: "Solid fuel 2027–2029", 2027, 1 gives `SF-2027-01`.
    ///
    /// Whether it is taken already is for the caller to see, who then tries the next number.
    pub fn suggest(title: &str, year: i32, number: u32) -> Self {
        let initials: String = title
            .split(|c: char| !c.is_alphanumeric() && !"'’".contains(c))
            .filter_map(|word| word.chars().next().map(plain_capital))
            .filter(char::is_ascii_alphabetic)
            .take(4)
            .collect();
        let initials = if initials.is_empty() { "T" } else { &initials };
        // At most 4 + 1 + 4 + 1 + 10 characters: always a reference.
        Self(format!(
            "{initials}-{:04}-{number:02}",
            year.rem_euclid(10_000)
        ))
    }

    /// Reads what [`Reference::as_str`] gives, and nothing else: what the database keeps.
    pub fn kept(text: &str) -> Option<Self> {
        Self::parse(text).ok().filter(|it| it.as_str() == text)
    }

    /// The reference as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl TryFrom<String> for Reference {
    type Error = Invalid;

    fn try_from(text: String) -> Result<Self, Invalid> {
        Self::parse(&text)
    }
}

impl From<Reference> for String {
    fn from(reference: Reference) -> Self {
        reference.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_any_case() {
        for text in [
            "SF-2027-01",
            " sf-2027-01 ",
            "Sf–2027–01",
            "\u{200b}SF-2027\u{ad}-01\u{feff}",
        ] {
            assert_eq!(Reference::parse(text).unwrap().as_str(), "SF-2027-01");
        }
        for text in [
            "",
            "SF",
            "-SF1",
            "SF1-",
            "SF 2027",
            "SF_2027",
            "ŜF-1",
            "A-2345678901234567890",
        ] {
            assert!(Reference::parse(text).is_err(), "{text}");
        }
        assert!(Reference::parse("A-234567890123456789").is_ok());
    }

    #[test]
    fn suggests_from_the_title() {
        for (title, reference) in [
            ("Solid fuel 2027–2029", "SF-2027-01"),
            ("Tanwydd solet", "TS-2027-01"),
            ("Ŵyn a defaid", "WAD-2027-01"),
            ("Multi-functional devices, A3 & A4 and more", "MFDA-2027-01"),
            ("Members' paper", "MP-2027-01"),
            ("2027", "T-2027-01"),
            ("", "T-2027-01"),
            ("燃料", "T-2027-01"),
        ] {
            assert_eq!(
                Reference::suggest(title, 2027, 1).as_str(),
                reference,
                "{title}"
            );
        }
        assert_eq!(Reference::suggest("Coal", 2027, 112).as_str(), "C-2027-112");
    }

    proptest! {
        #[test]
        fn a_suggestion_is_a_reference(title in any::<String>(), year in any::<i32>(), number in any::<u32>()) {
            let reference = Reference::suggest(&title, year, number);
            prop_assert_eq!(Reference::parse(reference.as_str()), Ok(reference));
        }

        #[test]
        fn what_is_read_reads_as_itself(text in any::<String>(), near in "[A-Za-z0-9–-]{0,22}") {
            for text in [text, near] {
                if let Ok(reference) = Reference::parse(&text) {
                    prop_assert!(reference.as_str().is_ascii());
                    prop_assert_eq!(Reference::parse(reference.as_str()), Ok(reference));
                }
            }
        }
    }
}
