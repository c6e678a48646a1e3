//! Threads and forum posts (Resources, Channel; Topics, Threads).

use serde_json::{Value, json};

use super::{
    Call, Outcome, Reply,
    payload::{self, require},
};
use crate::{
    error::{ApiError, Faults},
    permissions,
    snowflake::{self, Snowflake, iso8601},
    state::{Author, Channel, ChannelKind, NewMessage, State, Thread, flags, with_fields},
    validate,
};

/// POST /channels/{channel.id}/threads: a post in a forum, or a thread in a text channel.
pub(super) fn create(state: &mut State, call: &Call) -> Outcome {
    let parent = call.id(0)?;
    let place = state
        .channels
        .get(&parent)
        .cloned()
        .ok_or_else(ApiError::unknown_channel)?;
    require_room(state, &place)?;
    match place.kind {
        ChannelKind::Forum | ChannelKind::Media => create_post(state, call, &place),
        ChannelKind::Text | ChannelKind::Announcement => create_plain(state, call, &place),
        _ => Err(ApiError::wrong_channel_type()),
    }
}

/// Whether one more thread may be active in the channel's guild.
fn require_room(state: &State, place: &Channel) -> Result<(), ApiError> {
    let active = |it: &&Channel| it.thread.as_ref().is_some_and(|thread| !thread.archived);
    let of_guild = state
        .channels
        .values()
        .filter(|it| it.guild_id == place.guild_id);
    match of_guild.filter(active).count() < state.options.active_threads {
        true => Ok(()),
        false => Err(ApiError::too_many_threads()),
    }
}

fn check(body: &Value) -> Result<(), ApiError> {
    let mut faults = Faults::default();
    validate::channel::check_thread(&mut faults, body, true);
    faults.finish()
}

fn settings(body: &Value, channel: &mut Channel, thread: &mut Thread) {
    if let Some(minutes) = body["auto_archive_duration"].as_u64() {
        thread.auto_archive = minutes;
    }
    if let Some(seconds) = body["rate_limit_per_user"].as_u64() {
        channel.rate_limit_per_user = seconds;
    }
}

fn create_post(state: &mut State, call: &Call, forum: &Channel) -> Outcome {
    let bot = state.application.bot_id;
    let message = &call.body["message"];
    // Posting in a forum needs SEND_MESSAGES; CREATE_PUBLIC_THREADS is not asked for there.
    let thread_bits = payload::needed(state, forum.id, message, call);
    require(state, forum.id, bot, thread_bits)?;
    check(&call.body)?;
    if !message.is_object() {
        return Err(ApiError::invalid(
            "message",
            "BASE_TYPE_REQUIRED",
            "This field is required",
        ));
    }
    let tags = applied_tags(state, forum, &call.body)?;
    if forum.requires_tag() && tags.is_empty() {
        let moderates = require(state, forum.id, bot, permissions::MANAGE_THREADS).is_ok();
        let open = forum
            .available_tags
            .iter()
            .any(|tag| moderates || !tag.moderated);
        return Err(match open || forum.available_tags.is_empty() {
            true => ApiError::tag_required(),
            false => ApiError::no_open_tag(),
        });
    }
    let mut new = NewMessage::new(forum.id, Author::User(bot), "");
    payload::fill(state, call, message, "message", &mut new)?;
    let name = call.body["name"]
        .as_str()
        .unwrap_or_default()
        .trim()
        .to_owned();
    let body = call.body.clone();
    let post = state.open_thread(
        forum.id,
        None,
        ChannelKind::PublicThread,
        &name,
        bot,
        |c, t| {
            settings(&body, c, t);
            t.applied_tags = tags;
        },
    );
    new.channel = post;
    // The first message bears the identifier of its post.
    new.id = Some(post);
    new.flags &= !flags::EPHEMERAL;
    state.create_message(new);
    let channel = state
        .channels
        .get(&post)
        .ok_or_else(ApiError::unknown_channel)?;
    let message = json!({ "message": state.message_json_by_id(post, post) });
    Ok(Reply::created(with_fields(
        state.channel_json(channel),
        message,
    )))
}

/// The tags a body applies: known ones, and moderated ones only by moderators.
fn applied_tags(state: &State, forum: &Channel, body: &Value) -> Result<Vec<Snowflake>, ApiError> {
    let mut applied = Vec::new();
    for tag in body["applied_tags"].as_array().into_iter().flatten() {
        let known =
            snowflake::read(tag).and_then(|id| forum.available_tags.iter().find(|t| t.id == id));
        let Some(tag) = known else {
            return Err(ApiError::new(404, 10087, "Unknown tag"));
        };
        if tag.moderated {
            require(
                state,
                forum.id,
                state.application.bot_id,
                permissions::MANAGE_THREADS,
            )?;
        }
        if !applied.contains(&tag.id) {
            applied.push(tag.id);
        }
    }
    Ok(applied)
}

fn create_plain(state: &mut State, call: &Call, parent: &Channel) -> Outcome {
    let bot = state.application.bot_id;
    let kind = call.body["type"].as_u64().unwrap_or(12);
    let (kind, needed) = match (ChannelKind::from_number(kind), parent.kind) {
        (Some(ChannelKind::PublicThread), ChannelKind::Text) => (
            ChannelKind::PublicThread,
            permissions::CREATE_PUBLIC_THREADS,
        ),
        (Some(ChannelKind::PrivateThread), ChannelKind::Text) => (
            ChannelKind::PrivateThread,
            permissions::CREATE_PRIVATE_THREADS,
        ),
        (Some(ChannelKind::AnnouncementThread), ChannelKind::Announcement) => (
            ChannelKind::AnnouncementThread,
            permissions::CREATE_PUBLIC_THREADS,
        ),
        _ => {
            let message = "Value must be one of {10, 11, 12} and fit the channel.";
            return Err(ApiError::invalid("type", "BASE_TYPE_CHOICES", message));
        }
    };
    require(state, parent.id, bot, needed)?;
    check(&call.body)?;
    let name = call.body["name"]
        .as_str()
        .unwrap_or_default()
        .trim()
        .to_owned();
    let body = call.body.clone();
    let id = state.open_thread(parent.id, None, kind, &name, bot, |channel, thread| {
        settings(&body, channel, thread);
        thread.invitable = body["invitable"].as_bool().unwrap_or(true);
    });
    if kind == ChannelKind::PublicThread {
        // "… started a thread": a system message in the parent.
        let mut notice = NewMessage::new(parent.id, Author::User(bot), name);
        notice.kind = 18;
        state.create_message(notice);
    }
    let thread = state
        .channels
        .get(&id)
        .ok_or_else(ApiError::unknown_channel)?;
    Ok(Reply::created(state.channel_json(thread)))
}

/// POST /channels/{channel.id}/messages/{message.id}/threads
pub(super) fn create_from_message(state: &mut State, call: &Call) -> Outcome {
    let (parent, id) = (call.id(0)?, call.id(1)?);
    let bot = state.application.bot_id;
    require(state, parent, bot, permissions::CREATE_PUBLIC_THREADS)?;
    let kind = match state.channels.get(&parent).map(|channel| channel.kind) {
        Some(ChannelKind::Text) => ChannelKind::PublicThread,
        Some(ChannelKind::Announcement) => ChannelKind::AnnouncementThread,
        _ => return Err(ApiError::wrong_channel_type()),
    };
    check(&call.body)?;
    if let Some(place) = state.channels.get(&parent) {
        require_room(state, place)?;
    }
    if state
        .message(parent, id)
        .is_none_or(crate::state::Message::is_ephemeral)
    {
        return Err(ApiError::unknown_message());
    }
    if state.channels.contains_key(&id) {
        return Err(ApiError::thread_exists());
    }
    let name = call.body["name"]
        .as_str()
        .unwrap_or_default()
        .trim()
        .to_owned();
    let body = call.body.clone();
    state.open_thread(parent, Some(id), kind, &name, bot, |channel, thread| {
        settings(&body, channel, thread);
    });
    if let Some(message) = state.message_mut(parent, id) {
        message.flags |= flags::HAS_THREAD;
    }
    state.tell_message("MESSAGE_UPDATE", parent, id);
    let thread = state
        .channels
        .get(&id)
        .ok_or_else(ApiError::unknown_channel)?;
    Ok(Reply::created(state.channel_json(thread)))
}

/// PATCH /channels/{channel.id} for a thread or post.
pub(super) fn edit(state: &mut State, call: &Call, mut channel: Channel) -> Result<(), ApiError> {
    let id = channel.id;
    let bot = state.application.bot_id;
    require(state, id, bot, 0)?;
    let body = &call.body;
    let Some(mut thread) = channel.thread.clone() else {
        return Err(ApiError::unknown_channel());
    };
    let moderates = require(state, id, bot, permissions::MANAGE_THREADS).is_ok();
    let owns = thread.owner_id == bot;
    let given = |key: &str| !body[key].is_null();
    let only_unarchives = body.as_object().is_some_and(|fields| {
        fields.keys().all(|key| key == "archived") && body["archived"] == false
    });
    // Everybody who may write in a thread may wake it; the rest is for its owner and moderators,
    // and a locked thread is for moderators alone.
    let allowed = moderates
        || (!thread.locked
            && !given("locked")
            && (owns || only_unarchives)
            && require(state, id, bot, permissions::SEND_MESSAGES_IN_THREADS).is_ok());
    if !allowed {
        return Err(ApiError::missing_permissions());
    }
    let mut faults = Faults::default();
    validate::channel::check_thread(&mut faults, body, false);
    faults.finish()?;
    if thread.archived && body["archived"] != false {
        return Err(ApiError::archived());
    }
    if let Some(name) = body["name"].as_str() {
        name.trim().clone_into(&mut channel.name);
    }
    settings(body, &mut channel, &mut thread);
    if let Some(pinned) = body["flags"].as_u64() {
        channel.flags = pinned & (1 << 1);
    }
    if let Some(invitable) = body["invitable"].as_bool() {
        thread.invitable = invitable;
    }
    let forum = channel
        .parent_id
        .and_then(|id| state.channels.get(&id))
        .cloned();
    if body["applied_tags"].is_array()
        && let Some(forum) = forum.filter(|forum| forum.kind.is_forum())
    {
        thread.applied_tags = applied_tags(state, &forum, body)?;
        if forum.requires_tag() && thread.applied_tags.is_empty() {
            return Err(ApiError::tag_required());
        }
    }
    if let Some(locked) = body["locked"].as_bool() {
        thread.locked = locked;
    }
    let now = state.now();
    if let Some(archived) = body["archived"].as_bool()
        && archived != thread.archived
    {
        thread.archived = archived;
        thread.archive_timestamp = now;
    }
    thread.active_at = now;
    channel.thread = Some(thread);
    state.channels.insert(id, channel);
    state.tell_channel("THREAD_UPDATE", id, None);
    Ok(())
}

/// GET /channels/{channel.id}/threads/archived/public
pub(super) fn archived_public(state: &mut State, call: &Call) -> Outcome {
    let parent = call.id(0)?;
    let bot = state.application.bot_id;
    require(state, parent, bot, permissions::READ_MESSAGE_HISTORY)?;
    let limit = match call.query.get("limit") {
        // Discord accepts any limit from 2 up here, and documents 100 at most.
        None => 50,
        Some(_) => call.limit(50, 100)?,
    };
    let before = match call.query.get("before") {
        None => None,
        Some(text) => match chrono::DateTime::parse_from_rfc3339(text) {
            Ok(moment) => Some(moment.to_utc()),
            Err(_) => {
                let message = "Could not parse value. Should be ISO8601.";
                return Err(ApiError::invalid("before", "DATE_TIME_TYPE_PARSE", message));
            }
        },
    };
    let mut archived: Vec<(&Channel, &Thread)> = state
        .channels
        .values()
        .filter(|channel| {
            channel.parent_id == Some(parent) && channel.kind != ChannelKind::PrivateThread
        })
        .filter_map(|channel| Some((channel, channel.thread.as_ref()?)))
        .filter(|(_, thread)| thread.archived)
        .filter(|(_, thread)| before.is_none_or(|before| thread.archive_timestamp < before))
        .collect();
    archived.sort_by_key(|(_, thread)| std::cmp::Reverse(thread.archive_timestamp));
    let has_more = archived.len() > limit;
    archived.truncate(limit);
    Ok(Reply::ok(list_json(
        state,
        archived.into_iter().map(|(channel, _)| channel),
        Some(has_more),
    )))
}

/// Threads with the bot's memberships of them.
pub(super) fn list_json<'a>(
    state: &State,
    threads: impl Iterator<Item = &'a Channel>,
    has_more: Option<bool>,
) -> Value {
    let mut list = Vec::new();
    let mut members = Vec::new();
    for channel in threads {
        list.push(state.channel_json(channel));
        let joined = channel
            .thread
            .as_ref()
            .and_then(|thread| thread.members.get(&state.application.bot_id));
        if let Some(joined) = joined {
            members.push(member_json(channel.id, state.application.bot_id, *joined));
        }
    }
    let mut json = json!({ "threads": list, "members": members });
    if let Some(has_more) = has_more {
        json["has_more"] = json!(has_more);
    }
    json
}

pub(super) fn member_json(
    thread: Snowflake,
    user: Snowflake,
    joined: chrono::DateTime<chrono::Utc>,
) -> Value {
    json!({
        "id": thread.to_string(),
        "user_id": user.to_string(),
        "join_timestamp": iso8601(joined),
        "flags": 1,
    })
}
