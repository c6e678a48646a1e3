//! What a person sees of savings: a value in, a message out.

use super::rules::Sum;
use super::service::Report;
use crate::discord::{Answer, escape, limits};

/// A year's report.
pub fn report(report: &Report) -> Answer {
    let place = report
        .region
        .as_ref()
        .map(|region| format!(", {}", escape::line(region)))
        .unwrap_or_default();
    let head = format!("**Cash savings {}**{place} (April to March)", report.year);
    if report.count == 0 {
        return Answer::text(format!("{head}\nNothing was called off in that year."));
    }
    let mut text = head;
    for (at, (authority, sum)) in report.lines.iter().enumerate() {
        let line = format!("\n- {}: {}", escape::line(&authority.short_name), said(sum));
        // Room for the last lines: the total, and how it is reckoned.
        if limits::length(&text) + limits::length(&line) + 500 > limits::CONTENT {
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
        Some(total) if report.count > 1 => text.push_str(&format!(
            "\n**In all, {} authorities**: {}",
            report.count,
            said(total)
        )),
        Some(_) => {}
        None => text.push_str("\nThe total is shown once three authorities have called off."),
    }
    text.push_str(
        "\n-# (price paid before − price paid) × quantity called off; each sum is rounded once, half up, from exact amounts.",
    );
    Answer::text(text)
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
            "{money} ({sign}{whole}.{part:02} % of what was paid before)"
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
        // Corrected to nothing.
        return "no call-off stands".to_owned();
    }
    parts.join("; ")
}

fn lots(count: usize) -> String {
    match count {
        1 => "1 lot".to_owned(),
        n => format!("{n} lots"),
    }
}
