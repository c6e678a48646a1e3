//! Components of messages and forms (Components, "Component Reference").

use std::collections::HashSet;

use serde_json::Value;
use twilight_model::channel::message::Component;

use super::{at_most, integer, join, list, text};
use crate::{error::Faults, limits};

const ROW_BUTTONS: usize = 5;
const BUTTON_LABEL: usize = 80;
const MENU_OPTIONS: usize = 25;
const MENU_PLACEHOLDER: usize = 150;
const MENU_TEXT: usize = 100;
const INPUT_LABEL: usize = 45;
const INPUT_PLACEHOLDER: usize = 100;
const INPUT_VALUE: usize = 4000;

/// Where components stand.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Message,
    /// A message made of components only.
    MessageV2,
    Form,
}

/// Checks the rows of a message or form.
pub(crate) fn check(faults: &mut Faults, rows: &[Value], place: Place, path: &str) {
    let before_second = faults.count();
    if place != Place::MessageV2 {
        let most = if place == Place::Form {
            limits::FORM_INPUTS
        } else {
            limits::ROWS
        };
        at_most(faults, path, rows.len(), most);
        let mut seen = HashSet::new();
        for (index, row) in rows.iter().enumerate() {
            check_row(faults, row, place, &join(path, index), &mut seen);
        }
    }
    if faults.count() == before_second {
        second_reading(faults, rows, place, path);
    }
}

fn check_row(
    faults: &mut Faults,
    row: &Value,
    place: Place,
    path: &str,
    seen: &mut HashSet<String>,
) {
    // Forms may also hold labels (type 18) around one input, and text (type 10).
    if place == Place::Form && row["type"] == 18 {
        return;
    }
    if row["type"] != 1 {
        let message = format!(
            "Value of field \"type\" must be one of (1,), not {}.",
            row["type"]
        );
        faults.add(&join(path, "type"), "UNION_TYPE_CHOICES", message);
        return;
    }
    let inside = join(path, "components");
    let children = list(faults, row, "components", &inside);
    if children.is_empty() {
        faults.add(
            &inside,
            "BASE_TYPE_BAD_LENGTH",
            "Must be between 1 and 5 in length.",
        );
    }
    at_most(faults, &inside, children.len(), ROW_BUTTONS);
    let menus = children.iter().filter(|child| is_menu(child)).count();
    if menus > 0 && children.len() > 1 {
        let message = "A select menu must be alone in its row.";
        faults.add(&inside, "COMPONENT_LAYOUT_WIDTH_EXCEEDED", message);
    }
    if place == Place::Form && children.len() > 1 {
        let message = "A text input must be alone in its row.";
        faults.add(&inside, "COMPONENT_LAYOUT_WIDTH_EXCEEDED", message);
    }
    for (index, child) in children.iter().enumerate() {
        let here = join(&inside, index);
        match (place, child["type"].as_u64()) {
            (Place::Message, Some(2)) => check_button(faults, child, &here),
            (Place::Message, Some(3 | 5..=8)) => check_menu(faults, child, &here),
            (Place::Form, Some(4)) => check_input(faults, child, &here),
            _ => {
                let message = format!("A component of type {} cannot stand here.", child["type"]);
                faults.add(&join(&here, "type"), "UNION_TYPE_CHOICES", message);
            }
        }
        if let Some(id) = child["custom_id"].as_str()
            && !seen.insert(id.to_owned())
        {
            let message = "Component custom id cannot be duplicated";
            faults.add(
                &join(&here, "custom_id"),
                "COMPONENT_CUSTOM_ID_DUPLICATED",
                message,
            );
        }
    }
}

fn is_menu(component: &Value) -> bool {
    matches!(component["type"].as_u64(), Some(3 | 5..=8))
}

fn check_custom_id(faults: &mut Faults, component: &Value, path: &str) {
    let here = join(path, "custom_id");
    match text(faults, component, "custom_id", &here) {
        Some(id) => faults.length(&here, id, 1, limits::CUSTOM_ID),
        None => faults.add(&here, "BASE_TYPE_REQUIRED", "This field is required"),
    }
}

fn check_button(faults: &mut Faults, button: &Value, path: &str) {
    let label = text(faults, button, "label", &join(path, "label"));
    if let Some(label) = label {
        faults.length(&join(path, "label"), label, 0, BUTTON_LABEL);
    }
    let shown = label.is_some_and(|label| !label.trim().is_empty()) || button["emoji"].is_object();
    match button["style"].as_u64() {
        Some(5) => {
            if !button["custom_id"].is_null() {
                let message = "A custom id and url cannot both be specified";
                faults.add(
                    path,
                    "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE",
                    message,
                );
            }
            let address = button["url"].as_str().unwrap_or_default();
            if !["http://", "https://", "discord://"]
                .iter()
                .any(|s| address.starts_with(s))
            {
                faults.add(
                    &join(path, "url"),
                    "URL_TYPE_INVALID_URL",
                    "Not a well formed URL.",
                );
            }
            faults.length(&join(path, "url"), address, 1, 512);
        }
        Some(1..=4) => {
            check_custom_id(faults, button, path);
            if !button["url"].is_null() {
                let message = "A custom id and url cannot both be specified";
                faults.add(
                    path,
                    "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE",
                    message,
                );
            }
        }
        Some(6) => return,
        _ => {
            let message = "Value must be one of {1, 2, 3, 4, 5, 6}.";
            faults.add(&join(path, "style"), "BASE_TYPE_CHOICES", message);
        }
    }
    if !shown {
        let message = "A button must have a label or an emoji";
        faults.add(path, "BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED", message);
    }
}

fn check_menu(faults: &mut Faults, menu: &Value, path: &str) {
    check_custom_id(faults, menu, path);
    let placeholder = join(path, "placeholder");
    if let Some(shown) = text(faults, menu, "placeholder", &placeholder) {
        faults.length(&placeholder, shown, 0, MENU_PLACEHOLDER);
    }
    let least = integer(faults, menu, "min_values", &join(path, "min_values"), 0, 25).unwrap_or(1);
    let most = integer(faults, menu, "max_values", &join(path, "max_values"), 1, 25).unwrap_or(1);
    if least > most {
        let message = "min_values must be less than or equal to max_values";
        faults.add(
            &join(path, "min_values"),
            "SELECT_COMPONENT_MAX_VALUES_INVALID",
            message,
        );
    }
    if menu["type"] != 3 {
        return;
    }
    let inside = join(path, "options");
    let options = list(faults, menu, "options", &inside);
    if options.is_empty() || options.len() > MENU_OPTIONS {
        faults.add(
            &inside,
            "BASE_TYPE_BAD_LENGTH",
            "Must be between 1 and 25 in length.",
        );
    }
    if usize::try_from(most).is_ok_and(|most| most > options.len()) {
        let message = "max_values must not be greater than the number of options";
        faults.add(
            &join(path, "max_values"),
            "SELECT_COMPONENT_MAX_VALUES_INVALID",
            message,
        );
    }
    let mut values = HashSet::new();
    for (index, option) in options.iter().enumerate() {
        let here = join(&inside, index);
        for (key, least) in [("label", 1), ("value", 1), ("description", 0)] {
            let path = join(&here, key);
            match text(faults, option, key, &path) {
                Some(value) => faults.length(&path, value, least, MENU_TEXT),
                None if least == 1 => {
                    faults.add(&path, "BASE_TYPE_REQUIRED", "This field is required");
                }
                None => {}
            }
        }
        if option["value"]
            .as_str()
            .is_some_and(|value| !values.insert(value))
        {
            let message = "The specified option value is already used";
            faults.add(
                &join(&here, "value"),
                "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
                message,
            );
        }
    }
    let chosen = options
        .iter()
        .filter(|option| option["default"] == true)
        .count();
    if u64::try_from(chosen).is_ok_and(|chosen| chosen > most) {
        let message = "More options are chosen by default than max_values allows";
        faults.add(&inside, "SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES", message);
    }
}

fn check_input(faults: &mut Faults, input: &Value, path: &str) {
    check_custom_id(faults, input, path);
    let label = join(path, "label");
    match text(faults, input, "label", &label) {
        Some(shown) => faults.length(&label, shown, 1, INPUT_LABEL),
        None => faults.add(&label, "BASE_TYPE_REQUIRED", "This field is required"),
    }
    if !matches!(input["style"].as_u64(), Some(1 | 2)) {
        faults.add(
            &join(path, "style"),
            "BASE_TYPE_CHOICES",
            "Value must be one of {1, 2}.",
        );
    }
    let least = integer(
        faults,
        input,
        "min_length",
        &join(path, "min_length"),
        0,
        4000,
    );
    let most = integer(
        faults,
        input,
        "max_length",
        &join(path, "max_length"),
        1,
        4000,
    );
    if least.zip(most).is_some_and(|(least, most)| least > most) {
        let message = "min_length must be less than or equal to max_length";
        faults.add(
            &join(path, "min_length"),
            "TEXT_INPUT_LENGTHS_INVALID",
            message,
        );
    }
    let placeholder = join(path, "placeholder");
    if let Some(shown) = text(faults, input, "placeholder", &placeholder) {
        faults.length(&placeholder, shown, 0, INPUT_PLACEHOLDER);
    }
    let value = join(path, "value");
    if let Some(given) = text(faults, input, "value", &value) {
        let most = most
            .and_then(|most| usize::try_from(most).ok())
            .unwrap_or(INPUT_VALUE);
        faults.length(&value, given, 0, most);
    }
}

fn second_reading(faults: &mut Faults, rows: &[Value], place: Place, path: &str) {
    let components = match serde_json::from_value::<Vec<Component>>(Value::Array(rows.to_vec())) {
        Ok(components) => components,
        Err(error) => {
            faults.add(path, "SECOND_READING", format!("twilight: {error}"));
            return;
        }
    };
    let checked = twilight_validate::message::components(&components, place == Place::MessageV2);
    if let Err(error) = checked {
        let mut message = format!("twilight: {error}");
        if let Some(source) = std::error::Error::source(&error) {
            message = format!("{message}: {source}");
        }
        faults.add(path, "SECOND_READING", message);
    }
}
