//! Messages: written, edited, deleted, and as the API shows them.

use serde_json::{Value, json};

use super::{Audience, Author, Message, NewMessage, State, flags, intents};
use crate::snowflake::{Snowflake, iso8601};

impl State {
    /// A message of a channel.
    pub(crate) fn message(&self, channel: Snowflake, id: Snowflake) -> Option<&Message> {
        self.messages.get(&channel)?.get(&id)
    }

    /// A message of a channel, to be changed.
    pub(crate) fn message_mut(
        &mut self,
        channel: Snowflake,
        id: Snowflake,
    ) -> Option<&mut Message> {
        self.messages.get_mut(&channel)?.get_mut(&id)
    }

    /// Writes a message: wakes an archived thread, and tells the gateway (not of ephemeral ones).
    pub(crate) fn create_message(&mut self, new: NewMessage) -> Snowflake {
        if self
            .channels
            .get(&new.channel)
            .is_some_and(|channel| channel.thread.is_some())
        {
            self.set_archived(new.channel, false);
            if let Some(user) = new.author.user() {
                self.join_thread(new.channel, user);
            }
        }
        let (minted, timestamp) = self.mint();
        let id = new.id.unwrap_or(minted);
        let replied_to = new
            .reference
            .and_then(|id| self.message(new.channel, id))
            .and_then(|message| message.author.user());
        let mentions = self.mentions(
            new.channel,
            new.author.user(),
            &new.content,
            &new.allowed,
            replied_to,
            new.flags,
        );
        let message = Message {
            id,
            channel_id: new.channel,
            author: new.author,
            kind: new.kind,
            content: new.content,
            timestamp,
            edited: None,
            embeds: new.embeds,
            components: new.components,
            attachments: new.attachments,
            nonce: new.nonce,
            flags: new.flags,
            mentions,
            pinned: false,
            interaction: new.interaction,
            reference: new.reference,
            visible_to: new.visible_to,
        };
        let ephemeral = message.is_ephemeral();
        self.messages
            .entry(new.channel)
            .or_default()
            .insert(id, message);
        if ephemeral {
            return id;
        }
        if let Some(channel) = self.channels.get_mut(&new.channel) {
            channel.last_message_id = Some(id);
            if let Some(thread) = channel.thread.as_mut() {
                thread.active_at = timestamp;
                // A post's first message is not counted (Resources, Channel, message_count).
                if id != channel.id {
                    thread.message_count += 1;
                    thread.total_message_sent += 1;
                }
            }
        }
        self.tell_message("MESSAGE_CREATE", new.channel, id);
        id
    }

    /// Deletes a message and tells of it. `false` if there was none.
    pub(crate) fn delete_message(&mut self, channel: Snowflake, id: Snowflake) -> bool {
        let Some(message) = self
            .messages
            .get_mut(&channel)
            .and_then(|all| all.remove(&id))
        else {
            return false;
        };
        if let Some(thread) = self
            .channels
            .get_mut(&channel)
            .and_then(|c| c.thread.as_mut())
            && id != channel
        {
            thread.message_count = thread.message_count.saturating_sub(1);
        }
        if !message.is_ephemeral() {
            let guild = self
                .channels
                .get(&channel)
                .and_then(|channel| channel.guild_id);
            let mut body = json!({ "id": id.to_string(), "channel_id": channel.to_string() });
            if let Some(guild) = guild {
                body["guild_id"] = json!(guild.to_string());
            }
            let audience = Audience::Channel { guild, channel };
            self.emit(audience, intents::messages(guild), "MESSAGE_DELETE", body);
        }
        true
    }

    /// Tells the gateway of a message as it now is.
    pub(crate) fn tell_message(&mut self, event: &'static str, channel: Snowflake, id: Snowflake) {
        let Some(message) = self
            .message(channel, id)
            .filter(|message| !message.is_ephemeral())
        else {
            return;
        };
        let guild = self
            .channels
            .get(&channel)
            .and_then(|channel| channel.guild_id);
        let mut body = self.message_json(message, true);
        if let Some(guild_id) = guild {
            body["guild_id"] = json!(guild_id.to_string());
            let member = message
                .author
                .user()
                .and_then(|user| self.guilds.get(&guild_id)?.members.get(&user));
            if let Some(member) = member {
                body["member"] = member.partial_json();
            }
        }
        self.emit(
            Audience::Channel { guild, channel },
            intents::messages(guild),
            event,
            body,
        );
    }

    /// The message object (Resources, Message). Discord does not keep a message's nonce: only the
    /// answer to its creation and the event bear it.
    pub(crate) fn message_json(&self, message: &Message, with_nonce: bool) -> Value {
        let author = match &message.author {
            Author::User(id) => self.user_json(*id),
            Author::Webhook { id, name } => json!({
                "id": id.to_string(), "username": name, "discriminator": "0000",
                "global_name": null, "avatar": null, "bot": true,
            }),
        };
        let attachments: Vec<Value> = message
            .attachments
            .iter()
            .map(|file| file.json(message.is_ephemeral()))
            .collect();
        let mut json = json!({
            "id": message.id.to_string(),
            "channel_id": message.channel_id.to_string(),
            "type": message.kind,
            "author": author,
            "content": message.content,
            "timestamp": iso8601(message.timestamp),
            "edited_timestamp": message.edited.map(iso8601),
            "tts": false,
            "mention_everyone": message.mentions.everyone,
            "mentions": message.mentions.users.iter().map(|id| self.user_json(*id)).collect::<Vec<_>>(),
            "mention_roles": message.mentions.roles.iter().map(ToString::to_string).collect::<Vec<_>>(),
            "attachments": attachments,
            "embeds": message.embeds,
            "components": message.components,
            "pinned": message.pinned,
            "flags": message.flags,
        });
        if let Some(nonce) = message.nonce.as_ref().filter(|_| with_nonce) {
            json["nonce"] = nonce.clone();
        }
        if let Author::Webhook { id, .. } = &message.author {
            json["webhook_id"] = json!(id.to_string());
        }
        if let Some(interaction) = message
            .interaction
            .and_then(|id| self.interactions.get(&id))
        {
            let app = self.application.id.to_string();
            json["application_id"] = json!(app);
            json["webhook_id"] = json!(app);
            json["interaction_metadata"] = Value::clone(&interaction.metadata);
            if let Some(old) = self.legacy_interaction_json(interaction) {
                json["interaction"] = old;
            }
        }
        if let Some(reference) = message.reference {
            let channel = self.channels.get(&message.channel_id);
            json["message_reference"] = json!({
                "type": 0,
                "channel_id": message.channel_id.to_string(),
                "message_id": reference.to_string(),
            });
            if let Some(guild) = channel.and_then(|channel| channel.guild_id) {
                json["message_reference"]["guild_id"] = json!(guild.to_string());
            }
            json["referenced_message"] = self
                .message(message.channel_id, reference)
                .map_or(Value::Null, |original| self.short_message_json(original));
        }
        if message.flags & flags::HAS_THREAD != 0
            && let Some(thread) = self.channels.get(&message.id)
        {
            json["thread"] = self.channel_json(thread);
        }
        json
    }

    /// A message without what it refers to, so that chains of replies end.
    fn short_message_json(&self, message: &Message) -> Value {
        let mut copy = message.clone();
        copy.reference = None;
        self.message_json(&copy, false)
    }

    /// The message object as `MESSAGE_CREATE` and interactions show it.
    pub(crate) fn message_json_by_id(&self, channel: Snowflake, id: Snowflake) -> Value {
        self.message(channel, id)
            .map_or(Value::Null, |message| self.message_json(message, false))
    }

    /// Marks a message as edited just now and tells of it.
    pub(crate) fn mark_edited(&mut self, channel: Snowflake, id: Snowflake) {
        let (_, now) = self.mint();
        if let Some(message) = self.message_mut(channel, id) {
            message.edited = Some(now);
        }
        self.tell_message("MESSAGE_UPDATE", channel, id);
    }
}
