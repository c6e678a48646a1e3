//! Over the sandbox, with a real SQLite file.

use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

use async_trait::async_trait;
use entity::{delivery, ledger_entry};
use futures::future::{BoxFuture, select_all};
use sandbox::{Fault as Break, Matcher, Options, RequestRecord, Sandbox, permissions};
use sea_orm::{EntityTrait, QueryOrder};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use serenity::all::{CreateEmbed, HttpBuilder};
use tokio::sync::{Notify, watch};

use super::*;
use crate::clock::{Clock, ManualClock, SystemClock};
use crate::delivery::wire::{Call, Reply, Rest};
use crate::delivery::{Compose, Fallback, ThreadChange};
use crate::ledger::{Db, Hears, Letter, Rank, Tx};
use crate::testing::databases::Fresh;

mod refused;
mod sent;

/// A letter that says of itself what it is to become.
#[derive(Clone, Serialize, Deserialize)]
struct Said {
    what: String,
    #[serde(skip)]
    lane: String,
    args: Value,
}

impl Letter for Said {
    const KIND: &'static str = "test.said";
    const RANK: Rank = Rank::ASKED;

    fn subject(&self) -> i64 {
        1
    }

    fn lane(&self, _: i64) -> String {
        self.lane.clone()
    }
}

/// Composes what a letter says of itself, and notes what was sent.
#[derive(Default)]
struct Saying(watch::Sender<Vec<(i64, i64, i64)>>);

#[async_trait]
impl Compose<Said> for Saying {
    async fn compose(&self, letter: &Said, _: &Delivery) -> Result<Composed> {
        let id = |name: &str| letter.args[name].as_i64().unwrap_or_default();
        let text = letter.args["text"].as_str().unwrap_or("?").to_owned();
        let message = Message::embed(CreateEmbed::new().description(&text));
        let channel_id = id("channel");
        Ok(match letter.what.as_str() {
            "say" => Composed::Send {
                channel_id,
                message: Message::text(text),
            },
            "post" | "thread" => Composed::Post {
                channel_id,
                threads: letter.what == "thread",
                title: text,
                tags: Vec::new(),
                message,
            },
            "edit" => Composed::Edit {
                channel_id,
                message_id: id("message"),
                message,
                thread: ThreadChange {
                    name: Some(text),
                    ..Default::default()
                },
            },
            "direct only" => Composed::Direct {
                user_id: id("user"),
                message,
                fallback: None,
            },
            "direct" => Composed::Direct {
                user_id: id("user"),
                message,
                fallback: Some(Fallback {
                    channel_id,
                    message: Message::text("for you, in your direct messages"),
                }),
            },
            "panic" => panic!("as told"),
            _ => Composed::Nothing("gone".to_owned()),
        })
    }

    async fn sent(&self, _: &Tx, _: &Said, delivery: &Delivery, at: Arrived) -> Result<()> {
        let one = (delivery.id, at.channel_id, at.message_id);
        self.0.send_modify(|all| all.push(one));
        Ok(())
    }
}

/// The registrars are told of what can't be sent.
fn hears() -> Hears {
    fn line<'t>(tx: &'t Tx, unsent: &'t Unsent) -> BoxFuture<'t, Result<()>> {
        async move {
            let args = json!({
                "channel": REGISTRARS_READ.load(Ordering::SeqCst),
                "text": format!("no. {}: {}", unsent.delivery, unsent.error),
            });
            tx.send(&said("say", "registrars", args)).await
        }
        .boxed()
    }
    Hears::default()
        .and::<Failed>("registrars", |tx, it| line(tx, &it.told))
        .and::<Held>("registrars", |tx, it| line(tx, &it.told))
}

fn said(what: &str, lane: &str, args: Value) -> Said {
    Said {
        what: what.to_owned(),
        lane: lane.to_owned(),
        args,
    }
}

/// Where the registrars read, in these tests.
static REGISTRARS_READ: AtomicI64 = AtomicI64::new(0);

/// Does what it is told, and once, after a POST was carried out, never comes back.
struct Dying {
    rest: Rest,
    to_die: AtomicBool,
    dead: Notify,
}

#[async_trait]
impl Wire for Dying {
    async fn call(&self, call: &Call) -> std::result::Result<Reply, String> {
        let answer = self.rest.call(call).await;
        if call.method == reqwest::Method::POST && self.to_die.swap(false, Ordering::SeqCst) {
            self.dead.notify_one();
            std::future::pending::<()>().await;
        }
        answer
    }
}

/// A clock that stands still until it is moved, and counts how often somebody began to wait for it.
struct Watched(ManualClock, watch::Sender<u64>);

#[async_trait]
impl Clock for Watched {
    fn now(&self) -> DateTime<Utc> {
        self.0.now()
    }

    async fn sleep_until(&self, instant: DateTime<Utc>) {
        self.1.send_modify(|begun| *begun += 1);
        self.0.sleep_until(instant).await;
    }
}

/// A worker that runs until it is stopped.
struct Running(CancellationToken, tokio::task::JoinHandle<()>);

impl Running {
    async fn stop(self) {
        self.0.cancel();
        self.1.await.unwrap();
    }
}

/// How long a test waits for anything.
const DEADLINE: Duration = Duration::from_secs(60);

struct World {
    sandbox: Sandbox,
    guild: i64,
    ledger: Ledger,
    clock: ManualClock,
    said: Arc<Saying>,
    fresh: Fresh,
}

fn id(snowflake: u64) -> i64 {
    snowflake.cast_signed()
}

async fn world() -> World {
    world_on(Fresh::sqlite().await).await
}

async fn world_on(fresh: Fresh) -> World {
    let clock = ManualClock::new(SystemClock.now());
    let sandbox = Sandbox::start(Options::default()).await.unwrap();
    World {
        guild: id(sandbox.add_guild("South Wales")),
        sandbox,
        ledger: fresh.ledger(Arc::new(clock.clone()), hears()).await,
        clock,
        said: Arc::default(),
        fresh,
    }
}

impl World {
    fn text_channel(&self, name: &str) -> i64 {
        id(self.sandbox.add_text_channel(self.sandbox.guild(), name))
    }

    fn rest(&self) -> Rest {
        let http = HttpBuilder::new(self.sandbox.token())
            .proxy(self.sandbox.api_url())
            .ratelimiter_disabled(true)
            .build();
        Rest::new(Arc::new(http)).unwrap()
    }

    fn worker(&self, wire: Arc<dyn Wire>) -> Worker {
        self.worker_by(Arc::new(self.clock.clone()), wire)
    }

    fn worker_by(&self, clock: SharedClock, wire: Arc<dyn Wire>) -> Worker {
        let composers = Composers::default().and::<Said>(self.said.clone());
        Worker::new(self.ledger.clone(), clock, wire, composers)
    }

    async fn queue(&self, what: &str, lane: &str, args: Value) {
        self.queue_due(what, lane, args, self.clock.now()).await;
    }

    async fn queue_due(&self, what: &str, lane: &str, args: Value, due_at: DateTime<Utc>) {
        let letter = said(what, lane, args);
        let queued = self.ledger.write(Cause::due(self.guild), move |tx| {
            async move { tx.send_at(&letter, due_at).await }.boxed()
        });
        queued.await.unwrap();
    }

    /// Runs a worker, time passing, until nothing is left to send.
    async fn drain(&self) {
        let running = self.run();
        self.passes(0).await;
        running.stop().await;
    }

    fn run(&self) -> Running {
        let stop = CancellationToken::new();
        let worker = self.worker(Arc::new(self.rest()));
        Running(stop.clone(), tokio::spawn(worker.run(stop)))
    }

    /// Time passes while a worker runs, whenever nothing is under way and all that is left waits for later; until that is no
    /// more than this.
    async fn passes(&self, left: u64) {
        let mut changed = self.ledger.queued();
        let reader = self.ledger.reader();
        let passing = async {
            loop {
                changed.borrow_and_update();
                let unfinished = queue::unfinished(&reader).await.unwrap();
                let next = queue::next(&reader).await.unwrap();
                let under_way = queue::others_claim(&reader, "").await.unwrap();
                // A commit is seen before it is told of.
                let still = queue::unfinished(&reader).await.unwrap();
                if still != unfinished || changed.has_changed().unwrap() {
                    continue; // The three were not read at one moment.
                }
                match next.filter(|at| *at > self.clock.now() && !under_way) {
                    _ if unfinished == 0 => return,
                    Some(_) if unfinished <= left => return,
                    // The clock shows whole milliseconds.
                    Some(later) => self.clock.advance_to(later + TimeDelta::milliseconds(1)),
                    None => changed.changed().await.unwrap(),
                }
            }
        };
        let done = tokio::time::timeout(DEADLINE, passing).await;
        assert!(done.is_ok(), "not drained\n{}", self.sandbox.picture());
    }

    /// Runs a worker that dies right after Discord carried out a POST.
    async fn crash(&self) {
        let wire = Arc::new(Dying {
            rest: self.rest(),
            to_die: AtomicBool::new(true),
            dead: Notify::new(),
        });
        let running = tokio::spawn(self.worker(wire.clone()).run(CancellationToken::new()));
        let died = tokio::time::timeout(DEADLINE, wire.dead.notified()).await;
        assert!(
            died.is_ok(),
            "nothing was posted\n{}",
            self.sandbox.picture()
        );
        running.abort();
        let _ = running.await;
        self.clock.advance(TimeDelta::seconds(1));
    }

    /// What waits for somebody.
    async fn waiting(&self) -> Vec<queue::Waits> {
        let (now, reader) = (self.clock.now(), self.ledger.reader());
        queue::waiting(&reader, self.guild, now).await.unwrap()
    }

    fn texts(&self, channel: &str) -> Vec<String> {
        let messages = self.sandbox.channel(channel).messages();
        messages.iter().map(|m| m.text.clone()).collect()
    }

    fn posts_to(&self, end: &str) -> usize {
        let requests = self.sandbox.requests();
        let posts = requests
            .iter()
            .filter(|r| r.method == "POST" && r.path.ends_with(end));
        posts.count()
    }

    fn sent(&self) -> Vec<(i64, i64, i64)> {
        self.said.0.borrow().clone()
    }
}
