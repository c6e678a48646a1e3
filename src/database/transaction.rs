//! The transaction of a batch, and whether its connection can still be relied on.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use async_trait::async_trait;
use sea_orm::sqlx;
use sea_orm::sqlx::error::ErrorKind;
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, ExecResult,
    QueryResult, RuntimeErr, SqliteTransactionMode, Statement, TransactionOptions,
    TransactionTrait,
};

use crate::database::tables::Tables;

/// Whether the writer's connection can be relied on. After an error of the database nobody knows whether its transaction
/// still stands: SQLite rolls back by itself when the disk is full or fails (SQLite, "Response To Errors Within A
/// Transaction"), and what came next would be committed by itself, or never. So the first such error ends it: nothing more
/// goes through, and the writer opens another connection.
#[derive(Clone, Debug, Default)]
pub(crate) struct Trust(Arc<AtomicBool>);

impl Trust {
    /// Whether an error has ended it.
    pub fn is_lost(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }

    /// Ends it.
    pub fn lose(&self) {
        self.0.store(true, Ordering::Release);
    }
}

/// The transaction of a batch.
#[derive(Debug)]
pub(crate) struct Transaction {
    begun: DatabaseTransaction,
    trust: Trust,
    /// Whether the database refused a row outside of any savepoint: then all of it has to be undone.
    spoilt: AtomicBool,
    /// The tables that statements of changes have written by themselves.
    wrote: AtomicU64,
    /// Whether a savepoint is open, which undoes a row that is refused.
    savepoint: AtomicBool,
}

/// Passes a call on, unless the connection can't be relied on any more, and judges the outcome.
macro_rules! through {
    ($it:expr, $call:ident($($given:expr),*)) => {{
        $it.relied_on()?;
        let outcome = $it.begun.$call($($given),*).await;
        $it.judged(outcome)
    }};
}

impl Transaction {
    /// Begins one.
    ///
    /// # Errors
    /// The database's.
    pub async fn begin(connection: &DatabaseConnection, trust: Trust) -> Result<Self, DbErr> {
        let options = TransactionOptions {
            // A deferred one fails at once when another process wrote since it began (SQLite 517).
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..Default::default()
        };
        match connection.begin_with_options(options).await {
            Ok(begun) => Ok(Transaction {
                begun,
                trust,
                spoilt: AtomicBool::new(false),
                wrote: AtomicU64::new(0),
                savepoint: AtomicBool::new(false),
            }),
            Err(error) => {
                trust.lose();
                Err(error)
            }
        }
    }

    /// Whether no other process writes there: an SQLite file is for one ([`super::Alone`]).
    pub fn alone(&self) -> bool {
        self.get_database_backend() == DbBackend::Sqlite
    }

    /// Commits it.
    ///
    /// # Errors
    /// The database's: then it may be committed, or not.
    pub async fn commit(self) -> Result<(), DbErr> {
        self.relied_on()?;
        let ended = self.begun.commit().await;
        ended.inspect_err(|_| self.trust.lose())
    }

    /// Undoes it. What can't be relied on any more is undone by closing it.
    ///
    /// # Errors
    /// The database's.
    pub async fn roll_back(self) -> Result<(), DbErr> {
        self.relied_on()?;
        let ended = self.begun.rollback().await;
        ended.inspect_err(|_| self.trust.lose())
    }

    /// Whether it can be relied on.
    ///
    /// # Errors
    /// It can't.
    pub fn relied_on(&self) -> Result<(), DbErr> {
        match self.trust.is_lost() {
            true => Err(DbErr::Custom(
                "the database failed before, in the same batch".to_owned(),
            )),
            false => Ok(()),
        }
    }

    /// Whether a row was refused that no savepoint undid.
    pub fn is_spoilt(&self) -> bool {
        self.spoilt.load(Ordering::Acquire)
    }

    /// The tables that changes have written by statements of their own.
    pub fn wrote(&self) -> Tables {
        Tables::from_bits(self.wrote.load(Ordering::Acquire))
    }

    fn judged<T>(&self, outcome: Result<T, DbErr>) -> Result<T, DbErr> {
        if let Err(error) = &outcome {
            match is_refused_row(error, self.get_database_backend()) {
                true if self.savepoint.load(Ordering::Acquire) => {}
                true => self.spoilt.store(true, Ordering::Release),
                false => self.trust.lose(),
            }
        }
        outcome
    }

    /// Notes that a change writes these tables by a statement of its own.
    pub fn writes(&self, tables: Tables) {
        self.wrote.fetch_or(tables.bits(), Ordering::AcqRel);
    }

    /// Opens a change's savepoint.
    ///
    /// # Errors
    /// The database's.
    pub async fn open_savepoint(&self) -> Result<(), DbErr> {
        through!(self, execute_unprepared("SAVEPOINT change"))?;
        self.savepoint.store(true, Ordering::Release);
        Ok(())
    }

    /// Closes it, and undoes what was done since if so wished.
    ///
    /// # Errors
    /// The database's.
    pub async fn close_savepoint(&self, undo: bool) -> Result<(), DbErr> {
        if undo {
            through!(self, execute_unprepared("ROLLBACK TO SAVEPOINT change"))?;
        }
        through!(self, execute_unprepared("RELEASE SAVEPOINT change"))?;
        self.savepoint.store(false, Ordering::Release);
        Ok(())
    }
}

#[async_trait]
impl ConnectionTrait for Transaction {
    fn get_database_backend(&self) -> DbBackend {
        self.begun.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        through!(self, execute_raw(statement))
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        through!(self, execute_unprepared(sql))
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        through!(self, query_one_raw(statement))
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        through!(self, query_all_raw(statement))
    }
}

/// What the database itself said; none: it did not answer.
fn of_the_server(error: &DbErr) -> Option<&dyn sqlx::error::DatabaseError> {
    let (DbErr::Exec(RuntimeErr::SqlxError(error)) | DbErr::Query(RuntimeErr::SqlxError(error))) =
        error
    else {
        return None;
    };
    error.as_database_error()
}

/// Whether a row or a value was refused, and nothing is wrong with the database: a constraint (PostgreSQL's class 23), or
/// a value that the column can't hold (class 22; SQLite's TOOBIG and MISMATCH).
fn is_refused_row(error: &DbErr, backend: DbBackend) -> bool {
    let Some(said) = of_the_server(error) else {
        return false;
    };
    let code = said.code().unwrap_or_default();
    let value = match backend {
        DbBackend::Sqlite => matches!(&*code, "18" | "20"),
        _ => code.starts_with("22"),
    };
    value || !matches!(said.kind(), ErrorKind::Other)
}
