//! What a person sees of reminders: a value in, a message out.

use poise::serenity_prelude::{ButtonStyle, CreateActionRow, CreateButton};

use super::rules::{State, Step};
use super::service::{Due, Shown};
use crate::calloffs::service::LotBalance;
use crate::delivery::{Mentions, Message};
use crate::discord::{Answer, CustomId, escape, limits};
use crate::words::{Lang, Text, say, text};

/// Puts a reminder off for a week; about its row.
pub const WEEK: &str = "reminder.week";
/// Deletes a reminder; about its row.
pub const STOP: &str = "reminder.stop";
/// Opens the form of a call-off; about the tender's row, and handled by `calloffs`.
pub const CALL_OFF: &str = "calloff.open";
/// Chooses where a person's reminders come: row 1 for direct messages, row 0 for the tender's post.
pub const DIRECT: &str = "reminder.direct";
/// How much of an officer's message a list shows.
const SHORT: usize = 60;

/// A reminder in one line.
pub fn line(shown: &Shown, lang: Lang) -> String {
    let reminder = &shown.reminder;
    let (number, tender) = (reminder.id, shown.reference.as_str());
    let authority = escape::line(&shown.authority);
    let schedule = escape::line(&reminder.schedule.describe().say(lang));
    let what = match shown.lot.as_deref().map(escape::line) {
        Some(lot) => {
            text!(
                "reminders-line-lot",
                number,
                tender,
                lot,
                authority,
                schedule
            )
        }
        None => text!("reminders-line", number, tender, authority, schedule),
    };
    let what = match (reminder.state, shown.next) {
        (State::Active, Some(next)) => {
            let next = format!("<t:{}:f>", next.timestamp());
            say!(lang, "reminders-line-next", what, next)
        }
        (State::Active, None) => what.say(lang),
        (State::Paused, _) => say!(lang, "reminders-line-paused", what),
        (State::Deleted, _) => say!(lang, "reminders-line-deleted", what),
    };
    match &reminder.message {
        Some(message) => format!("{what}: {}", escape::line(&limits::cut(message, SHORT))),
        None => what,
    }
}

/// What became of a reminder.
pub fn done(step: Step, shown: &Shown, lang: Lang) -> Answer {
    let what = line(shown, lang);
    Answer::text(match step {
        Step::Pause => say!(lang, "reminders-paused", what),
        Step::Resume => say!(lang, "reminders-resumed", what),
        Step::PutOff => say!(lang, "reminders-put-off", what),
        Step::Delete => say!(lang, "reminders-stopped", what),
    })
}

/// A new reminder, and where it comes.
pub fn set(shown: &Shown, direct: bool, lang: Lang) -> Answer {
    let set = text!("reminders-set", what = line(shown, lang));
    Answer::text(Text::lines([set, place(direct)]).say(lang)).row(choice(direct, lang))
}

/// Where a person's reminders come from now on.
pub fn chosen(direct: bool, lang: Lang) -> Answer {
    let place = place(direct);
    Answer::text(say!(lang, "reminders-place-changed", place)).row(choice(direct, lang))
}

fn place(direct: bool) -> Text {
    match direct {
        true => text!("reminders-place-direct"),
        false => text!("reminders-place-post"),
    }
}

fn choice(direct: bool, lang: Lang) -> CreateActionRow {
    let label = match direct {
        true => say!(lang, "reminders-in-post-button"),
        false => say!(lang, "reminders-direct-button"),
    };
    let button = CreateButton::new(CustomId::new(DIRECT, u8::from(!direct)))
        .label(label)
        .style(ButtonStyle::Secondary);
    CreateActionRow::Buttons(vec![button])
}

/// The reminders of a person's authorities.
pub fn list(all: &[Shown], direct: bool, lang: Lang) -> Answer {
    if all.is_empty() {
        return Answer::text(say!(lang, "reminders-none"));
    }
    let mut text = String::new();
    for (at, shown) in all.iter().enumerate() {
        let line = line(shown, lang);
        // Room for the last lines: how many are not shown, and where they come.
        if limits::length(&text) + limits::length(&line) + 160 > limits::CONTENT {
            let left = all.len() - at;
            text.push_str(&format!("{}\n", say!(lang, "reminders-and-more", left)));
            break;
        }
        text.push_str(&line);
        text.push('\n');
    }
    text.push_str(&place(direct).say(lang));
    Answer::text(text).row(choice(direct, lang))
}

/// The most officers that a reminder mentions where its own has left the server.
const MENTIONED: usize = 10;

/// What a reminder says in the tender's post: it names the officer alone (those beside them, once they have left the server),
/// and quantities in an open book only, as others read there (design, section 3, rule 8).
pub fn in_post(due: &Due, lang: Lang) -> Message {
    let who = due.mentions.iter().take(MENTIONED);
    let users: Vec<i64> = who.copied().collect();
    let mentioned: String = users.iter().map(|user| format!("<@{user}> ")).collect();
    let head = format!("{mentioned}{}", head(due).say(lang));
    let body = if due.tender.open_book {
        left(due, lang)
    } else {
        say!(lang, "reminders-see-balance")
    };
    Message {
        content: together(head, body, due),
        components: vec![buttons(due, lang)],
        mentions: Mentions {
            users,
            roles: Vec::new(),
        },
        ..Message::default()
    }
}

/// What a reminder says to the officer alone. Commands and buttons work in the server only, so a link leads there.
pub fn direct(due: &Due, guild_id: i64, lang: Lang) -> Message {
    let head = head(due).say(lang);
    let mut message = Message::text(together(head, left(due, lang), due));
    if let Some(thread) = due.post.as_ref().and_then(|post| post.thread_id) {
        let link = format!("https://discord.com/channels/{guild_id}/{thread}");
        let button = CreateButton::new_link(link).label(say!(lang, "reminders-open-post-button"));
        message.components = vec![CreateActionRow::Buttons(vec![button])];
    }
    let stop = say!(lang, "reminders-how-to-stop", number = due.reminder.id);
    message.content.push_str(&format!("\n{stop}"));
    message
}

fn head(due: &Due) -> Text {
    let tender = due.tender.reference.as_str();
    let cy = due.authority.name_cy.as_deref().map(escape::line);
    let authority = Text::named(escape::line(&due.authority.name), cy);
    match due.lot.as_ref().map(|lot| escape::line(&lot.title)) {
        Some(lot) => text!("reminders-due-lot", tender, lot, authority),
        None => text!("reminders-due", tender, authority),
    }
}

fn left(due: &Due, lang: Lang) -> String {
    if due.left.is_empty() {
        return say!(lang, "reminders-nothing-declared");
    }
    let lines: Vec<String> = due.left.iter().map(|lot| of_lot(lot, lang)).collect();
    // Far above what a tender has of lots; a longer list ends with an ellipsis.
    limits::cut(&lines.join("\n"), 800)
}

fn of_lot(it: &LotBalance, lang: Lang) -> String {
    let show = |quantity| escape::line(&it.unit.show(quantity).say(lang));
    let lot = escape::line(&it.lot);
    match (it.left, it.declared) {
        (Some(left), Some(declared)) => {
            let (left, declared) = (show(left), show(declared));
            say!(lang, "reminders-left", lot, left, declared)
        }
        _ => say!(lang, "reminders-left-of-nothing", lot),
    }
}

fn together(head: String, body: String, due: &Due) -> String {
    let mut text = format!("{head}\n{body}");
    if let Some(message) = &due.reminder.message {
        text.push_str(&format!("\n> {}", limits::cut(&escape::line(message), 700)));
    }
    text
}

fn buttons(due: &Due, lang: Lang) -> CreateActionRow {
    let button = |kind, id, label: String, style| {
        CreateButton::new(CustomId::new(kind, id))
            .label(label)
            .style(style)
    };
    CreateActionRow::Buttons(vec![
        button(
            CALL_OFF,
            i64::from(due.tender.id),
            say!(lang, "reminders-call-off-button"),
            ButtonStyle::Primary,
        ),
        button(
            WEEK,
            i64::from(due.reminder.id),
            say!(lang, "reminders-week-button"),
            ButtonStyle::Secondary,
        ),
        button(
            STOP,
            i64::from(due.reminder.id),
            say!(lang, "reminders-stop-button"),
            ButtonStyle::Danger,
        ),
    ])
}

#[cfg(test)]
#[path = "cards_tests.rs"]
mod tests;
