//! What a change may do: read and write rows, tell what has happened, send letters.

use std::sync::{Arc, Mutex as StdMutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};
use sea_orm::{EntityName, EntityTrait, Iterable, PrimaryKeyToColumn};

use crate::database::Db;
use crate::database::db::{Many, Remembered};
use crate::database::rows::seal;
use crate::database::rows::written::{Done, Row, Rows, Uncovered, Written};
use crate::error::{Error, Fault, Result};
use crate::ledger::fact::{HeardIn, Listeners};
use crate::ledger::group::Group;
use crate::ledger::pending::Pending;
use crate::ledger::{About, Cause, Conn, Entry, Fact, Letter, Outgoing};
use crate::values::Preview;

/// What a capability does when it hears a fact of type `F`, in the same change. A refusal undoes all of the change.
pub type Heard<F> = HeardIn<Tx, F>;

/// Who hears what, in the order in which they are told.
pub type Hears = Listeners<Tx>;

/// A change under way, in the transaction of its batch.
pub struct Tx {
    conn: Conn,
    cause: Cause,
    now: DateTime<Utc>,
    pending: StdMutex<Pending>,
    /// When what is done now fell due; none: the cause asked for it now.
    due_at: StdMutex<Option<DateTime<Utc>>>,
    hears: Arc<Hears>,
}

impl Db for Tx {
    type Conn = Conn;

    fn conn(&self) -> &Conn {
        &self.conn
    }

    async fn known<K: Remembered>(&self, key: K) -> Result<K::Value> {
        let found = self.conn.group().memory().get(&key);
        if let Some((value, tables)) = found {
            #[cfg(test)]
            assert_eq!(value, key.read(self).await?, "{key:?} is not so any more");
            self.conn.read(tables);
            return Ok(value);
        }
        let noting = self.conn.note();
        let read = key.read(self).await;
        let tables = self.conn.noted(noting);
        let value = read?;
        let mut memory = self.conn.group().memory();
        memory.put(key, value.clone(), tables);
        Ok(value)
    }

    async fn known_all<K: Many>(&self, keys: Vec<K>) -> Result<Vec<K::Value>> {
        let recalled = |key: &K| self.conn.group().memory().get(key);
        let mut found: Vec<_> = keys.iter().map(recalled).collect();
        let missing = || keys.iter().zip(&found).filter(|(_, it)| it.is_none());
        let missing: Vec<K> = missing().map(|(key, _)| key.clone()).collect();
        #[cfg(test)]
        for (key, it) in keys.iter().zip(&found) {
            if let Some((value, _)) = it {
                assert_eq!(value, &key.read(self).await?, "{key:?} is not so any more");
            }
        }
        for (_, tables) in found.iter().flatten() {
            self.conn.read(*tables);
        }
        if !missing.is_empty() {
            let noting = self.conn.note();
            let read = K::read_all(&missing, self).await;
            let tables = self.conn.noted(noting);
            let mut memory = self.conn.group().memory();
            let gaps = found.iter_mut().filter(|it| it.is_none());
            for (gap, (key, value)) in gaps.zip(missing.into_iter().zip(read?)) {
                memory.put(key, value.clone(), tables);
                *gap = Some((value, tables));
            }
        }
        Ok(found
            .into_iter()
            .flatten()
            .map(|(value, _)| value)
            .collect())
    }
}

impl Tx {
    /// Opens a change.
    pub(super) fn open(
        group: Arc<Group>,
        cause: Cause,
        now: DateTime<Utc>,
        hears: Arc<Hears>,
    ) -> Self {
        Tx {
            conn: Conn::new(group),
            cause,
            now,
            pending: StdMutex::default(),
            due_at: StdMutex::default(),
            hears,
        }
    }

    fn pending(&self) -> MutexGuard<'_, Pending> {
        // Nothing in here is left half-changed by a panic.
        self.pending.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes a row of a covered table as it is to stand, whether it was there or not; the change's entry carries its seal.
    ///
    /// # Errors
    /// A fault, if the change belongs to no server.
    pub async fn save<M: Row>(&self, row: M) -> Result<()> {
        self.put(row, Done::Saved).await
    }

    /// Writes a new row under a number that nobody else has; `row.id` is not looked at, what comes back has it.
    ///
    /// # Errors
    /// A fault, if the database fails or the change belongs to no server.
    pub async fn add<M: Row>(&self, mut row: M) -> Result<M> {
        let group = self.conn.group();
        let table = M::Entity::default().table_name();
        let mut numbers = group.shared.numbers.lock().await;
        let number = numbers.next(group.within(), table, group.to_come()).await?;
        drop(numbers);
        for part in <M::Entity as EntityTrait>::PrimaryKey::iter() {
            row.set(part.into_column(), number.into());
        }
        self.put(row.clone(), Done::Added).await?;
        Ok(row)
    }

    /// Takes a row of a covered table away; the change's entry says so.
    ///
    /// # Errors
    /// A fault, if the change belongs to no server.
    pub async fn remove<M: Row>(&self, row: M) -> Result<()> {
        self.put(row, Done::Removed).await
    }

    async fn put<M: Row>(&self, row: M, done: Done) -> Result<()> {
        if self.cause.guild_id == 0 {
            return Err(Fault::new("a row of a covered table is some server's").into());
        }
        let seal = (done != Done::Removed).then(|| seal::of(&row));
        let row = Written::of(row, done)?;
        if row
            .server()
            .is_some_and(|server| server != self.cause.guild_id)
        {
            return Err(Fault::new(format!("{} is another server's", row.name())).into());
        }
        self.pending().seals.insert(row.name(), seal);
        self.conn.put(row).await;
        Ok(())
    }

    /// Writes a row of a table that the record does not cover.
    ///
    /// # Errors
    /// A fault, if the record covers it.
    pub async fn write<U: Uncovered>(&self, row: U) -> Result<()> {
        self.conn.put(Written::uncovered(row)?).await;
        Ok(())
    }

    /// Sees to it that rows were not written without an entry to carry their seals.
    pub(super) fn require_entry(&self) -> Result<()> {
        let pending = self.pending();
        match pending.seals.keys().next() {
            Some(row) if pending.entries.is_empty() => {
                Err(Fault::new(format!("{row} was written without an entry")).into())
            }
            _ => Ok(()),
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

    /// Goes on only if whoever asked has said yes to this very preview; else they are shown it, and nothing is done.
    ///
    /// # Errors
    /// The preview, to be shown.
    pub fn ask(&self, preview: Preview) -> Result<()> {
        if self.cause.agreed.covers(&preview) {
            Ok(())
        } else {
            Err(Error::Asks(Box::new(preview)))
        }
    }

    /// As [`Tx::ask`], but only if something in the preview looks like a slip.
    ///
    /// # Errors
    /// The preview, to be shown.
    pub fn ask_if_odd(&self, preview: Preview) -> Result<()> {
        if preview.is_odd() {
            self.ask(preview)
        } else {
            Ok(())
        }
    }

    /// Records what was done; it is written when the change succeeds.
    pub(super) async fn record(&self, entry: Entry) {
        let cause = match self.due() {
            Some(_) => Cause::due(self.cause.guild_id),
            None => self.cause,
        };
        self.pending().entries.push((cause, entry));
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
        self.pending().outgoing.push(outgoing);
    }

    /// Ends it well; what was recorded and queued, and the rows that are not sent yet.
    pub(super) async fn finish(self) -> Result<(Pending, Rows)> {
        let rows = self.conn.finish().await?;
        let pending = self.pending.into_inner();
        Ok((pending.unwrap_or_else(PoisonError::into_inner), rows))
    }

    /// Undoes all of it.
    pub(super) async fn undo(self) -> Result<()> {
        Ok(self.conn.undo().await?)
    }
}
