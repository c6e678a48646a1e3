//! Channels as the API shows them, and direct messages opened.

use serde_json::{Value, json};

use super::{Channel, ChannelKind, State, Tag, json::merge};
use crate::snowflake::{Snowflake, iso8601};

impl State {
    /// The channel object (Resources, Channel).
    pub(crate) fn channel_json(&self, channel: &Channel) -> Value {
        if let Some(thread) = &channel.thread {
            let mut json = channel.thread_json(thread);
            if let Some(joined) = thread.members.get(&self.application.bot_id) {
                json["member"] = json!({
                    "id": channel.id.to_string(),
                    "user_id": self.application.bot_id.to_string(),
                    "join_timestamp": iso8601(*joined),
                    "flags": 1,
                });
            }
            return json;
        }
        if let Some(recipient) = channel.recipient {
            return json!({
                "id": channel.id.to_string(),
                "type": channel.kind.number(),
                "flags": 0,
                "last_message_id": channel.last_message_id.map(|id| id.to_string()),
                "recipients": [self.user_json(recipient)],
            });
        }
        let mut json = json!({
            "id": channel.id.to_string(),
            "type": channel.kind.number(),
            "guild_id": channel.guild_id.map(|id| id.to_string()),
            "parent_id": channel.parent_id.map(|id| id.to_string()),
            "name": channel.name,
            "position": channel.position,
            "nsfw": channel.nsfw,
            "flags": channel.flags,
            "permission_overwrites": channel.overwrites_json(),
        });
        if channel.kind != ChannelKind::Category {
            merge(
                &mut json,
                json!({
                    "topic": channel.topic,
                    "last_message_id": channel.last_message_id.map(|id| id.to_string()),
                    "rate_limit_per_user": channel.rate_limit_per_user,
                }),
            );
            if let Some(minutes) = channel.default_auto_archive {
                json["default_auto_archive_duration"] = json!(minutes);
            }
        }
        if channel.kind.is_forum() {
            merge(
                &mut json,
                json!({
                    "available_tags": channel.available_tags.iter().map(Tag::json).collect::<Vec<_>>(),
                    "default_reaction_emoji": channel.default_reaction_emoji,
                    "default_sort_order": channel.default_sort_order,
                    "default_forum_layout": channel.default_forum_layout,
                }),
            );
            if let Some(seconds) = channel.default_thread_rate_limit {
                json["default_thread_rate_limit_per_user"] = json!(seconds);
            }
        }
        json
    }

    /// The channel as interactions carry it: with the invoking user's permissions.
    pub(crate) fn interaction_channel_json(&self, channel: &Channel, user: Snowflake) -> Value {
        let mut json = self.channel_json(channel);
        json["permissions"] = json!(self.channel_permissions(channel, user).to_string());
        json
    }

    /// The direct-message channel of the bot with a user, opened if need be.
    pub(crate) fn direct_channel(&mut self, user: Snowflake) -> Snowflake {
        let known = self
            .channels
            .values()
            .find(|channel| channel.recipient == Some(user));
        if let Some(channel) = known {
            return channel.id;
        }
        let (id, _) = self.mint();
        let mut channel = Channel::new(id, ChannelKind::DirectMessage, "");
        channel.recipient = Some(user);
        self.channels.insert(id, channel);
        id
    }
}
