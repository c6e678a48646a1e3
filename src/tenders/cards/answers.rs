//! What a person is told who gave a command.

use chrono::NaiveDate;
use poise::serenity_prelude::{
    ButtonStyle, CreateActionRow, CreateButton, CreateSelectMenu, CreateSelectMenuKind,
    CreateSelectMenuOption,
};

use super::super::rules;
use super::super::service::{
    Admitted, Announced, Changed, Chased, Due, Joined, Left, Lot, Page, Published, Tender, Wanted,
    Who, milestones,
};
use super::{called, contract, count, kind, moment, named};
use crate::discord::escape::line;
use crate::discord::{Answer, CustomId, answer, limits};
use crate::notices::{Notice, Unread};
use crate::values::Stage;
use crate::words::Lang;

/// How an answer to the lead who changed a tender begins.
fn done(what: &str, tender: &Tender) -> String {
    format!("**{what}.** {}: {}.", named(tender), tender.stage.label())
}

/// A new tender.
pub fn announced(it: &Announced) -> Answer {
    let regions: Vec<String> = it.posts.iter().map(|p| line(&p.region)).collect();
    let lots: Vec<String> = it
        .lots
        .iter()
        .map(|l| {
            format!(
                "- {} {} ({})",
                l.number,
                line(&l.title),
                line(l.unit.as_str())
            )
        })
        .collect();
    Answer::text(format!(
        "**Announced.** {}, led by {}, in {}.\nRequirements are due {}.\n{}",
        named(&it.tender),
        called(&it.lead),
        regions.join(", "),
        moment(it.tender.respond_by),
        lots.join("\n"),
    ))
}

/// A page of tenders, with buttons to the pages before and after. `forum` is the row of the region's forum, if one was
/// asked for.
pub fn list(page: &Page, wanted: &Wanted, forum: Option<i64>) -> Answer {
    if page.lines.is_empty() {
        return Answer::text("There is no such tender. Announce one with `/tender announce`.");
    }
    let lines: Vec<String> = page
        .lines
        .iter()
        .map(|it| {
            let when = match it.tender.stage {
                Stage::Collecting => format!(", due <t:{}:R>", it.tender.respond_by.timestamp()),
                _ => String::new(),
            };
            let lead = line(&it.lead.short_name);
            format!(
                "- {} · {lead} · {}{when}",
                named(&it.tender),
                it.tender.stage.label()
            )
        })
        .collect();
    let head = format!(
        "**Tenders**: {}, page {} of {}",
        page.total,
        page.page + 1,
        page.pages
    );
    let answer = Answer::text(format!("{head}\n{}", lines.join("\n")));
    if page.pages < 2 {
        return answer;
    }
    let button = |label: &str, to: Option<u32>| {
        // A button that leads nowhere needs an id of its own, too.
        let id = page_id(to.unwrap_or(page.page), wanted, forum);
        CreateButton::new(id)
            .label(label)
            .style(ButtonStyle::Secondary)
            .disabled(to.is_none())
    };
    let before = page.page.checked_sub(1);
    let after = Some(page.page + 1).filter(|p| *p < page.pages);
    answer.row(CreateActionRow::Buttons(vec![
        button("Newer", before),
        button("Older", after),
    ]))
}

/// The id of a page's button: page, stage from 1 (0: any), whether mine, forum (0: any).
fn page_id(page: u32, wanted: &Wanted, forum: Option<i64>) -> CustomId {
    let stage = wanted
        .stage
        .and_then(|s| Stage::ALL.iter().position(|it| *it == s));
    let stage = stage.map_or(0, |at| at + 1);
    let (mine, forum) = (u8::from(wanted.mine), forum.unwrap_or_default());
    CustomId::new(kind::PAGE, format!("{page}-{stage}-{mine}-{forum}"))
}

/// A tender's dates, in order (design, section 2).
pub fn timeline(tender: &Tender, today: NaiveDate) -> Answer {
    let lines: Vec<String> = milestones(tender)
        .into_iter()
        .map(|it| match it.due {
            Due::At(at) => format!("- {}: {}", it.what, moment(at)),
            Due::On(date) => {
                let to_come = if date > today { ", to come" } else { "" };
                format!("- {}: {}{to_come}", it.what, rules::day(date))
            }
        })
        .collect();
    Answer::text(format!(
        "{}: {}\n{}",
        named(tender),
        tender.stage.label(),
        lines.join("\n")
    ))
}

/// What came of the wish to join. One that is not entitled reads the refusal, as any other would.
pub fn joined(it: &Joined, lang: Lang) -> Answer {
    match it {
        Joined::Joined {
            tender,
            who,
            already: true,
        } => Answer::text(format!(
            "{} takes part in {} already.",
            called(who),
            named(tender)
        )),
        Joined::Joined {
            tender,
            who,
            already: false,
        } => Answer::text(format!(
            "**Joined.** {} takes part in {}. Declare what it needs by {}.",
            called(who),
            named(tender),
            moment(tender.respond_by),
        )),
        Joined::Asked { tender, who, lead } => Answer::text(format!(
            "**Asked.** {} asks to join {}; {} decides.",
            called(who),
            named(tender),
            called(lead),
        )),
        Joined::NextRound {
            tender, refusal, ..
        } => answer::refused(refusal, tender.reference.as_str(), lang),
    }
}

/// An authority declined.
pub fn declined(it: &Left) -> Answer {
    Answer::text(match it.already {
        true => format!(
            "{} has declined {} already.",
            called(&it.who),
            named(&it.tender)
        ),
        false => format!(
            "**Declined.** {} takes no part in {}.",
            called(&it.who),
            named(&it.tender)
        ),
    })
}

/// An authority left.
pub fn left(it: &Left) -> Answer {
    Answer::text(match it.already {
        true => format!(
            "{} has left {} already.",
            called(&it.who),
            named(&it.tender)
        ),
        false => format!(
            "**Left.** {} takes no part in {} any more.",
            called(&it.who),
            named(&it.tender)
        ),
    })
}

/// The lead admitted an authority.
pub fn admitted(it: &Admitted) -> Answer {
    let wave = if it.wave > 1 {
        " in the second wave"
    } else {
        ""
    };
    Answer::text(format!(
        "**Admitted.** {} takes part in {}{wave}.",
        called(&it.who),
        named(&it.tender)
    ))
}

/// The deadline moved.
pub fn extended(it: &Changed) -> Answer {
    Answer::text(format!(
        "{} Requirements are due {}.",
        done("Extended", &it.tender),
        moment(it.tender.respond_by)
    ))
}

/// Collecting is open again.
pub fn reopened(it: &Changed) -> Answer {
    Answer::text(format!(
        "{} Requirements are due {}.",
        done("Reopened", &it.tender),
        moment(it.tender.respond_by)
    ))
}

/// Collecting was closed early.
pub fn closed(it: &Changed) -> Answer {
    Answer::text(format!(
        "{} Next: `/tender publish`.",
        done("Closed", &it.tender)
    ))
}

/// A tender was given up.
pub fn cancelled(it: &Changed) -> Answer {
    let reason = it.tender.reason.as_deref().map(line).unwrap_or_default();
    Answer::text(format!(
        "{} Reason: {reason}",
        done("Cancelled", &it.tender)
    ))
}

/// A tender was corrected; it shows as it is now.
pub fn edited(it: &Changed) -> Answer {
    let contract = contract(&it.tender);
    Answer::text(format!(
        "{} Contract: {contract}. Its card in each forum post follows.",
        done("Changed", &it.tender)
    ))
}

/// The notice is published.
///
/// `unread`: why nothing was taken from the notice, where it was asked for.
pub fn published(it: &Published, unread: Option<Unread>) -> Answer {
    let unread = unread.map_or_else(String::new, |why| {
        format!("\n{why}, so nothing was taken from the notice.")
    });
    let names: Vec<String> = it.entitled.iter().map(|w| line(&w.short_name)).collect();
    let bids = it.tender.bids_by.map(moment).unwrap_or_default();
    Answer::text(format!(
        "{} Bids are due {bids}.\n**May call off** ({}), fixed from now on: {}{unread}",
        done("Published", &it.tender),
        names.len(),
        names.join(", "),
    ))
}

/// What the notice says, beside what is kept here, with the buttons that take it over or not; about the interaction by
/// which the command was typed. `typed`: when bids are due, as it was typed.
pub fn notice_read(
    tender: &Tender,
    notice: &Notice,
    typed: Option<&str>,
    interaction: i64,
) -> Answer {
    let mut lines = Vec::new();
    if let Some(title) = &notice.title {
        let here = match *title == tender.title {
            true => "as here".to_owned(),
            false => format!("here: {}", line(&tender.title)),
        };
        lines.push(format!(
            "Title: {} ({here})",
            line(&limits::cut(title, 300))
        ));
    }
    if let Some(bids_by) = notice.bids_by {
        let typed = typed.map(|it| format!("; typed: {}", line(&limits::cut(it, 60))));
        let typed = typed.unwrap_or_default();
        lines.push(format!("Bids are due: {}{typed}", moment(bids_by)));
    }
    if notice.starts.is_some() || notice.ends.is_some() {
        let (starts, ends) = (
            notice.starts.unwrap_or(tender.starts),
            notice.ends.unwrap_or(tender.ends),
        );
        let dates = |starts, ends| format!("{} to {}", rules::day(starts), rules::day(ends));
        let here = match (starts, ends) == (tender.starts, tender.ends) {
            true => "as here".to_owned(),
            false => format!("here: {}", dates(tender.starts, tender.ends)),
        };
        lines.push(format!("Contract: {} ({here})", dates(starts, ends)));
    }
    if let Some(value) = notice.value {
        lines.push(format!("Value: {value} without VAT"));
    }
    let button = |kind, label, style| {
        CreateButton::new(CustomId::new(kind, interaction))
            .label(label)
            .style(style)
    };
    let mut buttons = vec![button(
        kind::PUBLISH_AS_READ,
        "Publish, and take this over",
        ButtonStyle::Success,
    )];
    if typed.is_some() {
        buttons.push(button(
            kind::PUBLISH_AS_TYPED,
            "Publish as typed",
            ButtonStyle::Primary,
        ));
    }
    buttons.push(button(kind::NOT_YET, "Not yet", ButtonStyle::Secondary));
    Answer::text(format!(
        "**Not published yet.** Find a Tender says of notice {}, for {}:\n- {}",
        line(&notice.number),
        named(tender),
        lines.join("\n- ")
    ))
    .row(CreateActionRow::Buttons(buttons))
}

/// What was read was turned down.
pub fn not_published() -> Answer {
    Answer::text("**Nothing was published.** Give `/tender publish` again, whenever you like.")
}

/// Who has not answered, and is reminded.
pub fn chased(it: &Chased) -> Answer {
    let names: Vec<String> = it.outstanding.iter().map(called).collect();
    Answer::text(format!(
        "**Reminded.** {} have not answered for {}:\n- {}",
        count(u32::try_from(names.len()).unwrap_or(u32::MAX)),
        named(&it.tender),
        names.join("\n- "),
    ))
}

/// The lots after one was added.
pub fn lots(lots: &[Lot]) -> Answer {
    let lines: Vec<String> = lots.iter().map(one_lot).collect();
    Answer::text(format!(
        "**Added.** The lots are now:\n{}",
        lines.join("\n")
    ))
}

/// A lot that was corrected.
pub fn lot(lot: &Lot) -> Answer {
    Answer::text(format!("**Changed.**\n{}", one_lot(lot)))
}

fn one_lot(lot: &Lot) -> String {
    format!(
        "- {} {} ({})",
        lot.number,
        line(&lot.title),
        line(lot.unit.as_str())
    )
}

/// Asks for whom, where a button can't know it: a menu of the authorities that the person may act for there.
pub fn for_whom(kind: &'static str, tender: &Tender, candidates: &[Who]) -> Answer {
    let options = candidates
        .iter()
        .take(limits::MENU_OPTIONS)
        .map(|who| {
            let label = limits::cut(
                &format!("{} ({})", who.name, who.short_name),
                limits::MENU_TEXT,
            );
            CreateSelectMenuOption::new(label, who.id.to_string())
        })
        .collect();
    let menu = CreateSelectMenu::new(
        CustomId::new(kind, tender.id),
        CreateSelectMenuKind::String { options },
    )
    .placeholder("For whom?");
    Answer::text(format!(
        "{}: you act for several authorities. For whom?",
        named(tender)
    ))
    .row(CreateActionRow::SelectMenu(menu))
}
