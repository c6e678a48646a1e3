//! Application commands (Interactions, Application Commands).

use std::collections::HashSet;

use serde_json::{Value, json};
use twilight_model::application::command::Command;
use twilight_validate::command::CommandValidationErrorType;

use super::{at_most, join, length, list, text};
use crate::{error::Faults, limits};

const OPTIONS: usize = 25;
const NAME: usize = 32;
const DESCRIPTION: usize = 100;
const CHOICE: usize = 100;
const SUBCOMMAND: u64 = 1;
const SUBCOMMAND_GROUP: u64 = 2;

/// Checks a command as it would stand after the request.
pub(crate) fn check(faults: &mut Faults, command: &Value, path: &str) {
    let before = faults.count();
    let chat_input = command["type"].as_u64().unwrap_or(1) == 1;
    check_name(faults, command, path, chat_input);
    if chat_input {
        check_description(faults, command, path);
    } else if command["description"]
        .as_str()
        .is_some_and(|text| !text.is_empty())
    {
        let message = "Context menu commands cannot have description";
        faults.add(
            &join(path, "description"),
            "APPLICATION_COMMAND_DESCRIPTION_NOT_ALLOWED",
            message,
        );
    }
    let permissions = &command["default_member_permissions"];
    if !permissions.is_null()
        && permissions
            .as_str()
            .and_then(|text| text.parse::<u64>().ok())
            .is_none()
    {
        let here = join(path, "default_member_permissions");
        faults.add(
            &here,
            "NUMBER_TYPE_COERCE",
            "Value is not a permission bit set.",
        );
    }
    check_options(faults, command, path, 0);
    let total = characters(command);
    if total > limits::COMMAND_CHARACTERS {
        let message = format!(
            "Command exceeds maximum size ({}), it has {total} characters",
            limits::COMMAND_CHARACTERS
        );
        faults.add(path, "APPLICATION_COMMAND_TOO_LARGE", message);
    }
    if faults.count() == before {
        second_reading(faults, command, path);
    }
}

/// The pattern `^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$`, in lower case where it exists.
fn fits_pattern(name: &str) -> bool {
    let fits = |c: char| {
        c.is_alphanumeric()
            || matches!(c, '-' | '_' | '\'' | '\u{900}'..='\u{97f}' | '\u{e00}'..='\u{e7f}')
    };
    (1..=NAME).contains(&length(name)) && name.chars().all(fits) && name.to_lowercase() == name
}

fn check_name(faults: &mut Faults, holder: &Value, path: &str, chat_input: bool) {
    let here = join(path, "name");
    let Some(name) = text(faults, holder, "name", &here) else {
        faults.add(&here, "BASE_TYPE_REQUIRED", "This field is required");
        return;
    };
    faults.length(&here, name, 1, NAME);
    let names = std::iter::once((here, name)).chain(
        holder["name_localizations"]
            .as_object()
            .into_iter()
            .flatten()
            .filter_map(|(locale, name)| {
                Some((
                    join(path, format!("name_localizations.{locale}")),
                    name.as_str()?,
                ))
            }),
    );
    for (here, name) in names {
        if chat_input && !fits_pattern(name) {
            let message = format!("Command name {name:?} is invalid");
            faults.add(&here, "APPLICATION_COMMAND_INVALID_NAME", message);
        }
    }
    check_locales(
        faults,
        &holder["name_localizations"],
        &join(path, "name_localizations"),
    );
}

fn check_description(faults: &mut Faults, holder: &Value, path: &str) {
    let here = join(path, "description");
    match text(faults, holder, "description", &here) {
        Some(description) => faults.length(&here, description, 1, DESCRIPTION),
        None => faults.add(&here, "BASE_TYPE_REQUIRED", "This field is required"),
    }
    let localized = join(path, "description_localizations");
    for (locale, description) in holder["description_localizations"]
        .as_object()
        .into_iter()
        .flatten()
    {
        faults.length(
            &join(&localized, locale),
            description.as_str().unwrap_or_default(),
            1,
            DESCRIPTION,
        );
    }
    check_locales(faults, &holder["description_localizations"], &localized);
}

/// The locales of Discord (the API description's AvailableLocalesEnum); Welsh is not among them.
const LOCALES: [&str; 34] = [
    "id", "da", "de", "en-GB", "en-US", "es-ES", "es-419", "fr", "hr", "it", "lt", "hu", "nl",
    "no", "pl", "pt-BR", "ro", "fi", "sv-SE", "vi", "tr", "cs", "el", "bg", "ru", "uk", "hi", "th",
    "zh-CN", "ja", "zh-TW", "ko", "ar", "he",
];

fn check_locales(faults: &mut Faults, localizations: &Value, path: &str) {
    for locale in localizations
        .as_object()
        .into_iter()
        .flat_map(|map| map.keys())
    {
        if !LOCALES.contains(&locale.as_str()) {
            let message = format!("{locale:?} is not a supported locale");
            faults.add(&join(path, locale), "BASE_TYPE_CHOICES", message);
        }
    }
}

fn check_options(faults: &mut Faults, holder: &Value, path: &str, depth: usize) {
    let inside = join(path, "options");
    let options = list(faults, holder, "options", &inside);
    at_most(faults, &inside, options.len(), OPTIONS);
    let mut names = HashSet::new();
    let mut optional_seen = false;
    let nested =
        |option: &Value| matches!(option["type"].as_u64(), Some(SUBCOMMAND | SUBCOMMAND_GROUP));
    let groups = options.iter().filter(|option| nested(option)).count();
    if groups > 0 && groups < options.len() {
        let message = "Sub-command and sub-command group option types are mutually exclusive to all other types";
        faults.add(&inside, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", message);
    }
    for (index, option) in options.iter().enumerate() {
        let here = join(&inside, index);
        check_name(faults, option, &here, true);
        check_description(faults, option, &here);
        if option["name"]
            .as_str()
            .is_some_and(|name| !names.insert(name))
        {
            let message = "Option names within a command must be unique";
            faults.add(
                &join(&here, "name"),
                "APPLICATION_COMMAND_OPTIONS_NAME_INVALID",
                message,
            );
        }
        let required = option["required"].as_bool().unwrap_or(false);
        if required && optional_seen {
            let message = "Required options must be placed before non-required options";
            faults.add(
                &here,
                "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
                message,
            );
        }
        optional_seen |= !required;
        match option["type"].as_u64() {
            Some(SUBCOMMAND) => check_options(faults, option, &here, depth + 2),
            Some(SUBCOMMAND_GROUP) if depth == 0 => check_options(faults, option, &here, 1),
            Some(3..=11) => check_value_option(faults, option, &here),
            _ => {
                let message = "Value is not a valid option type here";
                faults.add(&join(&here, "type"), "BASE_TYPE_CHOICES", message);
            }
        }
        if depth >= 2 && nested(option) {
            let message = "Sub-commands cannot be nested in sub-commands";
            faults.add(
                &join(&here, "type"),
                "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
                message,
            );
        }
    }
}

fn check_value_option(faults: &mut Faults, option: &Value, path: &str) {
    let inside = join(path, "choices");
    let choices = list(faults, option, "choices", &inside);
    at_most(faults, &inside, choices.len(), limits::CHOICES);
    let mut names = HashSet::new();
    for (index, choice) in choices.iter().enumerate() {
        let here = join(&inside, index);
        check_choice(faults, choice, &here);
        if choice["name"]
            .as_str()
            .is_some_and(|name| !names.insert(name))
        {
            let message = "Choice names must be unique";
            faults.add(
                &here,
                "APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_ALREADY_EXISTS",
                message,
            );
        }
    }
    let kind = option["type"].as_u64().unwrap_or(0);
    let completes = option["autocomplete"].as_bool().unwrap_or(false);
    if completes && !choices.is_empty() {
        let message = "Autocomplete cannot be used with choices";
        faults.add(
            path,
            "APPLICATION_COMMAND_AUTOCOMPLETE_CHOICES_EXCLUSIVE",
            message,
        );
    }
    if (completes || !choices.is_empty()) && !matches!(kind, 3 | 4 | 10) {
        let message = "Only string, integer and number options can have choices or autocomplete";
        faults.add(path, "APPLICATION_COMMAND_OPTION_TYPE_INVALID", message);
    }
    for key in ["min_length", "max_length"] {
        let here = join(path, key);
        super::integer(
            faults,
            option,
            key,
            &here,
            u64::from(key == "max_length"),
            6000,
        );
        if kind != 3 && !option[key].is_null() {
            faults.add(
                &here,
                "APPLICATION_COMMAND_OPTION_TYPE_INVALID",
                "Only for string options",
            );
        }
    }
}

/// Checks a choice of an option or of an autocomplete answer.
pub(crate) fn check_choice(faults: &mut Faults, choice: &Value, path: &str) {
    let here = join(path, "name");
    match text(faults, choice, "name", &here) {
        Some(name) => faults.length(&here, name, 1, CHOICE),
        None => faults.add(&here, "BASE_TYPE_REQUIRED", "This field is required"),
    }
    let here = join(path, "value");
    match &choice["value"] {
        // Discord documents no least length; an empty value is refused all the same.
        Value::String(value) => faults.length(&here, value, 1, CHOICE),
        Value::Number(_) => {}
        _ => faults.add(&here, "BASE_TYPE_REQUIRED", "This field is required"),
    }
}

/// The characters which the limit of 8000 is about: names, descriptions and values, each in its
/// longest translation.
fn characters(holder: &Value) -> usize {
    let longest = |key: &str| {
        let localized = holder[format!("{key}_localizations")].as_object();
        let own = holder[key].as_str().map_or(0, length);
        localized
            .into_iter()
            .flatten()
            .filter_map(|(_, text)| text.as_str().map(length))
            .fold(own, usize::max)
    };
    let value = holder["value"].as_str().map_or(0, length);
    let nested: usize = ["options", "choices"]
        .iter()
        .flat_map(|key| holder[key].as_array().into_iter().flatten())
        .map(characters)
        .sum();
    longest("name") + longest("description") + value + nested
}

/// twilight's model wants fields which only answers have, and knows an older total of characters.
fn second_reading(faults: &mut Faults, command: &Value, path: &str) {
    let mut command = command.clone();
    for (key, value) in [
        ("version", json!("1")),
        ("description", json!("")),
        ("type", json!(1)),
    ] {
        if command[key].is_null() {
            command[key] = value;
        }
    }
    match serde_json::from_value::<Command>(command) {
        Ok(command) => {
            let checked = twilight_validate::command::command(&command)
                .and_then(|()| twilight_validate::command::options(&command.options));
            if let Err(error) = checked
                && !matches!(
                    error.kind(),
                    CommandValidationErrorType::CommandTooLarge { .. }
                )
            {
                faults.add(path, "SECOND_READING", format!("twilight: {error}"));
            }
        }
        Err(error) => faults.add(path, "SECOND_READING", format!("twilight: {error}")),
    }
}
