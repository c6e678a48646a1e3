//! Copies of an SQLite database: made while griffin runs, and put back (design, section 7). PostgreSQL has tools of its own
//! for both; here it is told that it was put back.

use std::path::Path;

use chrono::{DateTime, Utc};
use entity::restoration;
use sea_orm::{
    ActiveValue::NotSet, ActiveValue::Set, ConnectionTrait, DbBackend, EntityTrait, Statement,
    TransactionTrait,
};

use crate::database::file::{address, text};
use crate::database::{Absence, Database, Db, Reader, contents};
use crate::error::{Fault, Result};
use crate::proof;

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
    contents::require_sound(&database.reader(), "the database").await?;
    copied(database, to).await?;
    look_at(to).await
}

/// Copies a database as it is, whatever it is: its ledger is not walked.
///
/// # Errors
/// A fault, if it is no SQLite database, the file is there already or can't be written.
pub async fn copied(database: &Database, to: &Path) -> Result<()> {
    if database.kind() != "SQLite" {
        let why = "griffin backup is for SQLite. PostgreSQL is backed up by its own pg_dump, and restored by pg_restore";
        return Err(Fault::new(why).into());
    }
    if to.exists() {
        return Err(Fault::new(format!("{} is there already", to.display())).into());
    }
    // From its beginning on, so that SQLite takes no name for an address.
    let name = std::path::absolute(to).map_err(|why| failed("can't be made", to, &why))?;
    let name = text(&name)?;
    let vacuum = Statement::from_sql_and_values(DbBackend::Sqlite, "VACUUM INTO $1", [name.into()]);
    if let Err(error) = database.reader().conn().execute_raw(vacuum).await {
        // Half a copy is no copy.
        if let Err(why) = std::fs::remove_file(to)
            && to.exists()
        {
            tracing::warn!(file = %to.display(), %why, "half a copy is left");
        }
        return Err(error.into());
    }
    synced(to)
}

/// Puts a copy where there is no database yet, once its ledger was walked. Deliveries that waited in it, or fell due since,
/// may have been sent: they are looked for before they are sent.
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
    let done = put_beside(from, &beside, now).await;
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

async fn put_beside(from: &Path, beside: &Path, now: DateTime<Utc>) -> Result<Copy> {
    std::fs::copy(from, beside).map_err(|why| failed("can't be copied", from, &why))?;
    let copy = look_at(beside).await?;
    let database = Database::open(&address(beside)?).await?;
    proof::migrate_up(&database).await?;
    go_on_from(&database, now).await?;
    // All of it into the one file, which is then moved.
    let flush = "PRAGMA wal_checkpoint(TRUNCATE)";
    database.write().execute_unprepared(flush).await?;
    database.close().await?;
    Ok(copy)
}

/// Says that this PostgreSQL is an older state that its own tools put back, once its ledger was walked.
///
/// # Errors
/// A fault, if a griffin runs on it, it is from a newer griffin, or its ledger is not whole; nothing is changed then.
pub async fn was_put_back(database: &Database, now: DateTime<Utc>) -> Result<Copy> {
    let _absence = Absence::hold(database).await?;
    let reader = database.reader();
    // One from a newer griffin ends here.
    database.migrations().await?;
    let entries = walked(&reader, "this database").await?;
    proof::migrate_up(database).await?;
    go_on_from(database, now).await?;
    let size = "SELECT pg_database_size(current_database()) AS bytes";
    let size = Statement::from_string(DbBackend::Postgres, size);
    let bytes: i64 = match reader.conn().query_one_raw(size).await? {
        Some(row) => row.try_get("", "bytes")?,
        None => 0,
    };
    Ok(Copy {
        entries,
        bytes: u64::try_from(bytes).unwrap_or_default(),
    })
}

/// Makes an older state fit to go on from: what waits in it, or fell due since, may have been sent and is looked for
/// first, and numbers go on where none was given out.
async fn go_on_from(database: &Database, now: DateTime<Utc>) -> Result<()> {
    let gap = GAP + (now.timestamp() - BEGINNING).max(0);
    let numbers = match database.write().get_database_backend() {
        DbBackend::Sqlite => format!(
            // A table that never had a row has no number to go on from.
            "INSERT INTO sqlite_sequence (name, seq) SELECT name, 0 FROM sqlite_master \
             WHERE type = 'table' AND upper(sql) LIKE '%AUTOINCREMENT%' \
             AND name NOT IN (SELECT name FROM sqlite_sequence); \
             UPDATE sqlite_sequence SET seq = seq + {gap}"
        ),
        _ => format!(
            "SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, COALESCE(last_value, 0) + {gap}) \
             FROM pg_sequences WHERE schemaname = current_schema()"
        ),
    };
    let txn = database.write().begin().await?;
    let tried = "UPDATE delivery SET tried_at = created_at \
                 WHERE state IN ('waiting', 'claimed') AND tried_at IS NULL";
    txn.execute_unprepared(tried).await?;
    txn.execute_unprepared(&numbers).await?;
    let row = restoration::ActiveModel {
        id: NotSet,
        at: Set(now),
    };
    restoration::Entity::insert(row)
        .exec_without_returning(&txn)
        .await?;
    Ok(txn.commit().await?)
}

pub use crate::database::restored::last_put_back;

/// Walks the ledger of a copy.
async fn look_at(file: &Path) -> Result<Copy> {
    let database = Database::open(&address(file)?).await?;
    // One from a newer griffin ends here.
    database.migrations().await?;
    let (reader, name) = (database.reader(), file.display().to_string());
    let looked = async {
        contents::require_sound(&reader, &name).await?;
        walked(&reader, &name).await
    };
    let entries = looked.await;
    database.close().await?;
    let entries = entries?;
    let size = file
        .metadata()
        .map_err(|why| failed("can't be read", file, &why))?;
    Ok(Copy {
        entries,
        bytes: size.len(),
    })
}

/// How many entries the ledger of `name` has, which was walked.
async fn walked(reader: &Reader, name: &str) -> Result<u64> {
    let chains = proof::verify(reader).await?.servers;
    if let Some(broken) = chains.iter().find_map(|found| found.broken.as_ref()) {
        let why = format!("the ledger in {name} is not whole. {}", broken.describe());
        return Err(Fault::new(why).into());
    }
    Ok(chains.iter().map(|found| found.entries).sum())
}

/// Makes sure that a file is on the disk.
fn synced(file: &Path) -> Result<()> {
    let done = std::fs::File::open(file).and_then(|file| file.sync_all());
    Ok(done.map_err(|why| failed("can't be written to the disk", file, &why))?)
}

fn failed(what: &str, file: &Path, why: &std::io::Error) -> Fault {
    Fault::new(format!("{} {what}: {why}", file.display()))
}
