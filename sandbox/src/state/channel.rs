//! Channels, threads, forum tags and permission overwrites.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use crate::snowflake::{Snowflake, iso8601};

/// The kinds of channel the sandbox knows (Resources, Channel, Channel Types).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ChannelKind {
    /// A text channel of a guild.
    Text,
    /// A direct message between two users.
    DirectMessage,
    /// A voice channel.
    Voice,
    /// A folder of channels.
    Category,
    /// A channel whose messages other guilds can follow.
    Announcement,
    /// A thread of an announcement channel.
    AnnouncementThread,
    /// A thread which all who see the parent can see; a forum's posts are of this kind.
    PublicThread,
    /// A thread for those invited.
    PrivateThread,
    /// A stage.
    Stage,
    /// A forum, which holds only posts.
    Forum,
    /// A media channel, which holds only posts.
    Media,
}

impl ChannelKind {
    const TABLE: [(Self, u64); 11] = [
        (Self::Text, 0),
        (Self::DirectMessage, 1),
        (Self::Voice, 2),
        (Self::Category, 4),
        (Self::Announcement, 5),
        (Self::AnnouncementThread, 10),
        (Self::PublicThread, 11),
        (Self::PrivateThread, 12),
        (Self::Stage, 13),
        (Self::Forum, 15),
        (Self::Media, 16),
    ];

    /// The number which stands for the kind in JSON.
    pub(crate) fn number(self) -> u64 {
        Self::TABLE
            .iter()
            .find(|(kind, _)| *kind == self)
            .map_or(0, |(_, number)| *number)
    }

    /// The kind a number stands for.
    pub(crate) fn from_number(number: u64) -> Option<Self> {
        Self::TABLE
            .iter()
            .find(|(_, n)| *n == number)
            .map(|(kind, _)| *kind)
    }

    /// Whether posts are opened in it rather than messages written.
    pub(crate) fn is_forum(self) -> bool {
        matches!(self, Self::Forum | Self::Media)
    }

    /// Whether messages can be written in it.
    pub(crate) fn is_text(self) -> bool {
        !matches!(self, Self::Category | Self::Forum | Self::Media)
    }
}

/// Whom an overwrite is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OverwriteKind {
    Role,
    Member,
}

/// What a role or member may do in a channel against what they may do elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Overwrite {
    pub(crate) id: Snowflake,
    pub(crate) kind: OverwriteKind,
    pub(crate) allow: u64,
    pub(crate) deny: u64,
}

/// A tag which posts of a forum can bear.
#[derive(Clone, Debug)]
pub(crate) struct Tag {
    pub(crate) id: Snowflake,
    pub(crate) name: String,
    pub(crate) moderated: bool,
    pub(crate) emoji_id: Value,
    pub(crate) emoji_name: Value,
}

impl Tag {
    /// The forum tag object.
    pub(super) fn json(&self) -> Value {
        json!({
            "id": self.id.to_string(),
            "name": self.name,
            "moderated": self.moderated,
            "emoji_id": self.emoji_id,
            "emoji_name": self.emoji_name,
        })
    }
}

/// What threads and posts have beyond other channels.
#[derive(Clone, Debug)]
pub(crate) struct Thread {
    pub(crate) owner_id: Snowflake,
    pub(crate) archived: bool,
    pub(crate) locked: bool,
    /// Minutes of silence after which it is archived.
    pub(crate) auto_archive: u64,
    /// When `archived` changed last, or the thread was made.
    pub(crate) archive_timestamp: DateTime<Utc>,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) invitable: bool,
    pub(crate) applied_tags: Vec<Snowflake>,
    pub(crate) message_count: u64,
    pub(crate) total_message_sent: u64,
    pub(crate) members: BTreeMap<Snowflake, DateTime<Utc>>,
    /// The moment of the last message, change or unarchiving: silence is counted from here.
    pub(crate) active_at: DateTime<Utc>,
}

/// A channel of any kind.
#[derive(Clone, Debug)]
pub(crate) struct Channel {
    pub(crate) id: Snowflake,
    pub(crate) kind: ChannelKind,
    pub(crate) guild_id: Option<Snowflake>,
    pub(crate) parent_id: Option<Snowflake>,
    pub(crate) name: String,
    pub(crate) topic: Option<String>,
    pub(crate) position: u64,
    pub(crate) nsfw: bool,
    /// Bit 1 << 1 pins a post, bit 1 << 4 makes a forum require a tag.
    pub(crate) flags: u64,
    pub(crate) overwrites: Vec<Overwrite>,
    pub(crate) available_tags: Vec<Tag>,
    pub(crate) default_auto_archive: Option<u64>,
    pub(crate) rate_limit_per_user: u64,
    pub(crate) default_sort_order: Value,
    pub(crate) default_forum_layout: u64,
    pub(crate) default_reaction_emoji: Value,
    pub(crate) default_thread_rate_limit: Option<u64>,
    pub(crate) last_message_id: Option<Snowflake>,
    pub(crate) thread: Option<Thread>,
    /// The other side of a direct message.
    pub(crate) recipient: Option<Snowflake>,
}

/// A forum's flag: a post must have a tag.
pub(crate) const REQUIRE_TAG: u64 = 1 << 4;

impl Channel {
    /// A channel of a kind with nothing set.
    pub(crate) fn new(id: Snowflake, kind: ChannelKind, name: impl Into<String>) -> Self {
        Self {
            id,
            kind,
            guild_id: None,
            parent_id: None,
            name: name.into(),
            topic: None,
            position: 0,
            nsfw: false,
            flags: 0,
            overwrites: Vec::new(),
            available_tags: Vec::new(),
            default_auto_archive: None,
            rate_limit_per_user: 0,
            default_sort_order: Value::Null,
            default_forum_layout: 0,
            default_reaction_emoji: Value::Null,
            default_thread_rate_limit: None,
            last_message_id: None,
            thread: None,
            recipient: None,
        }
    }

    /// Whether a post in this forum must bear a tag.
    pub(crate) fn requires_tag(&self) -> bool {
        self.flags & REQUIRE_TAG != 0
    }

    /// Its overwrites as the channel object lists them.
    pub(super) fn overwrites_json(&self) -> Vec<Value> {
        self.overwrites
            .iter()
            .map(|overwrite| {
                json!({
                    "id": overwrite.id.to_string(),
                    "type": match overwrite.kind { OverwriteKind::Role => 0, OverwriteKind::Member => 1 },
                    "allow": overwrite.allow.to_string(),
                    "deny": overwrite.deny.to_string(),
                })
            })
            .collect()
    }

    /// The channel object of a thread.
    pub(super) fn thread_json(&self, thread: &Thread) -> Value {
        let mut metadata = json!({
            "archived": thread.archived,
            "auto_archive_duration": thread.auto_archive,
            "archive_timestamp": iso8601(thread.archive_timestamp),
            "create_timestamp": iso8601(thread.created_at),
            "locked": thread.locked,
        });
        if self.kind == ChannelKind::PrivateThread {
            metadata["invitable"] = json!(thread.invitable);
        }
        json!({
            "id": self.id.to_string(),
            "type": self.kind.number(),
            "guild_id": self.guild_id.map(|id| id.to_string()),
            "parent_id": self.parent_id.map(|id| id.to_string()),
            "name": self.name,
            "owner_id": thread.owner_id.to_string(),
            "last_message_id": self.last_message_id.map(|id| id.to_string()),
            "last_pin_timestamp": null,
            "rate_limit_per_user": self.rate_limit_per_user,
            "bitrate": 64_000,
            "user_limit": 0,
            "rtc_region": null,
            "flags": self.flags,
            "message_count": thread.message_count,
            "total_message_sent": thread.total_message_sent,
            "member_count": thread.members.len().min(50),
            "thread_metadata": metadata,
            "applied_tags": thread.applied_tags.iter().map(ToString::to_string).collect::<Vec<_>>(),
        })
    }
}
