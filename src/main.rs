//! The command line.

mod check;
mod copied;
mod exported;
mod migrated;
mod opened;
#[cfg(feature = "sandbox")]
mod sandboxed;
mod served;
mod verified;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use griffin::config::Config;
use griffin::ledger::{Fault, Result};
use griffin::proof::anchor::Anchor;

use crate::opened::{located, open, require_newest};

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
        Command::Backup { file } => copied::back_up(&open(&config).await?, &file).await,
        Command::Restore { file } => copied::restore(&config, file.as_deref()).await,
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
