//! Drafts: a command that was begun and not said yes to stays until it is done or thrown away, whatever becomes of the
//! message that asked. What makes drafts says so with `custom_data = "Draft"`.

use chrono::{DateTime, Utc};
use poise::serenity_prelude::{CommandInteraction, FullEvent, Interaction};
use serde_json::{Value, json};

use super::super::{Command, Context, Result, actor, id};
use super::command_form::innermost;
use super::kept::{self, COMMAND, Kept};

/// A command that is a draft until its officer says yes to it.
#[derive(Clone, Copy, Debug)]
pub struct Draft;

/// The server in which a command that is kept is a draft; none: it makes none.
pub(super) fn draft_in(command: &Command, typed: &CommandInteraction) -> Option<i64> {
    let makes_drafts = command.custom_data.is::<Draft>();
    typed.guild_id.filter(|_| makes_drafts).map(id)
}

/// What a person has begun.
#[derive(Clone, Debug)]
pub struct Begun {
    /// The number under which it is kept.
    pub row: i64,
    /// When it was typed last.
    pub at: DateTime<Utc>,
    /// The options that were given as texts, by their names.
    pub options: Vec<(String, String)>,
}

/// What whoever types has begun in this server, the newest first; at most as many as a menu offers.
///
/// # Errors
/// Refused outside a server; a fault, if it can't be read.
pub async fn begun(ctx: Context<'_>) -> Result<Vec<Begun>> {
    let actor = actor(ctx)?;
    let rows = kept::drafts(ctx.data(), actor.user_id, actor.guild_id).await?;
    let begun = rows.into_iter().filter_map(|(row, kept, at)| {
        let kept: Kept = serde_json::from_str(&kept).ok()?;
        let text = |it: &Value| it.as_str().map(str::to_owned);
        let given = innermost(&kept.data).iter();
        let options = given.filter_map(|it| Some((text(&it["name"])?, text(&it["value"])?)));
        let options = options.collect();
        Some(Begun { row, at, options })
    });
    Ok(begun.collect())
}

/// Runs another part of the same command in place of the one that was typed, with these options, as if they had been typed:
/// what is asked, kept and changed is that one. Nothing may have been answered yet.
///
/// # Errors
/// A fault, if what was typed can't be read again.
pub async fn instead(ctx: Context<'_>, part: &str, options: Vec<(&str, Value)>) -> Result<()> {
    let Context::Application(it) = ctx else {
        // griffin has slash commands only.
        return Ok(());
    };
    let options = options.into_iter().map(|(name, value)| {
        // Command option types: 3 is a text, 5 yes or no.
        let kind = if value.is_boolean() { 5 } else { 3 };
        json!({ "name": name, "type": kind, "value": value })
    });
    let options: Vec<Value> = options.collect();
    let mut typed = serde_json::to_value(it.interaction)?;
    typed["type"] = COMMAND.into();
    typed["data"]["options"] = json!([{ "name": part, "type": 1, "options": options }]);
    let command: CommandInteraction = serde_json::from_value(typed)?;
    let event = FullEvent::InteractionCreate {
        interaction: Interaction::Command(command),
    };
    poise::dispatch_event(it.framework, event).await;
    Ok(())
}
