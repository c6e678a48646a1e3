//! An SQLite file as machines treat it: no database, a newer one, a full disk. Each is said plainly, and nothing is
//! damaged.

use std::process::Output;

use entity::requirement;
use griffin::ledger::{Database, Db};
use sandbox::client::Member;
use sea_orm::{ConnectionTrait, EntityTrait, QueryOrder};

use crate::support::by_hand;
use crate::support::councils::{SET_UP, alone, does, server};
use crate::support::disk::{SmallDisk, limit_files};
use crate::support::process::{DEADLINE, Process};
use crate::support::watched::{asked_until, free};

async fn told(url: &str, words: &[&str]) -> (Option<i32>, String) {
    let griffin = Process::new(url).await;
    let Output { status, stderr, .. } = griffin.griffin(words).output().unwrap();
    (status.code(), String::from_utf8_lossy(&stderr).into_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_no_database_is_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("notes.txt");
    let text = "Coal, 420 tonnes; coke, 150 tonnes.\n".repeat(400);
    std::fs::write(&file, &text).unwrap();
    let url = format!("sqlite://{}", file.display());
    for words in [["serve"], ["verify"]] {
        let (code, said) = told(&url, &words).await;
        assert_eq!(code, Some(1), "{said}");
        assert!(
            said.contains("is no SQLite database; nothing was changed"),
            "{said}"
        );
        assert_eq!(std::fs::read_to_string(&file).unwrap(), text);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_from_a_newer_griffin_is_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}/griffin.sqlite", folder.path().display());
    let database = Database::open(&url).await.unwrap();
    griffin::proof::migrate_up(&database).await.unwrap();
    let newer =
        "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m20990101_000001_newer', 0)";
    database.close().await.unwrap();
    by_hand(&url, newer).await;
    for words in [
        &["serve"][..],
        &["verify"],
        &["migrate", "up"],
        &["migrate", "down"],
    ] {
        let (code, said) = told(&url, words).await;
        assert_eq!(code, Some(1), "{said}");
        assert!(said.contains("from a newer griffin"), "{said}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn on_a_full_disk_nothing_is_half_done_and_it_goes_on_once_there_is_room() {
    let folder = tempfile::tempdir().unwrap();
    let Some(disk) = SmallDisk::mounted(folder.path(), 4) else {
        return;
    };
    let url = format!("sqlite://{}/griffin.sqlite", disk.0.display());
    let mut griffin = Process::new(&url).await;
    let sandbox = griffin.sandbox.clone();
    let rhys = server(&sandbox, &[]);
    griffin.start().await;
    does(&rhys, SET_UP).await;
    disk.fill();
    let register = |n: u32| {
        format!(
            "/authority register name:Council {n} kind:unitary region:South Wales short_name:C{n}"
        )
    };
    // What is left of the file's own room is soon used up.
    let mut done = Vec::new();
    let mut refused = None;
    for n in 1..=400 {
        let answer = rhys.types(&register(n)).await;
        if answer.says("Something went wrong") {
            refused = Some(n);
            break;
        }
        assert!(answer.says("Registered"), "{answer}");
        done.push(n);
    }
    let refused = refused.expect("the disk is full");
    disk.free();
    does(&rhys, &register(refused)).await;
    done.push(refused);
    assert!(griffin.stop().await.success());
    let verified = griffin.griffin(&["verify"]).output().unwrap();
    assert!(verified.status.success(), "{verified:?}");
    let database = Database::open(&url).await.unwrap();
    let rows = database
        .reader()
        .conn()
        .query_all_raw(sea_orm::Statement::from_string(
            sea_orm::DbBackend::Sqlite,
            "SELECT id FROM authority",
        ))
        .await
        .unwrap();
    assert_eq!(rows.len(), done.len(), "each council once");
    database.close().await.unwrap();
}

/// Declares so much; whether that was answered as done.
async fn declares(rhys: &Member, quantity: u32) -> bool {
    let line = format!("/requirement declare tender:SF-1 lot:Coal quantity:{quantity}");
    let answer = rhys.types(&line).await;
    let done = answer.says("Declared");
    assert!(done || answer.says("Something went wrong"), "{answer}");
    done
}

/// The quantities that were ever declared, as another connection finds them.
async fn declared(url: &str) -> Vec<u32> {
    let database = Database::open(url).await.unwrap();
    let reader = database.reader();
    let revisions = requirement::Entity::find()
        .order_by_asc(requirement::Column::Id)
        .all(reader.conn());
    let whole =
        |row: requirement::Model| u32::try_from(row.expected.thousandths() / 1_000).unwrap();
    let quantities = revisions.await.unwrap().into_iter().map(whole).collect();
    database.close().await.unwrap();
    quantities
}

/// Declares until `troubled` says so, in it, and after it ends; all that was answered as done is there.
async fn declared_through(
    griffin: &mut Process,
    url: &str,
    begin: impl FnOnce(u32),
    end: impl FnOnce(u32),
) {
    let rhys = alone(griffin).await;
    let mut done = Vec::new();
    let mut next = 1;
    let mut declare = async |times: u32| {
        let mut failed = 0;
        for quantity in next..next + times {
            match declares(&rhys, quantity).await {
                true => done.push(quantity),
                false => failed += 1,
            }
        }
        next += times;
        failed
    };
    assert_eq!(declare(3).await, 0);
    begin(griffin.id());
    let mut failed = 0;
    for _ in 0..100 {
        failed += declare(3).await;
        if failed >= 3 {
            break;
        }
    }
    assert!(failed >= 3, "nothing failed");
    end(griffin.id());
    assert_eq!(declare(8).await, 0, "there is room again");
    griffin.kill();
    let verified = griffin.griffin(&["verify"]).output().unwrap();
    assert!(verified.status.success(), "{verified:?}");
    assert_eq!(declared(url).await, done);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_answered_as_declared_on_a_disk_that_was_full_is_there() {
    let folder = tempfile::tempdir().unwrap();
    let Some(disk) = SmallDisk::mounted(folder.path(), 4) else {
        return;
    };
    let url = format!("sqlite://{}/griffin.sqlite", disk.0.display());
    let mut griffin = Process::new(&url).await;
    declared_through(&mut griffin, &url, |_| disk.fill(), |_| disk.free()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_answered_as_declared_while_writing_failed_is_there() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("griffin.sqlite");
    let url = format!("sqlite://{}", file.display());
    let mut griffin = Process::new(&url).await;
    griffin.outlives_large_files = true;
    let wal = folder.path().join("griffin.sqlite-wal");
    let fail = |process| limit_files(process, Some(wal.metadata().unwrap().len() + 4_096));
    let mend = |process| limit_files(process, None);
    declared_through(&mut griffin, &url, fail, mend).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_is_taken_away_is_missed_until_it_is_back_or_griffin_ends() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("griffin.sqlite");
    let url = format!("sqlite://{}", file.display());
    let mut griffin = Process::new(&url).await;
    let (at, log) = (free(), folder.path().join("log"));
    griffin.listen = Some(at);
    griffin.log = Some(log.clone());
    let rhys = alone(&mut griffin).await;
    let aside = folder.path().join("aside");
    std::fs::rename(&file, &aside).unwrap();
    let answer = rhys
        .types("/requirement declare tender:SF-1 lot:Coal quantity:1")
        .await;
    assert!(
        answer.says("Not done") && answer.says("its database is missing"),
        "{answer}"
    );
    let told = asked_until(at, "/readyz", |status, _| status == 503).await;
    assert!(told.contains("taken away"), "{told}");
    std::fs::rename(&aside, &file).unwrap();
    asked_until(at, "/readyz", |status, _| status == 200).await;
    assert!(declares(&rhys, 2).await);
    // Now it is deleted for good.
    std::fs::remove_file(&file).unwrap();
    let answer = rhys
        .types("/requirement declare tender:SF-1 lot:Coal quantity:3")
        .await;
    assert!(answer.says("Not done"), "{answer}");
    assert_eq!(griffin.ended().await.code(), Some(1));
    let log = std::fs::read_to_string(log).unwrap();
    assert_eq!(log.matches("THE DATABASE IS GONE").count(), 2, "{log}");
    let last = log.lines().last().unwrap();
    assert!(
        last.contains("did not come back") && last.contains("griffin restore"),
        "{log}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disk_that_is_full_or_may_not_be_written_is_said_at_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let Some(disk) = SmallDisk::mounted(folder.path(), 4) else {
        return;
    };
    let url = format!("sqlite://{}/griffin.sqlite", disk.0.display());
    disk.fill();
    let (code, said) = told(&url, &["serve"]).await;
    assert!(code == Some(1) && said.contains("disk"), "{said}");
    disk.free();
    let (code, said) = told(&url, &["migrate", "up"]).await;
    assert_eq!(code, Some(0), "{said}");
    disk.writable(false);
    for words in [&["serve"][..], &["migrate", "down"]] {
        let (code, said) = told(&url, words).await;
        assert_eq!(code, Some(1), "{said}");
        assert!(said.contains("write in"), "{said}");
        assert!(said.lines().count() == 1, "one line: {said}");
    }
    disk.writable(true);
    let (code, said) = told(&url, &["verify"]).await;
    assert_eq!(code, Some(0), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_lost_what_it_had_is_not_gone_on_with_unless_that_is_accepted() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("griffin.sqlite");
    let wal = folder.path().join("griffin.sqlite-wal");
    let copy = folder.path().join("copy.sqlite");
    let url = format!("sqlite://{}", file.display());
    let mut griffin = Process::new(&url).await;
    let (code, said) = told(&url, &["verify"]).await;
    assert!(code == Some(1) && said.contains("is not there"), "{said}");
    assert!(!file.exists(), "nothing was made");
    let rhys = alone(&mut griffin).await;
    // What is there is no young database any more: it does not live in its -wal alone.
    assert!(file.metadata().unwrap().len() > 100_000);
    assert!(
        griffin
            .griffin(&["backup"])
            .arg(&copy)
            .status()
            .unwrap()
            .success()
    );
    assert!(declares(&rhys, 1).await);
    assert!(griffin.stop().await.success());
    griffin.start().await;
    assert!(declares(&rhys, 2).await);
    griffin.kill();
    // Whoever tidies up takes the -wal away: what was declared last is not there, and that is not known here.
    std::fs::remove_file(&wal).unwrap();
    griffin.start().await;
    assert!(declares(&rhys, 3).await);
    assert!(griffin.stop().await.success());
    assert_eq!(declared(&url).await, [1, 3]);
    let right = std::fs::read(&file).unwrap();
    // An older copy without a restore, an empty file, and none.
    for wrong in [Some(std::fs::read(&copy).unwrap()), Some(Vec::new()), None] {
        std::fs::remove_file(&file).unwrap();
        if let Some(bytes) = &wrong {
            std::fs::write(&file, bytes).unwrap();
        }
        let (code, said) = told(&url, &["serve"]).await;
        assert_eq!(code, Some(1), "{said}");
        assert!(
            said.contains("and had at least") && said.contains("--accept-loss"),
            "{said}"
        );
        assert_eq!(file.exists(), wrong.is_some(), "nothing was made");
        if wrong.is_some_and(|bytes| !bytes.is_empty()) {
            let verified = griffin.griffin(&["verify"]).output().unwrap();
            assert_eq!(verified.status.code(), Some(1));
            let said = String::from_utf8_lossy(&verified.stdout).into_owned();
            assert!(said.contains("WRONG  there are"), "{said}");
        }
        // A file that is none: what SQLite keeps beside it would be taken for its own.
        let _ = std::fs::remove_file(&wal);
        std::fs::write(&file, &right).unwrap();
    }
    let (code, said) = told(&url, &["verify"]).await;
    assert_eq!(code, Some(0), "{said}");
    // By a restore it is known, and so it is where it is accepted.
    std::fs::remove_file(&file).unwrap();
    let restored = griffin.griffin(&["restore"]).arg(&copy).output().unwrap();
    assert!(restored.status.success(), "{restored:?}");
    griffin.start().await;
    assert!(declares(&rhys, 4).await);
    assert!(griffin.stop().await.success());
    std::fs::remove_file(&file).unwrap();
    let mut accepted = griffin
        .griffin(&["serve", "--accept-loss"])
        .spawn()
        .unwrap();
    griffin.sandbox.connected(DEADLINE).await;
    accepted.kill().unwrap();
    accepted.wait().unwrap();
}
