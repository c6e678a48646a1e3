//! The capabilities, lowest first: each may name only those before it, and what is told is heard in this order (design,
//! section 4). To add one is to add a line here.

use std::sync::Arc;

use futures::FutureExt;

use crate::capability::{Capability, Means};
use crate::delivery::Compose;
use crate::discord::press::Handler;
use crate::discord::{Command, LanguageOf, StatusLine, describing, help};
use crate::ledger::{Hears, Result};
use crate::schedule::sweeper::Act;
use crate::words::Lang;

/// All of them, in their order.
pub fn all() -> Vec<Capability> {
    vec![
        crate::servers::capability(),
        crate::authorities::capability(),
        crate::forums::capability(),
        crate::notices::capability(),
        crate::tenders::capability(),
        crate::requirements::capability(),
        crate::awards::capability(),
        crate::calloffs::capability(),
        crate::savings::capability(),
        crate::dossiers::capability(),
        crate::records::capability(),
        crate::reminders::capability(),
        crate::digests::capability(),
        crate::reports::capability(),
        crate::exports::capability(),
        crate::webhooks::capability(),
    ]
}

/// Every command, each with the subcommands that capabilities above its own bring, and described in words.
pub fn commands() -> Vec<Command> {
    let mut commands = Vec::new();
    for capability in all() {
        commands.extend(capability.commands);
        for (of, part) in capability.parts {
            let command = commands.iter_mut().find(|it: &&mut Command| it.name == of);
            if let Some(command) = command {
                command.subcommands.push(part);
            }
        }
    }
    commands.push(help::help());
    commands.iter_mut().for_each(describing::describe);
    commands
}

/// What handles each kind of button, menu and form.
pub fn presses() -> Vec<(&'static str, Handler)> {
    all().into_iter().flat_map(|it| it.presses).collect()
}

/// Those who compose letters.
///
/// # Errors
/// A fault, if one can't be made.
pub fn letters(means: &Means) -> Result<Vec<Arc<dyn Compose>>> {
    let mut letters = Vec::new();
    for make in all().iter().filter_map(|it| it.letters) {
        letters.extend(make(means)?);
    }
    Ok(letters)
}

/// What acts on each duty.
pub fn duties() -> Vec<Arc<dyn Act>> {
    all().into_iter().flat_map(|it| it.duties).collect()
}

/// Who hears what.
pub fn hears() -> Hears {
    let none = Hears::default();
    all().into_iter().fold(none, |all, it| all.with(it.hears))
}

/// Looks up the language in which a person is answered; in English, if nobody knows better.
pub fn language() -> LanguageOf {
    let known = all().into_iter().find_map(|it| it.language);
    known.unwrap_or(|_, _, _| async { Ok(Lang::default()) }.boxed())
}

/// What `/griffin status` says, line by line.
pub fn status() -> Vec<StatusLine> {
    all().into_iter().flat_map(|it| it.status).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// ARCHITECTURE.md carries the table; this says what it should be.
    #[test]
    fn the_map_says_who_hears_what() {
        let mut table = "| fact | who hears it |\n| --- | --- |\n".to_owned();
        for (kind, who) in hears().table() {
            table.push_str(&format!("| `{kind}` | {} |\n", who.join(", ")));
        }
        let map = include_str!("../ARCHITECTURE.md");
        assert!(
            map.contains(&table),
            "ARCHITECTURE.md should say:\n\n{table}"
        );
    }

    #[test]
    fn the_map_has_the_list_in_its_order() {
        let names: Vec<_> = all().iter().map(|it| format!("`{}`", it.name)).collect();
        let list = names.join(", ");
        let map = include_str!("../ARCHITECTURE.md").replace('\n', " ");
        assert!(map.contains(&list), "ARCHITECTURE.md should say:\n\n{list}");
    }

    #[test]
    fn a_part_of_a_command_has_its_command() {
        let commands = commands();
        for capability in all() {
            for (of, part) in capability.parts {
                let command = commands.iter().find(|it| it.name == of);
                let parts = &command.unwrap_or_else(|| panic!("no /{of}")).subcommands;
                assert!(
                    parts.iter().any(|it| it.name == part.name),
                    "/{of} {}",
                    part.name
                );
            }
        }
    }
}
