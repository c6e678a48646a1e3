//! What a person sees of savings: a value in, a message out.

use poise::serenity_prelude::{ButtonStyle, CreateActionRow, CreateButton};

use super::rules::{Process, Spent, Sum};
use super::service::{Line, OpenedPage, Report, Sift, TargetSet};
use crate::discord::{Answer, CustomId, escape, limits};
use crate::values::{Money, Percent};
use crate::words::{Join, Lang, Text, say, text};

/// A page of the call-offs that a report is made of; about the year, the authority, one of the region, the tender (0:
/// all of them) and the page.
pub const OPEN: &str = "savings.open";

/// As [`OPEN`], on a page: it gives way to the one that was turned to.
pub const TURN: &str = "savings.turn";

fn page_of(kind: &'static str, sift: &Sift, page: usize) -> CustomId {
    let row = |id: Option<i64>| id.unwrap_or_default();
    CustomId::new(
        kind,
        format!(
            "{}-{}-{}-{}-{page}",
            sift.year.number(),
            row(sift.authority_id.map(i64::from)),
            row(sift.region_of.map(i64::from)),
            row(sift.tender_id.map(i64::from))
        ),
    )
}

/// A year's report.
pub fn report(report: &Report, lang: Lang) -> Answer {
    let year = report.sift.year;
    let place = report.region.as_ref().map(|region| escape::line(region));
    let of = report
        .tender
        .as_ref()
        .map(|it| format!("{} {}", it.reference, escape::line(&it.title)));
    let of = Text::joined(Join::Comma, place.into_iter().chain(of).map(Text::verbatim));
    let head = match of.is_empty() {
        true => say!(lang, "savings-head", year = year.to_string()),
        false => say!(lang, "savings-head-of", year = year.to_string(), of),
    };
    let process = process(&report.process);
    if report.count == 0 && report.lines.iter().all(|it| it.last == Sum::default()) {
        let nothing = text!("savings-none-in-year");
        return Answer::text(Text::lines([Text::verbatim(head), nothing, process]).say(lang));
    }
    let before = year.previous().to_string();
    let mut text = head;
    for (at, line) in report.lines.iter().enumerate() {
        let line = say!(
            lang,
            "savings-line",
            authority = escape::line(&line.authority.short_name),
            this = against(line),
            before = before.as_str(),
            last = said(&line.last)
        );
        let line = format!("\n{line}");
        // Room for the last lines: the total, process savings, and how it is calculated.
        if limits::length(&text) + limits::length(&line) + 900 > limits::CONTENT {
            let left = report.lines.len() - at;
            text.push_str(&format!("\n{}", say!(lang, "savings-and-more", left)));
            break;
        }
        text.push_str(&line);
    }
    let none_of_yours = report
        .lines
        .is_empty()
        .then(|| text!("savings-none-of-yours"));
    let (count, before) = (report.count, before.as_str());
    let total = match (&report.total, &report.last_total) {
        (Some(_), _) if count <= 1 => Text::default(),
        (Some(total), Some(last)) => {
            let (saved, last) = (said(total), said(last));
            text!("savings-total-beside-last", count, saved, before, last)
        }
        (Some(total), None) => text!("savings-total", count, saved = said(total)),
        (None, _) => text!("savings-total-hidden"),
    };
    let text = Text::lines([
        Text::verbatim(text),
        none_of_yours.unwrap_or_default(),
        total,
        suppliers(&report.spent),
        process,
        text!("savings-how"),
    ]);
    let open = CreateButton::new(page_of(OPEN, &report.sift, 0))
        .label(say!(lang, "savings-open-button"))
        .style(ButtonStyle::Secondary);
    Answer::text(text.say(lang)).row(CreateActionRow::Buttons(vec![open]))
}

/// What was saved in the year, and whether the target was reached.
fn against(line: &Line) -> Text {
    let saved = said(&line.sum);
    let Some(target) = line.target else {
        return saved;
    };
    let reached = line.sum.reaches(target);
    let target = target.to_string();
    match reached {
        Some(true) => text!("savings-target-reached", saved, target),
        Some(false) => text!("savings-target-missed", saved, target),
        None => text!("savings-target-of", saved, target),
    }
}

/// The shares of small and of local suppliers.
fn suppliers(spent: &Spent) -> Text {
    let share = |of| spent.share(of).map(|it| it.to_string());
    let (Some(sme), Some(local)) = (share(spent.sme), share(spent.local)) else {
        return Text::default();
    };
    match spent.all.round() {
        Some(all) => text!("savings-suppliers-of", sme, all = all.to_string(), local),
        None => text!("savings-suppliers", sme, local),
    }
}

/// Process savings, under a head of their own: they are never added to those in cash.
fn process(it: &Process) -> Text {
    let saved = it.saved.to_string();
    let spared = match (it.spared, it.unpriced) {
        (0, 0) => return Text::default(),
        (spared, 0) => text!("savings-spared", spared, saved),
        (0, spared) => text!("savings-spared-unpriced", spared),
        (spared, unpriced) => text!("savings-spared-some-unpriced", spared, saved, unpriced),
    };
    text!("savings-process", spared)
}

/// What was saved; where nothing has a baseline that is said, and no amount: it is not nothing.
fn said(sum: &Sum) -> Text {
    let mut parts = Vec::new();
    if let Some(percent) = sum.hundredths_of_percent() {
        let money = sum.rounded();
        let money = money.map_or_else(
            || text!("savings-too-much-to-show"),
            |it| Text::verbatim(it.to_string()),
        );
        let sign = if percent < 0 { "-" } else { "" };
        let (whole, part) = (percent.abs() / 100, percent.abs() % 100);
        let percent = format!("{sign}{whole}.{part:02}%");
        parts.push(text!("savings-saved", money, percent));
    }
    if sum.no_baseline_lines > 0 {
        let lots = sum.no_baseline_lines;
        parts.push(match sum.no_baseline_paid.round() {
            Some(paid) => text!("savings-no-baseline-of", lots, paid = paid.to_string()),
            None => text!("savings-no-baseline", lots),
        });
    }
    if parts.is_empty() {
        // Corrected to nothing, or of another year.
        return text!("savings-nothing-ordered");
    }
    Text::joined(Join::Semicolon, parts)
}

/// The call-offs that a report is made of.
pub fn opened(it: &OpenedPage, lang: Lang) -> Answer {
    if it.count == 0 {
        return Answer::text(say!(lang, "savings-opened-none"));
    }
    let mut text = say!(
        lang,
        "savings-opened",
        year = it.sift.year.to_string(),
        page = it.page + 1,
        pages = it.pages
    );
    for line in &it.lines {
        let bought = &line.bought;
        let (price, quantity) = (bought.price.to_string(), bought.quantity.to_string());
        let saved = match (bought.baseline, bought.saved()) {
            (Some(baseline), Some(saved)) => {
                Text::verbatim(format!("({baseline} − {price}) × {quantity} = **{saved}**"))
            }
            _ => text!("savings-opened-no-baseline", price, quantity),
        };
        let what = say!(
            lang,
            "savings-opened-line",
            number = line.call_off_id,
            day = format!("<t:{}:d>", line.at.timestamp()),
            reference = line.reference.as_str(),
            authority = escape::line(&line.authority),
            lot = escape::line(&line.lot),
            saved
        );
        text.push_str(&format!("\n{what}"));
    }
    let turn = |page: Option<usize>, label: String| {
        CreateButton::new(page_of(TURN, &it.sift, page.unwrap_or(it.pages)))
            .label(label)
            .style(ButtonStyle::Secondary)
            .disabled(page.is_none())
    };
    let next = Some(it.page + 1).filter(|page| *page < it.pages);
    let answer = Answer::text(text);
    if it.pages == 1 {
        return answer;
    }
    answer.row(CreateActionRow::Buttons(vec![
        turn(it.page.checked_sub(1), say!(lang, "savings-earlier-button")),
        turn(next, say!(lang, "savings-later-button")),
    ]))
}

/// A target was set.
pub fn target_set(it: &TargetSet, lang: Lang) -> Answer {
    let before: Option<Percent> = it.before.filter(|before| *before != it.target);
    let before = before.map(|it| text!("savings-target-before", before = it.to_string()));
    let set = text!(
        "savings-target-set",
        authority = escape::line(it.authority.name_in(lang)),
        short_name = escape::line(&it.authority.short_name),
        target = it.target.to_string()
    );
    let then = text!("savings-target-then");
    Answer::text(Text::sentences([set, before.unwrap_or_default(), then]).say(lang))
}

/// What a tender exercise costs was set.
pub fn cost_set(region: &str, cost: Money, lang: Lang) -> Answer {
    let (region, cost) = (escape::line(region), cost.to_string());
    Answer::text(say!(lang, "savings-cost-set", region, cost))
}
