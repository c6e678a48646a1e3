//! A change's view of its batch's transaction.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex as StdMutex, PoisonError};

use async_trait::async_trait;
use sea_orm::{ConnectionTrait, DbBackend, DbErr, ExecResult, QueryResult, Statement};
use tokio::sync::Mutex;

use crate::database::rows::written::{Rows, Written};
use crate::database::tables::{Named, Tables, named_in};
use crate::ledger::group::Group;

/// A change's view of its batch's transaction. What the change, and those before it, have written and not sent to the
/// database yet is sent before a statement that names its table. A statement that writes is undone with the change, by a
/// savepoint; rows of covered tables are written by [`super::Tx::save`] alone.
pub struct Conn {
    group: Arc<Group>,
    own: Mutex<Own>,
    /// Of what is being read to be remembered: which tables were named.
    reading: StdMutex<Vec<(u64, Tables)>>,
    readings: AtomicU64,
}

#[derive(Default)]
struct Own {
    rows: Rows,
    savepoint: bool,
}

impl Conn {
    pub(super) fn new(group: Arc<Group>) -> Self {
        Conn {
            group,
            own: Mutex::default(),
            reading: StdMutex::default(),
            readings: AtomicU64::new(0),
        }
    }

    pub(super) fn group(&self) -> &Group {
        &self.group
    }

    /// Takes in a row that the change has written.
    pub(super) async fn put(&self, row: Written) {
        self.group.memory().wrote(&row);
        self.group.within().writes(Tables::at(row.place));
        self.own.lock().await.rows.put(row);
    }

    /// Begins to note which tables are named.
    pub(super) fn note(&self) -> u64 {
        let number = self.readings.fetch_add(1, Ordering::Relaxed);
        self.noting().push((number, Tables::default()));
        number
    }

    /// Those that were, since.
    pub(super) fn noted(&self, number: u64) -> Tables {
        let mut noting = self.noting();
        let at = noting.iter().position(|(of, _)| *of == number);
        at.map_or(Tables::default(), |at| noting.remove(at).1)
    }

    /// Notes that these were, by what is remembered.
    pub(super) fn read(&self, tables: Tables) {
        for (_, noted) in self.noting().iter_mut() {
            *noted = noted.and(tables);
        }
    }

    fn noting(&self) -> std::sync::MutexGuard<'_, Vec<(u64, Tables)>> {
        // Nothing in here is left half-changed by a panic.
        self.reading.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes what it has written ready to be kept: the rows that are not sent yet.
    ///
    /// # Errors
    /// The database's.
    pub(super) async fn finish(&self) -> Result<Rows, DbErr> {
        let mut own = self.own.lock().await;
        if own.savepoint {
            self.group.within().close_savepoint(false).await?;
            own.savepoint = false;
        }
        Ok(std::mem::take(&mut own.rows))
    }

    /// Undoes all that the change has written.
    ///
    /// # Errors
    /// The database's.
    pub(super) async fn undo(&self) -> Result<(), DbErr> {
        let mut own = self.own.lock().await;
        own.rows = Rows::default();
        if own.savepoint {
            self.group.within().close_savepoint(true).await?;
            own.savepoint = false;
        }
        Ok(())
    }

    /// Sees to it that what a statement finds is as the changes have left it.
    async fn ready(&self, sql: &str) -> Result<(), DbErr> {
        let Named {
            tables,
            writes_covered,
            reads,
        } = named_in(sql);
        if let Some(table) = writes_covered {
            let wrong =
                format!("{table} is covered by the record: rows of it are written by Tx::save");
            return Err(DbErr::Custom(wrong));
        }
        let within = self.group.within();
        let mut own = self.own.lock().await;
        if reads {
            self.read(tables);
        } else {
            within.writes(tables);
            self.group.memory().forget(tables);
            if tables.meets(Tables::of("delivery")) {
                self.group.shared.queued().clear();
            }
        }
        // What is written may refer to rows that the change has written before.
        let own_too = !reads || own.rows.tables().meets(tables);
        if own_too && !own.savepoint {
            // What others have written must not be undone with this.
            self.group.send().await?;
            within.open_savepoint().await?;
            own.savepoint = true;
        } else if self.group.waits(tables).await {
            self.group.send().await?;
        }
        if own_too {
            own.rows.send(within).await?;
        }
        Ok(())
    }
}

impl std::fmt::Debug for Conn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Conn").finish_non_exhaustive()
    }
}

#[async_trait]
impl ConnectionTrait for Conn {
    fn get_database_backend(&self) -> DbBackend {
        self.group.within().get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.ready(&statement.sql).await?;
        self.group.within().execute_raw(statement).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.ready(sql).await?;
        self.group.within().execute_unprepared(sql).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.ready(&statement.sql).await?;
        self.group.within().query_one_raw(statement).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.ready(&statement.sql).await?;
        self.group.within().query_all_raw(statement).await
    }
}
