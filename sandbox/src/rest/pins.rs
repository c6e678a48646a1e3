//! Pinned messages (Resources, Message, "Get Channel Pins").

use serde_json::{Value, json};

use super::{Call, Outcome, Reply, payload::require};
use crate::{
    error::ApiError,
    permissions,
    snowflake::{Snowflake, iso8601},
    state::State,
    state::{Audience, intents},
};

fn pinned(state: &State, call: &Call) -> Result<Vec<Value>, ApiError> {
    let channel = call.id(0)?;
    require(
        state,
        channel,
        state.application.bot_id,
        permissions::READ_MESSAGE_HISTORY,
    )?;
    Ok(state
        .messages
        .get(&channel)
        .into_iter()
        .flat_map(|all| all.values().rev())
        .filter(|message| message.pinned)
        .map(|message| state.message_json(message, false))
        .collect())
}

/// GET /channels/{channel.id}/pins
pub(super) fn list(state: &mut State, call: &Call) -> Outcome {
    Ok(Reply::ok(Value::Array(pinned(state, call)?)))
}

/// GET /channels/{channel.id}/messages/pins
pub(super) fn list_paged(state: &mut State, call: &Call) -> Outcome {
    let now = iso8601(state.now());
    let items: Vec<Value> = pinned(state, call)?
        .into_iter()
        .map(|message| json!({ "pinned_at": now, "message": message }))
        .collect();
    Ok(Reply::ok(json!({ "items": items, "has_more": false })))
}

/// PUT /channels/{channel.id}/pins/{message.id}
pub(super) fn pin(state: &mut State, call: &Call) -> Outcome {
    set(state, call, true)
}

/// DELETE /channels/{channel.id}/pins/{message.id}
pub(super) fn unpin(state: &mut State, call: &Call) -> Outcome {
    set(state, call, false)
}

fn set(state: &mut State, call: &Call, pinned: bool) -> Outcome {
    let (channel, id): (Snowflake, Snowflake) = (call.id(0)?, call.id(1)?);
    let bot = state.application.bot_id;
    // Since 2025 pinning has a permission of its own; the older one still serves.
    if require(state, channel, bot, permissions::PIN_MESSAGES).is_err() {
        require(state, channel, bot, permissions::MANAGE_MESSAGES)?;
    }
    super::messages::not_archived(state, channel)?;
    let message = state
        .message_mut(channel, id)
        .ok_or_else(ApiError::unknown_message)?;
    message.pinned = pinned;
    let guild = state
        .channels
        .get(&channel)
        .and_then(|channel| channel.guild_id);
    let mut body = json!({
        "channel_id": channel.to_string(),
        "last_pin_timestamp": iso8601(state.now()),
    });
    if let Some(guild) = guild {
        body["guild_id"] = json!(guild.to_string());
    }
    let audience = Audience::Channel { guild, channel };
    let needs = if guild.is_some() {
        intents::GUILDS
    } else {
        intents::DIRECT_MESSAGES
    };
    state.emit(audience, needs, "CHANNEL_PINS_UPDATE", body);
    state.tell_message("MESSAGE_UPDATE", channel, id);
    Ok(Reply::Empty)
}
