//! `griffin sandbox`: the bot against the stand-in for Discord, in one process.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Args, ValueEnum};
use griffin::bot;
use griffin::database::Alone;
use griffin::database::file::address;
use griffin::demo::files::{FILE, FORMER, fresh};
use griffin::demo::solid_fuel::{self, Chapter};
use griffin::demo::{Play, Region, Stage, console, scenes};
use griffin::ledger::{Fault, Result};
use sandbox::Director;
use sandbox::page::Page;
use tokio::net::TcpListener;

/// How the sandbox is started.
#[derive(Args)]
pub struct Options {
    /// Plays a story, prints it, and ends; without this, a page is served until Ctrl-C.
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
    /// Where the page is served.
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8787")]
    listen: SocketAddr,
    /// What the page starts with; others can be chosen on it.
    #[arg(long, value_name = "SCENE", default_value = scenes::FIRST, value_parser = scenes::known, conflicts_with = "story")]
    scene: String,
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

/// Runs it.
///
/// # Errors
/// A fault, if the database can't be made, or the story does not go as it should.
pub async fn run(options: Options) -> Result<ExitCode> {
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::new("error"))
        .with_writer(std::io::stderr)
        .init();
    crate::opened::make_folder(&options.data)?;
    let _alone = Alone::with(Some(&options.data.join(FILE)))?;
    match options.story {
        Some(Story::SolidFuel) => {
            kept(&options);
            tell(&options).await?;
        }
        None => {
            // Before anything is put aside: the address may be taken.
            let listener = listen(options.listen).await?;
            kept(&options);
            serve(&options, listener).await?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Says where the database goes that is there already.
fn kept(options: &Options) {
    if options.data.join(FILE).exists() {
        let former = options.data.join(FORMER);
        println!(
            "The database that was there is kept as {}, until another takes its place.",
            former.display()
        );
    }
}

async fn listen(address: SocketAddr) -> Result<TcpListener> {
    let listener = TcpListener::bind(address).await;
    let told = |why| {
        Fault::new(format!(
            "{address} can't be listened at ({why}); choose another with --listen"
        ))
    };
    Ok(listener.map_err(told)?)
}

/// Prints the story.
async fn tell(options: &Options) -> Result<()> {
    let file = fresh(&options.data)?;
    let address = address(&file)?;
    let region = Region::start(&address).await?;
    let mut play = Play::new(region, console::teller());
    solid_fuel::play(&mut play, options.until).await?;
    play.region.end().await?;
    let file = file.display();
    println!("The story is at its end. Its database is {file}; this walks its ledger:");
    let program = std::env::args()
        .next()
        .unwrap_or_else(|| "griffin".to_owned());
    println!("  DATABASE_URL='{address}' {program} verify");
    Ok(())
}

/// Serves the page until it is told to stop.
async fn serve(options: &Options, listener: TcpListener) -> Result<()> {
    println!("Setting up a chat server with griffin in it…");
    let stage = Stage::start(options.data.clone(), &options.scene).await?;
    let director: Arc<dyn Director> = stage.clone();
    let page = Page::serve(listener, director).map_err(Fault::new)?;
    println!();
    println!("  Open http://{} in a browser.", page.address());
    println!();
    println!("There you are any of its people, and can move the clock. Ctrl-C ends it.");
    bot::told_to_stop().await;
    drop(page);
    stage.end().await
}
