//! What a batch of changes goes through to the database, and whether it can still be relied on.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use async_trait::async_trait;
use sea_orm::sqlx;
use sea_orm::sqlx::error::ErrorKind;
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, ExecResult,
    QueryResult, RuntimeErr, SqliteTransactionMode, Statement, TransactionOptions,
    TransactionTrait,
};

/// Whether the writer's connection can be relied on. After an error of the database nobody knows whether its transaction
/// still stands: SQLite rolls back by itself when the disk is full or fails (SQLite, "Response To Errors Within A
/// Transaction"), and what came next would be committed by itself, or never. So the first such error ends it: nothing more
/// goes through, and the writer opens another connection.
#[derive(Clone, Debug, Default)]
pub(super) struct Trust(Arc<AtomicBool>);

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

/// The writer's connection, as a batch or one change in it uses it.
#[derive(Debug)]
pub struct Conn {
    way: Way,
    trust: Trust,
}

#[derive(Debug)]
enum Way {
    /// In no transaction: all that is written is written and committed in one round trip
    /// (`super::writes::make_and_commit`), if the server's chain is still where it was left, and so all true that was
    /// read or remembered.
    Idle(DatabaseConnection),
    /// In the batch's transaction.
    Within(DatabaseTransaction),
    /// In a savepoint of it.
    Savepoint(DatabaseTransaction),
}

/// Passes a call on to whatever is behind a [`Conn`], unless it can't be relied on any more, and judges the outcome.
macro_rules! through {
    ($conn:expr, $call:ident($($given:expr),*)) => {{
        $conn.relied_on()?;
        let outcome = match &$conn.way {
            Way::Idle(idle) => idle.$call($($given),*).await,
            Way::Within(within) | Way::Savepoint(within) => within.$call($($given),*).await,
        };
        $conn.judged(outcome)
    }};
}

impl Conn {
    /// In no transaction.
    pub(super) fn idle(connection: DatabaseConnection, trust: Trust) -> Self {
        let way = Way::Idle(connection);
        Conn { way, trust }
    }

    /// In a transaction of its own.
    ///
    /// # Errors
    /// The database's.
    pub(super) async fn begin(
        connection: &DatabaseConnection,
        trust: Trust,
    ) -> Result<Self, DbErr> {
        let options = TransactionOptions {
            // A deferred one fails at once when another process wrote since it began (SQLite 517).
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..Default::default()
        };
        match connection.begin_with_options(options).await {
            Ok(begun) => Ok(Conn {
                way: Way::Within(begun),
                trust,
            }),
            Err(error) => {
                trust.lose();
                Err(error)
            }
        }
    }

    /// Whether no other process writes there: an SQLite file is for one ([`super::Alone`]).
    pub(super) fn alone(&self) -> bool {
        self.get_database_backend() == DbBackend::Sqlite
    }

    /// Whether it is in no transaction.
    pub(super) fn is_idle(&self) -> bool {
        matches!(self.way, Way::Idle(_))
    }

    /// A savepoint in the transaction that there is, or a transaction of its own.
    ///
    /// # Errors
    /// The database's.
    pub(super) async fn savepoint(&self) -> Result<Self, DbErr> {
        let begun = through!(self, begin())?;
        Ok(Conn {
            way: Way::Savepoint(begun),
            trust: self.trust.clone(),
        })
    }

    /// Commits what is not committed yet.
    ///
    /// # Errors
    /// The database's: then it may be committed, or not.
    pub(super) async fn commit(self) -> Result<(), DbErr> {
        self.relied_on()?;
        let ended = match self.way {
            Way::Within(within) | Way::Savepoint(within) => within.commit().await,
            Way::Idle(_) => Ok(()),
        };
        ended.inspect_err(|_| self.trust.lose())
    }

    /// Undoes what is not committed yet. What can't be relied on any more is undone by closing it.
    ///
    /// # Errors
    /// The database's.
    pub(super) async fn roll_back(self) -> Result<(), DbErr> {
        self.relied_on()?;
        let ended = match self.way {
            Way::Within(within) | Way::Savepoint(within) => within.rollback().await,
            Way::Idle(_) => Ok(()),
        };
        ended.inspect_err(|_| self.trust.lose())
    }

    /// Whether it can be relied on.
    ///
    /// # Errors
    /// It can't.
    pub(super) fn relied_on(&self) -> Result<(), DbErr> {
        match self.trust.is_lost() {
            true => Err(DbErr::Custom(
                "the database failed before, in the same batch".to_owned(),
            )),
            false => Ok(()),
        }
    }

    fn judged<T>(&self, outcome: Result<T, DbErr>) -> Result<T, DbErr> {
        if let Err(error) = &outcome {
            let harmless = match (&self.way, self.get_database_backend()) {
                // Its savepoint undoes it.
                (Way::Savepoint(_), backend) => is_refused_row(error, backend),
                // A statement of its own that the server refused has left nothing.
                (Way::Idle(_), DbBackend::Postgres) => of_the_server(error).is_some(),
                _ => false,
            };
            if !harmless {
                self.trust.lose();
            }
        }
        outcome
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

#[async_trait]
impl ConnectionTrait for Conn {
    fn get_database_backend(&self) -> DbBackend {
        match &self.way {
            Way::Idle(idle) => idle.get_database_backend(),
            Way::Within(within) | Way::Savepoint(within) => within.get_database_backend(),
        }
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
