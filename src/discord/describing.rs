//! What Discord shows of each command and option while a person types. The words are in `words/`: those of `/tender
//! announce` at the key `command-tender-announce`, those of its options in the attributes of that.
//!
//! Discord has no Welsh, so what it shows itself is in English; `/help` speaks the person's language.

use super::Command;
use crate::words::{Lang, Text};

/// What is said of a command, by its full name (`tender announce`).
pub fn of_command(name: &str) -> Text {
    Text::keyed(key(name), [])
}

/// What is said of an option of that command.
pub fn of_option(name: &str, option: &str) -> Text {
    Text::keyed(format!("{}.{option}", key(name)), [])
}

fn key(name: &str) -> String {
    format!("command-{}", name.replace(' ', "-"))
}

/// Describes a command, its parts and their options, in place of what the code says of them.
pub fn describe(command: &mut Command) {
    in_english(command, "");
}

fn in_english(command: &mut Command, before: &str) {
    let name = format!("{before}{}", command.name);
    command.description = Some(of_command(&name).say(Lang::English).into());
    for option in &mut command.parameters {
        option.description = Some(of_option(&name, &option.name).say(Lang::English).into());
    }
    for part in &mut command.subcommands {
        in_english(part, &format!("{name} "));
    }
}
