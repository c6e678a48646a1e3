//! An SQLite file as machines treat it: no database, a newer one, a full disk. Each is said plainly, and nothing is
//! damaged.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output};

use griffin::ledger::{Database, Db};
use sandbox::permissions;
use sea_orm::ConnectionTrait;

use crate::support::councils::does;
use crate::support::process::Process;

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
    database.migrate_up().await.unwrap();
    let newer =
        "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m20990101_000001_newer', 0)";
    database
        .reader()
        .conn()
        .execute_unprepared(newer)
        .await
        .unwrap();
    database.close().await.unwrap();
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

/// A disk of a few megabytes in `folder`; none where this user may not make one.
struct SmallDisk<'f>(&'f Path);

impl<'f> SmallDisk<'f> {
    fn mounted(folder: &'f Path) -> Option<Self> {
        let mut mount = Command::new("mount");
        mount
            .args(["-t", "tmpfs", "-o", "size=4m", "tmpfs"])
            .arg(folder);
        let done = mount.output().is_ok_and(|output| output.status.success());
        done.then_some(SmallDisk(folder))
    }
}

impl SmallDisk<'_> {
    /// Takes all the room that is left.
    fn fill(&self) -> std::path::PathBuf {
        let full = self.0.join("full");
        let mut filler = std::fs::File::create(&full).unwrap();
        while filler.write_all(&[7; 4_096]).is_ok() {}
        full
    }

    /// From now on nothing can be written there; or it can again.
    fn writable(&self, may: bool) {
        let how = if may { "remount,rw" } else { "remount,ro" };
        let done = Command::new("mount").args(["-o", how]).arg(self.0).status();
        assert!(done.unwrap().success());
    }
}

impl Drop for SmallDisk<'_> {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(self.0).status();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn on_a_full_disk_nothing_is_half_done_and_it_goes_on_once_there_is_room() {
    let folder = tempfile::tempdir().unwrap();
    let Some(disk) = SmallDisk::mounted(folder.path()) else {
        eprintln!("NOT RUN: only root may make a small disk");
        return;
    };
    let url = format!("sqlite://{}/griffin.sqlite", disk.0.display());
    let mut griffin = Process::new(&url).await;
    let sandbox = griffin.sandbox.clone();
    let guild = sandbox.add_guild("Buying together");
    sandbox.add_text_channel(guild, "general");
    let managers = sandbox.add_role(guild, "Managers", permissions::MANAGE_GUILD);
    let rhys = sandbox.add_member(guild, "Rhys Morgan", &[managers]);
    griffin.start().await;
    does(&rhys, "/griffin setup nation:wales").await;
    let full = disk.fill();
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
    std::fs::remove_file(&full).unwrap();
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

#[tokio::test(flavor = "multi_thread")]
async fn a_disk_that_is_full_or_may_not_be_written_is_said_at_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let Some(disk) = SmallDisk::mounted(folder.path()) else {
        eprintln!("NOT RUN: only root may make a small disk");
        return;
    };
    let url = format!("sqlite://{}/griffin.sqlite", disk.0.display());
    let full = disk.fill();
    let (code, said) = told(&url, &["serve"]).await;
    assert!(code == Some(1) && said.contains("disk"), "{said}");
    std::fs::remove_file(full).unwrap();
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
