//! Answers to interactions (Interactions, Receiving and Responding).

use serde_json::{Map, Value, json};
use twilight_model::http::interaction::InteractionResponse;

use super::{components, join, list, message, text};
use crate::{
    error::{ApiError, Faults},
    limits,
    state::InteractionKind,
};

/// The kinds of answer, by their numbers.
pub(crate) const MESSAGE: u64 = 4;
pub(crate) const DEFERRED_MESSAGE: u64 = 5;
pub(crate) const DEFERRED_UPDATE: u64 = 6;
pub(crate) const UPDATE: u64 = 7;
pub(crate) const CHOICES: u64 = 8;
pub(crate) const FORM: u64 = 9;

/// Checks a first answer and returns its kind. `from_message` tells of a form which came from a
/// message's component, whose answer may change that message.
pub(crate) fn check(
    body: &Value,
    kind: InteractionKind,
    from_message: bool,
) -> Result<u64, ApiError> {
    let allowed: &[u64] = match kind {
        InteractionKind::Command => &[MESSAGE, DEFERRED_MESSAGE, FORM],
        InteractionKind::Component => &[MESSAGE, DEFERRED_MESSAGE, DEFERRED_UPDATE, UPDATE, FORM],
        InteractionKind::Autocomplete => &[CHOICES],
        // "A form cannot answer a form."
        InteractionKind::Modal if from_message => {
            &[MESSAGE, DEFERRED_MESSAGE, DEFERRED_UPDATE, UPDATE]
        }
        InteractionKind::Modal => &[MESSAGE, DEFERRED_MESSAGE],
    };
    let Some(number) = body["type"]
        .as_u64()
        .filter(|number| allowed.contains(number))
    else {
        let message = format!("Value must be one of {allowed:?}, not {}.", body["type"]);
        return Err(ApiError::invalid("type", "BASE_TYPE_CHOICES", message));
    };
    let mut faults = Faults::default();
    let data = &body["data"];
    match number {
        MESSAGE | UPDATE => message::check(&mut faults, data, "data"),
        CHOICES => check_choices(&mut faults, data),
        FORM => check_form(&mut faults, data),
        _ => {}
    }
    if faults.count() == 0 {
        second_reading(&mut faults, body);
    }
    faults.finish()?;
    Ok(number)
}

fn check_choices(faults: &mut Faults, data: &Value) {
    let path = "data.choices";
    if !data["choices"].is_array() {
        faults.add(path, "BASE_TYPE_REQUIRED", "This field is required");
        return;
    }
    let choices = list(faults, data, "choices", path);
    super::at_most(faults, path, choices.len(), limits::CHOICES);
    for (index, choice) in choices.iter().enumerate() {
        super::commands::check_choice(faults, choice, &join(path, index));
    }
}

fn check_form(faults: &mut Faults, data: &Value) {
    for (key, most) in [
        ("title", limits::FORM_TITLE),
        ("custom_id", limits::CUSTOM_ID),
    ] {
        let path = join("data", key);
        match text(faults, data, key, &path) {
            Some(value) => faults.length(&path, value, 1, most),
            None => faults.add(&path, "BASE_TYPE_REQUIRED", "This field is required"),
        }
    }
    let path = "data.components";
    let rows = list(faults, data, "components", path);
    if rows.is_empty() {
        faults.add(
            path,
            "BASE_TYPE_BAD_LENGTH",
            "Must be between 1 and 5 in length.",
        );
    }
    components::check(faults, rows, components::Place::Form, path);
}

/// twilight's model of the whole answer. Attachments are left out: their "id" is an index here.
fn second_reading(faults: &mut Faults, body: &Value) {
    let as_kept = |(key, value): (&String, &Value)| {
        let value = match value {
            Value::Array(embeds) if key == "embeds" => super::embeds::normalize(embeds).into(),
            other => other.clone(),
        };
        (key.clone(), value)
    };
    let data = body["data"].as_object().map(|data| {
        let shown = data.iter().filter(|(key, _)| *key != "attachments");
        shown.map(as_kept).collect::<Map<_, _>>()
    });
    let mut read = json!({ "type": body["type"] });
    if let Some(data) = data {
        read["data"] = Value::Object(data);
    }
    if let Err(error) = serde_json::from_value::<InteractionResponse>(read) {
        faults.add("data", "SECOND_READING", format!("twilight: {error}"));
    }
}
