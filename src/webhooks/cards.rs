//! What a registrar sees of webhooks: a value in, a message out. Of an address the machine alone is shown, of a key
//! nothing.

use poise::serenity_prelude::{CreateActionRow, CreateInputText, CreateModal, InputTextStyle};

use super::rules::{ADDRESS_MAX, NAME_MAX, SECRET_MAX, Service, Topics};
use super::service::{Done, Listed};
use crate::discord::{Answer, CustomId, escape, limits};
use crate::forums::service::Forum;

/// The form that asks for name, address and key; about the forum, the service's place among all, and the topics'.
pub const FORM: &str = "webhook.form";
/// The inputs of the form.
pub const NAME: &str = "name";
/// Not shown back, whatever comes of it ([`SECRET`](crate::discord::press::SECRET)).
pub const ADDRESS: &str = "secret.address";
/// As [`ADDRESS`].
pub const KEY: &str = "secret.key";

/// The form.
pub fn form(forum: &Forum, service: Service, topics: Topics) -> CreateModal {
    let place = |at: Option<usize>| at.unwrap_or_default();
    let service_at = place(Service::ALL.iter().position(|it| *it == service));
    let topics_at = place(Topics::ALL.iter().position(|it| *it == topics));
    let input = |label: &str, id: &str, max: usize, help: &str| {
        CreateInputText::new(InputTextStyle::Short, label, id)
            .max_length(u16::try_from(max).unwrap_or(u16::MAX))
            .placeholder(limits::cut(help, limits::INPUT_PLACEHOLDER))
    };
    let mut inputs = vec![
        input("Name", NAME, NAME_MAX, "Such as Teams of the Valleys"),
        input("Address", ADDRESS, ADDRESS_MAX, service.address_help()),
    ];
    if let Some(help) = service.secret_help() {
        inputs.push(input("Key", KEY, SECRET_MAX, help));
    }
    let title = format!("{} for {}", service.label(), forum.region);
    CreateModal::new(
        CustomId::new(FORM, format!("{}-{service_at}-{topics_at}", forum.id)),
        limits::cut(&title, limits::FORM_TITLE),
    )
    .components(inputs.into_iter().map(CreateActionRow::InputText).collect())
}

fn shown(done: &Done) -> String {
    format!(
        "**{}** ({} at {}) for the {} of {}",
        escape::line(&done.name),
        done.service.label(),
        escape::line(&done.host),
        done.topics.label(),
        escape::line(&done.region)
    )
}

/// One was added.
pub fn added(done: &Done) -> Answer {
    Answer::text(format!(
        "**Added.** {}. A test message is on its way there: look whether it arrives. If it can't, the registrars' channel is \
         told. Address and key are shown to nobody again.",
        shown(done)
    ))
}

/// One was taken away.
pub fn removed(done: &Done) -> Answer {
    Answer::text(format!(
        "**Removed.** {}. Nothing goes there any more.",
        shown(done)
    ))
}

/// A test message was queued.
pub fn tested(done: &Done) -> Answer {
    Answer::text(format!(
        "**On its way.** A test message goes to {}.",
        shown(done)
    ))
}

/// All of a server.
pub fn listed(all: &[Listed]) -> Answer {
    if all.is_empty() {
        return Answer::text(
            "This server has no webhooks: nothing of it is told elsewhere. `/webhook add` adds one.",
        );
    }
    let line = |it: &Listed| {
        let webhook = &it.webhook;
        let last = match webhook.last_sent_at {
            Some(at) => format!("last arrived <t:{}:R>", at.timestamp()),
            None => "nothing has arrived yet".to_owned(),
        };
        format!(
            "- **{}**: {} of {} to {} at {}; {last}",
            escape::line(&webhook.name),
            webhook.topics.label(),
            escape::line(&limits::cut(&it.region, 60)),
            webhook.service.label(),
            escape::line(&limits::cut(webhook.host(), 60)),
        )
    };
    let lines: Vec<String> = all.iter().map(line).collect();
    let mut text = String::new();
    for (at, line) in lines.iter().enumerate() {
        if limits::length(&text) + limits::length(line) > limits::CONTENT - 60 {
            text.push_str(&format!("… and {} more.", lines.len() - at));
            break;
        }
        text.push_str(line);
        text.push('\n');
    }
    Answer::text(text.trim_end())
}
