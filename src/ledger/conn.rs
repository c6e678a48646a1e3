//! What a batch of changes goes through to the database.

use async_trait::async_trait;
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, ExecResult,
    QueryResult, Statement, TransactionTrait,
};

/// The writer's connection.
#[derive(Debug)]
pub enum Conn {
    /// In a transaction.
    Within(DatabaseTransaction),
    /// In none: all that is written is written and committed in one round trip (`super::writes::make_and_commit`), if
    /// the server's chain is still where it was left, and so all true that was read or remembered.
    Idle(DatabaseConnection),
}

impl Conn {
    /// Whether no other process writes there: an SQLite file is for one ([`super::Alone`]).
    pub(super) fn alone(&self) -> bool {
        self.get_database_backend() == DbBackend::Sqlite
    }

    /// A transaction of its own, within the one there is.
    ///
    /// # Errors
    /// The database's.
    pub(super) async fn savepoint(&self) -> Result<Self, DbErr> {
        let begun = match self {
            Self::Within(within) => within.begin().await,
            Self::Idle(idle) => idle.begin().await,
        };
        begun.map(Self::Within)
    }

    /// Commits what is not committed yet.
    ///
    /// # Errors
    /// The database's.
    pub(super) async fn commit(self) -> Result<(), DbErr> {
        match self {
            Self::Within(within) => within.commit().await,
            Self::Idle(_) => Ok(()),
        }
    }

    /// Undoes what is not committed yet.
    ///
    /// # Errors
    /// The database's.
    pub(super) async fn roll_back(self) -> Result<(), DbErr> {
        match self {
            Self::Within(within) => within.rollback().await,
            Self::Idle(_) => Ok(()),
        }
    }
}

#[async_trait]
impl ConnectionTrait for Conn {
    fn get_database_backend(&self) -> DbBackend {
        match self {
            Self::Within(within) => within.get_database_backend(),
            Self::Idle(idle) => idle.get_database_backend(),
        }
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        match self {
            Self::Within(within) => within.execute_raw(statement).await,
            Self::Idle(idle) => idle.execute_raw(statement).await,
        }
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        match self {
            Self::Within(within) => within.execute_unprepared(sql).await,
            Self::Idle(idle) => idle.execute_unprepared(sql).await,
        }
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        match self {
            Self::Within(within) => within.query_one_raw(statement).await,
            Self::Idle(idle) => idle.query_one_raw(statement).await,
        }
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        match self {
            Self::Within(within) => within.query_all_raw(statement).await,
            Self::Idle(idle) => idle.query_all_raw(statement).await,
        }
    }
}
