//! What a person sees of a server: a value in, a message out.

use super::service::{SetUpDone, Settings};
use crate::delivery::queue::GivenUp;
use crate::discord::{Answer, escape, limits};
use crate::words::{self, Text, text};

/// What came of a set-up: the settings, and the permissions that griffin misses.
pub fn set_up(done: &SetUpDone, missing: &[&str]) -> Answer {
    let Settings {
        time_zone,
        regime,
        language,
        registrar_role,
        registrar_channel,
        category,
        ..
    } = &done.settings;
    let head = if done.first {
        "**griffin is set up.**"
    } else {
        "**The settings are changed.**"
    };
    let registrars = match registrar_role {
        Some(role) => format!("<@&{role}>"),
        None => "who manages this server (`registrar_role` names a role)".to_owned(),
    };
    let channel = |id: &Option<i64>| id.map_or("none".to_owned(), |id| format!("<#{id}>"));
    let mut text = format!(
        "{head}\nNation: {}\nTime zone: {}\nLanguage: {}\nRegistrars: {registrars}\nTheir channel: {}\n\
         Category: {}",
        regime.label(),
        time_zone.name(),
        Text::sentences([
            Text::verbatim(language.own_name()),
            words::how_much(*language).unwrap_or_default()
        ]),
        channel(registrar_channel),
        channel(category),
    );
    if missing.is_empty() {
        text.push_str("\nNext: `/authority register` or `/authority import`, then `/forum open` for each region.");
    } else {
        text.push_str(&format!(
            "\n**griffin misses permissions**: {}. Give them to its role.",
            missing.join(", ")
        ));
    }
    Answer::text(text)
}

/// How many of the messages that could not be sent are named.
const GIVEN_UP: usize = 5;

/// The messages that could not be sent; none: there are none.
pub fn given_up(messages: &[GivenUp]) -> Option<String> {
    if messages.is_empty() {
        return None;
    }
    let mut told = text!("servers-given-up", messages = messages.len()).to_string();
    for it in messages.iter().take(GIVEN_UP) {
        let one = text!(
            "servers-given-up-one",
            number = it.id.to_string(),
            kind = escape::line(&it.kind),
            due = format!("<t:{}:R>", it.due_at.timestamp()),
            why = escape::line(&it.error)
        );
        let one = format!("\n- {one}");
        told.push_str(&limits::cut(&one, limits::CONTENT / 10));
    }
    let more = messages.len().saturating_sub(GIVEN_UP);
    if more > 0 {
        told.push_str(&format!("\n- {}", text!("servers-given-up-more", more)));
    }
    Some(told)
}

/// The state of griffin in a server.
pub fn status(lines: &[String]) -> Answer {
    Answer::text(lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::servers::rules::settings_after;

    #[test]
    fn what_could_not_be_sent_is_counted_and_the_oldest_named() {
        assert_eq!(given_up(&[]), None);
        let one = |id| GivenUp {
            id,
            kind: "tender.card".to_owned(),
            error: "it can't be *read*".to_owned(),
            due_at: chrono::DateTime::from_timestamp_secs(1_800_000_000).unwrap(),
        };
        assert_eq!(
            given_up(&[one(7)]).unwrap(),
            "Messages that couldn't be sent: 1\n- no. 7 (tender.card), due <t:1800000000:R>: it can't be \\*read\\*"
        );
        let many: Vec<GivenUp> = (1..=8).map(one).collect();
        let told = given_up(&many).unwrap();
        assert!(told.ends_with("\n- and 3 more"), "{told}");
    }

    #[test]
    fn a_set_up_shows_the_settings_and_what_is_missing() {
        let asked = crate::servers::service::SetUp {
            registrar_role: Some(9),
            ..Default::default()
        };
        let mut settings = settings_after(7, None, &asked).unwrap();
        settings.registrar_channel = Some(5);
        let done = SetUpDone {
            settings,
            first: true,
        };
        assert_eq!(
            set_up(&done, &["Manage Channels"]).content(),
            "**griffin is set up.**\nNation: England\nTime zone: Europe/London\nLanguage: English\nRegistrars: <@&9>\n\
             Their channel: <#5>\nCategory: none\n**griffin misses permissions**: Manage Channels. Give them to its role."
        );
        assert!(
            set_up(&done, &[])
                .content()
                .contains("Next: `/authority register`")
        );
    }
}
