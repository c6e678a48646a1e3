//! Messages, their files, and what they are made from.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::{AllowedMentions, Mentions};
use crate::snowflake::Snowflake;

/// Flags of a message (Resources, Message, Message Flags).
pub(crate) mod flags {
    /// Its embeds are not shown.
    pub(crate) const SUPPRESS_EMBEDS: u64 = 1 << 2;
    /// A thread hangs on it.
    pub(crate) const HAS_THREAD: u64 = 1 << 5;
    /// Only the user who caused it sees it.
    pub(crate) const EPHEMERAL: u64 = 1 << 6;
    /// The application "is thinking…".
    pub(crate) const LOADING: u64 = 1 << 7;
    /// Nobody is notified of it.
    pub(crate) const SUPPRESS_NOTIFICATIONS: u64 = 1 << 12;
    /// It is made of components only.
    pub(crate) const IS_COMPONENTS_V2: u64 = 1 << 15;
}

/// Who wrote a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Author {
    User(Snowflake),
    Webhook { id: Snowflake, name: String },
}

impl Author {
    /// The user who wrote it, none for a webhook.
    pub(crate) fn user(&self) -> Option<Snowflake> {
        match self {
            Self::User(id) => Some(*id),
            Self::Webhook { .. } => None,
        }
    }
}

/// A file of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Attachment {
    pub(crate) id: Snowflake,
    pub(crate) filename: String,
    pub(crate) description: Option<String>,
    pub(crate) content_type: String,
    pub(crate) size: usize,
    pub(crate) url: String,
    pub(crate) spoiler: bool,
}

impl Attachment {
    /// The attachment object (Resources, Message).
    pub(crate) fn json(&self, ephemeral: bool) -> Value {
        let mut json = json!({
            "id": self.id.to_string(),
            "filename": self.filename,
            "content_type": self.content_type,
            "size": self.size,
            "url": self.url,
            "proxy_url": self.url,
        });
        if let Some(description) = &self.description {
            json["description"] = json!(description);
        }
        if ephemeral {
            json["ephemeral"] = json!(true);
        }
        json
    }
}

/// A message.
#[derive(Clone, Debug)]
pub(crate) struct Message {
    pub(crate) id: Snowflake,
    pub(crate) channel_id: Snowflake,
    pub(crate) author: Author,
    pub(crate) kind: u64,
    pub(crate) content: String,
    pub(crate) timestamp: DateTime<Utc>,
    pub(crate) edited: Option<DateTime<Utc>>,
    pub(crate) embeds: Vec<Value>,
    pub(crate) components: Vec<Value>,
    pub(crate) attachments: Vec<Attachment>,
    pub(crate) nonce: Option<Value>,
    pub(crate) flags: u64,
    pub(crate) mentions: Mentions,
    pub(crate) pinned: bool,
    /// The interaction it answers.
    pub(crate) interaction: Option<Snowflake>,
    /// The message it replies to.
    pub(crate) reference: Option<Snowflake>,
    /// The only user who sees an ephemeral message.
    pub(crate) visible_to: Option<Snowflake>,
}

impl Message {
    /// Whether only one member sees it.
    pub(crate) fn is_ephemeral(&self) -> bool {
        self.flags & flags::EPHEMERAL != 0
    }
}

/// What a message is made from.
#[derive(Debug)]
pub(crate) struct NewMessage {
    pub(crate) channel: Snowflake,
    pub(crate) author: Author,
    pub(crate) kind: u64,
    pub(crate) content: String,
    pub(crate) embeds: Vec<Value>,
    pub(crate) components: Vec<Value>,
    pub(crate) attachments: Vec<Attachment>,
    pub(crate) nonce: Option<Value>,
    pub(crate) flags: u64,
    pub(crate) allowed: AllowedMentions,
    pub(crate) interaction: Option<Snowflake>,
    pub(crate) reference: Option<Snowflake>,
    pub(crate) visible_to: Option<Snowflake>,
    /// The identifier, where another object decides it: a post's first message bears the post's.
    pub(crate) id: Option<Snowflake>,
}

impl NewMessage {
    /// A plain message.
    pub(crate) fn new(channel: Snowflake, author: Author, content: impl Into<String>) -> Self {
        Self {
            channel,
            author,
            kind: 0,
            content: content.into(),
            embeds: Vec::new(),
            components: Vec::new(),
            attachments: Vec::new(),
            nonce: None,
            flags: 0,
            allowed: AllowedMentions::of_message(),
            interaction: None,
            reference: None,
            visible_to: None,
            id: None,
        }
    }
}
