//! What a change may do: read and write rows, tell what has happened, send letters.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex as StdMutex, PoisonError};

use chrono::{DateTime, Utc};
use tokio::sync::Mutex;

use super::fact::{HeardIn, Listeners};
use super::group::Group;
use super::later::{Later, Left};
use super::memory::Memory;
use super::pending::Pending;
use super::{About, Cause, Conn, Db, Entry, Fact, Letter, Outgoing, Result};

/// What a capability does when it hears a fact of type `F`, in the same change. A refusal undoes all of the change.
pub type Heard<F> = HeardIn<Tx, F>;

/// Who hears what, in the order in which they are told.
pub type Hears = Listeners<Tx>;

/// A change under way, in a savepoint of the writer's transaction; or without one, where it writes no row by itself.
pub struct Tx {
    shared: Arc<Conn>,
    savepoint: Option<Conn>,
    cause: Cause,
    now: DateTime<Utc>,
    pending: Mutex<Pending>,
    memory: Arc<Memory>,
    actors: Arc<[i64]>,
    /// When what is done now fell due; none: the cause asked for it now.
    due_at: StdMutex<Option<DateTime<Utc>>>,
    hears: Arc<Hears>,
}

impl Db for Tx {
    type Conn = Conn;

    fn conn(&self) -> &Conn {
        self.savepoint.as_ref().unwrap_or(&self.shared)
    }
}

impl Tx {
    /// Opens a change.
    pub(super) fn open(
        shared: Arc<Conn>,
        savepoint: Option<Conn>,
        cause: Cause,
        now: DateTime<Utc>,
        group: &Group,
        hears: Arc<Hears>,
    ) -> Self {
        Tx {
            shared,
            savepoint,
            cause,
            now,
            pending: Mutex::default(),
            memory: group.memory.clone(),
            actors: group.actors.clone(),
            due_at: StdMutex::default(),
            hears,
        }
    }

    /// When the change happens: one moment for all that belongs to it.
    pub fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// Says that what comes is done because something fell due at `due_at`: it is griffin's own doing, and what it
    /// queues was due then, and so is late where that is long ago (design, section 3, rule 4). None: what comes is what
    /// the cause asked for.
    pub fn fell_due(&self, due_at: Option<DateTime<Utc>>) {
        *self.due_at.lock().unwrap_or_else(PoisonError::into_inner) = due_at;
    }

    fn due(&self) -> Option<DateTime<Utc>> {
        *self.due_at.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Who asked for it.
    pub fn cause(&self) -> Cause {
        self.cause
    }

    /// Records what was done; it is written when the change succeeds.
    pub(super) async fn record(&self, entry: Entry) {
        let cause = match self.due() {
            Some(_) => Cause::due(self.cause.guild_id),
            None => self.cause,
        };
        self.pending.lock().await.entries.push((cause, entry));
    }

    /// Tells what has happened: records it, and lets those who hear it do their part of the change.
    ///
    /// # Errors
    /// A fault, if it can't be written down; what a listener returned, and then the change can't stand.
    pub async fn tell<F: Fact>(&self, fact: &F) -> Result<()> {
        let About {
            authority_id,
            tender_id,
        } = fact.about();
        self.record(Entry {
            kind: F::KIND,
            authority_id,
            tender_id,
            data: serde_json::to_value(fact)?,
        })
        .await;
        self.hears.hear(self, fact).await
    }

    /// Queues a letter; it is written when the change succeeds. It is due now, or when what is done now fell due
    /// ([`Tx::fell_due`]).
    ///
    /// # Errors
    /// A fault, if it can't be written down.
    pub async fn send<L: Letter>(&self, letter: &L) -> Result<()> {
        self.send_at(letter, self.now).await
    }

    /// Queues a letter that fell due, or is to be sent, at `due_at`; not later than what is done now fell due.
    ///
    /// # Errors
    /// A fault, if it can't be written down.
    pub async fn send_at<L: Letter>(&self, letter: &L, due_at: DateTime<Utc>) -> Result<()> {
        let due_at = self.due().map_or(due_at, |fell_due| fell_due.min(due_at));
        let outgoing = Outgoing::of(letter, self.cause.guild_id, due_at, self.now)?;
        self.enqueue(outgoing).await;
        Ok(())
    }

    /// A letter of this change's server that is due now, to be queued by whoever it is given to.
    ///
    /// # Errors
    /// A fault, if it can't be written down.
    pub fn outgoing<L: Letter>(&self, letter: &L) -> Result<Outgoing> {
        Outgoing::of(letter, self.cause.guild_id, self.now, self.now)
    }

    /// Queues a row of the outbox.
    pub(crate) async fn enqueue(&self, outgoing: Outgoing) {
        self.pending.lock().await.outgoing.push(outgoing);
    }

    /// Leaves a row to be written with others of its kind, before the batch is committed and before another change reads
    /// the database; it is when the change succeeds. What this change or those of its kind read of it meanwhile, they
    /// remember ([`Tx::remember`]).
    pub async fn leave<T: Later>(&self, row: T) {
        self.pending.lock().await.left.push(Left::of(row));
    }

    /// What `read` gives, read once for all changes of this server, in this batch and those that follow, that leave their
    /// rows ([`super::Ledger::write_later`]). Not for what this change has changed before, nor for what may change without
    /// an entry in the ledger or with the time of day.
    ///
    /// # Errors
    /// What `read` gives.
    pub async fn remembered<T, F>(&self, name: String, read: F) -> Result<T>
    where
        T: Clone + Send + 'static,
        F: Future<Output = Result<T>>,
    {
        if let Some(known) = self.memory.get(&name) {
            return Ok(known);
        }
        let value = read.await?;
        self.memory.put(name, value.clone());
        Ok(value)
    }

    /// What `read` gives for `wanted`, under the name that `name` gives it: read once for all of `among`, which is asked
    /// only then. What is remembered of others already stays, as the database may not have it yet.
    ///
    /// # Errors
    /// What `read` gives.
    pub async fn remembered_of<T>(
        &self,
        name: impl Fn(i64) -> String,
        wanted: i64,
        among: impl AsyncFnOnce() -> Result<Vec<i64>>,
        read: impl AsyncFnOnce(&[i64]) -> Result<HashMap<i64, T>>,
    ) -> Result<T>
    where
        T: Clone + Default + Send + 'static,
    {
        if let Some(known) = self.recall(&name(wanted)) {
            return Ok(known);
        }
        let among = among().await?;
        let all: BTreeSet<i64> = among.into_iter().chain([wanted]).collect();
        let unknown = |id: &i64| self.recall::<T>(&name(*id)).is_none();
        let ids: Vec<i64> = all.into_iter().filter(unknown).collect();
        let mut found = read(&ids).await?;
        let value = found.get(&wanted).cloned().unwrap_or_default();
        for id in ids {
            self.remember(name(id), found.remove(&id).unwrap_or_default());
        }
        Ok(value)
    }

    /// What is remembered under this name, if it is of this type.
    pub fn recall<T: Clone + Send + 'static>(&self, name: &str) -> Option<T> {
        self.memory.get(name)
    }

    /// Remembers it as it was read, or as this change has just made it.
    pub fn remember<T: Clone + Send + 'static>(&self, name: String, value: T) {
        self.memory.put(name, value);
    }

    /// The Discord user ids of all whose changes of this server are in the batch: what is to be read of one may be read of
    /// all.
    pub fn actors(&self) -> &[i64] {
        &self.actors
    }

    /// Releases the savepoint; what was recorded and queued.
    pub(super) async fn finish(self) -> Result<Pending> {
        if let Some(savepoint) = self.savepoint {
            savepoint.commit().await?;
        }
        Ok(self.pending.into_inner())
    }

    pub(super) async fn roll_back(self) -> Result<()> {
        match self.savepoint {
            Some(savepoint) => Ok(savepoint.roll_back().await?),
            None => Ok(()),
        }
    }
}
