//! What a person sees of the record: a value in, a message out.

use poise::serenity_prelude::{ButtonStyle, CreateActionRow, CreateButton};

use super::rules::{self, Entry, Sift};
use super::service::{Heard, Page, Walked, Witnesses};
use crate::discord::{Answer, CustomId, escape, limits};
use crate::ledger::called;
use crate::proof::{Differs, Verified};
use crate::words::{Join, Lang, Text, say, text};

/// Another page: page, tender (0: any), authority (0: any), since in seconds of the epoch (0: ever).
pub const PAGE: &str = "record.page";
/// The most that one entry takes: ten fit a message.
const ENTRY: usize = 170;

/// A page of entries.
pub fn page(page: &Page, lang: Lang) -> Answer {
    if page.entries.is_empty() {
        return Answer::text(say!(lang, "records-none"));
    }
    let head = say!(
        lang,
        "records-page",
        entries = page.total,
        page = page.page + 1,
        pages = page.pages
    );
    let lines = page.entries.iter().map(|it| line(it, lang));
    let lines: Vec<String> = [head]
        .into_iter()
        .chain(lines)
        .chain([say!(lang, "records-hashes")])
        .collect();
    let answer = Answer::text(lines.join("\n"));
    if page.pages < 2 {
        return answer;
    }
    let button = |label: String, to: Option<u64>| {
        // A button that leads nowhere needs an id of its own, too.
        let id = id(to.unwrap_or(page.page), &page.sift);
        CreateButton::new(id)
            .label(label)
            .style(ButtonStyle::Secondary)
            .disabled(to.is_none())
    };
    let newer = page.page.checked_sub(1);
    let older = Some(page.page + 1).filter(|next| *next < page.pages);
    answer.row(CreateActionRow::Buttons(vec![
        button(say!(lang, "records-newer-button"), newer),
        button(say!(lang, "records-older-button"), older),
    ]))
}

fn id(page: u64, sift: &Sift) -> CustomId {
    let Sift {
        tender_id,
        authority_id,
        since,
    } = sift;
    let since = since.map_or(0, |since| since.timestamp());
    let (tender, authority) = (
        tender_id.unwrap_or_default(),
        authority_id.unwrap_or_default(),
    );
    CustomId::new(PAGE, format!("{page}-{tender}-{authority}-{since}"))
}

/// `12` <date> <who> for ABW: requirement declared (declared: 420 of lot 1) `a1b2c3d4`.
fn line(entry: &Entry, lang: Lang) -> String {
    let who = match entry.actor {
        0 => "griffin".to_owned(),
        user => format!("<@{user}>"),
    };
    let particulars = rules::particulars(&entry.data);
    let mut before = None;
    let more = particulars.into_iter().map(|(name, value)| {
        let value = escape::line(&value.say(lang));
        // Several prices are named once.
        match before.replace(name) == Some(name) {
            true => Text::verbatim(value),
            false => particular(name, &value),
        }
    });
    let more = match Text::joined(Join::Comma, more).say(lang) {
        none if none.is_empty() => none,
        some => format!(" ({some})"),
    };
    let hash: String = entry.hash.chars().take(8).collect();
    let (number, at) = (entry.number, format!("<t:{}:f>", entry.at.timestamp()));
    let done = escape::line(&called::fact(&entry.kind).say(lang));
    let head = match entry.authority.as_ref().map(|name| escape::line(name)) {
        Some(whom) => say!(lang, "records-entry-for", number, at, who, whom, done),
        None => say!(lang, "records-entry", number, at, who, done),
    };
    let room = ENTRY.saturating_sub(limits::length(&head));
    format!("{head}{} `{hash}`", limits::cut(&more, room))
}

/// One of an entry's particulars, with its name.
fn particular(name: &str, value: &str) -> Text {
    match name {
        "reference" => text!("records-reference", value),
        "title" => text!("records-title-of", value),
        "name" => text!("records-name", value),
        "region" => text!("records-region", value),
        "role" => text!("records-role", value),
        "lot" => text!("records-lot", value),
        "notice" => text!("records-notice", value),
        "from" => text!("records-from", value),
        "before" => text!("records-before", value),
        "now" => text!("records-now", value),
        "reason" => text!("records-reason", value),
        "officer" => text!("records-officer", value),
        "error" => text!("records-error", value),
        "declared" => text!("records-declared", value),
        "quantity" => text!("records-quantity", value),
        "supplier" => text!("records-supplier", value),
        "price" => text!("records-price", value),
        "ceiling" => text!("records-ceiling", value),
        _ => Text::verbatim(format!("{name} {value}")),
    }
}

/// Whether the chain is whole.
pub fn verified(walked: &Walked, lang: Lang) -> Answer {
    let chain = match &walked.verified {
        Some(found) => chain(found, walked.is_witnessed_against(), lang),
        None => text!("records-nothing-yet"),
    };
    let whole = walked.verified.as_ref().is_some_and(Verified::is_whole);
    let anchored = match &walked.witnessed {
        None => walked.forums.as_ref().map(witnesses).unwrap_or_default(),
        Some((anchor, there)) => {
            let anchor = anchor.describe();
            match (there, whole) {
                (true, true) => text!("records-has-and-whole", anchor),
                (true, false) => text!("records-has", anchor),
                (false, _) => text!("records-lacks", anchor),
            }
        }
    };
    let text = Text::lines([chain, anchored]).say(lang);
    Answer::text(limits::cut(&text, limits::CONTENT))
}

/// What the digests in the forums say of it.
fn witnesses(told: &Witnesses) -> Text {
    let mut lines = Vec::new();
    // A thread is shown by its title.
    let digest = |it: &Heard| {
        let (digest, anchor) = (format!("<#{}>", it.thread_id), it.anchor.describe());
        text!("records-digest-says", digest, anchor)
    };
    if let Some(newest) = &told.newest {
        let says = digest(newest);
        lines.push(match told.agree.saturating_sub(1) {
            0 => text!("records-forums-agree", says),
            others => text!("records-forums-agree-others", says, others),
        });
    }
    if !told.differ.is_empty() {
        lines.push(text!("records-forums-differ"));
        let differ = told.differ.iter();
        lines.extend(differ.map(|it| text!("records-digest-differs", says = digest(it))));
        if let Some(at) = told.restored {
            let at = format!("<t:{}:f>", at.timestamp());
            lines.push(text!("records-restored", at));
        }
    }
    if told.newest.is_none() && told.differ.is_empty() {
        lines.push(text!("records-no-digest"));
    }
    if told.unread > 0 {
        lines.push(text!("records-unread", forums = told.unread));
    }
    Text::lines(lines)
}

/// How many rows that are wrong are told in Discord; `griffin verify` has them all.
const ROWS: usize = 5;

/// `against`: somebody remembers the record otherwise.
fn chain(found: &Verified, against: bool, lang: Lang) -> Text {
    let entries = text!("records-entries-read", entries = found.entries);
    if let Some(wrong) = &found.broken {
        let wrong = escape::line(&wrong.describe().say(lang));
        return text!("records-broken", entries, wrong);
    }
    if found.differ.is_empty() {
        let rows = text!("records-rows-checked", rows = found.rows);
        let head = found.head.as_str();
        return Text::lines([
            match against {
                true => text!("records-whole-in-itself", entries, rows),
                false => text!("records-whole", entries, rows),
            },
            text!("records-head", head),
        ]);
    }
    let differ = found.differ.iter().take(ROWS);
    let line = |it: &Differs| format!("- {}", escape::line(&it.describe().say(lang)));
    let mut lines: Vec<String> = differ.map(line).collect();
    let all = u64::try_from(found.differ.len())
        .unwrap_or(u64::MAX)
        .saturating_add(found.more);
    let told = u64::try_from(lines.len()).unwrap_or_default();
    if all > told {
        lines.push(say!(lang, "records-more-rows", left = all - told));
    }
    Text::lines([
        text!("records-database-changed", entries),
        Text::verbatim(lines.join("\n")),
        text!("records-tell-the-operator"),
    ])
}

#[cfg(test)]
#[path = "cards_tests.rs"]
mod tests;
