//! A command as a form, with what was typed, and back: to change what was refused, or what a preview shows.

use poise::serenity_prelude::{CreateActionRow, CreateInputText, CreateModal, InputTextStyle};
use serde_json::{Value, json};

use super::super::{Command, CustomId, limits};
use crate::values::Refusal;
use crate::words::{Lang, Text, say, text};

/// The input that holds the options for which there is no input of their own, line by line.
const MORE: &str = "more";

/// An option of a command that can be typed into a form.
struct Field {
    name: String,
    required: bool,
    /// Whether it is yes or no.
    is_yes_or_no: bool,
    /// What may be typed, and what it stands for; none: anything.
    choices: Vec<(String, String)>,
    /// What was typed.
    typed: String,
}

/// Whether the command has anything that can be typed into a form.
pub(in crate::discord) fn has_one(command: &Command) -> bool {
    !fields(command, &Value::Null).is_empty()
}

/// The form, with what was typed.
pub(in crate::discord) fn of(
    command: &Command,
    typed: &Value,
    id: CustomId,
    lang: Lang,
) -> CreateModal {
    let mut fields = fields(command, typed);
    let rest = if fields.len() > limits::FORM_INPUTS {
        fields.split_off(limits::FORM_INPUTS - 1)
    } else {
        Vec::new()
    };
    let mut rows: Vec<CreateActionRow> = fields.iter().map(|field| row(field, lang)).collect();
    if !rest.is_empty() {
        let lines = rest.iter().map(|it| format!("{}: {}", it.name, it.typed));
        let lines = lines.collect::<Vec<_>>().join("\n");
        let label = say!(lang, "discord-form-more");
        let label = limits::cut(&label, limits::INPUT_LABEL);
        let input = CreateInputText::new(InputTextStyle::Paragraph, label, MORE)
            .required(false)
            .value(limits::cut(&lines, limits::INPUT));
        rows.push(CreateActionRow::InputText(input));
    }
    let title = limits::cut(&format!("/{}", command.qualified_name), limits::FORM_TITLE);
    CreateModal::new(id, title).components(rows)
}

fn row(field: &Field, lang: Lang) -> CreateActionRow {
    let style = if field.typed.contains('\n') || limits::length(&field.typed) > 60 {
        InputTextStyle::Paragraph
    } else {
        InputTextStyle::Short
    };
    let label = limits::cut(&label(&field.name), limits::INPUT_LABEL);
    let mut input = CreateInputText::new(style, label, &field.name)
        .required(field.required)
        .value(limits::cut(&field.typed, limits::INPUT));
    let hint = if field.is_yes_or_no {
        say!(lang, "discord-yes-or-no")
    } else {
        let choices = field.choices.iter().map(|(shown, _)| shown.as_str());
        choices.collect::<Vec<_>>().join(", ")
    };
    if !hint.is_empty() {
        input = input.placeholder(limits::cut(&hint, limits::INPUT_PLACEHOLDER));
    }
    CreateActionRow::InputText(input)
}

/// "respond_by" as people read it: "Respond by".
fn label(name: &str) -> String {
    let spaced = name.replace('_', " ");
    let mut letters = spaced.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => spaced,
    }
}

/// The options of a command that can be typed, with what was typed; those that are required first, as Discord wants.
fn fields(command: &Command, typed: &Value) -> Vec<Field> {
    let given = innermost(typed);
    let options = command.parameters.iter().filter_map(|parameter| {
        let option = parameter.create_as_slash_command_option()?;
        let option = serde_json::to_value(option).ok()?;
        // Application command option types: 3 is a text, 5 yes or no.
        let kind = option["type"].as_u64()?;
        if kind != 3 && kind != 5 {
            return None;
        }
        let shown = |it: &Value| it.as_str().unwrap_or_default().to_owned();
        let all = option["choices"].as_array().into_iter().flatten();
        let choices: Vec<(String, String)> = all
            .map(|it| (shown(&it["name"]), shown(&it["value"])))
            .collect();
        let typed = given.iter().find(|it| it["name"] == option["name"]);
        let typed = match typed.map(|it| &it["value"]) {
            Some(Value::Bool(yes)) => if *yes { "yes" } else { "no" }.to_owned(),
            Some(value) => {
                let value = shown(value);
                let choice = choices.iter().find(|(_, it)| *it == value);
                choice.map_or(value, |(name, _)| name.clone())
            }
            None => String::new(),
        };
        Some(Field {
            name: shown(&option["name"]),
            required: parameter.required,
            is_yes_or_no: kind == 5,
            choices,
            typed,
        })
    });
    options.collect()
}

/// The options of the innermost sub-command, as Discord sent them.
pub(super) fn innermost(typed: &Value) -> &[Value] {
    let options = typed["options"].as_array().map_or(&[][..], Vec::as_slice);
    let inner = options
        .iter()
        .find(|it| matches!(it["type"].as_u64(), Some(1 | 2)));
    inner.map_or(options, innermost)
}

/// As [`innermost`], to be changed.
pub(in crate::discord) fn innermost_mut(command: &mut Value) -> Option<&mut Vec<Value>> {
    let mut holder = command;
    // 1 is a sub-command, 2 a group (interactions/application-commands, option type).
    while let Some(at) = holder["options"].as_array().and_then(|options| {
        options
            .iter()
            .position(|it| matches!(it["type"].as_u64(), Some(1 | 2)))
    }) {
        holder = &mut holder["options"][at];
    }
    if holder["options"].is_null() {
        holder["options"] = json!([]);
    }
    holder["options"].as_array_mut()
}

/// Puts what was typed into the form in place of what was typed before; what the form has no input for stays.
///
/// # Errors
/// Refused, if an option with fixed choices holds something else.
pub(in crate::discord) fn back<'a>(
    command: &Command,
    typed: &mut Value,
    inputs: impl Iterator<Item = (&'a str, &'a str)>,
) -> Result<(), Refusal> {
    let fields = fields(command, typed);
    let mut given: Vec<(String, String)> = Vec::new();
    for (name, value) in inputs {
        if name == MORE {
            given.extend(lines(value, &fields));
        } else {
            given.push((name.to_owned(), value.to_owned()));
        }
    }
    let Some(options) = innermost_mut(typed) else {
        return Ok(());
    };
    for field in &fields {
        options.retain(|it| it["name"] != field.name.as_str());
        let value = given.iter().find(|(name, _)| *name == field.name);
        let value = value.map(|(_, value)| value.trim()).unwrap_or_default();
        if value.is_empty() {
            continue;
        }
        let (kind, value) = match value_of(field, value) {
            Some(Value::Bool(yes)) => (5, json!(yes)),
            Some(value) => (3, value),
            None => return Err(not_one_of(field, value)),
        };
        options.push(json!({ "name": field.name, "type": kind, "value": value }));
    }
    Ok(())
}

fn value_of(field: &Field, value: &str) -> Option<Value> {
    let same = |it: &str| it.eq_ignore_ascii_case(value);
    if field.is_yes_or_no {
        return if ["yes", "y", "true", "ie"].into_iter().any(same) {
            Some(json!(true))
        } else if ["no", "n", "false", "na"].into_iter().any(same) {
            Some(json!(false))
        } else {
            None
        };
    }
    if field.choices.is_empty() {
        return Some(json!(value));
    }
    let found = field.choices.iter().find(|(a, b)| same(a) || same(b));
    found.map(|(_, value)| json!(value))
}

fn not_one_of(field: &Field, value: &str) -> Refusal {
    let choices: Vec<Text> = if field.is_yes_or_no {
        vec![Text::verbatim("yes"), Text::verbatim("no")]
    } else {
        let shown = field.choices.iter();
        shown.map(|(shown, _)| Text::verbatim(shown)).collect()
    };
    Refusal::new(
        text!("discord-option-unreadable", given = value),
        text!(
            "discord-choose-for-option",
            option = field.name.as_str(),
            choices = Text::or(choices)
        ),
    )
}

/// `name: value`, line by line; a line that names no option goes on with the one before.
fn lines(typed: &str, fields: &[Field]) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    for line in typed.lines() {
        let named = line.split_once(':').and_then(|(name, value)| {
            let name = name.trim().to_lowercase().replace(' ', "_");
            let field = fields.iter().find(|it| it.name == name)?;
            Some((field.name.clone(), value.trim().to_owned()))
        });
        match (named, found.last_mut()) {
            (Some(named), _) => found.push(named),
            (None, Some((_, before))) => {
                before.push(' ');
                before.push_str(line.trim());
            }
            (None, None) => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::discord::Context;
    use crate::discord::testing::shows;
    use crate::discord::{Choice, OneOf, Result};

    #[derive(Clone, Copy, PartialEq)]
    enum Colour {
        Red,
        Green,
    }

    impl Choice for Colour {
        const OFFERED: &'static [Self] = &[Colour::Red, Colour::Green];

        fn value(self) -> &'static str {
            match self {
                Colour::Red => "red",
                Colour::Green => "green",
            }
        }

        fn shown(self) -> Text {
            Text::verbatim(match self {
                Colour::Red => "Bright red",
                Colour::Green => "Green",
            })
        }
    }

    #[poise::command(slash_command)]
    #[expect(clippy::too_many_arguments, reason = "they are the command's options")]
    async fn paint(
        _: Context<'_>,
        what: String,
        respond_by: String,
        colour: Option<OneOf<Colour>>,
        twice: Option<bool>,
        note: Option<String>,
        other: Option<String>,
        by: Option<poise::serenity_prelude::User>,
    ) -> Result<()> {
        let _ = (what, respond_by, colour, twice, note, other, by);
        Ok(())
    }

    fn typed() -> Value {
        json!({ "name": "wall", "options": [{ "name": "paint", "type": 1, "options": [
            { "name": "what", "type": 3, "value": "the door" },
            { "name": "respond_by", "type": 3, "value": "friday" },
            { "name": "colour", "type": 3, "value": "red" },
            { "name": "twice", "type": 5, "value": true },
            { "name": "by", "type": 6, "value": "7" },
        ]}]})
    }

    #[test]
    fn a_command_is_a_form_with_what_was_typed() {
        shows!("command_form", |lang| of(
            &paint(),
            &typed(),
            CustomId::new("command.form", 1),
            lang
        ));
    }

    #[test]
    fn what_the_form_says_takes_the_place_of_what_was_typed() {
        let mut changed = typed();
        let inputs = [
            ("what", "the gate"),
            ("respond_by", "monday"),
            ("colour", "Green"),
            ("more", "Note: two coats,\nthen varnish\nother:"),
        ];
        back(&paint(), &mut changed, inputs.into_iter()).unwrap();
        assert_eq!(
            innermost(&changed),
            [
                json!({ "name": "by", "type": 6, "value": "7" }),
                json!({ "name": "what", "type": 3, "value": "the gate" }),
                json!({ "name": "respond_by", "type": 3, "value": "monday" }),
                json!({ "name": "colour", "type": 3, "value": "green" }),
                json!({ "name": "note", "type": 3, "value": "two coats, then varnish" }),
            ]
        );
        let wrong = [("what", "x"), ("colour", "blue")];
        let refusal = back(&paint(), &mut changed, wrong.into_iter()).unwrap_err();
        assert!(
            refusal.to_string().contains("Bright red or Green"),
            "{refusal}"
        );
        let wrong = [("what", "x"), ("twice", "perhaps")];
        let refusal = back(&paint(), &mut changed, wrong.into_iter()).unwrap_err();
        assert!(refusal.to_string().contains("yes or no"), "{refusal}");
    }
}
