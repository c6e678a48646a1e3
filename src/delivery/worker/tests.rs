//! Over the sandbox, with a real SQLite file.

use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

use async_trait::async_trait;
use sandbox::{Fault as Break, Matcher, Options, RequestRecord, Sandbox, permissions};
use serenity::all::{CreateEmbed, HttpBuilder};

use super::*;
use crate::delivery::wire::{Answer, Call, Rest};
use crate::delivery::{Fallback, ThreadChange};
use crate::ledger::testing::fresh_postgres;
use crate::ledger::{Database, Hears, Rank, Tx};
use crate::schedule::clock::{Clock, ManualClock, SystemClock};

/// Composes from the delivery's own args, and notes what was sent.
#[derive(Default)]
struct Saying(Mutex<Vec<(i64, i64, i64)>>);

#[async_trait]
impl Compose for Saying {
    fn kinds(&self) -> &[&'static str] {
        &[
            "say", "post", "thread", "edit", "direct", "nothing", "panic", REGISTRARS,
        ]
    }

    async fn compose(&self, delivery: &Delivery) -> Result<Composed> {
        let id = |name: &str| delivery.args[name].as_i64().unwrap_or_default();
        let text = delivery.args["text"].as_str().unwrap_or("?").to_owned();
        let message = Message::embed(CreateEmbed::new().description(&text));
        let channel_id = id("channel");
        Ok(match delivery.kind.as_str() {
            "say" => Composed::Send {
                channel_id,
                message: Message::text(text),
            },
            "post" | "thread" => Composed::Post {
                channel_id,
                threads: delivery.kind == "thread",
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
            "direct" => Composed::Direct {
                user_id: id("user"),
                message,
                fallback: Some(Fallback {
                    channel_id,
                    message: Message::text("for you, in your direct messages"),
                }),
            },
            "panic" => panic!("as told"),
            REGISTRARS => Composed::Send {
                channel_id: REGISTRARS_READ.load(Ordering::SeqCst),
                message: Message::text(delivery.args["error"].to_string()),
            },
            _ => Composed::Nothing("gone".to_owned()),
        })
    }

    async fn sent(&self, _: &Tx, delivery: &Delivery, channel: i64, message: i64) -> Result<()> {
        self.0.lock().unwrap().push((delivery.id, channel, message));
        Ok(())
    }
}

/// Where the registrars read, in these tests.
static REGISTRARS_READ: AtomicI64 = AtomicI64::new(0);

/// Does what it is told, and once, after a POST was carried out, never comes back.
struct Dying {
    rest: Rest,
    to_die: AtomicBool,
    dead: tokio::sync::Notify,
}

#[async_trait]
impl Wire for Dying {
    async fn call(&self, call: &Call) -> std::result::Result<Answer, String> {
        let answer = self.rest.call(call).await;
        if call.method == reqwest::Method::POST && self.to_die.swap(false, Ordering::SeqCst) {
            self.dead.notify_one();
            std::future::pending::<()>().await;
        }
        answer
    }
}

struct World {
    sandbox: Sandbox,
    guild: i64,
    ledger: Ledger,
    clock: ManualClock,
    said: Arc<Saying>,
    _folder: tempfile::TempDir,
}

fn id(snowflake: u64) -> i64 {
    snowflake.cast_signed()
}

async fn world() -> World {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("griffin.db").display());
    world_at(&url, folder).await
}

async fn world_at(url: &str, folder: tempfile::TempDir) -> World {
    let database = Database::open(url).await.unwrap();
    database.migrate_up().await.unwrap();
    let clock = ManualClock::new(SystemClock.now());
    let sandbox = Sandbox::start(Options::default()).await.unwrap();
    World {
        guild: id(sandbox.add_guild("South Wales")),
        sandbox,
        ledger: Ledger::start(database, Arc::new(clock.clone()), Hears::default()),
        clock,
        said: Arc::default(),
        _folder: folder,
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
        let clock = Arc::new(self.clock.clone());
        Worker::new(self.ledger.clone(), clock, wire, vec![self.said.clone()])
    }

    async fn queue(&self, kind: &'static str, lane: &str, args: serde_json::Value) {
        self.queue_due(kind, lane, args, self.clock.now()).await;
    }

    async fn queue_due(
        &self,
        kind: &'static str,
        lane: &str,
        args: serde_json::Value,
        due_at: DateTime<Utc>,
    ) {
        let lane = lane.to_owned();
        let queued = self.ledger.write(Cause::due(self.guild), move |tx| {
            async move {
                tx.enqueue(Outgoing {
                    kind,
                    subject_id: 1,
                    args,
                    lane,
                    coalesce: None,
                    rank: Rank::ASKED,
                    due_at,
                    not_before: due_at,
                })
                .await;
                Ok(())
            }
            .boxed()
        });
        queued.await.unwrap();
    }

    /// Runs a worker, time passing, until nothing is left to send.
    async fn drain(&self) {
        self.drain_to(0).await;
    }

    /// Runs a worker, time passing, until no more than this is left to send.
    async fn drain_to(&self, left: u64) {
        let stop = CancellationToken::new();
        let running = tokio::spawn(self.worker(Arc::new(self.rest())).run(stop.clone()));
        let done = self.passes(left, TimeDelta::milliseconds(200), Duration::from_secs(20));
        let done = done.await;
        stop.cancel();
        running.await.unwrap();
        assert!(done, "not drained\n{}", self.sandbox.picture());
    }

    /// Time passes by so much every 20 ms, as the limits of the stand-in are in real time, until no more than this is left
    /// to send; whether that took no longer than `patience`.
    async fn passes(&self, left: u64, step: TimeDelta, patience: Duration) -> bool {
        let done = async {
            while queue::unfinished(&self.ledger.reader()).await.unwrap() > left {
                tokio::time::sleep(Duration::from_millis(20)).await;
                self.clock.advance(step);
            }
        };
        tokio::time::timeout(patience, done).await.is_ok()
    }

    /// Runs a worker that dies right after Discord carried out a POST.
    async fn crash(&self) {
        let wire = Arc::new(Dying {
            rest: self.rest(),
            to_die: AtomicBool::new(true),
            dead: tokio::sync::Notify::new(),
        });
        let running = tokio::spawn(self.worker(wire.clone()).run(CancellationToken::new()));
        let died = tokio::time::timeout(Duration::from_secs(10), wire.dead.notified()).await;
        assert!(
            died.is_ok(),
            "nothing was posted\n{}",
            self.sandbox.picture()
        );
        running.abort();
        let _ = running.await;
        self.clock.advance(TimeDelta::seconds(1));
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
        self.said.0.lock().unwrap().clone()
    }
}

#[tokio::test]
async fn a_message_is_sent_once_though_we_died_between_sending_and_marking() {
    let world = world().await;
    let channel = world.text_channel("news");
    world
        .queue("say", "a", json!({"channel": channel, "text": "hello"}))
        .await;
    world.crash().await;
    assert_eq!(world.sent(), [], "nothing is marked");
    world.drain().await;
    assert_eq!(world.texts("news").len(), 1);
    assert_eq!(
        world.posts_to("/messages"),
        1,
        "it was looked for, not sent again"
    );
    let message = world.sandbox.channel("news").messages()[0].id;
    assert_eq!(world.sent(), [(1, channel, id(message))]);
    assert!(
        world.sandbox.complaints().is_empty(),
        "{:?}",
        world.sandbox.complaints()
    );
}

#[tokio::test]
async fn a_post_is_made_once_though_we_died_in_between() {
    let world = world().await;
    let forum = id(world
        .sandbox
        .add_forum(world.sandbox.guild(), "tenders", &[]));
    let channel = world.text_channel("text");
    world
        .queue("post", "a", json!({"channel": forum, "text": "SF-2027-01"}))
        .await;
    world.crash().await;
    world.drain().await;
    let posts = world.sandbox.channel("tenders").posts();
    assert_eq!(posts.len(), 1, "{}", world.sandbox.picture());
    assert_eq!(world.sent(), [(1, id(posts[0].id), id(posts[0].id))]);
    world
        .queue(
            "thread",
            "b",
            json!({"channel": channel, "text": "SF-2027-02"}),
        )
        .await;
    world.crash().await; // after the message, before its thread
    world.drain().await;
    assert_eq!(world.texts("text").len(), 1);
    assert!(
        world
            .sandbox
            .threads()
            .iter()
            .any(|t| t.title == "SF-2027-02")
    );
}

#[tokio::test]
async fn a_lost_answer_and_a_broken_discord_lose_and_double_nothing() {
    let world = world().await;
    let channel = world.text_channel("news");
    let route = || Matcher::route("POST", "/channels/*/messages");
    world
        .sandbox
        .fail_next(route().containing("one"), Break::LoseAnswer);
    world
        .sandbox
        .fail_next(route().containing("two"), Break::LoseRequest);
    world
        .sandbox
        .fail_next(route().containing("three"), Break::refuse(503, 0, "down"));
    for text in ["one", "two", "three", "four"] {
        world
            .queue("say", "a", json!({"channel": channel, "text": text}))
            .await;
    }
    world.queue("nothing", "a", json!({})).await;
    world.drain().await;
    let texts = world.texts("news");
    assert_eq!(texts.len(), 4, "{texts:?}");
    for (text, said) in texts.iter().zip(["one", "two", "three", "four"]) {
        assert!(text.contains(said), "the lane's order: {texts:?}");
    }
    assert_eq!(world.sandbox.too_many_requests(), 0);
}

#[tokio::test]
async fn closed_direct_messages_fall_back_to_the_post() {
    let world = world().await;
    let channel = world.text_channel("news");
    let nia = world
        .sandbox
        .add_member(world.sandbox.guild(), "Nia Rees", &[]);
    world.sandbox.close_direct_messages(nia.id());
    let args = json!({"channel": channel, "user": id(nia.id()), "text": "420 t"});
    world.queue("direct", "a", args).await;
    world.drain().await;
    let texts = world.texts("news");
    assert_eq!(texts.len(), 1);
    assert!(texts[0].contains("in your direct messages") && !texts[0].contains("420"));
    assert_eq!(world.sent()[0].1, channel);
}

#[tokio::test]
async fn what_discord_refuses_is_given_up_once_and_the_registrars_are_told() {
    let world = world().await;
    let channel = world.text_channel("news");
    REGISTRARS_READ.store(world.text_channel("registrars"), Ordering::SeqCst);
    let too_long = json!({"channel": channel, "text": "x".repeat(2_001)});
    world.queue("say", "a", too_long).await;
    world.drain().await;
    let told = world.texts("registrars");
    assert!(told.len() == 1 && told[0].contains("50035"), "{told:?}");
    let failures = queue::failures(&world.ledger.reader(), world.guild)
        .await
        .unwrap();
    assert_eq!((failures.len(), failures[0].0), (1, 1));
    let posts = world.posts_to(&format!("{channel}/messages"));
    assert_eq!(posts, 1, "not tried again");
    // A person has it tried again, and then dismisses it.
    for (again, left) in [(true, 1), (false, 0)] {
        let decided = world.ledger.write(Cause::due(world.guild), move |tx| {
            async move {
                match again {
                    true => queue::retry(tx, 1).await,
                    false => queue::dismiss(tx, 1).await,
                }
            }
            .boxed()
        });
        assert!(decided.await.unwrap());
        world.drain().await;
        let failures = queue::failures(&world.ledger.reader(), world.guild).await;
        assert_eq!(failures.unwrap().len(), left);
    }
}

#[tokio::test]
async fn what_is_forbidden_waits_for_the_permission_and_holds_back_nobody_else() {
    let world = world().await;
    let closed = world.text_channel("closed");
    let open = world.text_channel("open");
    REGISTRARS_READ.store(world.text_channel("registrars"), Ordering::SeqCst);
    let id = closed.cast_unsigned();
    world.sandbox.deny_bot(id, permissions::SEND_MESSAGES);
    for text in ["one", "two"] {
        let args = json!({"channel": closed, "text": text});
        world.queue("say", "a", args).await;
        let args = json!({"channel": open, "text": text});
        world.queue("say", "b", args).await;
    }
    world.drain_to(2).await;
    assert_eq!(world.texts("open").len(), 2);
    // Each worker here begins with an empty memory of Discord's limits, so one may meet a 429 that no real day would bring.
    let forbidden =
        |r: &&RequestRecord| r.status == 403 && r.path.ends_with(&format!("{closed}/messages"));
    let tries = || world.sandbox.requests().iter().filter(forbidden).count();
    assert_eq!(tries(), 1, "one try for the whole lane");
    let told = world.texts("registrars");
    assert!(told.len() == 1 && told[0].contains("50013"), "{told:?}");
    // Nobody puts it right for a day: few tries, and nobody is told again.
    for _ in 0..24 {
        world.clock.advance(TimeDelta::hours(1));
        world.drain_to(2).await;
    }
    assert!(tries() <= 8, "{} tries in a day", tries());
    assert_eq!(world.texts("registrars").len(), 1);
    // Once it may, it goes at once, and in order.
    world.sandbox.restore_bot(id);
    let guild = world.guild;
    let woken = world
        .ledger
        .write(Cause::due(guild), move |tx| queue::wake(tx, guild).boxed());
    assert!(woken.await.unwrap() <= 1, "none if it was due just then");
    world.drain().await;
    let texts = world.texts("closed").join(" ");
    assert!(
        texts.find("one").unwrap() < texts.find("two").unwrap(),
        "{texts}"
    );
}

#[tokio::test]
async fn late_ones_of_a_lane_come_as_one_message_that_says_so() {
    let world = world().await;
    let channel = world.text_channel("news");
    let due = world.clock.now();
    for text in ["one", "two", "three"] {
        world
            .queue_due("say", "a", json!({"channel": channel, "text": text}), due)
            .await;
    }
    world.clock.advance(TimeDelta::days(3));
    world
        .queue("say", "a", json!({"channel": channel, "text": "now"}))
        .await;
    world.drain().await;
    let texts = world.texts("news");
    assert_eq!(texts.len(), 2, "{texts:?}");
    assert!(
        ["Late", "one", "two", "three"]
            .iter()
            .all(|t| texts[0].contains(t)),
        "{texts:?}"
    );
    assert!(texts[1].contains("now") && !texts[1].contains("Late"));
    assert_eq!(world.sent().len(), 4);
}

#[tokio::test]
async fn an_archived_post_is_reopened_to_change_its_card() {
    let world = world().await;
    let forum = id(world
        .sandbox
        .add_forum(world.sandbox.guild(), "tenders", &[]));
    world
        .queue("post", "a", json!({"channel": forum, "text": "before"}))
        .await;
    world.drain().await;
    let (_, thread, message) = world.sent()[0];
    world.sandbox.set_archived(thread.cast_unsigned(), true);
    let args = json!({"channel": thread, "message": message, "text": "after"});
    world.queue("edit", "a", args).await;
    world.drain().await;
    let post = world
        .sandbox
        .channel("tenders")
        .post("after")
        .expect("renamed");
    assert!(!post.archived);
    assert!(post.starter.unwrap().embeds[0].description.as_deref() == Some("after"));
}

#[tokio::test]
async fn a_composer_that_panics_holds_its_lane_alone_and_leases_are_handed_back() {
    let world = world().await;
    let channel = world.text_channel("news");
    world.queue("panic", "bad", json!({})).await;
    world
        .queue("say", "good", json!({"channel": channel, "text": "hello"}))
        .await;
    let stop = CancellationToken::new();
    let running = tokio::spawn(world.worker(Arc::new(world.rest())).run(stop.clone()));
    let patience = Duration::from_secs(10);
    let sent = async {
        while world.sent().is_empty() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(patience, sent).await.unwrap();
    stop.cancel();
    running.await.unwrap();
    let next = queue::next(&world.ledger.reader()).await.unwrap().unwrap();
    assert!(
        next - world.clock.now() <= TimeDelta::seconds(2),
        "waiting, under no lease"
    );
    assert_eq!(queue::unfinished(&world.ledger.reader()).await.unwrap(), 1);
}

#[tokio::test]
async fn many_over_several_channels_keep_their_order_and_meet_no_429() {
    let world = world().await;
    let channels: Vec<i64> = (0..4)
        .map(|n| world.text_channel(&format!("c{n}")))
        .collect();
    for n in 0..7 {
        for channel in &channels {
            let args = json!({"channel": channel, "text": format!("message {n:02}")});
            world.queue("say", &format!("lane {channel}"), args).await;
        }
    }
    world.drain().await;
    for name in ["c0", "c1", "c2", "c3"] {
        let texts = world.texts(name);
        assert!(texts.len() == 7 && texts.is_sorted(), "{texts:?}");
    }
    assert_eq!(world.sandbox.too_many_requests(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn three_processes_share_the_limits_and_meet_no_429() {
    let Ok(server) = std::env::var("TEST_POSTGRES_URL") else {
        return;
    };
    let url = fresh_postgres(&server).await;
    let world = world_at(&url, tempfile::tempdir().unwrap()).await;
    let names = ["c0", "c1", "c2"];
    let stop = CancellationToken::new();
    let mut running = Vec::new();
    for _ in 0..3 {
        let ledger = Ledger::start(
            Database::open(&url).await.unwrap(),
            Arc::new(world.clock.clone()),
            Hears::default(),
        );
        let worker = Worker {
            ledger,
            ..world.worker(Arc::new(world.rest()))
        };
        running.push(tokio::spawn(worker.run(stop.clone())));
    }
    // Twice what a channel takes in 5 s, and a little.
    let channels = names.map(|name| world.text_channel(name));
    for n in 0..12 {
        for channel in &channels {
            let args = json!({"channel": channel, "text": format!("message {n:02}")});
            world.queue("say", &format!("lane {channel}"), args).await;
        }
    }
    let done = world.passes(0, TimeDelta::milliseconds(20), Duration::from_secs(60));
    let done = done.await;
    stop.cancel();
    for worker in running {
        worker.await.unwrap();
    }
    assert!(done, "not drained\n{}", world.sandbox.picture());
    for name in names {
        let texts = world.texts(name);
        assert!(texts.len() == 12 && texts.is_sorted(), "{texts:?}");
    }
    assert_eq!(world.sandbox.too_many_requests(), 0);
}

#[tokio::test]
async fn with_nothing_to_send_nothing_is_written() {
    let world = world().await;
    let later = world.clock.now() + TimeDelta::hours(1);
    world.queue_due("say", "a", json!({}), later).await;
    let stop = CancellationToken::new();
    let running = tokio::spawn(world.worker(Arc::new(world.rest())).run(stop.clone()));
    tokio::time::sleep(Duration::from_millis(300)).await;
    let before = *world.ledger.queued().borrow();
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(*world.ledger.queued().borrow(), before);
    stop.cancel();
    running.await.unwrap();
}
