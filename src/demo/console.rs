//! The story as plain text, for a reader at a terminal.

use chrono::{DateTime, Utc};
use chrono_tz::Europe::London;

use super::play::Event;
use super::readable::readable;

/// How wide a line is.
const WIDTH: usize = 100;

/// Prints each event as it happens.
pub fn teller() -> impl FnMut(&Event) + Send + 'static {
    let mut digests = 0;
    move |event| {
        let text = match event {
            Event::Chapter(_) => {
                digests = 0;
                told(event)
            }
            // A chapter's first digests are worth reading; after a while they are all alike.
            Event::Posted { place, .. } if is_digest(place) => {
                digests += 1;
                if digests > SHOWN {
                    first_line(event)
                } else {
                    told(event)
                }
            }
            _ => told(event),
        };
        println!("{text}");
    }
}

/// How many digests of a chapter are shown whole: two months in both forums.
const SHOWN: usize = 4;

fn is_digest(place: &str) -> bool {
    place.contains(": Digest, ")
}

fn first_line(event: &Event) -> String {
    match event {
        Event::Posted { place, at, .. } => format!("  {} {place} is posted.\n", date(*at)),
        _ => told(event),
    }
}

fn date(at: DateTime<Utc>) -> String {
    at.with_timezone(&London)
        .format("%a %-d %b %Y %H:%M")
        .to_string()
}

fn told(event: &Event) -> String {
    match event {
        Event::Chapter(title) => {
            format!("\n{}\n{title}\n{}\n", "=".repeat(WIDTH), "=".repeat(WIDTH))
        }
        Event::Time(at) => {
            let at = at.with_timezone(&London);
            format!(
                "\n── {} {}\n",
                at.format("%A %-d %B %Y, %H:%M"),
                "─".repeat(40)
            )
        }
        Event::Did {
            who,
            deed,
            answer,
            private,
        } => {
            let whom = if *private { " (private)" } else { "" };
            format!(
                "{}\n{}\n",
                wrap(&format!("{who}: {deed}"), "", "    "),
                boxed(&format!("griffin to {who}{whom}"), answer)
            )
        }
        Event::Posted {
            place,
            text,
            notified,
            at,
        } => {
            let whom = match notified.as_slice() {
                [] => String::new(),
                names => format!(", notifying {}", names.join(", ")),
            };
            boxed(&format!("{} in {place}{whom}", date(*at)), text) + "\n"
        }
        Event::Letter { to, text, at } => {
            boxed(&format!("{} direct message to {to}", date(*at)), text) + "\n"
        }
        Event::Card { place, tags, text } => {
            boxed(&format!("The card in {place} [{}]", tags.join(", ")), text) + "\n"
        }
    }
}

fn boxed(title: &str, text: &str) -> String {
    let mut lines = vec![wrap(title, "  ┌ ", "  │ ")];
    for line in readable(text).lines() {
        lines.push(wrap(line, "  │ ", "  │   "));
    }
    lines.join("\n")
}

fn wrap(text: &str, first: &str, then: &str) -> String {
    let options = textwrap::Options::new(WIDTH)
        .initial_indent(first)
        // A date is not broken at its hyphens.
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
        .subsequent_indent(then);
    // An attached table's lines stand under the command that hands it in.
    let below = options.clone().initial_indent(then);
    let lines = text.lines().enumerate().map(|(n, line)| match n {
        0 => textwrap::fill(line, &options),
        _ => textwrap::fill(line, &below),
    });
    lines.collect::<Vec<_>>().join("\n")
}
