//! What a webhook is: what takes messages there, and which go there.

use serde::{Deserialize, Serialize};

/// What takes messages at an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum WebhookService {
    /// A webhook of another Discord server.
    Discord,
    /// A workflow of Microsoft Teams.
    Teams,
    /// An incoming webhook of Slack.
    Slack,
    /// A category of a Discourse forum.
    Discourse,
    /// JSON, signed after Standard Webhooks (standardwebhooks.com).
    Json,
}

impl WebhookService {
    /// All, in the order of a menu.
    pub const ALL: [Self; 5] = [
        Self::Discord,
        Self::Teams,
        Self::Slack,
        Self::Discourse,
        Self::Json,
    ];

    /// As it is kept.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Discord => "discord",
            Self::Teams => "teams",
            Self::Slack => "slack",
            Self::Discourse => "discourse",
            Self::Json => "json",
        }
    }

    /// Reads what [`WebhookService::as_str`] gives, and nothing else: what the database keeps.
    pub fn kept(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == text)
    }
}

/// What goes to an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum WebhookTopics {
    /// Both.
    All,
    /// The region's digest.
    Digests,
    /// What happens to the region's tenders.
    Milestones,
}

impl WebhookTopics {
    /// All, in the order of a menu.
    pub const ALL: [Self; 3] = [Self::All, Self::Digests, Self::Milestones];

    /// As it is kept.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Digests => "digests",
            Self::Milestones => "milestones",
        }
    }

    /// Reads what [`WebhookTopics::as_str`] gives, and nothing else: what the database keeps.
    pub fn kept(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == text)
    }

    /// Whether digests go there.
    pub const fn has_digests(self) -> bool {
        matches!(self, Self::All | Self::Digests)
    }

    /// Whether milestones go there.
    pub const fn has_milestones(self) -> bool {
        matches!(self, Self::All | Self::Milestones)
    }
}
