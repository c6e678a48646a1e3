//! Several writes in one round trip: each statement by itself costs two switches between threads on SQLite, and a packet
//! there and back on PostgreSQL.

use sea_orm::sea_query::{
    Alias, Asterisk, CommonTableExpression, Expr, ExprTrait, Func, InsertStatement, Query,
    SubQueryStatement, UpdateStatement, WithClause, WithQuery,
};
use sea_orm::{ConnectionTrait, DbBackend, Statement};

use super::{Conn, Fault, Result};

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

/// Makes all of these writes in a transaction. None may need another to be made before it: PostgreSQL makes them all upon
/// what was there before (PostgreSQL, Data-Modifying Statements in WITH).
///
/// # Errors
/// A fault, if the database fails.
pub(super) async fn make(within: &Conn, mut writes: Vec<Write>) -> Result<()> {
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

/// Makes all of these writes and commits them, in one round trip, if `moves` moves a chain's head: else it is not where it
/// was thought to be, and none is made. On SQLite, where nobody else writes, it is there.
///
/// # Errors
/// A fault, if the database fails, if the head is elsewhere, or if it is too much to be written at once.
pub(super) async fn make_and_commit(
    idle: &Conn,
    moves: UpdateStatement,
    mut writes: Vec<Write>,
) -> Result<()> {
    if writes.is_empty() {
        return Ok(());
    }
    if idle.get_database_backend() == DbBackend::Sqlite {
        writes.push(moves.into());
        let mut all = one_after_the_other(&writes);
        all.sql = format!("BEGIN IMMEDIATE; {}; COMMIT", all.sql);
        // If it fails, what began may still be under way: the connection is not used again.
        idle.execute_raw(all).await?;
        return Ok(());
    }
    if writes.len() > AT_ONCE {
        return Err(Fault::new("too much to be written at once").into());
    }
    idle.execute(&if_it_moves(moves, writes)).await?;
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
    with_all(WithClause::new(), writes).query(Query::select().expr(Expr::val(1)).to_owned())
}

/// PostgreSQL locks the head's row first, as the answer needs it; if it was not there to be moved the division fails, and
/// with it all of the statement.
fn if_it_moves(mut moves: UpdateStatement, writes: Vec<Write>) -> WithQuery {
    let moved = Alias::new("moved");
    let mut part = CommonTableExpression::new();
    part.table_name(moved.clone())
        .query(moves.returning_col("guild_id").to_owned());
    let mut with = WithClause::new();
    with.cte(part);
    let times = Query::select()
        .expr(Func::count(Expr::col(Asterisk)))
        .from(moved)
        .to_owned();
    let answer = Expr::val(1).div(Expr::SubQuery(None, Box::new(times.into())));
    with_all(with, writes).query(Query::select().expr(answer).to_owned())
}

fn with_all(mut with: WithClause, writes: Vec<Write>) -> WithClause {
    for (number, write) in writes.into_iter().enumerate() {
        let mut part = CommonTableExpression::new();
        part.table_name(format!("write_{number}"))
            .query(SubQueryStatement::from(write));
        with.cte(part);
    }
    with
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use entity::{answer, ledger_head};
    use sea_orm::{
        ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryTrait,
    };

    use super::super::conn::Trust;
    use super::super::testing::ledgers;
    use super::super::{Database, Ledger};
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

    /// A batch of rows, more of them than are made at once in a transaction.
    fn batch(first: i64, many: i64) -> Vec<Write> {
        let mut all = vec![rows(first..first + 200), rows(first + 200..first + 201)];
        all.extend((0..many).map(|n| rows(first + 1_000 + n..first + 1_001 + n)));
        all
    }

    async fn head(database: &Database) -> Option<String> {
        let head = ledger_head::Entity::find_by_id(1).one(&database.read).await;
        head.unwrap().map(|head| head.hash)
    }

    async fn answers(database: &Database) -> u64 {
        answer::Entity::find().count(&database.read).await.unwrap()
    }

    async fn with_a_head(ledger: &Ledger) -> &Database {
        let database = ledger.database();
        let head = ledger_head::ActiveModel {
            guild_id: Set(1),
            seq: Set(0),
            hash: Set("first".to_owned()),
        };
        let head = ledger_head::Entity::insert(head);
        head.exec_without_returning(&database.write())
            .await
            .unwrap();
        database
    }

    fn idle(database: &Database) -> Conn {
        Conn::idle(database.write(), Trust::default())
    }

    async fn begun(database: &Database) -> Conn {
        let begun = Conn::begin(&database.write(), Trust::default()).await;
        begun.unwrap()
    }

    fn head_from(hash: &str, to: &str) -> UpdateStatement {
        let to = ledger_head::ActiveModel {
            hash: Set(to.to_owned()),
            ..Default::default()
        };
        let moved = ledger_head::Entity::update_many()
            .set(to)
            .filter(ledger_head::Column::GuildId.eq(1))
            .filter(ledger_head::Column::Hash.eq(hash));
        moved.into_query()
    }

    #[tokio::test]
    async fn all_of_it_is_written_with_the_values_that_belong_to_each() {
        let folder = tempfile::tempdir().unwrap();
        for (ledger, url) in ledgers(folder.path()).await {
            let database = with_a_head(&ledger).await;
            let within = begun(database).await;
            let mut all = batch(0, 20);
            all.insert(1, head_from("first", "second").into());
            make(&within, all).await.unwrap();
            make(&within, Vec::new()).await.unwrap();
            within.commit().await.unwrap();
            assert_eq!(answers(database).await, 221, "{url}");
            assert_eq!(head(database).await.as_deref(), Some("second"), "{url}");

            let idle = idle(database);
            let moves = head_from("second", "third");
            make_and_commit(&idle, moves, batch(10_000, 4))
                .await
                .unwrap();
            let moves = head_from("third", "never");
            make_and_commit(&idle, moves, Vec::new()).await.unwrap();
            assert_eq!(answers(database).await, 221 + 205, "{url}");
            assert_eq!(head(database).await.as_deref(), Some("third"), "{url}");
            for id in [0, 199, 200, 1_000, 1_019, 10_000, 10_200, 11_003] {
                let row = answer::Entity::find_by_id(id).one(&database.read).await;
                let outcome = row.unwrap().map(|row| row.outcome);
                assert_eq!(outcome, Some(format!("“{id}”; {id}?")), "{url}");
            }
        }
    }

    #[tokio::test]
    async fn of_what_fails_none_is_kept_and_the_next_goes_through() {
        let folder = tempfile::tempdir().unwrap();
        for (ledger, url) in ledgers(folder.path()).await {
            let database = with_a_head(&ledger).await;
            let twice = || vec![rows(1..3), rows(4..7), rows(6..9)];
            let within = begun(database).await;
            assert!(make(&within, twice()).await.is_err(), "{url}");
            // Whatever state it is in, nothing more goes through.
            assert!(make(&within, vec![rows(1..3)]).await.is_err(), "{url}");
            assert!(within.commit().await.is_err(), "{url}");
            database.renew(DateTime::UNIX_EPOCH).await.unwrap();
            let moves = head_from("first", "second");
            let failed = make_and_commit(&idle(database), moves.clone(), twice()).await;
            assert!(failed.is_err(), "{url}");
            database.renew(DateTime::UNIX_EPOCH).await.unwrap();
            assert_eq!(answers(database).await, 0, "{url}");
            assert_eq!(head(database).await.as_deref(), Some("first"), "{url}");
            let next = make_and_commit(&idle(database), moves, vec![rows(1..3)]).await;
            next.unwrap();
            assert_eq!(answers(database).await, 2, "{url}");
        }
    }

    #[tokio::test]
    async fn nothing_is_written_where_the_chain_has_gone_on() {
        let folder = tempfile::tempdir().unwrap();
        for (ledger, url) in ledgers(folder.path()).await {
            let database = with_a_head(&ledger).await;
            if database.kind() == "SQLite" {
                // There nobody else writes.
                continue;
            }
            let moves = head_from("another", "second");
            let refused = make_and_commit(&idle(database), moves, vec![rows(1..3)]).await;
            // As docs/running.md says of PostgreSQL's log.
            let refused = refused.unwrap_err().to_string();
            assert!(refused.contains("division by zero"), "{refused}");
            assert_eq!(answers(database).await, 0, "{url}");
            let many = batch(1, 20);
            let moves = head_from("first", "second");
            let refused = make_and_commit(&idle(database), moves, many).await;
            assert!(refused.is_err(), "{url}");
            assert_eq!(answers(database).await, 0, "{url}");
        }
    }
}
