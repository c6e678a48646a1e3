//! Guilds, their members, events and webhooks as the API shows them.

use serde_json::{Value, json};

use super::{Channel, Guild, GuildMember, Role, ScheduledEvent, State, Webhook, json::merge};
use crate::{
    permissions,
    snowflake::{Snowflake, iso8601},
};

impl State {
    /// The member object with its user.
    pub(crate) fn member_json(&self, member: &GuildMember) -> Value {
        let mut json = member.partial_json();
        json["user"] = self.user_json(member.user_id);
        json
    }

    /// The guild object (Resources, Guild), without what only `GUILD_CREATE` carries.
    pub(crate) fn guild_json(&self, guild: &Guild) -> Value {
        json!({
            "id": guild.id.to_string(),
            "name": guild.name,
            "icon": null,
            "icon_hash": null,
            "splash": null,
            "discovery_splash": null,
            "owner_id": guild.owner_id.to_string(),
            "region": "deprecated",
            "afk_channel_id": null,
            "afk_timeout": 300,
            "widget_enabled": false,
            "widget_channel_id": null,
            "verification_level": 1,
            "default_message_notifications": 1,
            "explicit_content_filter": 0,
            "roles": guild.roles.values().map(Role::json).collect::<Vec<_>>(),
            "emojis": [],
            "features": ["COMMUNITY"],
            "mfa_level": 0,
            "application_id": null,
            "system_channel_id": guild.system_channel_id.map(|id| id.to_string()),
            "system_channel_flags": 0,
            "rules_channel_id": null,
            "max_presences": null,
            "max_members": 500_000,
            "vanity_url_code": null,
            "description": null,
            "banner": null,
            "premium_tier": 0,
            "premium_subscription_count": 0,
            "preferred_locale": guild.preferred_locale,
            "public_updates_channel_id": null,
            "max_video_channel_users": 25,
            "max_stage_video_channel_users": 50,
            "nsfw_level": 0,
            "stickers": [],
            "premium_progress_bar_enabled": false,
            "safety_alerts_channel_id": null,
            "incidents_data": null,
        })
    }

    /// The body of `GUILD_CREATE` (Gateway Events). Without the presences intent it names only
    /// the bot as a member, which is why bots must not count on the list.
    pub(crate) fn guild_create_json(&self, guild: &Guild, all_members: bool) -> Value {
        let mut json = self.guild_json(guild);
        let bot = self.application.bot_id;
        let joined_at = guild
            .members
            .get(&bot)
            .map(|member| iso8601(member.joined_at));
        let visible = |channel: &&Channel| {
            channel.guild_id == Some(guild.id)
                && self.channel_permissions(channel, bot) & permissions::VIEW_CHANNEL != 0
        };
        let members: Vec<Value> = guild
            .members
            .values()
            .filter(|member| all_members || member.user_id == bot)
            .map(|member| self.member_json(member))
            .collect();
        // The bot is told of channels it cannot see (so that it knows their names in overwrites),
        // but not of threads in them.
        let channels: Vec<Value> = self
            .channels
            .values()
            .filter(|channel| channel.guild_id == Some(guild.id) && channel.thread.is_none())
            .map(|channel| self.channel_json(channel))
            .collect();
        let threads: Vec<Value> = self
            .channels
            .values()
            .filter(|channel| {
                channel
                    .thread
                    .as_ref()
                    .is_some_and(|thread| !thread.archived)
            })
            .filter(visible)
            .map(|channel| self.channel_json(channel))
            .collect();
        let events: Vec<Value> = self
            .events
            .values()
            .filter(|event| event.guild_id == guild.id && event.status < 3)
            .map(|event| self.event_json(event))
            .collect();
        let extra = json!({
            "joined_at": joined_at,
            "large": false,
            "unavailable": false,
            "member_count": guild.members.len(),
            "voice_states": [],
            "members": members,
            "channels": channels,
            "threads": threads,
            "presences": [],
            "stage_instances": [],
            "guild_scheduled_events": events,
            "soundboard_sounds": [],
        });
        merge(&mut json, extra);
        json
    }

    /// The guild scheduled event object.
    pub(crate) fn event_json(&self, event: &ScheduledEvent) -> Value {
        json!({
            "id": event.id.to_string(),
            "guild_id": event.guild_id.to_string(),
            "channel_id": event.channel_id.map(|id| id.to_string()),
            "creator_id": event.creator_id.to_string(),
            "creator": self.user_json(event.creator_id),
            "name": event.name,
            "description": event.description,
            "scheduled_start_time": iso8601(event.start),
            "scheduled_end_time": event.end.map(iso8601),
            "privacy_level": 2,
            "status": event.status,
            "entity_type": event.entity_type,
            "entity_id": null,
            "entity_metadata": event.location.as_ref().map(|place| json!({ "location": place })),
            "user_count": 0,
            "image": null,
            "recurrence_rule": null,
        })
    }

    /// The webhook object.
    pub(crate) fn webhook_json(&self, webhook: &Webhook) -> Value {
        json!({
            "id": webhook.id.to_string(),
            "type": 1,
            "guild_id": webhook.guild_id.to_string(),
            "channel_id": webhook.channel_id.to_string(),
            "user": self.user_json(webhook.creator_id),
            "name": webhook.name,
            "avatar": null,
            "token": webhook.token,
            "application_id": self.application.id.to_string(),
            "url": format!("{}/api/webhooks/{}/{}", self.base, webhook.id, webhook.token),
        })
    }

    /// The name under which members of a guild see a user.
    pub(crate) fn name_in(&self, guild: Option<Snowflake>, user: Snowflake) -> String {
        let nick = guild
            .and_then(|id| self.guilds.get(&id))
            .and_then(|guild| guild.members.get(&user))
            .and_then(|member| member.nick.clone());
        nick.or_else(|| self.users.get(&user).map(|user| user.display_name.clone()))
            .unwrap_or_else(|| "deleted_user".into())
    }
}
