//! The list which opens while an option is being typed.

use std::sync::Arc;

use serde_json::Value;

use super::{Member, Refusal, finding, values};
use crate::{
    limits,
    snowflake::Snowflake,
    state::{InteractionKind, NewInteraction, Response},
};

/// A choice which the bot offers for an option.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What is shown.
    pub name: String,
    /// What is sent when it is chosen, as a text also for numbers.
    pub value: String,
}

impl Member {
    /// What the bot offers for an option of a command ("club join") after `typed` was typed
    /// into it; `others` are the options filled in before.
    ///
    /// # Panics
    ///
    /// Panics when there is no such command or option, or the bot does not answer in time.
    pub async fn completes(
        &self,
        command: &str,
        option: &str,
        typed: &str,
        others: &[(&str, &str)],
    ) -> Vec<Choice> {
        self.granted(self.try_completes(command, option, typed, others).await)
    }

    /// As [`Self::completes`], with the refusal as an error.
    ///
    /// # Errors
    ///
    /// Fails when there is no such command or option, or the bot does not answer in time.
    pub async fn try_completes(
        &self,
        command: &str,
        option: &str,
        typed: &str,
        others: &[(&str, &str)],
    ) -> Result<Vec<Choice>, Refusal> {
        let id = self
            .sandbox
            .shared
            .change(|state| -> Result<Snowflake, Refusal> {
                let place = self.place(state)?;
                let commands = Arc::clone(&state.commands);
                let typed_so_far = command.trim_start_matches('/');
                let found = finding::find(&commands, state, self, place, typed_so_far)?;
                let definition = found
                    .option(option)
                    .ok_or_else(|| Refusal::new(format!("/{command} has no option {option}")))?;
                if definition["autocomplete"] != true {
                    return Err(Refusal::new(format!(
                        "{option} does not complete what is typed"
                    )));
                }
                let typing = values::Typing { option, typed };
                let data = values::data(state, self, place, &found, others, Some(&typing))?;
                Ok(state.start_interaction(NewInteraction {
                    kind: InteractionKind::Autocomplete,
                    user: self.id(),
                    channel: place,
                    deed: format!("typing {typed:?} into {option} of /{command}"),
                    command_name: Some(found.full_name()),
                    data,
                    source: None,
                    trigger: None,
                }))
            })?;
        if !self.first_answer(id).await {
            return Err(Refusal::new("Loading options failed"));
        }
        let response = self
            .sandbox
            .shared
            .read(|state| state.interactions.get(&id).map(|one| one.response.clone()));
        let Some(Response::Choices(choices)) = response else {
            return Err(Refusal::new("Loading options failed"));
        };
        // The API refuses longer lists; the client would not show them either.
        Ok(choices.iter().take(limits::CHOICES).map(read).collect())
    }
}

fn read(choice: &Value) -> Choice {
    let text = |value: &Value| match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    Choice {
        name: text(&choice["name"]),
        value: text(&choice["value"]),
    }
}
