//! Guilds, their roles, members, scheduled events and webhooks.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use crate::snowflake::{Snowflake, iso8601};

/// A guild, called a server by its members.
#[derive(Clone, Debug)]
pub(crate) struct Guild {
    pub(crate) id: Snowflake,
    pub(crate) name: String,
    pub(crate) owner_id: Snowflake,
    pub(crate) preferred_locale: String,
    pub(crate) system_channel_id: Option<Snowflake>,
    pub(crate) roles: BTreeMap<Snowflake, Role>,
    pub(crate) members: BTreeMap<Snowflake, GuildMember>,
}

/// A role; the one with the guild's own identifier is `@everyone`.
#[derive(Clone, Debug)]
pub(crate) struct Role {
    pub(crate) id: Snowflake,
    pub(crate) name: String,
    pub(crate) permissions: u64,
    pub(crate) position: i64,
    pub(crate) color: u64,
    pub(crate) hoist: bool,
    pub(crate) mentionable: bool,
    /// The bot for which Discord made this role.
    pub(crate) bot_id: Option<Snowflake>,
}

impl Role {
    /// The role object (Topics, Permissions).
    pub(crate) fn json(&self) -> Value {
        let mut json = json!({
            "id": self.id.to_string(),
            "name": self.name,
            "color": self.color,
            "colors": { "primary_color": self.color, "secondary_color": null, "tertiary_color": null },
            "hoist": self.hoist,
            "icon": null,
            "unicode_emoji": null,
            "position": self.position,
            "permissions": self.permissions.to_string(),
            "managed": self.bot_id.is_some(),
            "mentionable": self.mentionable,
            "flags": 0,
        });
        if let Some(bot) = self.bot_id {
            json["tags"] = json!({ "bot_id": bot.to_string() });
        }
        json
    }
}

/// A user's membership of a guild.
#[derive(Clone, Debug)]
pub(crate) struct GuildMember {
    pub(crate) user_id: Snowflake,
    pub(crate) nick: Option<String>,
    pub(crate) roles: Vec<Snowflake>,
    pub(crate) joined_at: DateTime<Utc>,
}

impl GuildMember {
    /// The member object without its user (Resources, Guild).
    pub(crate) fn partial_json(&self) -> Value {
        json!({
            "nick": self.nick,
            "avatar": null,
            "banner": null,
            "roles": self.roles.iter().map(ToString::to_string).collect::<Vec<_>>(),
            "joined_at": iso8601(self.joined_at),
            "premium_since": null,
            "deaf": false,
            "mute": false,
            "flags": 0,
            "pending": false,
            "communication_disabled_until": null,
            "avatar_decoration_data": null,
        })
    }
}

/// An event in a guild's calendar.
#[derive(Clone, Debug)]
pub(crate) struct ScheduledEvent {
    pub(crate) id: Snowflake,
    pub(crate) guild_id: Snowflake,
    pub(crate) channel_id: Option<Snowflake>,
    pub(crate) creator_id: Snowflake,
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    pub(crate) start: DateTime<Utc>,
    pub(crate) end: Option<DateTime<Utc>>,
    /// 1 scheduled, 2 active, 3 completed, 4 cancelled.
    pub(crate) status: u64,
    /// 1 stage instance, 2 voice, 3 external.
    pub(crate) entity_type: u64,
    pub(crate) location: Option<String>,
}

/// A webhook made in a channel.
#[derive(Clone, Debug)]
pub(crate) struct Webhook {
    pub(crate) id: Snowflake,
    pub(crate) guild_id: Snowflake,
    pub(crate) channel_id: Snowflake,
    pub(crate) name: String,
    pub(crate) token: String,
    pub(crate) creator_id: Snowflake,
}
