//! The command line.

mod check;
mod exported;
mod migrated;
#[cfg(feature = "sandbox")]
mod sandboxed;
mod served;
mod verified;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Parser, Subcommand};
use griffin::config::Config;
use griffin::ledger::anchor::Anchor;
use griffin::ledger::{Alone, Database, Fault, Ledger, Result, copies, file};
use griffin::schedule::clock::{Clock, SystemClock};
use griffin::tenders;

/// A Discord bot with which councils buy together as a virtual consortium.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// A file of settings; config.toml in the working folder, if there is one, otherwise.
    #[arg(long, global = true)]
    config: Option<PathBuf>,

    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Runs the bot until SIGTERM or Ctrl-C.
    Serve {
        /// Goes on with the database that is there although it has fewer entries than griffin noted beside it: what is
        /// missing is lost.
        #[arg(long)]
        accept_loss: bool,
    },
    /// Runs the bot against a stand-in for Discord, without an account; or plays a story in it, and ends.
    #[cfg(feature = "sandbox")]
    Sandbox(sandboxed::Options),
    /// Says whether settings, token, database and Discord's address are right; a line each.
    Check,
    /// Brings the database to the newest step, takes steps back, or lists them.
    Migrate {
        #[command(subcommand)]
        direction: migrated::Direction,
    },
    /// Copies an SQLite database, while griffin runs, to a new file; its ledger is walked.
    Backup {
        /// The file; its folder must be there, and it must not.
        file: PathBuf,
    },
    /// Puts such a copy in the place of database.url, where no database is, once its ledger was walked. Of a PostgreSQL that
    /// its own tools put back, without a file: walks its ledger, and sees to it that nothing is sent again.
    Restore {
        /// The copy; none on PostgreSQL.
        file: Option<PathBuf>,
    },
    /// Writes a tender or a region as a workbook, tables, open contracting data or a calendar.
    Export {
        #[command(subcommand)]
        of: exported::Of,
    },
    /// Says whether the file is sound, walks the ledger and says whether anything in it was changed, and counts the kept
    /// totals again.
    Verify {
        /// The last line of a digest in a forum: entries cut off the ledger's end since are found by it.
        #[arg(long, allow_hyphen_values = true)]
        anchor: Option<Anchor>,
    },
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Arguments::parse()).await {
        Ok(code) => code,
        Err(error) => {
            eprintln!("griffin: {}", error.plain());
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> Result<ExitCode> {
    let config = Config::load(arguments.config.as_deref()).map_err(Fault::new)?;
    match arguments.command {
        #[cfg(feature = "sandbox")]
        Command::Sandbox(options) => sandboxed::run(options).await,
        Command::Serve { accept_loss } => {
            served::serve(config, accept_loss).await?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Check => Ok(check::check(&config).await),
        Command::Migrate { direction } => migrated::migrate(&config, direction).await,
        Command::Backup { file } => back_up(&open(&config).await?, &file).await,
        Command::Restore { file } => restore(&config, file.as_deref()).await,
        Command::Export { of } => {
            let database = open(&config).await?;
            require_newest(&database).await?;
            exported::export(&config, &database, of).await
        }
        Command::Verify { anchor } => {
            let database = open(&config).await?;
            verified::verify(database, located(&config)?.as_deref(), anchor).await
        }
    }
}

/// The SQLite file that database.url leads to, in a folder that is made if it isn't there; none: PostgreSQL.
fn located(config: &Config) -> Result<Option<PathBuf>> {
    if let Some(folder) = config.database_folder() {
        make_folder(folder)?;
    }
    config.database_file().map(file::real).transpose()
}

/// Opens the database, whose file was [`located`].
async fn open_at(config: &Config, file: Option<&Path>) -> Result<Database> {
    match file {
        Some(file) => Database::open(&file::address(file)?).await,
        None => Database::open(&config.database.url).await,
    }
}

/// Opens a database that must be there.
async fn open(config: &Config) -> Result<Database> {
    let file = located(config)?;
    if let Some(file) = &file
        && !file.exists()
    {
        let why = "is not there: does database.url (or DATABASE_URL) name the right file? `griffin serve` makes a new one";
        return Err(Fault::new(format!("{} {why}", file.display())).into());
    }
    open_at(config, file.as_deref()).await
}

fn make_folder(folder: &Path) -> Result<()> {
    std::fs::create_dir_all(folder)
        .map_err(|why| Fault::new(format!("{} can't be made: {why}", folder.display())).into())
}

async fn back_up(database: &Database, file: &Path) -> Result<ExitCode> {
    let copy = copies::back_up(database, file).await?;
    println!("{}: {}.", file.display(), told(copy));
    println!("The ledger in it is whole. `griffin restore` puts it back.");
    Ok(ExitCode::SUCCESS)
}

async fn restore(config: &Config, file: Option<&Path>) -> Result<ExitCode> {
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
    tenders::service::refresh_all(&ledger).await?;
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

fn told(copy: copies::Copy) -> String {
    let entries = match copy.entries {
        1 => "1 entry".to_owned(),
        n => format!("{n} entries"),
    };
    format!("{entries} of the ledger, {} KiB", copy.bytes.div_ceil(1024))
}

/// What reads a database that has steps to come would not find what it looks for.
async fn require_newest(database: &Database) -> Result<()> {
    let (_, pending) = database.migrations().await?;
    let steps = match pending.len() {
        0 => return Ok(()),
        1 => "1 step".to_owned(),
        n => format!("{n} steps"),
    };
    let why = format!("the database is {steps} behind; run `griffin migrate up` first");
    Err(Fault::new(why).into())
}
