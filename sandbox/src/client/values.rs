//! What is filled into a command's options: checked as Discord's client does, and resolved.

use axum::body::Bytes;
use serde_json::{Map, Number, Value, json};

use super::{
    Member, Refusal,
    command_line::Found,
    member::{Handed, Lies},
};
use crate::{rest, snowflake::Snowflake, state::State};

/// The option being typed, for autocomplete.
pub(super) struct Typing<'a> {
    pub(super) option: &'a str,
    pub(super) typed: &'a str,
}

/// The objects which options refer to.
#[derive(Default)]
pub(super) struct Resolved(Map<String, Value>);

impl Resolved {
    fn put(&mut self, kind: &str, id: Snowflake, object: Value) {
        let entry = self.0.entry(kind).or_insert_with(|| json!({}));
        if let Some(objects) = entry.as_object_mut() {
            objects.insert(id.to_string(), object);
        }
    }

    /// The JSON, none when nothing was referred to.
    pub(super) fn json(self) -> Option<Value> {
        (!self.0.is_empty()).then_some(Value::Object(self.0))
    }

    /// Adds a user, with the membership if there is one.
    pub(super) fn user(&mut self, state: &State, guild: Option<Snowflake>, id: Snowflake) {
        self.put("users", id, state.user_json(id));
        let guild = guild.and_then(|id| state.guilds.get(&id));
        if let Some((guild, member)) =
            guild.and_then(|guild| Some((guild, guild.members.get(&id)?)))
        {
            let mut json = member.partial_json();
            json["permissions"] = json!(state.guild_permissions(guild, id).to_string());
            self.put("members", id, json);
        }
    }

    /// Adds a role.
    pub(super) fn role(&mut self, state: &State, id: Snowflake) {
        let role = state.guilds.values().find_map(|guild| guild.roles.get(&id));
        if let Some(role) = role {
            self.put("roles", id, role.json());
        }
    }

    /// Adds a channel with the member's permissions in it.
    pub(super) fn channel(&mut self, state: &State, user: Snowflake, id: Snowflake) {
        if let Some(channel) = state.channels.get(&id) {
            self.put(
                "channels",
                id,
                state.interaction_channel_json(channel, user),
            );
        }
    }
}

/// The `data` of a command's interaction.
pub(super) fn data(
    state: &mut State,
    member: &Member,
    place: Snowflake,
    found: &Found<'_>,
    given: &[(&str, &str)],
    typing: Option<&Typing<'_>>,
) -> Result<Value, Refusal> {
    let mut resolved = Resolved::default();
    let mut filled = Vec::new();
    for (name, _) in given {
        if found.option(name).is_none() {
            let full = found.full_name();
            return Err(Refusal::new(format!("/{full} has no option {name}")));
        }
    }
    for Handed { option: name, .. } in &member.files {
        if found.option(name).is_none_or(|option| option["type"] != 11) {
            let full = found.full_name();
            return Err(Refusal::new(format!("/{full} takes no file as {name}")));
        }
    }
    for option in found.options() {
        let name = option["name"].as_str().unwrap_or_default();
        let kind = option["type"].as_u64().unwrap_or(0);
        if let Some(typing) = typing.filter(|typing| typing.option == name) {
            filled.push(
                json!({ "name": name, "type": kind, "value": typing.typed, "focused": true }),
            );
            continue;
        }
        let handed = member.files.iter().find(|file| file.option == name);
        if let Some(handed) = handed.filter(|_| kind == 11) {
            let filename = &handed.filename;
            let content_type = rest::guess_type(filename);
            let bytes = match &handed.lies {
                Lies::Here(bytes) => bytes.clone(),
                Lies::At(..) => Bytes::new(),
            };
            let mut file = state.keep_file(place, filename, content_type, bytes);
            if let Lies::At(url, size) = &handed.lies {
                (file.url, file.size) = (url.clone(), *size);
            }
            resolved.put("attachments", file.id, file.json(true));
            filled.push(json!({ "name": name, "type": kind, "value": file.id.to_string() }));
            continue;
        }
        match given.iter().find(|(given, _)| *given == name) {
            Some((_, text)) => {
                let value = convert(state, member, place, option, text, &mut resolved)?;
                filled.push(json!({ "name": name, "type": kind, "value": value }));
            }
            None if option["required"] == true && typing.is_none() => {
                let message = "This option is required. Specify a value";
                return Err(Refusal::at(name, message));
            }
            None => {}
        }
    }
    for step in found.path.iter().rev() {
        filled = vec![json!({ "name": step["name"], "type": step["type"], "options": filled })];
    }
    let mut data = json!({
        "id": found.command["id"],
        "name": found.command["name"],
        "type": 1,
    });
    if !filled.is_empty() {
        data["options"] = json!(filled);
    }
    if let Some(resolved) = resolved.json() {
        data["resolved"] = resolved;
    }
    if found.command["guild_id"].is_string() {
        data["guild_id"] = found.command["guild_id"].clone();
    }
    Ok(data)
}

fn convert(
    state: &State,
    member: &Member,
    place: Snowflake,
    option: &Value,
    text: &str,
    resolved: &mut Resolved,
) -> Result<Value, Refusal> {
    let name = option["name"].as_str().unwrap_or_default();
    let refuse = |words: String| Refusal::at(name, words);
    let guild = state
        .channels
        .get(&place)
        .and_then(|channel| channel.guild_id);
    if let Some(choices) = option["choices"].as_array().filter(|list| !list.is_empty()) {
        let fits = |choice: &&Value| {
            choice["name"] == text
                || choice["value"] == text
                || matches!(&choice["value"], Value::Number(number) if number.to_string() == text)
        };
        let choice = choices.iter().find(fits).ok_or_else(|| {
            let names: Vec<&str> = choices
                .iter()
                .filter_map(|choice| choice["name"].as_str())
                .collect();
            refuse(format!(
                "Specify a valid choice, not {text:?}; there are: {}",
                names.join(", ")
            ))
        })?;
        return Ok(choice["value"].clone());
    }
    let missing = |what: &str| refuse(format!("there is no {what} {text:?}"));
    match option["type"].as_u64() {
        Some(3) => check_length(option, text)
            .map_err(refuse)
            .map(|()| json!(text)),
        Some(4) => {
            let number: i64 = text
                .parse()
                .map_err(|_| refuse("Specify a valid integer".to_owned()))?;
            check_bounds(option, &Number::from(number)).map_err(refuse)?;
            Ok(json!(number))
        }
        Some(10) => {
            let number: f64 = text
                .parse()
                .map_err(|_| refuse("Specify a valid number".to_owned()))?;
            let number = Number::from_f64(number)
                .ok_or_else(|| refuse("Specify a valid number".to_owned()))?;
            check_bounds(option, &number).map_err(refuse)?;
            Ok(Value::Number(number))
        }
        Some(5) => match text.to_lowercase().as_str() {
            "true" => Ok(json!(true)),
            "false" => Ok(json!(false)),
            _ => Err(refuse("Specify True or False".to_owned())),
        },
        Some(6) => {
            let id = user_id(state, guild, text).ok_or_else(|| missing("user"))?;
            resolved.user(state, guild, id);
            Ok(json!(id.to_string()))
        }
        Some(7) => {
            let id = channel_id(state, guild, text).ok_or_else(|| missing("channel"))?;
            check_channel_type(state, option, id).map_err(refuse)?;
            resolved.channel(state, member.id(), id);
            Ok(json!(id.to_string()))
        }
        Some(8) => {
            let id = role_id(state, guild, text).ok_or_else(|| missing("role"))?;
            resolved.role(state, id);
            Ok(json!(id.to_string()))
        }
        Some(9) => {
            if let Some(id) = user_id(state, guild, text) {
                resolved.user(state, guild, id);
                return Ok(json!(id.to_string()));
            }
            let id = role_id(state, guild, text).ok_or_else(|| missing("user or role"))?;
            resolved.role(state, id);
            Ok(json!(id.to_string()))
        }
        Some(11) => Err(refuse("attach a file with attaches(…)".to_owned())),
        _ => Err(refuse("an option of an unknown type".to_owned())),
    }
}

fn check_length(option: &Value, text: &str) -> Result<(), String> {
    let length = u64::try_from(text.chars().count()).unwrap_or(u64::MAX);
    let least = option["min_length"].as_u64().unwrap_or(0).max(1);
    let most = option["max_length"].as_u64().unwrap_or(6000);
    if length < least {
        return Err(format!("Must be at least {least} characters in length"));
    }
    if length > most {
        return Err(format!("Must be {most} or fewer characters in length"));
    }
    Ok(())
}

fn check_bounds(option: &Value, number: &Number) -> Result<(), String> {
    // Bounds are small figures in commands; a double holds them exactly.
    let value = number.as_f64().unwrap_or(f64::NAN);
    let least = option["min_value"].as_f64();
    let most = option["max_value"].as_f64();
    if least.is_some_and(|least| value < least) {
        return Err(format!(
            "Specify a number not below {}",
            option["min_value"]
        ));
    }
    if most.is_some_and(|most| value > most) {
        return Err(format!(
            "Specify a number not above {}",
            option["max_value"]
        ));
    }
    Ok(())
}

fn check_channel_type(state: &State, option: &Value, id: Snowflake) -> Result<(), String> {
    let Some(types) = option["channel_types"]
        .as_array()
        .filter(|list| !list.is_empty())
    else {
        return Ok(());
    };
    let kind = state.channels.get(&id).map(|channel| channel.kind.number());
    if types.iter().any(|one| one.as_u64() == kind) {
        Ok(())
    } else {
        Err("a channel of this type cannot be chosen".to_owned())
    }
}

/// A mention, an identifier, or a name with or without its sign.
fn mentioned(text: &str, signs: &[&str]) -> Option<Snowflake> {
    let inner = text
        .strip_prefix('<')
        .and_then(|rest| rest.strip_suffix('>'));
    let id = |inner: &str| {
        signs
            .iter()
            .find_map(|sign| inner.strip_prefix(sign)?.parse().ok())
    };
    inner.and_then(id).or_else(|| text.parse().ok())
}

/// The user a text means: `<@1>`, `1`, `@Nia Rees` or `Nia Rees`.
pub(super) fn user_id(state: &State, guild: Option<Snowflake>, text: &str) -> Option<Snowflake> {
    if let Some(id) = mentioned(text, &["@!", "@"]) {
        return state.users.contains_key(&id).then_some(id);
    }
    let name = text.trim_start_matches('@');
    let fits = |id: &&Snowflake| {
        state.name_in(guild, **id) == name
            || state
                .users
                .get(id)
                .is_some_and(|user| user.username == name)
    };
    state.users.keys().find(fits).copied()
}

/// The role a text means: `<@&1>`, `1`, `@Players` or `Players`.
pub(super) fn role_id(state: &State, guild: Option<Snowflake>, text: &str) -> Option<Snowflake> {
    let guild = guild.and_then(|id| state.guilds.get(&id))?;
    if let Some(id) = mentioned(text, &["@&"]) {
        return guild.roles.contains_key(&id).then_some(id);
    }
    let name = text.trim_start_matches('@');
    let mut roles = guild.roles.values();
    roles
        .find(|role| role.name.trim_start_matches('@') == name)
        .map(|role| role.id)
}

/// The channel a text means: `<#1>`, `1`, `#general` or `general`.
pub(super) fn channel_id(state: &State, guild: Option<Snowflake>, text: &str) -> Option<Snowflake> {
    if let Some(id) = mentioned(text, &["#"]) {
        return state.channels.contains_key(&id).then_some(id);
    }
    let name = text.trim_start_matches('#');
    let mut channels = state.channels.values();
    channels
        .find(|channel| channel.guild_id == guild && channel.name == name)
        .map(|channel| channel.id)
}
