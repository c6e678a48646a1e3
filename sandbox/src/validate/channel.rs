//! Channels and threads (Resources, Channel).

use serde_json::Value;

use super::{at_most, integer, join, list, text};
use crate::{error::Faults, limits, state::ChannelKind};

/// Checks the fields of a guild channel which a request sets.
pub(crate) fn check(faults: &mut Faults, body: &Value, kind: ChannelKind) {
    if let Some(name) = text(faults, body, "name", "name") {
        faults.length("name", name.trim(), 1, limits::CHANNEL_NAME);
    }
    let topic_length = if kind.is_forum() {
        limits::FORUM_TOPIC
    } else {
        limits::TOPIC
    };
    if let Some(topic) = text(faults, body, "topic", "topic") {
        faults.length("topic", topic, 0, topic_length);
    }
    integer(
        faults,
        body,
        "rate_limit_per_user",
        "rate_limit_per_user",
        0,
        21_600,
    );
    auto_archive(faults, body, "default_auto_archive_duration");
    let tags = list(faults, body, "available_tags", "available_tags");
    at_most(faults, "available_tags", tags.len(), limits::AVAILABLE_TAGS);
    for (index, tag) in tags.iter().enumerate() {
        let here = join("available_tags", format!("{index}.name"));
        match text(faults, tag, "name", &here) {
            Some(name) => faults.length(&here, name, 1, limits::TAG_NAME),
            None => faults.add(&here, "BASE_TYPE_REQUIRED", "This field is required"),
        }
        let same = |other: &&Value| other["name"] == tag["name"];
        if tags.iter().filter(same).count() > 1 {
            faults.add(
                &here,
                "FORUM_TAG_NAME_NOT_UNIQUE",
                "Tag names must be unique",
            );
        }
    }
    if !tags.is_empty() && !kind.is_forum() {
        let message = "Only forum and media channels have tags";
        faults.add("available_tags", "CHANNEL_TYPE_INVALID", message);
    }
    let overwrites = list(
        faults,
        body,
        "permission_overwrites",
        "permission_overwrites",
    );
    for (index, overwrite) in overwrites.iter().enumerate() {
        let here = join("permission_overwrites", index);
        if crate::snowflake::read(&overwrite["id"]).is_none() {
            faults.add(
                &join(&here, "id"),
                "NUMBER_TYPE_COERCE",
                "Value is not snowflake.",
            );
        }
        if !matches!(overwrite["type"].as_u64(), Some(0 | 1)) {
            faults.add(
                &join(&here, "type"),
                "BASE_TYPE_CHOICES",
                "Value must be one of {0, 1}.",
            );
        }
    }
}

/// Checks the fields of a thread or post which a request sets.
pub(crate) fn check_thread(faults: &mut Faults, body: &Value, creating: bool) {
    match text(faults, body, "name", "name") {
        Some(name) => faults.length("name", name.trim(), 1, limits::CHANNEL_NAME),
        None if creating => faults.add("name", "BASE_TYPE_REQUIRED", "This field is required"),
        None => {}
    }
    auto_archive(faults, body, "auto_archive_duration");
    integer(
        faults,
        body,
        "rate_limit_per_user",
        "rate_limit_per_user",
        0,
        21_600,
    );
    let tags = list(faults, body, "applied_tags", "applied_tags");
    at_most(faults, "applied_tags", tags.len(), limits::APPLIED_TAGS);
    for (index, tag) in tags.iter().enumerate() {
        if crate::snowflake::read(tag).is_none() {
            let message = format!("Value \"{tag}\" is not snowflake.");
            faults.add(&join("applied_tags", index), "NUMBER_TYPE_COERCE", message);
        }
    }
}

fn auto_archive(faults: &mut Faults, body: &Value, key: &str) {
    let value = &body[key];
    let known = value
        .as_u64()
        .is_some_and(|minutes| limits::AUTO_ARCHIVE_MINUTES.contains(&minutes));
    if !value.is_null() && !known {
        let message = "Value must be one of {60, 1440, 4320, 10080}.";
        faults.add(key, "BASE_TYPE_CHOICES", message);
    }
}
