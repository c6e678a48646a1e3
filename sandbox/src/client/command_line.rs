//! Commands: found among the registered ones, and typed as one line.

use std::sync::Arc;

use serde_json::Value;

use super::{Answer, Member, Refusal, values};
use crate::{
    permissions,
    snowflake::Snowflake,
    state::{InteractionKind, NewInteraction, State},
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
    if let Some(own) = crate::rest::snowflake(&command["guild_id"]) {
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
    match crate::rest::snowflake(&command["default_member_permissions"]) {
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

/// Splits what follows the command's name into options. Values may hold blanks and colons, and
/// end where the next option's name with its colon begins.
pub(super) fn split(found: &Found<'_>, rest: &str) -> Result<Vec<(String, String)>, Refusal> {
    let names: Vec<&str> = found
        .options()
        .iter()
        .filter_map(|option| option["name"].as_str())
        .collect();
    let mut starts = Vec::new();
    let mut at_word = true;
    for (index, letter) in rest.char_indices() {
        if at_word {
            let tail = rest.get(index..).unwrap_or_default();
            let name = names.iter().find(|name| {
                tail.strip_prefix(**name)
                    .is_some_and(|tail| tail.starts_with(':'))
            });
            let unused = |name: &&&str| starts.iter().all(|(_, known)| *known != **name);
            if let Some(name) = name.filter(unused) {
                starts.push((index, *name));
            }
        }
        at_word = letter.is_whitespace();
    }
    let first = starts.first().map_or(rest.len(), |(index, _)| *index);
    let stray = rest.get(..first).unwrap_or_default().trim();
    if !stray.is_empty() {
        let full = found.full_name();
        let message = format!(
            "/{full} has no option for {stray:?}; its options: {}",
            names.join(", ")
        );
        return Err(Refusal::new(message));
    }
    let ends = starts
        .iter()
        .skip(1)
        .map(|(index, _)| *index)
        .chain([rest.len()]);
    let values = starts.iter().zip(ends).map(|((start, name), end)| {
        let value = rest.get(start + name.len() + 1..end).unwrap_or_default();
        ((*name).to_owned(), value.trim().to_owned())
    });
    Ok(values.collect())
}

/// Options by name, as they were typed.
pub(crate) type Options = Vec<(String, String)>;

pub(crate) fn borrowed(options: &[(String, String)]) -> Vec<(&str, &str)> {
    let pairs = options.iter();
    pairs
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect()
}

/// What a line means, "/club join club:CH-01 as:DOV".
fn read_line<'a>(
    commands: &'a [Value],
    state: &State,
    member: &Member,
    place: Snowflake,
    line: &str,
) -> Result<(Found<'a>, Options), Refusal> {
    let body = line
        .strip_prefix('/')
        .ok_or_else(|| Refusal::new("a command starts with /"))?;
    let found = find(commands, state, member, place, body)?;
    let mut rest = body;
    for _ in 0..=found.path.len() {
        rest = rest.trim_start();
        rest = rest
            .find(char::is_whitespace)
            .map_or("", |end| rest.split_at(end).1);
    }
    let options = split(&found, rest.trim_start())?;
    Ok((found, options))
}

impl Member {
    /// Types a command as one line, "/club join club:CH-01 as:DOV", sends it, and waits
    /// for what comes of it.
    ///
    /// # Panics
    ///
    /// Panics with words like Discord's when its client would not send the command.
    pub async fn types(&self, line: &str) -> Answer {
        self.granted(self.try_types(line).await)
    }

    /// As [`Self::types`], with the client's refusal as an error.
    ///
    /// # Errors
    ///
    /// Fails when Discord's client would not send the command.
    pub async fn try_types(&self, line: &str) -> Result<Answer, Refusal> {
        let line = line.trim();
        let id = self.sandbox.shared.change(|state| {
            let place = self.place(state)?;
            let commands = Arc::clone(&state.commands);
            let (found, options) = read_line(&commands, state, self, place, line)?;
            self.send(state, place, &found, &borrowed(&options), line)
        })?;
        Ok(self.answer_to(id).await)
    }

    /// Uses a command ("club join") with options by name.
    ///
    /// # Panics
    ///
    /// Panics with words like Discord's when its client would not send the command.
    pub async fn uses(&self, command: &str, options: &[(&str, &str)]) -> Answer {
        self.granted(self.try_uses(command, options).await)
    }

    /// As [`Self::uses`], with the client's refusal as an error.
    ///
    /// # Errors
    ///
    /// Fails when Discord's client would not send the command.
    pub async fn try_uses(
        &self,
        command: &str,
        options: &[(&str, &str)],
    ) -> Result<Answer, Refusal> {
        let command = command.trim_start_matches('/');
        let id = self.sandbox.shared.change(|state| {
            let place = self.place(state)?;
            let commands = Arc::clone(&state.commands);
            let found = find(&commands, state, self, place, command)?;
            let mut deed = format!("/{command}");
            let files = self.files.iter();
            let files = files.map(|file| (file.option.as_str(), file.filename.as_str()));
            for (option, value) in options.iter().copied().chain(files) {
                deed.push_str(&format!(" {option}:{value}"));
            }
            self.send(state, place, &found, options, &deed)
        })?;
        Ok(self.answer_to(id).await)
    }

    /// Takes a line apart into a command's name and its options, without sending it.
    pub(crate) fn reads_line(&self, line: &str) -> Result<(String, Options), Refusal> {
        self.sandbox.shared.look(|state| {
            let place = self.place(state)?;
            let (found, options) = read_line(&state.commands, state, self, place, line.trim())?;
            Ok((found.full_name(), options))
        })
    }

    fn send(
        &self,
        state: &mut State,
        place: Snowflake,
        found: &Found<'_>,
        options: &[(&str, &str)],
        deed: &str,
    ) -> Result<Snowflake, Refusal> {
        let data = values::data(state, self, place, found, options, None)?;
        Ok(state.start_interaction(NewInteraction {
            kind: InteractionKind::Command,
            user: self.id(),
            channel: place,
            deed: deed.to_owned(),
            command_name: Some(found.full_name()),
            data,
            source: None,
            trigger: None,
        }))
    }

    /// The names of the commands which Discord's client shows to the member.
    #[must_use]
    pub fn commands(&self) -> Vec<String> {
        self.sandbox.shared.look(|state| {
            let Ok(place) = self.place(state) else {
                return Vec::new();
            };
            let all = state.commands.iter();
            all.filter(|command| is_shown(state, self.id(), place, command))
                .filter_map(|command| command["name"].as_str().map(str::to_owned))
                .collect()
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn command() -> Value {
        let options = json!([{ "name": "club" }, { "name": "as" }, { "name": "note" }]);
        json!({ "name": "join", "options": options })
    }

    fn splits(rest: &str) -> Result<Options, Refusal> {
        let found = Found {
            command: &command(),
            path: Vec::new(),
        };
        split(&found, rest)
    }

    #[test]
    fn values_may_hold_blanks_and_colons_which_name_no_option() {
        let split = splits("club:CH: a b note:at 10:30, see http://x as:DOV").expect("splits");
        let expected = [
            ("club", "CH: a b"),
            ("note", "at 10:30, see http://x"),
            ("as", "DOV"),
        ];
        let split: Vec<_> = split
            .iter()
            .map(|(a, b)| (a.as_str(), b.as_str()))
            .collect();
        assert_eq!(split, expected);
    }

    #[test]
    fn an_option_is_named_once_and_later_mentions_are_part_of_the_value() {
        let split = splits("note:set club:x and club:y").expect("splits");
        assert_eq!(split.len(), 2);
        assert_eq!(
            split.last().map(|(_, value)| value.as_str()),
            Some("x and club:y")
        );
    }

    #[test]
    fn text_before_the_first_option_is_refused() {
        let refusal = splits("hello club:x").expect_err("refused");
        assert!(refusal.text.contains("hello"), "{refusal}");
    }
}
