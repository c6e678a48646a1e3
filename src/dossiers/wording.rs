//! What is said in a tender's post when something happens: a value in, a message out. Every one carries the reference,
//! and mentions those concerned only.

use super::letters::Said;
use super::news::News;
use crate::delivery::{Mentions, Message};
use crate::discord::escape::line;
use crate::discord::limits;
use crate::tenders::cards::{moment, named};
use crate::tenders::service::{Tender, Who};
use crate::values::Stage;
use crate::words::text;

/// What the words of one notice need.
pub struct Words<'a> {
    /// The tender as it is now.
    pub tender: &'a Tender,
    /// What it is about.
    pub said: &'a Said,
    /// Whom it is for: their officers are mentioned.
    pub concerned: Vec<(Who, Vec<i64>)>,
    /// The authority that it is about, where it is about one.
    pub about: Option<Who>,
    /// The lot that it is about and who won it.
    pub won: Option<(String, String)>,
}

/// The most officers that one notice mentions: more would not fit a message of 2,000 characters.
const MENTIONED: usize = 60;
/// The most that the names of those concerned may take.
const NAMES: usize = 350;

/// The notice as a message; none, if there is nothing to say any more.
pub fn notice(it: &Words<'_>) -> Option<Message> {
    let name = named(it.tender);
    let text = match it.said {
        Said::Chase if it.concerned.is_empty() => return None,
        Said::Chase => format!(
            "{name}: an answer is due {}. Still missing here: {}. **Declare requirement** above, or **We need none**.",
            moment(it.tender.respond_by),
            names(&it.concerned)
        ),
        Said::Asked { .. } => format!(
            "{name}: {} asks to join late. The lead decides: `/tender admit`.",
            authority(it)
        ),
        Said::Admitted { .. } if it.tender.stage == Stage::CallOff => {
            format!("{name}: {} was admitted, and may call off.", authority(it))
        }
        Said::Admitted { .. } => {
            text!("dossiers-admitted", tender = &name, who = authority(it)).to_string()
        }
        Said::News(news) => of_news(it, news, &name)?,
    };
    let mut users: Vec<i64> = Vec::new();
    for user in it.concerned.iter().flat_map(|(_, officers)| officers) {
        // One officer may act for several authorities.
        if !users.contains(user) && users.len() < MENTIONED {
            users.push(*user);
        }
    }
    let mentioned: Vec<String> = users.iter().map(|user| format!("<@{user}>")).collect();
    let content = if mentioned.is_empty() {
        text
    } else {
        format!("{} {text}", mentioned.join(" "))
    };
    Some(Message {
        mentions: Mentions {
            users,
            roles: Vec::new(),
        },
        ..Message::text(content)
    })
}

fn of_news(it: &Words<'_>, news: &News, name: &str) -> Option<String> {
    let why = news.reason();
    let why = why.map(|why| format!("\n> {}", line(why)));
    let why = why.unwrap_or_default();
    let (stage, respond_by) = (it.tender.stage, moment(it.tender.respond_by));
    Some(match news {
        // The post itself says it.
        News::Announced => return None,
        News::Extended { .. } => format!("{name}: answers are now due {respond_by}.{why}"),
        News::Reopened { .. } => {
            format!("{name} is open again: answers are due {respond_by}.{why}")
        }
        News::Collected { .. } if stage == Stage::Collected => format!(
            "{name}: the requirements are in, and frozen. Next: the lead goes out to tender; `/export tender` gives the requirement schedule as a workbook.{why}"
        ),
        News::Collected { .. } => {
            format!("{}{why}", text!("dossiers-collected", tender = name))
        }
        News::Published if stage != Stage::OutToTender => {
            text!("dossiers-was-published", tender = name).to_string()
        }
        News::Published => match it.tender.bids_by {
            Some(bids_by) => format!("{name} is out to tender; bids are due {}.", moment(bids_by)),
            None => format!("{name} is out to tender."),
        },
        News::Awarded { replaced, .. } => {
            let (lot, supplier) = it.won.as_ref()?;
            let anew = match replaced {
                true => "was awarded anew, to",
                false => "was awarded to",
            };
            let (lot, supplier) = (line(lot), line(supplier));
            format!("{name}: {lot} {anew} {supplier}. The card above has the price.")
        }
        News::Started if stage == Stage::CallOff => {
            format!("{name}: the contract has begun. Call-offs are open.")
        }
        News::Started => text!("dossiers-had-begun", tender = name).to_string(),
        News::Ended => format!("{name}: the contract has ended."),
        News::Renewal => format!(
            "{name} ends on {}: time to plan the next round.",
            it.tender.ends.format("%-d %B %Y")
        ),
        News::Cancelled { .. } => format!("{name} was cancelled.{why}"),
    })
}

fn names(concerned: &[(Who, Vec<i64>)]) -> String {
    let mut text = String::new();
    for (at, (who, _)) in concerned.iter().enumerate() {
        let name = line(&who.short_name);
        if limits::length(&text) + limits::length(&name) > NAMES {
            return format!("{text} and {} more", concerned.len() - at);
        }
        if at > 0 {
            text.push_str(", ");
        }
        text.push_str(&name);
    }
    text
}

fn authority(it: &Words<'_>) -> String {
    it.about.as_ref().map_or_else(
        || "an authority".to_owned(),
        |who| format!("{} ({})", line(&who.name), line(&who.short_name)),
    )
}
