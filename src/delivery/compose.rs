//! What the capabilities tell the worker: what a delivery says, and to whom, worked out when it is
//! sent (design, section 3, rule 4).

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use super::Message;
use super::queue::Delivery;
use super::wire::Failure;
use crate::ledger::{Outgoing, Result, Tx};
use crate::words::{Lang, Text, say};

/// What a delivery turns out to be.
#[derive(Clone, Debug)]
pub enum Composed {
    /// A new message.
    Send {
        /// A channel or thread.
        channel_id: i64,
        /// What it says.
        message: Message,
    },
    /// A new message in place of one that somebody deleted: it is kept, so it is never merged with others.
    Anew {
        /// The channel or thread.
        channel_id: i64,
        /// What it says.
        message: Message,
    },
    /// A new state of a message.
    Edit {
        /// The channel or thread it is in.
        channel_id: i64,
        /// The message.
        message_id: i64,
        /// What it says now.
        message: Message,
        /// What changes of the thread around it.
        thread: ThreadChange,
    },
    /// A new post in a forum, or a thread in a text channel.
    Post {
        /// The forum, or the text channel.
        channel_id: i64,
        /// Whether it is a text channel: a message is sent there and a thread begun from it.
        threads: bool,
        /// The post's title.
        title: String,
        /// Discord's tag ids; a text channel's thread has none.
        tags: Vec<i64>,
        /// The first message.
        message: Message,
    },
    /// A direct message.
    Direct {
        /// The person.
        user_id: i64,
        /// What they read.
        message: Message,
        /// Where it goes when they take no direct messages; none: it fails, loudly.
        fallback: Option<Fallback>,
    },
    /// Something that goes outside Discord.
    Elsewhere(Arc<dyn Elsewhere>),
    /// Nothing to say any more: the delivery is withdrawn with this reason.
    Nothing(String),
    /// Not before this moment; nothing failed.
    NotYet(DateTime<Utc>),
}

/// Something worked out for somewhere outside Discord: whoever composed it knows the way there.
#[async_trait]
pub trait Elsewhere: fmt::Debug + Send + Sync {
    /// Sends it, in time for the lease of a delivery.
    async fn send(&self) -> std::result::Result<(), Failure>;

    /// Whether an earlier try, of which nobody knows the outcome, has arrived. Where it can't be known it is not there,
    /// and what is sent again says so.
    async fn is_there(&self) -> std::result::Result<bool, Failure>;
}

/// What of a thread changes; what is `None` stays. Discord allows few changes of a name, so give
/// only what differs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ThreadChange {
    /// All of its tags.
    pub tags: Option<Vec<i64>>,
    /// Whether it is archived.
    pub archived: Option<bool>,
    /// Its title.
    pub name: Option<String>,
}

/// Where a direct message goes when it can't arrive, and what may be said there: others read it.
#[derive(Clone, Debug)]
pub struct Fallback {
    /// A channel or thread, such as the tender's post.
    pub channel_id: i64,
    /// What it says there; it should mention the person.
    pub message: Message,
}

/// Composes deliveries of some kinds.
#[async_trait]
pub trait Compose: Send + Sync {
    /// The kinds of delivery that it composes.
    fn kinds(&self) -> &[&'static str];

    /// What `delivery` says now.
    async fn compose(&self, delivery: &Delivery) -> Result<Composed>;

    /// Where an earlier try went, for a delivery that has nothing to say any more but of which nobody knows whether it
    /// has arrived. Empty: it is not looked for.
    async fn places(&self, delivery: &Delivery) -> Result<Vec<Place>> {
        let _ = delivery;
        Ok(Vec::new())
    }

    /// Called in the change that marks it sent, so that what it became is kept with it: a post's
    /// thread and card, say. `channel_id` is the thread where a post was made.
    async fn sent(
        &self,
        tx: &Tx,
        delivery: &Delivery,
        channel_id: i64,
        message_id: i64,
    ) -> Result<()> {
        let _ = (tx, delivery, channel_id, message_id);
        Ok(())
    }

    /// What a registrar may do about one that was given up, as a sentence; empty: nothing in particular.
    fn help(&self) -> Text {
        Text::default()
    }

    /// Called in the change that would give it up, with Discord's code: what somebody deleted (a post, 10003; a message,
    /// 10008) can be forgotten here, and made anew.
    async fn refused(&self, tx: &Tx, delivery: &Delivery, code: i64) -> Result<Remedy> {
        let _ = (tx, delivery, code);
        Ok(Remedy::Nobody)
    }
}

/// Where a message may have gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// A channel or thread.
    Channel(i64),
    /// Direct messages with a person.
    Direct(i64),
    /// A post of this forum.
    Forum(i64),
}

/// Discord's code for a channel, thread or post that is not there (topics/opcodes-and-status-codes).
pub const UNKNOWN_CHANNEL: i64 = 10_003;
/// Discord's code for a message that is not there.
pub const UNKNOWN_MESSAGE: i64 = 10_008;

/// What becomes of a delivery that Discord refuses for good.
#[derive(Clone, Debug)]
pub enum Remedy {
    /// It stays, with its error, until a person decides.
    Nobody,
    /// What it belongs in is made anew by this delivery first; it follows with all that waits in its lane, in order.
    Behind(Outgoing),
    /// It is worked out anew, and tried not before this moment.
    Again(DateTime<Utc>),
    /// Nobody needs it any more, for this reason.
    Moot(String),
}

/// The line above messages that are late: `first` is when the first was due.
pub fn late_line(first: DateTime<Utc>, messages: usize, lang: Lang) -> String {
    let at = format!("<t:{}:f>", first.timestamp());
    say!(lang, "delivery-late", messages, at)
}
