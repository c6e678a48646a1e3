//! A command that needs to know for which authority it is, from an officer of several who did not say (design, section
//! 6, `as`), or for which nation: it is kept, a menu asks, and what was typed is run again with what was chosen. Whoever handles it
//! checks anew who the person is and for whom they act. What a command found is kept so too, until its officer says yes.

mod store;

use chrono::TimeDelta;
use futures::FutureExt;
use poise::serenity_prelude::{
    CommandInteraction, ComponentInteraction, ComponentInteractionDataKind, CreateActionRow,
    CreateInteractionResponse, CreateInteractionResponseMessage, CreateSelectMenu,
    CreateSelectMenuKind, CreateSelectMenuOption, FullEvent, Interaction,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::asking::lang_of;
use super::{Answer, Context, CustomId, Data, Error, Press, Result, answer, escape, id, limits};
use crate::ledger::Cause;
use crate::values::{Actor, Refusal};
use crate::words::{Lang, Text, text};

/// The menu; about the interaction by which the command was typed, and the number of the option that is missing.
pub const FOR_WHOM: &str = "command.for";
/// How long what was typed is kept.
const KEPT: TimeDelta = TimeDelta::days(1);
/// So many of a person are kept, the newest: a table may have half a MiB.
const NEWEST: u64 = 20;
/// The options that are asked for: the authority acted for, and the nation.
const OPTIONS: [&str; 3] = ["as", "lead", NATION];
const NATION: &str = "nation";

/// Keeps the command and gives the menu that asks for whom it is; none: there is nothing to choose, or no option for
/// it.
pub(super) async fn ask(ctx: Context<'_>, error: &Error, lang: Lang) -> Option<Answer> {
    let (Error::Refused(refusal), Context::Application(it)) = (error, ctx) else {
        return None;
    };
    let names = it.command().parameters.iter().map(|option| &option.name);
    let option = OPTIONS
        .iter()
        .position(|option| names.clone().any(|name| name == option))?;
    if refusal.whom.is_empty() {
        return None;
    }
    let typed = it.interaction;
    match keep(ctx.data(), typed).await {
        Ok(()) => Some(menu(
            refusal,
            &crate::discord::given(ctx),
            id(typed.id),
            option,
            lang,
        )),
        Err(error) => {
            // The refusal says the same, and what was typed.
            tracing::error!(cause = %error, "a command could not be kept");
            None
        }
    }
}

async fn keep(data: &Data, typed: &CommandInteraction) -> Result<()> {
    let kept = serde_json::to_string(&typed.data)?;
    put(data, id(typed.id), id(typed.user.id), kept).await
}

/// Keeps what a command found, until its officer says yes to it: for a day. The interaction by which it was typed is the
/// number under which [`held`] gives it back.
///
/// # Errors
/// A fault, if it can't be kept.
pub async fn hold(data: &Data, actor: &Actor, found: &impl Serialize) -> Result<()> {
    let kept = serde_json::to_string(found)?;
    put(data, actor.interaction_id, actor.user_id, kept).await
}

/// What was kept for this person, for the press that says yes to it.
///
/// # Errors
/// Refused where it is too old or another's, or where an earlier yes has changed something already.
pub async fn held<T: DeserializeOwned>(press: &Press<'_>) -> Result<T> {
    let (row, actor) = (press.row()?, press.actor()?);
    let kept = take(press.data, row, actor.user_id, actor.interaction_id).await?;
    let kept = kept.ok_or_else(|| {
        Refusal::new(
            text!("discord-done-or-too-old"),
            text!("discord-give-the-command-again"),
        )
    })?;
    Ok(serde_json::from_str(&kept)?)
}

async fn put(data: &Data, interaction: i64, user: i64, kept: String) -> Result<()> {
    let cause = Cause {
        guild_id: 0,
        actor: user,
        interaction_id: None,
    };
    data.ledger
        .write(cause, move |tx| {
            async move {
                store::forget(tx, tx.now() - KEPT).await?;
                store::put(tx, interaction, user, kept).await?;
                store::forget_but(tx, user, NEWEST).await
            }
            .boxed()
        })
        .await
}

fn menu(refusal: &Refusal, typed: &str, interaction: i64, option: usize, lang: Lang) -> Answer {
    let options = refusal
        .whom
        .iter()
        .take(limits::MENU_OPTIONS)
        .map(|(label, value)| {
            CreateSelectMenuOption::new(limits::cut(label, limits::MENU_TEXT), value)
        })
        .collect();
    let (question, placeholder) = match OPTIONS.get(option) {
        Some(&NATION) => {
            let question = Text::sentences([refusal.wrong.clone(), refusal.help.clone()]);
            (question, text!("discord-choose-placeholder"))
        }
        _ => (
            text!("discord-for-whom"),
            text!("discord-for-whom-placeholder"),
        ),
    };
    let menu = CreateSelectMenu::new(
        CustomId::new(FOR_WHOM, format!("{interaction}-{option}")),
        CreateSelectMenuKind::String { options },
    )
    .placeholder(placeholder.say(lang));
    Answer::text(format!(
        "{}\n> {}",
        question.say(lang),
        escape::line(&limits::cut(typed, 700))
    ))
    .row(CreateActionRow::SelectMenu(menu))
}

/// Runs the command again with the authority chosen, if that menu was used; says whether it was.
pub async fn chosen(
    framework: poise::FrameworkContext<'_, Data, Error>,
    press: &ComponentInteraction,
) -> bool {
    let Ok(asked) = press.data.custom_id.parse::<CustomId>() else {
        return false;
    };
    if asked.kind != FOR_WHOM {
        return false;
    }
    match again(framework.user_data, press, &asked).await {
        Ok(command) => {
            let event = FullEvent::InteractionCreate {
                interaction: Interaction::Command(command),
            };
            // Its answer is the answer to this press.
            poise::dispatch_event(framework, event).await;
        }
        Err(error) => {
            let lang = lang_of(framework.user_data, press.guild_id, press.user.id).await;
            let answer = answer::of_error(&error, FOR_WHOM, "", press.id.get(), lang);
            let response: CreateInteractionResponseMessage = answer.into_response();
            let response = CreateInteractionResponse::Message(response);
            if let Err(error) = press
                .create_response(framework.serenity_context, response)
                .await
            {
                tracing::warn!(%error, "a choice could not be answered");
            }
        }
    }
    true
}

/// The command as if it had been typed with the authority, by the press's own interaction.
async fn again(
    data: &Data,
    press: &ComponentInteraction,
    asked: &CustomId,
) -> Result<CommandInteraction> {
    let rows = asked.rows().map_err(super::press::not_ours)?;
    let (row, option) = match rows[..] {
        [row, option] => (
            row,
            usize::try_from(option).ok().and_then(|at| OPTIONS.get(at)),
        ),
        _ => (0, None),
    };
    let option = option.ok_or_else(gone)?;
    let ComponentInteractionDataKind::StringSelect { values } = &press.data.kind else {
        return Err(gone().into());
    };
    let Some(authority) = values.first() else {
        return Err(gone().into());
    };
    let (user, chosen_by) = (id(press.user.id), id(press.id));
    let kept = take(data, row, user, chosen_by).await?;
    let mut interaction = serde_json::to_value(press)?;
    let mut typed: Value = serde_json::from_str(&kept.ok_or_else(gone)?)?;
    give(&mut typed, option, authority);
    interaction["data"] = typed;
    interaction["type"] = 2.into();
    Ok(serde_json::from_value(interaction)?)
}

async fn take(data: &Data, row: i64, user: i64, chosen_by: i64) -> Result<Option<String>> {
    let cause = Cause {
        guild_id: 0,
        actor: user,
        // That of the press is the command's own, by which it changes things once.
        interaction_id: None,
    };
    data.ledger
        .write(cause, move |tx| {
            async move { store::take(tx, row, user, chosen_by).await }.boxed()
        })
        .await
}

/// Adds an option to the innermost sub-command of a command as Discord sends it.
fn give(command: &mut Value, option: &str, authority: &str) {
    let mut holder = command;
    // 1 is a sub-command, 2 a group (interactions/application-commands, option type).
    while let Some(0) = holder["options"].as_array().and_then(|options| {
        options
            .iter()
            .position(|option| matches!(option["type"].as_u64(), Some(1 | 2)))
    }) {
        holder = &mut holder["options"][0];
    }
    if holder["options"].is_null() {
        holder["options"] = json!([]);
    }
    if let Some(options) = holder["options"].as_array_mut() {
        options.retain(|given| given["name"] != option);
        options.push(json!({ "name": option, "type": 3, "value": authority }));
    }
}

fn gone() -> Refusal {
    Refusal::new(
        text!("discord-answered-or-too-old"),
        text!("discord-type-with-the-choice"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_authority_is_added_to_what_was_typed() {
        let mut typed = json!({ "name": "tender", "options": [
            { "name": "join", "type": 1, "options": [{ "name": "tender", "type": 3, "value": "SF-1" }] },
        ]});
        give(&mut typed, "as", "DYF");
        assert_eq!(
            typed["options"][0]["options"],
            json!([
                { "name": "tender", "type": 3, "value": "SF-1" },
                { "name": "as", "type": 3, "value": "DYF" },
            ])
        );
        let mut bare = json!({ "name": "list" });
        give(&mut bare, "as", "DYF");
        assert_eq!(bare["options"][0]["value"], "DYF");
    }
}
