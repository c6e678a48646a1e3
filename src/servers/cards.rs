//! What a person sees of a server: a value in, a message out.

use chrono::{DateTime, Utc};
use poise::serenity_prelude::{ButtonStyle, CreateActionRow, CreateButton, CreateEmbed};

use super::service::{Decision, SetUpDone, Settings};
use crate::delivery::Stuck;
use crate::discord::{Answer, CustomId, limits};
use crate::words::{self, Join, Lang, Text, say, text};

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

/// What the buttons are called that decide of a message, and that turn the page.
pub(super) const SEND_AGAIN: &str = "delivery.send_again";
pub(super) const DISMISS: &str = "delivery.dismiss";
pub(super) const PAGE: &str = "delivery.page";

/// How many messages are on a page: each has a row of buttons, and the fifth row turns the page.
pub(super) const ON_A_PAGE: usize = 4;
/// How much is said of one of them, so that a page fits an embed.
const ONE: usize = 900;

/// A message that waits for somebody.
#[derive(Clone, Debug)]
pub(super) struct One {
    /// Its row.
    pub id: i64,
    /// Since when.
    pub due_at: DateTime<Utc>,
    /// What it is, why it isn't sent, and what would help.
    pub stuck: Stuck,
}

/// What was just decided.
#[derive(Clone, Debug)]
pub(super) enum Done {
    /// Of this message.
    Decided {
        /// Its row.
        id: i64,
        /// What it is.
        what: Text,
        /// What became of it.
        decision: Decision,
    },
    /// It waits no more.
    Nothing,
}

/// The state of griffin in a server for whoever sees to what waits: `page` of it (from 0), and what was just decided.
pub(super) fn waiting(
    lines: &[Text],
    messages: usize,
    page: usize,
    shown: &[One],
    done: Option<Done>,
    lang: Lang,
) -> Answer {
    let mut rows = Vec::new();
    let mut said: Vec<Text> = Vec::new();
    if let Some(done) = done {
        said.push(match &done {
            Done::Decided {
                what,
                decision: Decision::SendAgain,
                ..
            } => text!("servers-sent-again", what),
            Done::Decided {
                id,
                what,
                decision: Decision::Dismiss,
            } => {
                let again = CreateButton::new(CustomId::new(SEND_AGAIN, id))
                    .label(say!(lang, "servers-send-after-all-button"));
                rows.push(CreateActionRow::Buttons(vec![again]));
                text!("servers-dismissed", what)
            }
            Done::Nothing => text!("servers-waits-no-more"),
        });
    }
    said.extend(lines.iter().cloned());
    said.push(match messages {
        0 => text!("servers-nothing-waits"),
        messages => text!("servers-waits", messages),
    });
    let mut answer = Answer::text(Text::lines(said).say(lang));
    let first = page * ON_A_PAGE + 1;
    let mut all = Vec::new();
    for (number, one) in (first..).zip(shown) {
        let Stuck { what, why, cure } = one.stuck.clone();
        let since = format!("<t:{}:R>", one.due_at.timestamp());
        let line = say!(lang, "servers-waits-one", number, what, since, why, cure);
        all.push(limits::cut(&line, ONE));
        let button =
            |kind, label: String| CreateButton::new(CustomId::new(kind, one.id)).label(label);
        let again = say!(lang, "servers-send-again-button", number, all = messages);
        let dismiss = say!(lang, "servers-dismiss-button", number, all = messages);
        rows.push(CreateActionRow::Buttons(vec![
            button(SEND_AGAIN, again),
            button(DISMISS, dismiss).style(ButtonStyle::Secondary),
        ]));
    }
    if !all.is_empty() {
        answer = answer.embed(CreateEmbed::new().description(all.join("\n\n")));
    }
    let pages = messages.div_ceil(ON_A_PAGE);
    let mut turn = Vec::new();
    let to = |page: usize, label| {
        CreateButton::new(CustomId::new(PAGE, page))
            .label(label)
            .style(ButtonStyle::Secondary)
    };
    if let Some(before) = page.checked_sub(1) {
        turn.push(to(before, say!(lang, "servers-page-before-button")));
    }
    if page + 1 < pages {
        turn.push(to(page + 1, say!(lang, "servers-page-after-button")));
    }
    // The way back from a dismissal shares the row that turns the page: there are five.
    if let (true, Some(CreateActionRow::Buttons(undo))) = (!turn.is_empty(), rows.first_mut())
        && undo.len() == 1
    {
        undo.append(&mut turn);
    }
    if !turn.is_empty() {
        rows.push(CreateActionRow::Buttons(turn));
    }
    for row in rows {
        answer = answer.row(row);
    }
    answer
}

/// The state of griffin in a server.
pub fn status(lines: &[Text], lang: Lang) -> Answer {
    Answer::text(Text::lines(lines).say(lang))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::delivery::Mentions;
    use crate::discord::testing::shows;
    use crate::servers::rules::settings_after;

    fn one(id: i64) -> One {
        One {
            id,
            due_at: DateTime::from_timestamp_secs(1_800_000_000).unwrap(),
            stuck: Stuck {
                what: text!(
                    "dossiers-stuck-post",
                    reference = format!("SF-{id}"),
                    region = "South Wales"
                ),
                why: text!("delivery-why-permission"),
                cure: text!("delivery-cure-permission"),
            },
        }
    }

    fn labels(answer: Answer) -> Vec<Vec<String>> {
        let rows = answer.into_message(Mentions::default()).components;
        let rows = serde_json::to_value(rows).unwrap();
        let label = |it: &serde_json::Value| it["label"].as_str().unwrap().to_owned();
        let of = |row: &serde_json::Value| {
            let buttons = row["components"].as_array().unwrap();
            buttons.iter().map(label).collect()
        };
        rows.as_array().unwrap().iter().map(of).collect()
    }

    #[test]
    fn what_waits_fits_its_pages_and_their_buttons() {
        let shown: Vec<One> = (1..=4).map(one).collect();
        let page = |page, done| waiting(&[], 9, page, &shown, done, Lang::English);
        let first = labels(page(0, None));
        assert_eq!(
            (first.len(), first[4].as_slice()),
            (5, ["Next".to_owned()].as_slice())
        );
        assert_eq!(first[1], ["2. Send again", "2. Dismiss"]);
        assert_eq!(labels(page(1, None))[4], ["Back", "Next"]);
        let dismissed = Done::Decided {
            id: 7,
            what: Text::verbatim("it"),
            decision: Decision::Dismiss,
        };
        let last = labels(page(1, Some(dismissed)));
        assert_eq!((last.len(), last[0].len()), (5, 3), "{last:?}");
        let alone = labels(waiting(&[], 1, 0, &shown[..1], None, Lang::English));
        assert_eq!(alone, [["Send again", "Dismiss"]]);
        let none = waiting(&[], 0, 0, &[], None, Lang::English);
        assert!(
            none.content().contains("Nothing is waiting"),
            "{}",
            none.content()
        );
    }

    #[test]
    fn the_status_and_a_set_up_read_well() {
        let many: Vec<One> = (1..=2).map(one).collect();
        let lines = [
            text!("servers-version", version = "1.0.0"),
            text!("servers-database", kind = "SQLite"),
            text!("servers-unknown-events", number = 3),
        ];
        let done = || Done::Decided {
            id: 9,
            what: text!(
                "dossiers-stuck-card",
                reference = "SF-9",
                region = "South Wales"
            ),
            decision: Decision::Dismiss,
        };
        shows!("status", |lang| status(&lines, lang));
        shows!("waiting", |lang| waiting(&lines, 2, 0, &many, None, lang));
        shows!("dismissed", |lang| waiting(
            &lines,
            1,
            0,
            &many[..1],
            Some(done()),
            lang
        ));
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
