//! Members of a guild (Resources, Guild).

use serde_json::{Value, json};

use super::{Call, Outcome, Reply, payload::require_guild};
use crate::{
    error::ApiError,
    permissions,
    snowflake::Snowflake,
    state::{Audience, intents, with_fields},
    state::{GuildMember, State},
};

fn find(state: &State, guild: Snowflake, user: Snowflake) -> Result<&GuildMember, ApiError> {
    if !state.users.contains_key(&user) {
        return Err(ApiError::unknown_user());
    }
    state
        .guilds
        .get(&guild)
        .and_then(|guild| guild.members.get(&user))
        .ok_or_else(ApiError::unknown_member)
}

/// GET /guilds/{guild.id}/members/{user.id}
pub(super) fn get(state: &mut State, call: &Call) -> Outcome {
    let (guild, user) = (call.id(0)?, call.id(1)?);
    require_guild(state, guild, 0)?;
    Ok(Reply::ok(state.member_json(find(state, guild, user)?)))
}

/// GET /users/@me/guilds/{guild.id}/member, also found under /guilds/{guild.id}/members/@me
pub(super) fn me(state: &mut State, call: &Call) -> Outcome {
    let guild = call.id(0)?;
    require_guild(state, guild, 0)?;
    Ok(Reply::ok(state.member_json(find(
        state,
        guild,
        state.application.bot_id,
    )?)))
}

/// GET /guilds/{guild.id}/members
pub(super) fn list(state: &mut State, call: &Call) -> Outcome {
    let guild = call.id(0)?;
    require_guild(state, guild, 0)?;
    let limit = call.limit(1, 1000)?;
    let after = call.query_id("after").unwrap_or(0);
    let members: Vec<Value> = state
        .guilds
        .get(&guild)
        .into_iter()
        .flat_map(|guild| guild.members.values())
        .filter(|member| member.user_id > after)
        .take(limit)
        .map(|member| state.member_json(member))
        .collect();
    Ok(Reply::ok(Value::Array(members)))
}

/// GET /guilds/{guild.id}/members/search: by the start of the user name or nickname.
pub(super) fn search(state: &mut State, call: &Call) -> Outcome {
    let guild = call.id(0)?;
    require_guild(state, guild, 0)?;
    let Some(query) = call.query.get("query").filter(|query| !query.is_empty()) else {
        return Err(ApiError::invalid(
            "query",
            "BASE_TYPE_REQUIRED",
            "This field is required",
        ));
    };
    let query = query.to_lowercase();
    let limit = call.limit(1, 1000)?;
    let fits = |member: &&GuildMember| {
        let user = state.users.get(&member.user_id);
        let names = [
            member.nick.as_deref(),
            user.map(|user| user.username.as_str()),
            user.map(|user| user.display_name.as_str()),
        ];
        names
            .into_iter()
            .flatten()
            .any(|name| name.to_lowercase().starts_with(&query))
    };
    let members: Vec<Value> = state
        .guilds
        .get(&guild)
        .into_iter()
        .flat_map(|guild| guild.members.values())
        .filter(fits)
        .take(limit)
        .map(|member| state.member_json(member))
        .collect();
    Ok(Reply::ok(Value::Array(members)))
}

/// PUT /guilds/{guild.id}/members/{user.id}/roles/{role.id}
pub(super) fn add_role(state: &mut State, call: &Call) -> Outcome {
    change_role(state, call, true)
}

/// DELETE /guilds/{guild.id}/members/{user.id}/roles/{role.id}
pub(super) fn remove_role(state: &mut State, call: &Call) -> Outcome {
    change_role(state, call, false)
}

fn change_role(state: &mut State, call: &Call, add: bool) -> Outcome {
    let (guild, user, role) = (call.id(0)?, call.id(1)?, call.id(2)?);
    require_guild(state, guild, permissions::MANAGE_ROLES)?;
    super::roles::may_manage(state, guild, role)?;
    find(state, guild, user)?;
    state.set_role(guild, user, role, add);
    Ok(Reply::Empty)
}

impl State {
    /// Gives a member a role or takes it, and tells of it.
    pub(crate) fn set_role(
        &mut self,
        guild: Snowflake,
        user: Snowflake,
        role: Snowflake,
        add: bool,
    ) {
        let Some(member) = self
            .guilds
            .get_mut(&guild)
            .and_then(|guild| guild.members.get_mut(&user))
        else {
            return;
        };
        if member.roles.contains(&role) == add {
            return;
        }
        if add {
            member.roles.push(role);
        } else {
            member.roles.retain(|id| *id != role);
        }
        let member = member.clone();
        let body = with_fields(
            self.member_json(&member),
            json!({ "guild_id": guild.to_string() }),
        );
        self.emit(
            Audience::Guild(guild),
            intents::GUILD_MEMBERS,
            "GUILD_MEMBER_UPDATE",
            body,
        );
    }
}
