//! A small serenity bot, and the bench on which it is tried.

#![allow(dead_code, reason = "each test file uses a part of this")]
#![allow(clippy::expect_used, reason = "a test that fails says so by a panic")]

mod bot;

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use sandbox::{ChannelKind, Clock, Options, Sandbox, Snowflake, client::Member};
use serenity::{
    all::{Event, GatewayIntents, RawEventHandler, ShardManager},
    async_trait,
    client::{ClientBuilder, Context},
    http::{Http, HttpBuilder},
};
use tokio::sync::watch;

/// How long a test waits for anything.
pub const DEADLINE: Duration = Duration::from_secs(10);

/// A sandbox with one guild, and a bot in it.
pub struct Bench {
    pub sandbox: Sandbox,
    pub guild: Snowflake,
    pub general: Snowflake,
    pub forum: Snowflake,
    pub players: Snowflake,
    pub nia: Member,
    pub http: Arc<Http>,
    pub seen: Arc<Seen>,
    shards: Option<Arc<ShardManager>>,
}

/// What the bot noticed of the gateway.
#[derive(Default)]
pub struct Seen {
    /// The names of all events which parsed.
    pub events: watch::Sender<Vec<String>>,
    /// Events which serenity could not parse, and would silently have dropped.
    pub unknown: Mutex<Vec<String>>,
}

impl Seen {
    /// Waits until the bot has noticed so many events of a kind.
    pub async fn wait_for(&self, kind: &str, count: usize) {
        let mut events = self.events.subscribe();
        let enough = events.wait_for(|all| all.iter().filter(|one| *one == kind).count() >= count);
        let waited = tokio::time::timeout(DEADLINE, enough).await;
        assert!(
            waited.is_ok(),
            "the bot has noticed only {:?}",
            self.events.borrow()
        );
    }

    /// How many events of a kind the bot has noticed.
    pub fn count(&self, kind: &str) -> usize {
        self.events
            .borrow()
            .iter()
            .filter(|one| *one == kind)
            .count()
    }
}

impl Bench {
    /// A bench with a bot which is connected and has its commands registered.
    pub async fn new() -> Self {
        let mut bench = Self::without_bot(Options::default()).await;
        bench.connect().await;
        bench
    }

    /// A bench on which only `http` is used.
    pub async fn without_bot(options: Options) -> Self {
        let sandbox = Sandbox::start(options).await.expect("a free port");
        let guild = sandbox.add_guild("Test Guild");
        sandbox.add_channel(guild, ChannelKind::Category, "Office");
        let general = sandbox.add_text_channel(guild, "general");
        let forum = sandbox.add_forum(guild, "topics", &["open", "closed"]);
        let players = sandbox.add_role(guild, "Players", 0);
        let nia = sandbox.add_member(guild, "Nia Rees", &[players]);
        let http = Arc::new(http(&sandbox));
        let seen = Arc::default();
        Self {
            sandbox,
            guild,
            general,
            forum,
            players,
            nia,
            http,
            seen,
            shards: None,
        }
    }

    /// Starts the bot and waits until its commands are registered.
    pub async fn connect(&mut self) {
        self.connect_shards(1).await;
    }

    /// As `connect`, with several shards.
    pub async fn connect_shards(&mut self, shards: u32) {
        let mut client = ClientBuilder::new_with_http(http(&self.sandbox), GatewayIntents::all())
            .event_handler(bot::Bot)
            .raw_event_handler(Watch(Arc::clone(&self.seen)))
            .await
            .expect("a client");
        self.shards = Some(Arc::clone(&client.shard_manager));
        tokio::spawn(async move { client.start_shards(shards).await });
        self.sandbox.registered("ping", DEADLINE).await;
    }

    /// Stops the bot, asserts that nothing was objected to, on either side.
    pub async fn finish(&self) {
        if let Some(shards) = &self.shards {
            shards.shutdown_all().await;
        }
        assert_eq!(self.sandbox.complaints(), [], "the sandbox objects");
        let unknown = self
            .seen
            .unknown
            .lock()
            .expect("no panic while locked")
            .clone();
        assert!(unknown.is_empty(), "serenity does not parse {unknown:?}");
    }
}

/// serenity's client for the API, pointed at the sandbox.
pub fn http(sandbox: &Sandbox) -> Http {
    HttpBuilder::new(sandbox.token())
        .proxy(sandbox.api_url())
        .ratelimiter_disabled(true)
        .application_id(sandbox.application_id().into())
        .build()
}

struct Watch(Arc<Seen>);

#[async_trait]
impl RawEventHandler for Watch {
    async fn raw_event(&self, _: Context, event: Event) {
        match event {
            Event::Unknown(unknown) => {
                let text = format!("{}: {}", unknown.kind, unknown.value);
                self.0
                    .unknown
                    .lock()
                    .expect("no panic while locked")
                    .push(text);
            }
            known => {
                let name = known.name().unwrap_or_default();
                self.0.events.send_modify(|events| events.push(name));
            }
        }
    }
}

/// The code which Discord gave a refused request.
pub fn code<T>(result: Result<T, serenity::Error>) -> (u16, isize) {
    match result {
        Err(serenity::Error::Http(serenity::http::HttpError::UnsuccessfulRequest(response))) => {
            (response.status_code.as_u16(), response.error.code)
        }
        Err(other) => panic!("another error: {other:?}"),
        Ok(_) => panic!("the request was not refused"),
    }
}

/// A clock which stands still until it is set forward.
pub struct Hands(Mutex<DateTime<Utc>>);

impl Hands {
    pub fn new() -> Arc<Self> {
        let start = DateTime::from_timestamp(1_800_000_000, 0).expect("a moment");
        Arc::new(Self(Mutex::new(start)))
    }

    pub fn forward(&self, time: TimeDelta) {
        *self.0.lock().expect("no panic while locked") += time;
    }
}

impl Clock for Hands {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().expect("no panic while locked")
    }
}
