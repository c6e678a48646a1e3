//! What a registrar sees of webhooks: a value in, a message out. Of an address the machine alone is shown, of a key
//! nothing.

use poise::serenity_prelude::{CreateActionRow, CreateInputText, CreateModal, InputTextStyle};

use super::rules::{self, ADDRESS_MAX, NAME_MAX, SECRET_MAX, Service, Topics};
use super::service::{Done, Listed};
use crate::discord::{Answer, CustomId, escape, limits};
use crate::forums::service::Forum;
use crate::words::{Lang, Text, say, text};

/// The form that asks for name, address and key; about the forum, the service's place among all, and the topics'.
pub const FORM: &str = "webhook.form";
/// The inputs of the form.
pub const NAME: &str = "name";
/// Not shown back, whatever comes of it ([`SECRET`](crate::discord::press::SECRET)).
pub const ADDRESS: &str = "secret.address";
/// As [`ADDRESS`].
pub const KEY: &str = "secret.key";

/// The form.
pub fn form(forum: &Forum, service: Service, topics: Topics, lang: Lang) -> CreateModal {
    let place = |at: Option<usize>| at.unwrap_or_default();
    let service_at = place(Service::ALL.iter().position(|it| *it == service));
    let topics_at = place(Topics::ALL.iter().position(|it| *it == topics));
    let input = |label: String, id: &str, max: usize, help: Text| {
        CreateInputText::new(InputTextStyle::Short, label, id)
            .max_length(u16::try_from(max).unwrap_or(u16::MAX))
            .placeholder(help.say(lang))
    };
    let name = say!(lang, "webhooks-name-input");
    let address = say!(lang, "webhooks-address-input");
    let such_as = text!("webhooks-name-placeholder");
    let mut inputs = vec![
        input(name, NAME, NAME_MAX, such_as),
        input(address, ADDRESS, ADDRESS_MAX, rules::address_help(service)),
    ];
    if let Some(help) = rules::secret_help(service) {
        let key = say!(lang, "webhooks-key-input");
        inputs.push(input(key, KEY, SECRET_MAX, help));
    }
    let region = forum.region.as_str();
    let title = say!(
        lang,
        "webhooks-form",
        service = rules::service_label(service),
        region
    );
    CreateModal::new(
        CustomId::new(FORM, format!("{}-{service_at}-{topics_at}", forum.id)),
        limits::cut(&title, limits::FORM_TITLE),
    )
    .components(inputs.into_iter().map(CreateActionRow::InputText).collect())
}

fn shown(done: &Done) -> Text {
    text!(
        "webhooks-shown",
        name = escape::line(&done.name),
        service = rules::service_label(done.service),
        host = escape::line(&done.host),
        topics = rules::topics_label(done.topics),
        region = escape::line(&done.region)
    )
}

/// One was added.
pub fn added(done: &Done, lang: Lang) -> Answer {
    Answer::text(say!(lang, "webhooks-added", webhook = shown(done)))
}

/// One was taken away.
pub fn removed(done: &Done, lang: Lang) -> Answer {
    Answer::text(say!(lang, "webhooks-removed", webhook = shown(done)))
}

/// A test message was queued.
pub fn tested(done: &Done, lang: Lang) -> Answer {
    Answer::text(say!(lang, "webhooks-tested", webhook = shown(done)))
}

/// All of a server.
pub fn listed(all: &[Listed], lang: Lang) -> Answer {
    if all.is_empty() {
        return Answer::text(say!(lang, "webhooks-none"));
    }
    let line = |it: &Listed| {
        let webhook = &it.webhook;
        let last = match webhook.last_sent_at {
            Some(at) => text!(
                "webhooks-last-arrived",
                at = format!("<t:{}:R>", at.timestamp())
            ),
            None => text!("webhooks-never-arrived"),
        };
        say!(
            lang,
            "webhooks-listed",
            name = escape::line(&webhook.name),
            topics = rules::topics_label(webhook.topics),
            region = escape::line(&limits::cut(&it.region, 60)),
            service = rules::service_label(webhook.service),
            host = escape::line(&limits::cut(webhook.host(), 60)),
            last
        )
    };
    let lines: Vec<String> = all.iter().map(line).collect();
    let mut text = String::new();
    for (at, line) in lines.iter().enumerate() {
        if limits::length(&text) + limits::length(line) > limits::CONTENT - 60 {
            let left = lines.len() - at;
            text.push_str(&say!(lang, "webhooks-and-more", left));
            break;
        }
        text.push_str(line);
        text.push('\n');
    }
    Answer::text(text.trim_end())
}
