//! `/help`: what griffin can do, from the list of its commands.

use std::fmt::Write;

use super::autocomplete::{self, Offer};
use super::{Answer, Command, Context, Result, answer, describing, limits};
use crate::values::Refusal;
use crate::words::{Lang, say, text};

/// Lists the commands, or explains one.
#[poise::command(slash_command)]
pub async fn help(
    ctx: Context<'_>,
    #[autocomplete = "offer"] command: Option<String>,
) -> Result<()> {
    let commands = &ctx.framework().options.commands;
    let lang = super::lang(ctx).await;
    let text = match &command {
        None => all(commands, lang),
        Some(name) => one(commands, name, lang)?,
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

pub(crate) fn all(commands: &[Command], lang: Lang) -> String {
    let mut text = say!(lang, "discord-help-title") + "\n";
    for command in commands {
        let parts: Vec<&str> = command
            .subcommands
            .iter()
            .map(|part| part.name.as_ref())
            .collect();
        let what = describing::of_command(&command.name).say(lang);
        let parts = if parts.is_empty() {
            String::new()
        } else {
            format!("\n-# {}", parts.join(", "))
        };
        // Writing to a text does not fail.
        let _ = writeln!(text, "`/{}` {what}{parts}", command.name);
    }
    text.push_str(&say!(lang, "discord-help-more"));
    limits::cut(&text, limits::CONTENT)
}

fn one(commands: &[Command], name: &str, lang: Lang) -> Result<String, Refusal> {
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
        let what = describing::of_command(&name).say(lang);
        let _ = writeln!(text, "`/{name}` {what}");
        for option in &command.parameters {
            let what = describing::of_option(&name, &option.name).say(lang);
            let what = if option.required {
                what
            } else {
                say!(lang, "discord-help-optional", what)
            };
            let _ = writeln!(text, "- `{}` {what}", option.name);
        }
    }
    if text.is_empty() || wanted.is_empty() {
        return Err(Refusal::new(
            text!("discord-no-such-command", name),
            text!("discord-no-such-command-help"),
        ));
    }
    Ok(limits::cut(&text, limits::CONTENT))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::discord::testing::shows;

    #[test]
    fn help_reads_well() {
        let commands = [help()];
        shows!("help_one", |lang| one(&commands, "help", lang).unwrap());
    }

    #[test]
    fn help_lists_explains_and_refuses() {
        let commands = [help()];
        let (english, welsh) = (Lang::English, Lang::Welsh);
        assert!(all(&commands, english).contains("`/help` List the commands, or explain one"));
        assert!(all(&commands, welsh).contains("`/help` "));
        let explained = one(&commands, "/HELP", english).unwrap();
        assert!(
            explained.contains("- `command` A command, such as tender announce (optional)"),
            "{explained}"
        );
        assert!(
            one(&commands, "buy", english)
                .unwrap_err()
                .help
                .to_string()
                .contains("/help")
        );
        assert!(one(&commands, " ", english).is_err());
    }
}
