//! What a person sees of reports: a value in, a message out.

use chrono::TimeDelta;
use poise::serenity_prelude::{CreateActionRow, CreateButton};

use super::quiet::Asked;
use super::rules::{self, QUIET_MONTHS};
use super::service::{Buyer, RegionReport, TenderReport, Use};
use crate::delivery::{Mentions, Message};
use crate::discord::{Answer, escape::line, limits};
use crate::tenders::service::Responses;
use crate::values::{Percent, Quantity, Unit, day};
use crate::words::{Join, Lang, Text, say, text};

/// A tender's report.
pub fn tender(it: &TenderReport, lang: Lang) -> Answer {
    let reference = it.tender.reference.as_str();
    let mut lines = vec![
        text!(
            "reports-tender",
            reference,
            title = line(&it.tender.title),
            stage = it.tender.stage.label()
        ),
        text!("reports-answered", answered = answered(&it.responses)),
    ];
    let times = it
        .times
        .iter()
        .map(|(stage, time)| text!("reports-time", stage = stage.label(), days = days(*time)));
    let times = Text::joined(Join::Comma, times);
    lines.push(text!("reports-times", times));
    lines.extend(it.uses.iter().flat_map(|of| lot(of, lang)));
    if !it.uses.is_empty() && !it.everything {
        lines.push(text!("reports-others-hidden"));
    }
    let text = Text::lines(lines).say(lang);
    whole_or_file(text, &format!("{reference}-report.txt"), lang)
}

/// All of it, or as much as a message holds, and all in a file.
fn whole_or_file(text: String, file: &str, lang: Lang) -> Answer {
    if limits::length(&text) <= limits::CONTENT {
        return Answer::text(text);
    }
    let cut = Answer::text(format!("{}\n{text}", say!(lang, "reports-in-the-file")));
    cut.file(file, text)
}

fn answered(it: &Responses) -> Text {
    let (answered, invited) = (it.answered, it.invited);
    let rate = match rules::rate(answered, invited) {
        Some(rate) => text!("reports-rate", answered, invited, rate = rate.to_string()),
        None => text!("reports-nobody-asked"),
    };
    match it.late {
        0 => rate,
        late => text!("reports-rate-late", rate, late),
    }
}

fn days(time: TimeDelta) -> Text {
    match time.num_days() {
        0 => text!("reports-less-than-a-day"),
        days => text!("reports-days", days),
    }
}

fn lot(it: &Use, lang: Lang) -> Vec<Text> {
    let unit = &it.lot.unit;
    let ordered = match (it.called_off, it.declared) {
        (called_off, Some(declared)) => of_declared(called_off.unwrap_or_default(), declared, unit),
        (Some(called_off), None) => text!("reports-ordered", ordered = unit.show(called_off)),
        (None, None) => text!("reports-ordered-hidden"),
    };
    let (number, lot) = (it.lot.number.to_string(), line(&it.lot.title));
    let buyers = it.buyers.iter().map(|it| buyer(it, unit, lang));
    [text!("reports-lot", number, lot, ordered)]
        .into_iter()
        .chain(buyers)
        .collect()
}

fn of_declared(called_off: Quantity, declared: Quantity, unit: &Unit) -> Text {
    let share = rules::share(called_off, declared);
    let (ordered, declared) = (called_off.to_string(), unit.show(declared));
    match share {
        Some(share) => {
            let share = share.to_string();
            text!("reports-ordered-share", ordered, declared, share)
        }
        None => text!("reports-ordered-of", ordered, declared),
    }
}

/// What an officer is asked, alone. Commands work in the server only, so a link leads there.
pub(super) fn asked(it: &Asked, guild_id: i64, lang: Lang) -> Message {
    let who = it.lots.first().map(|(_, buyer)| &buyer.who);
    let who = who.map_or_else(String::new, |who| line(&who.name));
    let mut lines = vec![text!(
        "reports-quiet",
        reference = it.tender.reference.as_str(),
        title = line(&it.tender.title),
        authority = who,
        months = QUIET_MONTHS
    )];
    for (at, (lot, buyer)) in it.lots.iter().enumerate() {
        if at == LOTS {
            lines.push(text!("reports-more-lots", left = it.lots.len() - at));
            break;
        }
        let (lot, declared) = (
            line(&lot.title),
            line(&lot.unit.show(buyer.declared).say(lang)),
        );
        let ordered = buyer.called_off.to_string();
        lines.push(match buyer.last {
            Some(last) => text!(
                "reports-quiet-lot",
                lot,
                ordered,
                declared,
                last = day(last)
            ),
            None => text!("reports-quiet-lot-never", lot, declared),
        });
    }
    lines.push(text!("reports-quiet-help", lead = line(&it.lead)));
    let mut message = Message::text(Text::lines(lines).say(lang));
    if let Some(thread) = it.post.as_ref().and_then(|post| post.thread_id) {
        let link = format!("https://discord.com/channels/{guild_id}/{thread}");
        let button = CreateButton::new_link(link).label(say!(lang, "reports-open-post-button"));
        message.components = vec![CreateActionRow::Buttons(vec![button])];
    }
    message
}

/// The same where everybody reads it: whose quantities they are, and which, is nobody's there.
pub(super) fn asked_in_post(it: &Asked, user_id: i64, lang: Lang) -> Message {
    let reference = it.tender.reference.as_str();
    let who = format!("<@{user_id}>");
    Message {
        mentions: Mentions {
            users: vec![user_id],
            roles: Vec::new(),
        },
        ..Message::text(say!(lang, "reports-quiet-in-post", who, reference))
    }
}

/// The most lots that an officer is asked about in a message.
const LOTS: usize = 8;

fn buyer(it: &Buyer, unit: &Unit, lang: Lang) -> Text {
    if it.declared.is_zero() {
        let ordered = line(&unit.show(it.called_off).say(lang));
        return text!(
            "reports-buyer-late",
            authority = line(&it.who.short_name),
            ordered
        );
    }
    let share = rules::share(it.called_off, it.declared);
    let declared = line(&unit.show(it.declared).say(lang));
    let (authority, ordered) = (line(&it.who.short_name), it.called_off.to_string());
    let share = share.as_ref().map(Percent::to_string);
    let bought = match share {
        Some(share) => text!("reports-buyer-share", authority, ordered, declared, share),
        None => text!("reports-buyer", authority, ordered, declared),
    };
    let months = QUIET_MONTHS;
    match (it.quiet, it.last) {
        (false, _) => bought,
        (true, Some(last)) => text!("reports-buyer-quiet", bought, months, last = day(last)),
        (true, None) => text!("reports-buyer-never", bought, months),
    }
}

/// A region's report.
pub fn region(it: &RegionReport, lang: Lang) -> Answer {
    let (region, year) = (line(&it.region), it.year.to_string());
    if it.lines.is_empty() {
        return Answer::text(say!(lang, "reports-region-none", region, year));
    }
    let middle = it.collecting().map(days);
    let unused: Vec<&str> = it
        .lines
        .iter()
        .filter(|it| it.unused)
        .map(|it| it.tender.reference.as_str())
        .collect();
    let unused = match unused.is_empty() {
        true => Text::default(),
        false => text!("reports-unused", tenders = unused.join(", ")),
    };
    let mut lines = vec![
        text!("reports-region", region, year, tenders = it.lines.len()),
        text!("reports-answered", answered = answered(&it.responses())),
        middle.map_or_else(Text::default, |days| text!("reports-collected", days)),
        unused,
    ];
    lines.extend(it.lines.iter().map(|of| {
        text!(
            "reports-region-line",
            reference = of.tender.reference.as_str(),
            title = line(&of.tender.title),
            stage = of.tender.stage.label(),
            answered = answered(&of.responses)
        )
    }));
    lines.push(text!("reports-see-savings"));
    whole_or_file(Text::lines(lines).say(lang), "report.txt", lang)
}
