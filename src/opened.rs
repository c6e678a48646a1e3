//! The database of the settings, where it is and opened, for each of the commands.

use std::path::{Path, PathBuf};

use griffin::config::Config;
use griffin::database::file;
use griffin::ledger::{Database, Fault, Result};

/// The SQLite file that database.url leads to, in a folder that is made if it isn't there; none: PostgreSQL.
///
/// # Errors
/// A fault, if the folder can't be made or the file's place can't be made out.
pub fn located(config: &Config) -> Result<Option<PathBuf>> {
    if let Some(folder) = config.database_folder() {
        make_folder(folder)?;
    }
    config.database_file().map(file::real).transpose()
}

/// Opens the database, whose file was [`located`].
///
/// # Errors
/// A fault, if it can't be opened.
pub async fn open_at(config: &Config, file: Option<&Path>) -> Result<Database> {
    match file {
        Some(file) => Database::open(&file::address(file)?).await,
        None => Database::open(&config.database.url).await,
    }
}

/// Opens a database that must be there.
///
/// # Errors
/// A fault, if it isn't, or can't be opened.
pub async fn open(config: &Config) -> Result<Database> {
    let file = located(config)?;
    if let Some(file) = &file
        && !file.exists()
    {
        let why = "is not there: does database.url (or DATABASE_URL) name the right file? `griffin serve` makes a new one";
        return Err(Fault::new(format!("{} {why}", file.display())).into());
    }
    open_at(config, file.as_deref()).await
}

/// Makes a folder, with those above it, if it isn't there.
///
/// # Errors
/// A fault that names it, if it can't be made.
pub fn make_folder(folder: &Path) -> Result<()> {
    std::fs::create_dir_all(folder)
        .map_err(|why| Fault::new(format!("{} can't be made: {why}", folder.display())).into())
}

/// What reads a database that has steps to come would not find what it looks for.
///
/// # Errors
/// A fault, if there are any, that says how many and what to do.
pub async fn require_newest(database: &Database) -> Result<()> {
    let (_, pending) = database.migrations().await?;
    let steps = match pending.len() {
        0 => return Ok(()),
        1 => "1 step".to_owned(),
        n => format!("{n} steps"),
    };
    let why = format!("the database is {steps} behind; run `griffin migrate up` first");
    Err(Fault::new(why).into())
}
