//! Units of measure: the word after a quantity.

use std::fmt;

use serde::{Deserialize, Serialize};
use words::{Text, text};

use super::text::is_invisible;
use super::unit_names::{self, KNOWN};
use super::{Invalid, Quantity};

/// The unit of measure of a lot: one of those known (`tonne`, `litre`, `kWh`, `each`, `hour` …), or 1 to 20
/// characters of free text.
///
/// Kept in the singular. A ton is taken for the metric tonne, the only one that a UK public contract may use.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Unit(String);

impl Unit {
    /// The most characters that a unit may have.
    pub const MAX_CHARS: usize = 20;

    /// Reads a unit; plurals, abbreviations and capitals of the known ones are understood (`Tonnes`, `t`, `kwh`).
    ///
    /// # Errors
    /// Nothing, more than 20 characters, no letter at all, or signs that a unit never has.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let invalid = |help: Text| Invalid::new(text!("values-a-unit"), text, help);
        let seen = text.replace(is_invisible, "");
        let unit = seen.split_whitespace().collect::<Vec<_>>().join(" ");
        if unit.is_empty() {
            return Err(invalid(text!("values-unit-help")));
        }
        if unit.chars().count() > Self::MAX_CHARS {
            return Err(invalid(text!("values-unit-too-long")));
        }
        let allowed = |c: char| c.is_alphanumeric() || " -./²³%'’()".contains(c);
        if !unit.chars().any(char::is_alphabetic) || !unit.chars().all(allowed) {
            return Err(invalid(text!("values-unit-a-word")));
        }
        let lower = unit.to_lowercase();
        let known = KNOWN.iter().find(|(name, plural, short, spellings)| {
            [name, plural, short]
                .iter()
                .any(|known| known.to_lowercase() == lower)
                || spellings.contains(&lower.as_str())
        });
        Ok(Self(known.map_or(unit, |(name, ..)| (*name).to_owned())))
    }

    /// Reads what the database keeps.
    pub fn kept(text: &str) -> Option<Self> {
        Self::parse(text).ok()
    }

    /// The text before this unit, where a text ends with it: by its name, its plural, its abbreviation or another spelling,
    /// with or without a space (`620 tonnes`, `620t`, `1.2kt`). A letter before it belongs to another word, but for a `k`.
    pub(super) fn before_it<'a>(&self, text: &'a str) -> Option<&'a str> {
        let spellings = self.spellings();
        let longest_first = text.char_indices().map(|(at, _)| at);
        let skipped = text.chars().count().saturating_sub(2 * Self::MAX_CHARS);
        longest_first.skip(skipped).find_map(|at| {
            let (before, unit) = text.split_at(at);
            let unit = unit.to_lowercase();
            let number = before.strip_suffix(['k', 'K']).unwrap_or(before);
            let parted = !number.ends_with(char::is_alphabetic);
            (parted && spellings.contains(&unit)).then_some(before)
        })
    }

    /// How this unit is typed, in small letters.
    fn spellings(&self) -> Vec<String> {
        let mut all = vec![self.0.clone(), self.free_plural()];
        if let Some((_, plural, short, others)) = KNOWN.iter().find(|it| it.0 == self.0) {
            all.extend([*plural, *short].map(str::to_owned));
            all.extend(others.iter().map(|it| (*it).to_owned()));
        }
        all.iter().map(|it| it.to_lowercase()).collect()
    }

    /// The unit that a text names, if it is one that griffin knows.
    pub(super) fn known(text: &str) -> Option<Self> {
        // What is longer is none, and needn't be read.
        let short = text.chars().nth(2 * Self::MAX_CHARS).is_none();
        let unit = short.then(|| Self::parse(text).ok()).flatten()?;
        KNOWN.iter().any(|it| it.0 == unit.0).then_some(unit)
    }

    /// The unit in the singular: `tonne`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The unit for any number but one: `tonnes`, `kWh`, `each`. Free text that looks like an abbreviation or a plural
    /// stays as it is.
    pub fn plural(&self) -> Text {
        unit_names::alone(&self.0).unwrap_or_else(|| Text::verbatim(self.free_plural()))
    }

    /// The plural of free text, as far as English has a rule for it.
    fn free_plural(&self) -> String {
        // “pack of 500” becomes “packs of 500”.
        let (head, tail) = match self.0.find(" of ") {
            Some(at) => self.0.split_at(at),
            None => (self.0.as_str(), ""),
        };
        format!("{}{tail}", plural_of(head))
    }

    /// The short form for narrow columns: `t`, `l`, `kWh`; the unit itself where there is none.
    pub fn abbreviation(&self) -> &str {
        KNOWN
            .iter()
            .find(|(name, ..)| *name == self.0)
            .map_or(self.as_str(), |(_, _, short, _)| short)
    }

    /// The quantity with its unit: `1 tonne`, `713.75 tonnes`, `1,200 kWh`, `3 each`.
    pub fn show(&self, quantity: Quantity) -> Text {
        let thousandths = quantity.thousandths().unsigned_abs();
        let one = thousandths == 1_000;
        // After a fraction a unit stands as after a hundred, in English and in Welsh.
        let n = match thousandths % 1_000 {
            0 => i64::try_from(thousandths / 1_000).unwrap_or(i64::MAX),
            _ => 100,
        };
        let unit = unit_names::after(n, &self.0).unwrap_or_else(|| {
            Text::verbatim(if one {
                self.0.clone()
            } else {
                self.free_plural()
            })
        });
        text!("values-measure", quantity = quantity.to_string(), unit)
    }
}

/// The English plural of a word that is not in the list of known units.
fn plural_of(word: &str) -> String {
    let lower = word.to_lowercase();
    let abbreviated = !word.ends_with(|c: char| c.is_ascii_lowercase())
        || word.chars().any(|c| c.is_uppercase() || c.is_numeric())
        || word.chars().count() < 3;
    // A single s: very likely a plural already (“bags”); “pass” and “box” take -es.
    let plural_already = lower.ends_with('s') && !lower.ends_with("ss");
    if abbreviated || plural_already {
        return word.to_owned();
    }
    if ["ss", "x", "ch", "sh", "z"]
        .iter()
        .any(|end| lower.ends_with(end))
    {
        return format!("{word}es");
    }
    match word.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'i', 'o', 'u']) => format!("{stem}ies"),
        _ => format!("{word}s"),
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl TryFrom<String> for Unit {
    type Error = Invalid;

    fn try_from(text: String) -> Result<Self, Invalid> {
        Self::parse(&text)
    }
}

impl From<Unit> for String {
    fn from(unit: Unit) -> Self {
        unit.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(unit: &str, thousandths: i64) -> String {
        Unit::parse(unit)
            .unwrap()
            .show(Quantity::from_thousandths(thousandths))
            .to_string()
    }

    #[test]
    fn shows_one_and_many() {
        assert_eq!(shown("tonne", 1_000), "1 tonne");
        assert_eq!(shown("tonne", 713_750), "713.75 tonnes");
        assert_eq!(shown("tonne", 500), "0.5 tonnes");
        assert_eq!(shown("tonne", 0), "0 tonnes");
        assert_eq!(shown("kwh", 1_200_000), "1,200 kWh");
        assert_eq!(shown("each", 3_000), "3 each");
        assert_eq!(shown("bag", 2_000), "2 bags");
        assert_eq!(shown("bags", 2_000), "2 bags");
        assert_eq!(shown("battery", 2_000), "2 batteries");
        assert_eq!(shown("tray", 2_000), "2 trays");
        assert_eq!(shown("pack of 500", 2_000), "2 packs of 500");
        assert_eq!(shown("pass", 2_000), "2 passes");
        assert_eq!(shown("GJ", 2_000), "2 GJ");
    }

    #[test]
    fn understands_other_spellings() {
        for (text, unit) in [
            ("Tonnes", "tonne"),
            ("t", "tonne"),
            ("KWH", "kWh"),
            ("mwh", "MWh"),
            ("ltr", "litre"),
            ("  cubic   metres ", "cubic metre"),
            ("HOURS", "hour"),
            ("cubic\u{a0}metres\u{200b}", "cubic metre"),
            ("pallet", "pallet"),
        ] {
            assert_eq!(Unit::parse(text).unwrap().as_str(), unit);
        }
        assert_eq!(Unit::parse("tonne").unwrap().abbreviation(), "t");
        assert_eq!(Unit::parse("pallet").unwrap().abbreviation(), "pallet");
    }

    #[test]
    fn refuses_what_no_unit_is() {
        for text in [
            "",
            "   ",
            "500",
            "a unit of twenty-one ch",
            "<@123>",
            "a;b",
            "a\u{0}b",
            "=cmd|x",
        ] {
            assert!(Unit::parse(text).is_err(), "{text:?}");
        }
        assert!(Unit::parse(&"x".repeat(20)).is_ok());
        assert!(serde_json::from_str::<Unit>("\"\"").is_err());
    }

    proptest! {
        #[test]
        fn what_is_read_reads_as_itself(text in any::<String>(), near in "[A-Za-z0-9 .³ŵ-]{0,24}") {
            for text in [text, near] {
                if let Ok(unit) = Unit::parse(&text) {
                    prop_assert_eq!(Unit::parse(unit.as_str()), Ok(unit.clone()));
                    prop_assert!(!unit.plural().is_empty());
                    let json = serde_json::to_string(&unit).unwrap();
                    prop_assert_eq!(serde_json::from_str::<Unit>(&json).unwrap(), unit);
                }
            }
        }
    }
}
