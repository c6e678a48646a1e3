//! What a person sees of the record: a value in, a message out.

use poise::serenity_prelude::{ButtonStyle, CreateActionRow, CreateButton};

use super::rules::{self, Entry, Sift};
use super::service::{Heard, Page, Walked, Witnesses};
use crate::discord::{Answer, CustomId, escape, limits};
use crate::ledger::proof::Verified;

/// Another page: page, tender (0: any), authority (0: any), since in seconds of the epoch (0: ever).
pub const PAGE: &str = "record.page";
/// The most that one entry takes: ten fit a message.
const ENTRY: usize = 170;

/// A page of entries.
pub fn page(page: &Page) -> Answer {
    if page.entries.is_empty() {
        return Answer::text("Nothing like that is recorded.");
    }
    let lines: Vec<String> = page.entries.iter().map(line).collect();
    let answer = Answer::text(format!(
        "**The record**: {}, page {} of {}\n{}",
        match page.total {
            1 => "1 entry".to_owned(),
            n => format!("{n} entries"),
        },
        page.page + 1,
        page.pages,
        lines.join("\n")
    ));
    if page.pages < 2 {
        return answer;
    }
    let button = |label: &str, to: Option<u64>| {
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
        button("Newer", newer),
        button("Older", older),
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
fn line(entry: &Entry) -> String {
    let who = match entry.actor {
        0 => "griffin".to_owned(),
        user => format!("<@{user}>"),
    };
    let whom = entry
        .authority
        .as_ref()
        .map(|name| format!(" for {}", escape::line(name)))
        .unwrap_or_default();
    let more: Vec<String> = rules::particulars(&entry.data)
        .into_iter()
        .map(|(name, value)| format!("{name} {}", escape::line(&value)))
        .collect();
    let more = match more.join(", ") {
        none if none.is_empty() => none,
        some => format!(" ({some})"),
    };
    let hash: String = entry.hash.chars().take(8).collect();
    let head = format!(
        "`{}` <t:{}:f> {who}{whom}: {}",
        entry.number,
        entry.at.timestamp(),
        escape::line(&rules::done(&entry.kind))
    );
    let room = ENTRY.saturating_sub(limits::length(&head));
    format!("{head}{} `{hash}`", limits::cut(&more, room))
}

/// Whether the chain is whole.
pub fn verified(walked: &Walked) -> Answer {
    let chain = match &walked.verified {
        Some(found) => chain(found),
        None => "Nothing is recorded in this server yet.".to_owned(),
    };
    let whole = walked.verified.as_ref().is_some_and(Verified::is_whole);
    Answer::text(match &walked.witnessed {
        None => match &walked.forums {
            None => chain,
            Some(told) => limits::cut(&format!("{chain}\n{}", witnesses(told)), limits::CONTENT),
        },
        Some((anchor, true)) if !whole => format!("{chain}\nIt has {anchor}, as the digest says."),
        Some((anchor, true)) => format!(
            "{chain}\nIt has {anchor}, as the digest says: up to there nothing was changed, replaced or cut off."
        ),
        Some((anchor, false)) => format!(
            "{chain}\n**It does not have {anchor}.** If a digest in this server's forums says so, entries were cut off the \
             record's end or replaced since. Tell whoever runs griffin."
        ),
    })
}

/// What the digests in the forums say of it.
fn witnesses(told: &Witnesses) -> String {
    let mut lines = Vec::new();
    // A thread is shown by its title.
    let digest = |it: &Heard| format!("<#{}> says {}", it.thread_id, it.anchor);
    if let Some(newest) = &told.newest {
        let others = match told.agree - 1 {
            0 => String::new(),
            1 => "; so does 1 other that was read".to_owned(),
            n => format!("; so do {n} others that were read"),
        };
        lines.push(format!(
            "The forums bear it out: {}, and it has that{others}.",
            digest(newest)
        ));
    }
    if !told.differ.is_empty() {
        lines.push(
            "**It does not have what these digests say**: entries were cut off its end or replaced since. Tell whoever runs \
             griffin."
                .to_owned(),
        );
        lines.extend(told.differ.iter().map(|it| format!("- {}", digest(it))));
        if let Some(at) = told.restored {
            lines.push(format!(
                "An older state of the database was put back <t:{}:f>. What was recorded between that copy and then is not \
                 in the record, and digests of that time say more than it has.",
                at.timestamp()
            ));
        }
    }
    if told.newest.is_none() && told.differ.is_empty() {
        lines.push(
            "No digest in the forums bears it out yet: `/digest schedule` has one posted, and each tells the record's head."
                .to_owned(),
        );
    }
    match told.unread {
        0 => {}
        1 => lines.push("The digests of 1 forum could not be read.".to_owned()),
        n => lines.push(format!("The digests of {n} forums could not be read.")),
    }
    lines.join("\n")
}

/// How many rows that are wrong are told in Discord; `griffin verify` has them all.
const ROWS: usize = 5;

fn chain(found: &Verified) -> String {
    let entries = match found.entries {
        1 => "1 entry was".to_owned(),
        n => format!("{n} entries were"),
    };
    let rows = match found.rows {
        1 => "1 row was".to_owned(),
        n => format!("{n} rows were"),
    };
    if let Some(wrong) = &found.broken {
        return format!(
            "**The record was changed.** {entries} read, and: {}. Tell whoever runs griffin.",
            escape::line(wrong)
        );
    }
    if found.differ.is_empty() {
        return format!(
            "**The record is whole.** {entries} read; each carries the hash of the one before it. {rows} held against it, and \
             each is as the entry says that wrote it.\nIts head is `{}`. Keep it: if it stands in the record later, nothing \
             before it was changed.",
            found.head
        );
    }
    let mut lines: Vec<String> = found
        .differ
        .iter()
        .take(ROWS)
        .map(|it| format!("- {}", escape::line(it)))
        .collect();
    let all = u64::try_from(found.differ.len())
        .unwrap_or(u64::MAX)
        .saturating_add(found.more);
    let told = u64::try_from(lines.len()).unwrap_or_default();
    if all > told {
        lines.push(format!("- and {} more", all - told));
    }
    format!(
        "**Somebody changed the database behind griffin's back.** {entries} read, and the record itself is whole; but of \
         what stands in the database this is not as the record says:\n{}\nTell whoever runs griffin.",
        lines.join("\n")
    )
}
