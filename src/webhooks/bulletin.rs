//! What is told: plain text without anybody's markup, and how much of it fits.

use chrono::{DateTime, Utc};

use crate::discord::limits;
use crate::words::{Lang, say};

/// What is told outside this Discord server.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bulletin {
    /// In which language.
    pub lang: Lang,
    /// What it is, such as `digest` or `tender.published`.
    pub event: String,
    /// When it was due.
    pub at: DateTime<Utc>,
    /// The region whose forum is told the same.
    pub region: String,
    /// The tender's reference, if it is about one.
    pub reference: Option<String>,
    /// In a line.
    pub title: String,
    /// What is to be known of it first, such as that it is late.
    pub note: Option<String>,
    /// The rest.
    pub sections: Vec<Section>,
    /// Where it is in Discord.
    pub link: Option<String>,
}

/// Lines, with what stands above them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Section {
    /// Above them; none: they stand by themselves.
    pub heading: Option<String>,
    /// At least one.
    pub lines: Vec<String>,
}

impl Section {
    /// Lines that stand by themselves.
    pub fn of(lines: Vec<String>) -> Self {
        Section {
            heading: None,
            lines,
        }
    }
}

/// Says the sections within `room` characters, counted as Discord counts them, which is never fewer than others do: `heading` and `line` are how a service writes them, each ended by a
/// line break. Whole lines are left out at the end, and how many is said.
pub fn fit(
    sections: &[Section],
    lang: Lang,
    room: usize,
    heading: impl Fn(&str) -> String,
    line: impl Fn(&str) -> String,
) -> String {
    const REST: usize = 60;
    let all: usize = sections.iter().map(|it| it.lines.len()).sum();
    let (mut text, mut length, mut said) = (String::new(), 0, 0);
    'all: for section in sections {
        let mut above = section.heading.as_deref().map(&heading);
        for it in &section.lines {
            let mut next = above.take().unwrap_or_default();
            next.push_str(&line(it));
            let more = limits::length(&next);
            let kept = if said + 1 == all { 0 } else { REST };
            if length + more + kept > room {
                break 'all;
            }
            text.push_str(&next);
            length += more;
            said += 1;
        }
    }
    match all - said {
        0 => {}
        left => text.push_str(&line(&say!(lang, "webhooks-lines-left", left))),
    }
    text.truncate(text.trim_end().len());
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn plain(sections: &[Section], room: usize) -> String {
        fit(
            sections,
            Lang::English,
            room,
            |it| format!("{it}\n"),
            |it| format!("- {it}\n"),
        )
    }

    #[test]
    fn whole_lines_are_left_out_and_counted() {
        let lines: Vec<String> = (1..=20).map(|n| format!("line number {n}")).collect();
        let sections = [
            Section {
                heading: Some("Open".to_owned()),
                lines: lines.clone(),
            },
            Section::of(vec!["the last".to_owned()]),
        ];
        assert_eq!(plain(&sections, 2_000).lines().count(), 22);
        let cut = plain(&sections, 120);
        assert_eq!(
            cut,
            "Open\n- line number 1\n- line number 2\n- line number 3\n- … and 18 more lines"
        );
        assert_eq!(plain(&[], 100), "");
    }

    proptest! {
        #[test]
        fn it_fits(lines in prop::collection::vec(".{0,80}", 0..40), room in 80_usize..600) {
            let sections = [Section::of(lines)];
            prop_assert!(limits::length(&plain(&sections, room)) <= room);
        }
    }
}
