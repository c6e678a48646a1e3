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
    let door = ["database", "ledger", "proof"].contains(&capability)
        || ["copies.rs", "error.rs"].contains(&path)
        || is("store")
        || path.starts_with("delivery/queue/")
        || ["schedule/duties.rs", "delivery/queue.rs"].contains(&path);
    if !door {
        forbid(
            &database,
            "only store.rs, database/, ledger/, proof/, copies, the duties and the queue name the database",
        );
    }
    forbid(
        &["find_also_related"],
        "it takes a row that can't be read for none (sea_orm, from_query_result_optional): find_both_related doesn't",
    );
    let speaks = is("commands")
        || is("cards")
        || is("offers")
        || ["discord", "delivery", "demo"].contains(&capability)
        || [
            "bot.rs",
            "bot/gateway.rs",
            "bot/runners.rs",
            "bot/wake.rs",
            "check.rs",
            "main.rs",
            "offers.rs",
            "sandboxed.rs",
        ]
        .contains(&path);
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
    if path != "clock.rs" {
        forbid(
            &["Utc::now()", "Local::now()", "SystemTime::now"],
            "the clock is a parameter",
        );
    }
    let general = [
        "database", "ledger", "proof", "intake", "schedule", "pictures", "delivery", "discord",
        "watch",
    ];
    let capabilities = [
        "authorities",
        "awards",
        "calloffs",
        "digests",
        "exports",
        "forums",
        "notices",
        "records",
        "reminders",
        "reports",
        "requirements",
        "savings",
        "servers",
        "tenders",
        "webhooks",
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

/// Which capability keeps which tables.
const TABLES: [(&str, &[&str]); 9] = [
    ("authorities", &["authority", "mandate", "officer"]),
    (
        "awards",
        &[
            "award",
            "award_band",
            "indicative_band",
            "variation",
            "variation_band",
        ],
    ),
    (
        "calloffs",
        &[
            "call_off",
            "call_off_part",
            "call_off_sum",
            "call_off_total",
        ],
    ),
    ("forums", &["forum"]),
    ("reminders", &["reminder"]),
    (
        "requirements",
        &["requirement", "shown_part", "shown_total"],
    ),
    ("savings", &["savings_target", "tender_cost"]),
    (
        "tenders",
        &[
            "amendment",
            "entitled",
            "lot",
            "next_round",
            "participation",
            "post",
            "tender",
        ],
    ),
    ("webhooks", &["webhook"]),
];

/// The paths that a text names: each leaf of a `use`, its groups taken apart, and each path elsewhere.
fn paths(text: &str) -> Vec<String> {
    let code: String = text
        .lines()
        .map(|line| line.split("//").next().unwrap_or_default())
        .collect::<Vec<_>>()
        .join(" ");
    let word = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
    let mut found = Vec::new();
    // What stands before each open brace, and the path being read.
    let (mut open, mut path): (Vec<String>, String) = (Vec::new(), String::new());
    for c in code.chars().chain([' ']) {
        if word(c) {
            path.push(c);
        } else if c == '{' && path.ends_with("::") {
            let before = open.last().cloned().unwrap_or_default();
            open.push(before + &std::mem::take(&mut path));
        } else {
            if path.len() > 1 {
                let before = open.last().cloned().unwrap_or_default();
                found.push(before + &path);
            }
            path.clear();
            if c == '}' {
                open.pop();
            }
        }
    }
    found
}

/// Where a file below `src/` reaches into another capability otherwise than through its service or its rules.
fn reaches(path: &str, text: &str) -> Vec<String> {
    let (room, file) = path.rsplit_once('/').unwrap_or(("", path));
    let capability = room.split('/').next().unwrap_or_default();
    let general = [
        "database", "ledger", "proof", "intake", "schedule", "pictures", "delivery", "discord",
    ];
    let known = capabilities();
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    if !known.contains(&capability) && !general.contains(&capability) {
        return Vec::new();
    }
    // A room that grew is a folder of its name.
    let part = room
        .split('/')
        .nth(1)
        .map_or(file.to_owned(), |it| format!("{it}.rs"));
    let mut found = Vec::new();
    for named in paths(text) {
        let inside = named.strip_prefix("crate::").unwrap_or(&named);
        let mut steps = inside.split("::");
        let (first, second) = (steps.next().unwrap_or_default(), steps.next());
        if first == "entity" {
            let table = second.unwrap_or_default();
            let owner = TABLES.iter().find(|(_, tables)| tables.contains(&table));
            if owner.is_some_and(|(name, _)| *name != capability) {
                found.push(format!("{capability}/{part} entity::{table}"));
            }
            continue;
        }
        let other = known.contains(&first) && first != capability;
        if other && general.contains(&capability) && (second.is_some() || named != inside) {
            found.push(format!("{capability}/{part} {first}"));
        } else if other && let Some(second) = second {
            // Words for the same thing are said once: what people see of what lies below is told with its words.
            let words = ["cards", "commands", "composing", "wording"];
            let speaks = |room: &str| words.iter().any(|it| room == format!("{it}.rs"));
            let told = second == "cards" && speaks(&part);
            // Anything else is likely an alias: `use crate::authorities::service as authorities`.
            let closed = ["cards", "commands", "composing", "letters", "store"];
            if closed.contains(&second) && !told {
                found.push(format!("{capability}/{part} {first}::{second}"));
            }
        }
    }
    found.sort();
    found.dedup();
    found
}

/// A file's text without its tests: `#[cfg(test)] mod tests { … }` stands last.
fn without_tests(text: &str) -> String {
    let end = text.find("#[cfg(test)]\nmod tests {").unwrap_or(text.len());
    text[..end].to_owned()
}

/// The capabilities in the order of `src/capabilities.rs`, lowest first.
fn capabilities() -> Vec<String> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/capabilities.rs");
    let text = fs::read_to_string(src).unwrap();
    let named = |line: &str| {
        let name = line.trim().strip_prefix("crate::")?;
        Some(name.strip_suffix("::capability(),")?.to_owned())
    };
    text.lines().filter_map(named).collect()
}

/// Rooms below every capability, lowest first: each may name only those before it.
const BELOW: [&str; 16] = [
    "words",
    "values",
    "error",
    "clock",
    "database",
    "ledger",
    "proof",
    "copies",
    "schedule",
    "intake",
    "pictures",
    "delivery",
    "watch",
    "config",
    "discord",
    "capability",
];
/// Rooms above all of them, which put them together.
const ABOVE: [&str; 5] = ["bot", "capabilities", "demo", "shards", "testing"];

/// Whom a room names: everything that follows `crate::` in its paths.
fn names(text: &str) -> Vec<String> {
    let all = paths(text).into_iter();
    let inside = all.filter_map(|path| {
        let inside = path.strip_prefix("crate::")?;
        Some(inside.split("::").next().unwrap_or_default().to_owned())
    });
    let mut names: Vec<String> = inside.collect();
    names.sort();
    names.dedup();
    names
}

/// What a file of a capability, or of a room below them, names that stands above it in the list.
fn upward(list: &[String], path: &str, text: &str) -> Vec<String> {
    let room = path.split('/').next().unwrap_or_default();
    let room = room.strip_suffix(".rs").unwrap_or(room);
    let order = || BELOW.into_iter().chain(list.iter().map(String::as_str));
    let place = |name: &str| order().position(|it| it == name);
    let Some(own) = place(room) else {
        return Vec::new();
    };
    let above = |name: &String| match place(name) {
        Some(other) => other > own,
        None => ABOVE.contains(&name.as_str()),
    };
    let named = names(text).into_iter().filter(|name| name != room);
    named
        .filter(above)
        .map(|name| format!("src/{path} names {name}"))
        .collect()
}

/// Which crate of the workspace may depend on which others of it; griffin, at the top, on all.
const CRATES: [(&str, &[&str]); 5] = [
    ("words", &[]),
    ("values", &["words"]),
    ("entity", &["values"]),
    ("migration", &[]),
    ("sandbox", &[]),
];

/// The crates of the workspace that a manifest names where it lists what it depends on.
fn depends(manifest: &str) -> Vec<&'static str> {
    let (mut section, mut found) = ("", Vec::new());
    for line in manifest.lines().map(str::trim) {
        if let Some(name) = line.strip_prefix('[') {
            section = name.trim_end_matches(']');
        }
        // `[dependencies]` with a line each, or `[dependencies.values]`.
        let (_, below) = section.split_once("dependencies").unwrap_or(("", "?"));
        let named = match below.strip_prefix('.') {
            Some(name) => name,
            None if below.is_empty() => line.split(['.', '=', ' ']).next().unwrap_or_default(),
            None => continue,
        };
        found.extend(
            CRATES
                .iter()
                .map(|(name, _)| *name)
                .filter(|name| *name == named),
        );
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// What is wrong with a file of this text in `values/` or `entity/`: neither has I/O or a clock.
fn impure(path: &str, text: &str) -> Vec<String> {
    let mut forbidden = vec![
        "std::fs",
        "std::net",
        "std::env",
        "tokio",
        "Utc::now",
        "Local::now",
        "SystemTime",
        "serenity",
    ];
    if !path.starts_with("entity/") && path != "values/src/kept.rs" {
        forbidden.push("sea_orm");
    }
    text.lines()
        .map(|line| line.split("//").next().unwrap_or_default())
        // The one thing of sea_orm's in values: that a value is a column's type, for a crate that asks for it.
        .filter(|code| !code.contains("#[cfg_attr(feature = \"sea-orm\", derive("))
        .filter(|code| forbidden.iter().any(|word| code.contains(word)))
        .map(|code| format!("{path}: values calculate, and tables have shapes: {code}"))
        .collect()
}

/// Every file of griffin below `src/` that is not of tests alone.
fn files(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if path.is_dir() {
            if name != "testing" {
                files(&path, into);
            }
        } else if name.ends_with(".rs") && !ONLY_TESTS.iter().any(|end| name.ends_with(end)) {
            into.push(path);
        }
    }
}

const ONLY_TESTS: [&str; 3] = ["tests.rs", "testing.rs", "sandboxed.rs"];

#[test]
fn every_room_uses_only_what_it_may() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut all = Vec::new();
    files(&src, &mut all);
    assert!(all.len() > 100, "{}", all.len());
    let mut found = Vec::new();
    for path in all {
        let text = fs::read_to_string(&path).unwrap();
        let code = without_tests(&text);
        let path = path.strip_prefix(&src).unwrap().to_str().unwrap();
        found.extend(wrong(path, &code));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// Arrows point down only: no exceptions (design, section 4).
#[test]
fn a_capability_names_only_those_before_it() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let list = capabilities();
    assert!(list.len() > 12, "{list:?}");
    let mut all = Vec::new();
    files(&src, &mut all);
    let mut found = Vec::new();
    for path in all {
        let text = fs::read_to_string(&path).unwrap();
        let path = path.strip_prefix(&src).unwrap().to_str().unwrap();
        let below = BELOW
            .iter()
            .any(|room| path.starts_with(&format!("{room}/")));
        if below && path.ends_with("_tests.rs") {
            continue;
        }
        found.extend(upward(&list, path, &without_tests(&text)));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// Whoever adds a folder adds a line to the list, or says here that it is no capability.
#[test]
fn every_folder_is_a_capability_in_the_list_or_a_room_known_here() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let list = capabilities();
    for entry in fs::read_dir(src).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        let known = list.iter().any(|it| it == name);
        let other = BELOW.contains(&name) || ABOVE.contains(&name);
        assert!(!path.is_dir() || known != other, "src/{name}");
    }
}

#[test]
fn an_arrow_that_points_up_would_be_found() {
    let list = ["servers", "tenders", "webhooks"].map(str::to_owned);
    for (path, text, named) in [
        (
            "tenders/service/due.rs",
            "use crate::{ledger, webhooks};",
            "webhooks",
        ),
        (
            "servers/cards.rs",
            "let a = crate::tenders::rules::day(b);",
            "tenders",
        ),
        ("delivery/send.rs", "use crate::servers;", "servers"),
        (
            "database/rows/written.rs",
            "use crate::ledger::Tx;",
            "ledger",
        ),
        (
            "capability.rs",
            "use crate::tenders::facts::Started;",
            "tenders",
        ),
        (
            "tenders/cards/mod.rs",
            "#[cfg(test)]\nmod tests;\nuse crate::webhooks::Told;",
            "webhooks",
        ),
        ("webhooks/post.rs", "use crate::bot::run;", "bot"),
    ] {
        let found = upward(&list, path, &without_tests(text));
        assert_eq!(found, [format!("src/{path} names {named}")], "{text}");
    }
    let fine = "use crate::{servers, tenders::{self, service}};\n#[cfg(test)]\nmod tests {\n    use crate::bot;\n}";
    assert!(upward(&list, "webhooks/post.rs", &without_tests(fine)).is_empty());
}

#[test]
fn every_crate_depends_only_on_those_below_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let workspace = fs::read_to_string(root.join("Cargo.toml")).unwrap();
    assert_eq!(
        depends(&workspace),
        ["entity", "migration", "sandbox", "values", "words"]
    );
    for (name, may) in CRATES {
        let manifest = fs::read_to_string(root.join(name).join("Cargo.toml")).unwrap();
        for other in depends(&manifest) {
            assert!(may.contains(&other), "{name}/ depends on {other}/");
        }
    }
    // A new crate gets its place in the list.
    let members = CRATES.map(|(name, _)| format!("\"{name}\""));
    let line = workspace
        .lines()
        .find(|line| line.starts_with("members"))
        .unwrap();
    assert_eq!(line.matches('"').count(), 2 * members.len(), "{line}");
    assert!(members.iter().all(|name| line.contains(name)), "{line}");

    let mut found = Vec::new();
    for name in ["values", "entity"] {
        let mut all = Vec::new();
        files(&root.join(name).join("src"), &mut all);
        assert!(all.len() > 20, "{name}: {}", all.len());
        for path in all {
            let text = fs::read_to_string(&path).unwrap();
            let code = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
            found.extend(impure(
                path.strip_prefix(root).unwrap().to_str().unwrap(),
                code,
            ));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn a_crate_that_reached_up_would_be_found() {
    for manifest in [
        "[dependencies]\nserde = \"1\"\nentity.workspace = true",
        "[dev-dependencies]\nentity = { path = \"../entity\" }",
        "[target.'cfg(unix)'.dependencies]\nentity={workspace=true}",
        "[dependencies.entity]\nworkspace = true",
    ] {
        assert_eq!(depends(manifest), ["entity"], "{manifest}");
    }
    assert!(depends("[package]\nname = \"values\"\n[features]\nentity = []").is_empty());
    for (path, line) in [
        ("values/src/when.rs", "let now = Utc::now();"),
        ("values/src/money.rs", "use sea_orm::entity::prelude::*;"),
        ("entity/src/lot.rs", "std::fs::read(path);"),
    ] {
        assert!(!impure(path, line).is_empty(), "{path}: {line}");
    }
    assert!(impure("entity/src/lot.rs", "use sea_orm::entity::prelude::*;").is_empty());
}

#[test]
fn a_breach_would_be_found() {
    for (path, line) in [
        ("tenders/rules.rs", "use crate::ledger::Tx;"),
        ("tenders/service/parts.rs", "use sea_orm::EntityTrait;"),
        ("tenders/service/parts.rs", "use serenity::all::Http;"),
        ("tenders/cards/mod.rs", "use super::store::Tender;"),
        ("awards/store.rs", "use crate::tenders::store;"),
        ("awards/store.rs", ".find_also_related(lot::Entity)"),
        ("discord/answer.rs", "use crate::tenders::service::Tender;"),
        ("calloffs/service.rs", "let now = Utc::now();"),
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

#[test]
fn one_capability_reaches_another_through_its_service_or_rules() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut all = Vec::new();
    files(&src, &mut all);
    let mut found = Vec::new();
    for path in all {
        let text = fs::read_to_string(&path).unwrap();
        let code = without_tests(&text);
        found.extend(reaches(
            path.strip_prefix(&src).unwrap().to_str().unwrap(),
            &code,
        ));
    }
    found.sort();
    found.dedup();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn a_reach_would_be_found_however_it_is_written() {
    for (path, text, reach) in [
        (
            "discord/answer.rs",
            "use crate::tenders;",
            "discord/answer.rs tenders",
        ),
        (
            "delivery/send.rs",
            "use crate::{\n    forums,\n    values::Stage,\n};",
            "delivery/send.rs forums",
        ),
        (
            "awards/service.rs",
            "use crate::tenders;\nlet a = tenders::store::all();",
            "awards/service.rs tenders::store",
        ),
        (
            "awards/service.rs",
            "use crate::{tenders::{self, store::Row}};",
            "awards/service.rs tenders::store",
        ),
        (
            "tenders/service/parts.rs",
            "use crate::awards::cards::day;",
            "tenders/service.rs awards::cards",
        ),
        (
            "savings/store.rs",
            "use entity::{award, lot as of};",
            "savings/store.rs entity::lot",
        ),
    ] {
        assert!(
            reaches(path, text).contains(&reach.to_owned()),
            "{text}: {:?}",
            reaches(path, text)
        );
    }
    let fine = "use crate::{authorities, servers};\nuse crate::tenders::rules::{self, Stage};\nauthorities::service::all();";
    assert_eq!(reaches("awards/service.rs", fine), Vec::<String>::new());
}
