//! What a person sees of a server: a value in, a message out.

use crate::discord::Answer;
use crate::words::{self, Text};

use super::service::{SetUpDone, Settings};

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

/// The state of griffin in a server.
pub fn status(lines: &[String]) -> Answer {
    Answer::text(lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::servers::rules::settings_after;

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
