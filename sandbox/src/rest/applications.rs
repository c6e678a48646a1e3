//! The application itself, and where the gateway is.

use serde_json::json;

use super::{Call, Outcome, Reply};
use crate::{limits, state::State};

fn gateway_address(state: &State) -> String {
    state.base.replacen("http", "ws", 1)
}

/// GET /gateway
pub(super) fn gateway(state: &mut State, _: &Call) -> Outcome {
    Ok(Reply::ok(json!({ "url": gateway_address(state) })))
}

/// GET /gateway/bot
pub(super) fn gateway_bot(state: &mut State, _: &Call) -> Outcome {
    let left = limits::IDENTIFIES_A_DAY.saturating_sub(state.gateway.identifies);
    Ok(Reply::ok(json!({
        "url": gateway_address(state),
        "shards": state.options.recommended_shards,
        "session_start_limit": {
            "total": limits::IDENTIFIES_A_DAY,
            "remaining": left,
            "reset_after": 86_400_000,
            "max_concurrency": 1,
        },
    })))
}

/// GET /applications/@me and GET /oauth2/applications/@me
pub(super) fn me(state: &mut State, _: &Call) -> Outcome {
    let application = &state.application;
    Ok(Reply::ok(json!({
        "id": application.id.to_string(),
        "name": application.name,
        "icon": null,
        "description": "",
        "rpc_origins": [],
        "bot_public": false,
        "bot_require_code_grant": false,
        "bot": state.user_json(application.bot_id),
        "owner": state.user_json(application.owner_id),
        "summary": "",
        "verify_key": "00".repeat(32),
        "team": null,
        "type": null,
        "flags": 0,
        "hook": true,
        "redirect_uris": [],
        "interactions_endpoint_url": null,
        "role_connections_verification_url": null,
        "integration_types_config": { "0": {} },
        "approximate_guild_count": state.guilds.len(),
        "approximate_user_install_count": 0,
    })))
}
