//! Runs the changes of a batch one after the other, each in a savepoint of one shared transaction or, if it only leaves rows,
//! without, and commits once.

use std::any::Any;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use futures::FutureExt;
use futures::future::BoxFuture;
use sea_orm::DatabaseConnection;
use serde::Serialize;

use super::conn::Trust;
use super::group::Group;
use super::memory::Standing;
use super::{Cause, Conn, Error, Fault, Hears, Result, Tx};
use crate::schedule::clock::SharedClock;

type Running<'t> = BoxFuture<'t, Result<Done>>;

type Once = Box<dyn for<'t> FnOnce(&'t Tx) -> Running<'t> + Send>;

/// A change, as it was handed in.
pub(super) enum Run {
    /// It may write rows by itself; none: it was run.
    Once(Option<Once>),
    /// It only leaves rows, and may be run again where nothing of it was written.
    Leaves(Box<dyn for<'t> Fn(&'t Tx) -> Running<'t> + Send>),
}

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
    Now(Box<dyn Any + Send>),
    /// What it came to when its interaction was seen before, as JSON.
    Before(String),
}

pub(super) struct Change {
    pub cause: Cause,
    pub run: Run,
}

impl Change {
    /// Whether it writes no row by itself.
    pub fn leaves(&self) -> bool {
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

pub(super) fn lost(error: &dyn std::fmt::Display) -> Error {
    Fault::new(format!("not committed: {error}")).into()
}

/// Changes that share a commit, in the order of their servers.
pub(super) struct Batch<'b> {
    pub connection: &'b DatabaseConnection,
    /// Lost where an error of the database ends it: then what came of it is not known.
    pub trust: Trust,
    pub clock: &'b SharedClock,
    pub hears: &'b Arc<Hears>,
    pub changes: Vec<Change>,
}

/// What came of a batch.
pub(super) struct Written {
    pub outcomes: Vec<Result<Outcome>>,
    /// How it left the chain of its last server.
    pub standing: Option<Standing>,
    /// Whether a delivery was queued.
    pub queued: bool,
}

impl Batch<'_> {
    /// Writes it, where the one before left a chain as `standing`.
    pub async fn write(&mut self, standing: Option<Standing>) -> Result<Written> {
        let goes_on = |left: &Standing| {
            let mut all = self.changes.iter();
            all.all(|it| it.leaves() && it.cause.guild_id == left.head.guild_id)
        };
        if !standing.as_ref().is_some_and(goes_on) {
            return self.write_within(standing).await;
        }
        // Only rows that are left, of the server whose chain we know: nothing is written before all is.
        let shared = Arc::new(Conn::idle(self.connection.clone(), self.trust.clone()));
        match self.write_all(&shared, standing).await {
            Ok(written) => Ok(written),
            Err(error) if shared.alone() || self.trust.is_lost() => Err(error),
            Err(error) => {
                tracing::debug!(%error, "what was remembered may not be so any more");
                self.write_within(None).await
            }
        }
    }

    async fn write_within(&mut self, standing: Option<Standing>) -> Result<Written> {
        let shared = Arc::new(Conn::begin(self.connection, self.trust.clone()).await?);
        let written = self.write_all(&shared, standing).await;
        let Some(shared) = Arc::into_inner(shared) else {
            // Its transaction is still open.
            self.trust.lose();
            return Err(Fault::new("a change was not over when its batch was").into());
        };
        match written {
            Ok(written) => {
                shared.commit().await?;
                Ok(written)
            }
            Err(error) => {
                // PostgreSQL would say of a commit that all is well, and keep nothing.
                if let Err(also) = shared.roll_back().await {
                    tracing::debug!(%also, "a batch is undone by closing its connection");
                }
                Err(error)
            }
        }
    }

    /// Runs the changes, and has what they come to written; the outcome of each.
    async fn write_all(
        &mut self,
        shared: &Arc<Conn>,
        mut standing: Option<Standing>,
    ) -> Result<Written> {
        let causes: Vec<Cause> = self.changes.iter().map(|change| change.cause).collect();
        let mut outcomes = Vec::with_capacity(causes.len());
        let mut queued = false;
        let mut changes = self.changes.iter_mut();
        for of_one in causes.chunk_by(|a, b| a.guild_id == b.guild_id) {
            let guild_id = of_one.first().map_or(0, |cause| cause.guild_id);
            let mut group = Group::open(shared.clone(), guild_id, of_one, standing.take()).await?;
            for change in changes.by_ref().take(of_one.len()) {
                let savepoint = match change.leaves() {
                    true => None,
                    false => Some(savepoint(&mut group, shared, change.cause).await?),
                };
                let now = self.clock.now();
                let hears = self.hears.clone();
                let tx = Tx::open(shared.clone(), savepoint, change.cause, now, &group, hears);
                outcomes.push(write_one(&mut group, tx, change).await?);
            }
            let refused = outcomes.iter().find_map(|outcome| outcome.as_ref().err());
            if let (Some(error), true, false) = (refused, shared.is_idle(), shared.alone()) {
                // Of what others may have changed since: whether it is so is seen in a transaction.
                return Err(Fault::new(format!("not sure: {error}")).into());
            }
            group.write().await?;
            queued |= group.queued;
            standing = group.standing();
        }
        // A change may have kept an error of the database to itself.
        shared.relied_on()?;
        Ok(Written {
            outcomes,
            standing,
            queued,
        })
    }
}

/// What a change that writes rows by itself is undone by; what it may read in the database is there before.
async fn savepoint(group: &mut Group, shared: &Conn, cause: Cause) -> Result<Conn> {
    match cause.interaction_id {
        // griffin's own work reads what is queued.
        None => group.write().await?,
        Some(_) => group.write_left().await?,
    }
    Ok(shared.savepoint().await?)
}

/// Runs one change.
///
/// # Errors
/// What ends the batch; the change's own error is in what comes back.
async fn write_one(group: &mut Group, tx: Tx, change: &mut Change) -> Result<Result<Outcome>> {
    let outcome = run_one(group, tx, change).await?;
    if !change.leaves() {
        // What is read anew finds what this one has left.
        group.write_left().await?;
        group.memory.forget();
    }
    Ok(outcome)
}

async fn run_one(group: &mut Group, tx: Tx, change: &mut Change) -> Result<Result<Outcome>> {
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
