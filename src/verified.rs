//! `griffin verify`: whether the database is sound and its record whole.

use std::path::Path;
use std::process::ExitCode;

use griffin::calloffs;
use griffin::ledger::anchor::{self, Anchor};
use griffin::ledger::{Database, Result, alone, chain, contents};

/// Looks at all of it, and prints a line for each thing.
///
/// # Errors
/// A fault, if the database can't be read.
pub async fn verify(
    database: Database,
    file: Option<&Path>,
    witness: Option<Anchor>,
) -> Result<ExitCode> {
    crate::opened::require_newest(&database).await?;
    let reader = database.reader();
    let damage = contents::damage(&reader).await?;
    for wrong in &damage {
        println!("WRONG  the file is damaged: {wrong}");
    }
    let mut whole = damage.is_empty();
    if whole && database.kind() == "SQLite" {
        println!("The file is sound.");
    }
    let chains = chain::verify(&reader).await?;
    if chains.is_empty() {
        println!("The ledger is empty.");
    }
    let mut has = 0;
    for found in chains {
        has += found.entries;
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
    let had = file.map_or(0, alone::mark_of);
    if has < had {
        whole = false;
        println!("WRONG  there are {has} entries, and there were at least {had}.");
    }
    if let Some(witness) = witness {
        if anchor::is_there(&reader, None, &witness).await? {
            println!("The record has {witness}, as the digest says.");
        } else {
            whole = false;
            println!("WRONG  no record has {witness}: entries were cut off its end or replaced.");
        }
    }
    let differ = calloffs::service::recount(&reader).await?;
    for wrong in &differ {
        whole = false;
        println!("WRONG  {wrong}");
    }
    if differ.is_empty() {
        println!("The totals of call-offs add up.");
    }
    database.close().await?;
    Ok(match whole {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    })
}
