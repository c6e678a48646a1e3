//! Who sits in the chair, where, and what they see without asking.

use std::fmt;

use axum::body::Bytes;

use super::{ChannelRef, Message, Refusal};
use crate::{
    permissions,
    sandbox::Sandbox,
    snowflake::Snowflake,
    state::{Author, NewMessage, State},
};

/// The chair of a member. Clones are cheap and mean the same member.
#[derive(Clone)]
pub struct Member {
    pub(crate) sandbox: Sandbox,
    id: Snowflake,
    guild: Option<Snowflake>,
    /// The channel in which commands are typed.
    place: Option<Snowflake>,
    /// Files for the attachment options of the next command.
    pub(crate) files: Vec<Handed>,
}

/// A file for an attachment option.
#[derive(Clone)]
pub(crate) struct Handed {
    pub(crate) option: String,
    pub(crate) filename: String,
    pub(crate) lies: Lies,
}

/// Where a file lies.
#[derive(Clone)]
pub(crate) enum Lies {
    /// In the sandbox.
    Here(Bytes),
    /// At an address, and it is said to have so many bytes.
    At(String, usize),
}

impl fmt::Debug for Member {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Member")
            .field("name", &self.name())
            .field("id", &self.id)
            .finish()
    }
}

impl Member {
    pub(crate) fn new(sandbox: Sandbox, id: Snowflake, guild: Option<Snowflake>) -> Self {
        Self {
            sandbox,
            id,
            guild,
            place: None,
            files: Vec::new(),
        }
    }

    /// The user's identifier.
    #[must_use]
    pub fn id(&self) -> Snowflake {
        self.id
    }

    /// How the user is mentioned, `<@id>`.
    #[must_use]
    pub fn mention(&self) -> String {
        format!("<@{}>", self.id)
    }

    /// The name shown to others.
    #[must_use]
    pub fn name(&self) -> String {
        self.sandbox
            .shared
            .read(|state| state.name_in(self.guild, self.id))
    }

    /// The guild whose member sits here.
    #[must_use]
    pub fn guild(&self) -> Option<Snowflake> {
        self.guild
    }

    /// The same member in another channel: commands are typed there from now on.
    ///
    /// # Panics
    ///
    /// Panics when there is no such channel.
    #[must_use]
    pub fn at(&self, channel: impl ChannelRef) -> Self {
        let place = channel.channel_id(&self.sandbox);
        assert!(
            place.is_some(),
            "there is no such channel\n{}",
            self.sandbox.picture()
        );
        let guild = self.sandbox.shared.read(|state| {
            place
                .and_then(|id| state.channels.get(&id))
                .and_then(|channel| channel.guild_id)
        });
        Self {
            place,
            guild: guild.or(self.guild),
            ..self.clone()
        }
    }

    /// The same member in the direct messages with the bot.
    #[must_use]
    pub fn in_direct_messages(&self) -> Self {
        let place = self
            .sandbox
            .shared
            .change(|state| state.direct_channel(self.id));
        Self {
            place: Some(place),
            ..self.clone()
        }
    }

    /// The same member with a file for an attachment option of the next command.
    #[must_use]
    pub fn attaches(&self, option: &str, filename: &str, bytes: impl Into<Bytes>) -> Self {
        self.hands(option, filename, Lies::Here(bytes.into()))
    }

    /// The same member with a file that is said to lie at an address and to have so many bytes, whatever is there: what
    /// Discord would not say.
    #[must_use]
    pub fn attaches_at(&self, option: &str, filename: &str, url: &str, size: usize) -> Self {
        self.hands(option, filename, Lies::At(url.to_owned(), size))
    }

    fn hands(&self, option: &str, filename: &str, lies: Lies) -> Self {
        let mut with = self.clone();
        with.files.push(Handed {
            option: option.to_owned(),
            filename: filename.to_owned(),
            lies,
        });
        with
    }

    /// The channel in which the member types: the chosen one, or the first text channel seen.
    pub(crate) fn place(&self, state: &State) -> Result<Snowflake, Refusal> {
        if let Some(place) = self.place {
            return Ok(place);
        }
        let mut channels = state.channels.values();
        let seen = channels.find(|channel| {
            channel.guild_id.is_some()
                && channel.guild_id == self.guild
                && channel.kind == crate::ChannelKind::Text
                && state.channel_permissions(channel, self.id) & permissions::VIEW_CHANNEL != 0
        });
        seen.map(|channel| channel.id)
            .ok_or_else(|| Refusal::new("the member sees no text channel to type in"))
    }

    /// The client's refusal as a panic, with a picture.
    pub(crate) fn granted<T>(&self, outcome: Result<T, Refusal>) -> T {
        match outcome {
            Ok(value) => value,
            Err(refusal) => {
                panic!(
                    "{} cannot do that: {refusal}\n{}",
                    self.name(),
                    self.sandbox.picture()
                )
            }
        }
    }

    /// The messages of a channel which the member sees, the oldest first, among them those which
    /// only this member sees.
    #[must_use]
    pub fn sees(&self, channel: impl ChannelRef) -> Vec<Message> {
        let Some(id) = channel.channel_id(&self.sandbox) else {
            return Vec::new();
        };
        self.sandbox.shared.look(|state| {
            let needed = permissions::VIEW_CHANNEL | permissions::READ_MESSAGE_HISTORY;
            let allowed = state.channels.get(&id).is_some_and(|channel| {
                state.channel_permissions(channel, self.id) & needed == needed
            });
            let all = state
                .messages
                .get(&id)
                .into_iter()
                .flat_map(|all| all.values());
            all.filter(|_| allowed)
                .filter(|message| !message.is_ephemeral() || message.visible_to == Some(self.id))
                .map(|message| Message::read(state, message))
                .collect()
        })
    }

    /// Whether the member sees a channel at all.
    #[must_use]
    pub fn can_see(&self, channel: impl ChannelRef) -> bool {
        let Some(id) = channel.channel_id(&self.sandbox) else {
            return false;
        };
        self.sandbox.shared.look(|state| {
            state.channels.get(&id).is_some_and(|channel| {
                state.channel_permissions(channel, self.id) & permissions::VIEW_CHANNEL != 0
            })
        })
    }

    /// The direct messages between the bot and the member, the oldest first.
    #[must_use]
    pub fn direct_messages(&self) -> Vec<Message> {
        let channel = self.sandbox.shared.look(|state| {
            let mut all = state.channels.values();
            all.find(|channel| channel.recipient == Some(self.id))
                .map(|channel| channel.id)
        });
        channel.map_or_else(Vec::new, |channel| self.sees(channel))
    }

    /// The messages in which a mention really notified the member: of themselves, of a role they
    /// have, or of everyone, as far as the message allowed it and the member sees the channel.
    /// Direct messages notify anyway and count here only when they mention the member.
    #[must_use]
    pub fn pings(&self) -> Vec<Message> {
        self.sandbox.shared.look(|state| {
            let mut notifying: Vec<_> = state
                .messages
                .values()
                .flat_map(|all| all.values())
                .filter(|message| message.mentions.notified.contains(&self.id))
                .collect();
            notifying.sort_by_key(|message| message.timestamp);
            notifying
                .into_iter()
                .map(|message| Message::read(state, message))
                .collect()
        })
    }

    /// Writes a message in a channel.
    ///
    /// # Panics
    ///
    /// Panics when the member may not write there.
    pub fn says(&self, channel: impl ChannelRef, text: &str) -> Message {
        self.granted(self.try_says(channel, text))
    }

    /// As [`Self::says`], with the refusal as an error.
    ///
    /// # Errors
    ///
    /// Fails when there is no such channel or the member may not write in it.
    pub fn try_says(&self, channel: impl ChannelRef, text: &str) -> Result<Message, Refusal> {
        let id = channel.channel_id(&self.sandbox);
        let id = id.ok_or_else(|| Refusal::new("there is no such channel"))?;
        self.sandbox.shared.change(|state| {
            let place = state.channels.get(&id);
            let place = place.ok_or_else(|| Refusal::new("there is no such channel"))?;
            let has = state.channel_permissions(place, self.id);
            let needed = match &place.thread {
                Some(thread) if thread.locked => permissions::MANAGE_THREADS,
                Some(_) => permissions::SEND_MESSAGES_IN_THREADS,
                None => permissions::SEND_MESSAGES,
            };
            if has & needed == 0 || !place.kind.is_text() {
                return Err(Refusal::new(
                    "You do not have permission to send messages in this channel.",
                ));
            }
            let written = state.create_message(NewMessage::new(id, Author::User(self.id), text));
            let message = state.message(id, written);
            let message = message.ok_or_else(|| Refusal::new("the message is gone"))?;
            Ok(Message::read(state, message))
        })
    }
}
