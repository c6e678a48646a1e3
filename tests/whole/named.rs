//! One database file under several names: whatever it is called, one process has it, and all commands mean the same file.

use std::path::Path;

use griffin::ledger::{Database, Db};
use sea_orm::ConnectionTrait;

use crate::support::councils::alone;
use crate::support::process::{Process, said};

/// What another griffin says to these words, where the database's address is this.
async fn at(first: &Process, address: &str, words: &[&str]) -> (bool, String) {
    let mut command = first.griffin(words);
    command.env("DATABASE_URL", address);
    said(command).await
}

/// The names of what lies in a folder, without what SQLite keeps beside a file.
fn files(folder: &Path) -> Vec<String> {
    let names = std::fs::read_dir(folder).unwrap();
    let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names
        .filter(|name| !name.ends_with("-wal") && !name.ends_with("-shm"))
        .collect();
    names.sort();
    names
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_process_is_kept_off_however_the_file_is_named() {
    let top = tempfile::tempdir().unwrap();
    let folder = top.path().join("the data");
    std::fs::create_dir(&folder).unwrap();
    let file = folder.join("my db.sqlite");
    let encoded = folder.display().to_string().replace(' ', "%20");
    let mut first = Process::new(&format!("sqlite://{encoded}/my%20db.sqlite")).await;
    alone(&mut first).await;
    assert_eq!(files(&folder), ["my db.sqlite", "my db.sqlite.lock"]);

    let link = top.path().join("link.sqlite");
    std::os::unix::fs::symlink(&file, &link).unwrap();
    let other_folder = top.path().join("elsewhere");
    std::os::unix::fs::symlink(&folder, &other_folder).unwrap();
    for address in [
        format!("sqlite://{}", file.display()),
        format!("sqlite:{encoded}/my%20db.sqlite"),
        format!("sqlite://{encoded}/my%20db%2Esqlite?mode=rwc"),
        format!("sqlite://{encoded}/../the%20data//my db.sqlite"),
        format!("sqlite://{}", link.display()),
        format!("sqlite://{}?mode=rwc", link.display()),
        format!("sqlite://{}/my db.sqlite", other_folder.display()),
    ] {
        for words in [&["serve"][..], &["migrate", "up"], &["restore", "copy"]] {
            let (done, told) = at(&first, &address, words).await;
            let why = format!("another griffin runs on {}", file.display());
            assert!(!done && told.contains(&why), "{address} {words:?}: {told}");
        }
    }
    for address in ["sqlite:my db.sqlite", "sqlite://./my%20db.sqlite"] {
        let mut command = first.griffin(&["serve"]);
        command
            .env("DATABASE_URL", address)
            .current_dir(&other_folder);
        let (done, told) = said(command).await;
        assert!(
            !done && told.contains("another griffin runs on"),
            "{address}: {told}"
        );
    }
    // Another name of the file itself would have a `-wal` of its own.
    let hard = top.path().join("hard.sqlite");
    std::fs::hard_link(&file, &hard).unwrap();
    for words in [&["serve"][..], &["migrate", "up"], &["verify"]] {
        let (done, told) = at(&first, &format!("sqlite://{}", hard.display()), words).await;
        assert!(!done && told.contains("hard link"), "{words:?}: {told}");
    }
    assert_eq!(
        files(top.path()),
        ["elsewhere", "hard.sqlite", "link.sqlite", "the data"],
        "no lock and no database beside a name that leads elsewhere"
    );
    std::fs::remove_file(&hard).unwrap();

    // Whatever the name, the same file is read.
    let linked = format!("sqlite://{}", link.display());
    let (done, told) = at(&first, &linked, &["verify"]).await;
    assert!(done && told.contains("whole"), "{told}");
    assert!(first.stop().await.success());
    let (done, told) = at(&first, &linked, &["migrate", "up"]).await;
    assert!(done, "{told}");
    assert_eq!(files(&folder), ["my db.sqlite", "my db.sqlite.lock"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_with_two_names_of_its_own_or_none_is_refused_in_words_that_mend_it() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("griffin.sqlite");
    let griffin = Process::new(&format!("sqlite://{}", file.display())).await;
    let (done, told) = griffin.told(&["migrate", "up"]).await;
    assert!(done, "{told}");
    let other = folder.path().join("other.sqlite");
    std::fs::hard_link(&file, &other).unwrap();
    for words in [
        &["serve"][..],
        &["verify"],
        &["backup", "copy.sqlite"],
        &["migrate", "up"],
        &["migrate", "down"],
    ] {
        let (done, told) = griffin.told(words).await;
        let find = format!("-samefile {}", file.display());
        assert!(
            !done && told.contains("hard link") && told.contains(&find),
            "{told}"
        );
    }
    std::fs::remove_file(&other).unwrap();
    let (done, told) = griffin.told(&["verify"]).await;
    assert!(done, "{told}");

    // A disk that is not mounted: no new database is begun in its place.
    let away = folder.path().join("away.sqlite");
    let link = folder.path().join("link.sqlite");
    std::os::unix::fs::symlink(&away, &link).unwrap();
    let address = format!("sqlite://{}", link.display());
    let (done, told) = at(&griffin, &address, &["serve"]).await;
    assert!(!done && told.contains("leads nowhere"), "{told}");
    assert!(!away.exists());

    for address in ["sqlite::memory:", "sqlite://", "sqlite:file:griffin.sqlite"] {
        let (done, told) = at(&griffin, address, &["serve"]).await;
        assert!(!done && told.contains("names no file"), "{told}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_is_put_to_the_very_file_that_the_address_names() {
    let folder = tempfile::tempdir().unwrap();
    let begin = format!("sqlite://{}", folder.path().display());
    let mut griffin = Process::new(&format!("{begin}/griffin.sqlite")).await;
    let rhys = alone(&mut griffin).await;
    // A copy's own name isn't an address: it is taken as it stands.
    let copy = folder.path().join("50%20 of it.sqlite");
    let (done, told) = griffin.told(&["backup", copy.to_str().unwrap()]).await;
    assert!(done && copy.exists(), "{told}");
    assert!(griffin.stop().await.success());

    let file = folder.path().join("my db.sqlite");
    let address = format!("{begin}/my%20db.sqlite");
    griffin.environment.push(("DATABASE_URL", address.clone()));
    let (done, told) = griffin.told(&["restore", copy.to_str().unwrap()]).await;
    assert!(done && told.contains(&file.display().to_string()), "{told}");
    assert!(file.exists() && !folder.path().join("my%20db.sqlite").exists());
    let (done, told) = griffin.told(&["verify"]).await;
    assert!(done && !told.contains("is empty"), "{told}");
    griffin.start().await;
    let shows = rhys.types("/tender show tender:SF-1").await;
    assert!(shows.says("Coal"), "{shows}");
    assert!(griffin.stop().await.success());
    // The tender is in this file, and nowhere else.
    let database = Database::open(&address).await.unwrap();
    let row = sea_orm::Statement::from_string(
        sea_orm::DbBackend::Sqlite,
        "SELECT name FROM pragma_database_list, tender WHERE file LIKE '%/my db.sqlite'",
    );
    let row = database.reader().conn().query_one_raw(row).await.unwrap();
    assert!(row.is_some());
    database.close().await.unwrap();
    let mut there = files(folder.path());
    there.retain(|name| !name.ends_with(".lock"));
    assert_eq!(
        there,
        ["50%20 of it.sqlite", "griffin.sqlite", "my db.sqlite"]
    );
}
