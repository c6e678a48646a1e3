//! Scheduled events (Resources, Guild Scheduled Event).

use serde_json::Value;

use super::{Call, Outcome, Reply, payload::require_guild};
use crate::{
    error::{ApiError, Faults},
    limits, permissions,
    snowflake::{self, Snowflake},
    state::{Audience, intents},
    state::{ScheduledEvent, State},
    validate,
};

/// GET /guilds/{guild.id}/scheduled-events: those not yet over.
pub(super) fn list(state: &mut State, call: &Call) -> Outcome {
    let guild = call.id(0)?;
    require_guild(state, guild, 0)?;
    let events = state
        .events
        .values()
        .filter(|event| event.guild_id == guild && event.status < 3);
    Ok(Reply::ok(
        events.map(|event| state.event_json(event)).collect(),
    ))
}

fn find(state: &State, call: &Call) -> Result<ScheduledEvent, ApiError> {
    let guild = call.id(0)?;
    require_guild(state, guild, 0)?;
    let id = call.id(1)?;
    let event = state
        .events
        .get(&id)
        .filter(|event| event.guild_id == guild);
    event.cloned().ok_or_else(ApiError::unknown_event)
}

/// GET /guilds/{guild.id}/scheduled-events/{event.id}
pub(super) fn get(state: &mut State, call: &Call) -> Outcome {
    let event = find(state, call)?;
    Ok(Reply::ok(state.event_json(&event)))
}

/// Creating needs CREATE_EVENTS; MANAGE_EVENTS serves for everything.
fn may(state: &State, guild: Snowflake, own: bool) -> Result<(), ApiError> {
    if require_guild(state, guild, permissions::MANAGE_EVENTS).is_ok() {
        return Ok(());
    }
    if !own {
        return Err(ApiError::missing_permissions());
    }
    require_guild(state, guild, permissions::CREATE_EVENTS)
}

/// Sets what a body names.
fn apply(event: &mut ScheduledEvent, body: &Value, faults: &mut Faults) {
    if let Some(name) = validate::text(faults, body, "name", "name") {
        name.trim().clone_into(&mut event.name);
    }
    if body.get("description").is_some() {
        event.description =
            validate::text(faults, body, "description", "description").map(str::to_owned);
    }
    if let Some(start) = validate::event::moment(faults, body, "scheduled_start_time") {
        event.start = start;
    }
    if body.get("scheduled_end_time").is_some() {
        event.end = validate::event::moment(faults, body, "scheduled_end_time");
    }
    if let Some(kind) = body["entity_type"].as_u64() {
        event.entity_type = kind;
    }
    if body.get("channel_id").is_some() {
        event.channel_id = snowflake::read(&body["channel_id"]);
    }
    if body.get("entity_metadata").is_some() {
        event.location = body["entity_metadata"]["location"]
            .as_str()
            .map(str::to_owned);
    }
}

fn tell(state: &mut State, event: &ScheduledEvent, name: &'static str) {
    let body = state.event_json(event);
    state.emit(
        Audience::Guild(event.guild_id),
        intents::GUILD_SCHEDULED_EVENTS,
        name,
        body,
    );
}

/// POST /guilds/{guild.id}/scheduled-events
pub(super) fn create(state: &mut State, call: &Call) -> Outcome {
    let guild = call.id(0)?;
    require_guild(state, guild, 0)?;
    may(state, guild, true)?;
    let body = &call.body;
    let mut faults = Faults::default();
    for key in [
        "name",
        "privacy_level",
        "scheduled_start_time",
        "entity_type",
    ] {
        if body[key].is_null() {
            faults.add(key, "BASE_TYPE_REQUIRED", "This field is required");
        }
    }
    let now = state.now();
    let (id, _) = state.mint();
    let mut event = ScheduledEvent {
        id,
        guild_id: guild,
        channel_id: None,
        creator_id: state.application.bot_id,
        name: String::new(),
        description: None,
        start: now,
        end: None,
        status: 1,
        entity_type: 0,
        location: None,
    };
    apply(&mut event, body, &mut faults);
    if faults.count() == 0 {
        validate::event::check(&mut faults, &event, body, now, true);
    }
    faults.finish()?;
    let open = state
        .events
        .values()
        .filter(|event| event.guild_id == guild && event.status < 3);
    if open.count() >= limits::SCHEDULED_EVENTS {
        return Err(ApiError::too_many_events());
    }
    state.events.insert(id, event.clone());
    tell(state, &event, "GUILD_SCHEDULED_EVENT_CREATE");
    Ok(Reply::ok(state.event_json(&event)))
}

/// PATCH /guilds/{guild.id}/scheduled-events/{event.id}
pub(super) fn edit(state: &mut State, call: &Call) -> Outcome {
    let mut event = find(state, call)?;
    may(
        state,
        event.guild_id,
        event.creator_id == state.application.bot_id,
    )?;
    let body = &call.body;
    let mut faults = Faults::default();
    if event.status > 2 {
        let message = "Cannot update a finished event";
        return Err(ApiError::new(400, 180_000, message));
    }
    let before = event.start;
    apply(&mut event, body, &mut faults);
    if let Some(status) = body["status"].as_u64() {
        // Scheduled to active or cancelled, active to completed; nothing else.
        if status != event.status && !matches!((event.status, status), (1, 2 | 4) | (2, 3)) {
            let message = "Invalid status transition";
            faults.add(
                "status",
                "GUILD_SCHEDULED_EVENT_INVALID_STATUS_TRANSITION",
                message,
            );
        }
        event.status = status;
    }
    let now = state.now();
    if faults.count() == 0 {
        validate::event::check(&mut faults, &event, body, now, event.start != before);
    }
    faults.finish()?;
    state.events.insert(event.id, event.clone());
    tell(state, &event, "GUILD_SCHEDULED_EVENT_UPDATE");
    Ok(Reply::ok(state.event_json(&event)))
}

/// DELETE /guilds/{guild.id}/scheduled-events/{event.id}
pub(super) fn delete(state: &mut State, call: &Call) -> Outcome {
    let event = find(state, call)?;
    may(
        state,
        event.guild_id,
        event.creator_id == state.application.bot_id,
    )?;
    state.events.remove(&event.id);
    tell(state, &event, "GUILD_SCHEDULED_EVENT_DELETE");
    Ok(Reply::Empty)
}
