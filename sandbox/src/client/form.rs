//! Forms: opened by an answer.

use std::fmt::Write;

use serde_json::Value;

use crate::{snowflake::Snowflake, state::Interaction};

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
    /// What is in it beforehand.
    pub value: String,
    /// What it shows in grey while it is empty.
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
    pub(super) labelled: bool,
}

/// Whatever shows a form: the form itself, or an [`Answer`](super::Answer).
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
