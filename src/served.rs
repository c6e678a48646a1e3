//! `griffin serve`: the bot, on the database that it had before.

use std::io::IsTerminal;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use griffin::bot;
use griffin::clock::{SharedClock, SystemClock};
use griffin::config::Config;
use griffin::database::{Alone, Presence, contents};
use griffin::ledger::{Fault, Ledger, Reader, Result};

/// How long the database may take to close.
const CLOSES: Duration = Duration::from_secs(1);
/// How often griffin notes how many entries the database has.
const NOTED: Duration = Duration::from_secs(5);

/// Runs the bot until it is told to stop. A database that has lost entries is refused, unless that is accepted.
///
/// # Errors
/// A fault, if it can't start, or not go on: the line says why.
pub async fn serve(config: Config, accept_loss: bool) -> Result<()> {
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::new(&config.log_filter))
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .init();
    // Before anything is made or changed.
    config.token().map_err(Fault::new)?;
    let file = crate::opened::located(&config)?;
    let alone = Alone::with(file.as_deref())?;
    let had = match accept_loss {
        true => 0,
        false => alone.mark()?,
    };
    if let Some(file) = &file
        && had > 0
        && !file.exists()
    {
        return Err(lost(file, had, 0).into());
    }
    let database = crate::opened::open_at(&config, file.as_deref()).await?;
    let has = contents::entries(&database.reader()).await?;
    if let Some(file) = &file
        && has < had
    {
        return Err(lost(file, had, has).into());
    }
    let presence = Arc::new(Presence::default());
    presence.hold(&database).await?;
    griffin::proof::migrate_up(&database).await?;
    alone.set_mark(has)?;
    let clock: SharedClock = Arc::new(SystemClock);
    let reader = database.reader();
    let ledger = Ledger::start(
        database.clone(),
        clock.clone(),
        griffin::capabilities::hears(),
    );
    let serving = bot::run(config, ledger, presence, clock, bot::told_to_stop());
    tokio::select! {
        ended = serving => {
            note(&alone, &reader).await;
            // So that all of it is in the one file. What is still under way is undone by the next start.
            if let Ok(Err(error)) = tokio::time::timeout(CLOSES, database.close()).await {
                tracing::warn!(%error, "the database did not close well");
            }
            ended
        }
        () = noting(&alone, &reader), if file.is_some() => Ok(()),
    }
}

/// Why griffin does not start on what is left of a database.
fn lost(file: &Path, had: u64, has: u64) -> Fault {
    Fault::new(format!(
        "{} has {}, and had at least {had} when griffin last ran on it: another or an older file is in its place, or its -wal \
         was deleted. Nothing was changed. Put the right one there with its -wal, or move what is there away and run `griffin \
         restore` with your newest copy. To go on with what is there and lose the rest: `griffin serve --accept-loss`",
        file.display(),
        entries(has),
    ))
}

fn entries(many: u64) -> String {
    match many {
        0 => "no entry in its ledger".to_owned(),
        1 => "1 entry in its ledger".to_owned(),
        many => format!("{many} entries in its ledger"),
    }
}

/// Notes now and then how many entries the database has; never ends.
async fn noting(alone: &Alone, reader: &Reader) {
    let mut again = tokio::time::interval(NOTED);
    loop {
        again.tick().await;
        note(alone, reader).await;
    }
}

async fn note(alone: &Alone, reader: &Reader) {
    let noted = async {
        // What is counted is on the disk.
        let has = contents::entries(reader).await?;
        if has > alone.mark()? {
            alone.set_mark(has)?;
        }
        Result::Ok(())
    };
    if let Err(error) = noted.await {
        tracing::warn!(%error, "how many entries there are could not be noted beside the database");
    }
}
