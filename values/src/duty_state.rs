//! Whether something still falls due.

use serde::{Deserialize, Serialize};

/// Whether something still falls due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DutyState {
    /// It falls due.
    Armed,
    /// It was acted on.
    Done,
    /// It holds no longer.
    Withdrawn,
}

impl DutyState {
    /// Every one of them.
    pub const ALL: [Self; 3] = [Self::Armed, Self::Done, Self::Withdrawn];

    /// As the database keeps it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Armed => "armed",
            Self::Done => "done",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Reads what [`DutyState::as_str`] gives, and nothing else: what the database keeps.
    pub fn kept(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == text)
    }
}
