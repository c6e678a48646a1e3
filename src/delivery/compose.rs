//! What the capabilities tell the worker: what a letter says, and to whom, worked out when it is
//! sent (design, section 3, rule 4).

use std::collections::HashMap;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use super::queue::{Delivery, Waits};
use super::wire::Failure;
use super::{Message, Refused, Stuck};
use crate::ledger::{Letter, Outgoing, Result, Tx, called, letter};
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
    /// A post, or a thread, is taken away; where griffin may not, it is closed.
    Remove {
        /// The thread.
        thread_id: i64,
        /// The message in a text channel from which the thread began: channel and message.
        begun_by: Option<(i64, i64)>,
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

impl Composed {
    /// Whom it is for: those whom it would mention, or write to.
    pub(super) fn people(&self) -> &[i64] {
        match self {
            Composed::Send { message, .. }
            | Composed::Anew { message, .. }
            | Composed::Post { message, .. } => &message.mentions.users,
            Composed::Direct { user_id, .. } => std::slice::from_ref(user_id),
            // An edit calls nobody.
            Composed::Edit { .. }
            | Composed::Remove { .. }
            | Composed::Elsewhere(_)
            | Composed::Nothing(_)
            | Composed::NotYet(_) => &[],
        }
    }
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

/// Composes letters of one type.
#[async_trait]
pub trait Compose<L: Letter>: Send + Sync + 'static {
    /// What `letter` says now.
    async fn compose(&self, letter: &L, delivery: &Delivery) -> Result<Composed>;

    /// Where an earlier try went, for a letter that has nothing to say any more but of which nobody knows whether it
    /// has arrived. Empty: it is not looked for.
    async fn places(&self, letter: &L, delivery: &Delivery) -> Result<Vec<Place>> {
        let _ = (letter, delivery);
        Ok(Vec::new())
    }

    /// Called in the change that marks it sent, so that what it became is kept with it: a post's
    /// thread and card, say. `at` says where it is.
    async fn sent(&self, tx: &Tx, letter: &L, delivery: &Delivery, at: Arrived) -> Result<()> {
        let _ = (tx, letter, delivery, at);
        Ok(())
    }

    /// What it is called where it couldn't be sent, within a sentence and in Discord's markdown: it names the tender and the
    /// region that it is about.
    /// `guild_id` is the server.
    async fn name(&self, letter: &L, guild_id: i64) -> Result<Text> {
        let _ = (letter, guild_id);
        Ok(called::letter(L::KIND))
    }

    /// Why it couldn't be sent, as the end of a sentence, and what would help, as a sentence, where more can be said of it
    /// than of any letter; both in Discord's markdown.
    async fn explain(&self, letter: &L, refused: &Refused) -> Result<Option<(Text, Text)>> {
        let _ = (letter, refused);
        Ok(None)
    }

    /// Whether what is behind it in its lane goes nowhere without it, as a post's news without the post: then that waits
    /// for it, whatever it waits for itself.
    fn leads(&self) -> bool {
        false
    }

    /// Called in the change that would give it up, with Discord's code: what somebody deleted (a post, 10003; a message,
    /// 10008) can be forgotten here, and made anew.
    async fn refused(&self, tx: &Tx, letter: &L, code: i64) -> Result<Remedy> {
        let _ = (tx, letter, code);
        Ok(Remedy::Nobody)
    }
}

/// Where a delivery arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arrived {
    /// The channel or thread; of a post, the thread.
    pub channel_id: i64,
    /// The message.
    pub message_id: i64,
}

impl Arrived {
    /// Outside Discord, where there is neither.
    pub const ELSEWHERE: Self = Arrived {
        channel_id: 0,
        message_id: 0,
    };
}

/// Who composes which letters, by the name that their type has in the outbox.
#[derive(Clone, Default)]
pub struct Composers(HashMap<&'static str, Arc<dyn Composer>>);

impl Composers {
    /// Letters of type `L` are composed by this one too.
    #[must_use]
    pub fn and<L: Letter>(mut self, composer: Arc<impl Compose<L>>) -> Self {
        let one = Of {
            composer,
            letter: PhantomData,
        };
        self.0.insert(L::KIND, Arc::new(one));
        self
    }

    /// With all of `more`.
    #[must_use]
    pub fn with(mut self, more: Self) -> Self {
        self.0.extend(more.0);
        self
    }

    /// The names of the letters that are composed, in their order.
    pub fn kinds(&self) -> Vec<&'static str> {
        let mut kinds: Vec<_> = self.0.keys().copied().collect();
        kinds.sort_unstable();
        kinds
    }

    /// Who composes this one, once it is sure that it can be read.
    ///
    /// # Errors
    /// Why it can't be read: nobody composes its kind, or it is no letter of it.
    pub(super) fn of(
        &self,
        delivery: &Delivery,
    ) -> std::result::Result<&Arc<dyn Composer>, String> {
        self.reads(&delivery.kind, delivery.subject_id, delivery.args())
    }

    fn reads(
        &self,
        kind: &str,
        subject_id: i64,
        args: &str,
    ) -> std::result::Result<&Arc<dyn Composer>, String> {
        let Some(composer) = self.0.get(kind) else {
            return Err(format!("{UNREADABLE}{kind}"));
        };
        match composer.check(subject_id, args) {
            Ok(()) => Ok(composer),
            Err(why) => Err(format!("{UNREADABLE}{why}")),
        }
    }

    /// What people are told of one that is not sent.
    pub async fn stuck(&self, waits: &Waits) -> Stuck {
        let of_any = || Stuck::of(waits.id, &waits.kind, &waits.error);
        let Ok(composer) = self.reads(&waits.kind, waits.subject_id, &waits.args) else {
            return of_any();
        };
        composer.stuck(waits).await.unwrap_or_else(|error| {
            tracing::error!(%error, delivery = waits.id, kind = %waits.kind, "can't be called by its name");
            of_any()
        })
    }

    /// Whether a row of this kind can be read.
    ///
    /// # Errors
    /// Why not.
    #[cfg(test)]
    pub(crate) fn can_read(
        &self,
        kind: &str,
        subject_id: i64,
        args: &str,
    ) -> std::result::Result<(), String> {
        self.reads(kind, subject_id, args).map(drop)
    }
}

/// How the error of what can't be read begins.
const UNREADABLE: &str = "unreadable: ";

impl fmt::Debug for Composers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.kinds()).finish()
    }
}

/// Composes letters of one type, as the worker sees it: by their rows.
#[async_trait]
pub(super) trait Composer: Send + Sync {
    fn check(&self, subject_id: i64, args: &str) -> std::result::Result<(), serde_json::Error>;
    fn leads(&self) -> bool;
    async fn stuck(&self, waits: &Waits) -> Result<Stuck>;
    async fn compose(&self, delivery: &Delivery) -> Result<Composed>;
    async fn places(&self, delivery: &Delivery) -> Result<Vec<Place>>;
    async fn sent(&self, tx: &Tx, delivery: &Delivery, at: Arrived) -> Result<()>;
    async fn refused(&self, tx: &Tx, delivery: &Delivery, code: i64) -> Result<Remedy>;
}

struct Of<L, C> {
    composer: Arc<C>,
    letter: PhantomData<fn() -> L>,
}

#[async_trait]
impl<L: Letter, C: Compose<L>> Composer for Of<L, C> {
    fn check(&self, subject_id: i64, args: &str) -> std::result::Result<(), serde_json::Error> {
        letter::read::<L>(subject_id, args).map(drop)
    }

    fn leads(&self) -> bool {
        self.composer.leads()
    }

    async fn stuck(&self, waits: &Waits) -> Result<Stuck> {
        let letter = letter::read::<L>(waits.subject_id, &waits.args)?;
        let mut stuck = Stuck::of(waits.id, &waits.kind, &waits.error);
        let name = self.composer.name(&letter, waits.guild_id).await?;
        if !name.is_empty() {
            stuck.what = name;
        }
        if let Some(refused) = Refused::of_error(&waits.error)
            && let Some((why, cure)) = self.composer.explain(&letter, &refused).await?
        {
            stuck.why = why;
            stuck.cure = cure;
        }
        Ok(stuck)
    }

    async fn compose(&self, delivery: &Delivery) -> Result<Composed> {
        self.composer.compose(&delivery.letter()?, delivery).await
    }

    async fn places(&self, delivery: &Delivery) -> Result<Vec<Place>> {
        self.composer.places(&delivery.letter()?, delivery).await
    }

    async fn sent(&self, tx: &Tx, delivery: &Delivery, at: Arrived) -> Result<()> {
        let letter = delivery.letter()?;
        self.composer.sent(tx, &letter, delivery, at).await
    }

    async fn refused(&self, tx: &Tx, delivery: &Delivery, code: i64) -> Result<Remedy> {
        self.composer.refused(tx, &delivery.letter()?, code).await
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

pub use super::refusals::{UNKNOWN_CHANNEL, UNKNOWN_MESSAGE};

/// What becomes of a delivery that Discord refuses for good.
#[derive(Clone, Debug)]
pub enum Remedy {
    /// It stays, with its error, until a person decides.
    Nobody,
    /// What it belongs in is made again by this letter first ([`Tx::outgoing`]); it follows with all that waits in its lane, in order.
    Behind(Outgoing),
    /// It is worked out again, and tried not before this moment.
    Again(DateTime<Utc>),
    /// Nobody needs it any more, for this reason.
    Moot(String),
}

/// The line above messages that are late: `first` is when the first was due.
pub fn late_line(first: DateTime<Utc>, messages: usize, lang: Lang) -> String {
    let at = format!("<t:{}:f>", first.timestamp());
    say!(lang, "delivery-late", messages, at)
}
