//! What a person sees of a server: a value in, a message out.

use super::service::{SetUpDone, Settings};
use crate::delivery::queue::GivenUp;
use crate::discord::{Answer, escape, limits};
use crate::ledger::called;
use crate::words::{self, Join, Lang, Text, text};

/// What came of a set-up: the settings, and the permissions that griffin misses.
pub fn set_up(done: &SetUpDone, missing: &[Text], lang: Lang) -> Answer {
    let Settings {
        time_zone,
        regime,
        language,
        registrar_role,
        registrar_channel,
        category,
        ..
    } = &done.settings;
    let registrars = match registrar_role {
        Some(role) => Text::verbatim(format!("<@&{role}>")),
        None => text!("servers-registrars-managers"),
    };
    let channel = |id: &Option<i64>| match id {
        Some(id) => Text::verbatim(format!("<#{id}>")),
        None => text!("servers-no-channel"),
    };
    let spoken = Text::sentences([
        Text::verbatim(language.own_name()),
        words::how_much(*language).unwrap_or_default(),
    ]);
    let lines = [
        match done.first {
            true => text!("servers-set-up"),
            false => text!("servers-changed"),
        },
        text!("servers-nation", nation = regime.label()),
        text!("servers-time-zone", zone = time_zone.name()),
        text!("servers-language", language = spoken),
        text!("servers-registrars", registrars),
        text!(
            "servers-registrars-channel",
            channel = channel(registrar_channel)
        ),
        text!("servers-category", category = channel(category)),
        match missing {
            [] => text!("servers-next"),
            missing => text!(
                "servers-permissions-missing",
                permissions = Text::joined(Join::Comma, missing)
            ),
        },
    ];
    Answer::text(Text::lines(lines).say(lang))
}

/// How many of the messages that could not be sent are named.
const GIVEN_UP: usize = 5;
/// How much is said of why.
const WHY: usize = 150;

/// The messages that could not be sent; none: there are none.
pub fn given_up(messages: &[GivenUp]) -> Option<Text> {
    if messages.is_empty() {
        return None;
    }
    let mut lines = vec![text!("servers-given-up", messages = messages.len())];
    lines.extend(messages.iter().take(GIVEN_UP).map(|it| {
        text!(
            "servers-given-up-one",
            number = it.id,
            kind = called::letter(&it.kind),
            due = format!("<t:{}:R>", it.due_at.timestamp()),
            why = limits::cut(&escape::line(&it.error), WHY)
        )
    }));
    let more = messages.len().saturating_sub(GIVEN_UP);
    if more > 0 {
        lines.push(text!("servers-given-up-more", more));
    }
    Some(Text::lines(lines))
}

/// The state of griffin in a server.
pub fn status(lines: &[Text], lang: Lang) -> Answer {
    Answer::text(Text::lines(lines).say(lang))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::discord::testing::shows;
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
            given_up(&[one(7)]).unwrap().to_string(),
            "Messages that couldn't be sent: 1\n- no. 7 (a tender's card), due <t:1800000000:R>: it can't be \\*read\\*"
        );
        let many: Vec<GivenUp> = (1..=8).map(one).collect();
        let told = given_up(&many).unwrap().to_string();
        assert!(told.ends_with("\n- and 3 more"), "{told}");
    }

    #[test]
    fn the_status_and_a_set_up_read_well() {
        let one = |id| GivenUp {
            id,
            kind: "tender.card".to_owned(),
            error: "Missing Permissions".to_owned(),
            due_at: chrono::DateTime::from_timestamp_secs(1_800_000_000).unwrap(),
        };
        let many: Vec<GivenUp> = (1..=7).map(one).collect();
        let lines = [
            text!("servers-version", version = "1.0.0"),
            text!("servers-database", kind = "SQLite"),
            given_up(&many).unwrap(),
            text!("servers-unknown-events", number = 3),
        ];
        shows!("status", |lang| status(&lines, lang));
        let asked = crate::servers::service::SetUp {
            nation: Some(crate::values::Regime::England),
            ..Default::default()
        };
        let done = SetUpDone {
            settings: settings_after(7, None, &asked).unwrap(),
            first: true,
        };
        shows!("set_up", |lang| set_up(&done, &[], lang));
    }

    #[test]
    fn a_set_up_shows_the_settings_and_what_is_missing() {
        let asked = crate::servers::service::SetUp {
            registrar_role: Some(9),
            nation: Some(crate::values::Regime::England),
            ..Default::default()
        };
        let mut settings = settings_after(7, None, &asked).unwrap();
        settings.registrar_channel = Some(5);
        let done = SetUpDone {
            settings,
            first: true,
        };
        assert_eq!(
            set_up(&done, &[Text::verbatim("Manage Channels")], Lang::English).content(),
            "**griffin is set up.**\nNation: England\nTime zone: Europe/London\nLanguage: English\nRegistrars: <@&9>\n\
             Their channel: <#5>\nCategory: none\n**griffin is missing permissions**: Manage Channels. Give them to its role."
        );
        assert!(
            set_up(&done, &[], Lang::English)
                .content()
                .contains("Next: `/authority register`")
        );
    }
}
