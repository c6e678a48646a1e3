//! Cards as people read them, in each language, held against files (design, section 4). CONTRIBUTING.md says how to accept
//! a changed one.

use chrono::DateTime;
use poise::serenity_prelude::CreateModal;
use serde_json::{Value, json};

use super::Answer;
use crate::delivery::Message;
use crate::words::Lang;

/// Holds what a card shows in each language against its file in `snapshots/`, beside the test.
macro_rules! shows {
    ($name:expr, $card:expr) => {{
        let shown = $crate::discord::testing::in_each_language($card);
        let mut settings = insta::Settings::clone_current();
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!($name, shown));
    }};
}
pub(crate) use shows;

/// Something that a person is shown.
pub(crate) trait Shown {
    /// As it is read.
    fn shown(self) -> String;
}

impl Shown for String {
    fn shown(self) -> String {
        plain(&self)
    }
}

impl Shown for Answer {
    fn shown(self) -> String {
        let answer = serde_json::to_value(self.into_response()).unwrap();
        readable(&answer)
    }
}

impl Shown for Message {
    fn shown(self) -> String {
        readable(&json!({
            "content": self.content,
            "embeds": self.embeds,
            "components": self.components,
        }))
    }
}

impl Shown for CreateModal {
    fn shown(self) -> String {
        readable(&serde_json::to_value(self).unwrap())
    }
}

/// A card in each language, one below the other.
pub(crate) fn in_each_language<T: Shown>(card: impl Fn(Lang) -> T) -> String {
    let of = |lang: Lang| format!("== {} ==\n{}\n", lang.own_name(), card(lang).shown());
    let all = Lang::ALL.map(of).join("\n");
    // A space at a line's end is seen by nobody.
    let lines: Vec<&str> = all.lines().map(str::trim_end).collect();
    lines.join("\n")
}

/// What a message or a form says, from top to bottom: its text, its embeds, its buttons, menus and inputs.
fn readable(message: &Value) -> String {
    let mut lines = Vec::new();
    let mut say = |before: &str, value: &Value| {
        let said = value.as_str().filter(|it| !it.is_empty());
        lines.extend(said.map(|it| format!("{before}{}", plain(it))));
    };
    say("", &message["title"]);
    say("", &message["content"]);
    for embed in all(&message["embeds"]) {
        say("# ", &embed["title"]);
        say("", &embed["description"]);
        for field in all(&embed["fields"]) {
            say("## ", &field["name"]);
            say("", &field["value"]);
        }
        say("-- ", &embed["footer"]["text"]);
    }
    for row in all(&message["components"]) {
        let parts = all(&row["components"]).iter().map(part);
        lines.push(parts.collect::<Vec<_>>().join(" "));
    }
    lines.join("\n")
}

fn all(list: &Value) -> &[Value] {
    list.as_array().map_or(&[], Vec::as_slice)
}

/// A button, a menu or an input.
fn part(part: &Value) -> String {
    let of = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let label = of(&part["label"]);
    let hint = of(&part["placeholder"]);
    match part["type"].as_u64() {
        Some(2) => format!("[{label}]"),
        Some(4) => match of(&part["value"]) {
            empty if empty.is_empty() => format!("{label}: [{hint}]"),
            value => format!("{label}: [{value}]"),
        },
        _ => {
            let options = all(&part["options"]).iter().map(|it| of(&it["label"]));
            let options: Vec<String> = options.collect();
            format!("[{hint}: {}]", options.join(" | "))
        }
    }
}

/// As Discord shows it to somebody in the UTC zone: moments as dates, and no escapes.
fn plain(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("<t:") {
        shown.push_str(before);
        let (moment, after) = after.split_once('>').unwrap_or((after, ""));
        let (seconds, style) = moment.split_once(':').unwrap_or((moment, "f"));
        let at = DateTime::from_timestamp_secs(seconds.parse().unwrap()).unwrap();
        let format = match style {
            "d" | "D" => "‹%-d %b %Y›",
            "R" => "‹from now to %-d %b %Y›",
            _ => "‹%-d %b %Y %H:%M›",
        };
        shown.push_str(&at.format(format).to_string());
        rest = after;
    }
    shown.push_str(rest);
    let mut letters = shown.chars().filter(|it| *it != '\u{200b}').peekable();
    let mut plain = String::with_capacity(shown.len());
    while let Some(letter) = letters.next() {
        let escapes = letter == '\\' && letters.peek().is_some_and(char::is_ascii_punctuation);
        plain.extend((!escapes).then_some(letter));
    }
    plain
}

#[test]
fn a_card_reads_from_top_to_bottom() {
    use poise::serenity_prelude::{CreateActionRow, CreateButton, CreateEmbed, CreateEmbedFooter};

    let embed = CreateEmbed::new()
        .title("SF\\-2027")
        .description("By <t:1797638399:F> (<t:1797638399:R>)")
        .field("Lead", "ABW", true)
        .footer(CreateEmbedFooter::new("the end"));
    let button = CreateButton::new("x").label("Join");
    let answer = Answer::text("**Done.**")
        .embed(embed)
        .row(CreateActionRow::Buttons(vec![button]));
    assert_eq!(
        answer.shown(),
        "**Done.**\n# SF-2027\nBy ‹18 Dec 2026 23:59› (‹from now to 18 Dec 2026›)\n## Lead\nABW\n-- the end\n[Join]"
    );
}
