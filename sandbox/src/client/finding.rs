//! Commands found among the registered ones.

use serde_json::Value;

use super::{Member, Refusal};
use crate::{
    permissions,
    snowflake::{self, Snowflake},
    state::State,
};

/// A command with the sub-command which was meant.
#[derive(Clone, Debug)]
pub(super) struct Found<'a> {
    /// The registered command.
    pub(super) command: &'a Value,
    /// The group and sub-command, as far as there are any.
    pub(super) path: Vec<&'a Value>,
}

impl<'a> Found<'a> {
    /// The command, group or sub-command which is meant.
    fn innermost(&self) -> &'a Value {
        self.path.last().copied().unwrap_or(self.command)
    }

    /// The options which can be filled in.
    pub(super) fn options(&self) -> &'a [Value] {
        options(self.innermost())
    }

    /// An option by name.
    pub(super) fn option(&self, name: &str) -> Option<&'a Value> {
        self.options().iter().find(|option| option["name"] == name)
    }

    /// "club join".
    pub(super) fn full_name(&self) -> String {
        let words = std::iter::once(&self.command).chain(&self.path);
        words
            .filter_map(|one| one["name"].as_str())
            .collect::<Vec<_>>()
            .join(" ")
    }
}

/// Whether Discord's client shows a command to a member in a channel.
pub(crate) fn is_shown(
    state: &State,
    member: Snowflake,
    place: Snowflake,
    command: &Value,
) -> bool {
    let channel = state.channels.get(&place);
    let guild = channel.and_then(|channel| channel.guild_id);
    if let Some(own) = snowflake::read(&command["guild_id"]) {
        if guild != Some(own) {
            return false;
        }
    } else {
        let context = if guild.is_some() { 0 } else { 1 };
        let allowed = match command["contexts"].as_array() {
            Some(contexts) => contexts.iter().any(|one| *one == context),
            None => guild.is_some() || command["dm_permission"] != false,
        };
        if !allowed {
            return false;
        }
    }
    let Some(channel) = channel.filter(|_| guild.is_some()) else {
        return true;
    };
    let has = state.channel_permissions(channel, member);
    if has & permissions::USE_APPLICATION_COMMANDS == 0 {
        return false;
    }
    match snowflake::read(&command["default_member_permissions"]) {
        None => true,
        // "Set to 0 to disable the command for everyone except admins by default."
        Some(0) => has == permissions::ALL,
        Some(needed) => has & needed == needed,
    }
}

/// Finds what the start of a line means among the registered commands: "club join club:…".
pub(super) fn find<'a>(
    commands: &'a [Value],
    state: &State,
    member: &Member,
    place: Snowflake,
    line: &str,
) -> Result<Found<'a>, Refusal> {
    let mut words = line.split_whitespace();
    let name = words.next().unwrap_or_default();
    let shown = |command: &&Value| is_shown(state, member.id(), place, command);
    let command = commands
        .iter()
        .filter(|command| command["type"] == 1 && command["name"] == name)
        .find(shown)
        .ok_or_else(|| {
            let names: Vec<&str> = commands
                .iter()
                .filter(shown)
                .filter_map(|command| command["name"].as_str())
                .collect();
            Refusal::new(format!(
                "/{name} is not among the commands shown: {}",
                names.join(", ")
            ))
        })?;
    let mut found = Found {
        command,
        path: Vec::new(),
    };
    // At most a group and a sub-command stand below a command.
    while let Some(nested) = nested(found.innermost()) {
        let word = words.next().unwrap_or_default();
        let step = nested.iter().find(|option| option["name"] == word);
        let step = step.ok_or_else(|| {
            let names: Vec<&str> = nested
                .iter()
                .filter_map(|option| option["name"].as_str())
                .collect();
            let full = found.full_name();
            Refusal::new(format!("/{full} {word} is not among: {}", names.join(", ")))
        })?;
        found.path.push(step);
    }
    Ok(found)
}

/// The sub-commands or groups below a command, if it has any.
fn nested(holder: &Value) -> Option<&[Value]> {
    let options = options(holder);
    let first = options.first()?;
    matches!(first["type"].as_u64(), Some(1 | 2)).then_some(options)
}

fn options(holder: &Value) -> &[Value] {
    holder["options"].as_array().map_or(&[], Vec::as_slice)
}
