//! What the lead changed of an authority's answer or order, and what came of the objection to it.

use poise::serenity_prelude::{ButtonStyle, CreateActionRow, CreateButton};

use super::super::service::{Amendment, Objection, SeenAmendment};
use super::{called, kind, named};
use crate::discord::escape::line;
use crate::discord::{Answer, CustomId, limits};
use crate::values::AmendmentId;
use crate::words::{Lang, Text, say, text};

/// How much of a list of changes is shown.
const CHANGES: usize = 1_200;

/// What was changed, line by line, and why.
pub fn changes(it: &Amendment, lang: Lang) -> String {
    let told = it.changes.iter().map(|it| it.told().say(lang));
    let lines: Vec<String> = told.map(|told| format!("- {}", line(&told))).collect();
    let why = format!("> {}", line(&it.reason));
    format!("{}\n{why}", limits::cut(&lines.join("\n"), CHANGES))
}

fn objects(id: AmendmentId, lang: Lang) -> CreateButton {
    CreateButton::new(CustomId::new(kind::OBJECT, id))
        .label(say!(lang, "tenders-object-button"))
        .style(ButtonStyle::Danger)
}

/// Under what is said of it in the tender's post.
pub fn amendment_buttons(id: AmendmentId, lang: Lang) -> CreateActionRow {
    let see = CreateButton::new(CustomId::new(kind::AMENDMENT, id))
        .label(say!(lang, "tenders-amendment-button"))
        .style(ButtonStyle::Primary);
    CreateActionRow::Buttons(vec![see, objects(id, lang)])
}

/// What was changed, for whoever may see it.
pub fn amendment(it: &SeenAmendment, lang: Lang) -> Answer {
    let (tender, who) = (named(&it.tender), called(&it.who));
    let by = format!("<@{}>", it.amendment.by_user);
    let head = say!(lang, "tenders-amendment", tender, who, by);
    let mut text = format!("{head}\n{}", changes(&it.amendment, lang));
    if let Some(objected) = said_already(&it.amendment) {
        text.push_str(&format!("\n{}", objected.say(lang)));
    }
    let answer = Answer::text(text);
    match it.may_object {
        true => answer.row(CreateActionRow::Buttons(vec![objects(
            it.amendment.id,
            lang,
        )])),
        false => answer,
    }
}

fn said_already(it: &Amendment) -> Option<Text> {
    let (by, at) = it.objected?;
    let (by, at) = (format!("<@{by}>"), format!("<t:{}:f>", at.timestamp()));
    Some(text!("tenders-objected-already", by, at))
}

/// What came of saying that it isn't right.
pub fn objected(it: &Objection, lang: Lang) -> Answer {
    Answer::text(match said_already(&it.amendment) {
        Some(already) if it.already => already.say(lang),
        _ => say!(
            lang,
            "tenders-objected",
            tender = named(&it.tender),
            lead = called(&it.lead)
        ),
    })
}
