//! Runs the changes that wait one after the other, each in a savepoint of one shared transaction,
//! commits once, and only then lets the answers go (design, section 4: seven times the throughput
//! of a commit each, at full durability).

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use futures::FutureExt;
use futures::future::BoxFuture;
use sea_orm::{DatabaseTransaction, SqliteTransactionMode, TransactionOptions, TransactionTrait};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tokio::sync::{mpsc, oneshot, watch};

use super::{Cause, Database, Fault, Reader, Result, Tx};
use crate::schedule::clock::SharedClock;

/// How many changes may share one commit.
const BATCH: usize = 256;

type Run = Box<dyn for<'t> FnOnce(&'t Tx) -> BoxFuture<'t, Result<Value>> + Send>;

struct Job {
    cause: Cause,
    run: Run,
    reply: oneshot::Sender<Result<Value>>,
}

/// The door: hand it a change, get the outcome once it is on the disk.
#[derive(Clone)]
pub struct Ledger {
    jobs: mpsc::Sender<Job>,
    commits: Arc<watch::Sender<u64>>,
    database: Database,
}

impl Ledger {
    /// Starts the writer of this process; it ends when the last [`Ledger`] is dropped.
    pub fn start(database: Database, clock: SharedClock) -> Self {
        let (jobs, waiting) = mpsc::channel(4 * BATCH);
        let commits = Arc::new(watch::Sender::new(0));
        tokio::spawn(write_all(database.clone(), clock, waiting, commits.clone()));
        Ledger {
            jobs,
            commits,
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
        let run: Run =
            Box::new(move |tx| async move { Ok(serde_json::to_value(change(tx).await?)?) }.boxed());
        let (reply, outcome) = oneshot::channel();
        let job = Job { cause, run, reply };
        let gone = |_| Fault::new("the writer has stopped");
        self.jobs.send(job).await.map_err(|_| gone(()))?;
        let value = outcome.await.map_err(|_| gone(()))??;
        Ok(serde_json::from_value(value)?)
    }

    /// For use cases that only read.
    pub fn reader(&self) -> Reader {
        self.database.reader()
    }

    /// The database behind it.
    pub fn database(&self) -> &Database {
        &self.database
    }

    /// Changes with every commit: something may have fallen due, or may be sent.
    pub fn commits(&self) -> watch::Receiver<u64> {
        self.commits.subscribe()
    }
}

async fn write_all(
    database: Database,
    clock: SharedClock,
    mut waiting: mpsc::Receiver<Job>,
    commits: Arc<watch::Sender<u64>>,
) {
    let mut batch = Vec::with_capacity(BATCH);
    while waiting.recv_many(&mut batch, BATCH).await > 0 {
        // Processes lock chains in the same order, so that they can't wait for each other.
        batch.sort_by_key(|job| job.cause.guild_id);
        write_batch(&database, &clock, batch.drain(..)).await;
        commits.send_modify(|n| *n += 1);
    }
}

async fn write_batch(database: &Database, clock: &SharedClock, batch: impl Iterator<Item = Job>) {
    let options = TransactionOptions {
        // A deferred one fails at once when another process wrote since it began (SQLite 517).
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..Default::default()
    };
    let begun = database.write.begin_with_options(options).await;
    let mut outcomes = Vec::new();
    let committed = match begun {
        Ok(shared) => {
            for job in batch {
                let outcome = write_one(&shared, clock, job.cause, job.run).await;
                outcomes.push((job.reply, outcome));
            }
            shared.commit().await
        }
        Err(error) => {
            outcomes.extend(batch.map(|job| (job.reply, Ok(Value::Null))));
            Err(error)
        }
    };
    // Before whoever asked is told: what they read next is what they changed.
    database.commits.fetch_add(1, Ordering::Release);
    for (reply, outcome) in outcomes {
        let outcome = match (&committed, outcome) {
            (Err(error), Ok(_)) => Err(Fault::new(format!("not committed: {error}")).into()),
            (_, outcome) => outcome,
        };
        // Whoever asked may have gone; the change stands all the same.
        let _ = reply.send(outcome);
    }
}

async fn write_one(
    shared: &DatabaseTransaction,
    clock: &SharedClock,
    cause: Cause,
    run: Run,
) -> Result<Value> {
    let tx = Tx::open(shared.begin().await?, cause, clock.now()).await?;
    if let Some(before) = tx.answered().await? {
        tx.roll_back().await?;
        return Ok(before);
    }
    let outcome = AssertUnwindSafe(run(&tx)).catch_unwind().await;
    match outcome {
        Ok(Ok(value)) => {
            tx.finish(&value).await?;
            Ok(value)
        }
        Ok(Err(error)) => {
            tx.roll_back().await?;
            Err(error)
        }
        Err(_) => {
            tx.roll_back().await?;
            Err(Fault::new("a change panicked").into())
        }
    }
}
