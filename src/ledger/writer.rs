//! Takes the changes that wait, has them run and committed together (`batch`), and only then lets the answers go
//! (design, section 4: seven times the throughput of a commit each, at full durability).

use std::sync::Arc;
use std::sync::atomic::Ordering;

use futures::FutureExt;
use futures::future::BoxFuture;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::sync::{mpsc, oneshot, watch};

use super::batch::{Batch, Change, Done, Outcome, Run, lost};
use super::memory::Standing;
use super::{Cause, Database, Fault, Reader, Result, Tx};
use crate::schedule::clock::SharedClock;

/// How many changes may share one commit.
const BATCH: usize = 256;

struct Job {
    change: Change,
    reply: oneshot::Sender<Result<Outcome>>,
}

/// The door: hand it a change, get the outcome once it is on the disk.
#[derive(Clone)]
pub struct Ledger {
    jobs: mpsc::Sender<Job>,
    signals: Signals,
    database: Database,
}

/// Tells of commits, as far as they may concern somebody.
#[derive(Clone, Default)]
struct Signals {
    armed: Arc<watch::Sender<u64>>,
    queued: Arc<watch::Sender<u64>>,
}

/// What the changes of a batch may have done.
#[derive(Clone, Copy, Default)]
struct May {
    /// Armed or disarmed a duty: whatever writes rows by itself may have.
    arm: bool,
    /// Queued or changed a delivery.
    queue: bool,
}

impl Signals {
    fn tell(&self, may: May) {
        let tell = |to: &watch::Sender<u64>| to.send_modify(|n| *n += 1);
        if may.arm {
            tell(&self.armed);
        }
        if may.queue {
            tell(&self.queued);
        }
    }
}

impl Ledger {
    /// Starts the writer of this process; it ends when the last [`Ledger`] is dropped.
    pub fn start(database: Database, clock: SharedClock) -> Self {
        let (jobs, waiting) = mpsc::channel(4 * BATCH);
        let signals = Signals::default();
        tokio::spawn(write_all(database.clone(), clock, waiting, signals.clone()));
        Ledger {
            jobs,
            signals,
            database,
        }
    }

    /// Makes a change: all of what `change` does, records and queues is committed, or none of it.
    ///
    /// An interaction that has changed something before is not run again: its outcome then is
    /// its outcome now (design, section 3, rule 2). A refusal undoes the change.
    ///
    /// # Errors
    /// What `change` returned; a fault, if it panicked or the database failed.
    pub async fn write<T, F>(&self, cause: Cause, change: F) -> Result<T>
    where
        T: Serialize + DeserializeOwned + Send + 'static,
        F: for<'t> FnOnce(&'t Tx) -> BoxFuture<'t, Result<T>> + Send + 'static,
    {
        let run = Run::Once(Some(Box::new(move |tx| {
            let changing = change(tx);
            async move { Done::of(cause, changing.await?) }.boxed()
        })));
        self.hand_in(cause, run).await
    }

    /// The same, of a change that writes no row by itself, but leaves them ([`Tx::leave`]): it needs no savepoint. Of what
    /// changes of this kind remember it changes nothing, or remembers it anew ([`Tx::remember`]). It may be run again, if
    /// another process changed something since what is remembered was true.
    ///
    /// # Errors
    /// As [`Ledger::write`].
    pub async fn write_later<T, F>(&self, cause: Cause, change: F) -> Result<T>
    where
        T: Serialize + DeserializeOwned + Send + 'static,
        F: for<'t> Fn(&'t Tx) -> BoxFuture<'t, Result<T>> + Send + 'static,
    {
        let run = Run::Leaves(Box::new(move |tx| {
            let changing = change(tx);
            async move { Done::of(cause, changing.await?) }.boxed()
        }));
        self.hand_in(cause, run).await
    }

    async fn hand_in<T>(&self, cause: Cause, run: Run) -> Result<T>
    where
        T: DeserializeOwned + Send + 'static,
    {
        let (reply, outcome) = oneshot::channel();
        let change = Change { cause, run };
        let job = Job { change, reply };
        let gone = |_| Fault::new("the writer has stopped");
        self.jobs.send(job).await.map_err(|_| gone(()))?;
        match outcome.await.map_err(|_| gone(()))?? {
            Outcome::Now(value) => match value.downcast::<T>() {
                Ok(value) => Ok(*value),
                Err(_) => Err(Fault::new("a change came to something else").into()),
            },
            Outcome::Before(json) => Ok(serde_json::from_str(&json)?),
        }
    }

    /// For use cases that only read.
    pub fn reader(&self) -> Reader {
        self.database.reader()
    }

    /// The database behind it.
    pub fn database(&self) -> &Database {
        &self.database
    }

    /// Changes with every commit that may have armed a duty, or ended one.
    pub fn armed(&self) -> watch::Receiver<u64> {
        self.signals.armed.subscribe()
    }

    /// Changes with every commit that may have queued a delivery, or changed one; so whenever [`Ledger::armed`] does.
    pub fn queued(&self) -> watch::Receiver<u64> {
        self.signals.queued.subscribe()
    }
}

async fn write_all(
    database: Database,
    clock: SharedClock,
    mut waiting: mpsc::Receiver<Job>,
    signals: Signals,
) {
    let mut batch = Vec::with_capacity(BATCH);
    let mut standing = None;
    while waiting.recv_many(&mut batch, BATCH).await > 0 {
        // Processes lock chains in the same order, so that they can't wait for each other.
        batch.sort_by_key(|job| job.change.cause.guild_id);
        let may = write_batch(&database, &clock, batch.drain(..), &mut standing).await;
        signals.tell(may);
    }
}

async fn write_batch(
    database: &Database,
    clock: &SharedClock,
    batch: impl Iterator<Item = Job>,
    standing: &mut Option<Standing>,
) -> May {
    let (mut changes, mut replies) = (Vec::new(), Vec::new());
    let mut may = May::default();
    for job in batch {
        may.arm |= !job.change.leaves();
        changes.push(job.change);
        replies.push(job.reply);
    }
    let mut batch = Batch {
        database,
        clock,
        changes,
    };
    let written = batch.write(standing.take()).await;
    // Before whoever asked is told: what they read next is what they changed.
    database.commits.fetch_add(1, Ordering::Release);
    let outcomes = match written {
        Ok(written) => {
            *standing = written.standing;
            may.queue |= written.queued;
            written.outcomes
        }
        Err(error) => replies.iter().map(|_| Err(lost(&error))).collect(),
    };
    for (reply, outcome) in replies.into_iter().zip(outcomes) {
        // Whoever asked may have gone; the change stands all the same.
        let _ = reply.send(outcome);
    }
    // A change that writes rows by itself may have changed those of deliveries.
    may.queue |= may.arm;
    may
}
