//! Commands typed as one line.

use std::sync::Arc;

use serde_json::Value;

use super::{
    Answer, Member, Refusal,
    finding::{Found, find, is_shown},
    values,
};
use crate::{
    snowflake::Snowflake,
    state::{InteractionKind, NewInteraction, State},
};

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

    /// Types a command, and presses the button with this label if the answer has one; the
    /// last answer.
    ///
    /// # Panics
    ///
    /// As [`Self::types`] and [`Self::presses`] do.
    pub async fn types_and_presses(&self, line: &str, label: &str) -> Answer {
        let answer = self.types(line).await;
        match answer.button(label) {
            Some(_) => self.presses(&answer, label).await,
            None => answer,
        }
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
