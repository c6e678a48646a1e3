//! How a sandbox is set up.

use std::{fmt, sync::Arc, time::Duration};

use chrono::{DateTime, Utc};

use crate::limits;

/// The time of day inside the sandbox: message, thread and interaction identifiers and their
/// timestamps come from it, and threads are archived by it.
///
/// Limits on the *behaviour* of a bot (3 seconds for the first answer, the life of a token, rate
/// limits) are measured on the machine's own monotonic clock instead, so a clock which jumps a
/// week between two commands breaks nothing.
pub trait Clock: Send + Sync {
    /// The present moment.
    fn now(&self) -> DateTime<Utc>;
}

/// The machine's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }
}

/// How a sandbox is set up; `Options::default()` behaves like Discord.
#[derive(Clone)]
pub struct Options {
    /// The port on 127.0.0.1, 0 for any free one.
    pub port: u16,
    /// The time inside the sandbox.
    pub clock: Arc<dyn Clock>,
    /// The time zone of the members' clients, in which moments are shown to them in plain text.
    pub time_zone: chrono_tz::Tz,
    /// Whether requests beyond a rate limit are refused with 429. The headers are sent anyway.
    pub enforce_rate_limits: bool,
    /// How many times shorter than Discord's the windows of rate limits are, for tests that move the clock by days and
    /// can't wait for minutes; the headers say so. The global limit stays.
    pub rate_limits_shortened: u32,
    /// Within which time the first answer to an interaction must arrive; 3 seconds at Discord.
    /// Measured on the machine's monotonic clock.
    pub first_answer_limit: Duration,
    /// How long an interaction's token can be used; 15 minutes at Discord.
    /// Measured on the machine's monotonic clock.
    pub token_life: Duration,
    /// How long a member's chair waits for what follows a deferred answer ("is thinking…").
    pub patience: Duration,
    /// The bot's token; connecting with another one fails with close code 4004 or status 401.
    pub token: String,
    /// The name of the application and of its bot user.
    pub application_name: String,
    /// The permissions of the bot's own role in each guild, as a bit set.
    pub bot_permissions: u64,
    /// How many threads and posts of a guild may be active; 1,000 at Discord.
    pub active_threads: usize,
    /// Privileged intents not granted to the application: identifying with one of them closes
    /// the connection with 4014.
    pub disallowed_intents: u64,
    /// The number of shards which `GET /gateway/bot` recommends.
    pub recommended_shards: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            port: 0,
            clock: Arc::new(SystemClock),
            time_zone: chrono_tz::UTC,
            enforce_rate_limits: true,
            rate_limits_shortened: 1,
            first_answer_limit: limits::FIRST_ANSWER,
            token_life: limits::INTERACTION_TOKEN_LIFE,
            patience: Duration::from_secs(10),
            token: "c2FuZGJveA.sandbox.bot-token".into(),
            application_name: "Sandbox Bot".into(),
            bot_permissions: crate::permissions::DEFAULT_BOT,
            active_threads: limits::ACTIVE_THREADS,
            disallowed_intents: 0,
            recommended_shards: 1,
        }
    }
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("port", &self.port)
            .field("enforce_rate_limits", &self.enforce_rate_limits)
            .field("first_answer_limit", &self.first_answer_limit)
            .field("token_life", &self.token_life)
            .finish_non_exhaustive()
    }
}
