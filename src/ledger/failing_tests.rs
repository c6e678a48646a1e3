//! A database that fails under the writer: what was answered is kept, what was not kept is not answered.

use futures::FutureExt;
use futures::future::join_all;
use sea_orm::{ConnectionTrait, DbBackend, EntityTrait, PaginatorTrait, Statement};
use serde_json::json;

use crate::database::{Database, Db};
use crate::database::{connections, contents, file};
use crate::error::Result;
use crate::ledger::{Cause, Entry, Ledger};
use crate::testing::databases::{self, ledgers};
use crate::{copies, proof};
use entity::{ledger_entry, restoration};

const GUILD: i64 = 7;

fn cause(interaction_id: i64) -> Cause {
    Cause {
        guild_id: GUILD,
        actor: 1,
        interaction_id: Some(interaction_id),
        agreed: crate::values::Agreed::Nothing,
    }
}

fn entry(size: usize) -> Entry {
    Entry {
        kind: "test",
        authority_id: None,
        tender_id: None,
        data: json!("x".repeat(size)),
    }
}

/// An entry of so many characters, with a row of its own where the number is even.
async fn writes(ledger: &Ledger, interaction_id: i64, size: usize) -> Result<i64> {
    let change = ledger.write(cause(interaction_id), move |tx| {
        async move {
            if interaction_id % 2 == 0 {
                connections::try_out(tx.conn(), tx.now()).await?;
            }
            tx.record(entry(size)).await;
            Ok(interaction_id)
        }
        .boxed()
    });
    change.await
}

/// The interactions whose entries another connection finds.
async fn kept(url: &str) -> Vec<i64> {
    let other = Database::open(url).await.unwrap();
    let rows = ledger_entry::Entity::find().all(&other.read).await.unwrap();
    let mut kept: Vec<i64> = rows.iter().filter_map(|row| row.interaction_id).collect();
    kept.sort_unstable();
    kept
}

async fn number(database: &Database, sql: &str) -> i64 {
    let statement = Statement::from_string(database.read.get_database_backend(), sql);
    let row = database.write().query_one_raw(statement).await.unwrap();
    row.unwrap().try_get_by_index::<i64>(0).unwrap()
}

#[tokio::test]
async fn on_a_full_disk_nobody_is_told_done_of_what_is_not_kept_and_then_it_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let (ledger, url) = ledgers(folder.path()).await.remove(0);
    let mut done = Vec::new();
    let mut next = 0;
    for _ in 0..3 {
        for size in [10, 10, 10] {
            next += 1;
            done.push(writes(&ledger, next, size).await.unwrap());
        }
        // The file may not grow any more, as if the disk were full.
        let pages = number(ledger.database(), "PRAGMA page_count").await;
        number(
            ledger.database(),
            &format!("PRAGMA max_page_count = {pages}"),
        )
        .await;
        // In one batch, and one after the other, some small enough to find room.
        let batch = (1..=8).map(|n| writes(&ledger, next + n, if n == 5 { 200_000 } else { 10 }));
        let outcomes = join_all(batch).await;
        next += 8;
        assert!(outcomes.iter().any(Result::is_err));
        done.extend(outcomes.into_iter().flatten());
        for size in [10, 200_000, 10, 10] {
            next += 1;
            done.extend(writes(&ledger, next, size).await);
        }
    }
    done.sort_unstable();
    assert_eq!(kept(&url).await, done);
    let verified = proof::verify_one(&ledger.reader(), GUILD).await;
    assert_eq!(verified.unwrap().unwrap().broken, None);
}

#[tokio::test]
async fn an_error_of_the_database_that_a_change_keeps_to_itself_ends_its_batch() {
    let folder = tempfile::tempdir().unwrap();
    for (ledger, url) in ledgers(folder.path()).await {
        let fails = ledger.write(cause(2), |tx| {
            async move {
                tx.record(entry(1)).await;
                let failed = tx.conn().execute_unprepared("NO SUCH STATEMENT").await;
                assert!(failed.is_err());
                Ok(2)
            }
            .boxed()
        });
        let (beside, fails) = tokio::join!(writes(&ledger, 4, 1), fails);
        assert!(fails.is_err(), "{url}");
        let mut done: Vec<i64> = beside.into_iter().collect();
        done.push(writes(&ledger, 5, 1).await.unwrap());
        done.push(writes(&ledger, 6, 1).await.unwrap());
        assert_eq!(kept(&url).await, done, "{url}");
    }
}

/// A row that is refused for what it is says nothing against the database: others in the batch are done.
#[tokio::test]
async fn a_refused_row_undoes_its_own_change_alone() {
    let folder = tempfile::tempdir().unwrap();
    for (ledger, url) in ledgers(folder.path()).await {
        let twice = || {
            ledger.write(Cause::HOUSEKEEPING, |tx| {
                async move {
                    let row = restoration::ActiveModel {
                        id: sea_orm::Set(1),
                        at: sea_orm::Set(tx.now()),
                    };
                    let made = restoration::Entity::insert(row);
                    made.exec_without_returning(tx.conn()).await?;
                    Ok(())
                }
                .boxed()
            })
        };
        twice().await.unwrap();
        let connection = || async {
            let sql = match ledger.database().kind() {
                "SQLite" => "SELECT count(*) FROM temp.sqlite_master",
                _ => "SELECT pg_backend_pid()::bigint",
            };
            number(ledger.database(), sql).await
        };
        // What only this connection has: it is gone if the connection is replaced.
        let mark = "CREATE TEMPORARY TABLE mark (id INT)";
        let write = ledger.database().write();
        write.execute_unprepared(mark).await.unwrap();
        let before = connection().await;
        let (refused, done) = tokio::join!(twice(), writes(&ledger, 8, 1));
        assert!(refused.is_err(), "{url}");
        assert_eq!(done.unwrap(), 8, "{url}");
        assert_eq!(connection().await, before, "{url}");
    }
}

#[tokio::test]
async fn what_a_lost_answer_was_about_is_found_out() {
    let folder = tempfile::tempdir().unwrap();
    for (ledger, url) in ledgers(folder.path()).await {
        writes(&ledger, 5, 1).await.unwrap();
        // Its commit had no answer, as far as the writer knows.
        let outcomes = super::writer::found_out(&ledger, &[Some(5), Some(6), None]).await;
        assert_eq!(outcomes, [true, false, false], "{url}");
    }
}

#[tokio::test]
async fn a_backend_that_ends_in_the_midst_of_a_change_is_replaced() {
    let folder = tempfile::tempdir().unwrap();
    for (ledger, url) in ledgers(folder.path()).await {
        if ledger.database().kind() == "SQLite" {
            continue;
        }
        let other = Database::open(&url).await.unwrap();
        for round in 0..3 {
            let first = round * 10 + 1;
            writes(&ledger, first, 1).await.unwrap();
            let pid = number(ledger.database(), "SELECT pg_backend_pid()::bigint").await;
            let ends = other.read.clone();
            let ended = ledger.write(cause(first + 1), move |tx| {
                let ends = ends.clone();
                async move {
                    tx.record(entry(1)).await;
                    let end = format!("SELECT pg_terminate_backend({pid}, 5000)");
                    let end = Statement::from_string(DbBackend::Postgres, end);
                    ends.query_one_raw(end).await?;
                    Ok(())
                }
                .boxed()
            });
            assert!(ended.await.is_err());
            writes(&ledger, first + 2, 1).await.unwrap();
            writes(&ledger, first + 3, 1).await.unwrap();
        }
        assert_eq!(kept(&url).await, [1, 3, 4, 11, 13, 14, 21, 23, 24]);
    }
}

#[tokio::test]
async fn a_server_that_becomes_read_only_keeps_nothing_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    for (ledger, url) in ledgers(folder.path()).await {
        if ledger.database().kind() == "SQLite" {
            continue;
        }
        let admin = Database::open(&url).await.unwrap();
        let name = url.rsplit_once('/').unwrap().1;
        let read_only = async |how: &str| {
            let set = format!("ALTER DATABASE {name} SET default_transaction_read_only = {how}");
            admin.read.execute_unprepared(&set).await.unwrap();
            let end = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity \
                       WHERE datname = current_database() AND pid <> pg_backend_pid()";
            admin.write().execute_unprepared(end).await.unwrap();
        };
        writes(&ledger, 1, 1).await.unwrap();
        read_only("on").await;
        for interaction in 2..6 {
            assert!(writes(&ledger, interaction, 1).await.is_err());
        }
        assert!(ledger.try_out().await.is_err());
        // Where it may be written again, only a new connection sees it.
        let write = "SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE";
        admin.write().execute_unprepared(write).await.unwrap();
        let set = format!("ALTER DATABASE {name} SET default_transaction_read_only = off");
        admin.write().execute_unprepared(&set).await.unwrap();
        writes(&ledger, 6, 1).await.unwrap();
        writes(&ledger, 7, 1).await.unwrap();
        ledger.try_out().await.unwrap();
        assert_eq!(kept(&url).await, [1, 6, 7]);
    }
}

#[tokio::test]
async fn several_that_start_at_once_on_an_empty_server_apply_each_step_once() {
    let Some(url) = databases::postgres().await else {
        return;
    };
    let start = || async {
        let database = Database::open(&url).await.unwrap();
        crate::proof::migrate_up(&database).await
    };
    for started in join_all((0..6).map(|_| start())).await {
        started.unwrap();
    }
}

#[cfg(unix)]
#[tokio::test]
async fn what_goes_to_a_file_that_was_taken_away_is_not_done() {
    for which in ["griffin.db", "griffin.db-wal"] {
        let folder = tempfile::tempdir().unwrap();
        let (ledger, url) = ledgers(folder.path()).await.remove(0);
        writes(&ledger, 1, 1).await.unwrap();
        writes(&ledger, 2, 1).await.unwrap();
        let (file, aside) = (folder.path().join(which), folder.path().join("aside"));
        std::fs::rename(&file, &aside).unwrap();
        for interaction in [3, 4] {
            let refused = writes(&ledger, interaction, 1).await.unwrap_err();
            assert!(
                refused.plain().contains("its database is missing"),
                "{refused}"
            );
        }
        assert!(ledger.try_out().await.is_err());
        assert!(!ledger.database().is_in_place());
        std::fs::rename(&aside, &file).unwrap();
        ledger.try_out().await.unwrap();
        writes(&ledger, 5, 1).await.unwrap();
        writes(&ledger, 6, 1).await.unwrap();
        assert_eq!(kept(&url).await, [1, 2, 5, 6], "{which}");
    }
}

#[tokio::test]
async fn trying_out_leaves_one_row() {
    let folder = tempfile::tempdir().unwrap();
    for (ledger, url) in ledgers(folder.path()).await {
        for _ in 0..3 {
            ledger.try_out().await.unwrap();
        }
        let rows = entity::write_check::Entity::find();
        assert_eq!(
            rows.count(&ledger.database().read).await.unwrap(),
            1,
            "{url}"
        );
    }
}

#[tokio::test]
async fn a_damaged_page_is_found_wherever_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let (ledger, _) = ledgers(folder.path()).await.remove(0);
    for interaction in 1..50 {
        writes(&ledger, interaction, 2_000).await.unwrap();
    }
    let database = ledger.database().clone();
    let reader = ledger.reader();
    assert_eq!(contents::damage(&reader).await.unwrap(), [""; 0]);
    assert_eq!(contents::entries(&reader).await.unwrap(), 49);
    let pages = number(&database, "PRAGMA page_count").await;
    database.close().await.unwrap();
    let file = folder.path().join("griffin.db");
    let sound = std::fs::read(&file).unwrap();
    let size = sound.len() / usize::try_from(pages).unwrap();
    let mut found = 0;
    for page in (1..sound.len() / size).step_by(3) {
        let mut bytes = sound.clone();
        bytes[page * size..(page + 1) * size].fill(0x5a);
        let damaged = folder.path().join(format!("damaged-{page}.db"));
        std::fs::write(&damaged, bytes).unwrap();
        let opened = Database::open(&file::address(&damaged).unwrap()).await;
        let Ok(opened) = opened else {
            found += 1;
            continue;
        };
        let copy = folder.path().join(format!("copy-{page}.db"));
        let wrong = contents::damage(&opened.reader()).await.unwrap();
        assert_ne!(wrong, [""; 0], "page {page}");
        let refused = copies::back_up(&opened, &copy).await.unwrap_err();
        assert!(refused.plain().contains("damaged"), "{refused}");
        assert!(!copy.exists());
        found += 1;
        opened.close().await.unwrap();
    }
    assert!(found > 10, "{found}");
}
