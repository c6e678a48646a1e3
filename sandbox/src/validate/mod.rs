//! Reads the bodies of requests as strictly as Discord does.
//!
//! Each body is read twice: by the rules written here, which name the field at fault, and by
//! twilight's models and validators, a second, independent reading of the same documentation.

pub(crate) mod channel;
pub(crate) mod commands;
pub(crate) mod components;
pub(crate) mod embeds;
pub(crate) mod event;
pub(crate) mod interaction;
pub(crate) mod message;

use serde_json::Value;

use crate::error::Faults;

/// The characters of a text as Discord counts them.
pub(crate) fn length(text: &str) -> usize {
    text.chars().count()
}

/// A text field: absent and `null` are `None`, anything but a text is a fault.
pub(crate) fn text<'a>(
    faults: &mut Faults,
    body: &'a Value,
    key: &str,
    path: &str,
) -> Option<&'a str> {
    match &body[key] {
        Value::Null => None,
        Value::String(text) => Some(text),
        _ => {
            faults.add(
                path,
                "STRING_TYPE_CONVERT",
                "Could not interpret value as string.",
            );
            None
        }
    }
}

/// An integer field between two bounds.
pub(crate) fn integer(
    faults: &mut Faults,
    body: &Value,
    key: &str,
    path: &str,
    least: u64,
    most: u64,
) -> Option<u64> {
    let value = &body[key];
    if value.is_null() {
        return None;
    }
    match value.as_u64() {
        Some(number) if (least..=most).contains(&number) => Some(number),
        Some(number) if number < least => {
            let message = format!("int value should be greater than or equal to {least}.");
            faults.add(path, "NUMBER_TYPE_MIN", message);
            None
        }
        Some(_) => {
            let message = format!("int value should be less than or equal to {most}.");
            faults.add(path, "NUMBER_TYPE_MAX", message);
            None
        }
        None => {
            faults.add(
                path,
                "NUMBER_TYPE_COERCE",
                format!("Value \"{value}\" is not int."),
            );
            None
        }
    }
}

/// A fault for a list which is too long.
pub(crate) fn at_most(faults: &mut Faults, path: &str, length: usize, most: usize) {
    if length > most {
        let message = format!("Must be {most} or fewer in length.");
        faults.add(path, "BASE_TYPE_BAD_LENGTH", message);
    }
}

/// A list field: absent and `null` are empty, anything but a list is a fault.
pub(crate) fn list<'a>(faults: &mut Faults, body: &'a Value, key: &str, path: &str) -> &'a [Value] {
    match &body[key] {
        Value::Null => &[],
        Value::Array(list) => list,
        _ => {
            faults.add(
                path,
                "LIST_TYPE_CONVERT",
                "Only iterables may be used in a ListType.",
            );
            &[]
        }
    }
}

/// Whether the path of a nested field starts with a parent's.
pub(crate) fn join(path: &str, key: impl std::fmt::Display) -> String {
    if path.is_empty() {
        key.to_string()
    } else {
        format!("{path}.{key}")
    }
}
