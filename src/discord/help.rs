//! `/help`: what griffin can, from the commands that there are.

use std::fmt::Write;

use super::autocomplete::{self, Offer};
use super::{Answer, Command, Context, Result, answer, limits};
use crate::values::Refusal;

/// Lists the commands, or explains one.
#[poise::command(slash_command)]
pub async fn help(
    ctx: Context<'_>,
    #[description = "A command, such as tender announce"]
    #[autocomplete = "offer"]
    command: Option<String>,
) -> Result<()> {
    let commands = &ctx.framework().options.commands;
    let text = match &command {
        None => all(commands),
        Some(name) => one(commands, name)?,
    };
    answer::send(ctx, Answer::text(text)).await
}

async fn offer(
    ctx: Context<'_>,
    typed: &str,
) -> poise::serenity_prelude::CreateAutocompleteResponse {
    let names = leaves(&ctx.framework().options.commands);
    let offers = names
        .into_iter()
        .map(|(name, _)| Offer::new(format!("/{name}"), name))
        .collect();
    autocomplete::offer(typed.trim_start_matches('/'), async { Ok(offers) }).await
}

/// Every command that can be given, with its full name.
fn leaves(commands: &[Command]) -> Vec<(String, &Command)> {
    fn walk<'a>(before: &str, commands: &'a [Command], found: &mut Vec<(String, &'a Command)>) {
        for command in commands {
            let name = format!("{before}{}", command.name);
            if command.subcommands.is_empty() {
                found.push((name, command));
            } else {
                walk(&format!("{name} "), &command.subcommands, found);
            }
        }
    }
    let mut found = Vec::new();
    walk("", commands, &mut found);
    found
}

fn all(commands: &[Command]) -> String {
    let mut text = "**griffin**: councils buy together.\n".to_owned();
    for command in commands {
        let parts: Vec<&str> = command
            .subcommands
            .iter()
            .map(|part| part.name.as_ref())
            .collect();
        let what = command.description.as_deref().unwrap_or_default();
        let parts = if parts.is_empty() {
            String::new()
        } else {
            format!(": {}", parts.join(", "))
        };
        // Writing to a text does not fail.
        let _ = writeln!(text, "`/{}` {what}{parts}", command.name);
    }
    text.push_str("`/help` and the name of a command says more of it.");
    limits::cut(&text, limits::CONTENT)
}

fn one(commands: &[Command], name: &str) -> Result<String, Refusal> {
    let wanted = name
        .trim()
        .trim_start_matches('/')
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .to_lowercase();
    let mut text = String::new();
    for (name, command) in leaves(commands) {
        // `tender` alone explains all its parts.
        if name != wanted && !name.starts_with(&format!("{wanted} ")) {
            continue;
        }
        let _ = writeln!(
            text,
            "`/{name}` {}",
            command.description.as_deref().unwrap_or_default()
        );
        for option in &command.parameters {
            let what = option.description.as_deref().unwrap_or_default();
            let must = if option.required {
                ""
            } else {
                " (may be left out)"
            };
            let _ = writeln!(text, "- `{}` {what}{must}", option.name);
        }
    }
    if text.is_empty() || wanted.is_empty() {
        return Err(Refusal::new(
            format!("There is no command “{name}”."),
            "Give /help alone for all there are.",
        ));
    }
    Ok(limits::cut(&text, limits::CONTENT))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn help_lists_explains_and_refuses() {
        let commands = [help()];
        assert!(all(&commands).contains("`/help` Lists the commands, or explains one."));
        let explained = one(&commands, "/HELP").unwrap();
        assert!(
            explained.contains("- `command` A command, such as tender announce (may be left out)"),
            "{explained}"
        );
        assert!(one(&commands, "buy").unwrap_err().help.contains("/help"));
        assert!(one(&commands, " ").is_err());
    }
}
