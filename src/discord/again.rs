//! What waits for a person's word, done again by a press (`pending/` says what waits): for the authority chosen, after a
//! yes, or as changed in a form. Whoever handles it checks again who the person is and for whom they act.

use poise::serenity_prelude as serenity;
use poise::serenity_prelude::{
    CommandInteraction, ComponentInteraction, ComponentInteractionDataKind,
    CreateInteractionResponse, FullEvent, Interaction, ModalInteraction,
};
use serde_json::{Value, json};

use super::asking::lang_of;
use super::data::Replay;
use super::pending::kept::{COMMAND, FORM, Kept, Taken, take, throw_away};
use super::pending::{
    CHANGE, CHANGED, FOR_WHOM, GO_AHEAD, KEEP, LEAVE, OPTIONS, RESUME, THROW_AWAY, command_form,
    draft_left, gone, left,
};
use super::press::{inputs_of, not_ours};
use super::replays::Yes;
use super::{Command, CustomId, Data, Error, Result, answer, dispatch, id};
use crate::values::Agreed;
use crate::words::Lang;

/// A press of one of the buttons here, or a form of theirs.
enum Pressed<'a> {
    Component(&'a ComponentInteraction),
    Form(&'a ModalInteraction),
}

impl<'a> Pressed<'a> {
    fn of(interaction: &'a Interaction) -> Option<(Self, CustomId)> {
        let (pressed, custom_id) = match interaction {
            Interaction::Component(it) => (Pressed::Component(it), &it.data.custom_id),
            Interaction::Modal(it) => (Pressed::Form(it), &it.data.custom_id),
            _ => return None,
        };
        let about: CustomId = custom_id.parse().ok()?;
        let ours = [
            FOR_WHOM, GO_AHEAD, CHANGE, CHANGED, LEAVE, KEEP, THROW_AWAY, RESUME,
        ];
        ours.contains(&about.kind.as_str())
            .then_some((pressed, about))
    }

    fn id(&self) -> serenity::InteractionId {
        match self {
            Pressed::Component(it) => it.id,
            Pressed::Form(it) => it.id,
        }
    }

    fn user(&self) -> serenity::UserId {
        match self {
            Pressed::Component(it) => it.user.id,
            Pressed::Form(it) => it.user.id,
        }
    }

    fn guild(&self) -> Option<serenity::GuildId> {
        match self {
            Pressed::Component(it) => it.guild_id,
            Pressed::Form(it) => it.guild_id,
        }
    }

    fn token(&self) -> &str {
        match self {
            Pressed::Component(it) => &it.token,
            Pressed::Form(it) => &it.token,
        }
    }

    /// What was chosen from a menu.
    fn chosen(&self) -> Option<&str> {
        match self {
            Pressed::Component(press) => match &press.data.kind {
                ComponentInteractionDataKind::StringSelect { values } => {
                    values.first().map(String::as_str)
                }
                _ => None,
            },
            Pressed::Form(_) => None,
        }
    }

    /// The press's own interaction, as if what is kept had been done by it.
    fn as_if(&self, kept: &Kept) -> Result<Value> {
        let mut interaction = match self {
            Pressed::Component(it) => serde_json::to_value(it)?,
            Pressed::Form(it) => serde_json::to_value(it)?,
        };
        interaction["data"] = kept.data.clone();
        interaction["type"] = kept.interaction.into();
        Ok(interaction)
    }

    /// Answers with a form.
    async fn open(&self, http: &serenity::Http, form: &Value) -> Result<()> {
        let response = json!({ "type": 9, "data": form }); // MODAL
        let opened = answer::persist(|| {
            http.create_interaction_response(self.id(), self.token(), &response, Vec::new())
        });
        match opened.await {
            Err(error) if !answer::is_answered(&error) => Err(error.into()),
            _ => Ok(()),
        }
    }

    /// Answers in place of the message with the button; with a message of its own if that one is to stay.
    async fn tell(
        &self,
        http: &serenity::Context,
        response: CreateInteractionResponse,
    ) -> Result<()> {
        let told = answer::persist(async || {
            let response = response.clone();
            match self {
                Pressed::Component(it) => it.create_response(http, response).await,
                Pressed::Form(it) => it.create_response(http, response).await,
            }
        });
        match told.await {
            Err(error) if !answer::is_answered(&error) => Err(error.into()),
            _ => Ok(()),
        }
    }
}

/// Does what a button, a menu or a form of this file says, if the interaction is one; says whether it was.
pub async fn pressed(
    framework: poise::FrameworkContext<'_, Data, Error>,
    interaction: &Interaction,
) -> bool {
    let Some((pressed, about)) = Pressed::of(interaction) else {
        return false;
    };
    if let Err(error) = act(framework, &pressed, &about).await {
        let data = framework.user_data;
        let lang = lang_of(data, pressed.guild(), pressed.user()).await;
        let answer = answer::of_error(&error, &about.kind, "", pressed.id().get(), lang);
        // The message with the button may show what came of an earlier press.
        let beside = CreateInteractionResponse::Message(answer.into_response());
        if let Err(error) = pressed.tell(framework.serenity_context, beside).await {
            tracing::warn!(%error, "a press could not be answered");
        }
    }
    true
}

async fn act(
    framework: poise::FrameworkContext<'_, Data, Error>,
    pressed: &Pressed<'_>,
    about: &CustomId,
) -> Result<()> {
    let data = framework.user_data;
    let http = framework.serenity_context;
    let rows = about.rows().map_err(not_ours)?;
    let (row, second) = (
        rows.first().copied().unwrap_or_default(),
        rows.get(1).copied(),
    );
    let lang = lang_of(data, pressed.guild(), pressed.user()).await;
    if about.kind == LEAVE {
        let left = CreateInteractionResponse::UpdateMessage(left(lang).into_response());
        return pressed.tell(http, left).await;
    }
    if about.kind == KEEP || about.kind == THROW_AWAY {
        let is_kept = about.kind == KEEP;
        if !is_kept && !throw_away(data, id(pressed.user()), row).await? {
            return Err(gone().into());
        }
        let left = draft_left(is_kept, lang).into_response();
        let left = CreateInteractionResponse::UpdateMessage(left);
        return pressed.tell(http, left).await;
    }
    let row = match about.kind.as_str() {
        RESUME => pressed.chosen().and_then(|row| row.parse().ok()),
        _ => Some(row),
    };
    let row = row.ok_or_else(gone)?;
    let press = Taken {
        row,
        by: id(pressed.id()),
        is_yes: about.kind == GO_AHEAD,
    };
    let kept = take(data, id(pressed.user()), press).await?;
    // What an earlier version kept is of another shape: too old.
    let kept: Option<Kept> = kept.and_then(|kept| serde_json::from_str(&kept).ok());
    let mut kept = kept.ok_or_else(gone)?;
    let mut agreed = Agreed::Nothing;
    match about.kind.as_str() {
        CHANGE => {
            let form = form_of(framework, kept, row, lang)?;
            return pressed.open(&http.http, &form).await;
        }
        GO_AHEAD => agreed = Agreed::To(second.unwrap_or_default()),
        RESUME => {}
        FOR_WHOM => give_authority(pressed, &mut kept, second)?,
        _ => change(framework, pressed, &mut kept)?,
    }
    again(framework, pressed, kept, Yes { row, agreed }).await
}

/// The form that changes what is kept, filled in with it.
fn form_of(
    framework: poise::FrameworkContext<'_, Data, Error>,
    kept: Kept,
    row: i64,
    lang: Lang,
) -> Result<Value> {
    let id = CustomId::new(CHANGED, row);
    if kept.interaction == COMMAND {
        let command = command_of(framework, &kept.data).ok_or_else(gone)?;
        let form = command_form::of(command, &kept.data, id, lang);
        return Ok(serde_json::to_value(form)?);
    }
    let mut form = kept.filled_form().ok_or_else(gone)?;
    form["custom_id"] = id.to_string().into();
    Ok(form)
}

/// Puts what was typed into the form in place of what is kept.
fn change(
    framework: poise::FrameworkContext<'_, Data, Error>,
    pressed: &Pressed<'_>,
    kept: &mut Kept,
) -> Result<()> {
    let Pressed::Form(filled) = pressed else {
        return Err(gone().into());
    };
    if kept.interaction == FORM {
        let filled = serde_json::to_value(&filled.data)?;
        kept.data["components"] = filled["components"].clone();
        return Ok(());
    }
    let command = command_of(framework, &kept.data).ok_or_else(gone)?;
    command_form::back(command, &mut kept.data, inputs_of(filled))?;
    Ok(())
}

/// Adds the authority that was chosen from the menu.
fn give_authority(pressed: &Pressed<'_>, kept: &mut Kept, option: Option<i64>) -> Result<()> {
    let option = option.and_then(|at| OPTIONS.get(usize::try_from(at).ok()?));
    let (Some(option), Some(authority)) = (option, pressed.chosen()) else {
        return Err(gone().into());
    };
    give(&mut kept.data, option, authority);
    Ok(())
}

/// Runs what is kept again, by the press's own interaction; its answer is the answer to the press.
async fn again(
    framework: poise::FrameworkContext<'_, Data, Error>,
    pressed: &Pressed<'_>,
    kept: Kept,
    yes: Yes,
) -> Result<()> {
    let as_if = pressed.as_if(&kept)?;
    let data = framework.user_data;
    if kept.interaction == COMMAND {
        let command: CommandInteraction = serde_json::from_value(as_if)?;
        let event = FullEvent::InteractionCreate {
            interaction: Interaction::Command(command),
        };
        data.replays.begin(pressed.id().get(), yes);
        poise::dispatch_event(framework, event).await;
        data.replays.end(pressed.id().get());
        return Ok(());
    }
    let interaction: Interaction = if kept.interaction == FORM {
        Interaction::Modal(serde_json::from_value(as_if)?)
    } else {
        Interaction::Component(serde_json::from_value(as_if)?)
    };
    let replay = Replay {
        yes,
        form: kept.form,
    };
    let http = framework.serenity_context;
    dispatch::again(http, data, &interaction, replay).await;
    Ok(())
}

/// The command, or the part of one, that was typed.
fn command_of<'a>(
    framework: poise::FrameworkContext<'a, Data, Error>,
    typed: &Value,
) -> Option<&'a Command> {
    let named = |all: &'a [Command], name: &Value| all.iter().find(|it| *name == it.name.as_ref());
    let mut command = named(&framework.options.commands, &typed["name"])?;
    let mut holder = typed;
    loop {
        let options = holder["options"].as_array().map_or(&[][..], Vec::as_slice);
        let part = options
            .iter()
            .find(|it| matches!(it["type"].as_u64(), Some(1 | 2)));
        let Some(part) = part else {
            return Some(command);
        };
        command = named(&command.subcommands, &part["name"])?;
        holder = part;
    }
}

/// Adds an option to the innermost sub-command of a command as Discord sends it.
fn give(command: &mut Value, option: &str, authority: &str) {
    if let Some(options) = command_form::innermost_mut(command) {
        options.retain(|given| given["name"] != option);
        options.push(json!({ "name": option, "type": 3, "value": authority }));
    }
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
