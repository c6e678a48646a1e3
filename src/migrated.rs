//! `griffin migrate`: brings the database to the newest step, takes steps back, or lists them.

use std::path::Path;
use std::process::ExitCode;

use clap::{Args, Subcommand};
use griffin::clock::{Clock, SystemClock};
use griffin::config::Config;
use griffin::copies;
use griffin::database::{Absence, Alone, Presence, contents};
use griffin::ledger::{Database, Fault, Result};

/// Where to.
#[derive(Subcommand)]
pub enum Direction {
    /// Applies every step that is not applied yet.
    Up,
    /// Takes back the last step, or as many as are asked for, while no griffin runs.
    Down(Down),
    /// Lists the steps, and which are applied.
    Status,
}

/// How far down, and at what price.
#[derive(Args)]
pub struct Down {
    /// How many steps.
    #[arg(default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..), conflicts_with = "all")]
    steps: u32,
    /// All of them: no table is left.
    #[arg(long)]
    all: bool,
    /// Takes them back even though the database has rows, which may be dropped. NAME is the SQLite file's name, without
    /// its folder, or the PostgreSQL database's. An SQLite file is copied first, to one beside it; griffin doesn't copy a
    /// PostgreSQL database: run pg_dump first.
    #[arg(long, value_name = "NAME")]
    drop_data: Option<String>,
}

/// Does it, and lists the steps.
///
/// # Errors
/// A fault: the database is in use where steps are taken or taken back, it has rows and was not named, or a step fails.
pub async fn migrate(config: &Config, direction: Direction) -> Result<ExitCode> {
    let file = crate::opened::located(config)?;
    let alone = match direction {
        Direction::Up | Direction::Down(_) => Some(Alone::with(file.as_deref())?),
        Direction::Status => None,
    };
    let database = crate::opened::open_at(config, file.as_deref()).await?;
    match &direction {
        Direction::Up => {
            let presence = Presence::default();
            presence.hold(&database).await?;
            griffin::proof::migrate_up(&database).await?;
        }
        Direction::Down(down) => {
            take_back(&database, file.as_deref(), down).await?;
            if let Some(alone) = &alone {
                alone.set_mark(contents::entries(&database.reader()).await?)?;
            }
        }
        Direction::Status => {}
    }
    let (applied, pending) = database.migrations().await?;
    for name in applied {
        println!("applied  {name}");
    }
    for name in pending {
        println!("pending  {name}");
    }
    database.close().await?;
    Ok(ExitCode::SUCCESS)
}

/// What a step would drop is known only once it did. So any row, in whichever table, is reason enough to ask for the
/// database's name first, and to copy all of it.
async fn take_back(database: &Database, file: Option<&Path>, down: &Down) -> Result<()> {
    let _absence = Absence::hold(database).await?;
    // One from a newer griffin ends here.
    let (_, pending) = database.migrations().await?;
    let reader = database.reader();
    let name = match file {
        Some(file) => file.file_name().unwrap_or_default().display().to_string(),
        None => contents::name(&reader).await?,
    };
    let rows = contents::rows(&reader).await?;
    match &down.drop_data {
        Some(given) if *given != name => {
            let why = format!("the database is not {given} but {name}; nothing was changed");
            return Err(Fault::new(why).into());
        }
        None if !rows.is_empty() => return Err(asks(down, &name, file, &rows).into()),
        Some(_) if !rows.is_empty() => match file {
            Some(file) => copy(database, file, pending.is_empty()).await?,
            None => println!(
                "griffin made no copy: a PostgreSQL is copied by its own pg_dump, and put back by pg_restore."
            ),
        },
        _ => {}
    }
    let steps = (!down.all).then_some(down.steps);
    database.migrate_down(steps).await
}

/// What there is to lose, and what to type.
fn asks(down: &Down, name: &str, file: Option<&Path>, rows: &[(String, u64)]) -> Fault {
    let rows: Vec<String> = rows.iter().map(|(of, n)| format!("{of} {n}")).collect();
    let first = match file {
        Some(_) => "griffin copies it first, to a file beside it",
        None => {
            "griffin makes no copy of a PostgreSQL: run pg_dump --format=custom first, and keep what it makes"
        }
    };
    let steps = match down.all {
        true => "--all".to_owned(),
        false => down.steps.to_string(),
    };
    Fault::new(format!(
        "{name} has rows, and taking steps back may drop them; nothing was changed. Rows by table: {}. If they are to go: \
         `griffin migrate down {steps} --drop-data {}`; {first}",
        rows.join(", "),
        quoted(name),
    ))
}

/// As it is typed in a shell.
fn quoted(name: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "._-".contains(c);
    match name.chars().all(plain) {
        true => name.to_owned(),
        false => format!("'{}'", name.replace('\'', r"'\''")),
    }
}

/// Copies the file to one beside it, readable by as few people as the original.
async fn copy(database: &Database, file: &Path, newest: bool) -> Result<()> {
    let now = SystemClock.now().format("%Y%m%dT%H%M%SZ");
    let to = file.with_added_extension(format!("before-down-{now}"));
    if newest {
        let made = copies::back_up(database, &to).await?;
        println!("{}: {}.", to.display(), crate::copied::told(made));
        println!("The ledger in it is whole. `griffin restore` puts it back.");
    } else {
        // It may be gone already.
        copies::copied(database, &to).await?;
        println!("{}: all that was left.", to.display());
        println!("The ledger in it was not walked: the newest steps were taken back before.");
    }
    let done = file
        .metadata()
        .and_then(|it| std::fs::set_permissions(&to, it.permissions()));
    Ok(done.map_err(|why| Fault::new(format!("{}: {why}", to.display())))?)
}
