//! What a person is told when griffin won't do what they asked.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Invalid;

/// A refusal that helps: what was wrong, and what would be right (design, section 3, rule 11).
///
/// Plain text without markup: whoever shows it escapes it, and adds the person's own input.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// What was wrong, as a sentence.
    pub wrong: String,
    /// What would be right, as a sentence; may be empty.
    pub help: String,
    /// The authorities of which the person has to say one, each as it is shown and as it is named; else none.
    #[serde(default)]
    pub whom: Vec<(String, String)>,
}

impl Refusal {
    /// A refusal that says what was wrong and what would be right.
    pub fn new(wrong: impl Into<String>, help: impl Into<String>) -> Self {
        Refusal {
            wrong: wrong.into(),
            help: help.into(),
            whom: Vec::new(),
        }
    }

    /// With the authorities of which the person has to say one.
    #[must_use]
    pub fn of(self, whom: Vec<(String, String)>) -> Self {
        Refusal { whom, ..self }
    }
}

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
        Refusal::new(
            format!("“{}” is not {}.", invalid.given, invalid.what),
            invalid.help,
        )
    }
}
