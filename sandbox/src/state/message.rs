//! Messages: written, edited, deleted.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::{AllowedMentions, Mentions, State, guild::merge};
use crate::{
    gateway::{Audience, intents},
    snowflake::{Snowflake, iso8601},
};

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

    /// Joins fields into the JSON of a message.
    pub(crate) fn with_fields(mut message: Value, fields: Value) -> Value {
        merge(&mut message, fields);
        message
    }
}
