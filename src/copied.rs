//! `griffin backup` and `griffin restore`: a copy of the database made, and put back.

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use griffin::clock::{Clock, SystemClock};
use griffin::config::Config;
use griffin::copies;
use griffin::database::Alone;
use griffin::dossiers;
use griffin::ledger::{Database, Fault, Ledger, Result};

use crate::opened::{located, open, open_at};

/// Copies the database, and says so.
///
/// # Errors
/// A fault, if it can't be copied, or the copy is not whole.
pub async fn back_up(database: &Database, file: &Path) -> Result<ExitCode> {
    let copy = copies::back_up(database, file).await?;
    println!("{}: {}.", file.display(), told(copy));
    println!("The ledger in it is whole. `griffin restore` puts it back.");
    Ok(ExitCode::SUCCESS)
}

/// Puts a copy in the database's place; or of a PostgreSQL whose own tools did that, notes it.
///
/// # Errors
/// A fault: `file` does not suit the kind of database, there is one in its place, or the copy is not whole.
pub async fn restore(config: &Config, file: Option<&Path>) -> Result<ExitCode> {
    let target = located(config)?;
    let now = SystemClock.now();
    let alone = Alone::with(target.as_deref())?;
    let (what, copy) = match (&target, file) {
        (Some(target), Some(file)) => {
            let copy = copies::put_back(file, target, now).await?;
            (target.display().to_string(), copy)
        }
        (None, None) => {
            let copy = copies::was_put_back(&open(config).await?, now).await?;
            ("the database".to_owned(), copy)
        }
        (Some(_), None) => {
            let why = "which copy? griffin restore FILE, where FILE was made by griffin backup";
            return Err(Fault::new(why).into());
        }
        (None, Some(_)) => {
            let why = "a PostgreSQL is restored by its own pg_restore into an empty database, while no griffin runs; \
                       then griffin restore, without a file, tells griffin so";
            return Err(Fault::new(why).into());
        }
    };
    let database = open_at(config, target.as_deref()).await?;
    alone.set_mark(copy.entries)?;
    // What the cards show was done since the copy was made.
    let ledger = Ledger::start(
        database.clone(),
        Arc::new(SystemClock),
        griffin::capabilities::hears(),
    );
    dossiers::service::refresh_all(&ledger).await?;
    database.close().await?;
    println!("{what}: {}.", told(copy));
    println!(
        "The ledger in it is whole. What was done since the copy was made is not in it; cards at Discord are put"
    );
    println!(
        "right once griffin starts. Posts of tenders announced since stay there: delete them by hand."
    );
    Ok(ExitCode::SUCCESS)
}

/// How much was copied, for a person.
pub fn told(copy: copies::Copy) -> String {
    let entries = match copy.entries {
        1 => "1 entry".to_owned(),
        n => format!("{n} entries"),
    };
    format!("{entries} of the ledger, {} KiB", copy.bytes.div_ceil(1024))
}
