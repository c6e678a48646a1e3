//! What all commands share of Discord: it knows no capability.
//!
//! | file | what it holds |
//! | --- | --- |
//! | `answer.rs` | what a person is told: private unless said otherwise, pinging nobody; refusals and faults |
//! | `attachment.rs` | files that people hand in: from where, how much, and how many at once |
//! | `autocomplete.rs` | what a text option offers |
//! | `choice.rs` | options with fixed choices |
//! | `custom_id.rs` | the ids of buttons, menus and forms |
//! | `escape.rs` | what a person typed, made harmless |
//! | `help.rs` | `/help` |
//! | `limits.rs` | Discord's limits, each with its source |
//! | `on_error.rs` | an answer for whatever can go wrong before, in and after a command |
//! | `pending/` | a command that must know for which authority it is: a menu asks, and it runs again |
//! | `press.rs` | buttons, menus and forms, and who handles them |
//!
//! A command's shape: parse what was given, one call into the service under [`answer::waiting`], one
//! [`answer::send`].

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use futures::future::BoxFuture;
use poise::serenity_prelude as serenity;
use tokio::sync::Mutex;

use crate::config::Config;
use crate::ledger::{Fault, Ledger, Reader, Recent};
use crate::schedule::clock::SharedClock;
use crate::values::Actor;

pub mod answer;
pub mod attachment;
pub mod autocomplete;
pub mod choice;
pub mod custom_id;
pub mod escape;
pub(crate) mod help;
pub mod limits;
pub mod on_error;
pub mod pending;
pub mod press;

pub use answer::Answer;
pub use attachment::Attachments;
pub use choice::{Choice, OneOf};
pub use custom_id::CustomId;
pub use press::{Press, Presses};

/// Why a command was not done.
pub type Error = crate::ledger::Error;
/// The outcome of a command.
pub type Result<T, E = Error> = std::result::Result<T, E>;
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
    /// What `/griffin status` says beside the version, line by line.
    pub status: Arc<[StatusLine]>,
    /// How many events of the gateway were not understood since the start.
    pub unknown_events: Arc<UnknownEvents>,
    /// The way to files that people hand in.
    pub attachments: Arc<Attachments>,
    /// Answers worked out since the last change.
    pub recent: Arc<Recent<Answer>>,
    /// Whether this bot has registered its commands.
    pub registered: Arc<Mutex<bool>>,
}

/// What the person typed, to be shown back: poise leaves the name of a file out.
pub(crate) fn given(ctx: Context<'_>) -> String {
    let mut typed = ctx.invocation_string();
    if let Context::Application(it) = ctx {
        for option in it.args {
            if let serenity::ResolvedValue::Attachment(file) = option.value {
                let place = format!(" {}:", option.name);
                typed = typed.replacen(&place, &format!("{place}{}", file.filename), 1);
            }
        }
    }
    typed
}

/// Who types, and where what is committed is read: what every autocomplete begins with.
///
/// # Errors
/// Refused outside a server.
pub fn asking(ctx: Context<'_>) -> Result<(Actor, Reader)> {
    Ok((actor(ctx)?, ctx.data().ledger.reader()))
}

/// A line of `/griffin status` about a server; none: there is nothing to say.
pub type StatusLine = for<'a> fn(&'a Data, guild_id: i64) -> BoxFuture<'a, Result<Option<String>>>;

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

impl From<serenity::Error> for Error {
    fn from(error: serenity::Error) -> Self {
        Error::Fault(Fault::new(error))
    }
}

/// Discord's ids fit the database's: their highest bit is not in use until the year 2084.
pub fn id(snowflake: impl Into<u64>) -> i64 {
    i64::try_from(snowflake.into()).unwrap_or(i64::MAX)
}

/// Who gave a command, as Discord says.
///
/// # Errors
/// Refused outside a server.
pub fn actor(ctx: Context<'_>) -> Result<Actor> {
    let poise::Context::Application(ctx) = ctx else {
        return Err(answer::only_in_a_server().into());
    };
    member(
        ctx.interaction.guild_id,
        ctx.interaction.member.as_deref(),
        ctx.interaction.id,
    )
}

/// The member who is behind an interaction.
fn member(
    guild: Option<serenity::GuildId>,
    member: Option<&serenity::Member>,
    interaction: serenity::InteractionId,
) -> Result<Actor> {
    let (Some(guild), Some(member)) = (guild, member) else {
        return Err(answer::only_in_a_server().into());
    };
    let may = member.permissions.unwrap_or_default();
    Ok(Actor {
        guild_id: id(guild),
        user_id: id(member.user.id),
        name: member.display_name().to_owned(),
        manager: may.manage_guild() || may.administrator(),
        roles: member.roles.iter().map(|&role| id(role)).collect(),
        interaction_id: id(interaction),
    })
}
