//! What Discord's client itself refuses.

use std::fmt;

/// Why Discord's client does not even send what a member wants to do, in words like its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// What is wrong.
    pub text: String,
    /// The option of the command, or the input of the form by its label, that it is about.
    pub at: Option<String>,
}

impl Refusal {
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            at: None,
        }
    }

    /// A refusal which is about an option or an input.
    pub(crate) fn at(name: &str, text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            at: Some(name.to_owned()),
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.at {
            Some(name) => write!(f, "{name}: {}", self.text),
            None => f.write_str(&self.text),
        }
    }
}

impl std::error::Error for Refusal {}
