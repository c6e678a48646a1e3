//! The languages in which griffin speaks.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A language.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub enum Lang {
    /// English: everything is said in it.
    #[default]
    #[serde(rename = "en")]
    English,
    /// Welsh.
    #[serde(rename = "cy")]
    Welsh,
}

impl Lang {
    /// Every language, English first.
    pub const ALL: [Self; 2] = [Self::English, Self::Welsh];

    /// Its code (ISO 639-1), which the database keeps.
    pub const fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Welsh => "cy",
        }
    }

    /// The language with this code: what [`Lang::code`] gives, and nothing else.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.code() == code)
    }

    /// The name by which those who speak it call it.
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Welsh => "Cymraeg",
        }
    }

    /// Reads a code, or a name in English or in the language itself, in any case.
    pub fn parse(text: &str) -> Option<Self> {
        let typed = text.trim();
        Self::ALL.into_iter().find(|it| {
            [it.code(), it.own_name(), it.english_name()]
                .iter()
                .any(|known| known.eq_ignore_ascii_case(typed))
        })
    }

    const fn english_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Welsh => "Welsh",
        }
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_read_by_its_code_and_its_names() {
        for (text, lang) in [
            ("en", Some(Lang::English)),
            (" English ", Some(Lang::English)),
            ("CY", Some(Lang::Welsh)),
            ("welsh", Some(Lang::Welsh)),
            ("Cymraeg", Some(Lang::Welsh)),
            ("tlh", None),
            ("", None),
        ] {
            assert_eq!(Lang::parse(text), lang, "{text}");
        }
        for lang in Lang::ALL {
            assert_eq!(Lang::of_code(lang.code()), Some(lang));
            let json = serde_json::to_string(&lang).unwrap();
            assert_eq!(json, format!("\"{}\"", lang.code()));
        }
        assert_eq!(Lang::of_code("Welsh"), None);
    }
}
