//! Channels (Resources, Channel).

use serde_json::{Value, json};

use super::{Call, Outcome, Reply, payload::require, threads};
use crate::{
    error::{ApiError, Faults},
    permissions,
    snowflake::{self, Snowflake},
    state::{Channel, ChannelKind, Overwrite, OverwriteKind, State, Tag},
    validate,
};

/// GET /channels/{channel.id}
pub(super) fn get(state: &mut State, call: &Call) -> Outcome {
    let id = call.id(0)?;
    require(state, id, state.application.bot_id, 0)?;
    answer(state, id)
}

pub(super) fn answer(state: &State, id: Snowflake) -> Outcome {
    let channel = state
        .channels
        .get(&id)
        .ok_or_else(ApiError::unknown_channel)?;
    Ok(Reply::ok(state.channel_json(channel)))
}

/// Fills a guild channel from a body which was checked before.
pub(super) fn apply(state: &mut State, channel: &mut Channel, body: &Value) {
    if let Some(name) = body["name"].as_str() {
        let name = name.trim();
        // Text channels are in lower case and without blanks; forums and others are as given.
        channel.name = match channel.kind {
            ChannelKind::Text | ChannelKind::Announcement | ChannelKind::Forum => {
                name.to_lowercase().replace(' ', "-")
            }
            _ => name.to_owned(),
        };
    }
    if body.get("topic").is_some() {
        channel.topic = body["topic"]
            .as_str()
            .filter(|text| !text.is_empty())
            .map(str::to_owned);
    }
    if body.get("parent_id").is_some() {
        channel.parent_id = snowflake::read(&body["parent_id"]);
    }
    if let Some(position) = body["position"].as_u64() {
        channel.position = position;
    }
    if let Some(nsfw) = body["nsfw"].as_bool() {
        channel.nsfw = nsfw;
    }
    if let Some(flags) = body["flags"].as_u64() {
        channel.flags = flags;
    }
    if let Some(seconds) = body["rate_limit_per_user"].as_u64() {
        channel.rate_limit_per_user = seconds;
    }
    if body.get("default_auto_archive_duration").is_some() {
        channel.default_auto_archive = body["default_auto_archive_duration"].as_u64();
    }
    if body.get("default_sort_order").is_some() {
        channel.default_sort_order = body["default_sort_order"].clone();
    }
    if let Some(layout) = body["default_forum_layout"].as_u64() {
        channel.default_forum_layout = layout;
    }
    if body.get("default_reaction_emoji").is_some() {
        channel.default_reaction_emoji = body["default_reaction_emoji"].clone();
    }
    if let Some(seconds) = body["default_thread_rate_limit_per_user"].as_u64() {
        channel.default_thread_rate_limit = Some(seconds);
    }
    if let Some(overwrites) = body["permission_overwrites"].as_array() {
        channel.overwrites = overwrites.iter().filter_map(overwrite).collect();
    }
    if let Some(tags) = body["available_tags"].as_array() {
        channel.available_tags = tags
            .iter()
            .map(|tag| read_tag(state, channel, tag))
            .collect();
    }
}

/// A tag of a body: one with a known identifier, or of a known name, stays the same tag.
fn read_tag(state: &mut State, channel: &Channel, tag: &Value) -> Tag {
    let known = snowflake::read(&tag["id"])
        .filter(|id| channel.available_tags.iter().any(|known| known.id == *id));
    Tag {
        id: known.unwrap_or_else(|| state.mint().0),
        name: tag["name"].as_str().unwrap_or_default().to_owned(),
        moderated: tag["moderated"].as_bool().unwrap_or(false),
        emoji_id: tag["emoji_id"].clone(),
        emoji_name: tag["emoji_name"].clone(),
    }
}

/// Permissions stand in JSON as strings; older clients send numbers.
pub(super) fn bits(value: &Value) -> u64 {
    snowflake::read(value).unwrap_or(0)
}

fn overwrite(value: &Value) -> Option<Overwrite> {
    Some(Overwrite {
        id: snowflake::read(&value["id"])?,
        kind: if value["type"] == 1 {
            OverwriteKind::Member
        } else {
            OverwriteKind::Role
        },
        allow: bits(&value["allow"]),
        deny: bits(&value["deny"]),
    })
}

/// "Only permissions your bot has in the guild or parent channel can be allowed or denied", and
/// changing who may do what needs MANAGE_ROLES.
pub(super) fn may_set_overwrites(
    state: &State,
    guild: Snowflake,
    overwrites: &Value,
) -> Result<(), ApiError> {
    let Some(overwrites) = overwrites.as_array().filter(|list| !list.is_empty()) else {
        return Ok(());
    };
    let guild = state
        .guilds
        .get(&guild)
        .ok_or_else(ApiError::unknown_guild)?;
    let own = state.guild_permissions(guild, state.application.bot_id);
    let asked = overwrites
        .iter()
        .filter_map(overwrite)
        .fold(0, |sum, overwrite| sum | overwrite.allow | overwrite.deny);
    // Bits the sandbox does not know are taken as granted.
    let known = permissions::NAMES.iter().fold(0, |sum, (_, bit)| sum | bit);
    let lacks_roles = own & permissions::MANAGE_ROLES == 0;
    if lacks_roles || asked & known & !own != 0 {
        return Err(ApiError::missing_permissions());
    }
    Ok(())
}

/// PATCH /channels/{channel.id}
pub(super) fn edit(state: &mut State, call: &Call) -> Outcome {
    let id = call.id(0)?;
    let channel = state
        .channels
        .get(&id)
        .cloned()
        .ok_or_else(ApiError::unknown_channel)?;
    if channel.thread.is_some() {
        threads::edit(state, call, channel)?;
        return answer(state, id);
    }
    let Some(guild) = channel.guild_id else {
        return Err(ApiError::wrong_account());
    };
    require(
        state,
        id,
        state.application.bot_id,
        permissions::MANAGE_CHANNELS,
    )?;
    may_set_overwrites(state, guild, &call.body["permission_overwrites"])?;
    let mut faults = Faults::default();
    validate::channel::check(&mut faults, &call.body, channel.kind);
    faults.finish()?;
    let mut changed = channel;
    apply(state, &mut changed, &call.body);
    state.channels.insert(id, changed);
    state.tell_channel("CHANNEL_UPDATE", id, None);
    answer(state, id)
}

/// DELETE /channels/{channel.id}
pub(super) fn delete(state: &mut State, call: &Call) -> Outcome {
    let id = call.id(0)?;
    let channel = state
        .channels
        .get(&id)
        .ok_or_else(ApiError::unknown_channel)?;
    let json = state.channel_json(channel);
    if channel.guild_id.is_none() {
        // Closing a direct message only hides it.
        return Ok(Reply::ok(json));
    }
    let needed = if channel.thread.is_some() {
        permissions::MANAGE_THREADS
    } else {
        permissions::MANAGE_CHANNELS
    };
    require(state, id, state.application.bot_id, needed)?;
    state.delete_channel(id);
    Ok(Reply::ok(json))
}

/// PUT /channels/{channel.id}/permissions/{overwrite.id}
pub(super) fn put_overwrite(state: &mut State, call: &Call) -> Outcome {
    let (id, target) = (call.id(0)?, call.id(1)?);
    require(
        state,
        id,
        state.application.bot_id,
        permissions::MANAGE_ROLES,
    )?;
    let mut given = call.body.clone();
    given["id"] = json!(target.to_string());
    let channel = state
        .channels
        .get(&id)
        .ok_or_else(ApiError::unknown_channel)?;
    let guild = channel.guild_id.ok_or_else(ApiError::wrong_account)?;
    may_set_overwrites(state, guild, &json!([given]))?;
    let Some(new) = overwrite(&given).filter(|_| matches!(given["type"].as_u64(), Some(0 | 1)))
    else {
        return Err(ApiError::invalid(
            "type",
            "BASE_TYPE_CHOICES",
            "Value must be one of {0, 1}.",
        ));
    };
    if let Some(channel) = state.channels.get_mut(&id) {
        channel
            .overwrites
            .retain(|overwrite| overwrite.id != target);
        channel.overwrites.push(new);
    }
    state.tell_channel("CHANNEL_UPDATE", id, None);
    Ok(Reply::Empty)
}

/// DELETE /channels/{channel.id}/permissions/{overwrite.id}
pub(super) fn delete_overwrite(state: &mut State, call: &Call) -> Outcome {
    let (id, target) = (call.id(0)?, call.id(1)?);
    require(
        state,
        id,
        state.application.bot_id,
        permissions::MANAGE_ROLES,
    )?;
    let channel = state
        .channels
        .get_mut(&id)
        .ok_or_else(ApiError::unknown_channel)?;
    let before = channel.overwrites.len();
    channel
        .overwrites
        .retain(|overwrite| overwrite.id != target);
    if channel.overwrites.len() == before {
        return Err(ApiError::new(404, 10009, "Unknown Overwrite"));
    }
    state.tell_channel("CHANNEL_UPDATE", id, None);
    Ok(Reply::Empty)
}

/// POST /channels/{channel.id}/typing
pub(super) fn typing(state: &mut State, call: &Call) -> Outcome {
    let id = call.id(0)?;
    require(state, id, state.application.bot_id, 0)?;
    Ok(Reply::Empty)
}
