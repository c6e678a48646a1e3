//! Why a lot has no award.

use std::fmt;

use serde::{Deserialize, Serialize};
use words::{Text, text};

/// Why a lot was not awarded; the other lots go on (design, section 2a).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoAward {
    /// Nobody bid for it.
    NoBids,
    /// Bids came, and none would do.
    NoneSuitable,
    /// The lead no longer wants it.
    Withdrawn,
}

impl NoAward {
    /// Every one of them.
    pub const ALL: [Self; 3] = [Self::NoBids, Self::NoneSuitable, Self::Withdrawn];

    /// The name that the database keeps.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NoBids => "no_bids",
            Self::NoneSuitable => "none_suitable",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Reads what [`NoAward::as_str`] gives, and nothing else: what the database keeps.
    pub fn kept(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == text)
    }

    /// As people read it.
    pub fn label(self) -> Text {
        match self {
            Self::NoBids => text!("values-no-bids"),
            Self::NoneSuitable => text!("values-none-suitable"),
            Self::Withdrawn => text!("values-lot-withdrawn"),
        }
    }
}

impl fmt::Display for NoAward {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
