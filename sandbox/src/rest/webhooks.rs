//! Webhooks (Resources, Webhook). An interaction's token makes a webhook of the application.

use serde_json::{Value, json};

use super::{
    Call, Outcome, Reply, interactions,
    payload::{self, require, require_guild},
};
use crate::{
    error::{ApiError, Faults},
    limits, permissions,
    snowflake::Snowflake,
    state::{Audience, intents},
    state::{Author, ChannelKind, NewMessage, State, Webhook},
};

/// POST /channels/{channel.id}/webhooks
pub(super) fn create(state: &mut State, call: &Call) -> Outcome {
    let channel = call.id(0)?;
    let bot = state.application.bot_id;
    require(state, channel, bot, permissions::MANAGE_WEBHOOKS)?;
    let guild_id = state
        .channels
        .get(&channel)
        .filter(|channel| channel.thread.is_none())
        .and_then(|channel| channel.guild_id)
        .ok_or_else(ApiError::wrong_channel_type)?;
    let mut faults = Faults::default();
    let name = call.body["name"]
        .as_str()
        .unwrap_or_default()
        .trim()
        .to_owned();
    faults.length("name", &name, 1, 80);
    if ["clyde", "discord"]
        .iter()
        .any(|word| name.to_lowercase().contains(word))
    {
        let message = "Username cannot contain \"discord\" or \"clyde\"";
        faults.add("name", "USERNAME_INVALID_CONTAINS", message);
    }
    faults.finish()?;
    if state
        .webhooks
        .values()
        .filter(|hook| hook.channel_id == channel)
        .count()
        >= limits::WEBHOOKS
    {
        return Err(ApiError::too_many_webhooks());
    }
    let (id, _) = state.mint();
    let webhook = Webhook {
        id,
        guild_id,
        channel_id: channel,
        name,
        token: format!("d2ViaG9vaw{id:x}"),
        creator_id: bot,
    };
    let json = state.webhook_json(&webhook);
    state.webhooks.insert(id, webhook);
    tell(state, guild_id, channel);
    Ok(Reply::ok(json))
}

fn tell(state: &mut State, guild: Snowflake, channel: Snowflake) {
    let body = json!({ "guild_id": guild.to_string(), "channel_id": channel.to_string() });
    state.emit(
        Audience::Guild(guild),
        intents::GUILD_WEBHOOKS,
        "WEBHOOKS_UPDATE",
        body,
    );
}

/// GET /channels/{channel.id}/webhooks
pub(super) fn of_channel(state: &mut State, call: &Call) -> Outcome {
    let channel = call.id(0)?;
    require(
        state,
        channel,
        state.application.bot_id,
        permissions::MANAGE_WEBHOOKS,
    )?;
    Ok(Reply::ok(all(state, |webhook| {
        webhook.channel_id == channel
    })))
}

/// GET /guilds/{guild.id}/webhooks
pub(super) fn of_guild(state: &mut State, call: &Call) -> Outcome {
    let guild = call.id(0)?;
    require_guild(state, guild, permissions::MANAGE_WEBHOOKS)?;
    Ok(Reply::ok(all(state, |webhook| webhook.guild_id == guild)))
}

fn all(state: &State, chosen: impl Fn(&Webhook) -> bool) -> Value {
    let hooks = state.webhooks.values().filter(|webhook| chosen(webhook));
    Value::Array(hooks.map(|webhook| state.webhook_json(webhook)).collect())
}

fn managed(state: &State, id: Snowflake) -> Result<Webhook, ApiError> {
    let webhook = state
        .webhooks
        .get(&id)
        .ok_or_else(ApiError::unknown_webhook)?;
    require(
        state,
        webhook.channel_id,
        state.application.bot_id,
        permissions::MANAGE_WEBHOOKS,
    )?;
    Ok(webhook.clone())
}

/// GET /webhooks/{webhook.id}
pub(super) fn get(state: &mut State, call: &Call) -> Outcome {
    let webhook = managed(state, call.id(0)?)?;
    Ok(Reply::ok(state.webhook_json(&webhook)))
}

/// PATCH /webhooks/{webhook.id}
pub(super) fn edit(state: &mut State, call: &Call) -> Outcome {
    let mut webhook = managed(state, call.id(0)?)?;
    if let Some(name) = call.body["name"].as_str() {
        let mut faults = Faults::default();
        faults.length("name", name, 1, 80);
        faults.finish()?;
        name.clone_into(&mut webhook.name);
    }
    let json = state.webhook_json(&webhook);
    tell(state, webhook.guild_id, webhook.channel_id);
    state.webhooks.insert(webhook.id, webhook);
    Ok(Reply::ok(json))
}

/// DELETE /webhooks/{webhook.id}
pub(super) fn delete(state: &mut State, call: &Call) -> Outcome {
    let webhook = managed(state, call.id(0)?)?;
    state.webhooks.remove(&webhook.id);
    tell(state, webhook.guild_id, webhook.channel_id);
    Ok(Reply::Empty)
}

/// Whether the path means the application's own webhook, that of an interaction.
fn is_interaction(state: &State, call: &Call) -> Result<bool, ApiError> {
    Ok(call.id(0)? == state.application.id)
}

fn with_token(state: &State, call: &Call) -> Result<Webhook, ApiError> {
    let webhook = state
        .webhooks
        .get(&call.id(0)?)
        .ok_or_else(ApiError::unknown_webhook)?;
    if webhook.token == call.text(1) {
        Ok(webhook.clone())
    } else {
        Err(ApiError::invalid_webhook_token())
    }
}

/// GET /webhooks/{webhook.id}/{webhook.token}
pub(super) fn get_with_token(state: &mut State, call: &Call) -> Outcome {
    let webhook = with_token(state, call)?;
    let mut json = state.webhook_json(&webhook);
    // With the token alone its creator is not told.
    if let Some(fields) = json.as_object_mut() {
        fields.remove("user");
    }
    Ok(Reply::ok(json))
}

/// DELETE /webhooks/{webhook.id}/{webhook.token}
pub(super) fn delete_with_token(state: &mut State, call: &Call) -> Outcome {
    let webhook = with_token(state, call)?;
    state.webhooks.remove(&webhook.id);
    tell(state, webhook.guild_id, webhook.channel_id);
    Ok(Reply::Empty)
}

/// Where a webhook writes: its channel, or a thread of it.
fn place(state: &State, call: &Call, webhook: &Webhook) -> Result<Snowflake, ApiError> {
    let Some(thread) = call.query_id("thread_id") else {
        return Ok(webhook.channel_id);
    };
    let fits = state
        .channels
        .get(&thread)
        .is_some_and(|channel| channel.parent_id == Some(webhook.channel_id));
    if fits {
        Ok(thread)
    } else {
        Err(ApiError::unknown_channel())
    }
}

/// POST /webhooks/{webhook.id}/{webhook.token}
pub(super) fn execute(state: &mut State, call: &Call) -> Outcome {
    if is_interaction(state, call)? {
        return interactions::follow_up(state, call);
    }
    let webhook = with_token(state, call)?;
    let channel = place(state, call, &webhook)?;
    let name = call.body["username"]
        .as_str()
        .unwrap_or(&webhook.name)
        .to_owned();
    let mut new = NewMessage::new(
        channel,
        Author::Webhook {
            id: webhook.id,
            name,
        },
        "",
    );
    payload::fill(state, call, &call.body, "", &mut new)?;
    let title = call.body["thread_name"].as_str().map(str::trim);
    let in_forum = state
        .channels
        .get(&channel)
        .is_some_and(|it| matches!(it.kind, ChannelKind::Forum | ChannelKind::Media));
    let channel = match (in_forum, title) {
        (false, None) => channel,
        (false, Some(_)) => return Err(ApiError::webhook_opens_no_post()),
        (true, None) => return Err(ApiError::webhook_needs_a_post()),
        (true, Some(title)) => {
            let mut faults = Faults::default();
            faults.length("thread_name", title, 1, 100);
            faults.finish()?;
            let kind = ChannelKind::PublicThread;
            let post = state.open_thread(channel, None, kind, title, webhook.id, |_, _| {});
            new.channel = post;
            // The first message bears the identifier of its post.
            new.id = Some(post);
            post
        }
    };
    let id = state.create_message(new);
    if call.query_flag("wait") {
        Ok(Reply::ok(state.message_json_by_id(channel, id)))
    } else {
        Ok(Reply::Empty)
    }
}

/// A message which the webhook wrote itself.
fn own_message(state: &State, call: &Call) -> Result<(Snowflake, Snowflake), ApiError> {
    let webhook = with_token(state, call)?;
    let channel = place(state, call, &webhook)?;
    let id = call.id(2)?;
    let own = state.message(channel, id).is_some_and(
        |message| matches!(message.author, Author::Webhook { id, .. } if id == webhook.id),
    );
    if own {
        Ok((channel, id))
    } else {
        Err(ApiError::unknown_message())
    }
}

/// GET /webhooks/{webhook.id}/{webhook.token}/messages/{message.id}
pub(super) fn get_message(state: &mut State, call: &Call) -> Outcome {
    if is_interaction(state, call)? {
        return interactions::get_message(state, call);
    }
    let (channel, id) = own_message(state, call)?;
    Ok(Reply::ok(state.message_json_by_id(channel, id)))
}

/// PATCH /webhooks/{webhook.id}/{webhook.token}/messages/{message.id}
pub(super) fn edit_message(state: &mut State, call: &Call) -> Outcome {
    if is_interaction(state, call)? {
        return interactions::edit_message(state, call);
    }
    let (channel, id) = own_message(state, call)?;
    payload::edit(state, call, &call.body, "", channel, id)?;
    Ok(Reply::ok(state.message_json_by_id(channel, id)))
}

/// DELETE /webhooks/{webhook.id}/{webhook.token}/messages/{message.id}
pub(super) fn delete_message(state: &mut State, call: &Call) -> Outcome {
    if is_interaction(state, call)? {
        return interactions::delete_message(state, call);
    }
    let (channel, id) = own_message(state, call)?;
    state.delete_message(channel, id);
    Ok(Reply::Empty)
}
