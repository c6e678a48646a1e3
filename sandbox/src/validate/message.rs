//! The body of a message (Resources, Message, "Create Message" and "Edit Message").

use serde_json::Value;
use twilight_model::channel::message::AllowedMentions;

use super::{components, embeds, join, list, text};
use crate::{error::Faults, limits, state::flags};

/// Checks the parts of a message which all routes share; `path` is where the message stands in
/// the body, "" or "message" or "data".
pub(crate) fn check(faults: &mut Faults, body: &Value, path: &str) {
    let content = join(path, "content");
    if let Some(content_text) = text(faults, body, "content", &content) {
        faults.length(&content, content_text, 0, limits::CONTENT);
    }
    let at = join(path, "embeds");
    let shown = list(faults, body, "embeds", &at);
    embeds::check(faults, shown, &at);
    let at = join(path, "components");
    let rows = list(faults, body, "components", &at);
    let message_flags = body["flags"].as_u64().unwrap_or(0);
    let v2 = message_flags & flags::IS_COMPONENTS_V2 != 0;
    let place = if v2 {
        components::Place::MessageV2
    } else {
        components::Place::Message
    };
    components::check(faults, rows, place, &at);
    if v2 {
        for key in ["content", "embeds"] {
            let empty = match &body[key] {
                Value::Null => true,
                Value::String(text) => text.is_empty(),
                Value::Array(list) => list.is_empty(),
                _ => false,
            };
            if !empty {
                let message = "The 'content' and 'embeds' fields cannot be used when using MessageFlags.IS_COMPONENTS_V2";
                faults.add(
                    &join(path, key),
                    "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
                    message,
                );
            }
        }
    }
    allowed_mentions(
        faults,
        &body["allowed_mentions"],
        &join(path, "allowed_mentions"),
    );
    nonce(faults, body, path);
    attachments(faults, body, path);
}

fn nonce(faults: &mut Faults, body: &Value, path: &str) {
    let here = join(path, "nonce");
    match &body["nonce"] {
        Value::Null => {}
        Value::String(nonce) => faults.length(&here, nonce, 0, limits::NONCE),
        Value::Number(number) if number.is_i64() || number.is_u64() => {}
        _ => faults.add(
            &here,
            "NONCE_TYPE_INVALID",
            "Must be an integer or a string.",
        ),
    }
}

fn attachments(faults: &mut Faults, body: &Value, path: &str) {
    let here = join(path, "attachments");
    let files = list(faults, body, "attachments", &here);
    super::at_most(faults, &here, files.len(), limits::FILES);
    for (index, file) in files.iter().enumerate() {
        let at = join(&here, index);
        if file["id"].is_null() {
            faults.add(
                &join(&at, "id"),
                "BASE_TYPE_REQUIRED",
                "This field is required",
            );
        }
        if let Some(description) = text(faults, file, "description", &join(&at, "description")) {
            faults.length(&join(&at, "description"), description, 0, 1024);
        }
    }
}

/// Checks `allowed_mentions` (Resources, Message, "Allowed Mentions Object").
pub(crate) fn allowed_mentions(faults: &mut Faults, allowed: &Value, path: &str) {
    if allowed.is_null() {
        return;
    }
    if !allowed.is_object() {
        faults.add(
            path,
            "MODEL_TYPE_CONVERT",
            "Only dictionaries may be used in a ModelType",
        );
        return;
    }
    let parse = list(faults, allowed, "parse", &join(path, "parse"));
    for (index, item) in parse.iter().enumerate() {
        if !["users", "roles", "everyone"]
            .iter()
            .any(|known| item == known)
        {
            let message = "Value must be one of {'users', 'roles', 'everyone'}.";
            faults.add(
                &join(&join(path, "parse"), index),
                "BASE_TYPE_CHOICES",
                message,
            );
        }
    }
    for key in ["users", "roles"] {
        let here = join(path, key);
        let ids = list(faults, allowed, key, &here);
        super::at_most(faults, &here, ids.len(), limits::ALLOWED_MENTIONS);
        if !ids.is_empty() && parse.iter().any(|item| item == key) {
            let message = format!("parse:[\"{key}\"] and {key}: [ids...] are mutually exclusive.");
            faults.add(path, "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", message);
        }
        for (index, id) in ids.iter().enumerate() {
            if crate::snowflake::read(id).is_none() {
                let message = format!("Value \"{id}\" is not snowflake.");
                faults.add(&join(&here, index), "NUMBER_TYPE_COERCE", message);
            }
        }
    }
    if let Err(error) = serde_json::from_value::<AllowedMentions>(allowed.clone()) {
        faults.add(path, "SECOND_READING", format!("twilight: {error}"));
    }
}
