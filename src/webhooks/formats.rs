//! What is told, as each service takes it: its own markup with everything else made harmless, within its limits.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use reqwest::Url;
use serde_json::{Value, json};
use sha2::Sha256;

use super::bulletin::{Bulletin, fit};
use super::rules::{self, Service};
use crate::discord::{escape, limits};
use crate::words::say;

/// What Slack shows of a header block, and takes in a section block (docs.slack.dev, "Block Kit").
const SLACK_HEADER: usize = 150;
const SLACK_SECTION: usize = 3_000;
/// What a message to Teams may take as a whole is 28 KB (learn.microsoft.com, "Create Incoming Webhooks"): so many
/// characters of text leave room for the card around them, whatever they are.
const TEAMS_TEXT: usize = 5_000;
/// What Discourse takes by default: a title, and a post (site settings `max_topic_title_length`, `max_post_length`).
const DISCOURSE_TITLE: usize = 255;
const DISCOURSE_POST: usize = 32_000;
/// And at least (`min_topic_title_length`, `min_post_length`).
const DISCOURSE_TITLE_MIN: usize = 15;
const DISCOURSE_POST_MIN: usize = 20;
/// What signed JSON carries: as much as anybody reads.
const JSON_LINES: usize = 2_000;

/// A request to make.
#[derive(Clone, PartialEq, Eq)]
pub struct Request {
    /// Where.
    pub url: Url,
    /// What is sent.
    pub body: String,
    /// Beside the type of what is sent.
    pub headers: Vec<(&'static str, String)>,
}

/// What one delivery is told apart by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Number {
    /// The delivery's row; of what fell due by itself its key, which stays the same when an older state of the database
    /// is put back.
    pub delivery: i64,
    /// When it was queued or fell due, in seconds since 1970: a row's number may come again in another database.
    pub queued: i64,
}

impl Number {
    /// The same for every try; in letters that every service takes.
    pub fn id(self) -> String {
        format!("griffin-{}-{}", self.queued, self.delivery)
    }
}

/// The request that tells it. `now`: in seconds since 1970, for the signature.
pub fn request(
    service: Service,
    address: &Url,
    secret: Option<&str>,
    told: &Bulletin,
    number: Number,
    now: i64,
) -> Request {
    let mut url = address.clone();
    let mut headers = Vec::new();
    let body = match service {
        Service::Discord => {
            // With an answer that says whether there is a message now.
            let others: Vec<(String, String)> = url
                .query_pairs()
                .filter(|(name, _)| name != "wait")
                .map(|(name, value)| (name.into_owned(), value.into_owned()))
                .collect();
            url.query_pairs_mut()
                .clear()
                .extend_pairs(others)
                .append_pair("wait", "true");
            discord(told)
        }
        Service::Teams => teams(told),
        Service::Slack => slack(told),
        Service::Discourse => {
            let (user, key) = secret.and_then(|it| it.split_once(':')).unwrap_or_default();
            headers.push(("Api-Username", user.to_owned()));
            headers.push(("Api-Key", key.to_owned()));
            let category = rules::category(&url).unwrap_or_default();
            below(&mut url, "posts.json");
            discourse(told, category, number)
        }
        Service::Json => plain(told, number),
    };
    let body = body.to_string();
    if service == Service::Json {
        let id = number.id();
        let signature = sign(secret.unwrap_or_default(), &id, now, &body);
        headers.push(("webhook-id", id));
        headers.push(("webhook-timestamp", now.to_string()));
        headers.push(("webhook-signature", signature));
    }
    Request { url, body, headers }
}

/// The address at which Discourse says whether the topic of this number is there; it knows them by `external_id`.
pub fn looked_up(address: &Url, number: Number) -> Url {
    let mut url = address.clone();
    below(&mut url, &format!("t/external_id/{}.json", number.id()));
    url
}

/// A path of a Discourse forum, which may live below a folder.
fn below(url: &mut Url, path: &str) {
    let root = url
        .path()
        .split("/c/")
        .next()
        .unwrap_or_default()
        .to_owned();
    url.set_path(&format!("{}/{path}", root.trim_end_matches('/')));
    url.set_query(None);
}

/// As a forum's message needs it where it must become a post of its own.
pub fn as_post(request: &Request, told: &Bulletin) -> Request {
    let mut body: Value = serde_json::from_str(&request.body).unwrap_or_default();
    body["thread_name"] = limits::cut(&told.title, limits::CHANNEL_NAME).into();
    Request {
        body: body.to_string(),
        ..request.clone()
    }
}

fn note_above(told: &Bulletin, markup: impl Fn(&str) -> String) -> String {
    let note = told.note.as_deref().map(markup);
    note.map(|it| format!("{it}\n")).unwrap_or_default()
}

fn discord(told: &Bulletin) -> Value {
    let note = note_above(told, escape::line);
    let room = limits::EMBED_DESCRIPTION.saturating_sub(limits::length(&note));
    let text = fit(
        &told.sections,
        told.lang,
        room,
        |it| format!("**{}**\n", escape::line(it)),
        |it| format!("- {}\n", escape::line(it)),
    );
    let mut embed = json!({
        "title": limits::cut(&told.title, limits::EMBED_TITLE),
        "description": format!("{note}{text}"),
        "footer": { "text": format!("griffin · {}", limits::cut(&told.region, 100)) },
        "timestamp": told.at.to_rfc3339(),
    });
    if let Some(link) = &told.link {
        embed["url"] = link.as_str().into();
    }
    json!({ "embeds": [embed], "allowed_mentions": { "parse": [] } })
}

/// Slack reads `&`, `<` and `>` as markup, and nothing else in a way that reaches anybody (docs.slack.dev, "Formatting
/// text"); the rest may be bold by accident, so it is kept apart by a mark of no width.
fn slack_text(text: &str) -> String {
    let text = text
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;");
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '*' | '_' | '~' | '`') {
            safe.push('\u{200b}');
        }
        safe.push(c);
    }
    safe
}

fn slack(told: &Bulletin) -> Value {
    let mut blocks = vec![json!({
        "type": "header",
        "text": { "type": "plain_text", "text": limits::cut(&told.title, SLACK_HEADER), "emoji": false },
    })];
    let note = note_above(told, slack_text);
    let text = fit(
        &told.sections,
        told.lang,
        SLACK_SECTION.saturating_sub(limits::length(&note)),
        |it| format!("*{}*\n", slack_text(it)),
        |it| format!("• {}\n", slack_text(it)),
    );
    let text = format!("{note}{text}");
    if !text.is_empty() {
        blocks.push(json!({ "type": "section", "text": { "type": "mrkdwn", "text": text } }));
    }
    let mut foot = slack_text(&told.region);
    if let Some(link) = &told.link {
        let open = slack_text(&say!(told.lang, "webhooks-open"));
        foot = format!("{foot} · <{link}|{open}>");
    }
    blocks.push(json!({ "type": "context", "elements": [{ "type": "mrkdwn", "text": foot }] }));
    json!({
        "text": slack_text(&told.title),
        "blocks": blocks,
        "unfurl_links": false,
        "unfurl_media": false,
    })
}

fn teams(told: &Bulletin) -> Value {
    let block = |text: &str, more: Value| {
        let mut block = json!({ "type": "TextBlock", "text": markdown(text), "wrap": true });
        if let (Some(block), Value::Object(more)) = (block.as_object_mut(), more) {
            block.extend(more);
        }
        block
    };
    let mut body = vec![block(
        &told.title,
        json!({ "size": "Large", "weight": "Bolder", "style": "heading" }),
    )];
    if let Some(note) = &told.note {
        body.push(block(note, json!({ "color": "Warning" })));
    }
    let mut room = TEAMS_TEXT;
    for section in &told.sections {
        let text = fit(
            std::slice::from_ref(section),
            told.lang,
            room,
            |it| format!("**{}**\n\n", markdown(it)),
            |it| format!("- {}\n", markdown(it)),
        );
        room = room.saturating_sub(limits::length(&text));
        body.push(json!({ "type": "TextBlock", "text": text, "wrap": true, "separator": true }));
        if room < 100 {
            let more = say!(told.lang, "webhooks-more-in-discord");
            body.push(block(&more, json!({ "isSubtle": true })));
            break;
        }
    }
    body.push(block(
        &told.region,
        json!({ "isSubtle": true, "size": "Small" }),
    ));
    let mut card = json!({
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "body": body,
    });
    if let Some(link) = &told.link {
        let open = say!(told.lang, "webhooks-open");
        card["actions"] = json!([{ "type": "Action.OpenUrl", "title": open, "url": link }]);
    }
    json!({
        "type": "message",
        "attachments": [{
            "contentType": "application/vnd.microsoft.card.adaptive",
            "contentUrl": null,
            "content": card,
        }],
    })
}

/// A line in Markdown, with what would be markup made harmless; HTML and mentions too.
fn markdown(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '&' => safe.push_str("&amp;"),
            // A name that nobody has.
            '@' => safe.push_str("@\u{200b}"),
            '\n' | '\r' => safe.push(' '),
            '\\' | '*' | '_' | '~' | '`' | '[' | ']' | '#' | '|' | '!' => {
                safe.push('\\');
                safe.push(c);
            }
            c => safe.push(c),
        }
    }
    safe
}

fn discourse(told: &Bulletin, category: u64, number: Number) -> Value {
    let mut title = limits::cut(&told.title, DISCOURSE_TITLE);
    if title.chars().count() < DISCOURSE_TITLE_MIN {
        title = format!("{title} ({})", told.region);
    }
    let note = note_above(told, |it| format!("*{}*\n", markdown(it)));
    let mut raw = note;
    let room = DISCOURSE_POST.saturating_sub(limits::length(&raw) + 1_000);
    raw.push_str(&fit(
        &told.sections,
        told.lang,
        room,
        |it| format!("\n**{}**\n\n", markdown(it)),
        |it| format!("- {}\n", markdown(it)),
    ));
    if let Some(link) = &told.link {
        let open = markdown(&say!(told.lang, "webhooks-open"));
        raw.push_str(&format!("\n\n[{open}]({link})"));
    }
    if raw.chars().count() < DISCOURSE_POST_MIN {
        let from = say!(told.lang, "webhooks-from-griffin", region = &told.region);
        raw = format!("{raw}\n\n{}", markdown(&from));
    }
    json!({ "title": title, "raw": raw, "category": category, "external_id": number.id() })
}

fn plain(told: &Bulletin, number: Number) -> Value {
    let mut room = JSON_LINES;
    let sections: Vec<Value> = told
        .sections
        .iter()
        .map(|section| {
            let lines: Vec<&String> = section.lines.iter().take(room).collect();
            room -= lines.len();
            json!({ "heading": section.heading, "lines": lines })
        })
        .collect();
    json!({
        "id": number.id(),
        "type": told.event,
        "timestamp": told.at.to_rfc3339(),
        "data": {
            "region": told.region,
            "reference": told.reference,
            "title": told.title,
            "note": told.note,
            "sections": sections,
            "link": told.link,
        },
    })
}

/// A signature after Standard Webhooks 1.0.0 ("Symmetric signatures"): HMAC-SHA256 of id, moment and body with points
/// between, in base64. A key that begins with `whsec_` is base64.
fn sign(secret: &str, id: &str, now: i64, body: &str) -> String {
    let decoded = secret
        .strip_prefix("whsec_")
        .and_then(|it| STANDARD.decode(it).ok());
    let key = decoded.unwrap_or_else(|| secret.as_bytes().to_vec());
    let signed = format!("{id}.{now}.{body}");
    match Hmac::<Sha256>::new_from_slice(&key) {
        Ok(mut mac) => {
            mac.update(signed.as_bytes());
            format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
        }
        // HMAC takes a key of any length.
        Err(_) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::bulletin::Section;
    use super::*;

    const NUMBER: Number = Number {
        delivery: 12,
        queued: 1_796_000_000,
    };

    fn address(service: Service) -> Url {
        Url::parse(match service {
            Service::Discord => "https://discord.com/api/webhooks/1/x?thread_id=7&wait=false",
            Service::Discourse => "https://forum.example.org/sub/c/buying/12",
            _ => "https://example.org/hook?key=1",
        })
        .unwrap()
    }

    fn made(service: Service, told: &Bulletin) -> (Request, Value) {
        let secret = Some("griffin:0123456789abcdef");
        let made = request(
            service,
            &address(service),
            secret,
            told,
            NUMBER,
            1_796_000_100,
        );
        let body = serde_json::from_str(&made.body).unwrap();
        (made, body)
    }

    fn published() -> Bulletin {
        Bulletin {
            event: "tender.published".to_owned(),
            region: "South Wales".to_owned(),
            reference: Some("SF-1".to_owned()),
            title: "SF-1 Coal & <coke>: out to tender".to_owned(),
            note: Some("Late: it was due on *Monday*.".to_owned()),
            sections: vec![Section {
                heading: Some("Open".to_owned()),
                lines: vec![
                    "@everyone [see](https://example.org) _this_ <!channel> <@1>".to_owned(),
                ],
            }],
            link: Some("https://discord.com/channels/1/2".to_owned()),
            ..Bulletin::default()
        }
    }

    /// The example of the specification's own libraries.
    #[test]
    fn it_is_signed_as_standard_webhooks_says() {
        let signature = sign(
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            1_614_265_330,
            r#"{"test": 2432232314}"#,
        );
        assert_eq!(signature, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    #[test]
    fn nobody_is_called_by_what_is_told_and_no_markup_is_smuggled_in() {
        let told = published();
        let (_, discord) = made(Service::Discord, &told);
        assert_eq!(discord["allowed_mentions"], json!({ "parse": [] }));
        let (_, slack) = made(Service::Slack, &told);
        let text = slack["blocks"][1]["text"]["text"].as_str().unwrap();
        assert!(
            text.contains("&lt;!channel&gt;") && !text.contains("<!"),
            "{text}"
        );
        assert!(
            slack["text"]
                .as_str()
                .unwrap()
                .contains("Coal &amp; &lt;coke&gt;")
        );
        for service in [Service::Teams, Service::Discourse] {
            let (made, _) = made(service, &told);
            for smuggled in ["@everyone", "[see]", "<!channel>", "<@1>", " _this_"] {
                assert!(!made.body.contains(smuggled), "{service:?}: {}", made.body);
            }
        }
    }

    #[test]
    fn each_service_is_asked_where_and_how_it_is_to_be_asked() {
        let told = published();
        let (discord, _) = made(Service::Discord, &told);
        assert_eq!(discord.url.query(), Some("thread_id=7&wait=true"));
        let post: Value = serde_json::from_str(&as_post(&discord, &told).body).unwrap();
        assert_eq!(post["thread_name"], told.title);
        let (discourse, topic) = made(Service::Discourse, &told);
        assert_eq!(
            discourse.url.as_str(),
            "https://forum.example.org/sub/posts.json"
        );
        assert_eq!(topic["category"], 12);
        assert_eq!(
            discourse.headers,
            [
                ("Api-Username", "griffin".to_owned()),
                ("Api-Key", "0123456789abcdef".to_owned())
            ]
        );
        assert_eq!(
            looked_up(&address(Service::Discourse), NUMBER).path(),
            format!(
                "/sub/t/external_id/{}.json",
                topic["external_id"].as_str().unwrap()
            )
        );
        let (json, body) = made(Service::Json, &told);
        assert_eq!(json.url, address(Service::Json));
        assert_eq!(body["type"], "tender.published");
        assert_eq!(body["data"]["reference"], "SF-1");
        assert_eq!(json.headers[0], ("webhook-id", NUMBER.id()));
        let (_, teams) = made(Service::Teams, &told);
        let card = &teams["attachments"][0]["content"];
        assert_eq!(card["type"], "AdaptiveCard");
        assert_eq!(card["actions"][0]["url"], told.link.unwrap());
    }

    proptest! {
        #[test]
        fn whatever_is_told_fits(
            title in ".{1,400}",
            note in prop::option::of(".{0,200}"),
            lines in prop::collection::vec(prop::collection::vec(".{1,900}", 1..12), 1..8),
        ) {
            let told = Bulletin {
                title,
                note,
                sections: lines
                    .into_iter()
                    .map(|lines| Section { heading: Some("Open".to_owned()), lines })
                    .collect(),
                ..published()
            };
            let length = |text: &Value| text.as_str().unwrap().chars().count();
            let (_, discord) = made(Service::Discord, &told);
            prop_assert!(length(&discord["embeds"][0]["title"]) <= 256);
            prop_assert!(limits::length(discord["embeds"][0]["description"].as_str().unwrap()) <= 4_096);
            let (_, slack) = made(Service::Slack, &told);
            prop_assert!(length(&slack["blocks"][0]["text"]["text"]) <= 150);
            prop_assert!(length(&slack["blocks"][1]["text"]["text"]) <= 3_000);
            let (teams, _) = made(Service::Teams, &told);
            prop_assert!(teams.body.len() <= 28_000, "{}", teams.body.len());
            let (_, topic) = made(Service::Discourse, &told);
            prop_assert!((15..=255).contains(&length(&topic["title"])));
            prop_assert!((20..=32_000).contains(&length(&topic["raw"])));
        }
    }
}
