//! What a person sees of savings: a value in, a message out.

use poise::serenity_prelude::{ButtonStyle, CreateActionRow, CreateButton};

use super::rules::{Process, Spent, Sum};
use super::service::{Line, OpenedPage, Report, Sift, TargetSet};
use crate::discord::{Answer, CustomId, escape, limits};
use crate::values::{Money, Percent};

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
            row(sift.authority_id),
            row(sift.region_of),
            row(sift.tender_id)
        ),
    )
}

/// A year's report.
pub fn report(report: &Report) -> Answer {
    let year = report.sift.year;
    let place = report
        .region
        .as_ref()
        .map(|region| format!(", {}", escape::line(region)))
        .unwrap_or_default();
    let of = report
        .tender
        .as_ref()
        .map(|it| format!(", {} {}", it.reference, escape::line(&it.title)))
        .unwrap_or_default();
    let head = format!("**Cash savings {year}**{place}{of} (April to March)");
    let process = process(&report.process);
    if report.count == 0 && report.lines.iter().all(|it| it.last == Sum::default()) {
        return Answer::text(format!(
            "{head}\nNothing was called off in that year.{process}"
        ));
    }
    let before = format!("in {}", year.previous());
    let mut text = head;
    for (at, line) in report.lines.iter().enumerate() {
        let line = format!(
            "\n- **{}**: {}{}; {before} {}",
            escape::line(&line.authority.short_name),
            said(&line.sum),
            against(line),
            said(&line.last)
        );
        // Room for the last lines: the total, process savings, and how it is reckoned.
        if limits::length(&text) + limits::length(&line) + 900 > limits::CONTENT {
            let left = report.lines.len() - at;
            text.push_str(&format!(
                "\n… and {left} more: name a region or an authority."
            ));
            break;
        }
        text.push_str(&line);
    }
    if report.lines.is_empty() {
        text.push_str("\nYour authorities called nothing off.");
    }
    match &report.total {
        Some(total) if report.count > 1 => {
            let last = report.last_total.as_ref();
            let last = last.map_or_else(String::new, |it| format!("; {before} {}", said(it)));
            text.push_str(&format!(
                "\n**In all, {} authorities**: {}{last}",
                report.count,
                said(total)
            ));
        }
        Some(_) => {}
        None => text.push_str("\nThe total is shown once three authorities have called off."),
    }
    text.push_str(&suppliers(&report.spent));
    text.push_str(&process);
    text.push_str(
        "\n-# (price paid before − price paid) × quantity called off; each sum is rounded once, half up, from exact amounts.",
    );
    let open = CreateButton::new(page_of(OPEN, &report.sift, 0))
        .label("Show the call-offs")
        .style(ButtonStyle::Secondary);
    Answer::text(text).row(CreateActionRow::Buttons(vec![open]))
}

/// Whether the target was reached.
fn against(line: &Line) -> String {
    let Some(target) = line.target else {
        return String::new();
    };
    match line.sum.reaches(target) {
        Some(true) => format!(", target {target} reached"),
        Some(false) => format!(", target {target} **not reached**"),
        None => format!(", target {target}"),
    }
}

/// The shares of small and of local suppliers.
fn suppliers(spent: &Spent) -> String {
    let share = |of| spent.share(of).map(|it| it.to_string());
    let (Some(sme), Some(local)) = (share(spent.sme), share(spent.local)) else {
        return String::new();
    };
    let all = spent
        .all
        .round()
        .map_or_else(String::new, |it| format!(" of {it} called off"));
    format!("\n**Suppliers**: {sme}{all} with SMEs, {local} with local ones")
}

/// Process savings, under a head of their own: they are never added to those in cash.
fn process(it: &Process) -> String {
    if it.is_nothing() {
        return String::new();
    }
    let mut text = String::from("\n**Process savings** (apart, never added to cash): ");
    if it.spared > 0 {
        text.push_str(&format!("{} spared, {}", exercises(it.spared), it.saved));
    }
    match (it.spared, it.unpriced) {
        (_, 0) => {}
        (0, n) => text.push_str(&format!(
            "{} spared; no region has set what one costs",
            exercises(n)
        )),
        (_, n) => text.push_str(&format!("; {n} more in regions that have set no cost")),
    }
    text
}

fn exercises(count: u32) -> String {
    match count {
        1 => "1 tender exercise".to_owned(),
        n => format!("{n} tender exercises"),
    }
}

/// What was saved; where nothing has a baseline that is said, and no amount: it is not nothing.
fn said(sum: &Sum) -> String {
    let mut parts = Vec::new();
    if let Some(percent) = sum.hundredths_of_percent() {
        let money = sum.rounded();
        let money = money.map_or_else(|| "more than can be shown".to_owned(), |it| it.to_string());
        let sign = if percent < 0 { "-" } else { "" };
        let (whole, part) = (percent.abs() / 100, percent.abs() % 100);
        parts.push(format!(
            "{money} ({sign}{whole}.{part:02}% of what was paid before)"
        ));
    }
    if sum.no_baseline_lines > 0 {
        let paid = sum
            .no_baseline_paid
            .round()
            .map_or_else(String::new, |money| format!(", {money} called off"));
        parts.push(format!(
            "no baseline for {}{paid}",
            lots(sum.no_baseline_lines)
        ));
    }
    if parts.is_empty() {
        // Corrected to nothing, or of another year.
        return "no call-off".to_owned();
    }
    parts.join("; ")
}

fn lots(count: usize) -> String {
    match count {
        1 => "1 lot".to_owned(),
        n => format!("{n} lots"),
    }
}

/// The call-offs that a report is made of.
pub fn opened(it: &OpenedPage) -> Answer {
    if it.count == 0 {
        return Answer::text("No call-off of an authority of yours is in that report.");
    }
    let mut text = format!(
        "**Call-offs of {}**, page {} of {}: baseline − price × quantity",
        it.sift.year,
        it.page + 1,
        it.pages
    );
    for line in &it.lines {
        let bought = &line.bought;
        let saved = match (bought.baseline, bought.saved()) {
            (Some(baseline), Some(saved)) => {
                format!(
                    "({baseline} − {}) × {} = **{saved}**",
                    bought.price, bought.quantity
                )
            }
            _ => format!("no baseline; {} × {}", bought.price, bought.quantity),
        };
        let what = format!(
            "\n- no. {} <t:{}:d> {} {}, {}: {saved}",
            line.call_off_id,
            line.at.timestamp(),
            line.reference,
            escape::line(&line.authority),
            escape::line(&line.lot)
        );
        text.push_str(&what);
    }
    let turn = |page: Option<usize>, label: &str| {
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
        turn(it.page.checked_sub(1), "Earlier"),
        turn(next, "Later"),
    ]))
}

/// A target was set.
pub fn target_set(it: &TargetSet) -> Answer {
    let before: Option<Percent> = it.before.filter(|before| *before != it.target);
    let before = before.map_or_else(String::new, |before| format!(" Before: {before}."));
    Answer::text(format!(
        "**Set.** {} ({}) means to save {} of what was paid before, each year.{before} `/savings report` holds each year against it.",
        escape::line(&it.authority.name),
        escape::line(&it.authority.short_name),
        it.target
    ))
}

/// What a tender exercise costs was set.
pub fn cost_set(region: &str, cost: Money) -> Answer {
    Answer::text(format!(
        "**Set.** One tender exercise costs an authority of {} {cost}. Whoever takes part in another's tender is spared \
         one; `/savings report` tells these process savings apart from those in cash.",
        escape::line(region)
    ))
}
