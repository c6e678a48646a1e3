//! The page, by its requests: what it shows to whom, and what it refuses. Another bot than griffin is behind it.

mod common;

use std::{
    net::Ipv4Addr,
    sync::{Arc, Mutex},
};

use chrono::{DateTime, TimeDelta, Utc};
use common::{Bench, DEADLINE};
use futures::future::BoxFuture;
use reqwest::{Client, Response, StatusCode};
use sandbox::{Director, Fact, Pace, Sandbox, Scene, Snowflake, page::Page};
use serde_json::{Value, json};
use tokio::{
    net::TcpListener,
    sync::{Notify, watch},
};

/// A director with one scene, which it goes on playing until it is hurried.
struct Stage {
    world: watch::Sender<Sandbox>,
    hurried: Notify,
    moved: Mutex<Vec<DateTime<Utc>>>,
}

impl Director for Stage {
    fn world(&self) -> watch::Receiver<Sandbox> {
        self.world.subscribe()
    }

    fn move_clock(&self, to: DateTime<Utc>) -> BoxFuture<'_, Result<(), String>> {
        self.moved.lock().expect("no panic").push(to);
        Box::pin(async { Ok(()) })
    }

    fn next_due(&self) -> BoxFuture<'_, Option<DateTime<Utc>>> {
        Box::pin(async { None })
    }

    fn scenes(&self) -> Vec<Scene> {
        vec![Scene {
            id: "long".into(),
            title: "A long one".into(),
            about: "It goes on.".into(),
            steps: Vec::new(),
        }]
    }

    fn scene(&self) -> String {
        "long".into()
    }

    fn play(&self, _: String, _: Pace) -> BoxFuture<'_, Result<(), String>> {
        Box::pin(async {
            self.hurried.notified().await;
            Ok(())
        })
    }

    fn hurry(&self) {
        self.hurried.notify_one();
    }

    fn about(&self, _: Snowflake) -> BoxFuture<'_, Vec<Fact>> {
        Box::pin(async { Vec::new() })
    }
}

struct Window {
    bench: Bench,
    stage: Arc<Stage>,
    page: Page,
    client: Client,
}

impl Window {
    async fn new() -> Self {
        let bench = Bench::new().await;
        let stage = Arc::new(Stage {
            world: watch::Sender::new(bench.sandbox.clone()),
            hurried: Notify::new(),
            moved: Mutex::default(),
        });
        let director: Arc<dyn Director> = stage.clone();
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await;
        let page = Page::serve(listener.expect("a free port"), director);
        Self {
            bench,
            stage,
            page: page.expect("an address"),
            client: Client::new(),
        }
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.page.address())
    }

    async fn post(&self, path: &str, body: Value) -> (StatusCode, Value) {
        let request = self.client.post(self.url(path));
        let request = request.header("content-type", "application/json");
        let response = request.body(body.to_string()).send().await.expect("sent");
        read(response).await
    }

    /// Sends a command as the browser does, with a file if there is one.
    async fn command(&self, body: Value, file: Option<(&str, &str, &str)>) -> (StatusCode, Value) {
        let mut form =
            format!("--x\r\ncontent-disposition: form-data; name=\"act\"\r\n\r\n{body}\r\n");
        if let Some((option, name, text)) = file {
            form.push_str(&format!(
                "--x\r\ncontent-disposition: form-data; name=\"{option}\"; filename=\"{name}\"\r\n\r\n{text}\r\n"
            ));
        }
        form.push_str("--x--\r\n");
        let request = self.client.post(self.url("/api/command"));
        let request = request.header("content-type", "multipart/form-data; boundary=x");
        read(request.body(form).send().await.expect("sent")).await
    }

    fn chair(&self) -> Value {
        let bench = &self.bench;
        json!({ "who": bench.nia.id().to_string(), "place": bench.general.to_string() })
    }

    fn with(&self, more: Value) -> Value {
        let mut body = self.chair();
        for (key, value) in more.as_object().expect("an object") {
            body[key] = value.clone();
        }
        body
    }

    /// A part of what is shown to somebody in #general, as soon as it is sent.
    async fn shown(&self, who: Snowflake, part: &str) -> Value {
        let place = self.bench.general;
        let url = self.url(&format!("/api/live?who={who}&place={place}&show=50"));
        let wanted = format!("event: {part}\ndata: ");
        let reading = async {
            let mut response = self.client.get(url).send().await.expect("sent");
            let mut text = String::new();
            while let Some(chunk) = response.chunk().await.expect("read") {
                text.push_str(&String::from_utf8_lossy(&chunk));
                let found = text.split_once(&wanted);
                let data = found.and_then(|(_, rest)| rest.split_once("\n\n"));
                if let Some((data, _)) = data {
                    return serde_json::from_str(data).expect("JSON");
                }
            }
            panic!("no {part} in {text}")
        };
        let waited = tokio::time::timeout(DEADLINE, reading).await;
        waited.expect("it is sent in time")
    }
}

async fn read(response: Response) -> (StatusCode, Value) {
    let status = response.status();
    let text = response.text().await.expect("read");
    let body = serde_json::from_str(&text).unwrap_or(Value::String(text));
    (status, body)
}

#[tokio::test]
async fn all_it_loads_comes_from_itself() {
    let window = Window::new().await;
    let index = window.client.get(window.url("/")).send().await;
    let index = index.expect("sent");
    let policy = index.headers()["content-security-policy"].clone();
    assert!(
        policy
            .to_str()
            .expect("text")
            .contains("default-src 'self'")
    );
    let text = index.text().await.expect("read");
    assert!(!text.contains("http"), "{text}");
    for part in text.split('"').filter(|part| part.starts_with("/assets/")) {
        let asset = window.client.get(window.url(part)).send().await;
        assert_eq!(asset.expect("sent").status(), StatusCode::OK, "{part}");
    }
    window.bench.finish().await;
}

#[tokio::test]
async fn no_other_site_can_act_in_it() {
    let window = Window::new().await;
    let say = window.with(json!({ "text": "bought!" })).to_string();
    for (header, value) in [
        ("origin", "http://elsewhere.example"),
        ("host", "elsewhere.example"),
        ("origin", "null"),
    ] {
        let request = window.client.post(window.url("/api/say"));
        let request = request.header("content-type", "application/json");
        let answer = request.header(header, value).body(say.clone()).send();
        let status = answer.await.expect("sent").status();
        assert_eq!(status, StatusCode::FORBIDDEN, "{header}: {value}");
    }
    assert!(window.bench.nia.sees("general").is_empty());
    window.bench.finish().await;
}

#[tokio::test]
async fn a_private_answer_is_shown_to_one_only() {
    let window = Window::new().await;
    let anna = window
        .bench
        .sandbox
        .add_member(window.bench.guild, "Anna Lloyd", &[]);
    let (status, answer) = window
        .command(window.with(json!({ "command": "private" })), None)
        .await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    assert_eq!(answer["outcome"], "message");
    let own = window.shown(window.bench.nia.id(), "place").await;
    assert_eq!(own["messages"][0]["text"], "psst");
    assert_eq!(own["messages"][0]["private"], true);
    let others = window.shown(anna.id(), "place").await;
    assert_eq!(others["messages"], json!([]));
    // A spectator is told that something was done, not what was answered.
    let feed = window.shown(anna.id(), "feed").await.to_string();
    assert!(
        feed.contains("/private") && !feed.contains("psst"),
        "{feed}"
    );
    window.bench.finish().await;
}

#[tokio::test]
async fn a_fault_is_told_at_the_option_that_is_wrong() {
    let window = Window::new().await;
    for (command, options, at) in [
        (
            "echo",
            json!([["text", "hello"], ["times", "many"]]),
            "times",
        ),
        ("club join", json!([]), "club"),
        ("file", json!([]), "data"),
    ] {
        let body = window.with(json!({ "command": command, "options": options }));
        let (status, refused) = window.command(body, None).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(refused["at"], at, "{refused}");
        let why = refused["refused"].as_str().expect("words");
        assert!(why.starts_with(char::is_uppercase), "{why}");
    }
    // What a member may not use is not offered.
    let (_, refused) = window
        .command(window.with(json!({ "command": "admin" })), None)
        .await;
    assert_eq!(refused["at"], Value::Null, "{refused}");
    window.bench.finish().await;
}

#[tokio::test]
async fn a_line_is_taken_apart_and_an_option_completed() {
    let window = Window::new().await;
    let line = "/club join club:CH-01 as:Dover";
    let (_, read) = window
        .post("/api/line", window.with(json!({ "line": line })))
        .await;
    assert_eq!(
        read,
        json!({ "command": "club join", "options": [["club", "CH-01"], ["as", "Dover"]] })
    );
    let typing = json!({ "command": "club join", "option": "club", "typed": "CH", "options": [] });
    let (status, offered) = window.post("/api/complete", window.with(typing)).await;
    assert_eq!(status, StatusCode::OK);
    assert!(
        offered["choices"]
            .as_array()
            .is_some_and(|list| !list.is_empty()),
        "{offered}"
    );
    window.bench.finish().await;
}

#[tokio::test]
async fn a_page_that_somebody_attached_never_runs_within_this_one() {
    let window = Window::new().await;
    let body = window.with(json!({ "command": "file" }));
    let file = ("data", "evil.html", "<script>alert(1)</script>");
    let (status, answer) = window.command(body, Some(file)).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    let shown = window.shown(window.bench.nia.id(), "place").await;
    let url = shown["messages"][0]["files"][0]["url"].as_str();
    let url = window.url(url.expect("the bot sends the file back"));
    let response = window.client.get(url).send().await.expect("sent");
    let headers = response.headers();
    assert_eq!(headers["content-disposition"], "attachment");
    assert_eq!(headers["x-content-type-options"], "nosniff");
    window.bench.finish().await;
}

#[tokio::test]
async fn no_more_is_taken_than_discord_takes_and_the_refusal_says_so() {
    let window = Window::new().await;
    let body = || window.with(json!({ "command": "file" }));
    let a_file = 10 * 1024 * 1024;
    for (bytes, at) in [(a_file + 1, json!("data")), (2 * a_file, Value::Null)] {
        let large = "x".repeat(bytes);
        let (status, refused) = window
            .command(body(), Some(("data", "large.csv", &large)))
            .await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        let why = refused["refused"].as_str().expect("words");
        assert!(why.contains("too large") && why.contains("10 MiB"), "{why}");
        assert_eq!(refused["at"], at);
    }
    let long = window.with(json!({ "text": "x".repeat(300 * 1024) }));
    let (status, _) = window.post("/api/say", long).await;
    assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
    // What is not too large is taken as before.
    let fits = "x".repeat(a_file);
    let (status, answer) = window
        .command(body(), Some(("data", "fits.csv", &fits)))
        .await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    window.bench.finish().await;
}

#[tokio::test]
async fn the_clock_goes_forward_only_and_one_thing_is_done_at_a_time() {
    let window = Window::new().await;
    let now = window.bench.sandbox.now();
    let clock = async |to: DateTime<Utc>| window.post("/api/clock", json!({ "to": to })).await;
    let (status, refused) = clock(now - TimeDelta::days(1)).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused["refused"]
            .as_str()
            .expect("words")
            .contains("only goes forward")
    );
    let (status, _) = clock(now + TimeDelta::days(36_500)).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    let tomorrow = now + TimeDelta::days(1);
    assert_eq!(clock(tomorrow).await.0, StatusCode::OK);
    assert_eq!(*window.stage.moved.lock().expect("no panic"), [tomorrow]);
    let (_, refused) = window.post("/api/next", json!({})).await;
    assert!(
        refused["refused"]
            .as_str()
            .expect("words")
            .contains("Nothing falls due")
    );

    let play = window.post("/api/scene", json!({ "scene": "long", "live": true }));
    let meanwhile = async {
        while window.shown(0, "scene").await["busy"] == Value::Null {
            tokio::task::yield_now().await;
        }
        let refused = clock(tomorrow).await;
        window.post("/api/hurry", json!({})).await;
        refused
    };
    let ((played, _), (status, refused)) = tokio::join!(play, meanwhile);
    assert_eq!(played, StatusCode::OK);
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    let why = refused["refused"].as_str().expect("words");
    assert!(
        why.contains("Please wait: “A long one” is being played."),
        "{why}"
    );
    window.bench.finish().await;
}

#[tokio::test]
async fn a_window_of_a_world_that_is_gone_is_told_so() {
    let window = Window::new().await;
    let body = json!({ "who": "1", "place": "2", "text": "hello" });
    let (status, refused) = window.post("/api/say", body).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused["refused"]
            .as_str()
            .expect("words")
            .contains("world is gone")
    );
    window.bench.finish().await;
}
