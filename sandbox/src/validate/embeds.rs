//! Embeds (Resources, Message, "Embed Limits").

use serde_json::{Value, json};
use twilight_model::channel::message::Embed;

use super::{at_most, join, length, text};
use crate::{error::Faults, limits};

const TITLE: usize = 256;
const DESCRIPTION: usize = 4096;
const FIELDS: usize = 25;
const FIELD_NAME: usize = 256;
const FIELD_VALUE: usize = 1024;
const FOOTER: usize = 2048;
const AUTHOR: usize = 256;

/// Checks the embeds of a message.
pub(crate) fn check(faults: &mut Faults, embeds: &[Value], path: &str) {
    at_most(faults, path, embeds.len(), limits::EMBEDS);
    let mut characters = 0;
    for (index, embed) in embeds.iter().enumerate() {
        let here = join(path, index);
        if !embed.is_object() {
            faults.add(
                &here,
                "MODEL_TYPE_CONVERT",
                "Only dictionaries may be used in a ModelType",
            );
            continue;
        }
        characters += check_one(faults, embed, &here);
    }
    if characters > limits::EMBED_CHARACTERS {
        let message = format!(
            "Embed size exceeds maximum size of {}",
            limits::EMBED_CHARACTERS
        );
        faults.add(path, "MAX_EMBED_SIZE_EXCEEDED", message);
    }
    second_reading(faults, embeds, path);
}

/// Checks one embed and counts the characters which the limit of all embeds is about.
fn check_one(faults: &mut Faults, embed: &Value, path: &str) -> usize {
    let mut count = 0;
    let mut part = |holder: &Value, key: &str, path: String, most: usize, required: bool| {
        let value = text(faults, holder, key, &path);
        match value {
            Some(value) => {
                count += length(value.trim());
                faults.length(&path, value.trim(), usize::from(required), most);
            }
            None if required && holder[key].is_null() => {
                faults.add(&path, "BASE_TYPE_REQUIRED", "This field is required");
            }
            None => {}
        }
    };
    part(embed, "title", join(path, "title"), TITLE, false);
    part(
        embed,
        "description",
        join(path, "description"),
        DESCRIPTION,
        false,
    );
    if embed["footer"].is_object() {
        part(
            &embed["footer"],
            "text",
            join(path, "footer.text"),
            FOOTER,
            true,
        );
    }
    if embed["author"].is_object() {
        part(
            &embed["author"],
            "name",
            join(path, "author.name"),
            AUTHOR,
            true,
        );
    }
    let fields = embed["fields"].as_array().map_or(&[][..], Vec::as_slice);
    for (index, field) in fields.iter().enumerate() {
        let here = join(&join(path, "fields"), index);
        part(field, "name", join(&here, "name"), FIELD_NAME, true);
        part(field, "value", join(&here, "value"), FIELD_VALUE, true);
    }
    at_most(faults, &join(path, "fields"), fields.len(), FIELDS);
    if embed["color"]
        .as_u64()
        .is_some_and(|color| color > 0xff_ffff)
    {
        let message = "int value should be less than or equal to 16777215.";
        faults.add(&join(path, "color"), "NUMBER_TYPE_MAX", message);
    }
    let addresses = [
        ("url", &embed["url"]),
        ("image.url", &embed["image"]["url"]),
        ("thumbnail.url", &embed["thumbnail"]["url"]),
        ("author.url", &embed["author"]["url"]),
    ];
    for (key, address) in addresses {
        let known = |address: &str| {
            ["http://", "https://", "attachment://"]
                .iter()
                .any(|start| address.starts_with(start))
        };
        if address
            .as_str()
            .is_some_and(|address| !address.is_empty() && !known(address))
        {
            faults.add(
                &join(path, key),
                "URL_TYPE_INVALID_URL",
                "Not a well formed URL.",
            );
        }
    }
    if let Some(moment) = embed["timestamp"].as_str()
        && chrono::DateTime::parse_from_rfc3339(moment).is_err()
    {
        let message = "Could not parse value. Should be ISO8601 or epoch seconds/milliseconds.";
        faults.add(&join(path, "timestamp"), "DATE_TIME_TYPE_PARSE", message);
    }
    count
}

/// Embeds as Discord keeps them: of type "rich", and with timestamps in its own notation.
pub(crate) fn normalize(embeds: &[Value]) -> Vec<Value> {
    embeds
        .iter()
        .map(|embed| {
            let mut embed = embed.clone();
            embed["type"] = json!("rich");
            if let Some(moment) = embed["timestamp"].as_str()
                && let Ok(moment) = chrono::DateTime::parse_from_rfc3339(moment)
            {
                embed["timestamp"] = json!(crate::snowflake::iso8601(moment.to_utc()));
            }
            if let Some(map) = embed.as_object_mut() {
                map.retain(|_, value| !value.is_null());
            }
            embed
        })
        .collect()
}

/// twilight's models want what Discord adds ("type") and one notation of moments only.
fn second_reading(faults: &mut Faults, embeds: &[Value], path: &str) {
    match serde_json::from_value::<Vec<Embed>>(Value::Array(normalize(embeds))) {
        Ok(embeds) => {
            if let Err(error) = twilight_validate::message::embeds(&embeds) {
                faults.add(path, "SECOND_READING", format!("twilight: {error}"));
            }
        }
        Err(error) => faults.add(path, "SECOND_READING", format!("twilight: {error}")),
    }
}
