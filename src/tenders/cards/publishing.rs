//! What the lead is told who publishes a tender's notice.

use poise::serenity_prelude::{ButtonStyle, CreateActionRow, CreateButton};

use super::super::service::{Published, Tender};
use super::{days, kind, moment, named};
use crate::discord::escape::line;
use crate::discord::{Answer, CustomId, limits};
use crate::notices::{Notice, Unread};
use crate::words::{Lang, Text, say, text};

/// Why nothing was read of a notice.
pub fn unread(why: Unread) -> Text {
    match why {
        Unread::NotThere => text!("tenders-unread-not-there"),
        Unread::Unreachable => text!("tenders-unread-unreachable"),
        Unread::Odd => text!("tenders-unread-odd"),
    }
}

/// The notice is published.
///
/// `nothing_read`: why nothing was taken from the notice, where it was asked for.
pub fn published(it: &Published, nothing_read: Option<Unread>, lang: Lang) -> Answer {
    let names = it.entitled.iter().map(|who| line(&who.short_name));
    let names: Vec<String> = names.collect();
    let mut lines = vec![
        say!(
            lang,
            "tenders-published",
            tender = named(&it.tender),
            bids = it.tender.bids_by.map(moment).unwrap_or_default()
        ),
        say!(
            lang,
            "tenders-published-entitled",
            count = names.len(),
            names = names.join(", ")
        ),
    ];
    if let Some(why) = nothing_read {
        let nothing = text!("tenders-nothing-taken");
        lines.push(Text::sentences([unread(why), nothing]).say(lang));
    }
    Answer::text(lines.join("\n"))
}

/// What the notice says, beside what is kept here, with the buttons that take it over or not; about the interaction by
/// which the command was typed. `typed`: when bids are due, as it was typed.
pub fn notice_read(
    tender: &Tender,
    notice: &Notice,
    typed: Option<&str>,
    interaction: i64,
    lang: Lang,
) -> Answer {
    let number = line(&notice.number);
    let mut lines = vec![say!(
        lang,
        "tenders-notice-read",
        number,
        tender = named(tender)
    )];
    lines.extend(says(tender, notice, typed, lang));
    let button = |kind, label: String, style| {
        CreateButton::new(CustomId::new(kind, interaction))
            .label(label)
            .style(style)
    };
    let mut buttons = vec![button(
        kind::PUBLISH_AS_READ,
        say!(lang, "tenders-publish-as-read-button"),
        ButtonStyle::Success,
    )];
    if typed.is_some() {
        buttons.push(button(
            kind::PUBLISH_AS_TYPED,
            say!(lang, "tenders-publish-as-typed-button"),
            ButtonStyle::Primary,
        ));
    }
    buttons.push(button(
        kind::NOT_YET,
        say!(lang, "tenders-not-yet-button"),
        ButtonStyle::Secondary,
    ));
    Answer::text(lines.join("\n- ")).row(CreateActionRow::Buttons(buttons))
}

/// What a notice says, each with what is kept here or was typed.
fn says(tender: &Tender, notice: &Notice, typed: Option<&str>, lang: Lang) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(title) = &notice.title {
        let here = match *title == tender.title {
            true => text!("tenders-as-here"),
            false => text!("tenders-differs-here", here = line(&tender.title)),
        };
        let title = line(&limits::cut(title, 300));
        lines.push(say!(lang, "tenders-notice-names", title, here));
    }
    if let Some(bids_by) = notice.bids_by {
        let by = moment(bids_by);
        lines.push(match typed.map(|it| line(&limits::cut(it, 60))) {
            Some(typed) => say!(lang, "tenders-notice-bids-typed", by, typed),
            None => say!(lang, "tenders-notice-bids", by),
        });
    }
    if notice.starts.is_some() || notice.ends.is_some() {
        let (starts, ends) = (
            notice.starts.unwrap_or(tender.starts),
            notice.ends.unwrap_or(tender.ends),
        );
        let here = match (starts, ends) == (tender.starts, tender.ends) {
            true => text!("tenders-as-here"),
            false => text!(
                "tenders-differs-here",
                here = days(tender.starts, tender.ends)
            ),
        };
        let days = days(starts, ends);
        lines.push(say!(lang, "tenders-notice-contract", days, here));
    }
    if let Some(value) = notice.value {
        let value = value.to_string();
        lines.push(say!(lang, "tenders-notice-value", value));
    }
    lines
}

/// What was read was turned down.
pub fn not_published(lang: Lang) -> Answer {
    Answer::text(say!(lang, "tenders-not-published"))
}
