//! Where Discord is, and what it is told of the commands.

use std::collections::{HashMap, HashSet};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use poise::serenity_prelude::Http;

use super::*;
use crate::discord::testing::shows;
use crate::discord::{help, limits};

#[test]
fn help_reads_well() {
    let commands = commands();
    shows!("help", |lang| help::all(&commands, lang));
}

/// A server that gives every request this answer; its base address.
async fn answering(status: &'static str, body: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut request = [0; 4096];
            let read = stream.read(&mut request).await.unwrap();
            assert!(request[..read].starts_with(b"GET /api/v10/gateway HTTP/1.1"));
            let length = body.len();
            let answer = format!(
                "HTTP/1.1 {status}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}"
            );
            stream.write_all(answer.as_bytes()).await.unwrap();
        }
    });
    base
}

async fn connecting(base: &str) -> std::result::Result<Http, String> {
    let vars = HashMap::from([("GRIFFIN__DISCORD__API_URL".to_owned(), base.to_owned())]);
    let empty = tempfile::NamedTempFile::new().unwrap();
    let config = Config::read(Some(empty.path()), vars).unwrap();
    connect(&config, "token")
        .await
        .map_err(|error| error.to_string())
}

#[tokio::test]
async fn another_base_that_names_a_gateway_is_used_without_serenitys_limiter() {
    let base = answering("200 OK", r#"{"url":"ws://127.0.0.1:1"}"#).await;
    let http = connecting(&base).await.unwrap();
    assert!(http.ratelimiter.is_none());
    assert_eq!(http.proxy.as_deref(), Some(base.as_str()));
}

#[tokio::test]
async fn another_base_that_does_not_answer_properly_keeps_griffin_from_starting() {
    let gone = TcpListener::bind("127.0.0.1:0")
        .await
        .unwrap()
        .local_addr()
        .unwrap();
    let cases = [
        (format!("http://{gone}"), "does not answer at all"),
        (answering("502 Bad Gateway", "").await, "answers 502"),
        (answering("200 OK", "<html>").await, "names no gateway"),
        (
            answering("200 OK", r#"{"url":"http://x"}"#).await,
            "names no gateway",
        ),
    ];
    for (base, why) in cases {
        let line = connecting(&base).await.err().unwrap();
        assert!(
            line.contains(why) && line.contains(&base) && line.contains("does not start"),
            "{line}"
        );
    }
}

/// All texts of a command and its options, as Discord adds them up.
fn total(json: &serde_json::Value) -> usize {
    let own: usize = ["name", "description", "value"]
        .iter()
        .filter_map(|key| json[key].as_str())
        .map(limits::length)
        .sum();
    let parts = ["options", "choices"]
        .iter()
        .filter_map(|key| json[key].as_array())
        .flatten();
    own + parts.map(total).sum::<usize>()
}

fn check(json: &serde_json::Value, names: &mut HashSet<String>, path: &str) {
    let name = json["name"].as_str().unwrap();
    let path = format!("{path} {name}");
    assert!(names.insert(path.clone()), "{path} twice");
    assert!(
        name.chars()
            .all(|c| c.is_ascii_lowercase() || matches!(c, '_' | '-'))
            && name.len() <= 32,
        "{path}"
    );
    let description = json["description"].as_str().unwrap();
    assert!(
        (1..=limits::COMMAND_DESCRIPTION).contains(&limits::length(description)),
        "{path}: {description}"
    );
    assert_ne!(description, "A slash command", "{path}");
    let choices = json["choices"].as_array().map_or(0, Vec::len);
    assert!(choices <= limits::CHOICES, "{path}");
    let options = json["options"].as_array().cloned().unwrap_or_default();
    assert!(options.len() <= limits::COMMAND_OPTIONS, "{path}");
    let required: Vec<bool> = options
        .iter()
        .map(|option| option["required"] == true)
        .collect();
    assert!(
        required.is_sorted_by(|a, b| a >= b),
        "{path}: required options come first"
    );
    for option in &options {
        check(option, names, &path);
    }
}

fn registered() -> Vec<serde_json::Value> {
    let commands = poise::builtins::create_application_commands(&commands());
    commands
        .iter()
        .map(|command| serde_json::to_value(command).unwrap())
        .collect()
}

#[test]
fn discord_takes_every_command() {
    let commands = registered();
    assert!(commands.len() <= limits::COMMANDS);
    let mut names = HashSet::new();
    for command in &commands {
        check(command, &mut names, "");
        assert!(
            total(command) <= limits::COMMAND_TOTAL,
            "{}",
            command["name"]
        );
        assert_eq!(
            command["contexts"],
            serde_json::json!([0]),
            "{} is for servers",
            command["name"]
        );
    }
}

#[test]
fn the_options_are_those_of_the_design() {
    let commands = registered();
    let options = |path: &str| -> String {
        let mut at = serde_json::json!({ "options": commands });
        for part in path.split(' ') {
            let options = at["options"].as_array().unwrap();
            at = options
                .iter()
                .find(|option| option["name"] == part)
                .unwrap()
                .clone();
        }
        let options = at["options"].as_array().cloned().unwrap_or_default();
        let name = |option: &serde_json::Value| {
            let required = if option["required"] == true { "*" } else { "" };
            format!("{}{required}", option["name"].as_str().unwrap())
        };
        options.iter().map(name).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(
        options("griffin setup"),
        "category nation time_zone registrar_role language"
    );
    assert_eq!(options("griffin status"), "");
    let register = "name* kind* region* short_name role address email identifier name_cy";
    assert_eq!(options("authority register"), register);
    assert_eq!(options("authority list"), "region kind page");
    assert_eq!(options("authority show"), "authority*");
    assert_eq!(options("authority import"), "file*");
    assert_eq!(options("mandate request"), "authority* reason");
    assert_eq!(options("mandate grant"), "officer* authority* role");
    assert_eq!(options("mandate revoke"), "officer* authority*");
    assert_eq!(options("mandate mine"), "");
    assert_eq!(options("mandate list"), "authority");
    assert_eq!(options("forum open"), "region* channel* digest language");
    assert_eq!(options("ledger show"), "tender authority since");
    assert_eq!(options("ledger verify"), "tender anchor receipt");
    assert_eq!(options("savings report"), "year authority region tender");
    assert_eq!(options("savings target"), "percent* as");
    assert_eq!(options("savings cost"), "region* amount*");
    assert_eq!(options("export tender"), "tender* format*");
    assert_eq!(options("export region"), "region* format*");
    assert_eq!(options("tender show"), "tender*");
    assert_eq!(options("tender timeline"), "tender*");
    assert_eq!(options("report tender"), "tender*");
    assert_eq!(options("report region"), "region* year");
    assert_eq!(options("help"), "command");
}

#[test]
fn every_button_has_one_handler() {
    let presses = Presses::new(capabilities::presses()).unwrap();
    let kinds: Vec<&str> = presses.kinds().collect();
    for kind in [
        crate::tenders::cards::kind::CALL_OFF,
        crate::tenders::cards::kind::BALANCE,
        "mandate.confirm",
        "reminder.stop",
        "requirement.form",
        "tender.join",
    ] {
        assert!(kinds.contains(&kind), "{kind} is not among {kinds:?}");
    }
}
