//! Guilds and their channels (Resources, Guild).

use serde_json::{Value, json};

use super::{
    Call, Outcome, Reply, channels,
    payload::{require, require_guild},
    threads,
};
use crate::{
    error::{ApiError, Faults},
    limits, permissions, snowflake,
    state::{Channel, ChannelKind, State},
    validate,
};

/// GET /guilds/{guild.id}
pub(super) fn get(state: &mut State, call: &Call) -> Outcome {
    let id = call.id(0)?;
    require_guild(state, id, 0)?;
    let guild = state.guilds.get(&id).ok_or_else(ApiError::unknown_guild)?;
    let mut json = state.guild_json(guild);
    if call.query_flag("with_counts") {
        json["approximate_member_count"] = json!(guild.members.len());
        json["approximate_presence_count"] = json!(guild.members.len());
    }
    Ok(Reply::ok(json))
}

/// GET /guilds/{guild.id}/channels: without threads.
pub(super) fn channels(state: &mut State, call: &Call) -> Outcome {
    let id = call.id(0)?;
    require_guild(state, id, 0)?;
    let list = state
        .channels
        .values()
        .filter(|channel| channel.guild_id == Some(id) && channel.thread.is_none())
        .map(|channel| state.channel_json(channel))
        .collect();
    Ok(Reply::ok(Value::Array(list)))
}

/// POST /guilds/{guild.id}/channels
pub(super) fn create_channel(state: &mut State, call: &Call) -> Outcome {
    let guild = call.id(0)?;
    require_guild(state, guild, permissions::MANAGE_CHANNELS)?;
    channels::may_set_overwrites(state, guild, &call.body["permission_overwrites"])?;
    let number = call.body["type"].as_u64().unwrap_or(0);
    let kind = ChannelKind::from_number(number)
        .filter(|kind| !matches!(number, 10..=12) && *kind != ChannelKind::DirectMessage)
        .ok_or_else(|| {
            let message = "Value must be one of {0, 2, 4, 5, 13, 15, 16}.";
            ApiError::invalid("type", "BASE_TYPE_CHOICES", message)
        })?;
    let mut faults = Faults::default();
    if call.body["name"].is_null() {
        faults.add("name", "BASE_TYPE_REQUIRED", "This field is required");
    }
    if let Some(parent) = snowflake::read(&call.body["parent_id"]) {
        let folder = state.channels.get(&parent).map(|channel| channel.kind);
        if folder != Some(ChannelKind::Category) {
            faults.add("parent_id", "CHANNEL_PARENT_INVALID_TYPE", "Not a category");
        }
    }
    validate::channel::check(&mut faults, &call.body, kind);
    faults.finish()?;
    let count = state
        .channels
        .values()
        .filter(|channel| channel.guild_id == Some(guild) && channel.thread.is_none());
    if count.count() >= limits::CHANNELS {
        return Err(ApiError::too_many_channels());
    }
    let (id, _) = state.mint();
    let mut channel = Channel::new(id, kind, "");
    channel.guild_id = Some(guild);
    channels::apply(state, &mut channel, &call.body);
    // A channel in a category starts with the category's overwrites.
    if call.body["permission_overwrites"].is_null()
        && let Some(folder) = channel.parent_id.and_then(|id| state.channels.get(&id))
    {
        channel.overwrites = folder.overwrites.clone();
    }
    let json = state.channel_json(&channel);
    state.channels.insert(id, channel);
    state.tell_channel("CHANNEL_CREATE", id, None);
    Ok(Reply::created(json))
}

/// GET /guilds/{guild.id}/threads/active: those which the bot sees.
pub(super) fn active_threads(state: &mut State, call: &Call) -> Outcome {
    let guild = call.id(0)?;
    require_guild(state, guild, 0)?;
    let bot = state.application.bot_id;
    let active = state.channels.values().filter(|channel| {
        channel.guild_id == Some(guild)
            && channel
                .thread
                .as_ref()
                .is_some_and(|thread| !thread.archived)
            && require(state, channel.id, bot, 0).is_ok()
    });
    Ok(Reply::ok(threads::list_json(state, active, None)))
}
