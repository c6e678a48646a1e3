//! Users and direct messages.

use serde_json::{Value, json};

use super::{Call, Outcome, Reply};
use crate::{
    error::ApiError,
    snowflake,
    state::{State, with_fields},
};

/// GET /users/@me
pub(super) fn me(state: &mut State, _: &Call) -> Outcome {
    let user = state.user_json(state.application.bot_id);
    let own = json!({ "verified": true, "mfa_enabled": true, "email": null, "flags": 0, "locale": "en-US" });
    Ok(Reply::ok(with_fields(user, own)))
}

/// GET /users/{user.id}
pub(super) fn get(state: &mut State, call: &Call) -> Outcome {
    let id = call.id(0)?;
    let user = state.users.get(&id).ok_or_else(ApiError::unknown_user)?;
    Ok(Reply::ok(user.json()))
}

/// GET /users/@me/guilds
pub(super) fn guilds(state: &mut State, call: &Call) -> Outcome {
    let limit = call.limit(200, 200)?;
    let after = call.query_id("after").unwrap_or(0);
    let bot = state.application.bot_id;
    let guilds: Vec<Value> = state
        .guilds
        .values()
        .filter(|guild| guild.id > after && guild.members.contains_key(&bot))
        .take(limit)
        .map(|guild| {
            json!({
                "id": guild.id.to_string(),
                "name": guild.name,
                "icon": null,
                "banner": null,
                "owner": guild.owner_id == bot,
                "permissions": state.guild_permissions(guild, bot).to_string(),
                "features": ["COMMUNITY"],
            })
        })
        .collect();
    Ok(Reply::ok(Value::Array(guilds)))
}

/// POST /users/@me/channels. Opening always works; closed doors are met on sending.
pub(super) fn open_direct_channel(state: &mut State, call: &Call) -> Outcome {
    let user = snowflake::read(&call.body["recipient_id"]).ok_or_else(|| {
        ApiError::invalid(
            "recipient_id",
            "BASE_TYPE_REQUIRED",
            "This field is required",
        )
    })?;
    if !state.users.contains_key(&user) {
        return Err(ApiError::unknown_user());
    }
    if user == state.application.bot_id {
        return Err(ApiError::new(400, 50033, "Invalid Recipient(s)"));
    }
    let id = state.direct_channel(user);
    let channel = state
        .channels
        .get(&id)
        .ok_or_else(ApiError::unknown_channel)?;
    Ok(Reply::ok(state.channel_json(channel)))
}
