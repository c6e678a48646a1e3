//! Where a reminder stands.

use serde::{Deserialize, Serialize};

/// Where a reminder stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReminderState {
    /// It comes.
    Active,
    /// It doesn't come until it is resumed.
    Paused,
    /// It never comes again; its row is kept.
    Deleted,
}

impl ReminderState {
    /// Every one of them.
    pub const ALL: [Self; 3] = [Self::Active, Self::Paused, Self::Deleted];

    /// As the database keeps it.
    pub const fn as_str(self) -> &'static str {
        match self {
            ReminderState::Active => "active",
            ReminderState::Paused => "paused",
            ReminderState::Deleted => "deleted",
        }
    }

    /// Reads what [`ReminderState::as_str`] gives, and nothing else: what the database keeps.
    pub fn kept(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == text)
    }
}
