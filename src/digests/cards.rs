//! A digest as messages, within Discord's limits, with everything typed escaped.

use chrono::{DateTime, Datelike, Utc};

use super::rules::{About, DueWhat, Heading, Line, Says, Section, Volumes};
use super::service::Digest;
use crate::delivery::Message;
use crate::discord::{Answer, escape, limits};
use crate::forums::service::Forum;
use crate::values::{Recurrence, Unit};

/// How much of a message's text a digest fills: the rest is for the mark by which a delivery is recognised, and for
/// the line that says it is late.
const ROOM: usize = limits::CONTENT - 300;
/// How long one line may be.
const LINE: usize = 900;
/// How long one name within a line may be: with a tender of very many lots, the line is cut as a whole.
const NAME: usize = 120;

/// The title of a digest's post.
pub fn title(digest: &Digest) -> String {
    let on = digest.on;
    let date = format!("{} {} {}", on.day(), on.format("%B"), on.year());
    let room = limits::CHANNEL_NAME.saturating_sub("Digest, , ".len() + date.len());
    // A title shows no markdown: nothing there needs escaping.
    format!(
        "Digest, {}, {date}",
        limits::cut(&digest.forum.region, room)
    )
}

/// A digest's messages; none when there is nothing to say.
pub fn messages(digest: &Digest) -> Vec<Message> {
    pages(digest).into_iter().map(Message::text).collect()
}

fn pages(digest: &Digest) -> Vec<String> {
    let mut pages = Vec::new();
    let mut page = String::new();
    for section in &digest.sections {
        let heading = heading(section);
        for (n, line) in section.lines.iter().enumerate() {
            let line = limits::cut(&show(line), LINE);
            let with_heading = format!("**{heading}**\n{line}");
            let next = match (page.is_empty(), n) {
                (true, _) => with_heading.clone(),
                (false, 0) => format!("\n\n{with_heading}"),
                (false, _) => format!("\n{line}"),
            };
            if limits::length(&page) + limits::length(&next) <= ROOM {
                page.push_str(&next);
                continue;
            }
            pages.push(std::mem::take(&mut page));
            page = if n == 0 {
                with_heading
            } else {
                format!("**{heading}** (continued)\n{line}")
            };
        }
    }
    if !page.is_empty() {
        if let Some(record) = &digest.record {
            page.push_str(&format!("\n-# Record: {record}"));
        }
        pages.push(page);
    }
    pages
}

fn heading(section: &Section) -> &'static str {
    match section.heading {
        Heading::Open => "Open: requirements are being collected",
        Heading::OutToTender => "Out to tender",
        Heading::Awarded => "Awarded",
        Heading::CallOff => "Call-offs are possible",
        Heading::EndsSoon => "Ending within nine months",
        Heading::Next => "Coming due next",
    }
}

fn at(moment: DateTime<Utc>) -> String {
    format!("<t:{}:F>", moment.timestamp())
}

fn typed(text: &str) -> String {
    escape::line(&limits::cut(text, NAME))
}

fn name(about: &About) -> String {
    // The post's title is the reference and the title, and leads there.
    let named = match about.thread_id {
        Some(post) => format!("<#{post}>"),
        None => format!("**{}** {}", typed(&about.reference), typed(&about.title)),
    };
    format!("{named} (lead {})", typed(&about.lead))
}

fn show(line: &Line) -> String {
    let name = name(&line.about);
    match &line.says {
        Says::AnswersDue {
            at: due,
            invited,
            missing,
        } => {
            let missing = match missing {
                0 => "all have answered".to_owned(),
                missing => format!("{missing} of {invited} have not answered yet"),
            };
            format!("- {name}: answers are due {}; {missing}.", at(*due))
        }
        Says::BidsDue(Some(due)) => format!("- {name}: bids are due {}.", at(*due)),
        Says::BidsWereDue(due) => format!("- {name}: bids were due {}.", at(*due)),
        Says::BidsDue(None) => format!("- {name}."),
        Says::Awarded { lots, standstill } => {
            let won = |(lot, supplier): &(String, String)| {
                format!("{} to {}", typed(lot), typed(supplier))
            };
            let lots: Vec<String> = lots.iter().map(won).collect();
            let standstill = standstill.map(|end| format!("; the standstill ends {}", at(end)));
            format!(
                "- {name}: {}{}.",
                lots.join("; "),
                standstill.unwrap_or_default()
            )
        }
        Says::CallOff(lots) => {
            let lots: Vec<String> = lots.iter().map(called_off).collect();
            format!("- {name}: {}.", lots.join("; "))
        }
        Says::Ends(end) => format!("- {name}: the contract ends {}.", at(*end)),
        Says::Due(what, due) => {
            let about = &line.about;
            let what = match what {
                DueWhat::Answers => "answers are due",
                DueWhat::Bids => "bids are due",
                DueWhat::Standstill => "the standstill ends",
                DueWhat::Start => "the contract starts",
                DueWhat::End => "the contract ends",
            };
            format!(
                "- {}: **{}** {}: {what}.",
                at(*due),
                typed(&about.reference),
                typed(&about.title)
            )
        }
    }
}

fn called_off((lot, unit, volumes): &(String, Unit, Option<Volumes>)) -> String {
    let (lot, unit) = (typed(lot), typed(&unit.plural()));
    let Some(volumes) = volumes else {
        return lot;
    };
    let percent = volumes.percent().map(|percent| format!(" ({percent} %)"));
    format!(
        "{lot}: {} of {} {unit} declared for contract year {} called off{}",
        volumes.called_off,
        volumes.declared,
        volumes.year,
        percent.unwrap_or_default()
    )
}

/// A preview: the digest's messages, for the person alone.
pub fn previewed(digest: &Digest) -> Vec<Answer> {
    let pages = pages(digest);
    if pages.is_empty() {
        let region = escape::line(&digest.forum.region);
        return vec![Answer::text(format!(
            "There is nothing to say in a digest of {region} now: it would not be posted."
        ))];
    }
    let titled = format!("-# Preview: {}", typed(&title(digest)));
    let mut answers = vec![Answer::text(titled)];
    answers.extend(pages.into_iter().map(Answer::text));
    answers
}

/// A digest that has a schedule.
pub fn scheduled(forum: &Forum) -> Answer {
    let region = escape::line(&forum.region);
    let schedule = forum
        .digest
        .as_ref()
        .map(Recurrence::describe)
        .unwrap_or_default();
    Answer::text(format!(
        "**Scheduled.** The digest of {region} comes {} in <#{}>.",
        escape::line(&schedule),
        forum.channel_id
    ))
}

/// A digest that is paused.
pub fn paused(forum: &Forum) -> Answer {
    let region = escape::line(&forum.region);
    Answer::text(format!(
        "**Paused.** No digest of {region} comes until `/digest schedule` gives it a schedule again."
    ))
}

/// A digest that was asked for.
pub fn queued(forum: &Forum) -> Answer {
    let region = escape::line(&forum.region);
    Answer::text(format!(
        "**On its way.** The digest of {region} is posted in <#{}>.",
        forum.channel_id
    ))
}
