//! The formats, and how files are named.

use std::fmt;
use std::str::FromStr;

use crate::values::Invalid;
use crate::words::{Text, text};

/// The form that an export has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A workbook.
    Xlsx,
    /// Comma-separated tables, zipped.
    Csv,
    /// Open Contracting Data Standard.
    Ocds,
    /// iCalendar.
    Ics,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 4] = [Self::Xlsx, Self::Csv, Self::Ocds, Self::Ics];

    /// As it is typed: `xlsx`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
            Self::Ocds => "ocds",
            Self::Ics => "ics",
        }
    }

    /// What a person gets.
    pub fn label(self) -> Text {
        match self {
            Self::Xlsx => text!("exports-xlsx-choice"),
            Self::Csv => text!("exports-csv-choice"),
            Self::Ocds => text!("exports-ocds-choice"),
            Self::Ics => text!("exports-ics-choice"),
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Format {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let lower = text.trim().to_lowercase();
        let found = Self::ALL.into_iter().find(|it| it.as_str() == lower);
        found.ok_or_else(|| {
            let help = text!(
                "exports-format-help",
                formats = Text::or(Self::ALL.map(|it| Text::verbatim(it.as_str())))
            );
            Invalid::new(text!("exports-format"), text, help)
        })
    }
}

/// The beginning of a file's name, from a reference or a region: letters, digits and `-` alone, so that every system
/// takes it.
pub fn stem(name: &str) -> String {
    let mut stem = String::new();
    for c in name.chars() {
        match c {
            c if c.is_alphanumeric() => stem.push(c),
            _ if stem.ends_with('-') || stem.is_empty() => {}
            _ => stem.push('-'),
        }
    }
    let stem: String = stem.trim_end_matches('-').chars().take(60).collect();
    match stem.is_empty() {
        true => "griffin".to_owned(),
        false => stem,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn files_are_named_after_what_is_in_them() {
        assert_eq!(stem("SF-2027-01"), "SF-2027-01");
        assert_eq!(stem("Mid & West Wales"), "Mid-West-Wales");
        assert_eq!(stem("../.."), "griffin");
        assert_eq!("XLSX ".parse(), Ok(Format::Xlsx));
        assert!("pdf".parse::<Format>().is_err());
    }

    proptest! {
        #[test]
        fn any_text_gives_a_name_that_leads_nowhere(text in any::<String>()) {
            let stem = stem(&text);
            prop_assert!(!stem.is_empty() && !stem.contains(['/', '\\', '.', '\0']) && stem.chars().count() <= 60);
        }
    }
}
