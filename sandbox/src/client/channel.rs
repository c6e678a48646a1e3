//! Channels, posts and scheduled events as anybody sees them who may see everything.

use chrono::{DateTime, Utc};

use super::Message;
use crate::{
    sandbox::Sandbox,
    snowflake::Snowflake,
    state::{self, State},
};

/// A channel of any kind.
#[derive(Clone, Debug)]
pub struct Channel {
    sandbox: Sandbox,
    id: Snowflake,
}

/// A post of a forum, or a thread, as it was when it was looked at.
#[derive(Clone, Debug, PartialEq)]
pub struct Post {
    /// Its identifier, which is that of its channel and of its first message.
    pub id: Snowflake,
    /// The forum or channel it belongs to.
    pub parent_id: Option<Snowflake>,
    /// Its title.
    pub title: String,
    /// The names of its tags.
    pub tags: Vec<String>,
    /// Whether it is archived.
    pub archived: bool,
    /// Whether it is locked.
    pub locked: bool,
    /// Minutes of silence after which it is archived.
    pub auto_archive_minutes: u64,
    /// The message it was opened with.
    pub starter: Option<Message>,
    /// All its messages, the oldest (the starter) first; ephemeral ones are left out.
    pub messages: Vec<Message>,
}

/// A scheduled event, as it was when it was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScheduledEvent {
    /// Its identifier.
    pub id: Snowflake,
    /// Its name.
    pub name: String,
    /// Its description.
    pub description: Option<String>,
    /// Where it takes place, for an external event.
    pub location: Option<String>,
    /// Its start.
    pub start: DateTime<Utc>,
    /// Its end.
    pub end: Option<DateTime<Utc>>,
    /// 1 scheduled, 2 active, 3 completed, 4 cancelled.
    pub status: u64,
}

impl ScheduledEvent {
    pub(crate) fn read(event: &state::ScheduledEvent) -> Self {
        Self {
            id: event.id,
            name: event.name.clone(),
            description: event.description.clone(),
            location: event.location.clone(),
            start: event.start,
            end: event.end,
            status: event.status,
        }
    }
}

impl Post {
    pub(crate) fn read(state: &State, channel: &state::Channel) -> Option<Self> {
        let thread = channel.thread.as_ref()?;
        let forum = channel.parent_id.and_then(|id| state.channels.get(&id));
        let tag = |id: &Snowflake| {
            let tags = forum.map_or(&[][..], |forum| &forum.available_tags);
            tags.iter()
                .find(|tag| tag.id == *id)
                .map(|tag| tag.name.clone())
        };
        let messages = public_messages(state, channel.id);
        let starter = messages
            .iter()
            .find(|message| message.id == channel.id)
            .cloned();
        Some(Self {
            id: channel.id,
            parent_id: channel.parent_id,
            title: channel.name.clone(),
            tags: thread.applied_tags.iter().filter_map(tag).collect(),
            archived: thread.archived,
            locked: thread.locked,
            auto_archive_minutes: thread.auto_archive,
            starter,
            messages,
        })
    }

    /// Whether the text stands anywhere in its messages.
    #[must_use]
    pub fn says(&self, text: &str) -> bool {
        self.messages.iter().any(|message| message.says(text))
    }
}

/// Messages of a channel which everybody sees, the oldest first.
fn public_messages(state: &State, channel: Snowflake) -> Vec<Message> {
    let all = state
        .messages
        .get(&channel)
        .into_iter()
        .flat_map(|all| all.values());
    all.filter(|message| !message.is_ephemeral())
        .map(|one| Message::read(state, one))
        .collect()
}

impl Channel {
    pub(crate) fn new(sandbox: Sandbox, id: Snowflake) -> Self {
        Self { sandbox, id }
    }

    /// Its identifier.
    #[must_use]
    pub fn id(&self) -> Snowflake {
        self.id
    }

    /// How it is mentioned, `<#id>`.
    #[must_use]
    pub fn mention(&self) -> String {
        format!("<#{}>", self.id)
    }

    fn get<T>(&self, read: impl FnOnce(&state::Channel) -> T) -> Option<T> {
        self.sandbox
            .shared
            .look(|state| state.channels.get(&self.id).map(read))
    }

    /// Whether it still exists.
    #[must_use]
    pub fn exists(&self) -> bool {
        self.get(|_| ()).is_some()
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> String {
        self.get(|channel| channel.name.clone()).unwrap_or_default()
    }

    /// Its topic; a forum's guidelines.
    #[must_use]
    pub fn topic(&self) -> Option<String> {
        self.get(|channel| channel.topic.clone()).flatten()
    }

    /// The names of a forum's tags.
    #[must_use]
    pub fn tags(&self) -> Vec<String> {
        let names = |channel: &state::Channel| {
            channel
                .available_tags
                .iter()
                .map(|tag| tag.name.clone())
                .collect()
        };
        self.get(names).unwrap_or_default()
    }

    /// Its messages, the oldest first; ephemeral ones are left out.
    #[must_use]
    pub fn messages(&self) -> Vec<Message> {
        self.sandbox
            .shared
            .look(|state| public_messages(state, self.id))
    }

    /// A forum's posts or a channel's threads, archived ones too, the oldest first.
    #[must_use]
    pub fn posts(&self) -> Vec<Post> {
        self.sandbox.shared.look(|state| {
            let inside = state
                .channels
                .values()
                .filter(|one| one.parent_id == Some(self.id));
            inside
                .filter_map(|channel| Post::read(state, channel))
                .collect()
        })
    }

    /// A post or thread by its title.
    #[must_use]
    pub fn post(&self, title: &str) -> Option<Post> {
        self.posts().into_iter().find(|post| post.title == title)
    }
}

/// Whatever names a channel: its name, its identifier, the channel or post itself.
pub trait ChannelRef {
    /// The identifier of the channel, if there is such a one.
    fn channel_id(&self, sandbox: &Sandbox) -> Option<Snowflake>;
}

impl ChannelRef for &str {
    fn channel_id(&self, sandbox: &Sandbox) -> Option<Snowflake> {
        let thread = || {
            let threads = sandbox.threads().into_iter();
            threads
                .rev()
                .find(|thread| thread.title == *self)
                .map(|thread| thread.id)
        };
        sandbox
            .find_channel(self)
            .map(|channel| channel.id)
            .or_else(thread)
    }
}

impl ChannelRef for Snowflake {
    fn channel_id(&self, _: &Sandbox) -> Option<Snowflake> {
        Some(*self)
    }
}

impl ChannelRef for &Channel {
    fn channel_id(&self, _: &Sandbox) -> Option<Snowflake> {
        Some(self.id)
    }
}

impl ChannelRef for &Post {
    fn channel_id(&self, _: &Sandbox) -> Option<Snowflake> {
        Some(self.id)
    }
}
