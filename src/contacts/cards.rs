//! What people see of a tender's contact: a value in, a message out.

use poise::serenity_prelude::{ButtonStyle, CreateActionRow, CreateButton};

use super::service::Done;
use crate::delivery::Message;
use crate::discord::{Answer, CustomId, escape};
use crate::words::{Lang, say};

/// Takes a contact back; about the tender.
pub const TAKE_BACK: &str = "contact.take_back";

/// Somebody was named.
pub fn set(done: &Done, lang: Lang) -> Answer {
    let (reference, name) = (done.reference.as_str(), escape::line(&done.name));
    let button = CreateButton::new(CustomId::new(TAKE_BACK, done.tender_id))
        .label(say!(lang, "contacts-take-back-button"))
        .style(ButtonStyle::Secondary);
    Answer::text(say!(lang, "contacts-set", reference, name))
        .row(CreateActionRow::Buttons(vec![button]))
}

/// That was taken back.
pub fn taken_back(done: &Done, lang: Lang) -> Answer {
    let (reference, name) = (done.reference.as_str(), escape::line(&done.name));
    Answer::text(say!(lang, "contacts-taken-back", reference, name))
}

/// What a post is told.
pub fn told(reference: &str, name: &str, lang: Lang) -> Message {
    let name = escape::line(name);
    Message::text(say!(lang, "contacts-told", reference, name)).in_lang(lang)
}
