//! `griffin sandbox`: the bot against the stand-in for Discord, in one process.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use griffin::bot;
use griffin::demo::solid_fuel::{self, Chapter};
use griffin::demo::{Play, Region, console};
use griffin::ledger::{Alone, Fault, Result};

/// How the sandbox is started.
#[derive(Args)]
pub struct Options {
    /// Plays a story, prints it, and ends; without it the sandbox runs until Ctrl-C.
    #[arg(long)]
    story: Option<Story>,
    /// Where the story stops.
    #[arg(
        long,
        value_name = "CHAPTER",
        default_value = "end",
        requires = "story"
    )]
    until: Chapter,
    /// The folder for the database.
    #[arg(long, value_name = "FOLDER", default_value = "data/sandbox")]
    data: PathBuf,
}

/// The stories.
#[derive(Clone, Copy, ValueEnum)]
enum Story {
    /// One council organises the tender for solid fuel, the others call off (design, section 9).
    SolidFuel,
}

/// The database's name in its folder.
const FILE: &str = "griffin.sqlite";
/// The name of the database before.
const FORMER: &str = "griffin.previous.sqlite";

/// Runs it.
///
/// # Errors
/// A fault, if the database can't be made, or the story does not go as it should.
pub async fn run(options: Options) -> Result<ExitCode> {
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::new("error"))
        .with_writer(std::io::stderr)
        .init();
    super::make_folder(&options.data)?;
    let _alone = Alone::with(Some(&options.data.join(FILE)))?;
    let file = fresh(&options.data)?;
    let former = options.data.join(FORMER);
    if former.exists() {
        println!(
            "The database of the sandbox before is kept as {}.",
            former.display()
        );
    }
    let region = Region::start(&format!("sqlite://{}", file.display())).await?;
    match options.story {
        Some(Story::SolidFuel) => {
            let mut play = Play::new(region, console::teller());
            solid_fuel::play(&mut play, options.until).await?;
            play.region.end().await?;
            let file = file.display();
            println!("The story is at its end. Its database is {file}; this walks its ledger:");
            let program = std::env::args()
                .next()
                .unwrap_or_else(|| "griffin".to_owned());
            println!("  DATABASE_URL=sqlite://{file} {program} verify");
        }
        None => {
            println!(
                "griffin runs against a stand-in for Discord at {}.",
                region.sandbox.api_url()
            );
            println!("Its database is {}. Ctrl-C ends it.", file.display());
            bot::told_to_stop().await;
            region.end().await?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The database file of a new world: the stand-in keeps nothing, so an older file knows channels that are gone. That
/// one is kept beside it.
fn fresh(folder: &Path) -> Result<PathBuf> {
    let file = folder.join(FILE);
    let former = folder.join(FORMER);
    for end in ["", "-wal", "-shm"] {
        let with = |path: &Path| PathBuf::from(format!("{}{end}", path.display()));
        let moved = match std::fs::exists(with(&file)) {
            Ok(true) => std::fs::rename(with(&file), with(&former)),
            Ok(false) if std::fs::exists(with(&former)).unwrap_or(false) => {
                std::fs::remove_file(with(&former))
            }
            Ok(false) => Ok(()),
            Err(error) => Err(error),
        };
        moved.map_err(|why| Fault::new(format!("{} can't be put aside: {why}", file.display())))?;
    }
    Ok(file)
}
