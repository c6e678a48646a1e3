//! On PostgreSQL, where `TEST_POSTGRES_URL` names one: on SQLite one process has every shard.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use sea_orm::ConnectionTrait;

use super::service::{Change, Keeper};
use crate::clock::SystemClock;
use crate::database::Presence;
use crate::ledger::{Database, Db, Hears, Ledger};
use crate::testing::databases::Fresh;

/// A process on the database at this address.
struct Process {
    keeper: Keeper,
    ledger: Ledger,
    open: BTreeMap<u32, bool>,
}

impl Process {
    async fn named(url: &str, name: &str) -> Self {
        let database = Database::open(url).await.unwrap();
        let ledger = Ledger::start(database, Arc::new(SystemClock), Hears::default());
        let presence = Arc::new(Presence::named(name));
        Process {
            // Discord lets two identify themselves at once: no test waits for the pause between.
            keeper: Keeper::new(ledger.clone(), presence, 2),
            ledger,
            open: BTreeMap::new(),
        }
    }

    async fn look(&mut self) -> Change {
        self.keeper.look(&self.open).await.unwrap()
    }

    async fn is_awaited(&self) -> bool {
        self.keeper.is_awaited(&self.open).await.unwrap()
    }

    /// Looks, and does what it says.
    async fn opens_and_closes(&mut self) -> (Vec<u32>, Vec<u32>) {
        let Change { open, close, .. } = self.look().await;
        self.open.extend(open.iter().map(|number| (*number, true)));
        self.open.retain(|number, _| !close.contains(number));
        (open, close)
    }

    async fn runs(&self, sql: &str) {
        let reader = self.ledger.reader();
        reader.conn().execute_unprepared(sql).await.unwrap();
    }
}

/// PostgreSQL sees a line break in its own time.
async fn in_the_end(mut look: impl AsyncFnMut() -> bool) {
    let looking = async { while !look().await {} };
    tokio::time::timeout(Duration::from_secs(20), looking)
        .await
        .unwrap();
}

const NOTHING: (Vec<u32>, Vec<u32>) = (Vec::new(), Vec::new());

#[tokio::test]
async fn a_shard_goes_over_to_who_comes_and_back_when_they_die() {
    let Some(Fresh { url, .. }) = Fresh::postgres().await else {
        return;
    };
    let mut first = Process::named(&url, "first").await;
    assert_eq!(first.keeper.join(2).await.unwrap(), 2);
    assert_eq!(first.opens_and_closes().await, (vec![0, 1], vec![]));
    assert_eq!(first.opens_and_closes().await, NOTHING);

    let mut second = Process::named(&url, "second").await;
    assert_eq!(
        second.keeper.join(5).await.unwrap(),
        2,
        "as many as there are"
    );
    assert_eq!(second.opens_and_closes().await, NOTHING, "none is free");
    assert_eq!(
        first.opens_and_closes().await,
        NOTHING,
        "it still serves it"
    );
    // Two have just been claimed: Discord wants a pause.
    assert_eq!(
        second.look().await,
        Change::default(),
        "and not every one is kept"
    );
    first
        .runs("UPDATE shard SET claimed_at = claimed_at - interval '1 minute'")
        .await;
    let opened = second.look().await;
    assert!(opened.open == [1] && opened.all_kept);
    assert_eq!(
        first.opens_and_closes().await,
        NOTHING,
        "the other is not connected yet"
    );
    second.open.insert(1, false);
    assert_eq!(second.opens_and_closes().await, NOTHING);
    assert_eq!(
        first.opens_and_closes().await,
        NOTHING,
        "it is still connecting"
    );
    second.open.insert(1, true);
    assert_eq!(second.opens_and_closes().await, NOTHING);
    assert_eq!(first.opens_and_closes().await, (vec![], vec![1]));
    for _ in 0..3 {
        assert_eq!(first.opens_and_closes().await, NOTHING);
        assert_eq!(second.opens_and_closes().await, NOTHING);
    }

    drop(second); // with its connection to the database
    first
        .runs("UPDATE shard SET claimed_at = claimed_at - interval '1 minute'")
        .await;
    in_the_end(async || first.opens_and_closes().await == (vec![1], vec![])).await;
}

#[tokio::test]
async fn who_is_silent_loses_its_shard_and_sees_that_when_it_goes_on() {
    let Some(Fresh { url, .. }) = Fresh::postgres().await else {
        return;
    };
    let mut paused = Process::named(&url, "paused").await;
    assert_eq!(paused.keeper.join(1).await.unwrap(), 1);
    assert_eq!(paused.opens_and_closes().await, (vec![0], vec![]));
    assert_eq!(paused.opens_and_closes().await, NOTHING);
    let mut other = Process::named(&url, "other").await;
    other.keeper.join(1).await.unwrap();
    assert_eq!(other.opens_and_closes().await, NOTHING, "it stands by");
    other
        .runs(
            "UPDATE process SET seen_at = seen_at - interval '31 seconds' WHERE name = 'paused'; \
               UPDATE shard SET claimed_at = claimed_at - interval '1 minute'",
        )
        .await;
    assert_eq!(other.opens_and_closes().await, (vec![0], vec![]));
    assert_eq!(
        paused.opens_and_closes().await,
        NOTHING,
        "not connected yet"
    );
    assert_eq!(other.opens_and_closes().await, NOTHING);
    assert_eq!(paused.opens_and_closes().await, (vec![], vec![0]));
    assert_eq!(paused.opens_and_closes().await, NOTHING);
}

#[tokio::test]
async fn who_is_told_to_stop_is_awaited_until_others_are_connected() {
    let Some(Fresh { url, .. }) = Fresh::postgres().await else {
        return;
    };
    let mut first = Process::named(&url, "first").await;
    first.keeper.join(1).await.unwrap();
    assert_eq!(first.opens_and_closes().await, (vec![0], vec![]));
    let mut second = Process::named(&url, "second").await;
    second.keeper.join(1).await.unwrap();
    first
        .runs("UPDATE shard SET claimed_at = claimed_at - interval '1 minute'")
        .await;
    first.keeper.leave().await.unwrap();
    assert!(first.is_awaited().await);
    assert_eq!(second.opens_and_closes().await, (vec![0], vec![]));
    assert!(first.is_awaited().await);
    assert_eq!(second.opens_and_closes().await, NOTHING);
    assert!(!first.is_awaited().await);
    second.keeper.leave().await.unwrap();
    drop(first);
    in_the_end(async || !second.is_awaited().await).await;
    // All were stopped: another number of shards counts from now on.
    let mut third = Process::named(&url, "third").await;
    assert_eq!(third.keeper.join(3).await.unwrap(), 3);
}
