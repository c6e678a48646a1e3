//! What a person sees of reports: a value in, a message out.

use chrono::TimeDelta;
use poise::serenity_prelude::{CreateActionRow, CreateButton};

use super::quiet::Asked;
use super::rules::{self, QUIET_MONTHS};
use super::service::{Buyer, RegionReport, TenderReport, Use};
use crate::delivery::{Mentions, Message};
use crate::discord::{Answer, escape::line, limits};
use crate::tenders::service::Responses;
use crate::values::{Quantity, Unit};

/// A tender's report.
pub fn tender(it: &TenderReport) -> Answer {
    let mut text = format!(
        "**{}** {}: {}\n**Answered**: {}",
        it.tender.reference,
        line(&it.tender.title),
        it.tender.stage.label(),
        answered(&it.responses)
    );
    let times: Vec<String> = it
        .times
        .iter()
        .map(|(stage, time)| format!("{} {}", stage.label(), days(*time)))
        .collect();
    text.push_str(&format!("\n**Time in each stage**: {}", times.join(", ")));
    for of in &it.uses {
        text.push_str(&lot(of));
    }
    if !it.uses.is_empty() && !it.everything {
        text.push_str("\n-# Others' quantities are seen by the lead and the registrars alone.");
    }
    whole_or_file(text, &format!("{}-report.txt", it.tender.reference))
}

/// All of it, or as much as a message holds, and all in a file.
fn whole_or_file(text: String, file: &str) -> Answer {
    if limits::length(&text) <= limits::CONTENT {
        return Answer::text(text);
    }
    let cut = Answer::text(format!("All of it is in the file.\n{text}"));
    cut.file(file, text)
}

fn answered(it: &Responses) -> String {
    match rules::rate(it.answered, it.invited) {
        Some(rate) => format!("{} of {} ({rate})", it.answered, it.invited),
        None => "nobody was asked".to_owned(),
    }
}

fn days(time: TimeDelta) -> String {
    match time.num_days() {
        0 => "less than a day".to_owned(),
        1 => "1 day".to_owned(),
        n => format!("{n} days"),
    }
}

fn lot(it: &Use) -> String {
    let unit = &it.lot.unit;
    let mut text = format!("\n**{}** {}: ", it.lot.number, line(&it.lot.title));
    text.push_str(&match (it.called_off, it.declared) {
        (called_off, Some(declared)) => of_declared(called_off.unwrap_or_default(), declared, unit),
        (Some(called_off), None) => format!("{} called off", unit.show(called_off)),
        (None, None) => "shown once three authorities have declared".to_owned(),
    });
    for buyer in &it.buyers {
        text.push_str(&format!("\n- {}", self::buyer(buyer, unit)));
    }
    text
}

fn of_declared(called_off: Quantity, declared: Quantity, unit: &Unit) -> String {
    let share = rules::share(called_off, declared);
    let share = share.map_or_else(String::new, |it| format!(" ({it})"));
    format!(
        "{called_off} of {} declared up to this contract year{share}",
        unit.show(declared)
    )
}

/// What an officer is asked, alone. Commands work in the server only, so a link leads there.
pub(super) fn asked(it: &Asked, guild_id: i64) -> Message {
    let who = it.lots.first().map(|(_, buyer)| &buyer.who);
    let who = who.map_or_else(String::new, |who| line(&who.name));
    let mut text = format!(
        "**{} {}**, for {who}: of this, nothing was recorded as called off for {QUIET_MONTHS} months.",
        it.tender.reference,
        line(&it.tender.title)
    );
    for (at, (lot, buyer)) in it.lots.iter().enumerate() {
        if at == LOTS {
            text.push_str(&format!("\n… and {} more lots", it.lots.len() - at));
            break;
        }
        let last = match buyer.last {
            Some(last) => format!("last on {}", last.format("%-d %B %Y")),
            None => "nothing yet".to_owned(),
        };
        text.push_str(&format!(
            "\n- {}: {} of {} declared, {last}",
            line(&lot.title),
            buyer.called_off,
            line(&lot.unit.show(buyer.declared).to_string())
        ));
    }
    text.push_str(&format!(
        "\nIf it was bought under this contract, record it with `/calloff record`. If you buy it elsewhere, tell the lead, \
         {}: its price was agreed for what all declared.",
        line(&it.lead)
    ));
    let mut message = Message::text(text);
    if let Some(thread) = it.post.as_ref().and_then(|post| post.thread_id) {
        let link = format!("https://discord.com/channels/{guild_id}/{thread}");
        let button = CreateButton::new_link(link).label("Open the tender's post");
        message.components = vec![CreateActionRow::Buttons(vec![button])];
    }
    message
}

/// The same where everybody reads it: whose quantities they are, and which, is nobody's there.
pub(super) fn asked_in_post(it: &Asked, user_id: i64) -> Message {
    Message {
        mentions: Mentions {
            users: vec![user_id],
            roles: Vec::new(),
        },
        ..Message::text(format!(
            "<@{user_id}> **{}**: there is a question to you that griffin could not send you directly; `/report tender` \
             shows it.",
            it.tender.reference
        ))
    }
}

/// The most lots that an officer is asked about in a message.
const LOTS: usize = 8;

fn buyer(it: &Buyer, unit: &Unit) -> String {
    let share = rules::share(it.called_off, it.declared);
    let share = share.map_or_else(String::new, |it| format!(" ({it})"));
    let quiet = match (it.quiet, it.last) {
        (false, _) => String::new(),
        (true, Some(last)) => format!(
            " **nothing for {QUIET_MONTHS} months**, last on {}: bought elsewhere?",
            last.format("%-d %B %Y")
        ),
        (true, None) => format!(" **nothing in {QUIET_MONTHS} months**: bought elsewhere?"),
    };
    format!(
        "{}: {} of {}{share}{quiet}",
        line(&it.who.short_name),
        it.called_off,
        unit.show(it.declared)
    )
}

/// A region's report.
pub fn region(it: &RegionReport) -> Answer {
    let head = format!("**{}**, tenders announced in {}", line(&it.region), it.year);
    if it.lines.is_empty() {
        return Answer::text(format!("{head}: none."));
    }
    let middle = it.collecting().map_or_else(String::new, |time| {
        format!(
            "\n**Requirements collected** for {} in the middle",
            days(time)
        )
    });
    let unused: Vec<&str> = it
        .lines
        .iter()
        .filter(|it| it.unused)
        .map(|it| it.tender.reference.as_str())
        .collect();
    let unused = match unused.is_empty() {
        true => String::new(),
        false => format!(
            "\n**Open, and nothing called off yet**: {}",
            unused.join(", ")
        ),
    };
    let mut text = format!(
        "{head}: {}\n**Answered**: {}{middle}{unused}",
        it.lines.len(),
        answered(&it.responses())
    );
    for of in &it.lines {
        text.push_str(&format!(
            "\n- {} {}: {}, answered {}",
            of.tender.reference,
            line(&of.tender.title),
            of.tender.stage.label(),
            answered(&of.responses)
        ));
    }
    text.push_str("\n-# Savings and the shares of small and local suppliers: `/savings report`.");
    whole_or_file(text, "report.txt")
}
