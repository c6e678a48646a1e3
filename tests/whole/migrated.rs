//! Steps of the database are taken back by nobody unawares: not while griffin runs, not with rows in it unless the
//! database is named, and not without a copy.

use std::path::{Path, PathBuf};
use std::time::Duration;

use griffin::ledger::{Database, Db};
use sea_orm::{ConnectionTrait, DbBackend, Statement};

use crate::support::councils::{alone, does};
use crate::support::process::{DEADLINE, Process, said};
use crate::support::{Fresh, on_each_database};

/// What the command line calls the database.
fn name(url: &str) -> &str {
    url.rsplit('/').next().unwrap()
}

/// How many steps `griffin migrate status` says are applied, and pending.
async fn steps(griffin: &Process) -> (usize, usize) {
    let (done, told) = griffin.told(&["migrate", "status"]).await;
    assert!(done, "{told}");
    let of = |kind: &str| told.lines().filter(|line| line.starts_with(kind)).count();
    (of("applied"), of("pending"))
}

/// The copy that was made, if one was: what the line says that names it.
fn copy(told: &str) -> Option<PathBuf> {
    let line = told.lines().find(|line| line.contains(".before-down-"))?;
    let (file, _) = line.split_once(": ")?;
    Some(PathBuf::from(file))
}

#[tokio::test(flavor = "multi_thread")]
async fn no_step_is_taken_back_while_griffin_runs() {
    on_each_database(async |Fresh { url, database }| {
        database.clone().close().await.unwrap();
        let mut griffin = Process::new(&url).await;
        let rhys = alone(&mut griffin).await;
        for words in [
            &["migrate", "down"][..],
            &["migrate", "down", "20", "--drop-data", name(&url)],
            &["migrate", "down", "--all", "--drop-data", name(&url)],
        ] {
            let (done, told) = griffin.told(words).await;
            assert!(!done && told.contains("griffin runs on"), "{told}");
            assert!(copy(&told).is_none(), "{told}");
        }
        // Nothing is lost, and it goes on.
        does(
            &rhys,
            "/requirement declare tender:SF-1 lot:Coal quantity:420",
        )
        .await;
        assert_eq!(steps(&griffin).await.1, 0);
        let (done, told) = griffin.told(&["migrate", "up"]).await;
        // Of several on one PostgreSQL each brings it to the newest step when it starts.
        assert_eq!(done, database.kind() == "PostgreSQL", "{told}");
        assert!(griffin.stop().await.success());
        let (done, told) = griffin.told(&["verify"]).await;
        assert!(done && told.contains("whole"), "{told}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_are_dropped_only_where_the_database_is_named_and_a_copy_is_made_first() {
    on_each_database(async |Fresh { url, database }| {
        let sqlite = database.kind() == "SQLite";
        database.close().await.unwrap();
        let mut griffin = Process::new(&url).await;
        let rhys = alone(&mut griffin).await;
        does(
            &rhys,
            "/requirement declare tender:SF-1 lot:Coal quantity:420",
        )
        .await;
        assert!(griffin.stop().await.success());
        let before = steps(&griffin).await;
        let refused = async |words: &[&str], told: &[&str]| {
            let (done, said) = griffin.told(words).await;
            assert!(!done, "{words:?}: {said}");
            for text in told {
                assert!(said.contains(text), "{text} is not in {said}");
            }
            assert_eq!(steps(&griffin).await, before);
            assert!(copy(&said).is_none(), "{said}");
        };
        // It says how much there is, and what to type.
        let typed = format!("`griffin migrate down 1 --drop-data {}`", name(&url));
        let told = ["requirement 1", "tender 1", "nothing was changed", &typed];
        refused(&["migrate", "down"], &told).await;
        let typed = format!("`griffin migrate down --all --drop-data {}`", name(&url));
        let first = if sqlite { "copies it first" } else { "pg_dump" };
        refused(&["migrate", "down", "--all"], &[&typed, first]).await;
        let other = ["migrate", "down", "--all", "--drop-data", "griffin.db"];
        refused(&other, &["is not griffin.db", name(&url)]).await;
        refused(&["migrate", "down", "2", "--all"], &["cannot be used"]).await;
        refused(&["migrate", "down", "0"], &["0 is not in"]).await;

        let all = ["migrate", "down", "--all", "--drop-data", name(&url)];
        let (done, told) = griffin.told(&all).await;
        assert!(done, "{told}");
        assert_eq!(steps(&griffin).await, (0, before.0));
        if !sqlite {
            assert!(told.contains("griffin made no copy"), "{told}");
            return;
        }
        let copy = copy(&told).expect("it says where the copy is");
        let file = Path::new(url.strip_prefix("sqlite://").unwrap());
        assert_eq!(copy.parent(), file.parent());
        for end in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{end}", file.display()));
        }
        let (done, told) = griffin.told(&["restore", copy.to_str().unwrap()]).await;
        assert!(done, "{told}");
        let (done, told) = griffin.told(&["verify"]).await;
        assert!(done && told.contains("whole"), "{told}");
        griffin.start().await;
        let shows = rhys.types("/requirement show tender:SF-1 lot:Coal").await;
        assert!(shows.says("420"), "{shows}");
        assert!(griffin.stop().await.success());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_rows_one_step_is_taken_back_unless_more_are_asked_for() {
    on_each_database(async |Fresh { url, database }| {
        database.close().await.unwrap();
        let griffin = Process::new(&url).await;
        let (all, _) = steps(&griffin).await;
        for (words, left) in [
            (&["migrate", "down"][..], all - 1),
            (&["migrate", "down", "3"], all - 4),
            (&["migrate", "up"], all),
            (&["migrate", "down", "--all"], 0),
            (&["migrate", "down"], 0),
            (&["migrate", "up"], all),
        ] {
            let (done, told) = griffin.told(words).await;
            assert!(done && copy(&told).is_none(), "{words:?}: {told}");
            assert_eq!(steps(&griffin).await.0, left, "{words:?}");
        }
        // The name is looked at although there is nothing to lose.
        let (done, told) = griffin.told(&["migrate", "down", "--drop-data", "x"]).await;
        assert!(!done && told.contains("is not x"), "{told}");
    })
    .await;
}

/// Of a database that lacks its newest steps the ledger is copied, and not walked: it may not be there any more.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_left_of_a_database_is_copied_too() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}/griffin.sqlite", folder.path().display());
    let mut griffin = Process::new(&url).await;
    alone(&mut griffin).await;
    assert!(griffin.stop().await.success());
    let (all, _) = steps(&griffin).await;
    let most = (all - 1).to_string();
    let words = ["migrate", "down", &most, "--drop-data", "griffin.sqlite"];
    let (done, told) = griffin.told(&words).await;
    assert!(done, "{told}");
    assert_eq!(steps(&griffin).await.0, 1, "the servers are left");
    let (done, told) = griffin.told(&["migrate", "down"]).await;
    assert!(!done && told.contains("server"), "{told}");
    // In the same second the first copy would have the same name; a copy is never replaced.
    let made = copies(folder.path());
    for name in made {
        std::fs::rename(&name, folder.path().join("first")).unwrap();
    }
    let words = ["migrate", "down", "--drop-data", "griffin.sqlite"];
    let (done, told) = griffin.told(&words).await;
    assert!(done && told.contains("was not walked"), "{told}");
    assert_eq!(copies(folder.path()), [copy(&told).unwrap()]);
    assert_eq!(steps(&griffin).await.0, 0);
}

fn copies(folder: &Path) -> Vec<PathBuf> {
    let there = std::fs::read_dir(folder).unwrap();
    let there = there.map(|entry| entry.unwrap().path());
    there
        .filter(|path| path.display().to_string().contains(".before-down-"))
        .collect()
}

/// A griffin that starts in the middle of it would make again what is being dropped, and lose it.
#[tokio::test(flavor = "multi_thread")]
async fn none_starts_on_postgresql_while_steps_are_taken_back() {
    on_each_database(async |Fresh { url, database }| {
        if database.kind() == "SQLite" {
            return; // The file is locked.
        }
        let griffin = Process::new(&url).await;
        // Somebody reads a table just then: it can't be dropped yet.
        let reader = sea_orm::Database::connect(&url).await.unwrap();
        let reading = sea_orm::TransactionTrait::begin(&reader).await.unwrap();
        reading
            .execute_unprepared("LOCK TABLE restoration IN ACCESS SHARE MODE")
            .await
            .unwrap();
        let down = tokio::spawn(said(griffin.griffin(&["migrate", "down", "--all"])));
        waits_for_a_lock(&database).await;
        let itself = "has this database to itself";
        for (words, why) in [
            (&["serve"][..], itself),
            (&["migrate", "up"], itself),
            (&["migrate", "down"], "a griffin runs on this database"),
            (&["restore"], "a griffin runs on this database"),
        ] {
            let (done, told) = griffin.told(words).await;
            assert!(!done && told.contains(why), "{words:?}: {told}");
        }
        reading.rollback().await.unwrap();
        let (done, told) = down.await.unwrap();
        assert!(done, "{told}");
        assert_eq!(steps(&griffin).await.0, 0);
        let mut griffin = griffin;
        griffin.sandbox.add_guild("Buying together");
        griffin.start().await;
        assert_eq!(steps(&griffin).await.1, 0);
        assert!(griffin.stop().await.success());
    })
    .await;
}

/// Waits until a statement of another process waits for a table.
async fn waits_for_a_lock(database: &Database) {
    let sql = "SELECT 1 AS there FROM pg_locks WHERE locktype = 'relation' AND NOT granted \
               AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";
    let asked = Statement::from_string(DbBackend::Postgres, sql);
    let reader = database.reader();
    let waiting = async {
        let mut look = tokio::time::interval(Duration::from_millis(50));
        loop {
            look.tick().await;
            let found = reader.conn().query_one_raw(asked.clone()).await.unwrap();
            if found.is_some() {
                return;
            }
        }
    };
    tokio::time::timeout(DEADLINE, waiting).await.unwrap();
}
