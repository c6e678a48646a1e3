//! Roles of a guild (Resources, Guild; Topics, Permissions, "Permission Hierarchy").

use serde_json::{Value, json};

use super::{Call, Outcome, Reply, channels::bits, payload::require_guild};
use crate::{
    error::{ApiError, Faults},
    limits, permissions,
    snowflake::Snowflake,
    state::{Audience, intents},
    state::{Role, State},
};

/// GET /guilds/{guild.id}/roles
pub(super) fn list(state: &mut State, call: &Call) -> Outcome {
    let id = call.id(0)?;
    require_guild(state, id, 0)?;
    let guild = state.guilds.get(&id).ok_or_else(ApiError::unknown_guild)?;
    Ok(Reply::ok(guild.roles.values().map(Role::json).collect()))
}

/// GET /guilds/{guild.id}/roles/{role.id}
pub(super) fn get(state: &mut State, call: &Call) -> Outcome {
    let id = call.id(0)?;
    require_guild(state, id, 0)?;
    Ok(Reply::ok(find(state, id, call.id(1)?)?.json()))
}

fn find(state: &State, guild: Snowflake, role: Snowflake) -> Result<&Role, ApiError> {
    let guild = state
        .guilds
        .get(&guild)
        .ok_or_else(ApiError::unknown_guild)?;
    guild.roles.get(&role).ok_or_else(ApiError::unknown_role)
}

/// A bot manages only roles below its own highest one, and no managed roles.
pub(super) fn may_manage(state: &State, guild: Snowflake, role: Snowflake) -> Result<(), ApiError> {
    let role = find(state, guild, role)?;
    let place = state
        .guilds
        .get(&guild)
        .ok_or_else(ApiError::unknown_guild)?;
    let bot = state.application.bot_id;
    let highest = place
        .members
        .get(&bot)
        .into_iter()
        .flat_map(|member| &member.roles)
        .filter_map(|id| place.roles.get(id))
        .map(|role| role.position)
        .max()
        .unwrap_or(0);
    let managed = role.bot_id.is_some() || role.id == guild;
    if place.owner_id != bot && (managed || role.position >= highest) {
        return Err(ApiError::missing_permissions());
    }
    Ok(())
}

/// A bot grants only permissions it has itself.
fn may_grant(state: &State, guild: Snowflake, granted: u64) -> Result<(), ApiError> {
    let place = state
        .guilds
        .get(&guild)
        .ok_or_else(ApiError::unknown_guild)?;
    let own = state.guild_permissions(place, state.application.bot_id);
    let known = permissions::NAMES.iter().fold(0, |sum, (_, bit)| sum | bit);
    if granted & known & !own != 0 {
        Err(ApiError::missing_permissions())
    } else {
        Ok(())
    }
}

fn apply(role: &mut Role, body: &Value) -> Result<(), ApiError> {
    let mut faults = Faults::default();
    if let Some(name) = body["name"].as_str() {
        faults.length("name", name, 1, 100);
        name.clone_into(&mut role.name);
    }
    if let Some(color) =
        super::super::validate::integer(&mut faults, body, "color", "color", 0, 0xff_ffff)
    {
        role.color = color;
    }
    if !body["permissions"].is_null() {
        role.permissions = bits(&body["permissions"]);
    }
    if let Some(hoist) = body["hoist"].as_bool() {
        role.hoist = hoist;
    }
    if let Some(mentionable) = body["mentionable"].as_bool() {
        role.mentionable = mentionable;
    }
    faults.finish()
}

fn tell(state: &mut State, guild: Snowflake, role: Snowflake, event: &'static str) {
    let Ok(role) = find(state, guild, role) else {
        return;
    };
    let body = json!({ "guild_id": guild.to_string(), "role": role.json() });
    state.emit(Audience::Guild(guild), intents::GUILDS, event, body);
}

/// POST /guilds/{guild.id}/roles: the new role stands lowest, above @everyone.
pub(super) fn create(state: &mut State, call: &Call) -> Outcome {
    let guild = call.id(0)?;
    require_guild(state, guild, permissions::MANAGE_ROLES)?;
    may_grant(state, guild, bits(&call.body["permissions"]))?;
    if state
        .guilds
        .get(&guild)
        .is_some_and(|guild| guild.roles.len() >= limits::ROLES)
    {
        return Err(ApiError::too_many_roles());
    }
    let everyone = find(state, guild, guild)?.permissions;
    let (id, _) = state.mint();
    let mut role = Role {
        id,
        name: "new role".into(),
        permissions: everyone,
        position: 1,
        color: 0,
        hoist: false,
        mentionable: false,
        bot_id: None,
    };
    apply(&mut role, &call.body)?;
    let json = role.json();
    state.add_role(guild, role);
    Ok(Reply::ok(json))
}

/// PATCH /guilds/{guild.id}/roles/{role.id}
pub(super) fn edit(state: &mut State, call: &Call) -> Outcome {
    let (guild, id) = (call.id(0)?, call.id(1)?);
    require_guild(state, guild, permissions::MANAGE_ROLES)?;
    may_manage(state, guild, id)?;
    may_grant(state, guild, bits(&call.body["permissions"]))?;
    let mut role = find(state, guild, id)?.clone();
    apply(&mut role, &call.body)?;
    let json = role.json();
    if let Some(guild) = state.guilds.get_mut(&guild) {
        guild.roles.insert(id, role);
    }
    tell(state, guild, id, "GUILD_ROLE_UPDATE");
    Ok(Reply::ok(json))
}

/// DELETE /guilds/{guild.id}/roles/{role.id}
pub(super) fn delete(state: &mut State, call: &Call) -> Outcome {
    let (guild, id) = (call.id(0)?, call.id(1)?);
    require_guild(state, guild, permissions::MANAGE_ROLES)?;
    may_manage(state, guild, id)?;
    let holders: Vec<Snowflake> = state
        .guilds
        .get(&guild)
        .into_iter()
        .flat_map(|guild| guild.members.values())
        .filter(|member| member.roles.contains(&id))
        .map(|member| member.user_id)
        .collect();
    for user in holders {
        state.set_role(guild, user, id, false);
    }
    if let Some(guild) = state.guilds.get_mut(&guild) {
        guild.roles.remove(&id);
    }
    let body = json!({ "guild_id": guild.to_string(), "role_id": id.to_string() });
    state.emit(
        Audience::Guild(guild),
        intents::GUILDS,
        "GUILD_ROLE_DELETE",
        body,
    );
    Ok(Reply::Empty)
}

impl State {
    /// Adds a role at its position, moving those at and above it up, and tells of it.
    pub(crate) fn add_role(&mut self, guild: Snowflake, role: Role) {
        let id = role.id;
        if let Some(place) = self.guilds.get_mut(&guild) {
            for other in place
                .roles
                .values_mut()
                .filter(|other| other.position >= role.position)
            {
                other.position += 1;
            }
            place.roles.insert(id, role);
        }
        tell(self, guild, id, "GUILD_ROLE_CREATE");
    }

    /// Changes a role and tells of it.
    pub(crate) fn change_role(
        &mut self,
        guild: Snowflake,
        role: Snowflake,
        change: impl FnOnce(&mut Role),
    ) {
        let place = self
            .guilds
            .get_mut(&guild)
            .and_then(|guild| guild.roles.get_mut(&role));
        if let Some(place) = place {
            change(place);
            tell(self, guild, role, "GUILD_ROLE_UPDATE");
        }
    }
}
