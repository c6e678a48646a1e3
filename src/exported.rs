//! `griffin export`: what `/export` gives, at the command line, of any size.

use std::fs::OpenOptions;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Subcommand};
use griffin::clock::{Clock, SystemClock};
use griffin::config::Config;
use griffin::exports::rules::Format;
use griffin::exports::service::{self, Ask, Exported};
use griffin::ledger::{Database, Fault, Reader, Result};
use griffin::servers;
use griffin::words::Lang;

/// What to export.
#[derive(Subcommand)]
pub enum Of {
    /// A tender.
    Tender {
        /// Its reference, such as SF-2027-01.
        reference: String,
        #[command(flatten)]
        how: How,
    },
    /// All tenders of a region.
    Region {
        /// The region.
        name: String,
        #[command(flatten)]
        how: How,
    },
}

/// In what form, and where to.
#[derive(Args)]
pub struct How {
    /// xlsx, csv, ocds or ics.
    #[arg(long)]
    format: Format,
    /// The folder to write to; the working folder otherwise. A file that is there already is never replaced.
    #[arg(long, default_value = ".")]
    to: PathBuf,
    /// The id of the Discord server, where the database has several.
    #[arg(long)]
    server: Option<i64>,
}

/// Exports, and says what was written.
///
/// # Errors
/// There is no such tender, region or server, or a file can't be written.
pub async fn export(config: &Config, database: &Database, of: Of) -> Result<ExitCode> {
    let db = database.reader();
    let (name, how, whole_region) = match of {
        Of::Tender { reference, how } => (reference, how, false),
        Of::Region { name, how } => (name, how, true),
    };
    let guild_id = server(&db, how.server).await?;
    let actor = service::operator(&db, guild_id).await?;
    let ask = Ask {
        of: name,
        format: how.format,
        lang: Lang::English,
        ocid_prefix: config.exports.ocid_prefix.clone(),
    };
    let now = SystemClock.now();
    let made = match whole_region {
        true => service::region(&db, &actor, &ask, now, progress).await?,
        false => service::tender(&db, &actor, &ask, now).await?,
    };
    write(made, &how.to)?;
    Ok(ExitCode::SUCCESS)
}

/// On a terminal only: a log of a thousand such lines helps nobody.
fn progress(done: usize, of: usize) {
    if std::io::stderr().is_terminal() {
        eprint!("\r{done} of {of} tenders");
    }
}

async fn server(db: &Reader, wished: Option<i64>) -> Result<i64> {
    let known = servers::service::known(db).await?;
    let listed = known.iter().map(i64::to_string).collect::<Vec<_>>();
    match (wished, &known[..]) {
        (Some(wished), known) if known.contains(&wished) => Ok(wished),
        (None, [only]) => Ok(*only),
        (_, []) => Err(Fault::new("no server has set griffin up in this database yet").into()),
        (Some(wished), _) => {
            let why = format!(
                "server {wished} is not in this database; it has {}",
                listed.join(", ")
            );
            Err(Fault::new(why).into())
        }
        (None, _) => {
            let why = format!(
                "the database has several servers; name one with --server: {}",
                listed.join(", ")
            );
            Err(Fault::new(why).into())
        }
    }
}

fn write(made: Exported, folder: &Path) -> Result<()> {
    if std::io::stderr().is_terminal() {
        // Over how far it was.
        eprint!("\r\x1b[K");
    }
    for mut file in made.files {
        let path = folder.join(&file.name);
        let wrong = |why: std::io::Error| Fault::new(format!("{}: {why}", path.display()));
        let mut to = OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(&path)
            .map_err(wrong)?;
        file.copy_to(&mut to)?;
        to.sync_all().map_err(wrong)?;
        println!("{}: {} KiB", path.display(), file.bytes.div_ceil(1024));
    }
    Ok(())
}
