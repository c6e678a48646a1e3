//! What a person sees of reminders: a value in, a message out.

use poise::serenity_prelude::{ButtonStyle, CreateActionRow, CreateButton};

use super::rules::State;
use super::service::{Due, Shown};
use crate::calloffs::service::LotBalance;
use crate::delivery::{Mentions, Message};
use crate::discord::{Answer, CustomId, escape, limits};

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
pub fn line(shown: &Shown) -> String {
    let reminder = &shown.reminder;
    let mut text = format!(
        "`{}` **{}**{} for {}, {}",
        reminder.id,
        shown.reference,
        lot(shown.lot.as_deref()),
        escape::line(&shown.authority),
        escape::line(&reminder.schedule.describe().to_string()),
    );
    match (reminder.state, shown.next) {
        (State::Active, Some(next)) => text.push_str(&format!(", next <t:{}:f>", next.timestamp())),
        (State::Active, None) => {}
        (state, _) => text.push_str(&format!(", {}", state.as_str())),
    }
    if let Some(message) = &reminder.message {
        text.push_str(&format!(": {}", escape::line(&limits::cut(message, SHORT))));
    }
    text
}

fn lot(title: Option<&str>) -> String {
    title
        .map(|title| format!(", {}", escape::line(title)))
        .unwrap_or_default()
}

/// What became of a reminder.
pub fn done(what: &str, shown: &Shown) -> Answer {
    Answer::text(format!("**{what}.** {}", line(shown)))
}

/// A new reminder, and where it comes.
pub fn set(shown: &Shown, direct: bool) -> Answer {
    Answer::text(format!("**Set.** {}\n{}", line(shown), place(direct))).row(choice(direct))
}

/// Where a person's reminders come from now on.
pub fn chosen(direct: bool) -> Answer {
    Answer::text(format!("**Changed.** {}", place(direct))).row(choice(direct))
}

fn place(direct: bool) -> &'static str {
    match direct {
        true => {
            "Your reminders come by direct message; where those are closed, in the tender's post."
        }
        false => "Your reminders come in the tender's post, and mention you alone.",
    }
}

fn choice(direct: bool) -> CreateActionRow {
    let label = match direct {
        true => "Remind me in the post instead",
        false => "Remind me by direct message",
    };
    let button = CreateButton::new(CustomId::new(DIRECT, u8::from(!direct)))
        .label(label)
        .style(ButtonStyle::Secondary);
    CreateActionRow::Buttons(vec![button])
}

/// The reminders of a person's authorities.
pub fn list(all: &[Shown], direct: bool) -> Answer {
    if all.is_empty() {
        return Answer::text("Your authorities have no reminders. `/reminder calloff` sets one.");
    }
    let mut text = String::new();
    for (at, shown) in all.iter().enumerate() {
        let line = line(shown);
        // Room for the last lines: how many are not shown, and where they come.
        if limits::length(&text) + limits::length(&line) + 160 > limits::CONTENT {
            text.push_str(&format!("… and {} more.\n", all.len() - at));
            break;
        }
        text.push_str(&line);
        text.push('\n');
    }
    text.push_str(place(direct));
    Answer::text(text).row(choice(direct))
}

/// What a reminder says in the tender's post: it names the officer alone, and quantities in an open book only, as
/// others read there (design, section 3, rule 8).
pub fn in_post(due: &Due) -> Message {
    let head = format!("<@{}> {}", due.reminder.user_id, head(due));
    let body = if due.tender.open_book {
        left(due)
    } else {
        "`/calloff balance` shows you what is left.".to_owned()
    };
    Message {
        content: together(head, body, due),
        components: vec![buttons(due)],
        mentions: Mentions {
            users: vec![due.reminder.user_id],
            roles: Vec::new(),
        },
        ..Message::default()
    }
}

/// What a reminder says to the officer alone. Commands and buttons work in the server only, so a link leads there.
pub fn direct(due: &Due, guild_id: i64) -> Message {
    let mut message = Message::text(together(head(due), left(due), due));
    if let Some(thread) = due.post.as_ref().and_then(|post| post.thread_id) {
        let link = format!("https://discord.com/channels/{guild_id}/{thread}");
        let button = CreateButton::new_link(link).label("Open the tender's post");
        message.components = vec![CreateActionRow::Buttons(vec![button])];
    }
    message.content.push_str(&format!(
        "\nIn the server, `/reminder pause {0}` and `/reminder delete {0}` stop these.",
        due.reminder.id
    ));
    message
}

fn head(due: &Due) -> String {
    let lot = lot(due.lot.as_ref().map(|lot| lot.title.as_str()));
    format!(
        "**{}{lot}: time to call off** for {}",
        due.tender.reference,
        escape::line(&due.authority.name)
    )
}

fn left(due: &Due) -> String {
    if due.left.is_empty() {
        return "Nothing was declared for this contract year.".to_owned();
    }
    let lines: Vec<String> = due.left.iter().map(of_lot).collect();
    // Far above what a tender has of lots; a longer list ends with an ellipsis.
    limits::cut(&lines.join("\n"), 800)
}

fn of_lot(lot: &LotBalance) -> String {
    let show = |quantity| escape::line(&lot.unit.show(quantity).to_string());
    let left = lot.left.map_or("—".to_owned(), show);
    let declared = lot.declared.map_or("nothing".to_owned(), show);
    format!(
        "{}: {left} left of {declared} declared this contract year",
        escape::line(&lot.lot)
    )
}

fn together(head: String, body: String, due: &Due) -> String {
    let mut text = format!("{head}\n{body}");
    if let Some(message) = &due.reminder.message {
        text.push_str(&format!("\n> {}", limits::cut(&escape::line(message), 700)));
    }
    text
}

fn buttons(due: &Due) -> CreateActionRow {
    let button = |kind, id, label, style| {
        CreateButton::new(CustomId::new(kind, id))
            .label(label)
            .style(style)
    };
    CreateActionRow::Buttons(vec![
        button(CALL_OFF, due.tender.id, "Call off", ButtonStyle::Primary),
        button(
            WEEK,
            due.reminder.id,
            "Remind me in a week",
            ButtonStyle::Secondary,
        ),
        button(STOP, due.reminder.id, "Stop these", ButtonStyle::Danger),
    ])
}
