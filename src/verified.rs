//! `griffin verify`: whether the database is sound, its record whole, and every row as the record says.

use std::path::Path;
use std::process::ExitCode;

use griffin::calloffs;
use griffin::database::{alone, contents};
use griffin::ledger::{Database, Result};
use griffin::proof::anchor::{self, Anchor};
use griffin::proof::{self, Verified};

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
    let mut wrong = false;
    for damage in contents::damage(&reader).await? {
        wrong = true;
        println!("WRONG  the file is damaged: {damage}");
    }
    if !wrong && database.kind() == "SQLite" {
        println!("The file is sound.");
    }
    let proof = proof::verify(&reader).await?;
    if proof.servers.is_empty() {
        println!("The ledger is empty.");
    }
    let has: u64 = proof.servers.iter().map(|it| it.entries).sum();
    for found in &proof.servers {
        wrong |= !found.is_whole();
        tell(found);
    }
    for stray in &proof.strays {
        wrong = true;
        println!("WRONG  {}", stray.describe());
    }
    let had = file.map_or(0, alone::mark_of);
    if has < had {
        wrong = true;
        println!("WRONG  there are {has} entries, and there were at least {had}.");
    }
    if let Some(witness) = witness {
        if anchor::is_there(&reader, None, &witness).await? {
            println!("The record has {witness}, as the digest says.");
        } else {
            wrong = true;
            println!("WRONG  no record has {witness}: entries were cut off its end or replaced.");
        }
    }
    let differ = calloffs::service::recount(&reader).await?;
    for total in &differ {
        wrong = true;
        println!("WRONG  {}", total.describe());
    }
    if differ.is_empty() {
        println!("The totals of call-offs add up.");
    }
    not_covered();
    database.close().await?;
    Ok(match wrong {
        false => ExitCode::SUCCESS,
        true => ExitCode::FAILURE,
    })
}

/// What was found of one server.
fn tell(found: &Verified) {
    let server = found.guild_id;
    let entries = many(found.entries, "entry", "entries");
    let rows = many(found.rows, "row", "rows");
    match &found.broken {
        None => println!("server {server}: {entries}, whole; head {}", found.head),
        Some(wrong) => println!("WRONG  server {server}: {entries}. {}", wrong.describe()),
    }
    for differs in &found.differ {
        println!("WRONG  server {server}: {}", differs.describe());
    }
    if found.more > 0 {
        println!(
            "WRONG  server {server}: and {}",
            many(found.more, "more like that", "more like that")
        );
    }
    if found.differ.is_empty() {
        println!("server {server}: {rows} as the record says");
    }
    for seq in &found.sealed {
        println!("server {server}: entry {seq} took rows into the record as they stood then");
    }
}

fn many(n: u64, one: &str, more: &str) -> String {
    match n {
        1 => format!("1 {one}"),
        n => format!("{n} {more}"),
    }
}

/// What the record says nothing of, so that nobody takes it for proven.
fn not_covered() {
    println!("Not held against the record:");
    for (what, why) in proof::not_covered() {
        println!("  {what}: {why}");
    }
}
