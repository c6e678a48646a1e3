//! How far a delivery has come.

use serde::{Deserialize, Serialize};

/// How far a delivery has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    /// It is to be sent.
    Waiting,
    /// A process is at it, until its lease ends.
    Claimed,
    /// It was sent.
    Sent,
    /// There is nothing to send any more.
    Withdrawn,
    /// It can't be sent; it is kept for a person to look at.
    Failed,
}

impl DeliveryState {
    /// Every one of them.
    pub const ALL: [Self; 5] = [
        Self::Waiting,
        Self::Claimed,
        Self::Sent,
        Self::Withdrawn,
        Self::Failed,
    ];

    /// As the database keeps it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Claimed => "claimed",
            Self::Sent => "sent",
            Self::Withdrawn => "withdrawn",
            Self::Failed => "failed",
        }
    }

    /// Reads what [`DeliveryState::as_str`] gives, and nothing else: what the database keeps.
    pub fn kept(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == text)
    }
}
