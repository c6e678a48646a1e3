//! The command line.

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use griffin::ledger::{Database, Result, chain};

/// A Discord bot with which councils buy together as a virtual consortium.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// The database: `sqlite://path` or `postgres://user@host/name`.
    #[arg(
        long,
        env = "DATABASE_URL",
        hide_env_values = true, // it may hold a password
        default_value = "sqlite://griffin.sqlite",
        global = true
    )]
    database: String,

    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Brings the database to the newest step, takes steps back, or lists them.
    Migrate {
        #[command(subcommand)]
        direction: Direction,
    },
    /// Walks the ledger and says whether anything in it was changed.
    Verify,
}

#[derive(Subcommand)]
enum Direction {
    /// Applies every step that is not applied yet.
    Up,
    /// Takes back the last steps; all of them if no number is given.
    Down {
        /// How many.
        steps: Option<u32>,
    },
    /// Lists the steps, and which are applied.
    Status,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Arguments::parse()).await {
        Ok(code) => code,
        Err(error) => {
            eprintln!("griffin: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> Result<ExitCode> {
    let database = Database::open(&arguments.database).await?;
    let code = match arguments.command {
        Command::Migrate { direction } => migrate(&database, direction).await?,
        Command::Verify => verify(&database).await?,
    };
    database.close().await?;
    Ok(code)
}

async fn migrate(database: &Database, direction: Direction) -> Result<ExitCode> {
    match direction {
        Direction::Up => database.migrate_up().await?,
        Direction::Down { steps } => database.migrate_down(steps).await?,
        Direction::Status => {}
    }
    let (applied, pending) = database.migrations().await?;
    for name in applied {
        println!("applied  {name}");
    }
    for name in pending {
        println!("pending  {name}");
    }
    Ok(ExitCode::SUCCESS)
}

async fn verify(database: &Database) -> Result<ExitCode> {
    let (_, pending) = database.migrations().await?;
    if !pending.is_empty() {
        eprintln!(
            "griffin: the database is {} steps behind; run `griffin migrate up` first",
            pending.len()
        );
        return Ok(ExitCode::FAILURE);
    }
    let mut whole = true;
    let chains = chain::verify(&database.reader()).await?;
    if chains.is_empty() {
        println!("The ledger is empty.");
    }
    for found in chains {
        let entries = match found.entries {
            1 => "1 entry".to_owned(),
            n => format!("{n} entries"),
        };
        match &found.broken {
            None => println!(
                "server {}: {entries}, whole; head {}",
                found.guild_id, found.head
            ),
            Some(wrong) => {
                whole = false;
                println!("server {}: BROKEN after {entries}: {wrong}", found.guild_id);
            }
        }
    }
    Ok(if whole {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
