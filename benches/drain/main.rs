//! How fast what falls due together is sent: 10,000 reminders over many channels, through the worker and serenity's HTTP
//! to the stand-in with its limits on, as a ratio to what these limits allow (design, section 8); how often the worker
//! was told that it is too fast; and when what is urgent had gone, which was queued last.
//!
//! `cargo bench --bench drain` takes some four minutes a database; `-- --reminders 2000` gives a quick look. PostgreSQL is measured
//! too where `TEST_POSTGRES_URL` names an empty database (`.ci/with-postgres cargo bench --bench drain`), with one process
//! and with three that share the limits.

#![expect(
    clippy::expect_used,
    reason = "a measurement that fails says so by a panic"
)]
#![expect(clippy::float_arithmetic, reason = "ratios and milliseconds")]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use futures::FutureExt;
use griffin::clock::{Clock, SharedClock, SystemClock};
use griffin::delivery::wire::Rest;
use griffin::delivery::{Arrived, Compose, Composed, Composers, Delivery, Message, Worker};
use griffin::ledger::{Cause, Database, Hears, Ledger, Letter, Rank, Result, Tx};
use sandbox::{Options, Sandbox};
use serde::{Deserialize, Serialize};
use serenity::all::HttpBuilder;
use tokio_util::sync::CancellationToken;

/// How many channels share the reminders: enough that Discord's limit for all together is what binds, not that of each
/// (5 in 5 s, as the stand-in has it).
const CHANNELS: usize = 100;
/// How many urgent ones come behind the reminders.
const URGENT: usize = 20;
/// Requests a second that Discord allows a bot (topics/rate-limits).
const ALLOWED: f64 = 50.0;
/// How long it may take before the measurement is given up.
const DEADLINE: Duration = Duration::from_secs(1_800);

/// Says what it was given, and notes when what is urgent had gone.
#[derive(Default)]
struct Saying {
    sent: AtomicUsize,
    urgent: AtomicUsize,
    before_urgent: AtomicUsize,
    one_more: tokio::sync::Notify,
}

/// A reminder in a channel.
#[derive(Serialize, Deserialize)]
struct Reminder {
    channel: i64,
    text: String,
}

impl Letter for Reminder {
    const KIND: &'static str = "reminder";
    const RANK: Rank = Rank::REMINDER;

    fn subject(&self) -> i64 {
        1
    }

    fn lane(&self, _: i64) -> String {
        format!("reminder:{}", self.channel)
    }
}

/// Something that somebody waits for.
#[derive(Serialize, Deserialize)]
struct Urgent {
    channel: i64,
    text: String,
}

impl Letter for Urgent {
    const KIND: &'static str = "urgent";
    const RANK: Rank = Rank::ASKED;

    fn subject(&self) -> i64 {
        1
    }

    fn lane(&self, _: i64) -> String {
        format!("urgent:{}", self.channel)
    }
}

fn says(channel_id: i64, text: &str) -> Composed {
    Composed::Send {
        channel_id,
        message: Message::text(text),
    }
}

impl Saying {
    fn another(&self) -> usize {
        let sent = self.sent.fetch_add(1, Ordering::SeqCst) + 1;
        self.one_more.notify_one();
        sent
    }
}

#[async_trait]
impl Compose<Reminder> for Saying {
    async fn compose(&self, letter: &Reminder, _: &Delivery) -> Result<Composed> {
        Ok(says(letter.channel, &letter.text))
    }

    async fn sent(&self, _: &Tx, _: &Reminder, _: &Delivery, _: Arrived) -> Result<()> {
        self.another();
        Ok(())
    }
}

#[async_trait]
impl Compose<Urgent> for Saying {
    async fn compose(&self, letter: &Urgent, _: &Delivery) -> Result<Composed> {
        Ok(says(letter.channel, &letter.text))
    }

    async fn sent(&self, _: &Tx, _: &Urgent, _: &Delivery, _: Arrived) -> Result<()> {
        let sent = self.another();
        if self.urgent.fetch_add(1, Ordering::SeqCst) + 1 == URGENT {
            self.before_urgent.store(sent, Ordering::SeqCst);
        }
        Ok(())
    }
}

struct Measured {
    seconds: f64,
    sent: usize,
    too_fast: usize,
    before_urgent: usize,
}

fn main() {
    let typed: Vec<String> = std::env::args().collect();
    let at = typed.iter().position(|word| word == "--reminders");
    let reminders = at
        .and_then(|at| typed.get(at + 1)?.parse().ok())
        .unwrap_or(10_000);
    let folder = tempfile::tempdir().expect("a folder");
    let mut kinds = vec![(
        "SQLite",
        format!("sqlite://{}/griffin.sqlite", folder.path().display()),
        1,
    )];
    match std::env::var("TEST_POSTGRES_URL") {
        Ok(url) => {
            kinds.push(("PostgreSQL", url.clone(), 1));
            kinds.push(("PostgreSQL, three processes", url, 3));
        }
        Err(_) => eprintln!("PostgreSQL is not measured: TEST_POSTGRES_URL is not set"),
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    println!(
        "| what | sent | seconds | a second | ratio to {ALLOWED} a second | 429s | sent before the last urgent one |"
    );
    println!("| --- | --- | --- | --- | --- | --- | --- |");
    for (kind, url, processes) in kinds {
        let measured = runtime.block_on(measure(&url, reminders, processes));
        let Measured {
            seconds,
            sent,
            too_fast,
            before_urgent,
        } = measured;
        let rate = f64::from(u32::try_from(sent).unwrap_or(u32::MAX)) / seconds;
        println!(
            "| {kind} | {sent} | {seconds:.1} | {rate:.1} | {:.2} | {too_fast} | {before_urgent} |",
            rate / ALLOWED
        );
    }
}

/// With so many workers, each on connections of its own, as processes would be.
async fn measure(url: &str, reminders: usize, processes: usize) -> Measured {
    let sandbox = Sandbox::start(Options::default())
        .await
        .expect("a stand-in");
    let guild = sandbox.add_guild("Buying together");
    let channels: Vec<i64> = (0..CHANNELS)
        .map(|n| {
            sandbox
                .add_text_channel(guild, &format!("c{n}"))
                .cast_signed()
        })
        .collect();
    let database = Database::open(url).await.expect("a database");
    griffin::proof::migrate_up(&database)
        .await
        .expect("its tables");
    let clock: SharedClock = Arc::new(SystemClock);
    let ledger = Ledger::start(database, clock.clone(), Hears::default());
    let cause = Cause::due(guild.cast_signed());
    let due_at = SystemClock.now();
    for first in (0..reminders + URGENT).step_by(500) {
        let channels = channels.clone();
        let queued = ledger.write(cause, move |tx| {
            async move {
                for n in first..(first + 500).min(reminders + URGENT) {
                    let urgent = n >= reminders;
                    let channel = channels[n % CHANNELS];
                    let text = format!("number {n}");
                    match urgent {
                        true => tx.send_at(&Urgent { channel, text }, due_at).await?,
                        false => tx.send_at(&Reminder { channel, text }, due_at).await?,
                    }
                }
                Ok(())
            }
            .boxed()
        });
        queued.await.expect("they are queued");
    }
    let http = HttpBuilder::new(sandbox.token())
        .proxy(sandbox.api_url())
        .ratelimiter_disabled(true)
        .build();
    let http = Arc::new(http);
    let saying = Arc::new(Saying::default());
    let stop = CancellationToken::new();
    let mut workers = Vec::new();
    for n in 0..processes {
        let ledger = match n {
            0 => ledger.clone(),
            _ => Ledger::start(
                Database::open(url).await.expect("it is there"),
                clock.clone(),
                Hears::default(),
            ),
        };
        let wire = Arc::new(Rest::new(http.clone()).expect("a client"));
        workers.push(Worker::new(
            ledger,
            clock.clone(),
            wire,
            Composers::default()
                .and::<Reminder>(saying.clone())
                .and::<Urgent>(saying.clone()),
        ));
    }
    let began = Instant::now();
    let running: Vec<_> = workers
        .into_iter()
        .map(|worker| tokio::spawn(worker.run(stop.clone())))
        .collect();
    let all = async {
        while saying.sent.load(Ordering::SeqCst) < reminders + URGENT {
            saying.one_more.notified().await;
        }
    };
    let done = tokio::time::timeout(DEADLINE, all).await;
    let seconds = began.elapsed().as_secs_f64();
    stop.cancel();
    for worker in running {
        worker.await.expect("the worker ends");
    }
    assert!(
        done.is_ok(),
        "given up: {}",
        saying.sent.load(Ordering::SeqCst)
    );
    Measured {
        seconds,
        sent: reminders + URGENT,
        too_fast: sandbox.too_many_requests(),
        before_urgent: saying.before_urgent.load(Ordering::SeqCst),
    }
}
