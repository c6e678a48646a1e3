//! What is late, merged into one message that says so (design, section 3, rule 4).

use std::collections::HashSet;

use serde_json::Value;
use serenity::all::CreateEmbed;

use super::Message;

/// Discord's limits of a message, with room for the line about lateness and the mark.
const TEXT: usize = 1_700;
const EMBEDS: usize = 9;
const EMBED_TEXT: usize = 5_600;
const ROWS: usize = 5;
const FILES: usize = 10;
const CONTENT: usize = 2_000 - 200;

/// Whether `next` still fits into one message with those of `batch`.
pub fn fits(batch: &[&Message], next: &Message) -> bool {
    let all = || batch.iter().copied().chain([next]);
    let mut ids = HashSet::new();
    let unique = all().flat_map(custom_ids).all(|id| ids.insert(id));
    unique
        && all().map(|m| m.content.chars().count() + 2).sum::<usize>() <= TEXT
        && all().map(|m| m.embeds.len()).sum::<usize>() <= EMBEDS
        && all().map(embed_text).sum::<usize>() <= EMBED_TEXT
        && all().map(|m| m.components.len()).sum::<usize>() <= ROWS
        && all().map(|m| m.files.len()).sum::<usize>() <= FILES
}

/// One message of several, under `line`.
pub fn merge(messages: Vec<Message>, line: &str) -> Message {
    let lang = messages.first().map(|it| it.lang).unwrap_or_default();
    let mut merged = Message::default().in_lang(lang);
    let mut texts = Vec::new();
    for message in messages {
        texts.push(message.content);
        merged.embeds.extend(message.embeds);
        merged.components.extend(message.components);
        merged.files.extend(message.files);
        merged.mentions.users.extend(message.mentions.users);
        merged.mentions.roles.extend(message.mentions.roles);
    }
    for list in [&mut merged.mentions.users, &mut merged.mentions.roles] {
        list.sort_unstable(); // Discord refuses a person named twice
        list.dedup();
    }
    texts.retain(|text| !text.is_empty());
    let text = texts.join("\n\n");
    if text.chars().count() + line.chars().count() <= CONTENT {
        merged.content = match text.as_str() {
            "" => line.to_owned(),
            text => format!("{line}\n{text}"),
        };
    } else {
        merged.content = text;
        merged
            .embeds
            .insert(0, CreateEmbed::new().description(line));
        merged.embeds.truncate(10);
    }
    merged
}

fn custom_ids(message: &Message) -> Vec<String> {
    fn collect(value: &Value, into: &mut Vec<String>) {
        match value {
            Value::Object(map) => {
                if let Some(id) = map.get("custom_id").and_then(Value::as_str) {
                    into.push(id.to_owned());
                }
                map.values().for_each(|v| collect(v, into));
            }
            Value::Array(list) => list.iter().for_each(|v| collect(v, into)),
            _ => {}
        }
    }
    let mut ids = Vec::new();
    collect(
        &serde_json::to_value(&message.components).unwrap_or_default(),
        &mut ids,
    );
    ids
}

fn embed_text(message: &Message) -> usize {
    fn count(value: &Value) -> usize {
        match value {
            Value::String(text) => text.chars().count(),
            Value::Object(map) => map.values().map(count).sum(),
            Value::Array(list) => list.iter().map(count).sum(),
            _ => 0,
        }
    }
    // Addresses count too, which only errs on the safe side.
    count(&serde_json::to_value(&message.embeds).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use serenity::all::{CreateActionRow, CreateButton};

    use super::*;

    #[test]
    fn merged_messages_keep_order_mentions_and_the_line() {
        let mut first = Message::text("one");
        first.mentions.users = vec![7, 3];
        let mut second = Message::text("two");
        second.mentions.users = vec![7];
        assert!(fits(&[&first], &second));
        let merged = merge(vec![first, second], "Late.");
        assert_eq!(merged.content, "Late.\none\n\ntwo");
        assert_eq!(merged.mentions.users, [3, 7]);
    }

    #[test]
    fn what_does_not_fit_is_not_merged() {
        let long = Message::text("x".repeat(1_000));
        assert!(!fits(&[&long], &long));
        let embed = Message::embed(CreateEmbed::new().description("x".repeat(4_000)));
        assert!(!fits(&[&embed], &embed));
        let mut button = Message::text("press");
        button.components = vec![CreateActionRow::Buttons(vec![
            CreateButton::new("v1:a").label("A"),
        ])];
        assert!(
            !fits(&[&button], &button),
            "a custom id stands once in a message"
        );
        let alone = merge(vec![Message::text("x".repeat(2_000))], "Late.");
        assert_eq!((alone.content.len(), alone.embeds.len()), (2_000, 1));
    }
}
