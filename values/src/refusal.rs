//! What a person is told when griffin won't do what they asked.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};
use words::{Text, text};

use super::Invalid;

/// A refusal that helps: what was wrong, and what would be right (design, section 3, rule 11).
///
/// Plain text without markup: whoever shows it says it in the person's language, escapes it, and adds the person's own
/// input.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// What was wrong, as a sentence.
    pub wrong: Text,
    /// What would be right, as a sentence; may be empty.
    pub help: Text,
    /// How the person can go on from here.
    #[serde(default)]
    pub onward: Onward,
}

/// How a person can go on from a refusal.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Onward {
    /// By changing what they typed.
    #[default]
    TryAgain,
    /// By saying for which of these authorities it is, or for which nation, each as it is shown and as it is named.
    SayForWhom(Vec<(String, String)>),
    /// By a button: to ask for a mandate, say.
    Press(Box<Way>),
    /// Not at all: nothing that they could type would help.
    Nowhere,
}

/// A button beside a refusal, which leads on: to ask for a mandate, say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Way {
    /// What the button says.
    pub label: Text,
    /// The kind of press that it is.
    pub kind: Cow<'static, str>,
    /// The row that it is about; 0 for none.
    pub row: i64,
}

impl Refusal {
    /// A refusal that says what was wrong and what would be right; the latter may be empty.
    pub fn new(wrong: Text, help: Text) -> Self {
        Refusal {
            wrong,
            help,
            onward: Onward::TryAgain,
        }
    }

    /// With a button that leads on: what it says, the kind of press that it is, and the row that it is about.
    #[must_use]
    pub fn leading_to(self, label: Text, kind: &'static str, row: impl Into<i64>) -> Self {
        let way = Way {
            label,
            kind: Cow::Borrowed(kind),
            row: row.into(),
        };
        Refusal {
            onward: Onward::Press(Box::new(way)),
            ..self
        }
    }

    /// One that nothing they could type would get round: they aren't offered to try again.
    #[must_use]
    pub fn for_good(self) -> Self {
        Refusal {
            onward: Onward::Nowhere,
            ..self
        }
    }

    /// With the authorities of which the person has to say one.
    #[must_use]
    pub fn of(self, whom: Vec<(String, String)>) -> Self {
        Refusal {
            onward: Onward::SayForWhom(whom),
            ..self
        }
    }
}

/// In English, for logs.
impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.help.is_empty() {
            write!(f, "{}", self.wrong)
        } else {
            write!(f, "{} {}", self.wrong, self.help)
        }
    }
}

impl From<Invalid> for Refusal {
    fn from(invalid: Invalid) -> Self {
        let Invalid { what, given, help } = invalid;
        let wrong = match given.trim().is_empty() {
            true => text!("values-missing", what),
            false => text!("values-invalid", given, what),
        };
        Refusal::new(wrong, help)
    }
}
