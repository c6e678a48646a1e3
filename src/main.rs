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
    /// A file of settings; without it, config.toml in the working folder, if there is one.
    #[arg(long, global = true)]
    config: Option<PathBuf>,

    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Runs the bot until SIGTERM or Ctrl-C.
    Serve {
        /// Starts even though the database has fewer entries than griffin noted beside it: what is missing is lost.
        #[arg(long)]
        accept_loss: bool,
    },
    /// Runs the bot against a stand-in for Discord, without an account; or plays a story in it, and ends.
    #[cfg(feature = "sandbox")]
    Sandbox(sandboxed::Options),
    /// Checks the settings, the token, the database and Discord's address, with a line for each.
    Check,
    /// Brings the database up to date, takes migrations back, or lists them.
    Migrate {
        #[command(subcommand)]
        direction: migrated::Direction,
    },
    /// Copies an SQLite database to a new file, even while griffin runs, and checks the ledger in the copy.
    Backup {
        /// The new file. Its folder has to exist; the file itself must not.
        file: PathBuf,
    },
    /// Checks the ledger in such a copy, and puts it where database.url says; no database may be there yet. For a PostgreSQL
    /// database that its own tools have put back, give no file: its ledger is checked, and nothing is sent again.
    Restore {
        /// The copy; leave it out on PostgreSQL.
        file: Option<PathBuf>,
    },
    /// Writes a tender or a region as a workbook, tables, open contracting data or a calendar.
    Export {
        #[command(subcommand)]
        of: exported::Of,
    },
    /// Checks that the file is sound and that nothing in the ledger was changed, and counts the kept totals again.
    Verify {
        /// The last line of a digest in a forum: with it, entries cut off the ledger's end since are found too.
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
