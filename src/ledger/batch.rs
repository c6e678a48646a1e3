//! Runs the changes of a batch one after the other in one shared transaction, and commits once.

use std::any::Any;
use std::collections::HashMap;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use futures::FutureExt;
use futures::future::BoxFuture;
use sea_orm::DatabaseConnection;
use serde::Serialize;

use crate::clock::SharedClock;
use crate::database::tables::Tables;
use crate::database::transaction::{Transaction, Trust};
use crate::error::{Error, Fault, Result};
use crate::ledger::group::{Group, Standing};
use crate::ledger::shared::Shared;
use crate::ledger::{Cause, Hears, Receipt, Tx};

type Running<'t> = BoxFuture<'t, Result<Done>>;

/// A use case as a value: it may be run again, where the batch that it was in has to be undone for the sake of another.
pub(super) type Run = Box<dyn for<'t> Fn(&'t Tx) -> Running<'t> + Send + Sync>;

/// What a change came to: as it is, and as JSON where its interaction may come again.
pub(super) struct Done {
    value: Box<dyn Any + Send>,
    json: String,
}

impl Done {
    pub fn of<T: Serialize + Send + 'static>(cause: Cause, value: T) -> Result<Self> {
        let json = match cause.interaction_id {
            Some(_) => serde_json::to_string(&value)?,
            None => String::new(),
        };
        let value = Box::new(value);
        Ok(Done { value, json })
    }
}

/// What whoever asked is told.
pub(super) enum Outcome {
    /// What it came to, and the receipt, if it recorded anything.
    Now(Box<dyn Any + Send>, Option<Receipt>),
    /// What it came to when its interaction was seen before, as JSON.
    Before(String),
}

pub(super) struct Change {
    pub cause: Cause,
    pub run: Run,
}

pub(super) fn lost(error: &dyn std::fmt::Display) -> Error {
    Fault::new(format!("not committed: {error}")).into()
}

/// How batches left the chains of servers.
#[derive(Default)]
pub(super) struct Left {
    pub standing: HashMap<i64, Standing>,
    pub shared: Arc<Shared>,
}

/// For how many servers it is known, at most.
const SERVERS: usize = 64;

/// Changes that share a commit, in the order of their servers.
pub(super) struct Batch<'b> {
    pub connection: &'b DatabaseConnection,
    /// Lost where an error of the database ends it: then what came of it is not known.
    pub trust: &'b Trust,
    pub clock: &'b SharedClock,
    pub hears: &'b Arc<Hears>,
    pub changes: &'b [Change],
}

/// What came of a batch.
pub(super) struct Written {
    pub outcomes: Vec<Result<Outcome>>,
    /// Whether a delivery was queued or changed.
    pub queued: bool,
    /// Whether a duty may have been armed or ended.
    pub armed: bool,
}

impl Batch<'_> {
    /// Writes it, where those before left the chains as `left` says.
    ///
    /// # Errors
    /// None of it was done: if the connection can still be relied on, for the sake of one of the changes.
    pub async fn write(&self, left: &mut Left) -> Result<Written> {
        let begun = Transaction::begin(self.connection, self.trust.clone()).await?;
        let within = Arc::new(begun);
        let mut standing = HashMap::new();
        let written = self.write_all(&within, left, &mut standing).await;
        let Some(within) = Arc::into_inner(within) else {
            // Its transaction is still open.
            self.trust.lose();
            return Err(Fault::new("a change was not over when its batch was").into());
        };
        match written {
            Ok(written) => {
                let wrote = within.wrote();
                within.commit().await?;
                if left.standing.len() + standing.len() > SERVERS {
                    left.standing.clear();
                }
                left.standing.extend(standing);
                let uncovered = wrote.uncovered();
                left.standing
                    .values_mut()
                    .for_each(|it| it.forget(uncovered));
                Ok(written)
            }
            Err(error) => {
                left.shared.queued().clear();
                left.shared.numbers.lock().await.end_batch(&within);
                // PostgreSQL would say of a commit that all is well, and keep nothing.
                if let Err(also) = within.roll_back().await {
                    tracing::debug!(%also, "a batch is undone by closing its connection");
                }
                Err(error)
            }
        }
    }

    /// Runs the changes, and has what they come to sent to the database; the outcome of each.
    async fn write_all(
        &self,
        within: &Arc<Transaction>,
        left: &mut Left,
        standing: &mut HashMap<i64, Standing>,
    ) -> Result<Written> {
        let mut outcomes = Vec::with_capacity(self.changes.len());
        let mut queued = false;
        for of_one in self
            .changes
            .chunk_by(|a, b| a.cause.guild_id == b.cause.guild_id)
        {
            let guild_id = of_one.first().map_or(0, |change| change.cause.guild_id);
            let causes: Vec<Cause> = of_one.iter().map(|change| change.cause).collect();
            // If it comes to nothing, nothing is known of it.
            let before = left.standing.remove(&guild_id);
            let shared = left.shared.clone();
            let group = Group::open(within.clone(), guild_id, &causes, before, shared).await?;
            for change in of_one {
                outcomes.push(self.run_one(&group, change).await?);
                group.over();
                if within.is_spoilt() {
                    let wrong = outcomes.pop().and_then(Result::err);
                    let unsaid = || Fault::new("a row was refused").into();
                    return Err(wrong.unwrap_or_else(unsaid));
                }
            }
            group.send().await?;
            left.shared.numbers.lock().await.end_batch(within);
            let Some(group) = Arc::into_inner(group) else {
                return Err(Fault::new("a change was not over when others were").into());
            };
            let (left, more) = group.standing();
            queued |= more;
            standing.extend(left.map(|it| (guild_id, it)));
        }
        // A change may have kept an error of the database to itself.
        within.relied_on()?;
        let wrote = within.wrote();
        Ok(Written {
            outcomes,
            queued: queued || wrote.meets(Tables::of("delivery")),
            armed: wrote.meets(Tables::of("duty")),
        })
    }

    /// Runs one change.
    ///
    /// # Errors
    /// What ends the batch; the change's own error is in what comes back.
    async fn run_one(&self, group: &Arc<Group>, change: &Change) -> Result<Result<Outcome>> {
        let (cause, now) = (change.cause, self.clock.now());
        if let Some(before) = group.answered(cause) {
            return Ok(Ok(Outcome::Before(before)));
        }
        let tx = Tx::open(group.clone(), cause, now, self.hears.clone());
        let outcome = AssertUnwindSafe((change.run)(&tx)).catch_unwind().await;
        let outcome = outcome.unwrap_or_else(|_| Err(Fault::new("a change panicked").into()));
        let outcome = outcome.and_then(|done| tx.require_entry().map(|()| done));
        match outcome {
            Ok(Done { value, json }) => {
                let (pending, rows) = tx.finish().await?;
                let receipt = group.take(cause, now, pending, rows, json).await?;
                group.memory().keep();
                Ok(Ok(Outcome::Now(value, receipt)))
            }
            Err(error) => {
                // What is spoilt is undone with all of the batch.
                if !group.within().is_spoilt() {
                    tx.undo().await?;
                }
                group.memory().undo();
                Ok(Err(error))
            }
        }
    }
}
