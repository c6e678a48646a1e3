//! The loop: woken by commits or by the next moment something may be sent, up to sixteen at once.

use std::collections::{HashMap, VecDeque};
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use futures::FutureExt;
use tokio::task::JoinSet;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::compose::{Arrived, Composer, late_line};
use super::facts::{Failed, Held, Unsent};
use super::members::Members;
use super::queue::{self, Back, Delivery};
use super::send::{Trouble, send};
use super::wire::{Failure, Line, Wire};
use super::{Composed, Composers, Message, Remedy, Stuck, backoff, late, reconcile};
use crate::clock::SharedClock;
use crate::database::{Presence, presence};
use crate::ledger::{About, Cause, Fault, Ledger, Outgoing, Result, Tx};
use crate::schedule::{LATE, is_late, sleep_until};

/// How many deliveries are under way at once in this process.
const AT_ONCE: usize = 16;
/// How many late ones of a lane are looked at together.
const MERGED: u32 = 9;
/// A delivery that takes longer is left to its lease: its outcome is unknown.
const LONGEST: Duration = Duration::from_secs(60);
/// How long those under way may take once we are told to stop.
const LAST_WORDS: Duration = Duration::from_secs(8);
/// How long to wait after the database failed, or another process was faster.
const BREATH: TimeDelta = TimeDelta::seconds(1);
/// How long we sleep at most where another process may have queued something and died.
const PEERS: TimeDelta = TimeDelta::minutes(1);
/// How often we look whether those who have claimed something are still there.
const LOOK: TimeDelta = TimeDelta::seconds(2);
/// How long whoever comes to others waits before it sends: two of their looks.
const JOINING: Duration = Duration::from_secs(4);
/// How long after its claim a delivery may be sent. The lease is longer by what clocks may run apart in it.
const GOOD_FOR: Duration = Duration::from_secs(100);

/// The worker of one process.
pub struct Worker {
    ledger: Ledger,
    clock: SharedClock,
    line: Line,
    members: Members,
    composers: Composers,
    presence: Arc<Presence>,
    in_hand: Mutex<HashMap<i64, Delivery>>,
}

impl Worker {
    /// A worker that sends over `wire` what `composers` compose.
    pub fn new(
        ledger: Ledger,
        clock: SharedClock,
        wire: Arc<dyn Wire>,
        composers: Composers,
    ) -> Self {
        Worker {
            ledger,
            clock,
            line: Line::new(wire),
            members: Members::default(),
            composers,
            presence: Arc::default(),
            in_hand: Mutex::default(),
        }
    }

    /// Goes by the name of this process's other parts.
    #[must_use]
    pub fn present(mut self, presence: Arc<Presence>) -> Self {
        self.presence = presence;
        self
    }

    /// Sends until `shutdown`; then lets those under way end, and hands the rest back.
    pub async fn run(self, shutdown: CancellationToken) {
        let worker = Arc::new(self);
        worker.adopt().await;
        if worker.line.processes() > 1 {
            // The others learn only when they look that the limits are now divided by one more.
            tokio::select! {
                () = shutdown.cancelled() => {}
                () = tokio::time::sleep(JOINING) => {}
            }
            // More may have come meanwhile.
            worker.adopt().await;
        }
        worker.retry_given_up().await;
        let mut looked = worker.clock.now();
        let mut queued = worker.ledger.queued();
        let mut tasks = JoinSet::new();
        while !shutdown.is_cancelled() {
            queued.borrow_and_update();
            while tasks.try_join_next().is_some() {}
            let now = worker.clock.now();
            if worker.shared() && looked + LOOK <= now {
                worker.adopt().await;
                queued.borrow_and_update();
                looked = now;
            }
            let wake = match worker.start(&mut tasks).await {
                Ok(Started::More) => continue,
                Ok(Started::Wait(wake)) => wake,
                Ok(Started::Nothing) => {
                    // Our own look was a commit: it must not wake us.
                    queued.borrow_and_update();
                    Some(worker.clock.now() + BREATH)
                }
                Err(error) => {
                    tracing::error!(%error, "deliveries can't be claimed");
                    queued.borrow_and_update();
                    Some(worker.clock.now() + BREATH)
                }
            };
            tokio::select! {
                () = shutdown.cancelled() => break,
                changed = queued.changed() => if changed.is_err() { break },
                Some(_) = tasks.join_next() => {}
                () = sleep_until(&*worker.clock, wake) => {}
            }
        }
        let ended = async { while tasks.join_next().await.is_some() {} };
        if tokio::time::timeout(LAST_WORDS, ended).await.is_err() {
            tasks.shutdown().await;
        }
        worker.hand_back().await;
    }

    /// Starts what may be started now, and says when to look again.
    async fn start(self: &Arc<Self>, tasks: &mut JoinSet<()>) -> Result<Started> {
        let free = AT_ONCE.saturating_sub(tasks.len());
        if free == 0 {
            return Ok(Started::Wait(None));
        }
        let (now, reader) = (self.clock.now(), self.ledger.reader());
        match queue::next(&reader).await? {
            Some(next) if next <= now => {}
            next if self.shared() => {
                let peers = match queue::others_claim(&reader, self.me()).await? {
                    true => LOOK,
                    false => PEERS,
                };
                let wake = next.into_iter().chain([now + peers]).min();
                return Ok(Started::Wait(wake));
            }
            next => return Ok(Started::Wait(next)),
        }
        // Before the claim: its lease ends later than this says.
        let line = self.line.until(Instant::now() + GOOD_FOR);
        let (me, limit) = (self.me().to_owned(), u32::try_from(free).unwrap_or(1));
        let claimed = self
            .claim(move |tx| async move { queue::claim(tx, &me, limit).await }.boxed())
            .await?;
        if claimed.is_empty() {
            return Ok(Started::Nothing);
        }
        for head in claimed {
            let (worker, line) = (self.clone(), line.clone());
            tasks.spawn(async move {
                let id = head.id;
                if tokio::time::timeout(LONGEST, worker.deliver(head, &line))
                    .await
                    .is_err()
                {
                    tracing::warn!(delivery = id, "took too long; left to its lease");
                }
            });
        }
        Ok(Started::More)
    }

    /// Claims in a write of its own, and keeps what it claimed in hand.
    async fn claim<F>(&self, claim: F) -> Result<Vec<Delivery>>
    where
        F: for<'t> FnOnce(
                &'t crate::ledger::Tx,
            ) -> futures::future::BoxFuture<'t, Result<Vec<Delivery>>>
            + Clone
            + Send
            + Sync
            + 'static,
    {
        let claimed = self.ledger.write(Cause::HOUSEKEEPING, claim).await?;
        let mut in_hand = self.in_hand();
        in_hand.extend(claimed.iter().map(|d| (d.id, d.clone())));
        Ok(claimed)
    }

    fn in_hand(&self) -> std::sync::MutexGuard<'_, HashMap<i64, Delivery>> {
        // Nothing in here is left half-changed by a panic.
        self.in_hand.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn me(&self) -> &str {
        self.presence.name()
    }

    /// Whether other processes may share the database.
    fn shared(&self) -> bool {
        self.ledger.database().kind() != "SQLite"
    }

    /// Says that we are there, and takes over what those have claimed who are not.
    async fn adopt(&self) {
        if let Err(error) = self.presence.hold(self.ledger.database()).await {
            tracing::error!(%error, "others can't be told that this process is there");
        }
        let reader = self.ledger.reader();
        match presence::how_many(&reader).await {
            Ok(present) => self.line.divide_by(present),
            Err(error) => tracing::error!(%error, "the processes can't be counted"),
        }
        let others = queue::others_claim(&reader, self.me()).await;
        if let Ok(false) = others {
            return;
        }
        let me = self.me().to_owned();
        let adopted = self
            .ledger
            .write(Cause::HOUSEKEEPING, move |tx| {
                async move { queue::adopt(tx, &me).await }.boxed()
            })
            .await;
        match adopted {
            Ok(0) => {}
            Ok(rows) => tracing::info!(rows, "took over deliveries that were under way"),
            Err(error) => tracing::error!(%error, "deliveries under way can't be taken over"),
        }
    }

    /// What was given up is tried once more: this may be a version that knows better.
    async fn retry_given_up(&self) {
        let retried = async {
            if queue::backlog(&self.ledger.reader(), self.clock.now())
                .await?
                .failed
                == 0
            {
                return Ok(0);
            }
            self.ledger
                .write(Cause::HOUSEKEEPING, |tx| queue::retry_given_up(tx).boxed())
                .await
        };
        match retried.await {
            Ok(0) => {}
            Ok(rows) => tracing::info!(rows, "tries again what was given up"),
            Err(error) => tracing::error!(%error, "what was given up can't be tried again"),
        }
    }

    async fn hand_back(&self) {
        let left: Vec<Delivery> = self.in_hand().values().cloned().collect();
        for delivery in left {
            self.put_back(&delivery, self.clock.now(), true, Back::Untried)
                .await;
        }
    }
}

enum Started {
    More,
    Wait(Option<DateTime<Utc>>),
    Nothing,
}

mod deliver;
mod mentioning;

#[cfg(test)]
mod tests;
