//! Messages (Resources, Message).

use std::time::Instant;

use chrono::TimeDelta;
use serde_json::Value;

use super::{
    Call, Outcome, Reply,
    payload::{self, require},
};
use crate::{
    error::ApiError,
    limits, permissions,
    snowflake::{self, Snowflake},
    state::{Author, Message, NewMessage, State, flags},
};

/// POST /channels/{channel.id}/messages
pub(super) fn create(state: &mut State, call: &Call) -> Outcome {
    let channel = call.id(0)?;
    let bot = state.application.bot_id;
    let place = state
        .channels
        .get(&channel)
        .ok_or_else(ApiError::unknown_channel)?;
    if !place.kind.is_text() {
        return Err(ApiError::not_a_text_channel());
    }
    let locked = place.thread.as_ref().is_some_and(|thread| thread.locked);
    let recipient = place.recipient;
    require(
        state,
        channel,
        bot,
        payload::needed(state, channel, &call.body, call),
    )?;
    if locked && require(state, channel, bot, permissions::MANAGE_THREADS).is_err() {
        return Err(ApiError::locked());
    }
    if let Some(user) = recipient
        && !takes_direct_messages(state, user)
    {
        return Err(ApiError::closed_direct_messages());
    }
    let mut new = NewMessage::new(channel, Author::User(bot), "");
    payload::fill(state, call, &call.body, "", &mut new)?;
    // Only answers to interactions can be ephemeral.
    new.flags &= !flags::EPHEMERAL;
    if let Some(first) = repeated(state, channel, bot, &call.body) {
        return answer(state, channel, first);
    }
    reply_to(state, &call.body, &mut new)?;
    let nonce = nonce_key(&call.body);
    let id = state.create_message(new);
    if let Some(nonce) = nonce {
        state
            .nonces
            .insert((channel, bot, nonce), (Instant::now(), id));
    }
    answer(state, channel, id)
}

fn answer(state: &State, channel: Snowflake, id: Snowflake) -> Outcome {
    let message = state
        .message(channel, id)
        .ok_or_else(ApiError::unknown_message)?;
    Ok(Reply::ok(state.message_json(message, true)))
}

/// Members of a common guild can be written to, unless they have closed their direct messages.
fn takes_direct_messages(state: &State, user: Snowflake) -> bool {
    let bot = state.application.bot_id;
    let shares_guild = state
        .guilds
        .values()
        .any(|guild| guild.members.contains_key(&user) && guild.members.contains_key(&bot));
    shares_guild
        && state
            .users
            .get(&user)
            .is_some_and(|user| user.takes_direct_messages)
}

fn nonce_key(body: &Value) -> Option<String> {
    match &body["nonce"] {
        Value::String(nonce) if !nonce.is_empty() => Some(nonce.clone()),
        Value::Number(nonce) => Some(nonce.to_string()),
        _ => None,
    }
}

/// The message which was sent with the same nonce "in the past few minutes", if it is enforced.
fn repeated(
    state: &mut State,
    channel: Snowflake,
    author: Snowflake,
    body: &Value,
) -> Option<Snowflake> {
    state
        .nonces
        .retain(|_, (at, _)| at.elapsed() < limits::NONCE_MEMORY);
    if body["enforce_nonce"] != true {
        return None;
    }
    let (_, id) = *state.nonces.get(&(channel, author, nonce_key(body)?))?;
    state.message(channel, id).map(|message| message.id)
}

fn reply_to(state: &State, body: &Value, new: &mut NewMessage) -> Result<(), ApiError> {
    let reference = &body["message_reference"];
    let Some(id) = snowflake::read(&reference["message_id"]) else {
        return Ok(());
    };
    let bot = state.application.bot_id;
    if require(state, new.channel, bot, permissions::READ_MESSAGE_HISTORY).is_err() {
        let message = "Cannot reply without permission to read message history";
        return Err(ApiError::new(403, 160_002, message));
    }
    if state.message(new.channel, id).is_some() {
        new.reference = Some(id);
        new.kind = 19;
    } else if reference["fail_if_not_exists"] != false {
        return Err(ApiError::invalid(
            "message_reference",
            "MESSAGE_REFERENCE_UNKNOWN_MESSAGE",
            "Unknown message",
        ));
    }
    Ok(())
}

/// GET /channels/{channel.id}/messages
pub(super) fn list(state: &mut State, call: &Call) -> Outcome {
    let channel = call.id(0)?;
    let bot = state.application.bot_id;
    require(state, channel, bot, 0)?;
    let limit = call.limit(50, 100)?;
    let readable = require(state, channel, bot, permissions::READ_MESSAGE_HISTORY).is_ok();
    let all: Vec<&Message> = state
        .messages
        .get(&channel)
        .into_iter()
        .flat_map(|all| all.values())
        .filter(|message| !message.is_ephemeral() && readable)
        .collect();
    let mut chosen: Vec<&Message> = if let Some(around) = call.query_id("around") {
        let older = all.iter().filter(|message| message.id < around).count();
        all.iter()
            .skip(older.saturating_sub(limit / 2))
            .take(limit)
            .copied()
            .collect()
    } else if let Some(after) = call.query_id("after") {
        all.iter()
            .filter(|message| message.id > after)
            .take(limit)
            .copied()
            .collect()
    } else {
        let before = call.query_id("before").unwrap_or(Snowflake::MAX);
        let mut older: Vec<_> = all
            .iter()
            .rev()
            .filter(|message| message.id < before)
            .take(limit)
            .copied()
            .collect();
        older.reverse();
        older
    };
    // The newest first, whichever way they were chosen.
    chosen.reverse();
    let json = chosen
        .into_iter()
        .map(|message| state.message_json(message, false))
        .collect();
    Ok(Reply::ok(Value::Array(json)))
}

/// A message which the API lets the bot see under its channel.
fn visible(state: &State, channel: Snowflake, id: Snowflake) -> Result<&Message, ApiError> {
    state
        .message(channel, id)
        .filter(|message| !message.is_ephemeral())
        .ok_or_else(ApiError::unknown_message)
}

/// GET /channels/{channel.id}/messages/{message.id}
pub(super) fn get(state: &mut State, call: &Call) -> Outcome {
    let (channel, id) = (call.id(0)?, call.id(1)?);
    require(
        state,
        channel,
        state.application.bot_id,
        permissions::READ_MESSAGE_HISTORY,
    )?;
    let message = visible(state, channel, id)?;
    Ok(Reply::ok(state.message_json(message, false)))
}

/// Refuses what cannot be done in an archived thread.
pub(super) fn not_archived(state: &State, channel: Snowflake) -> Result<(), ApiError> {
    let thread = state
        .channels
        .get(&channel)
        .and_then(|channel| channel.thread.as_ref());
    if thread.is_some_and(|thread| thread.archived) {
        Err(ApiError::archived())
    } else {
        Ok(())
    }
}

/// PATCH /channels/{channel.id}/messages/{message.id}
pub(super) fn edit(state: &mut State, call: &Call) -> Outcome {
    let (channel, id) = (call.id(0)?, call.id(1)?);
    let bot = state.application.bot_id;
    require(state, channel, bot, 0)?;
    let message = visible(state, channel, id)?;
    if message.author != Author::User(bot) {
        return Err(ApiError::edit_of_another());
    }
    let written = message.timestamp;
    not_archived(state, channel)?;
    let age = TimeDelta::from_std(limits::OLD_MESSAGE_AGE).unwrap_or(TimeDelta::MAX);
    if state.now() - written > age {
        let taken = state
            .rate_limiter
            .take(limits::OLD_MESSAGE_EDIT, &channel.to_string());
        if !taken.allowed && state.options.enforce_rate_limits {
            return Err(ApiError {
                retry: Some((taken.reset_after, false)),
                ..ApiError::too_many_old_edits()
            });
        }
    }
    payload::edit(state, call, &call.body, "", channel, id)?;
    let message = visible(state, channel, id)?;
    Ok(Reply::ok(state.message_json(message, false)))
}

/// DELETE /channels/{channel.id}/messages/{message.id}
pub(super) fn delete(state: &mut State, call: &Call) -> Outcome {
    let (channel, id) = (call.id(0)?, call.id(1)?);
    let bot = state.application.bot_id;
    require(state, channel, bot, 0)?;
    let own = visible(state, channel, id)?.author == Author::User(bot);
    not_archived(state, channel)?;
    if !own {
        require(state, channel, bot, permissions::MANAGE_MESSAGES)?;
    }
    state.delete_message(channel, id);
    Ok(Reply::Empty)
}
