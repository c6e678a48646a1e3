//! What is said to the person who gave a command.

use chrono::NaiveDate;
use poise::serenity_prelude::{
    ButtonStyle, CreateActionRow, CreateButton, CreateSelectMenu, CreateSelectMenuKind,
    CreateSelectMenuOption,
};

use super::super::rules;
use super::super::service::{
    Admitted, Announced, Changed, Chased, Due, Joined, Left, Lot, Page, Removed, Tender, Wanted,
    Who, milestones,
};
use super::{called, contract, kind, moment, named};
use crate::discord::escape::line;
use crate::discord::{Answer, CustomId, answer, limits};
use crate::values::{ForumId, Stage, day};
use crate::words::{Lang, Text, say, text};

/// A new tender.
pub fn announced(it: &Announced, lang: Lang) -> Answer {
    let regions = it.posts.iter().map(|p| Text::verbatim(line(&p.region)));
    let mut lines = vec![
        say!(
            lang,
            "tenders-announced",
            tender = named(&it.tender),
            lead = called(&it.lead),
            regions = Text::and(regions)
        ),
        say!(
            lang,
            "tenders-announced-due",
            by = moment(it.tender.respond_by)
        ),
    ];
    lines.extend(it.lots.iter().map(one_lot));
    lines.push(match it.tender.open_book {
        true => say!(lang, "tenders-announced-open-book"),
        false => say!(lang, "tenders-announced-totals"),
    });
    Answer::text(lines.join("\n"))
}

/// A page of tenders, with buttons to the pages before and after. `forum` is the row of the region's forum, if one was
/// asked for.
pub fn list(page: &Page, wanted: &Wanted, forum: Option<ForumId>, lang: Lang) -> Answer {
    if page.lines.is_empty() {
        return Answer::text(say!(lang, "tenders-none-listed"));
    }
    let lines = page.lines.iter().map(|it| {
        let tender = named(&it.tender);
        let lead = line(&it.lead.short_name);
        let text = format!(
            "- {tender} · {lead} · {}",
            it.tender.stage.label().say(lang)
        );
        if it.tender.stage != Stage::Collecting {
            return text;
        }
        let by = format!("<t:{}:R>", it.tender.respond_by.timestamp());
        say!(lang, "tenders-listed-due", tender = text, by)
    });
    let head = say!(
        lang,
        "tenders-listed",
        total = page.total,
        page = page.page + 1,
        pages = page.pages
    );
    let lines: Vec<String> = [head].into_iter().chain(lines).collect();
    let answer = Answer::text(lines.join("\n"));
    if page.pages < 2 {
        return answer;
    }
    let button = |label: String, to: Option<u32>| {
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
        button(say!(lang, "tenders-newer-button"), before),
        button(say!(lang, "tenders-older-button"), after),
    ]))
}

/// The id of a page's button: page, stage from 1 (0: any), whether mine, forum (0: any).
fn page_id(page: u32, wanted: &Wanted, forum: Option<ForumId>) -> CustomId {
    let stage = wanted
        .stage
        .and_then(|s| Stage::ALL.iter().position(|it| *it == s));
    let stage = stage.map_or(0, |at| at + 1);
    let (mine, forum) = (u8::from(wanted.mine), forum.unwrap_or_default());
    CustomId::new(kind::PAGE, format!("{page}-{stage}-{mine}-{forum}"))
}

/// A tender's dates, in order (design, section 2), and `more` that happened to it.
pub fn timeline(
    tender: &Tender,
    today: NaiveDate,
    more: impl IntoIterator<Item = String>,
    lang: Lang,
) -> Answer {
    let when = |due| match due {
        Due::At(at) => moment(at),
        Due::On(date) if date > today => say!(lang, "tenders-to-come", day = day(date)),
        Due::On(date) => day(date).say(lang),
    };
    let head = format!("{}: {}", named(tender), tender.stage.label().say(lang));
    let lines = milestones(tender)
        .into_iter()
        .map(|it| format!("- {}: {}", it.what.say(lang), when(it.due)));
    let more = more.into_iter().map(|line| format!("- {line}"));
    let lines: Vec<String> = [head].into_iter().chain(lines).chain(more).collect();
    Answer::text(lines.join("\n"))
}

/// What came of the wish to join. One that is not entitled reads the refusal, as any other would.
pub fn joined(it: &Joined, lang: Lang) -> Answer {
    match it {
        Joined::Joined {
            tender,
            who,
            already: true,
        } => Answer::text(say!(
            lang,
            "tenders-joined-already",
            who = called(who),
            tender = named(tender)
        )),
        Joined::Joined {
            tender,
            who,
            already: false,
        } => Answer::text(say!(
            lang,
            "tenders-joined",
            who = called(who),
            tender = named(tender),
            by = moment(tender.respond_by)
        )),
        Joined::Asked { tender, who, lead } => Answer::text(say!(
            lang,
            "tenders-asked",
            who = called(who),
            tender = named(tender),
            lead = called(lead)
        )),
        Joined::NextRound {
            tender, refusal, ..
        } => answer::refused(refusal, tender.reference.as_str(), lang),
    }
}

/// An authority declined.
pub fn declined(it: &Left, lang: Lang) -> Answer {
    let (who, tender) = (called(&it.who), named(&it.tender));
    Answer::text(match it.already {
        true => say!(lang, "tenders-declined-already", who, tender),
        false => say!(lang, "tenders-declined", who, tender),
    })
}

/// An authority left.
pub fn left(it: &Left, lang: Lang) -> Answer {
    let (who, tender) = (called(&it.who), named(&it.tender));
    Answer::text(match it.already {
        true => say!(lang, "tenders-left-already", who, tender),
        false => say!(lang, "tenders-left", who, tender),
    })
}

/// The lead admitted an authority.
pub fn admitted(it: &Admitted, lang: Lang) -> Answer {
    let (who, tender) = (called(&it.who), named(&it.tender));
    Answer::text(match it.wave {
        ..=1 => say!(lang, "tenders-admitted", who, tender),
        _ => say!(lang, "tenders-admitted-late", who, tender),
    })
}

/// The deadline moved.
pub fn extended(it: &Changed, lang: Lang) -> Answer {
    let by = moment(it.tender.respond_by);
    Answer::text(say!(
        lang,
        "tenders-extended",
        tender = named(&it.tender),
        by
    ))
}

/// Collecting is open again.
pub fn reopened(it: &Changed, lang: Lang) -> Answer {
    let by = moment(it.tender.respond_by);
    Answer::text(say!(
        lang,
        "tenders-reopened",
        tender = named(&it.tender),
        by
    ))
}

/// Collecting was closed early.
pub fn closed(it: &Changed, lang: Lang) -> Answer {
    let answer = Answer::text(say!(lang, "tenders-closed", tender = named(&it.tender)));
    answer.row(undo(&it.tender, lang))
}

/// A tender was given up.
pub fn cancelled(it: &Changed, lang: Lang) -> Answer {
    let reason = it.tender.reason.as_deref().map(line).unwrap_or_default();
    Answer::text(say!(
        lang,
        "tenders-cancelled",
        tender = named(&it.tender),
        reason
    ))
    .row(undo(&it.tender, lang))
}

/// A cancellation, or an early close, was taken back.
pub fn restored(it: &Changed, lang: Lang) -> Answer {
    Answer::text(say!(
        lang,
        "tenders-restored",
        tender = named(&it.tender),
        stage = it.tender.stage.label()
    ))
}

/// The button that takes a cancellation or an early close back.
fn undo(tender: &Tender, lang: Lang) -> CreateActionRow {
    let button = CreateButton::new(CustomId::new(kind::RESTORE, tender.id))
        .label(say!(lang, "tenders-undo-button"))
        .style(ButtonStyle::Secondary);
    CreateActionRow::Buttons(vec![button])
}

/// A tender was corrected; it shows as it is now.
pub fn edited(it: &Changed, lang: Lang) -> Answer {
    let edited = text!(
        "tenders-edited",
        tender = named(&it.tender),
        stage = it.tender.stage.label(),
        contract = contract(&it.tender)
    );
    let bids = it
        .tender
        .bids_by
        .map(|by| text!("tenders-edited-bids", bids = moment(by)));
    let card = text!("tenders-edited-card");
    let dates = |it: &Tender| (it.bids_by, it.starts, it.ends);
    let published = it.before.bids_by.is_some() && dates(&it.before) != dates(&it.tender);
    let law = rules::law_of_changes(it.tender.regime).filter(|_| published);
    let said = [
        edited,
        bids.unwrap_or_default(),
        card,
        law.unwrap_or_default(),
    ];
    Answer::text(Text::sentences(said).say(lang))
}

/// Who has not answered, and is reminded.
pub fn chased(it: &Chased, lang: Lang) -> Answer {
    let head = say!(
        lang,
        "tenders-chased",
        count = it.outstanding.len(),
        tender = named(&it.tender)
    );
    let names = it.outstanding.iter().map(|who| called(who).say(lang));
    let names: Vec<String> = names.collect();
    Answer::text(format!("{head}\n- {}", names.join("\n- ")))
}

/// The lots after one was added.
pub fn lots(lots: &[Lot], lang: Lang) -> Answer {
    let head = say!(lang, "tenders-lots-now");
    let lines: Vec<String> = [head].into_iter().chain(lots.iter().map(one_lot)).collect();
    Answer::text(lines.join("\n"))
}

/// A lot that was corrected.
pub fn lot(lot: &Lot, lang: Lang) -> Answer {
    let head = say!(lang, "tenders-lot-changed");
    Answer::text(format!("{head}\n{}", one_lot(lot)))
}

/// A lot was removed.
pub fn lot_removed(it: &Removed, lang: Lang) -> Answer {
    let (tender, lot) = (named(&it.tender), line(&it.lot.title));
    let (number, count) = (it.lot.number, it.dropped.len());
    let head = say!(lang, "tenders-lot-removed", number, lot, tender);
    let told = match count {
        0 => Vec::new(),
        _ => vec![say!(lang, "tenders-lot-removed-told", count)],
    };
    let now = say!(lang, "tenders-lots-left");
    let lines = [head].into_iter().chain(told).chain([now]);
    let lines: Vec<String> = lines.chain(it.left.iter().map(one_lot)).collect();
    Answer::text(lines.join("\n"))
}

/// A tender that was not meant to be announced was withdrawn.
pub fn withdrawn(it: &Changed, lang: Lang) -> Answer {
    Answer::text(say!(lang, "tenders-withdrawn", tender = named(&it.tender)))
        .row(undo(&it.tender, lang))
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
pub fn for_whom(kind: &'static str, tender: &Tender, candidates: &[Who], lang: Lang) -> Answer {
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
    .placeholder(say!(lang, "discord-for-whom-placeholder"));
    let asks = say!(lang, "tenders-for-whom", tender = named(tender));
    Answer::text(asks).row(CreateActionRow::SelectMenu(menu))
}
