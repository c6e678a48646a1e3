//! Forms: opened by an answer, filled in, sent.

use std::fmt::Write;

use serde_json::{Value, json};

use super::{Answer, Member, Refusal};
use crate::{
    snowflake::Snowflake,
    state::{Interaction, InteractionKind, NewInteraction},
};

/// A form which has opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// Its title.
    pub title: String,
    /// What the bot is told with it.
    pub custom_id: String,
    /// Its inputs.
    pub inputs: Vec<Input>,
    /// The interaction which opened it.
    pub(crate) opened_by: Snowflake,
}

/// An input of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// What stands above it.
    pub label: String,
    /// What the bot is told with it.
    pub custom_id: String,
    /// What stands in it beforehand.
    pub value: String,
    /// What stands in it greyed while it is empty.
    pub placeholder: Option<String>,
    /// Whether it must be filled in.
    pub required: bool,
    /// The least characters.
    pub least: u64,
    /// The most characters.
    pub most: u64,
    /// Whether it has several lines.
    pub long: bool,
    /// Whether a label component holds it, rather than a row.
    labelled: bool,
}

/// Whatever shows a form: the form itself, or an [`Answer`].
pub trait ShowsForm {
    /// The form, if there is one.
    fn shown_form(&self) -> Option<&Form>;
}

impl ShowsForm for Form {
    fn shown_form(&self) -> Option<&Form> {
        Some(self)
    }
}

impl Form {
    pub(crate) fn read(interaction: &Interaction, data: &Value) -> Self {
        let owned = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let rows = data["components"].as_array().into_iter().flatten();
        let inputs = rows.filter_map(|row| {
            let labelled = row["type"] == 18;
            let input = if labelled {
                &row["component"]
            } else {
                &row["components"][0]
            };
            if input["type"] != 4 {
                return None;
            }
            Some(Input {
                label: owned(if labelled {
                    &row["label"]
                } else {
                    &input["label"]
                }),
                custom_id: owned(&input["custom_id"]),
                value: owned(&input["value"]),
                placeholder: input["placeholder"].as_str().map(str::to_owned),
                required: input["required"].as_bool().unwrap_or(true),
                least: input["min_length"].as_u64().unwrap_or(0),
                most: input["max_length"].as_u64().unwrap_or(4000),
                long: input["style"] == 2,
                labelled,
            })
        });
        Self {
            title: owned(&data["title"]),
            custom_id: owned(&data["custom_id"]),
            inputs: inputs.collect(),
            opened_by: interaction.id,
        }
    }

    /// An input by what stands above it.
    #[must_use]
    pub fn input(&self, label: &str) -> Option<&Input> {
        self.inputs.iter().find(|input| input.label == label)
    }

    /// The form in plain text.
    #[must_use]
    pub fn render(&self) -> String {
        let mut shown = format!("[form: {}]\n", self.title);
        for input in &self.inputs {
            let star = if input.required { " *" } else { "" };
            let hint = input.placeholder.as_deref().unwrap_or_default();
            let value = if input.value.is_empty() {
                format!("({hint})")
            } else {
                input.value.clone()
            };
            // Writing to a String cannot fail.
            let _ = writeln!(shown, "  {}{star}: {value}", input.label);
        }
        shown.trim_end().to_owned()
    }
}

impl Member {
    /// Fills in a form (inputs by their labels; what stands in others beforehand is kept) and
    /// sends it.
    ///
    /// # Panics
    ///
    /// Panics with Discord's words when its client would not send the form.
    pub async fn fills(&self, form: &impl ShowsForm, values: &[(&str, &str)]) -> Answer {
        self.granted(self.try_fills(form, values).await)
    }

    /// As [`Self::fills`], with the client's refusal as an error.
    ///
    /// # Errors
    ///
    /// Fails when Discord's client would not send the form.
    pub async fn try_fills(
        &self,
        form: &impl ShowsForm,
        values: &[(&str, &str)],
    ) -> Result<Answer, Refusal> {
        let form = form
            .shown_form()
            .ok_or_else(|| Refusal::new("no form has opened"))?
            .clone();
        self.try_form(form, values).await
    }

    async fn try_form(&self, form: Form, values: &[(&str, &str)]) -> Result<Answer, Refusal> {
        for (label, _) in values {
            if form.input(label).is_none() {
                let message = format!("the form has no input {label:?}:\n{}", form.render());
                return Err(Refusal::new(message));
            }
        }
        let mut rows = Vec::new();
        for input in &form.inputs {
            let given = values.iter().find(|(label, _)| *label == input.label);
            let value = given.map_or(input.value.as_str(), |(_, value)| value);
            check(input, value)?;
            let field = json!({ "type": 4, "id": rows.len() + 1, "custom_id": input.custom_id, "value": value });
            rows.push(if input.labelled {
                json!({ "type": 18, "id": rows.len() + 1, "component": field })
            } else {
                json!({ "type": 1, "id": rows.len() + 1, "components": [field] })
            });
        }
        let data = json!({ "custom_id": form.custom_id, "components": rows });
        let deed = format!("sent the form {:?}", form.title);
        let interaction = self.sandbox.shared.change(|state| {
            let opener = state.interactions.get(&form.opened_by).cloned();
            let opener = opener.ok_or_else(|| Refusal::new("the form is gone"))?;
            Ok(state.start_interaction(NewInteraction {
                kind: InteractionKind::Modal,
                user: self.id(),
                channel: opener.channel_id,
                deed,
                command_name: None,
                data,
                source: opener.source,
                trigger: Some(opener.metadata),
            }))
        })?;
        Ok(self.answer_to(interaction).await)
    }
}

fn check(input: &Input, value: &str) -> Result<(), Refusal> {
    let refuse = |words: String| Err(Refusal::at(&input.label, words));
    let length = u64::try_from(value.chars().count()).unwrap_or(u64::MAX);
    if input.required && value.is_empty() {
        return refuse("This field is required".to_owned());
    }
    if !value.is_empty() && length < input.least {
        let least = input.least;
        return refuse(format!("Must be at least {least} characters in length."));
    }
    if length > input.most {
        let most = input.most;
        return refuse(format!("Must be {most} or fewer in length."));
    }
    if !input.long && value.contains('\n') {
        return refuse("a short input has one line only".to_owned());
    }
    Ok(())
}
