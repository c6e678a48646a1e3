//! Takes the changes that wait, has them run and committed together (`batch`), and only then lets the answers go
//! (design, section 4: seven times the throughput of a commit each, at full durability).

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use futures::FutureExt;
use futures::future::BoxFuture;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::sync::{mpsc, oneshot, watch};

use crate::clock::SharedClock;
use crate::database::transaction::Trust;
use crate::database::{Database, Db, Reader, connections};
use crate::error::{Error, Fault, Result};
use crate::ledger::batch::{Batch, Change, Done, Left, Outcome, Run, lost};
use crate::ledger::{Cause, Hears, Receipted, Tx, group, receipt};
use crate::values::Refusal;

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

/// What the changes of a batch touched, of what others wait for.
#[derive(Clone, Copy, Default)]
struct Touched {
    /// Duties: one may have been armed or ended.
    duties: bool,
    /// Deliveries: one may have been queued or changed.
    deliveries: bool,
}

impl Signals {
    fn tell(&self, touched: Touched) {
        let tell = |to: &watch::Sender<u64>| to.send_modify(|n| *n += 1);
        if touched.duties {
            tell(&self.armed);
        }
        if touched.deliveries {
            tell(&self.queued);
        }
    }
}

impl Ledger {
    /// Starts the writer of this process; it ends when the last [`Ledger`] is dropped. What is told in its changes is heard
    /// by those who `hear` it.
    pub fn start(database: Database, clock: SharedClock, hears: Hears) -> Self {
        let (jobs, waiting) = mpsc::channel(4 * BATCH);
        let signals = Signals::default();
        let writer = Writer {
            database: database.clone(),
            clock,
            hears: Arc::new(hears),
            left: Left::default(),
            trust: Trust::default(),
        };
        tokio::spawn(writer.write_all(waiting, signals.clone()));
        Ledger {
            jobs,
            signals,
            database,
        }
    }

    /// Makes a change: all of what `change` does, records and queues is committed, or none of it. It may be run again where
    /// its batch has to be undone, so it does nothing else; what it takes along is cloned for it.
    ///
    /// An interaction that has changed something before is not run again: its outcome then is
    /// its outcome now (design, section 3, rule 2). A refusal undoes the change.
    ///
    /// # Errors
    /// What `change` returned; a fault, if it panicked or the database failed.
    pub async fn write<T, F>(&self, cause: Cause, change: F) -> Result<T>
    where
        T: Serialize + DeserializeOwned + Send + 'static,
        F: for<'t> FnOnce(&'t Tx) -> BoxFuture<'t, Result<T>> + Clone + Send + Sync + 'static,
    {
        Ok(self.write_for_receipt(cause, change).await?.done)
    }

    /// The same, with the receipt of what it recorded.
    ///
    /// # Errors
    /// As [`Ledger::write`].
    pub async fn write_for_receipt<T, F>(&self, cause: Cause, change: F) -> Result<Receipted<T>>
    where
        T: Serialize + DeserializeOwned + Send + 'static,
        F: for<'t> FnOnce(&'t Tx) -> BoxFuture<'t, Result<T>> + Clone + Send + Sync + 'static,
    {
        let run: Run = Box::new(move |tx| {
            let changing = (change.clone())(tx);
            async move { Done::of(cause, changing.await?) }.boxed()
        });
        let (reply, outcome) = oneshot::channel();
        let change = Change { cause, run };
        let job = Job { change, reply };
        let gone = |_| Fault::new("the writer has stopped");
        self.jobs.send(job).await.map_err(|_| gone(()))?;
        match outcome.await.map_err(|_| gone(()))?? {
            Outcome::Now(value, receipt) => match value.downcast::<T>() {
                Ok(done) => Ok(Receipted {
                    done: *done,
                    receipt,
                }),
                Err(_) => Err(Fault::new("a change came to something else").into()),
            },
            Outcome::Before(json) => {
                let receipt = receipt::of_interaction(&self.reader(), cause.interaction_id).await?;
                let done = serde_json::from_str(&json)?;
                Ok(Receipted { done, receipt })
            }
        }
    }

    /// Writes a row of its own, by the same way as every change: whether what is done now would be kept.
    ///
    /// # Errors
    /// It would not.
    pub async fn try_out(&self) -> Result<()> {
        self.write(Cause::HOUSEKEEPING, |tx| {
            async move { connections::try_out(tx.conn(), tx.now()).await }.boxed()
        })
        .await
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

/// Writes batch after batch, on a connection that it replaces when it can't be relied on any more.
struct Writer {
    database: Database,
    clock: SharedClock,
    hears: Arc<Hears>,
    left: Left,
    trust: Trust,
}

impl Writer {
    async fn write_all(mut self, mut waiting: mpsc::Receiver<Job>, signals: Signals) {
        let mut batch = Vec::with_capacity(BATCH);
        while waiting.recv_many(&mut batch, BATCH).await > 0 {
            // Processes lock chains in the same order, so that they can't wait for each other.
            batch.sort_by_key(|job| job.change.cause.guild_id);
            let (changes, replies): (Vec<_>, Vec<_>) =
                batch.drain(..).map(|job| (job.change, job.reply)).unzip();
            let mut touched = Touched::default();
            let outcomes = self.write(&changes, &mut touched).await;
            for (reply, outcome) in replies.into_iter().zip(outcomes) {
                // Whoever asked may have gone; the change stands all the same.
                let _ = reply.send(outcome);
            }
            signals.tell(touched);
        }
    }

    /// The outcome of each change.
    async fn write(&mut self, changes: &[Change], touched: &mut Touched) -> Vec<Result<Outcome>> {
        let all = |why: &Error| changes.iter().map(|_| Err(lost(why))).collect();
        if let Err(why) = self.rely().await {
            // A refusal is for whoever asked.
            return match why {
                Error::Refused(refusal) => refused(changes.len(), &refusal),
                Error::Asks(_) | Error::Fault(_) => all(&why),
            };
        }
        let batch = Batch {
            connection: &self.database.write(),
            trust: &self.trust,
            clock: &self.clock,
            hears: &self.hears,
            changes,
        };
        let written = batch.write(&mut self.left).await;
        let outcomes = match written {
            Ok(written) => {
                // Whoever waits for what is due to be done and sent has one thing to wait for.
                touched.deliveries |= written.queued || written.armed;
                touched.duties |= written.armed;
                written.outcomes
            }
            Err(why) if self.trust.is_lost() => {
                (touched.deliveries, touched.duties) = (true, true);
                self.left = Left::default();
                self.found_out(changes, why).await
            }
            Err(why) if changes.len() < 2 => {
                changes.iter().zip([why]).map(|(_, why)| Err(why)).collect()
            }
            // One of them can't be written: it is found by halves.
            Err(_) => {
                let (one, other) = changes.split_at(changes.len() / 2);
                let mut outcomes = Box::pin(self.write(one, touched)).await;
                outcomes.extend(Box::pin(self.write(other, touched)).await);
                return outcomes;
            }
        };
        // Before whoever asked is told: what they read next is what they changed.
        self.database.commits.fetch_add(1, Ordering::Release);
        match self.database.in_place() {
            Ok(()) => outcomes,
            // What was committed to a file that nobody will find again is not kept.
            Err(gone) => {
                self.left = Left::default();
                refused(changes.len(), &gone)
            }
        }
    }

    /// Makes sure that what is written next is kept: on another connection, where the last one failed.
    async fn rely(&mut self) -> Result<()> {
        self.database.in_place()?;
        if self.trust.is_lost() {
            self.database.renew(self.clock.now()).await?;
            self.trust = Trust::default();
            tracing::info!("the database takes what is written again");
        }
        Ok(())
    }

    /// What came of a batch that an error of the database ended: what is in the database was done, whatever was said
    /// of it, and nothing else was.
    async fn found_out(&mut self, changes: &[Change], why: Error) -> Vec<Result<Outcome>> {
        tracing::warn!(%why, changes = changes.len(), "the database failed; it is opened again");
        let interactions = changes.iter().map(|it| it.cause.interaction_id);
        let asked: Vec<i64> = interactions.clone().flatten().collect();
        let found = async {
            self.rely().await?;
            group::outcomes_of(&self.database.reader(), asked).await
        };
        let mut found = found.await.unwrap_or_else(|error| {
            tracing::error!(%error, "the database can't be written");
            HashMap::new()
        });
        let outcome = |interaction: Option<i64>| {
            let json = interaction.and_then(|id| found.remove(&id));
            json.map(Outcome::Before).ok_or_else(|| lost(&why))
        };
        interactions.map(outcome).collect()
    }
}

fn refused(many: usize, refusal: &Refusal) -> Vec<Result<Outcome>> {
    let each = || Err(refusal.clone().into());
    std::iter::repeat_with(each).take(many).collect()
}

/// Which of these interactions a writer finds done that has lost its connection.
#[cfg(test)]
pub(super) async fn found_out(ledger: &Ledger, interactions: &[Option<i64>]) -> Vec<bool> {
    let trust = Trust::default();
    trust.lose();
    let mut writer = Writer {
        database: ledger.database().clone(),
        clock: Arc::new(crate::clock::SystemClock),
        hears: Arc::default(),
        left: Left::default(),
        trust,
    };
    let why = Fault::new("no answer came").into();
    let asked = |interaction_id: &Option<i64>| Change {
        cause: Cause {
            guild_id: 7,
            actor: 1,
            interaction_id: *interaction_id,
            agreed: crate::values::Agreed::Nothing,
        },
        run: Box::new(|_| async { Err(Fault::new("not to be run").into()) }.boxed()),
    };
    let changes: Vec<Change> = interactions.iter().map(asked).collect();
    let outcomes = writer.found_out(&changes, why).await;
    outcomes.iter().map(Result::is_ok).collect()
}
