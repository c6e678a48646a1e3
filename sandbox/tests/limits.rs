//! Limits, in tables: a body at the limit is accepted, one beyond it is refused, and the refusal
//! names the field.

#![expect(clippy::expect_used, reason = "a test that fails says so by a panic")]

mod common;

use common::Bench;
use reqwest::Method;
use sandbox::{Options, Sandbox};
use serde_json::{Value, json};

async fn bench() -> Bench {
    Bench::without_bot(Options {
        enforce_rate_limits: false,
        ..Options::default()
    })
    .await
}

async fn send(sandbox: &Sandbox, method: Method, path: &str, body: &Value) -> (u16, Value) {
    let answer = reqwest::Client::new()
        .request(method, format!("{}/api/v10{path}", sandbox.api_url()))
        .header("authorization", format!("Bot {}", sandbox.token()))
        .header("content-type", "application/json")
        .body(body.to_string())
        .send()
        .await
        .expect("an answer");
    let status = answer.status().as_u16();
    let text = answer.text().await.expect("a body");
    (status, serde_json::from_str(&text).unwrap_or_default())
}

/// Follows a path like "embeds.0.title" into the tree of errors.
fn names(answer: &Value, field: &str) -> bool {
    let node = field
        .split('.')
        .fold(&answer["errors"], |node, key| &node[key]);
    node["_errors"].is_array()
}

/// Sends each body; an empty field means that it is accepted, "code" that another code answers.
async fn check(sandbox: &Sandbox, method: Method, path: &str, cases: &[(Value, &str)]) {
    for (body, field) in cases {
        let (status, answer) = send(sandbox, method.clone(), path, body).await;
        if field.is_empty() {
            assert!(status < 300, "{body} was refused: {answer}");
        } else if let Some(code) = field.strip_prefix('=') {
            assert_eq!(answer["code"].to_string(), code, "{body}: {answer}");
        } else {
            assert_eq!(
                (status, &answer["code"]),
                (400, &json!(50035)),
                "{body}: {answer}"
            );
            assert!(names(&answer, field), "{field} is not named by {answer}");
        }
    }
}

fn long(length: usize) -> String {
    "x".repeat(length)
}

fn row(components: Value) -> Value {
    json!([{ "type": 1, "components": components }])
}

fn button(id: &str) -> Value {
    json!({ "type": 2, "style": 1, "label": "a", "custom_id": id })
}

fn menu(options: usize) -> Value {
    let options: Vec<Value> = (0..options)
        .map(|n| json!({ "label": format!("{n}"), "value": format!("{n}") }))
        .collect();
    json!({ "type": 3, "custom_id": "m", "options": options })
}

#[tokio::test]
async fn messages() {
    let bench = bench().await;
    let path = format!("/channels/{}/messages", bench.general);
    let embed = |fields: Value| json!({ "embeds": [fields] });
    let with = |components: Value| json!({ "content": "a", "components": components });
    let fields = |count: usize, length: usize| {
        json!(vec![json!({ "name": "n", "value": long(length) }); count])
    };
    let buttons = |count: usize| row((0..count).map(|n| button(&n.to_string())).collect());
    let rows = |count: usize| -> Value {
        (0..count)
            .map(|n| row(json!([button(&n.to_string())]))[0].clone())
            .collect()
    };
    let mentions = |allowed: Value| json!({ "content": "a", "allowed_mentions": allowed });
    let cases = [
        (json!({ "content": long(2000) }), ""),
        (json!({ "content": long(2001) }), "content"),
        (json!({ "content": 7 }), "content"),
        (json!({}), "=50006"),
        (json!({ "content": "   " }), "=50006"),
        (json!({ "content": "a", "nonce": long(25) }), ""),
        (json!({ "content": "a", "nonce": long(26) }), "nonce"),
        (embed(json!({ "title": long(256) })), ""),
        (embed(json!({ "title": long(257) })), "embeds.0.title"),
        (embed(json!({ "description": long(4096) })), ""),
        (
            embed(json!({ "description": long(4097) })),
            "embeds.0.description",
        ),
        (
            embed(json!({ "title": "a", "footer": { "text": long(2049) } })),
            "embeds.0.footer.text",
        ),
        (embed(json!({ "fields": fields(25, 1) })), ""),
        (embed(json!({ "fields": fields(26, 1) })), "embeds.0.fields"),
        (
            embed(json!({ "fields": fields(1, 1025) })),
            "embeds.0.fields.0.value",
        ),
        (
            embed(json!({ "fields": [{ "name": "", "value": "a" }] })),
            "embeds.0.fields.0.name",
        ),
        (
            embed(json!({ "title": "a", "timestamp": "2027-03-01T09:00:00Z" })),
            "",
        ),
        (
            embed(json!({ "title": "a", "timestamp": "tomorrow" })),
            "embeds.0.timestamp",
        ),
        (
            embed(json!({ "title": "a", "url": "nowhere" })),
            "embeds.0.url",
        ),
        (json!({ "embeds": vec![json!({ "title": "a" }); 10] }), ""),
        (
            json!({ "embeds": vec![json!({ "title": "a" }); 11] }),
            "embeds",
        ),
        // 6000 characters in all embeds together.
        (
            json!({ "embeds": vec![json!({ "description": long(3000) }); 2] }),
            "",
        ),
        (
            json!({ "embeds": vec![json!({ "description": long(3001) }); 2] }),
            "embeds",
        ),
        (with(buttons(5)), ""),
        (with(buttons(6)), "components.0.components"),
        (with(rows(5)), ""),
        (with(rows(6)), "components"),
        (with(row(json!([]))), "components.0.components"),
        (
            with(row(json!([button("a"), button("a")]))),
            "components.0.components.1.custom_id",
        ),
        (with(row(json!([button(&long(100))]))), ""),
        (
            with(row(json!([button(&long(101))]))),
            "components.0.components.0.custom_id",
        ),
        (
            with(row(json!([button("")]))),
            "components.0.components.0.custom_id",
        ),
        (
            with(row(
                json!([{ "type": 2, "style": 1, "custom_id": "a", "label": long(81) }]),
            )),
            "components.0.components.0.label",
        ),
        (
            with(row(json!([{ "type": 2, "style": 1, "custom_id": "a" }]))),
            "components.0.components.0",
        ),
        (
            with(row(
                json!([{ "type": 2, "style": 5, "label": "a", "custom_id": "a" }]),
            )),
            "components.0.components.0.url",
        ),
        (
            with(row(
                json!([{ "type": 2, "style": 5, "label": "a", "url": "https://a.b" }]),
            )),
            "",
        ),
        (with(row(json!([menu(25)]))), ""),
        (
            with(row(json!([menu(26)]))),
            "components.0.components.0.options",
        ),
        (
            with(row(json!([menu(0)]))),
            "components.0.components.0.options",
        ),
        (
            with(row(json!([menu(2), button("a")]))),
            "components.0.components",
        ),
        (with(json!([button("a")])), "components.0.type"),
        (mentions(json!({ "parse": [] })), ""),
        (
            mentions(json!({ "parse": ["people"] })),
            "allowed_mentions.parse.0",
        ),
        (
            mentions(json!({ "parse": ["users"], "users": ["1"] })),
            "allowed_mentions",
        ),
        (json!({ "content": "a", "flags": 32768 }), "content"),
    ];
    check(&bench.sandbox, Method::POST, &path, &cases).await;
}

#[tokio::test]
async fn commands() {
    let bench = bench().await;
    let sandbox = &bench.sandbox;
    let app = sandbox.application_id();
    let path = format!("/applications/{app}/guilds/{}/commands", bench.guild);
    let option = |name: &str, required: bool| json!({ "type": 3, "name": name, "description": "d", "required": required });
    let with = |options: Value| json!({ "name": "a", "description": "d", "options": options });
    let many =
        |count: usize| -> Value { (0..count).map(|n| option(&format!("o{n}"), true)).collect() };
    let choices = |count: usize| -> Value {
        let list: Vec<Value> = (0..count)
            .map(|n| json!({ "name": format!("{n}"), "value": "v" }))
            .collect();
        json!([{ "type": 3, "name": "o", "description": "d", "choices": list }])
    };
    let big = |length: usize| -> Value {
        let subs: Vec<Value> = (0..8)
            .map(|n| {
                let inner: Vec<Value> = (0..10)
                    .map(|k| json!({ "type": 3, "name": format!("o{k}"), "description": long(length) }))
                    .collect();
                json!({ "type": 1, "name": format!("s{n}"), "description": "d", "options": inner })
            })
            .collect();
        with(json!(subs))
    };
    let cases = [
        (json!({ "name": long(32), "description": "d" }), ""),
        (json!({ "name": long(33), "description": "d" }), "name"),
        (json!({ "name": "Upper", "description": "d" }), "name"),
        (json!({ "name": "two words", "description": "d" }), "name"),
        (json!({ "name": "gair-ŵyl", "description": "d" }), ""),
        (json!({ "name": "a", "description": long(100) }), ""),
        (
            json!({ "name": "a", "description": long(101) }),
            "description",
        ),
        (json!({ "name": "a" }), "description"),
        (with(many(25)), ""),
        (with(many(26)), "options"),
        (
            with(json!([option("a", false), option("b", true)])),
            "options.1",
        ),
        (
            with(json!([option("a", true), option("a", true)])),
            "options.1.name",
        ),
        (with(choices(25)), ""),
        (with(choices(26)), "options.0.choices"),
        // 80 options with names of 2, 8 sub-commands, the command: 179 characters beside these.
        (big(97), ""),
        (big(98), "_"),
        (
            json!({ "name": "a", "description": "d", "name_localizations": { "cy": "a" } }),
            "name_localizations.cy",
        ),
        (
            json!({ "name": "a", "description": "d", "name_localizations": { "fr": "a" } }),
            "",
        ),
        (json!({ "name": "View", "type": 2 }), ""),
    ];
    for (body, field) in &cases {
        if *field == "_" {
            let (_, answer) = send(sandbox, Method::POST, &path, body).await;
            assert!(answer["errors"]["_errors"].is_array(), "{answer}");
        } else {
            check(sandbox, Method::POST, &path, &[(body.clone(), field)]).await;
        }
    }
    let all = |count: usize| -> Value {
        (0..count)
            .map(|n| json!({ "name": format!("c{n}"), "description": "d" }))
            .collect()
    };
    let cases = [(all(100), ""), (all(101), "=30032")];
    check(sandbox, Method::PUT, &path, &cases).await;
    assert_eq!(sandbox.commands().len(), 100);
}

#[tokio::test]
async fn channels_and_posts() {
    let bench = bench().await;
    let sandbox = &bench.sandbox;
    let tags = |count: usize, length: usize| -> Value {
        (0..count)
            .map(|n| json!({ "name": format!("{n:0length$}") }))
            .collect()
    };
    let forum = |tags: Value| json!({ "name": "f", "type": 15, "available_tags": tags });
    let cases = [
        (json!({ "name": long(100) }), ""),
        (json!({ "name": long(101) }), "name"),
        (json!({}), "name"),
        (json!({ "name": "a", "type": 11 }), "type"),
        (json!({ "name": "a", "topic": long(1025) }), "topic"),
        (json!({ "name": "a", "type": 15, "topic": long(4096) }), ""),
        (forum(tags(20, 20)), ""),
        (forum(tags(21, 2)), "available_tags"),
        (forum(tags(1, 21)), "available_tags.0.name"),
        (
            json!({ "name": "a", "parent_id": bench.general.to_string() }),
            "parent_id",
        ),
    ];
    let path = format!("/guilds/{}/channels", bench.guild);
    check(sandbox, Method::POST, &path, &cases).await;

    let post = |name: String, extra: Value| {
        let mut body = json!({ "name": name, "message": { "content": "a" } });
        body.as_object_mut()
            .expect("an object")
            .extend(extra.as_object().expect("one").clone());
        body
    };
    let cases = [
        (post(long(100), json!({})), ""),
        (post(long(101), json!({})), "name"),
        (
            post("a".into(), json!({ "auto_archive_duration": 1440 })),
            "",
        ),
        (
            post("a".into(), json!({ "auto_archive_duration": 30 })),
            "auto_archive_duration",
        ),
        (
            post(
                "a".into(),
                json!({ "applied_tags": ["1", "2", "3", "4", "5", "6"] }),
            ),
            "applied_tags",
        ),
        (json!({ "name": "a" }), "message"),
        (json!({ "name": "a", "message": {} }), "=50006"),
        (
            json!({ "name": "a", "message": { "content": long(2001) } }),
            "message.content",
        ),
    ];
    let path = format!("/channels/{}/threads", bench.forum);
    check(sandbox, Method::POST, &path, &cases).await;
}

#[tokio::test]
async fn scheduled_events() {
    let bench = bench().await;
    let sandbox = &bench.sandbox;
    let at = |hours: i64| (chrono::Utc::now() + chrono::TimeDelta::hours(hours)).to_rfc3339();
    let event = |extra: Value| {
        let mut body = json!({
            "name": "a", "privacy_level": 2, "entity_type": 3,
            "scheduled_start_time": at(1), "scheduled_end_time": at(2),
            "entity_metadata": { "location": "here" },
        });
        body.as_object_mut()
            .expect("an object")
            .extend(extra.as_object().expect("one").clone());
        body
    };
    let cases = [
        (event(json!({})), ""),
        (event(json!({ "name": long(101) })), "name"),
        (event(json!({ "description": long(1001) })), "description"),
        (
            event(json!({ "scheduled_start_time": at(-1) })),
            "scheduled_start_time",
        ),
        (
            event(json!({ "scheduled_end_time": null })),
            "scheduled_end_time",
        ),
        (
            event(json!({ "scheduled_end_time": at(0) })),
            "scheduled_end_time",
        ),
        (
            event(json!({ "entity_metadata": { "location": long(101) } })),
            "entity_metadata.location",
        ),
        (
            event(json!({ "entity_metadata": null })),
            "entity_metadata.location",
        ),
        (event(json!({ "privacy_level": 1 })), "privacy_level"),
    ];
    let path = format!("/guilds/{}/scheduled-events", bench.guild);
    check(sandbox, Method::POST, &path, &cases).await;
    for _ in 1..100 {
        check(sandbox, Method::POST, &path, &[(event(json!({})), "")]).await;
    }
    check(
        sandbox,
        Method::POST,
        &path,
        &[(event(json!({})), "=30038")],
    )
    .await;
}

#[tokio::test]
async fn answers_to_interactions() {
    // The bot which is connected here answers nothing: the test answers in its place.
    let mut bench = bench().await;
    bench.connect().await;
    let sandbox = &bench.sandbox;
    let input =
        |label: String| json!({ "type": 4, "custom_id": label, "style": 1, "label": label });
    let form = |title: String, inputs: usize| {
        let rows: Vec<Value> = (0..inputs)
            .map(|n| row(json!([input(n.to_string())]))[0].clone())
            .collect();
        json!({ "type": 9, "data": { "custom_id": "f", "title": title, "components": rows } })
    };
    let long_label = json!({ "type": 9, "data": {
        "custom_id": "f", "title": "t", "components": row(json!([input(long(46))])) } });
    let cases = [
        (form(long(45), 5), ""),
        (form(long(46), 1), "data.title"),
        (form(String::new(), 1), "data.title"),
        (form("t".into(), 6), "data.components"),
        (form("t".into(), 0), "data.components"),
        (long_label, "data.components.0.components.0.label"),
        (
            json!({ "type": 4, "data": { "content": long(2001) } }),
            "data.content",
        ),
        (json!({ "type": 4, "data": {} }), "=50006"),
        (json!({ "type": 7, "data": { "content": "a" } }), "type"),
        (json!({ "type": 8, "data": { "choices": [] } }), "type"),
        (json!({ "type": 5 }), ""),
    ];
    for (body, field) in cases {
        let before = sandbox.unanswered().len();
        let answered = async {
            let (id, token) = sandbox
                .wait_for("an interaction", common::DEADLINE, |s| {
                    (s.unanswered().len() > before)
                        .then(|| s.open_interactions().pop())
                        .flatten()
                })
                .await;
            let path = format!("/interactions/{id}/{token}/callback");
            check(sandbox, Method::POST, &path, &[(body, field)]).await;
        };
        // The member need not wait for the end of it.
        let typed = async {
            bench.nia.types("/silent").await;
            std::future::pending::<()>().await;
        };
        tokio::select! { () = answered => {}, () = typed => {} }
    }
}
