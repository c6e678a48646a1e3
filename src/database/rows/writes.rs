//! Several writes in one round trip: each statement by itself costs two switches between threads on SQLite, and a packet
//! there and back on PostgreSQL.

use sea_orm::sea_query::{
    CommonTableExpression, DeleteStatement, Expr, InsertStatement, Query, SubQueryStatement,
    UpdateStatement, WithClause, WithQuery,
};
use sea_orm::{ConnectionTrait, DbBackend, DbErr, Statement};

use crate::database::transaction::Transaction;

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
    /// Rows that go.
    Delete(DeleteStatement),
}

impl From<DeleteStatement> for Write {
    fn from(statement: DeleteStatement) -> Self {
        Self::Delete(statement)
    }
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
            Self::Delete(statement) => backend.build(statement),
        }
    }
}

impl From<Write> for SubQueryStatement {
    fn from(write: Write) -> Self {
        match write {
            Write::Insert(statement) => Self::InsertStatement(statement),
            Write::Update(statement) => Self::UpdateStatement(statement),
            Write::Delete(statement) => Self::DeleteStatement(statement),
        }
    }
}

/// Makes all of these writes: first what takes rows away. Of the others none may need another to be made before it:
/// PostgreSQL makes them all on top of what was there before (PostgreSQL, Data-Modifying Statements in WITH).
///
/// # Errors
/// The database's.
pub(crate) async fn make(
    within: &Transaction,
    mut gone: Vec<Write>,
    mut writes: Vec<Write>,
) -> Result<(), DbErr> {
    let backend = within.get_database_backend();
    if backend == DbBackend::Sqlite {
        gone.append(&mut writes);
    }
    for mut some in [gone, writes] {
        while !some.is_empty() {
            let later = some.split_off(AT_ONCE.min(some.len()));
            let now = std::mem::replace(&mut some, later);
            let statement = match (now.as_slice(), backend) {
                ([one], _) => one.build(backend),
                (all, DbBackend::Sqlite) => one_after_the_other(all),
                _ => backend.build(&at_once(now)),
            };
            within.execute_raw(statement).await?;
        }
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
    };

    use super::*;
    use crate::database::Database;
    use crate::database::transaction::Trust;
    use crate::ledger::Ledger;
    use crate::testing::databases::ledgers;

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

    async fn begun(database: &Database) -> Transaction {
        let begun = Transaction::begin(&database.write(), Trust::default()).await;
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

    fn gone(ids: std::ops::Range<i64>) -> Write {
        let rows = answer::Entity::delete_many();
        rows.filter(answer::Column::InteractionId.is_in(ids))
            .into_query()
            .into()
    }

    #[tokio::test]
    async fn all_of_it_is_written_with_the_values_that_belong_to_each() {
        let folder = tempfile::tempdir().unwrap();
        for (ledger, url) in ledgers(folder.path()).await {
            let database = with_a_head(&ledger).await;
            let within = begun(database).await;
            let mut all = batch(0, 20);
            all.insert(1, head_from("first", "second").into());
            make(&within, Vec::new(), all).await.unwrap();
            make(&within, Vec::new(), Vec::new()).await.unwrap();
            // What goes makes room for what comes.
            make(
                &within,
                vec![gone(0..100), gone(100..101)],
                vec![rows(50..51)],
            )
            .await
            .unwrap();
            within.commit().await.unwrap();
            assert_eq!(answers(database).await, 221 - 101 + 1, "{url}");
            assert_eq!(head(database).await.as_deref(), Some("second"), "{url}");
            for id in [50, 199, 200, 1_000, 1_019] {
                let row = answer::Entity::find_by_id(id).one(&database.read).await;
                let outcome = row.unwrap().map(|row| row.outcome);
                assert_eq!(outcome, Some(format!("“{id}”; {id}?")), "{url}");
            }
        }
    }

    #[tokio::test]
    async fn of_what_is_refused_nothing_is_kept_and_the_connection_serves_on() {
        let folder = tempfile::tempdir().unwrap();
        for (ledger, url) in ledgers(folder.path()).await {
            let database = with_a_head(&ledger).await;
            let trust = Trust::default();
            let within = Transaction::begin(&database.write(), trust.clone())
                .await
                .unwrap();
            let twice = vec![rows(1..3), rows(4..7), rows(6..9)];
            assert!(make(&within, Vec::new(), twice).await.is_err(), "{url}");
            assert!(within.is_spoilt() && !trust.is_lost(), "{url}");
            within.roll_back().await.unwrap();
            assert_eq!(answers(database).await, 0, "{url}");
            let within = begun(database).await;
            make(&within, Vec::new(), vec![rows(1..3)]).await.unwrap();
            within.commit().await.unwrap();
            assert_eq!(answers(database).await, 2, "{url}");
        }
    }
}
