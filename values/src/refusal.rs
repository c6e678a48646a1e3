//! What a person is told when griffin won't do what they asked.

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
    /// What the person has to choose one of, such as the authorities acted for: each as it is shown and as it is named;
    /// else none.
    #[serde(default)]
    pub whom: Vec<(String, String)>,
}

impl Refusal {
    /// A refusal that says what was wrong and what would be right; the latter may be empty.
    pub fn new(wrong: Text, help: Text) -> Self {
        Refusal {
            wrong,
            help,
            whom: Vec::new(),
        }
    }

    /// With what the person has to choose one of.
    #[must_use]
    pub fn of(self, whom: Vec<(String, String)>) -> Self {
        Refusal { whom, ..self }
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
        Refusal::new(text!("values-invalid", given, what), help)
    }
}
