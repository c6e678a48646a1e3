//! What a total that is shown is a sum of.

use serde::{Deserialize, Serialize};

/// What a total that is shown is a sum of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Summed {
    /// What authorities declared.
    Declared,
    /// What they called off.
    CalledOff,
}

impl Summed {
    /// All.
    pub const ALL: [Self; 2] = [Self::Declared, Self::CalledOff];

    /// As it is kept.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Declared => "declared",
            Self::CalledOff => "called_off",
        }
    }

    /// Reads what [`Summed::as_str`] gives, and nothing else: what the database keeps.
    pub fn kept(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == text)
    }
}
