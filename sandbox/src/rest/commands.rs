//! Registered commands, global and of a guild (Interactions, Application Commands).

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::{Call, Outcome, Reply, payload::require_guild};
use crate::{
    error::{ApiError, Faults},
    limits,
    snowflake::Snowflake,
    state::{State, with_fields},
    validate,
};

/// The guild in the path, if it has one: routes of guilds have one variable more.
fn scope(state: &State, call: &Call) -> Result<(Option<Snowflake>, usize), ApiError> {
    if call.id(0)? != state.application.id {
        return Err(ApiError::unknown_application());
    }
    if call.path.contains("/guilds/") {
        let guild = call.id(1)?;
        require_guild(state, guild, 0)?;
        Ok((Some(guild), 2))
    } else {
        Ok((None, 1))
    }
}

fn belongs(command: &Value, guild: Option<Snowflake>) -> bool {
    command["guild_id"].as_str().map(str::to_owned) == guild.map(|id| id.to_string())
}

fn index_of(state: &State, guild: Option<Snowflake>, id: Snowflake) -> Result<usize, ApiError> {
    let wanted = id.to_string();
    state
        .commands
        .iter()
        .position(|command| belongs(command, guild) && command["id"] == wanted.as_str())
        .ok_or_else(ApiError::unknown_command)
}

fn of_scope(state: &State, guild: Option<Snowflake>) -> Vec<Value> {
    state
        .commands
        .iter()
        .filter(|command| belongs(command, guild))
        .cloned()
        .collect()
}

/// GET /applications/{application.id}/commands
pub(super) fn list(state: &mut State, call: &Call) -> Outcome {
    let (guild, _) = scope(state, call)?;
    Ok(Reply::ok(Value::Array(of_scope(state, guild))))
}

/// GET /applications/{application.id}/guilds/{guild.id}/commands/permissions
pub(super) fn permissions(state: &mut State, call: &Call) -> Outcome {
    scope(state, call)?;
    Ok(Reply::ok(json!([])))
}

/// GET /applications/{application.id}/commands/{command.id}
pub(super) fn get(state: &mut State, call: &Call) -> Outcome {
    let (guild, next) = scope(state, call)?;
    let index = index_of(state, guild, call.id(next)?)?;
    Ok(Reply::ok(
        state.commands.get(index).cloned().unwrap_or_default(),
    ))
}

/// A command as Discord keeps it: lists are never null, absent texts are.
fn build(state: &mut State, given: &Value, guild: Option<Snowflake>, id: Snowflake) -> Value {
    let (version, _) = state.mint();
    let mut command = json!({
        "id": id.to_string(),
        "application_id": state.application.id.to_string(),
        "version": version.to_string(),
        "type": given["type"].as_u64().unwrap_or(1),
        "name": given["name"],
        "name_localizations": given["name_localizations"],
        "description": given["description"].as_str().unwrap_or_default(),
        "description_localizations": given["description_localizations"],
        "default_permission": true,
        "default_member_permissions": given["default_member_permissions"],
        "nsfw": given["nsfw"].as_bool().unwrap_or(false),
    });
    if let Some(options) = given["options"].as_array().filter(|list| !list.is_empty()) {
        command["options"] = json!(options.iter().map(clean).collect::<Vec<_>>());
    }
    match guild {
        Some(guild) => command["guild_id"] = json!(guild.to_string()),
        None => {
            command["dm_permission"] = json!(given["dm_permission"].as_bool().unwrap_or(true));
            command["contexts"] = given["contexts"].clone();
            command["integration_types"] = match &given["integration_types"] {
                Value::Null => json!([0]),
                types => types.clone(),
            };
        }
    }
    command
}

/// An option without its null fields and empty lists, all the way down.
fn clean(option: &Value) -> Value {
    let Some(fields) = option.as_object() else {
        return option.clone();
    };
    let mut kept = Map::new();
    for (key, value) in fields {
        let worthless = value.is_null()
            || value
                .as_array()
                .is_some_and(|list| list.is_empty() && key != "options");
        if worthless || *value == json!(false) {
            continue;
        }
        let value = match value.as_array().filter(|_| key == "options") {
            Some(list) => json!(list.iter().map(clean).collect::<Vec<_>>()),
            None => value.clone(),
        };
        kept.insert(key.clone(), value);
    }
    Value::Object(kept)
}

fn checked(command: &Value, path: &str) -> Result<(), ApiError> {
    let mut faults = Faults::default();
    validate::commands::check(&mut faults, command, path);
    faults.finish()
}

/// Counts a creation against the day's limit.
fn count_creation(state: &mut State, guild: Option<Snowflake>) -> Result<(), ApiError> {
    let count = state.command_creations.entry(guild).or_insert(0);
    if *count >= limits::COMMAND_CREATIONS_A_DAY {
        return Err(ApiError::too_many_creations());
    }
    *count += 1;
    Ok(())
}

fn same_name(state: &State, guild: Option<Snowflake>, given: &Value) -> Option<usize> {
    let kind = given["type"].as_u64().unwrap_or(1);
    state.commands.iter().position(|command| {
        belongs(command, guild) && command["name"] == given["name"] && command["type"] == kind
    })
}

/// POST /applications/{application.id}/commands: a command of the same name is overwritten.
pub(super) fn create(state: &mut State, call: &Call) -> Outcome {
    let (guild, _) = scope(state, call)?;
    checked(&call.body, "")?;
    if let Some(index) = same_name(state, guild, &call.body) {
        let command = rebuild(state, index, &call.body, guild)?;
        return Ok(Reply::ok(command));
    }
    if of_scope(state, guild).len() >= limits::COMMANDS {
        return Err(ApiError::too_many_commands());
    }
    count_creation(state, guild)?;
    let (id, _) = state.mint();
    let command = build(state, &call.body, guild, id);
    Arc::make_mut(&mut state.commands).push(command.clone());
    Ok(Reply::created(command))
}

fn rebuild(
    state: &mut State,
    index: usize,
    given: &Value,
    guild: Option<Snowflake>,
) -> Result<Value, ApiError> {
    let id = state
        .commands
        .get(index)
        .and_then(|command| crate::snowflake::read(&command["id"]))
        .ok_or_else(ApiError::unknown_command)?;
    let command = build(state, given, guild, id);
    if let Some(place) = Arc::make_mut(&mut state.commands).get_mut(index) {
        *place = command.clone();
    }
    Ok(command)
}

/// PATCH /applications/{application.id}/commands/{command.id}
pub(super) fn edit(state: &mut State, call: &Call) -> Outcome {
    let (guild, next) = scope(state, call)?;
    let index = index_of(state, guild, call.id(next)?)?;
    let before = state.commands.get(index).cloned().unwrap_or_default();
    let mut after = with_fields(before.clone(), call.body.clone());
    after["type"] = before["type"].clone();
    checked(&after, "")?;
    Ok(Reply::ok(rebuild(state, index, &after, guild)?))
}

/// DELETE /applications/{application.id}/commands/{command.id}
pub(super) fn delete(state: &mut State, call: &Call) -> Outcome {
    let (guild, next) = scope(state, call)?;
    let index = index_of(state, guild, call.id(next)?)?;
    Arc::make_mut(&mut state.commands).remove(index);
    Ok(Reply::Empty)
}

/// PUT /applications/{application.id}/commands: all at once. Commands which keep their name keep
/// their identifier, and only new names count as creations.
pub(super) fn overwrite(state: &mut State, call: &Call) -> Outcome {
    let (guild, _) = scope(state, call)?;
    let Some(given) = call.body.as_array() else {
        let message = "Only iterables may be used in a ListType.";
        return Err(ApiError::invalid("", "LIST_TYPE_CONVERT", message));
    };
    let mut faults = Faults::default();
    for (index, command) in given.iter().enumerate() {
        validate::commands::check(&mut faults, command, &index.to_string());
        let twin = |other: &Value| {
            other["name"] == command["name"]
                && other["type"].as_u64().unwrap_or(1) == command["type"].as_u64().unwrap_or(1)
        };
        if given.iter().take(index).any(twin) {
            let message = "Application command names must be unique";
            faults.add(
                &format!("{index}.name"),
                "APPLICATION_COMMANDS_DUPLICATE_NAME",
                message,
            );
        }
    }
    faults.finish()?;
    if given.len() > limits::COMMANDS {
        return Err(ApiError::too_many_commands());
    }
    let mut built = Vec::with_capacity(given.len());
    for command in given {
        let known = same_name(state, guild, command)
            .and_then(|index| crate::snowflake::read(&state.commands.get(index)?["id"]));
        let id = match known {
            Some(id) => id,
            None => {
                count_creation(state, guild)?;
                state.mint().0
            }
        };
        built.push(build(state, command, guild, id));
    }
    let commands = Arc::make_mut(&mut state.commands);
    commands.retain(|command| !belongs(command, guild));
    commands.extend(built.iter().cloned());
    Ok(Reply::ok(Value::Array(built)))
}
