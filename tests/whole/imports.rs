//! Design, section 4: who may use what. Reads the code as text, and holds each arrow.

use std::fs;
use std::path::{Path, PathBuf};

/// What is wrong with a file of this path below `src/` and this text.
fn wrong(path: &str, text: &str) -> Vec<String> {
    let (room, file) = path.rsplit_once('/').unwrap_or(("", path));
    let capability = room.split('/').next().unwrap_or_default();
    // A room that grew is a folder of its name: `cards/`, `commands/`, `service/`.
    let part = room.split('/').nth(1);
    let is = |name: &str| file == format!("{name}.rs") || part == Some(name);
    let database = ["sea_orm", "entity::", "use entity"];
    let discord = ["serenity::", "poise::", "use serenity", "use poise"];
    let mut forbidden: Vec<(&str, &str)> = Vec::new();
    let mut forbid = |words: &[&'static str], why: &'static str| {
        forbidden.extend(words.iter().map(|word| (*word, why)));
    };
    let door = capability == "ledger"
        || is("store")
        || ["schedule/duties.rs", "delivery/queue.rs"].contains(&path);
    if !door {
        forbid(
            &database,
            "only store.rs, ledger/, the duties and the queue name the database",
        );
    }
    let speaks = is("commands")
        || is("cards")
        || ["discord", "delivery", "demo"].contains(&capability)
        || ["bot.rs", "check.rs", "main.rs", "sandboxed.rs"].contains(&path);
    if !speaks {
        forbid(
            &discord,
            "only commands, cards, discord/ and delivery/ name serenity",
        );
    }
    if is("rules") {
        forbid(
            &[
                "crate::ledger",
                "crate::schedule",
                "tokio",
                "super::store",
                "super::service",
                "Utc::now",
            ],
            "rules decide over values alone",
        );
    }
    if is("commands") || is("cards") {
        forbid(
            &["super::store", "::store::"],
            "commands and cards never touch a store",
        );
    }
    if path != "schedule/clock.rs" {
        forbid(
            &["Utc::now()", "Local::now()", "SystemTime::now"],
            "the clock is a parameter",
        );
    }
    let general = ["values", "ledger", "schedule", "delivery", "discord"];
    let capabilities = [
        "authorities",
        "awards",
        "calloffs",
        "digests",
        "forums",
        "records",
        "reminders",
        "requirements",
        "savings",
        "servers",
        "tenders",
    ];
    let mut found = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let code = line.split("//").next().unwrap_or_default();
        let mut complain =
            |why: String| found.push(format!("src/{path}:{}: {why}: {}", number + 1, line.trim()));
        for (word, why) in &forbidden {
            if code.contains(word) {
                complain((*why).to_owned());
            }
        }
        for other in capabilities {
            let named = code.contains(&format!("crate::{other}::"));
            if named && general.contains(&capability) {
                complain(format!("{capability}/ knows no capability"));
            }
            if named && other != capability && code.contains(&format!("crate::{other}::store")) {
                complain("a capability calls another through its service or rules".to_owned());
            }
        }
    }
    found
}

/// Every file of griffin below `src/` that is not of tests alone.
fn files(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if path.is_dir() {
            files(&path, into);
        } else if name.ends_with(".rs") && !ONLY_TESTS.iter().any(|end| name.ends_with(end)) {
            into.push(path);
        }
    }
}

const ONLY_TESTS: [&str; 6] = [
    "tests.rs",
    "testing.rs",
    "store_seed.rs",
    "story.rs",
    "sandboxed.rs",
    "_seed.rs",
];

#[test]
fn every_room_uses_only_what_it_may() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut all = Vec::new();
    files(&src, &mut all);
    assert!(all.len() > 100, "{}", all.len());
    let mut found = Vec::new();
    for path in all {
        let text = fs::read_to_string(&path).unwrap();
        let code = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
        let path = path.strip_prefix(&src).unwrap().to_str().unwrap();
        found.extend(wrong(path, code));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn a_breach_would_be_found() {
    for (path, line) in [
        ("tenders/rules.rs", "use crate::ledger::Tx;"),
        ("tenders/service/parts.rs", "use sea_orm::EntityTrait;"),
        ("tenders/service/parts.rs", "use serenity::all::Http;"),
        ("tenders/cards/mod.rs", "use super::store::Tender;"),
        ("awards/store.rs", "use crate::tenders::store;"),
        ("discord/answer.rs", "use crate::tenders::service::Tender;"),
        ("calloffs/service.rs", "let now = Utc::now();"),
        ("values/money.rs", "use crate::awards::rules::Bands;"),
    ] {
        assert!(!wrong(path, line).is_empty(), "{path}: {line}");
    }
    assert!(
        wrong(
            "tenders/store.rs",
            "use sea_orm::EntityTrait; // crate::awards::store"
        )
        .is_empty()
    );
}
