//! What an authority is in a tender.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What an authority with a row in a tender is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// It takes part.
    Joined,
    /// It said that it does not take part, or that it needs none.
    Declined,
    /// It took part and left.
    Withdrawn,
    /// It asks to join late.
    Asked,
}

impl Part {
    /// Every one of them.
    pub const ALL: [Self; 4] = [Self::Joined, Self::Declined, Self::Withdrawn, Self::Asked];

    /// The name that the database keeps.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Joined => "joined",
            Self::Declined => "declined",
            Self::Withdrawn => "withdrawn",
            Self::Asked => "asked",
        }
    }

    /// Reads what [`Part::as_str`] gives, and nothing else: what the database keeps.
    pub fn kept(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == text)
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
