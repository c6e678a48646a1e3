//! What is said in a tender's post when something happens: a value in, a message out. Every one carries the reference,
//! and mentions those concerned only.

use super::cards::buttons;
use super::letters::{Correction, PostLeft, Said};
use super::news::News;
use crate::awards::service::Varied;
use crate::calloffs::service::Headroom;
use crate::delivery::{Mentions, Message};
use crate::discord::escape::line;
use crate::discord::limits;
use crate::requirements::cards as requirements;
use crate::tenders::cards::{amendment_buttons, called, changes, moment, named};
use crate::tenders::service::{Amendment, Tender, Who};
use crate::values::{NoAward, Stage, day};
use crate::words::{Lang, Text, text};

/// What the words of one notice need.
pub struct Words<'a> {
    /// The tender as it is now.
    pub tender: &'a Tender,
    /// What it is about.
    pub said: &'a Said,
    /// Whom it is for: their officers are mentioned.
    pub concerned: Vec<(Who, Vec<i64>)>,
    /// Who leads it, where that is said.
    pub lead: Option<&'a Who>,
    /// The authority that it is about, where it is about one.
    pub about: Option<Who>,
    /// The lot that it is about and who won it.
    pub won: Option<(String, String)>,
    /// The lot whose ceiling comes closer, and how it stands, if everybody may see that.
    pub headroom: Option<(String, Option<Headroom>)>,
    /// The lot that it is about, and why it has no award.
    pub left_out: Option<(String, NoAward)>,
    /// The variation that it is about, if it still counts.
    pub varied: Option<&'a Varied>,
    /// What the lead changed of the authority's answer or order.
    pub amendment: Option<Amendment>,
}

/// The most officers that one notice mentions: more would not fit a message of 2,000 characters.
const MENTIONED: usize = 60;
/// The most that the names of those concerned may take.
const NAMES: usize = 350;
/// The most that is said of what a change makes of what was declared.
const LINES: usize = 700;

/// The notice as a message; none, if there is nothing to say any more.
pub fn notice(it: &Words<'_>, lang: Lang) -> Option<Message> {
    let text = match it.said {
        Said::Chase | Said::Headroom { .. } | Said::LotRemoved { .. }
            if it.concerned.is_empty() =>
        {
            return None;
        }
        Said::News(news) => of_news(it, news)?,
        said => of_authorities(it, said, lang),
    };
    let mut components = Vec::new();
    match it.said {
        // Who is reminded to answer can do so there and then.
        Said::Chase => components.push(buttons(it.tender, lang)),
        Said::ToConfirm { .. } if !it.concerned.is_empty() => {
            components.push(requirements::to_confirm(it.tender.id, lang));
        }
        _ => {}
    }
    components.extend(
        it.amendment
            .as_ref()
            .map(|it| amendment_buttons(it.id, lang)),
    );
    Some(Message {
        components,
        ..mentioning(&it.concerned, text.say(lang))
    })
}

/// With a mention of the officers of those concerned.
fn mentioning(concerned: &[(Who, Vec<i64>)], text: String) -> Message {
    let mut users: Vec<i64> = Vec::new();
    for user in concerned.iter().flat_map(|(_, officers)| officers) {
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
    Message {
        mentions: Mentions {
            users,
            roles: Vec::new(),
        },
        ..Message::text(content)
    }
}

/// What is said of authorities, or to them.
fn of_authorities(it: &Words<'_>, said: &Said, lang: Lang) -> Text {
    let tender = named(it.tender);
    let who = match &it.about {
        Some(who) => called(who),
        None => text!("dossiers-an-authority"),
    };
    match said {
        Said::Asked { .. } => text!("dossiers-asked", tender, who),
        Said::Admitted { .. } if it.tender.stage == Stage::CallOff => {
            text!("dossiers-admitted-to-call-off", tender, who)
        }
        Said::Admitted { .. } => text!("dossiers-admitted", tender, who),
        Said::LeadPassedOn { reason, .. } => {
            let lead = it.lead.map(called).unwrap_or_default();
            let why = reason.as_deref().map(|why| format!("> {}", line(why)));
            Text::lines([
                text!("dossiers-lead-passed-on", tender, lead, from = who),
                Text::verbatim(why.unwrap_or_default()),
            ])
        }
        Said::Corrected(correction) => corrected(tender, correction),
        Said::LotRemoved { lot, reason, .. } => Text::lines([
            text!(
                "dossiers-lot-removed",
                tender,
                lot = line(lot),
                declare = text!("dossiers-declare-button")
            ),
            Text::verbatim(format!("> {}", line(reason))),
        ]),
        Said::Amended { .. } => Text::lines([
            text!(
                "dossiers-amended",
                tender,
                who,
                see = text!("tenders-amendment-button"),
                object = text!("tenders-object-button")
            ),
            // Others read here: what was changed is for those whose it is (design, section 3, rule 8).
            Text::verbatim(match &it.amendment {
                Some(amendment) if it.tender.open_book => changes(amendment, lang),
                Some(amendment) => format!("> {}", line(&amendment.reason)),
                None => String::new(),
            }),
        ]),
        Said::Objected { .. } => text!("dossiers-objected", tender, who),
        Said::ToConfirm { lines, reason } => to_confirm(it, lines, reason.as_deref(), lang),
        Said::Headroom { .. } => {
            let (lot, headroom) = match &it.headroom {
                Some((lot, headroom)) => (lot.as_str(), *headroom),
                None => ("", None),
            };
            let lot = line(lot);
            match headroom {
                Some(headroom) => {
                    text!("dossiers-headroom", tender, lot, headroom = headroom.told())
                }
                None => text!("dossiers-headroom-hidden", tender, lot),
            }
        }
        Said::Chase | Said::News(_) => text!(
            "dossiers-chase",
            tender,
            by = moment(it.tender.respond_by),
            names = names(&concerned(it)),
            declare = text!("dossiers-declare-button"),
            none = text!("dossiers-none-button")
        ),
    }
}

/// A correction of what was published, each old and new.
fn corrected(tender: String, it: &Correction) -> Text {
    let mut lines = vec![text!("dossiers-corrected", tender)];
    if let Some((from, to)) = it.bids {
        let (from, to) = (moment(from), moment(to));
        lines.push(text!("dossiers-corrected-bids", from, to));
    }
    if let Some((from, to)) = it.contract {
        let days = |(from, to)| text!("tenders-days", from = day(from), to = day(to));
        let (from, to) = (days(from), days(to));
        lines.push(text!("dossiers-corrected-contract", from, to));
    }
    let names = |all: &[String]| Text::and(all.iter().map(|it| Text::verbatim(line(it))));
    if !it.gained.is_empty() {
        let (count, names) = (it.gained.len(), names(&it.gained));
        lines.push(text!("dossiers-corrected-gained", count, names));
    }
    if !it.lost.is_empty() {
        let (count, names) = (it.lost.len(), names(&it.lost));
        lines.push(text!("dossiers-corrected-lost", count, names));
    }
    lines.push(Text::verbatim(format!("> {}", line(&it.reason))));
    Text::lines(lines)
}

/// That a region is not invited any more: what is said in its post, and what its card says from then on.
pub fn region_left(
    tender: &Tender,
    letter: &PostLeft,
    concerned: &[(Who, Vec<i64>)],
    lang: Lang,
) -> Message {
    let region = line(&letter.post.region);
    let tender = named(tender);
    let mut lines = vec![text!("dossiers-region-left", tender, region)];
    if !concerned.is_empty() && !letter.closes {
        lines.push(text!("dossiers-region-left-answers"));
    }
    if let Some(why) = &letter.reason {
        lines.push(Text::verbatim(format!("> {}", line(why))));
    }
    let told = if letter.closes { &[] } else { concerned };
    mentioning(told, Text::lines(lines).say(lang))
}

/// The terms have changed: what that makes of what was declared, and who is asked.
fn to_confirm(it: &Words<'_>, lines: &[Text], reason: Option<&str>, lang: Lang) -> Text {
    let tender = named(it.tender);
    let lines = lines.iter().map(|it| format!("- {}", line(&it.say(lang))));
    let lines: Vec<String> = lines.collect();
    let why = reason.map(|why| format!("> {}", line(why)));
    let asks = match it.concerned.is_empty() {
        true => Text::default(),
        false => text!(
            "dossiers-to-confirm",
            names = names(&concerned(it)),
            right = text!("requirements-still-right-button"),
            change = text!("requirements-change-button")
        ),
    };
    Text::lines([
        text!("dossiers-terms-changed", tender),
        Text::verbatim(limits::cut(&lines.join("\n"), LINES)),
        Text::verbatim(why.unwrap_or_default()),
        asks,
    ])
}

fn of_news(it: &Words<'_>, news: &News) -> Option<Text> {
    let tender = named(it.tender);
    let (stage, by) = (it.tender.stage, moment(it.tender.respond_by));
    let text = match news {
        // The post itself says it, or is gone.
        News::Announced | News::Withdrawn { .. } | News::PutBack => return None,
        News::Extended { .. } => text!("dossiers-extended", tender, by),
        News::Reopened { .. } => text!("dossiers-reopened", tender, by),
        News::Collected { early, .. } if stage == Stage::Collected => {
            let concerned = it.concerned.iter().map(|(who, _)| who);
            let cut_off: Vec<&Who> = concerned
                .filter(|who| who.id != it.tender.lead_id)
                .collect();
            Text::sentences([
                match early {
                    true => text!("dossiers-closed-early", tender),
                    false => text!("dossiers-collected", tender),
                },
                match cut_off.is_empty() {
                    true => Text::default(),
                    false => text!("dossiers-cut-off", names = names(&cut_off)),
                },
                text!("dossiers-collected-next"),
            ])
        }
        News::Collected { .. } => text!("dossiers-collected", tender),
        News::Published if stage != Stage::OutToTender => text!("dossiers-was-published", tender),
        News::Published => match it.tender.bids_by.map(moment) {
            Some(by) => text!("dossiers-published", tender, by),
            None => text!("dossiers-published-no-day", tender),
        },
        News::Awarded { replaced, .. } => {
            let (lot, supplier) = it.won.as_ref()?;
            let (lot, supplier) = (line(lot), line(supplier));
            match replaced {
                true => text!("dossiers-awarded-anew", tender, lot, supplier),
                false => text!("dossiers-awarded", tender, lot, supplier),
            }
        }
        News::NotAwarded { .. } => {
            // It has an award after all.
            let (lot, why) = it.left_out.as_ref()?;
            text!(
                "dossiers-not-awarded",
                tender,
                lot = line(lot),
                why = why.label()
            )
        }
        News::Varied { .. } => {
            // Another has taken its place, and says so itself.
            let told = it.varied?.told(line);
            text!("dossiers-varied", tender, told)
        }
        News::Started if stage == Stage::CallOff => Text::sentences([
            text!("dossiers-had-begun", tender),
            text!("dossiers-call-offs-open"),
        ]),
        News::Started => text!("dossiers-had-begun", tender),
        News::Ended => text!("dossiers-ended", tender),
        News::Renewal => text!("dossiers-renewal", tender, day = day(it.tender.ends)),
        News::Cancelled { .. } => text!("dossiers-cancelled", tender),
        News::Restored { from } => Text::sentences([
            match from {
                Stage::Cancelled => text!("dossiers-restored", tender),
                _ => text!("dossiers-open-again", tender),
            },
            match stage {
                Stage::Collecting => text!("dossiers-answers-due", by),
                _ => Text::default(),
            },
        ]),
    };
    let why = news.reason().map(|why| format!("> {}", line(why)));
    Some(Text::lines([text, Text::verbatim(why.unwrap_or_default())]))
}

fn concerned<'a>(it: &'a Words<'_>) -> Vec<&'a Who> {
    it.concerned.iter().map(|(who, _)| who).collect()
}

fn names(concerned: &[&Who]) -> Text {
    let mut names = String::new();
    for (at, who) in concerned.iter().enumerate() {
        let name = line(&who.short_name);
        if limits::length(&names) + limits::length(&name) > NAMES {
            return text!("dossiers-and-more", names, more = concerned.len() - at);
        }
        if at > 0 {
            names.push_str(", ");
        }
        names.push_str(&name);
    }
    Text::verbatim(names)
}
