//! Several writes in one round trip: each statement by itself costs two switches between threads on SQLite, and a packet
//! there and back on PostgreSQL.

use sea_orm::sea_query::{
    CommonTableExpression, Expr, InsertStatement, Query, SubQueryStatement, UpdateStatement,
    WithClause, WithQuery,
};
use sea_orm::{ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, Statement};

use super::{Conn, Result};

/// How many rows a [`Write`] is for at most.
pub const ROWS: usize = 256;
/// How many writes are made at once: of some twenty values for each row, so that they are fewer than the 65,535 of a
/// statement of PostgreSQL. SQLite takes 32,766 for each.
const AT_ONCE: usize = 8;

/// A statement that writes rows and returns none.
#[derive(Clone, Debug)]
pub enum Write {
    /// New rows.
    Insert(InsertStatement),
    /// Rows that change.
    Update(UpdateStatement),
}

impl From<InsertStatement> for Write {
    fn from(statement: InsertStatement) -> Self {
        Self::Insert(statement)
    }
}

impl From<UpdateStatement> for Write {
    fn from(statement: UpdateStatement) -> Self {
        Self::Update(statement)
    }
}

impl Write {
    fn build(&self, backend: DbBackend) -> Statement {
        match self {
            Self::Insert(statement) => backend.build(statement),
            Self::Update(statement) => backend.build(statement),
        }
    }
}

impl From<Write> for SubQueryStatement {
    fn from(write: Write) -> Self {
        match write {
            Write::Insert(statement) => Self::InsertStatement(statement),
            Write::Update(statement) => Self::UpdateStatement(statement),
        }
    }
}

/// Makes all of these writes, and commits them where no transaction is under way. None may need another to be made before
/// it: PostgreSQL makes them all upon what was there before (PostgreSQL, Data-Modifying Statements in WITH).
///
/// # Errors
/// A fault, if the database fails.
pub(super) async fn make(conn: &Conn, writes: Vec<Write>) -> Result<()> {
    match conn {
        Conn::Within(within) => make_within(within, writes).await,
        Conn::Idle(_) if writes.is_empty() => Ok(()),
        Conn::Idle(idle) => make_and_commit(idle, &writes).await,
    }
}

/// All of it in one round trip, on SQLite.
async fn make_and_commit(idle: &DatabaseConnection, writes: &[Write]) -> Result<()> {
    let mut all = one_after_the_other(writes);
    all.sql = format!("BEGIN IMMEDIATE; {}; COMMIT", all.sql);
    let Err(error) = idle.execute_raw(all).await else {
        return Ok(());
    };
    // What began may still be under way; if it is not, this says so, and that is all.
    let _ = idle.execute_unprepared("ROLLBACK").await;
    Err(error.into())
}

async fn make_within(within: &DatabaseTransaction, mut writes: Vec<Write>) -> Result<()> {
    let backend = within.get_database_backend();
    while !writes.is_empty() {
        let later = writes.split_off(AT_ONCE.min(writes.len()));
        let now = std::mem::replace(&mut writes, later);
        let statement = match (now.as_slice(), backend) {
            ([one], _) => one.build(backend),
            (all, DbBackend::Sqlite) => one_after_the_other(all),
            _ => backend.build(&at_once(now)),
        };
        within.execute_raw(statement).await?;
    }
    Ok(())
}

/// SQLite's driver runs what is separated by semicolons, and binds each statement's values behind those of the one before.
fn one_after_the_other(writes: &[Write]) -> Statement {
    let (mut sql, mut values) = (Vec::new(), Vec::new());
    for write in writes {
        let one = write.build(DbBackend::Sqlite);
        sql.push(one.sql);
        values.extend(one.values.into_iter().flatten());
    }
    Statement::from_sql_and_values(DbBackend::Sqlite, sql.join("; "), values)
}

fn at_once(writes: Vec<Write>) -> WithQuery {
    let mut with = WithClause::new();
    for (number, write) in writes.into_iter().enumerate() {
        let mut part = CommonTableExpression::new();
        part.table_name(format!("write_{number}"))
            .query(SubQueryStatement::from(write));
        with.cte(part);
    }
    with.query(Query::select().expr(Expr::val(1)).to_owned())
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use entity::{answer, ledger_head};
    use sea_orm::{
        ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryTrait,
        TransactionTrait,
    };

    use super::super::Database;
    use super::super::testing::ledgers;
    use super::*;

    fn rows(ids: std::ops::Range<i64>) -> Write {
        let row = |id| answer::ActiveModel {
            interaction_id: Set(id),
            outcome: Set(format!("“{id}”; {id}?")),
            at: Set(DateTime::UNIX_EPOCH),
        };
        answer::Entity::insert_many(ids.map(row))
            .into_query()
            .into()
    }

    fn head_to(guild_id: i64, hash: &str) -> Write {
        let to = ledger_head::ActiveModel {
            hash: Set(hash.to_owned()),
            ..Default::default()
        };
        let moved = ledger_head::Entity::update_many()
            .set(to)
            .filter(ledger_head::Column::GuildId.eq(guild_id));
        moved.into_query().into()
    }

    /// With no transaction on SQLite, and in one on PostgreSQL, which the writer always begins there.
    async fn conn(database: &Database) -> Conn {
        match database.kind() {
            "SQLite" => Conn::Idle(database.write.clone()),
            _ => within(database).await,
        }
    }

    async fn within(database: &Database) -> Conn {
        Conn::Within(database.write.begin().await.unwrap())
    }

    #[tokio::test]
    async fn all_of_it_is_written_with_the_values_that_belong_to_each() {
        let folder = tempfile::tempdir().unwrap();
        for (ledger, url) in ledgers(folder.path()).await {
            let (database, db) = (ledger.database(), &ledger.database().read);
            for first in [0, 10_000] {
                let conn = match first {
                    0 => conn(database).await,
                    _ => within(database).await,
                };
                let heads = [1, 2].map(|guild_id| ledger_head::ActiveModel {
                    guild_id: Set(first + guild_id),
                    seq: Set(0),
                    hash: Set("first".to_owned()),
                });
                let heads = ledger_head::Entity::insert_many(heads).into_query().into();
                make(&conn, vec![heads]).await.unwrap();
                let mut all = vec![
                    rows(first..first + 200),
                    head_to(first + 1, "here"),
                    rows(first + 200..first + 201),
                    head_to(first + 2, "there"),
                ];
                // More than are made at once.
                all.extend((0..20).map(|n| rows(first + 1_000 + n..first + 1_001 + n)));
                make(&conn, all).await.unwrap();
                make(&conn, Vec::new()).await.unwrap();
                conn.commit().await.unwrap();
                for id in [0, 199, 200, 1_000, 1_019].map(|id| first + id) {
                    let row = answer::Entity::find_by_id(id).one(db).await.unwrap();
                    let outcome = row.map(|row| row.outcome);
                    assert_eq!(outcome, Some(format!("“{id}”; {id}?")), "{url}");
                }
                for (guild_id, hash) in [(first + 1, "here"), (first + 2, "there")] {
                    let head = ledger_head::Entity::find_by_id(guild_id).one(db).await;
                    assert_eq!(head.unwrap().unwrap().hash, hash, "{url}");
                }
            }
            let all = answer::Entity::find().count(db).await.unwrap();
            assert_eq!(all, 2 * 221, "{url}");
        }
    }

    #[tokio::test]
    async fn one_that_fails_is_told_of_and_none_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        for (ledger, url) in ledgers(folder.path()).await {
            let database = ledger.database();
            let there = conn(database).await;
            make(&there, vec![rows(5..6)]).await.unwrap();
            there.commit().await.unwrap();
            for time in 0..2 {
                let conn = match time {
                    0 => conn(database).await,
                    _ => within(database).await,
                };
                let failed = make(&conn, vec![rows(1..3), rows(4..7), rows(8..9)]).await;
                assert!(failed.is_err(), "{url}");
                conn.roll_back().await.unwrap();
            }
            // And the next goes through.
            let next = conn(database).await;
            make(&next, vec![rows(10..12), rows(12..13)]).await.unwrap();
            next.commit().await.unwrap();
            let kept = answer::Entity::find().count(&database.read).await;
            assert_eq!(kept.unwrap(), 4, "{url}");
        }
    }
}
