//! Scheduled events (Resources, Guild Scheduled Event).

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::text;
use crate::{error::Faults, limits, state::ScheduledEvent};

/// Reads a moment of a body.
pub(crate) fn moment(faults: &mut Faults, body: &Value, key: &str) -> Option<DateTime<Utc>> {
    let given = text(faults, body, key, key)?;
    match DateTime::parse_from_rfc3339(given) {
        Ok(moment) => Some(moment.to_utc()),
        Err(_) => {
            let message = "Could not parse value. Should be ISO8601 or epoch seconds/milliseconds.";
            faults.add(key, "DATE_TIME_TYPE_PARSE", message);
            None
        }
    }
}

/// Checks an event as it would stand after the request; `start_changed` when the request sets
/// the start, which then must lie in the future.
pub(crate) fn check(
    faults: &mut Faults,
    event: &ScheduledEvent,
    body: &Value,
    now: DateTime<Utc>,
    start_changed: bool,
) {
    faults.length("name", event.name.trim(), 1, limits::EVENT_NAME);
    if let Some(description) = &event.description {
        faults.length("description", description, 1, limits::EVENT_DESCRIPTION);
    }
    if start_changed && event.start <= now {
        let message = "Cannot schedule event in the past.";
        faults.add(
            "scheduled_start_time",
            "GUILD_SCHEDULED_EVENT_SCHEDULE_PAST",
            message,
        );
    }
    if event.end.is_some_and(|end| end <= event.start) {
        let message = "Cannot schedule event to end before start.";
        faults.add(
            "scheduled_end_time",
            "GUILD_SCHEDULED_EVENT_END_BEFORE_START",
            message,
        );
    }
    match event.entity_type {
        3 => {
            if event.end.is_none() {
                faults.add(
                    "scheduled_end_time",
                    "BASE_TYPE_REQUIRED",
                    "This field is required",
                );
            }
            let location = event.location.as_deref().unwrap_or_default();
            faults.length(
                "entity_metadata.location",
                location,
                1,
                limits::EVENT_LOCATION,
            );
            if event.channel_id.is_some() {
                let message = "Must be null for external events.";
                faults.add(
                    "channel_id",
                    "GUILD_SCHEDULED_EVENT_CHANNEL_ID_INVALID",
                    message,
                );
            }
        }
        1 | 2 => {
            if event.channel_id.is_none() {
                faults.add("channel_id", "BASE_TYPE_REQUIRED", "This field is required");
            }
        }
        _ => faults.add(
            "entity_type",
            "BASE_TYPE_CHOICES",
            "Value must be one of {1, 2, 3}.",
        ),
    }
    if !body["privacy_level"].is_null() && body["privacy_level"] != 2 {
        faults.add(
            "privacy_level",
            "BASE_TYPE_CHOICES",
            "Value must be one of {2}.",
        );
    }
}
