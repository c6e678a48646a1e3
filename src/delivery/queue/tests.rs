//! On a real SQLite file, and on PostgreSQL where `TEST_POSTGRES_URL` names one.

use std::sync::Arc;

use futures::FutureExt;
use futures::future::BoxFuture;
use serde::{Deserialize, Serialize};

use super::*;
use crate::clock::{Clock, ManualClock};
use crate::database::Presence;
use crate::ledger::{Cause, Hears, Ledger, Rank};
use crate::testing::at;
use crate::testing::databases::Fresh;

#[derive(Serialize, Deserialize)]
struct Notice {
    lane: String,
    once: Option<String>,
}

impl Letter for Notice {
    const KIND: &'static str = "test.notice";
    const RANK: Rank = Rank::ASKED;

    fn subject(&self) -> i64 {
        1
    }

    fn lane(&self, _: i64) -> String {
        self.lane.clone()
    }

    fn coalesce(&self) -> Option<String> {
        self.once.clone()
    }
}

struct World {
    ledger: Ledger,
    clock: ManualClock,
    fresh: Arc<Fresh>,
}

fn start() -> DateTime<Utc> {
    at("2027-01-12T09:00:00Z")
}

async fn worlds() -> Vec<World> {
    let mut worlds = Vec::new();
    // Each of its own: others would take numbers in between, and send what waits.
    for fresh in Fresh::each().await {
        let clock = ManualClock::new(start());
        let shared = Arc::new(clock.clone());
        worlds.push(World {
            ledger: fresh.ledger(shared, Hears::default()).await,
            clock,
            fresh: Arc::new(fresh),
        });
    }
    worlds
}

impl World {
    /// Time passes until what is claimed may be claimed by another.
    async fn lease_runs_out(&self) {
        self.clock.advance(LEASE);
        if self.ledger.database().kind() != "SQLite" {
            // PostgreSQL's clock can't be moved; of these owners none is there.
            self.write(|tx| adopt(tx, "nobody").boxed()).await;
        }
    }

    async fn write<T: Send + 'static>(
        &self,
        change: impl for<'t> FnOnce(&'t Tx) -> BoxFuture<'t, Result<T>> + Clone + Send + Sync + 'static,
    ) -> T {
        self.write_in(5, change).await
    }

    async fn write_in<T: Send + 'static>(
        &self,
        guild_id: i64,
        change: impl for<'t> FnOnce(&'t Tx) -> BoxFuture<'t, Result<T>> + Clone + Send + Sync + 'static,
    ) -> T {
        let (give, mut take) = tokio::sync::mpsc::unbounded_channel();
        self.ledger
            .write(Cause::due(guild_id), move |tx| {
                async move {
                    assert!(give.send(change(tx).await?).is_ok());
                    Ok(())
                }
                .boxed()
            })
            .await
            .unwrap();
        take.recv().await.unwrap()
    }

    async fn queue(&self, lane: &'static str, coalesce: Option<&'static str>, minutes: i64) {
        let at = start() + TimeDelta::minutes(minutes);
        self.write(move |tx| {
            async move {
                let (lane, once) = (lane.to_owned(), coalesce.map(str::to_owned));
                tx.send_at(&Notice { lane, once }, at).await
            }
            .boxed()
        })
        .await;
    }

    async fn claim(&self, me: &'static str) -> Vec<Delivery> {
        // As housekeeping, which no server's chain puts in a row.
        self.write_in(0, move |tx| async move { claim(tx, me, 10).await }.boxed())
            .await
    }

    async fn sent(&self, delivery: &Delivery) -> bool {
        let delivery = delivery.clone();
        self.write(move |tx| async move { sent(tx, &delivery, 7, 8).await }.boxed())
            .await
    }

    async fn back(&self, delivery: &Delivery, arrived: bool) -> bool {
        let delivery = delivery.clone();
        let why = Back::Failed("500".to_owned());
        self.write(move |tx| {
            async move { put_back(tx, &delivery, tx.now(), arrived, why).await }.boxed()
        })
        .await
    }
}

fn lanes(claimed: &[Delivery]) -> Vec<&str> {
    let mut lanes: Vec<_> = claimed.iter().map(|d| d.lane.as_str()).collect();
    lanes.sort_unstable();
    lanes
}

#[tokio::test]
async fn only_the_head_of_a_lane_is_claimed_and_an_earlier_one_holds_it() {
    for world in worlds().await {
        world.queue("a", None, 0).await;
        world.queue("a", None, 0).await;
        world.queue("b", None, 10).await; // not yet, and it holds the next
        world.queue("b", None, 0).await;
        world.queue("c", None, 0).await;
        let claimed = world.claim("me").await;
        assert_eq!(lanes(&claimed), ["a", "c"]);
        assert!(claimed.iter().all(|d| d.attempts == 1 && !d.unknown));
        assert_eq!(lanes(&world.claim("other").await), Vec::<&str>::new());
        let next_moment = next(&world.ledger.reader()).await.unwrap();
        // A lease ends by the database's clock: on SQLite that is ours.
        if world.ledger.database().kind() == "SQLite" {
            assert_eq!(next_moment, Some(start() + LEASE));
        } else {
            let lease = next_moment.unwrap() - chrono::Utc::now();
            assert!(lease > TimeDelta::zero() && lease <= LEASE, "{lease}");
        }
        for delivery in &claimed {
            assert!(world.sent(delivery).await);
        }
        assert_eq!(lanes(&world.claim("me").await), ["a"]);
        world.clock.advance(TimeDelta::minutes(1));
        assert_eq!(lanes(&world.claim("me").await), Vec::<&str>::new());
        assert_eq!(unfinished(&world.ledger.reader()).await.unwrap(), 3);
    }
}

#[tokio::test]
async fn a_lease_that_ran_out_is_taken_over_and_the_late_comer_marks_nothing() {
    for world in worlds().await {
        world.queue("a", None, 0).await;
        let mine = world.claim("me").await.remove(0);
        world.lease_runs_out().await;
        let theirs = world.claim("other").await.remove(0);
        assert!(theirs.unknown, "the first try may have arrived");
        assert_eq!((theirs.attempts, theirs.tried_at), (2, Some(start())));
        assert!(!world.sent(&mine).await);
        assert!(!world.back(&mine, true).await);
        assert!(world.sent(&theirs).await);
        assert!(!world.sent(&theirs).await);
        assert_eq!(next(&world.ledger.reader()).await.unwrap(), None);
    }
}

#[tokio::test]
async fn what_a_process_claimed_is_taken_over_once_it_has_gone_and_not_before() {
    for world in worlds().await {
        let database = world.ledger.database().clone();
        if database.kind() == "SQLite" {
            continue; // One process has it to itself.
        }
        let presence = Presence::named("first");
        presence.hold(&database).await.unwrap();
        presence.hold(&database).await.unwrap(); // again: nothing changes
        world.queue("a", None, 0).await;
        let first = world.claim("first").await;
        assert_eq!(first.len(), 1);
        let take_over = || world.write(|tx| adopt(tx, "second").boxed());
        assert_eq!(take_over().await, 0, "it is there");
        assert!(world.claim("second").await.is_empty());
        drop(presence);
        let gone = async {
            // PostgreSQL sees the line break in its own time.
            while take_over().await == 0 {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(std::time::Duration::from_secs(20), gone)
            .await
            .unwrap();
        world.clock.advance(TimeDelta::seconds(1));
        let second = world.claim("second").await.remove(0);
        assert!(second.id == first[0].id && second.unknown);
        assert!(!world.sent(&first[0]).await && world.sent(&second).await);
    }
}

#[tokio::test]
async fn what_follows_in_a_lane_may_rest_and_other_lanes_do_not() {
    for world in worlds().await {
        for lane in ["a", "a", "a", "b", "b"] {
            world.queue(lane, None, 0).await;
        }
        let until = start() + TimeDelta::seconds(5);
        for first in world.claim("me").await {
            assert!(world.sent(&first).await);
        }
        world.write(move |tx| rest(tx, "a", until).boxed()).await;
        world.write(|tx| rest(tx, "nowhere", start()).boxed()).await;
        let only = world.claim("me").await;
        assert_eq!(only.len(), 1);
        assert_eq!(only[0].lane, "b");
        world.clock.advance(TimeDelta::seconds(5));
        assert_eq!(world.claim("other").await[0].lane, "a");
    }
}

#[tokio::test]
async fn only_what_may_have_arrived_is_looked_for() {
    for world in worlds().await {
        world.queue("a", None, 0).await;
        for (arrived, unknown) in [(false, false), (true, true), (false, false)] {
            let claimed = world.claim("me").await.remove(0);
            assert!(world.back(&claimed, arrived).await);
            world.clock.advance(TimeDelta::seconds(1));
            let again = world.claim("me").await.remove(0);
            assert_eq!(again.unknown, unknown);
            assert!(world.back(&again, false).await);
            world.clock.advance(TimeDelta::seconds(1));
        }
    }
}

#[tokio::test]
async fn one_put_back_takes_in_the_one_queued_meanwhile() {
    for world in worlds().await {
        world.queue("a", Some("card:1"), 0).await;
        world.queue("a", Some("card:1"), 0).await;
        assert_eq!(unfinished(&world.ledger.reader()).await.unwrap(), 1);
        let claimed = world.claim("me").await.remove(0);
        world.queue("a", Some("card:1"), 0).await;
        assert_eq!(unfinished(&world.ledger.reader()).await.unwrap(), 2);
        assert!(world.back(&claimed, false).await);
        assert_eq!(unfinished(&world.ledger.reader()).await.unwrap(), 1);
        assert_eq!(world.claim("me").await.remove(0).id, claimed.id);
    }
}

#[tokio::test]
async fn a_lane_is_taken_whole_with_what_a_dead_one_claimed_behind_its_head() {
    for world in worlds().await {
        for lane in ["a", "a", "a", "b"] {
            world.queue(lane, None, 0).await;
        }
        let heads = world.claim("dead").await;
        let head = heads.into_iter().find(|it| it.lane == "a").unwrap();
        let late = start() + TimeDelta::hours(1);
        let following = world
            .write(move |tx| {
                async move { claim_following(tx, "dead", &head, late, 1).await }.boxed()
            })
            .await;
        assert_eq!(following.len(), 1);
        world.lease_runs_out().await;
        let heads = world.claim("me").await;
        let head = heads.into_iter().find(|it| it.lane == "a").unwrap();
        let first = head.id;
        let taken = world
            .write(move |tx| async move { take_lane(tx, &head).await }.boxed())
            .await
            .unwrap();
        let ids: Vec<i64> = taken.iter().map(|row| row.id).collect();
        assert_eq!(ids, [first, first + 1, first + 2]);
        assert_eq!(unfinished(&world.ledger.reader()).await.unwrap(), 1, "b");
    }
}

#[tokio::test]
async fn what_stands_is_told_and_what_is_forbidden_is_not_overdue() {
    for world in worlds().await {
        let told = async || {
            let now = world.clock.now();
            backlog(&world.ledger.reader(), now).await.unwrap()
        };
        world.queue("later", None, 600).await;
        assert_eq!(told().await.oldest, None, "it is not due");
        world.queue("forbidden", None, 0).await;
        world.queue("forbidden", None, 1).await;
        let head = world.claim("me").await.remove(0);
        let until = start() + TimeDelta::days(1);
        let held = world
            .write(move |tx| async move { hold(tx, &head, until, false, "no").await }.boxed())
            .await;
        assert!(held);
        world.clock.advance(TimeDelta::hours(1));
        let now = told().await;
        let counts = (now.unfinished, now.forbidden, now.failed);
        assert_eq!((counts, now.oldest), ((3, 1, 0), None));
        world.queue("free", None, 30).await;
        let oldest = told().await.oldest.unwrap();
        assert_eq!(oldest.0, start() + TimeDelta::minutes(30));
        let free = world.claim("me").await.remove(0);
        world
            .write(move |tx| async move { failed(tx, &free, "no").await }.boxed())
            .await;
        assert_eq!((told().await.failed, told().await.oldest), (1, None));
    }
}

#[tokio::test]
async fn what_is_woken_while_it_is_tried_is_tried_once_more_if_it_is_forbidden() {
    for world in worlds().await {
        world.queue("a", None, 0).await;
        for (woken, due) in [(true, true), (false, false)] {
            let claimed = world.claim("me").await.remove(0);
            assert_eq!(to_wake(&world.ledger.reader(), 5).await.unwrap(), 1);
            if woken {
                let woken = world.write(|tx| wake(tx, 5).boxed()).await;
                assert_eq!(woken, 1);
            }
            let until = start() + TimeDelta::hours(1);
            let held = world
                .write(move |tx| {
                    async move { hold(tx, &claimed, until, false, "no").await }.boxed()
                })
                .await;
            assert!(held);
            let next = next(&world.ledger.reader()).await.unwrap().unwrap();
            assert_eq!(next <= start(), due, "{next}");
        }
        // One that waits is woken as ever.
        assert_eq!(world.write(|tx| wake(tx, 5).boxed()).await, 1);
        assert_eq!(world.claim("me").await.len(), 1);
    }
}

#[tokio::test]
async fn what_may_have_arrived_is_joined_with_nothing() {
    for world in worlds().await {
        world.queue("a", Some("digest:1"), 0).await;
        let first = world.claim("me").await.remove(0);
        world.queue("a", Some("digest:1"), 0).await;
        assert!(world.back(&first, true).await);
        assert_eq!(unfinished(&world.ledger.reader()).await.unwrap(), 2);
        world.clock.advance(TimeDelta::seconds(1));
        let again = world.claim("me").await.remove(0);
        assert!(again.id == first.id && again.unknown);
        assert!(world.sent(&again).await);
        // Nor does one behind it, put back in its turn, take it away.
        let second = world.claim("me").await.remove(0);
        assert!(second.id > first.id && world.back(&second, false).await);
        assert_eq!(unfinished(&world.ledger.reader()).await.unwrap(), 1);
    }
}

#[tokio::test]
async fn what_is_late_behind_a_head_is_claimed_up_to_the_first_that_is_not() {
    for world in worlds().await {
        for minutes in [0, 1, 100, 2] {
            world.queue("a", None, minutes).await;
        }
        world.clock.advance(TimeDelta::minutes(101));
        let head = world.claim("me").await.remove(0);
        let late = start() + TimeDelta::minutes(50);
        let rest = world
            .write(move |tx| async move { claim_following(tx, "me", &head, late, 9).await }.boxed())
            .await;
        let due: Vec<_> = rest
            .iter()
            .map(|d| (d.due_at - start()).num_minutes())
            .collect();
        assert_eq!(due, [1]);
    }
}

#[tokio::test]
async fn a_failed_one_stays_until_a_person_decides() {
    for world in worlds().await {
        world.queue("a", None, 0).await;
        world.queue("a", None, 0).await;
        let head = world.claim("me").await.remove(0);
        let id = head.id;
        assert!(
            world
                .write(move |tx| async move { failed(tx, &head, "50013").await }.boxed())
                .await
        );
        assert_eq!(world.claim("me").await.len(), 1, "it holds nobody");
        let kept = waiting(&world.ledger.reader(), 5, start()).await.unwrap();
        let given_up = Waits {
            id,
            guild_id: 5,
            kind: "test.notice".to_owned(),
            subject_id: kept[0].subject_id,
            args: kept[0].args.clone(),
            error: "50013".to_owned(),
            due_at: start(),
        };
        assert_eq!(kept, [given_up]);
        assert!(
            world
                .write(move |tx| async move { retry(tx, id).await }.boxed())
                .await
        );
        assert_eq!(world.claim("me").await.remove(0).id, id);
        assert!(
            !world
                .write(move |tx| async move { dismiss(tx, id).await }.boxed())
                .await
        );
    }
}

#[tokio::test]
async fn what_waits_for_somebody_is_listed_and_tried_again_or_dismissed_by_a_person() {
    for world in worlds().await {
        world.queue("a", None, 0).await;
        world.queue("a", None, 0).await;
        let head = world.claim("me").await.remove(0);
        let id = head.id;
        let until = start() + TimeDelta::days(1);
        let held = world
            .write(move |tx| {
                async move { hold(tx, &head, until, false, "403/50013 no").await }.boxed()
            })
            .await;
        assert!(held);
        let listed = async |guild_id| {
            let now = world.clock.now();
            let all = waiting(&world.ledger.reader(), guild_id, now).await;
            all.unwrap().iter().map(|it| it.id).collect::<Vec<_>>()
        };
        assert_eq!(listed(5).await, [id]);
        assert!(listed(6).await.is_empty(), "another server's");
        let decided = async |again: bool| {
            let decide = world.write(move |tx| {
                async move {
                    match again {
                        true => retry(tx, id).await,
                        false => dismiss(tx, id).await,
                    }
                }
                .boxed()
            });
            decide.await
        };
        assert!(decided(false).await && !decided(false).await);
        assert!(listed(5).await.is_empty());
        let second = world.claim("me").await.remove(0);
        assert!(second.id > id, "what was behind it goes on");
        assert!(world.sent(&second).await);
        // A dismissal can be taken back.
        assert!(decided(true).await);
        assert_eq!(world.claim("me").await.remove(0).id, id);
        assert!(!decided(true).await, "it is just being tried");
    }
}

#[tokio::test]
async fn a_lane_is_woken_and_no_other() {
    for world in worlds().await {
        for lane in ["a", "b"] {
            world.queue(lane, None, 0).await;
            let head = world.claim("me").await.remove(0);
            let until = start() + TimeDelta::days(1);
            world
                .write(move |tx| async move { hold(tx, &head, until, false, "no").await }.boxed())
                .await;
        }
        assert!(world.claim("me").await.is_empty());
        let woken = world.write(|tx| async move { wake_lane(tx, "a").await }.boxed());
        assert_eq!(woken.await, 1);
        let claimed = world.claim("me").await;
        assert_eq!(lanes(&claimed), ["a"]);
    }
}

#[tokio::test]
async fn what_was_given_up_is_tried_again_after_a_start_the_newest_of_one_key_alone() {
    for world in worlds().await {
        for key in [None, Some("card:1"), Some("card:1"), Some("chase:1")] {
            world.queue("a", key, 0).await;
            let head = world.claim("me").await.remove(0);
            world
                .write(move |tx| async move { failed(tx, &head, "400/50035 no").await }.boxed())
                .await;
        }
        // One that waits says the newest state.
        world.queue("z", Some("chase:1"), 600).await;
        let retried = world.write(|tx| retry_given_up(tx).boxed()).await;
        assert_eq!(retried, 2);
        let mut tried = Vec::new();
        for _ in 0..2 {
            let head = world.claim("me").await.remove(0);
            tried.push(head.coalesce.clone());
            assert!(world.sent(&head).await);
        }
        assert_eq!(tried, [None, Some("card:1".to_owned())]);
        assert_eq!(world.write(|tx| retry_given_up(tx).boxed()).await, 0);
        assert_eq!(unfinished(&world.ledger.reader()).await.unwrap(), 1);
    }
}

#[tokio::test]
async fn one_that_was_given_up_is_settled_by_a_newer_one_that_arrives() {
    for world in worlds().await {
        for last in [false, true] {
            world.queue("a", Some("card:1"), 0).await;
            let head = world.claim("me").await.remove(0);
            match last {
                true => assert!(world.sent(&head).await),
                false => {
                    world
                        .write(move |tx| async move { failed(tx, &head, "no").await }.boxed())
                        .await;
                }
            }
        }
        let left = waiting(&world.ledger.reader(), 5, start()).await.unwrap();
        assert!(left.is_empty(), "{left:?}");
    }
}

#[tokio::test]
async fn two_processes_on_postgresql_never_claim_the_same() {
    // SQLite has one process.
    let Some(first) = worlds().await.into_iter().nth(1) else {
        return;
    };
    let shared = Arc::new(first.clock.clone());
    let second = World {
        ledger: first.fresh.ledger(shared, Hears::default()).await,
        clock: first.clock.clone(),
        fresh: first.fresh.clone(),
    };
    for n in 0..60 {
        let lane: &'static str = format!("lane {}", n % 30).leak();
        first.queue(lane, None, 0).await;
    }
    let mut claimed = Vec::new();
    for _ in 0..3 {
        let (a, b) = tokio::join!(first.claim("first"), second.claim("second"));
        claimed.extend(a);
        claimed.extend(b);
    }
    let mut heads = lanes(&claimed);
    assert_eq!(heads.len(), 30);
    heads.dedup();
    assert_eq!(heads.len(), 30, "one head a lane, once");
}
