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
    let failures = world.waiting().await;
    assert_eq!((failures.len(), failures[0].id), (1, 1));
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
        assert_eq!(world.waiting().await.len(), left);
    }
}

fn refuse_messages(world: &World, code: u32, times: usize) {
    let messages = Matcher::route("POST", "/channels/*/messages").containing("refused");
    let fault = Break::refuse(400, code, "not now");
    world.sandbox.fail_next(messages.times(times), fault);
}

#[tokio::test]
async fn what_passes_by_itself_is_tried_until_it_has_passed_and_nobody_is_told() {
    let world = world().await;
    let channel = world.text_channel("news");
    REGISTRARS_READ.store(world.text_channel("registrars"), Ordering::SeqCst);
    refuse_messages(&world, 160_006, 12);
    for text in ["refused", "behind it"] {
        let args = json!({"channel": channel, "text": text});
        world.queue("say", "a", args).await;
    }
    let begun = world.clock.now();
    world.drain().await;
    let texts = world.texts("news").join(" ");
    let (first, second) = (texts.find("refused"), texts.find("behind it"));
    assert!(first.is_some() && first < second, "{texts}");
    assert!(world.texts("registrars").is_empty() && world.waiting().await.is_empty());
    let took = world.clock.now() - begun;
    assert!(took > TimeDelta::minutes(20), "the pauses grow: {took}");
}

#[tokio::test]
async fn our_fault_is_told_once_holds_up_nothing_and_is_tried_again_after_the_next_start() {
    let world = world().await;
    let channel = world.text_channel("news");
    REGISTRARS_READ.store(world.text_channel("registrars"), Ordering::SeqCst);
    refuse_messages(&world, 50_035, 2);
    for text in ["refused", "behind it"] {
        let args = json!({"channel": channel, "text": text});
        world.queue("say", "a", args).await;
    }
    for start in 0..3 {
        let running = world.run();
        let tried = |s: &Sandbox| match start {
            0 => (s.faults_to_come() == 1).then_some(()),
            1 => (s.faults_to_come() == 0).then_some(()),
            _ => s
                .channel("news")
                .messages()
                .iter()
                .find(|m| m.says("refused"))
                .map(drop),
        };
        world.sandbox.wait_for("a try", DEADLINE, tried).await;
        world.passes(0).await;
        running.stop().await;
        let (waits, texts) = match start {
            0 | 1 => (1, vec!["behind it"]),
            _ => (0, vec!["behind it", "refused"]),
        };
        let arrived = world.texts("news");
        let arrived: Vec<_> = arrived.iter().filter_map(|it| it.lines().next()).collect();
        assert_eq!(world.waiting().await.len(), waits);
        assert_eq!(arrived, texts);
        assert_eq!(world.texts("registrars").len(), 1);
    }
}

#[tokio::test]
async fn what_a_filter_stops_holds_up_nothing_and_what_the_place_refuses_holds_up_all() {
    for (code, left) in [(200_000, 0), (160_005, 2)] {
        let world = world().await;
        let channel = world.text_channel("news");
        REGISTRARS_READ.store(world.text_channel("registrars"), Ordering::SeqCst);
        refuse_messages(&world, code, 1);
        for text in ["refused", "behind it"] {
            let args = json!({"channel": channel, "text": text});
            world.queue("say", "a", args).await;
        }
        let running = world.run();
        world.passes(left).await;
        running.stop().await;
        assert_eq!(world.texts("news").is_empty(), left == 2, "{code}");
        assert_eq!(world.waiting().await.len(), 1, "{code}");
        assert_eq!(world.texts("registrars").len(), 1, "{code}");
    }
}

#[tokio::test]
async fn a_thread_that_may_not_be_begun_is_begun_later_from_the_same_message() {
    let world = world().await;
    let channel = world.text_channel("news");
    REGISTRARS_READ.store(world.text_channel("registrars"), Ordering::SeqCst);
    let threads = Matcher::route("POST", "/channels/*/messages/*/threads");
    let fault = Break::refuse(403, 50_013, "Missing Permissions");
    world.sandbox.fail_next(threads, fault);
    let args = json!({"channel": channel, "text": "Solid fuel"});
    world.queue("thread", "a", args).await;
    let running = world.run();
    world.passes(1).await;
    // Longer than a nonce is remembered.
    world.clock.advance(TimeDelta::hours(1));
    world.passes(0).await;
    running.stop().await;
    let news = world.sandbox.channel("news");
    assert_eq!((news.messages().len(), news.posts().len()), (1, 1));
}

#[tokio::test]
async fn what_cannot_be_read_is_kept_and_reported_and_stops_nothing_else() {
    let world = world().await;
    let channel = world.text_channel("news");
    REGISTRARS_READ.store(world.text_channel("registrars"), Ordering::SeqCst);
    let text = |text: &str| json!({"channel": channel, "text": text});
    let unreadable = [
        ("test.said", "{"),
        ("test.said", "null"),
        ("test.said", r#"{"what":7}"#),
        ("test.gone", "{}"),
    ];
    for (kind, args) in unreadable {
        let now = world.clock.now();
        let row = Outgoing {
            kind: kind.to_owned(),
            subject_id: 1,
            args: args.to_owned(),
            lane: "a".to_owned(),
            coalesce: None,
            rank: Rank::ASKED,
            due_at: now,
            not_before: now,
        };
        let queued = world.ledger.write(Cause::due(world.guild), move |tx| {
            async move {
                tx.enqueue(row).await;
                Ok(())
            }
            .boxed()
        });
        queued.await.unwrap();
        world.queue("say", "a", text("after it")).await;
        world.queue("say", "b", text("beside it")).await;
    }
    world.drain().await;
    assert_eq!(world.texts("news").len(), 8);
    let told = world.texts("registrars");
    assert_eq!(told.len(), 4, "once each: {told:?}");
    assert!(told.iter().all(|it| it.contains("unreadable: ")));
    let reader = world.ledger.reader();
    assert_eq!(world.waiting().await.len(), 4);
    let rows = delivery::Entity::find().order_by_asc(delivery::Column::Id);
    let rows = rows.all(reader.conn()).await.unwrap();
    let kept = rows
        .iter()
        .filter(|row| row.state == crate::values::DeliveryState::Failed);
    let kept: Vec<_> = kept
        .map(|row| (row.kind.as_str(), row.args.as_str()))
        .collect();
    assert_eq!(kept, unreadable, "as they were");
    assert!(rows.iter().all(|row| row.attempts == 1), "not tried again");
    let entries = ledger_entry::Entity::find().all(reader.conn()).await;
    let failed = entries.unwrap();
    let failed = failed.iter().filter(|it| it.kind == "delivery.failed");
    assert_eq!(failed.count(), 4);
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
    let running = world.run();
    world.passes(2).await;
    assert_eq!(world.texts("open").len(), 2);
    let forbidden =
        |r: &&RequestRecord| r.status == 403 && r.path.ends_with(&format!("{closed}/messages"));
    let tries = || world.sandbox.requests().iter().filter(forbidden).count();
    assert_eq!(tries(), 1, "one try for the whole lane");
    let told = world.texts("registrars");
    assert!(told.len() == 1 && told[0].contains("50013"), "{told:?}");
    // Nobody puts it right for a day: few tries, and nobody is told again.
    for _ in 0..24 {
        world.clock.advance(TimeDelta::hours(1));
        world.passes(2).await;
    }
    assert!((2..=8).contains(&tries()), "{} tries in a day", tries());
    assert_eq!(world.texts("registrars").len(), 1);
    // Once it may, it goes at once, and in order.
    world.sandbox.restore_bot(id);
    let guild = world.guild;
    let woken = world
        .ledger
        .write(Cause::due(guild), move |tx| queue::wake(tx, guild).boxed());
    assert!(woken.await.unwrap() <= 1, "none if it was due just then");
    world.passes(0).await;
    running.stop().await;
    assert_eq!(world.sandbox.too_many_requests(), 0);
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
    let running = world.run();
    let mut said = world.said.0.subscribe();
    let sent = said.wait_for(|all| !all.is_empty());
    drop(tokio::time::timeout(DEADLINE, sent).await.unwrap());
    running.stop().await;
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
    let Some(fresh) = Fresh::postgres().await else {
        return;
    };
    let world = world_on(fresh).await;
    let names = ["c0", "c1", "c2"];
    let stop = CancellationToken::new();
    let (mut running, mut changed) = (Vec::new(), Vec::new());
    for _ in 0..3 {
        // What one does the others see when they look: time passes by itself.
        let clock: SharedClock = Arc::new(SystemClock);
        let ledger = world.fresh.ledger(clock.clone(), Hears::default()).await;
        changed.push(ledger.queued());
        let worker = Worker {
            ledger,
            ..world.worker_by(clock, Arc::new(world.rest()))
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
    let done = async {
        while queue::unfinished(&world.ledger.reader()).await.unwrap() > 0 {
            let any = changed.iter_mut().map(|it| it.changed().boxed());
            select_all(any).await.0.unwrap();
        }
    };
    let done = tokio::time::timeout(DEADLINE, done).await.is_ok();
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
    let clock = Arc::new(Watched(world.clock.clone(), watch::Sender::default()));
    let stop = CancellationToken::new();
    let worker = world.worker_by(clock.clone(), Arc::new(world.rest()));
    let running = tokio::spawn(worker.run(stop.clone()));
    let mut begun = clock.1.subscribe();
    let times = async |begun: &mut watch::Receiver<u64>, more: u64| {
        let waits = begun.wait_for(|times| *times >= more);
        *tokio::time::timeout(DEADLINE, waits)
            .await
            .unwrap()
            .unwrap()
    };
    let first = times(&mut begun, 1).await;
    let before = *world.ledger.queued().borrow();
    // Woken by a commit, it looks once more and waits again: what it does itself must not wake it.
    world.queue_due("say", "b", json!({}), later).await;
    times(&mut begun, first + 1).await;
    stop.cancel();
    running.await.unwrap();
    assert_eq!(*world.ledger.queued().borrow(), before + 1);
    assert_eq!(*begun.borrow(), 2);
}
