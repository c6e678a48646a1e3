//! Copies of an SQLite database: made while griffin runs, and put back (design, section 7). PostgreSQL has tools of its own.

use std::path::Path;

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DbBackend, Statement};

use super::{Database, Db, Fault, Result, chain};

/// By how much at least the numbers of rows go on after a copy was put back. What was given out since the copy was made
/// stands in messages at Discord: a mark, or a button there, must never mean something else. A second for each since the
/// beginning of 2026 is added, so that the same copy put back again goes on elsewhere.
const GAP: i64 = 1_000_000;
/// The beginning of 2026, in seconds of Unix time.
const BEGINNING: i64 = 1_767_225_600;
/// What SQLite keeps beside a file: left by another one, it would be read into the copy.
const BESIDE: [&str; 3] = ["-wal", "-shm", "-journal"];

/// What a copy holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Copy {
    /// Entries of the ledger, of all servers; their chains were walked.
    pub entries: u64,
    /// Its size in bytes.
    pub bytes: u64,
}

/// Copies a database as it is at this moment to a new file, and walks the copy's ledger. Whoever works with the database
/// meanwhile is not held up (SQLite, "VACUUM INTO").
///
/// # Errors
/// A fault, if it is no SQLite database, the file is there already or can't be written, or the ledger is not whole.
pub async fn back_up(database: &Database, to: &Path) -> Result<Copy> {
    if database.kind() != "SQLite" {
        let why = "griffin backup is for SQLite. PostgreSQL is backed up by its own pg_dump, and restored by pg_restore";
        return Err(Fault::new(why).into());
    }
    if to.exists() {
        return Err(Fault::new(format!("{} is there already", to.display())).into());
    }
    let name = text(to)?;
    let vacuum = Statement::from_sql_and_values(DbBackend::Sqlite, "VACUUM INTO $1", [name.into()]);
    database.reader().conn().execute_raw(vacuum).await?;
    synced(to)?;
    look_at(to).await
}

/// Puts a copy where there is no database yet, once its ledger was walked. Deliveries that waited in it may have been
/// sent since: they are looked for before they are sent.
///
/// # Errors
/// A fault, if there is a database already, the copy is none, is from a newer griffin, or its ledger is not whole; nothing
/// is left then.
pub async fn put_back(from: &Path, to: &Path, now: DateTime<Utc>) -> Result<Copy> {
    if to.metadata().is_ok_and(|file| file.len() > 0) {
        let why = format!(
            "{} is there already. Move it away first, and keep it: what was done since the copy is in it alone",
            to.display()
        );
        return Err(Fault::new(why).into());
    }
    for end in BESIDE {
        let left = format!("{}{end}", text(to)?);
        if Path::new(&left).exists() {
            let why =
                format!("{left} is left of another database. Move it away with its file first");
            return Err(Fault::new(why).into());
        }
    }
    let beside = to.with_added_extension("restoring");
    let gap = GAP + (now.timestamp() - BEGINNING).max(0);
    let done = put_beside(from, &beside, gap).await;
    let moved = match done {
        Ok(copy) => std::fs::rename(&beside, to)
            .map(|()| copy)
            .map_err(|why| failed("can't be put in place", to, &why).into()),
        Err(error) => Err(error),
    };
    if moved.is_err() {
        // It may never have been made.
        let _ = std::fs::remove_file(&beside);
    }
    let copy = moved?;
    synced(to)?;
    Ok(copy)
}

async fn put_beside(from: &Path, beside: &Path, gap: i64) -> Result<Copy> {
    std::fs::copy(from, beside).map_err(|why| failed("can't be copied", from, &why))?;
    let copy = look_at(beside).await?;
    let database = Database::open(&format!("sqlite://{}", text(beside)?)).await?;
    for change in [
        "UPDATE delivery SET tried_at = created_at \
         WHERE state IN ('waiting', 'claimed') AND tried_at IS NULL"
            .to_owned(),
        // A table that never had a row has no number to go on from.
        "INSERT INTO sqlite_sequence (name, seq) SELECT name, 0 FROM sqlite_master \
         WHERE type = 'table' AND upper(sql) LIKE '%AUTOINCREMENT%' \
         AND name NOT IN (SELECT name FROM sqlite_sequence)"
            .to_owned(),
        format!("UPDATE sqlite_sequence SET seq = seq + {gap}"),
        // All of it into the one file, which is then moved.
        "PRAGMA wal_checkpoint(TRUNCATE)".to_owned(),
    ] {
        database.write.execute_unprepared(&change).await?;
    }
    database.close().await?;
    Ok(copy)
}

/// Walks the ledger of a copy.
async fn look_at(file: &Path) -> Result<Copy> {
    let database = Database::open(&format!("sqlite://{}", text(file)?)).await?;
    // One from a newer griffin ends here.
    database.migrations().await?;
    let chains = chain::verify(&database.reader()).await?;
    database.close().await?;
    if let Some(broken) = chains.iter().find_map(|found| found.broken.as_ref()) {
        let why = format!("the ledger in {} is not whole: {broken}", file.display());
        return Err(Fault::new(why).into());
    }
    let size = file
        .metadata()
        .map_err(|why| failed("can't be read", file, &why))?;
    Ok(Copy {
        entries: chains.iter().map(|found| found.entries).sum(),
        bytes: size.len(),
    })
}

/// Makes sure that a file is on the disk.
fn synced(file: &Path) -> Result<()> {
    let done = std::fs::File::open(file).and_then(|file| file.sync_all());
    Ok(done.map_err(|why| failed("can't be written to the disk", file, &why))?)
}

fn failed(what: &str, file: &Path, why: &std::io::Error) -> Fault {
    Fault::new(format!("{} {what}: {why}", file.display()))
}

fn text(path: &Path) -> Result<&str> {
    let text = path.to_str();
    Ok(text.ok_or_else(|| Fault::new(format!("{} is no readable name", path.display())))?)
}
