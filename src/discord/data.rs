//! What commands and the handlers of presses are given. A [`Press`] carries [`Data`], which knows who handles it: so both
//! are here, and what can be done with a press is in `press.rs`.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};

use futures::future::BoxFuture;
use poise::serenity_prelude as serenity;
use poise::serenity_prelude::{ComponentInteraction, ModalInteraction};
use tokio::sync::Mutex;

use super::replays::Yes;
use super::{Answer, Attachments, CustomId, Error, Forms, Languages, Replays, Result};
use crate::clock::SharedClock;
use crate::config::Config;
use crate::delivery::Composers;
use crate::ledger::{Fault, Ledger, Recent};
use crate::words::Text;

/// What poise hands a command.
pub type Context<'a> = poise::Context<'a, Data, Error>;
/// A command.
pub type Command = poise::Command<Data, Error>;

/// What every command may use.
#[derive(Clone)]
pub struct Data {
    /// The door to the database: services take it.
    pub ledger: Ledger,
    /// What time it is.
    pub clock: SharedClock,
    /// The settings.
    pub config: Arc<Config>,
    /// Who handles which button, menu and form.
    pub presses: Arc<Presses>,
    /// What `/griffin status` says besides the version, line by line.
    pub status: Arc<[StatusLine]>,
    /// Who composes what griffin sends by itself: they say in words what can't be sent.
    pub letters: Composers,
    /// How many events of the gateway were not understood since the start.
    pub unknown_events: Arc<UnknownEvents>,
    /// The way to files that people hand in.
    pub attachments: Arc<Attachments>,
    /// In which language each person is answered.
    pub languages: Arc<Languages>,
    /// The commands that are being run again by a press.
    pub replays: Arc<Replays>,
    /// The forms that people have open.
    pub forms: Arc<Forms>,
    /// Answers worked out since the last change.
    pub recent: Arc<Recent<Answer>>,
    /// Whether this bot has registered its commands.
    pub registered: Arc<Mutex<bool>>,
}

/// A line of `/griffin status` about a server; none: there is nothing to say.
pub type StatusLine = for<'a> fn(&'a Data, guild_id: i64) -> BoxFuture<'a, Result<Option<Text>>>;

/// Events of the gateway that serenity could not read, and so dropped.
#[derive(Debug, Default)]
pub struct UnknownEvents(AtomicU64);

impl UnknownEvents {
    /// Counts one.
    pub fn count(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    /// How many there were.
    pub fn total(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// Handles every press of one kind: `|press| confirm(press).boxed()`.
pub type Handler = for<'a> fn(&'a Press<'a>) -> BoxFuture<'a, Result<()>>;

/// Who handles which kind of button, menu and form; `bot.rs` puts it together from each capability's list.
#[derive(Default)]
pub struct Presses(pub(super) BTreeMap<&'static str, Handler>);

impl Presses {
    /// All these handlers.
    ///
    /// # Errors
    /// A fault, if two are for one kind.
    pub fn new(handlers: impl IntoIterator<Item = (&'static str, Handler)>) -> Result<Self> {
        let mut known = BTreeMap::new();
        for (kind, handler) in handlers {
            if known.insert(kind, handler).is_some() {
                return Err(Fault::new(format!("two handlers for {kind}")).into());
            }
        }
        Ok(Presses(known))
    }

    /// The kinds that are handled.
    pub fn kinds(&self) -> impl Iterator<Item = &'static str> {
        self.0.keys().copied()
    }
}

/// What was kept of a press, and is done again by another one.
#[derive(Clone, Debug)]
pub(super) struct Replay {
    /// What is done again.
    pub(super) yes: Yes,
    /// The form that was filled in, as it was shown.
    pub(super) form: Option<serde_json::Value>,
}

/// What was done.
pub(super) enum What<'a> {
    Component(&'a ComponentInteraction),
    Form(&'a ModalInteraction),
}

/// A button that was pressed, a menu that was chosen from, a form that was filled in.
pub struct Press<'a> {
    /// What it is and what it is about.
    pub id: CustomId,
    /// What every command may use.
    pub data: &'a Data,
    pub(super) serenity: &'a serenity::Context,
    pub(super) what: What<'a>,
    /// If it was kept, and is done again by another press.
    pub(super) replay: Option<Replay>,
    /// How far its answer is: `press.rs` says what the numbers mean.
    pub(super) state: AtomicU8,
}
