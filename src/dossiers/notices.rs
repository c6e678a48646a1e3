//! What is said in a tender's post when something happens: a value in, a message out. Every one carries the reference,
//! and mentions those concerned only.

use serde_json::Value;

use crate::delivery::{Mentions, Message};
use crate::discord::escape::line;
use crate::discord::limits;
use crate::tenders::cards::{moment, named};
use crate::tenders::service::{Tender, Who};

/// What one notice needs.
pub struct Notice<'a> {
    /// The tender as it is now.
    pub tender: &'a Tender,
    /// What it is about: `extended`, `collected`, `chase` …
    pub what: &'a str,
    /// The particulars that were queued with it.
    pub args: &'a Value,
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
pub fn notice(it: &Notice<'_>) -> Option<Message> {
    let name = named(it.tender);
    let why = it.args["reason"]
        .as_str()
        .map(|why| format!("\n> {}", line(why)))
        .unwrap_or_default();
    let text = match it.what {
        "chase" if it.concerned.is_empty() => return None,
        "chase" => format!(
            "{name}: an answer is due {}. Still missing here: {}. **Declare requirement** above, or **We need none**.",
            moment(it.tender.respond_by),
            names(&it.concerned)
        ),
        "extended" => format!(
            "{name}: answers are now due {}.{why}",
            moment(it.tender.respond_by)
        ),
        "reopened" => format!(
            "{name} is open again: answers are due {}.{why}",
            moment(it.tender.respond_by)
        ),
        "collected" => format!(
            "{name}: the requirements are in, and frozen. Next: the lead goes out to tender; `/export tender` gives the requirement schedule as a workbook.{why}"
        ),
        "published" => match it.tender.bids_by {
            Some(bids_by) => format!("{name} is out to tender; bids are due {}.", moment(bids_by)),
            None => format!("{name} is out to tender."),
        },
        "awarded" => match &it.won {
            Some((lot, supplier)) => format!(
                "{name}: {} {} {}. The card above has the price.",
                line(lot),
                match it.args["replaced"] == true {
                    true => "was awarded anew, to",
                    false => "was awarded to",
                },
                line(supplier)
            ),
            None => return None,
        },
        "started" => format!("{name}: the contract has begun. Call-offs are open."),
        "ended" => format!("{name}: the contract has ended."),
        "renewal" => format!(
            "{name} ends on {}: time to plan the next round.",
            it.tender.ends.format("%-d %B %Y")
        ),
        "cancelled" => format!("{name} was cancelled.{why}"),
        "asked" => format!(
            "{name}: {} asks to join late. The lead decides: `/tender admit`.",
            authority(it)
        ),
        "admitted" => format!("{name}: {} was admitted, and may call off.", authority(it)),
        _ => return None,
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

fn authority(it: &Notice<'_>) -> String {
    it.about.as_ref().map_or_else(
        || "an authority".to_owned(),
        |who| format!("{} ({})", line(&who.name), line(&who.short_name)),
    )
}
