//! Who has joined a thread (Resources, Channel, "List Thread Members").

use serde_json::Value;

use super::{Call, Outcome, Reply, messages::not_archived, payload::require, threads::member_json};
use crate::{error::ApiError, permissions, state::State};

/// GET /channels/{channel.id}/thread-members
pub(super) fn list(state: &mut State, call: &Call) -> Outcome {
    let id = call.id(0)?;
    require(state, id, state.application.bot_id, 0)?;
    let thread = state
        .channels
        .get(&id)
        .and_then(|channel| channel.thread.as_ref());
    let thread = thread.ok_or_else(ApiError::wrong_channel_type)?;
    let members = thread
        .members
        .iter()
        .map(|(user, joined)| member_json(id, *user, *joined));
    Ok(Reply::ok(Value::Array(members.collect())))
}

/// PUT /channels/{channel.id}/thread-members/{user.id} ("@me" for the bot)
pub(super) fn join(state: &mut State, call: &Call) -> Outcome {
    let id = call.id(0)?;
    let bot = state.application.bot_id;
    let user = if call.text(1) == "@me" {
        bot
    } else {
        call.id(1)?
    };
    let needed = if user == bot {
        0
    } else {
        permissions::SEND_MESSAGES_IN_THREADS
    };
    require(state, id, bot, needed)?;
    not_archived(state, id)?;
    state.join_thread(id, user);
    Ok(Reply::Empty)
}

/// DELETE /channels/{channel.id}/thread-members/{user.id} ("@me" for the bot)
pub(super) fn leave(state: &mut State, call: &Call) -> Outcome {
    let id = call.id(0)?;
    let bot = state.application.bot_id;
    let user = if call.text(1) == "@me" {
        bot
    } else {
        call.id(1)?
    };
    let needed = if user == bot {
        0
    } else {
        permissions::MANAGE_THREADS
    };
    require(state, id, bot, needed)?;
    not_archived(state, id)?;
    if let Some(thread) = state
        .channels
        .get_mut(&id)
        .and_then(|channel| channel.thread.as_mut())
    {
        thread.members.remove(&user);
    }
    Ok(Reply::Empty)
}
