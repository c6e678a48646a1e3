//! Events of the gateway, broken at random, sent to the whole bot over the stand-in for Discord: it goes on answering.

use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

use sandbox::{Options, Sandbox};
use serde_json::{Value, json};

use crate::Run;
use crate::support::councils::{alone, does};
use crate::support::memory::resident;
use crate::support::process::{DEADLINE, Process};

/// How many events come between two that must be answered.
const BETWEEN: u64 = 20;

fn odd(run: &mut Run) -> Value {
    let nested = || (0..200).fold(Value::Null, |inner, _| json!([inner]));
    match run.chance.below(16) {
        0 => Value::Null,
        1 => json!(true),
        2 => json!(0),
        3 => json!(-1),
        4 => json!(u64::MAX),
        5 => json!(i64::MIN),
        6 => json!(1e308),
        7 => json!(""),
        8 => json!("x".repeat(20_000)),
        9 => json!("\u{202e}\0𐀀@everyone"),
        10 => json!([]),
        11 => json!({}),
        12 => json!("0"),
        13 => json!("18446744073709551615"),
        14 => nested(),
        _ => json!(vec!["x"; 300]),
    }
}

/// A place somewhere in it is put out of shape.
fn broken(run: &mut Run, value: &mut Value) {
    let inside = match value {
        Value::Object(fields) if !fields.is_empty() => fields.len(),
        Value::Array(items) if !items.is_empty() => items.len(),
        _ => 0,
    };
    if inside == 0 || run.chance.below(6) == 0 {
        *value = odd(run);
        return;
    }
    let at = usize::try_from(run.chance.below(inside as u64)).unwrap();
    let gone = run.chance.below(6) == 0;
    match value {
        Value::Object(fields) => {
            let Some(name) = fields.keys().nth(at).cloned() else {
                return;
            };
            match gone {
                true => drop(fields.remove(&name)),
                false => broken(run, &mut fields[&name]),
            }
        }
        Value::Array(items) => match gone {
            true => drop(items.remove(at)),
            false => broken(run, &mut items[at]),
        },
        _ => {}
    }
}

/// What griffin's log says of panics, after so many bytes of it; it is then read so far.
fn panics(folder: &Path, read: &mut u64) -> Vec<String> {
    let mut log = std::fs::File::open(folder.join("log.txt")).unwrap();
    log.seek(SeekFrom::Start(*read)).unwrap();
    let mut new = Vec::new();
    *read += log.read_to_end(&mut new).unwrap() as u64;
    let new = String::from_utf8_lossy(&new);
    let mut lines = new.lines();
    let mut found = Vec::new();
    while let Some(line) = lines.next() {
        if line.contains("panicked at") {
            found.push(format!("{line} {}", lines.next().unwrap_or_default()));
        }
    }
    found
}

/// Says how much more memory griffin holds than after its first answers.
pub async fn run(run: &mut Run) -> u64 {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}/griffin.sqlite", folder.path().display());
    let mut griffin = Process::with(&url, Options::default()).await;
    griffin.log = Some(folder.path().join("log.txt"));
    let rhys = alone(&mut griffin).await;
    let sandbox = griffin.sandbox.clone();
    let posted = |s: &Sandbox| s.channel("south-wales").posts().pop()?.starter;
    let post = sandbox.wait_for("the card", DEADLINE, posted).await;
    let mut templates: Vec<(&str, Value)> = Vec::new();
    let keep = |templates: &mut Vec<(&'static str, Value)>| {
        templates.push((
            "INTERACTION_CREATE",
            sandbox.last_interaction_event().unwrap(),
        ));
    };
    // A command, a button, a form, an autocomplete.
    does(
        &rhys,
        "/requirement declare tender:SF-1 lot:Coal quantity:5",
    )
    .await;
    keep(&mut templates);
    let form = rhys.presses(&post, "Declare requirement").await;
    keep(&mut templates);
    rhys.fills(&form, &[("Coal (tonnes)", "185.5")]).await;
    keep(&mut templates);
    rhys.completes("tender show", "tender", "SF", &[]).await;
    keep(&mut templates);
    for event in [
        "GUILD_CREATE",
        "CHANNEL_DELETE",
        "THREAD_UPDATE",
        "READY",
        "NOBODY_KNOWS",
    ] {
        let data = json!({ "id": "1", "guild_id": "2", "name": "x", "channels": [{}] });
        templates.push((event, data));
    }
    // A type of command that poise panicked over.
    let mut unknown = templates[0].1.clone();
    unknown["data"]["type"] = json!(4);
    sandbox.send_event("INTERACTION_CREATE", unknown);
    let before = resident(&griffin.id().to_string());
    let (mut last, mut read) = (Vec::new(), 0);
    while run.goes_on() {
        last.clear();
        for _ in 0..BETWEEN {
            let n = run.chance.below(templates.len() as u64);
            let (event, mut data) = templates[usize::try_from(n).unwrap()].clone();
            for _ in 0..1 + run.chance.below(3) {
                broken(run, &mut data);
            }
            sandbox.send_event(event, data.clone());
            last.push((event, data));
        }
        run.counts(BETWEEN - 1);
        let answered = tokio::time::timeout(DEADLINE, rhys.types("/tender show tender:SF-1"));
        let answer = answered
            .await
            .unwrap_or_else(|_| panic!("no answer any more, seed {}", run.seed));
        assert!(answer.says("SF-1"), "{answer}");
        run.none_of(panics(folder.path(), &mut read), &last);
    }
    let grown = resident(&griffin.id().to_string()).saturating_sub(before);
    assert!(griffin.stop().await.success());
    // Whatever was understood was done whole: the record says so.
    let verified = griffin.griffin(&["verify"]).output().unwrap();
    assert!(verified.status.success(), "{verified:?}");
    grown / 1024
}
