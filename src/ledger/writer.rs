//! Runs the changes that wait one after the other, each in a savepoint of one shared transaction or, if
//! it only leaves rows, without; commits once, and only then lets the answers go (design, section 4:
//! seven times the throughput of a commit each, at full durability).

use std::any::Any;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use futures::FutureExt;
use futures::future::BoxFuture;
use sea_orm::{SqliteTransactionMode, TransactionOptions, TransactionTrait};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::sync::{mpsc, oneshot, watch};

use super::group::Group;
use super::memory::Standing;
use super::{Cause, Conn, Database, Error, Fault, Reader, Result, Tx};
use crate::schedule::clock::SharedClock;

/// How many changes may share one commit.
const BATCH: usize = 256;

type Running<'t> = BoxFuture<'t, Result<Done>>;

type Once = Box<dyn for<'t> FnOnce(&'t Tx) -> Running<'t> + Send>;

/// A change, as it was handed in.
enum Run {
    /// It may write rows by itself; none: it was run.
    Once(Option<Once>),
    /// It only leaves rows, and may be run again where nothing of it was written.
    Leaves(Box<dyn for<'t> Fn(&'t Tx) -> Running<'t> + Send>),
}

/// What a change came to: as it is, and as JSON where its interaction may come again.
struct Done {
    value: Box<dyn Any + Send>,
    json: String,
}

impl Done {
    fn of<T: Serialize + Send + 'static>(cause: Cause, value: T) -> Result<Self> {
        let json = match cause.interaction_id {
            Some(_) => serde_json::to_string(&value)?,
            None => String::new(),
        };
        let value = Box::new(value);
        Ok(Done { value, json })
    }
}

/// What whoever asked is told.
enum Outcome {
    Now(Box<dyn Any + Send>),
    /// What it came to when its interaction was seen before, as JSON.
    Before(String),
}

struct Change {
    cause: Cause,
    run: Run,
}

impl Change {
    /// Whether it writes no row by itself.
    fn leaves(&self) -> bool {
        matches!(self.run, Run::Leaves(_))
    }

    fn run<'t>(&mut self, tx: &'t Tx) -> Running<'t> {
        let again = async { Err(Fault::new("a change was to be run twice").into()) };
        match &mut self.run {
            Run::Once(run) => run.take().map_or_else(|| again.boxed(), |run| run(tx)),
            Run::Leaves(run) => run(tx),
        }
    }
}

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
        alone: database.shared_at().is_none(),
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

fn lost(error: &dyn std::fmt::Display) -> Error {
    Fault::new(format!("not committed: {error}")).into()
}

/// Changes that share a commit, in the order of their servers.
struct Batch<'b> {
    database: &'b Database,
    clock: &'b SharedClock,
    /// Whether no other process writes.
    alone: bool,
    changes: Vec<Change>,
}

/// What came of a batch.
struct Written {
    outcomes: Vec<Result<Outcome>>,
    /// How it left the chain of its last server.
    standing: Option<Standing>,
    queued: bool,
}

impl Batch<'_> {
    /// Writes it, where the one before left a chain as `standing`.
    async fn write(&mut self, standing: Option<Standing>) -> Result<Written> {
        let goes_on = |left: &Standing| {
            let mut all = self.changes.iter();
            all.all(|it| it.leaves() && it.cause.guild_id == left.head.guild_id)
        };
        if !standing.as_ref().is_some_and(goes_on) {
            return self.write_within(standing).await;
        }
        // Only rows that are left, of the server whose chain we know: nothing is written before all is.
        let shared = Arc::new(Conn::Idle(self.database.write.clone()));
        match self.write_all(&shared, standing).await {
            Ok(written) => Ok(written),
            Err(error) if self.alone => Err(error),
            Err(error) => {
                tracing::debug!(%error, "what was remembered may not be so any more");
                self.write_within(None).await
            }
        }
    }

    async fn write_within(&mut self, standing: Option<Standing>) -> Result<Written> {
        let options = TransactionOptions {
            // A deferred one fails at once when another process wrote since it began (SQLite 517).
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..Default::default()
        };
        let begun = self.database.write.begin_with_options(options).await?;
        let shared = Arc::new(Conn::Within(begun));
        let written = self.write_all(&shared, standing).await;
        let shared = Arc::into_inner(shared)
            .ok_or_else(|| Fault::new("a change was not over when its batch was"))?;
        let written = match written {
            Ok(written) => written,
            Err(error) => {
                // PostgreSQL would say of a commit that all is well, and keep nothing.
                let _ = shared.roll_back().await;
                return Err(error);
            }
        };
        let Err(error) = shared.commit().await else {
            return Ok(written);
        };
        let outcomes = written.outcomes.into_iter();
        Ok(Written {
            outcomes: outcomes
                .map(|outcome| outcome.and_then(|_| Err(lost(&error))))
                .collect(),
            standing: None,
            queued: written.queued,
        })
    }

    /// Runs the changes, and has what they come to written; the outcome of each.
    async fn write_all(
        &mut self,
        shared: &Arc<Conn>,
        mut standing: Option<Standing>,
    ) -> Result<Written> {
        let alone = self.alone;
        let causes: Vec<Cause> = self.changes.iter().map(|change| change.cause).collect();
        let mut outcomes = Vec::with_capacity(causes.len());
        let mut queued = false;
        let mut changes = self.changes.iter_mut();
        for of_one in causes.chunk_by(|a, b| a.guild_id == b.guild_id) {
            let guild_id = of_one.first().map_or(0, |cause| cause.guild_id);
            let before = standing.take();
            let mut group = Group::open(shared.clone(), guild_id, of_one, before, alone).await?;
            for change in changes.by_ref().take(of_one.len()) {
                let (cause, leaves) = (change.cause, change.leaves());
                let savepoint = match leaves {
                    true => None,
                    false => {
                        match cause.interaction_id {
                            // griffin's own work reads what is queued.
                            None => group.write().await?,
                            Some(_) => group.write_left().await?,
                        }
                        Some(shared.savepoint().await?)
                    }
                };
                let now = self.clock.now();
                let tx = Tx::open(shared.clone(), savepoint, cause, now, &group);
                let outcome = write_one(&mut group, tx, change).await?;
                if let (Err(error), Conn::Idle(_), false) = (&outcome, &**shared, alone) {
                    // Of what others may have changed since: whether it is so is seen in a transaction.
                    return Err(Fault::new(format!("not sure: {error}")).into());
                }
                outcomes.push(outcome);
                if !leaves {
                    // What is read anew finds what this one has left.
                    group.write_left().await?;
                    group.memory.forget();
                }
            }
            group.write().await?;
            queued |= group.queued;
            standing = group.standing();
        }
        Ok(Written {
            outcomes,
            standing,
            queued,
        })
    }
}

/// Runs one change.
///
/// # Errors
/// What ends the batch; the change's own error is in what comes back.
async fn write_one(group: &mut Group, tx: Tx, change: &mut Change) -> Result<Result<Outcome>> {
    let (cause, now) = (tx.cause(), tx.now());
    if let Some(before) = group.answered(cause) {
        let before = Outcome::Before(before.to_owned());
        tx.roll_back().await?;
        return Ok(Ok(before));
    }
    let outcome = AssertUnwindSafe(change.run(&tx)).catch_unwind().await;
    let undone = match outcome {
        Ok(Ok(Done { value, json })) => {
            let pending = match tx.finish().await {
                Ok(pending) => pending,
                Err(error) => {
                    group.memory.undo();
                    return Ok(Err(error));
                }
            };
            group.take(cause, now, pending, json).await?;
            group.memory.keep();
            return Ok(Ok(Outcome::Now(value)));
        }
        Ok(Err(error)) => error,
        Err(_) => Fault::new("a change panicked").into(),
    };
    tx.roll_back().await?;
    group.memory.undo();
    Ok(Err(undone))
}
