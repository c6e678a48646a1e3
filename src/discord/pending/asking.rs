//! What a person is shown that waits for their word: a preview, the question for whom, a refusal with the way to try again.

use poise::serenity_prelude::{
    ButtonStyle, CreateActionRow, CreateButton, CreateSelectMenu, CreateSelectMenuKind,
    CreateSelectMenuOption,
};

use super::super::data::What;
use super::super::{
    Answer, Command, Context, CustomId, Error, Press, answer, escape, given, id, limits,
};
use super::command_form;
use super::drafts::draft_in;
use super::kept::{Kept, keep};
use crate::values::{Agreed, Onward, Preview, Refusal};
use crate::words::{Lang, Text, say, text};

/// The menu that asks for which authority; about the interaction by which the command was typed, and the number of the
/// option that is missing.
pub(in crate::discord) const FOR_WHOM: &str = "command.for";
/// Yes to a preview; about the interaction that asked for it, and the preview's number.
pub(in crate::discord) const GO_AHEAD: &str = "command.go";
/// To change what was typed; about the interaction by which it was.
pub(in crate::discord) const CHANGE: &str = "command.change";
/// The form that changes it.
pub(in crate::discord) const CHANGED: &str = "command.changed";
/// No to a preview.
pub(in crate::discord) const LEAVE: &str = "command.leave";
/// To leave a draft for later.
pub(in crate::discord) const KEEP: &str = "command.keep";
/// To throw a draft away.
pub(in crate::discord) const THROW_AWAY: &str = "command.throw";
/// The menu of drafts to go on with: its values are their numbers.
pub const RESUME: &str = "command.resume";
/// The options that are asked for by a menu: those that name the authority acted for, and the nation.
pub(in crate::discord) const OPTIONS: [&str; 3] = ["as", "lead", NATION];
const NATION: &str = "nation";

/// What can be done with what is kept.
struct Waits {
    /// The number under which it is kept.
    row: i64,
    /// Whether there is a form to change it in.
    can_change: bool,
    /// What was said yes to, if it was asked before.
    agreed: Agreed,
    /// Whether it is a draft.
    is_draft: bool,
}

/// The answer to a command that was not done.
pub(in crate::discord) async fn to_command(ctx: Context<'_>, error: &Error, lang: Lang) -> Answer {
    let what = &ctx.command().qualified_name;
    let Context::Application(it) = ctx else {
        // griffin has slash commands only.
        return answer::of_error(error, what, &given(ctx), 0, lang);
    };
    let (typed, data) = (it.interaction, ctx.data());
    let interaction = typed.id.get();
    let told = || answer::of_error(error, what, &given(ctx), interaction, lang);
    if !is_to_be_kept(error) {
        return with_way(told(), error, lang);
    }
    let can_change = command_form::has_one(it.command());
    let draft_in = draft_in(it.command(), typed);
    let kept = async {
        let kept = Kept::command(typed)?;
        keep(data, typed.id, typed.user.id, &kept, draft_in).await
    };
    if let Err(fault) = kept.await {
        return not_kept(told, error, &fault, what, interaction, lang);
    }
    let waits = Waits {
        row: id(typed.id),
        can_change,
        agreed: data
            .replays
            .of(interaction)
            .map_or(Agreed::Nothing, |yes| yes.agreed),
        is_draft: draft_in.is_some(),
    };
    if let Error::Refused(refusal) = error
        && let Onward::SayForWhom(whom) = &refusal.onward
        && let Some(option) = option_for_whom(it.command())
    {
        return for_whom(refusal, whom, &given(ctx), waits.row, option, lang);
    }
    with_buttons(told, error, &waits, lang)
}

/// The answer to a press that did nothing.
pub(in crate::discord) async fn to_press(press: &Press<'_>, error: &Error, lang: Lang) -> Answer {
    let interaction = press.interaction_id();
    let told = || answer::of_error(error, &press.id.kind, &press.given(), interaction, lang);
    if !is_to_be_kept(error) {
        return with_way(told(), error, lang);
    }
    let is_asked = matches!(error, Error::Asks(_));
    let (user, kept) = match press.what {
        // Pressing a button again is no help of ours: it is still there.
        What::Component(_) if !is_asked => return with_way(told(), error, lang),
        What::Component(it) => (it.user.id, Kept::component(it)),
        What::Form(it) => {
            let opened = || press.data.forms.of(it.user.id, &it.data.custom_id);
            let form = press.replay.as_ref().and_then(|it| it.form.clone());
            (it.user.id, Kept::form(it, form.or_else(opened)))
        }
    };
    let kept = async {
        let kept = kept?;
        let can_change = kept.form.is_some();
        keep(press.data, interaction, user, &kept, None).await?;
        Ok::<_, Error>(can_change)
    };
    match kept.await {
        Ok(can_change) => {
            let waits = Waits {
                row: i64::try_from(interaction).unwrap_or_default(),
                can_change,
                agreed: press.agreed(),
                is_draft: false,
            };
            with_buttons(told, error, &waits, lang)
        }
        Err(fault) => not_kept(told, error, &fault, &press.id.kind, interaction, lang),
    }
}

/// What was typed or pressed could not be kept: a refusal says the same without a way to try again; a question that nobody
/// could say yes to is a fault.
fn not_kept(
    told: impl FnOnce() -> Answer,
    error: &Error,
    fault: &Error,
    what: &str,
    interaction: u64,
    lang: Lang,
) -> Answer {
    if matches!(error, Error::Asks(_)) {
        return answer::broken(fault, what, interaction, lang);
    }
    tracing::error!(cause = %fault, what, "what was typed could not be kept");
    told()
}

/// Whether there is anything that the person may still say to it.
fn is_to_be_kept(error: &Error) -> bool {
    match error {
        Error::Refused(refusal) => !matches!(refusal.onward, Onward::Press(_) | Onward::Nowhere),
        Error::Asks(_) | Error::Fault(_) => true,
    }
}

fn with_buttons(told: impl FnOnce() -> Answer, error: &Error, waits: &Waits, lang: Lang) -> Answer {
    match error {
        Error::Asks(preview) => preview_of(preview, waits, lang),
        _ => {
            let label = say!(lang, "discord-try-again");
            let again = button(CHANGE, waits.row, &label).style(ButtonStyle::Secondary);
            with_row(told(), waits.can_change.then_some(again))
        }
    }
}

/// With the button that leads on from a refusal, if it has one.
fn with_way(told: Answer, error: &Error, lang: Lang) -> Answer {
    with_row(told, way(error, lang))
}

fn with_row(told: Answer, buttons: impl IntoIterator<Item = CreateButton>) -> Answer {
    let buttons: Vec<CreateButton> = buttons.into_iter().collect();
    if buttons.is_empty() {
        return told;
    }
    told.row(CreateActionRow::Buttons(buttons))
}

fn way(error: &Error, lang: Lang) -> Option<CreateButton> {
    let Error::Refused(refusal) = error else {
        return None;
    };
    let Onward::Press(way) = &refusal.onward else {
        return None;
    };
    let id = CustomId {
        kind: way.kind.clone().into_owned(),
        id: way.row.to_string(),
    };
    let label = limits::cut(&way.label.say(lang), limits::BUTTON_LABEL);
    Some(CreateButton::new(id).label(label))
}

fn button(kind: &'static str, about: impl std::fmt::Display, label: &str) -> CreateButton {
    CreateButton::new(CustomId::new(kind, about)).label(limits::cut(label, limits::BUTTON_LABEL))
}

/// A preview, with Go ahead, Change… and Leave it.
fn preview_of(preview: &Preview, waits: &Waits, lang: Lang) -> Answer {
    let go = format!("{}-{}", waits.row, preview.digest());
    let go = button(GO_AHEAD, go, &say!(lang, "discord-go-ahead")).style(ButtonStyle::Success);
    let change = button(CHANGE, waits.row, &say!(lang, "discord-change"));
    let change = change.style(ButtonStyle::Secondary);
    let others = match waits.is_draft {
        true => vec![
            (KEEP, say!(lang, "discord-keep-draft")),
            (THROW_AWAY, say!(lang, "discord-throw-away")),
        ],
        false => vec![(LEAVE, say!(lang, "discord-leave-it"))],
    };
    let others = others.iter().map(|(kind, label)| {
        let other = button(kind, waits.row, label);
        other.style(ButtonStyle::Secondary)
    });
    let change = waits.can_change.then_some(change);
    let buttons = [go].into_iter().chain(change).chain(others);
    Answer::text(shown(preview, waits.agreed, lang))
        .row(CreateActionRow::Buttons(buttons.collect()))
}

/// A preview as it reads.
fn shown(preview: &Preview, agreed: Agreed, lang: Lang) -> String {
    let said = |text: &crate::words::Text| escape::markdown(&text.say(lang));
    let mut lines = Vec::new();
    if agreed != Agreed::Nothing {
        lines.push(say!(lang, "discord-preview-changed"));
    }
    lines.push(format!("**{}**", said(&preview.title)));
    lines.extend(preview.lines.iter().map(|line| format!("- {}", said(line))));
    if preview.is_odd() {
        lines.push(say!(lang, "discord-preview-odd"));
        lines.extend(
            preview
                .odd
                .iter()
                .map(|line| format!("- ⚠️ {}", said(line))),
        );
    }
    let last = say!(lang, "discord-preview-nothing-done");
    let room = limits::CONTENT.saturating_sub(limits::length(&last) + 1);
    format!("{}\n{last}", limits::cut(&lines.join("\n"), room))
}

/// What is said when a preview is left.
pub(in crate::discord) fn left(lang: Lang) -> Answer {
    Answer::text(say!(lang, "discord-left"))
}

/// What is said when a draft is left for later, or thrown away.
pub(in crate::discord) fn draft_left(is_kept: bool, lang: Lang) -> Answer {
    Answer::text(match is_kept {
        true => say!(lang, "discord-draft-kept"),
        false => say!(lang, "discord-draft-thrown-away"),
    })
}

/// Which option of the command is missing that says for whom it is; none: it has none.
fn option_for_whom(command: &Command) -> Option<usize> {
    let names = command.parameters.iter().map(|option| &option.name);
    OPTIONS
        .iter()
        .position(|option| names.clone().any(|name| name == option))
}

fn for_whom(
    refusal: &Refusal,
    whom: &[(String, String)],
    typed: &str,
    row: i64,
    option: usize,
    lang: Lang,
) -> Answer {
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
    let options = whom
        .iter()
        .take(limits::MENU_OPTIONS)
        .map(|(label, value)| {
            CreateSelectMenuOption::new(limits::cut(label, limits::MENU_TEXT), value)
        })
        .collect();
    let menu = CreateSelectMenu::new(
        CustomId::new(FOR_WHOM, format!("{row}-{option}")),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::discord::testing::shows;

    #[test]
    fn a_preview_reads_well() {
        let preview = Preview::of(Text::verbatim("Award lot 1 (House coal) of SF-2027-01"))
            .line(Text::verbatim("Supplier: Cwm Fuels Ltd, £14.25 a tonne"))
            .odd([Text::verbatim(
                "£14.25 is under a third of what councils pay now (£175.25).",
            )]);
        let waits = |agreed| Waits {
            row: 7,
            can_change: true,
            agreed,
            is_draft: false,
        };
        shows!("preview", |lang| preview_of(
            &preview,
            &waits(Agreed::Nothing),
            lang
        ));
        let again = Agreed::To(preview.digest() + 1);
        let answer = preview_of(&preview, &waits(again), Lang::English);
        assert!(answer.content().starts_with("Something has changed"));
    }
}
