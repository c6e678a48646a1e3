//! On a real SQLite file.

use std::time::Duration;

use futures::future::BoxFuture;
use tokio::sync::watch;

use super::*;
use crate::clock::{Clock, ManualClock};
use crate::ledger::Hears;
use crate::testing::at;
use crate::testing::databases::Fresh;

struct World {
    ledger: Ledger,
    clock: ManualClock,
    _fresh: Fresh,
}

fn start() -> DateTime<Utc> {
    at("2027-01-12T09:00:00Z")
}

async fn world() -> World {
    let fresh = Fresh::sqlite().await;
    let clock = ManualClock::new(start());
    let shared = Arc::new(clock.clone());
    World {
        ledger: fresh.ledger(shared, Hears::default()).await,
        clock,
        _fresh: fresh,
    }
}

impl World {
    async fn change<F>(&self, change: F)
    where
        F: for<'t> FnOnce(&'t Tx) -> BoxFuture<'t, Result<()>> + Clone + Send + Sync + 'static,
    {
        self.ledger.write(Cause::due(5), change).await.unwrap();
    }

    async fn arm(&self, kind: &'static str, subject: i64, minutes: i64) {
        let at = start() + TimeDelta::minutes(minutes);
        self.change(move |tx| async move { duties::arm(tx, kind, subject, at).await }.boxed())
            .await;
    }

    fn sweeper(&self, act: &Arc<Noting>) -> Sweeper {
        Sweeper::new(
            self.ledger.clone(),
            Arc::new(self.clock.clone()),
            vec![act.clone()],
        )
    }
}

/// Notes what it was asked; `broken` fails, `weekly` recurs, `moves` re-arms itself.
#[derive(Default)]
struct Noting(watch::Sender<Vec<(String, i64, bool)>>);

impl Noting {
    fn seen(&self) -> Vec<(String, i64, bool)> {
        self.0.borrow().clone()
    }
}

#[async_trait]
impl Act for Noting {
    fn kinds(&self) -> &[&'static str] {
        &["once", "weekly", "broken", "moves"]
    }

    async fn act(&self, tx: &Tx, duty: &Duty, late: bool) -> Result<Next> {
        let one = (duty.kind.clone(), duty.subject_id, late);
        self.0.send_modify(|all| all.push(one));
        match duty.kind.as_str() {
            "broken" => {
                duties::arm(tx, "once", 99, tx.now()).await?;
                Err(Fault::new("broken").into())
            }
            "weekly" => {
                let missed = (tx.now() - duty.due_at).num_weeks() + 1;
                Ok(Next::Again(duty.due_at + TimeDelta::weeks(missed)))
            }
            "moves" => {
                duties::arm(tx, "moves", duty.subject_id, tx.now() + TimeDelta::hours(1)).await?;
                Ok(Next::Done)
            }
            _ => Ok(Next::Done),
        }
    }
}

fn noted(kind: &str, subject: i64, late: bool) -> (String, i64, bool) {
    (kind.to_owned(), subject, late)
}

#[tokio::test]
async fn a_duty_is_acted_on_once_when_due_and_a_moved_one_at_its_new_moment() {
    let world = world().await;
    let act = Arc::new(Noting::default());
    let mut sweeper = world.sweeper(&act);
    world.arm("once", 1, 10).await;
    world.arm("once", 2, 10).await;
    world.arm("once", 2, 30).await; // moved
    world.arm("once", 3, 10).await;
    world
        .change(|tx| async move { duties::withdraw(tx, "once", 3).await }.boxed())
        .await;
    assert_eq!(
        sweeper.sweep().await.unwrap(),
        Some(start() + TimeDelta::minutes(10))
    );
    assert_eq!(act.seen(), []);
    world.clock.advance(TimeDelta::minutes(10));
    assert_eq!(
        sweeper.sweep().await.unwrap(),
        Some(start() + TimeDelta::minutes(30))
    );
    sweeper.sweep().await.unwrap();
    assert_eq!(act.seen(), [noted("once", 1, false)]);
    world.clock.advance(TimeDelta::days(1));
    assert_eq!(sweeper.sweep().await.unwrap(), None);
    assert_eq!(
        act.seen(),
        [noted("once", 1, false), noted("once", 2, true)]
    );
    world.arm("once", 1, 5).await; // done before, armed again
    sweeper.sweep().await.unwrap();
    assert_eq!(act.seen().len(), 3);
}

#[tokio::test]
async fn what_recurs_and_was_missed_several_times_comes_once_and_goes_on() {
    let world = world().await;
    let act = Arc::new(Noting::default());
    let mut sweeper = world.sweeper(&act);
    world.arm("weekly", 1, 0).await;
    world.clock.advance(TimeDelta::days(30));
    assert_eq!(
        sweeper.sweep().await.unwrap(),
        Some(start() + TimeDelta::weeks(5))
    );
    assert_eq!(act.seen(), [noted("weekly", 1, true)]);
}

#[tokio::test]
async fn one_that_fails_stops_no_other_stays_and_leaves_no_trace() {
    let world = world().await;
    let act = Arc::new(Noting::default());
    let mut sweeper = world.sweeper(&act);
    world.arm("broken", 1, 1).await;
    world.arm("unknown", 1, 1).await;
    world.arm("once", 2, 2).await;
    world.clock.advance(TimeDelta::minutes(2));
    let wake = sweeper.sweep().await.unwrap();
    assert_eq!(
        act.seen(),
        [noted("broken", 1, false), noted("once", 2, false)]
    );
    assert_eq!(wake, Some(world.clock.now() + FIRST_RETRY), "not at once");
    sweeper.sweep().await.unwrap();
    assert_eq!(act.seen().len(), 2);
    world.clock.advance(FIRST_RETRY);
    sweeper.sweep().await.unwrap();
    assert_eq!(
        act.seen().len(),
        3,
        "tried again, and what it armed was undone"
    );
    let due = duties::due(&world.ledger.reader(), world.clock.now())
        .await
        .unwrap();
    let kinds: Vec<_> = due.iter().map(|d| d.kind.as_str()).collect();
    assert_eq!(kinds, ["broken", "unknown"]);
}

#[tokio::test]
async fn what_the_act_itself_arms_stands() {
    let world = world().await;
    let act = Arc::new(Noting::default());
    let mut sweeper = world.sweeper(&act);
    world.arm("moves", 1, 0).await;
    assert_eq!(
        sweeper.sweep().await.unwrap(),
        Some(start() + TimeDelta::hours(1))
    );
    assert_eq!(
        duties::next_due(&world.ledger.reader()).await.unwrap(),
        Some(start() + TimeDelta::hours(1))
    );
}

#[tokio::test]
async fn the_loop_wakes_for_commits_and_for_the_clock() {
    let world = world().await;
    let act = Arc::new(Noting::default());
    let stop = CancellationToken::new();
    let clock: SharedClock = Arc::new(world.clock.clone());
    let looping = tokio::spawn(run(
        world.ledger.clone(),
        clock,
        vec![act.clone()],
        stop.clone(),
    ));
    let mut seen = act.0.subscribe();
    let mut until = async |count: usize| {
        let waiting = seen.wait_for(|all| all.len() >= count);
        let waiting = tokio::time::timeout(Duration::from_secs(60), waiting).await;
        drop(waiting.expect("not woken").unwrap());
    };
    world.arm("once", 1, 0).await;
    until(1).await;
    world.arm("once", 2, 60).await;
    world.clock.advance(TimeDelta::minutes(60));
    until(2).await;
    stop.cancel();
    looping.await.unwrap();
    assert_eq!(
        act.seen(),
        [noted("once", 1, false), noted("once", 2, false)]
    );
}
