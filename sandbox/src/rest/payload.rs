//! From a body to a message: what messages, answers, follow-ups and posts have in common.

use serde_json::{Value, json};

use super::Call;
use crate::{
    error::{ApiError, Faults},
    permissions,
    snowflake::{self, Snowflake},
    state::{AllowedMentions, Attachment, NewMessage, State, flags},
    validate,
};

/// The flags which a bot may set on a message.
const SETTABLE: u64 = flags::SUPPRESS_EMBEDS
    | flags::EPHEMERAL
    | flags::SUPPRESS_NOTIFICATIONS
    | flags::IS_COMPONENTS_V2;

/// Checks the message at `path` of a body and fills `new` from it.
pub(crate) fn fill(
    state: &mut State,
    call: &Call,
    body: &Value,
    path: &str,
    new: &mut NewMessage,
) -> Result<(), ApiError> {
    let mut faults = Faults::default();
    validate::message::check(&mut faults, body, path);
    faults.finish()?;
    new.content = body["content"]
        .as_str()
        .unwrap_or_default()
        .trim()
        .to_owned();
    new.flags |= body["flags"].as_u64().unwrap_or(0) & SETTABLE;
    new.nonce = Some(body["nonce"].clone()).filter(|nonce| !nonce.is_null());
    if !body["allowed_mentions"].is_null() {
        new.allowed = AllowedMentions::from_json(&body["allowed_mentions"]);
    }
    new.components = with_ids(array(&body["components"]));
    new.attachments = new_attachments(state, call, new.channel, &body["attachments"])?;
    new.embeds = resolve(
        validate::embeds::normalize(array(&body["embeds"])),
        &new.attachments,
    );
    let empty = new.content.is_empty()
        && new.embeds.is_empty()
        && new.components.is_empty()
        && new.attachments.is_empty();
    if empty {
        Err(ApiError::empty_message())
    } else {
        Ok(())
    }
}

/// Checks an edit and applies it; what the body does not name stays as it is.
pub(crate) fn edit(
    state: &mut State,
    call: &Call,
    body: &Value,
    path: &str,
    channel: Snowflake,
    id: Snowflake,
) -> Result<(), ApiError> {
    let mut faults = Faults::default();
    validate::message::check(&mut faults, body, path);
    faults.finish()?;
    let before = state
        .message(channel, id)
        .ok_or_else(ApiError::unknown_message)?
        .clone();
    let mut message = before.clone();
    let has = |key: &str| body.get(key).is_some();
    if has("content") {
        message.content = body["content"]
            .as_str()
            .unwrap_or_default()
            .trim()
            .to_owned();
    }
    if has("components") {
        message.components = with_ids(array(&body["components"]));
    }
    if has("flags") {
        let changeable = flags::SUPPRESS_EMBEDS | flags::IS_COMPONENTS_V2;
        let asked = body["flags"].as_u64().unwrap_or(0) & changeable;
        message.flags = message.flags & !flags::SUPPRESS_EMBEDS | asked;
    }
    // With "attachments" given, only files named in it stay; new files are always added.
    if has("attachments") {
        let kept: Vec<Snowflake> = array(&body["attachments"])
            .iter()
            .filter_map(|file| snowflake::read(&file["id"]))
            .collect();
        message.attachments.retain(|file| kept.contains(&file.id));
    }
    let added = new_attachments(state, call, channel, &body["attachments"])?;
    message.attachments.extend(added);
    if has("embeds") {
        let embeds = validate::embeds::normalize(array(&body["embeds"]));
        message.embeds = resolve(embeds, &message.attachments);
    }
    let empty = message.content.is_empty()
        && message.embeds.is_empty()
        && message.components.is_empty()
        && message.attachments.is_empty();
    if empty {
        return Err(ApiError::empty_message());
    }
    message.flags &= !flags::LOADING;
    let allowed = match &body["allowed_mentions"] {
        Value::Null if message.interaction.is_some() => AllowedMentions::of_interaction(),
        Value::Null => AllowedMentions::of_message(),
        given => AllowedMentions::from_json(given),
    };
    // An edit changes what is mentioned but notifies nobody again, except that a deferred answer
    // is first seen by its edit.
    let author = message.author.user();
    let mut mentions = state.mentions(
        channel,
        author,
        &message.content,
        &allowed,
        None,
        message.flags,
    );
    if before.flags & flags::LOADING == 0 {
        mentions.notified = before.mentions.notified;
    }
    message.mentions = mentions;
    if let Some(place) = state.message_mut(channel, id) {
        *place = message;
    }
    state.mark_edited(channel, id);
    Ok(())
}

fn array(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// Discord numbers components which bring no "id" of their own.
fn with_ids(rows: &[Value]) -> Vec<Value> {
    let mut next = 0;
    let mut rows = rows.to_vec();
    for row in &mut rows {
        number(row, &mut next);
    }
    rows
}

fn number(component: &mut Value, next: &mut u64) {
    *next += 1;
    if component["id"].as_u64().unwrap_or(0) == 0 {
        component["id"] = json!(*next);
    }
    for key in ["components", "items"] {
        if let Some(children) = component.get_mut(key).and_then(Value::as_array_mut) {
            for child in children {
                number(child, next);
            }
        }
    }
}

/// Stores the request's files, described by its "attachments" where these name them.
fn new_attachments(
    state: &mut State,
    call: &Call,
    channel: Snowflake,
    described: &Value,
) -> Result<Vec<Attachment>, ApiError> {
    let described = array(described);
    let find = |index| {
        described
            .iter()
            .find(|file| snowflake::read(&file["id"]) == Some(index))
    };
    if !described.is_empty()
        && let Some(stray) = call.files.iter().find(|file| find(file.index).is_none())
    {
        let message = format!("files[{}] is not among the attachments", stray.index);
        return Err(ApiError::invalid(
            "attachments",
            "ATTACHMENT_NOT_FOUND",
            message,
        ));
    }
    for (position, file) in described.iter().enumerate() {
        let id = snowflake::read(&file["id"]).unwrap_or(u64::MAX);
        // Small numbers are indices of uploaded files, large ones are existing attachments.
        if id < 1000 && call.files.iter().all(|upload| upload.index != id) {
            let message = format!("Attachment data for index {id} not found");
            let path = format!("attachments.{position}");
            return Err(ApiError::invalid(&path, "ATTACHMENT_NOT_FOUND", message));
        }
    }
    let mut kept = Vec::new();
    for upload in &call.files {
        let description = find(upload.index);
        let filename = description
            .and_then(|file| file["filename"].as_str())
            .unwrap_or(&upload.filename)
            .to_owned();
        let mut attachment = state.keep_file(
            channel,
            &filename,
            &upload.content_type,
            upload.bytes.clone(),
        );
        attachment.description = description
            .and_then(|file| file["description"].as_str())
            .map(str::to_owned);
        kept.push(attachment);
    }
    Ok(kept)
}

/// Puts the addresses of attached files in place of `attachment://name`.
fn resolve(mut embeds: Vec<Value>, files: &[Attachment]) -> Vec<Value> {
    for embed in &mut embeds {
        for (part, key) in [
            ("image", "url"),
            ("thumbnail", "url"),
            ("author", "icon_url"),
            ("footer", "icon_url"),
        ] {
            let Some(address) = embed.get(part).and_then(|part| part[key].as_str()) else {
                continue;
            };
            let Some(name) = address.strip_prefix("attachment://") else {
                continue;
            };
            if let Some(file) = files.iter().find(|file| file.filename == name) {
                embed[part][key] = json!(file.url);
            }
        }
    }
    embeds
}

/// Refuses a channel which does not exist, is not seen, or in which `bits` are lacking.
pub(crate) fn require(
    state: &State,
    channel: Snowflake,
    user: Snowflake,
    bits: u64,
) -> Result<(), ApiError> {
    let place = state
        .channels
        .get(&channel)
        .ok_or_else(ApiError::unknown_channel)?;
    let has = state.channel_permissions(place, user);
    if has & permissions::VIEW_CHANNEL == 0 {
        return Err(ApiError::missing_access());
    }
    if has & bits != bits {
        tracing::debug!(missing = ?permissions::names(bits & !has), "missing permissions");
        return Err(ApiError::missing_permissions());
    }
    Ok(())
}

/// Refuses a guild the bot isn't a member of, or in which `bits` are lacking.
pub(crate) fn require_guild(state: &State, guild: Snowflake, bits: u64) -> Result<(), ApiError> {
    let place = state
        .guilds
        .get(&guild)
        .ok_or_else(ApiError::unknown_guild)?;
    let bot = state.application.bot_id;
    if !place.members.contains_key(&bot) {
        return Err(ApiError::missing_access());
    }
    if state.guild_permissions(place, bot) & bits != bits {
        return Err(ApiError::missing_permissions());
    }
    Ok(())
}

/// The permission needed to write a message with these parts in a channel.
pub(crate) fn needed(state: &State, channel: Snowflake, body: &Value, call: &Call) -> u64 {
    let thread = state
        .channels
        .get(&channel)
        .is_some_and(|channel| channel.thread.is_some());
    let mut bits = if thread {
        permissions::SEND_MESSAGES_IN_THREADS
    } else {
        permissions::SEND_MESSAGES
    };
    if !array(&body["embeds"]).is_empty() {
        bits |= permissions::EMBED_LINKS;
    }
    if !call.files.is_empty() {
        bits |= permissions::ATTACH_FILES;
    }
    bits
}
