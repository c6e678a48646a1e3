//! The life of threads and posts: opened, archived by silence, woken by a message.

use chrono::TimeDelta;
use serde_json::json;

use super::{Audience, Channel, ChannelKind, State, Thread, intents, json::merge};
use crate::snowflake::{Snowflake, iso8601};

impl State {
    /// Opens a thread below `parent`; `id` is given when it hangs on a message.
    pub(crate) fn open_thread(
        &mut self,
        parent: Snowflake,
        id: Option<Snowflake>,
        kind: ChannelKind,
        name: &str,
        owner: Snowflake,
        set: impl FnOnce(&mut Channel, &mut Thread),
    ) -> Snowflake {
        let (new_id, now) = self.mint();
        let id = id.unwrap_or(new_id);
        let mut channel = Channel::new(id, kind, name);
        let above = self.channels.get(&parent);
        channel.parent_id = Some(parent);
        channel.guild_id = above.and_then(|parent| parent.guild_id);
        let mut thread = Thread {
            owner_id: owner,
            archived: false,
            locked: false,
            auto_archive: above
                .and_then(|parent| parent.default_auto_archive)
                .unwrap_or(4320),
            archive_timestamp: now,
            created_at: now,
            invitable: true,
            applied_tags: Vec::new(),
            message_count: 0,
            total_message_sent: 0,
            members: [(owner, now)].into(),
            active_at: now,
        };
        set(&mut channel, &mut thread);
        channel.thread = Some(thread);
        self.channels.insert(id, channel);
        // A forum's last_message_id is the last post opened in it.
        if let Some(parent) = self
            .channels
            .get_mut(&parent)
            .filter(|above| above.kind.is_forum())
        {
            parent.last_message_id = Some(id);
        }
        self.tell_channel("THREAD_CREATE", id, Some(json!({ "newly_created": true })));
        id
    }

    /// Tells of a channel or thread as it now is, with extra fields.
    pub(crate) fn tell_channel(
        &mut self,
        event: &'static str,
        id: Snowflake,
        extra: Option<serde_json::Value>,
    ) {
        let Some(channel) = self.channels.get(&id) else {
            return;
        };
        let Some(guild) = channel.guild_id else {
            return;
        };
        let mut body = self.channel_json(channel);
        if let Some(extra) = extra {
            merge(&mut body, extra);
        }
        self.emit(
            Audience::Channel {
                guild: Some(guild),
                channel: id,
            },
            intents::GUILDS,
            event,
            body,
        );
    }

    /// Archives or unarchives a thread and tells of it.
    pub(crate) fn set_archived(&mut self, id: Snowflake, archived: bool) {
        let now = self.now();
        let Some(thread) = self
            .channels
            .get_mut(&id)
            .and_then(|channel| channel.thread.as_mut())
        else {
            return;
        };
        if thread.archived == archived {
            return;
        }
        thread.archived = archived;
        thread.archive_timestamp = now;
        thread.active_at = now;
        self.tell_channel("THREAD_UPDATE", id, None);
    }

    /// Archives what has been silent for long enough. Called before each look at the world, so
    /// it needs no timer and follows the injected clock.
    /// Returns whether anything was archived.
    pub(crate) fn archive_silent_threads(&mut self) -> bool {
        let now = self.now();
        let silent: Vec<Snowflake> = self
            .channels
            .values()
            .filter_map(|channel| {
                let thread = channel.thread.as_ref().filter(|thread| !thread.archived)?;
                let minutes = i64::try_from(thread.auto_archive).unwrap_or(i64::MAX / 60_000);
                // A pinned post stays open.
                let due = thread.active_at + TimeDelta::minutes(minutes);
                (due <= now && channel.flags & (1 << 1) == 0).then_some(channel.id)
            })
            .collect();
        for id in &silent {
            self.set_archived(*id, true);
        }
        !silent.is_empty()
    }

    /// Removes a channel or thread with all it holds, and tells of it.
    pub(crate) fn delete_channel(&mut self, id: Snowflake) {
        let children: Vec<Snowflake> = self
            .channels
            .values()
            .filter(|channel| channel.parent_id == Some(id) && channel.thread.is_some())
            .map(|channel| channel.id)
            .collect();
        for child in children {
            self.delete_channel(child);
        }
        let Some(channel) = self.channels.get(&id).cloned() else {
            return;
        };
        if channel.thread.is_some() {
            let body = json!({
                "id": id.to_string(),
                "guild_id": channel.guild_id.map(|id| id.to_string()),
                "parent_id": channel.parent_id.map(|id| id.to_string()),
                "type": channel.kind.number(),
            });
            let audience = Audience::Channel {
                guild: channel.guild_id,
                channel: id,
            };
            self.emit(audience, intents::GUILDS, "THREAD_DELETE", body);
        } else {
            self.tell_channel("CHANNEL_DELETE", id, None);
        }
        for orphan in self
            .channels
            .values_mut()
            .filter(|other| other.parent_id == Some(id))
        {
            orphan.parent_id = None;
        }
        self.channels.remove(&id);
        self.messages.remove(&id);
        self.webhooks.retain(|_, webhook| webhook.channel_id != id);
    }

    /// Adds a user to a thread, as writing in it does.
    pub(crate) fn join_thread(&mut self, id: Snowflake, user: Snowflake) {
        let now = self.now();
        let Some(channel) = self.channels.get_mut(&id) else {
            return;
        };
        let guild = channel.guild_id;
        let Some(thread) = channel.thread.as_mut() else {
            return;
        };
        if thread.members.contains_key(&user) {
            return;
        }
        thread.members.insert(user, now);
        let count = thread.members.len().min(50);
        let member = json!({
            "id": id.to_string(),
            "user_id": user.to_string(),
            "join_timestamp": iso8601(now),
            "flags": 1,
        });
        let body = json!({
            "id": id.to_string(),
            "guild_id": guild.map(|id| id.to_string()),
            "member_count": count,
            "added_members": [member],
        });
        // Without the members intent a bot only hears of this when it is added itself.
        let needs = if user == self.application.bot_id {
            intents::GUILDS
        } else {
            intents::GUILD_MEMBERS
        };
        self.emit(
            Audience::Channel { guild, channel: id },
            needs,
            "THREAD_MEMBERS_UPDATE",
            body,
        );
    }
}
