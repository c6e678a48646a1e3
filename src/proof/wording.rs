//! What was found, in words: the same for a registrar in Discord and for whoever runs `griffin verify`.

use chrono::{DateTime, Utc};

use super::verified::{Broken, Differs, How, Strays, Written};
use crate::ledger::called;
use crate::values;
use crate::words::{Text, text};

impl Broken {
    /// As a sentence.
    pub fn describe(&self) -> Text {
        match *self {
            Broken::BelowFirst { seq } => text!("proof-below-first", seq),
            Broken::Missing {
                seq,
                before: 0,
                after,
            } => text!("proof-missing-first", seq, after),
            Broken::Missing { seq, before, after } => {
                text!("proof-missing-entry", seq, before, after)
            }
            Broken::Unlinked { seq } => text!("proof-unlinked", seq),
            Broken::Changed { seq } => text!("proof-changed-entry", seq),
            Broken::EndsElsewhere { seq, head } => text!("proof-ends-elsewhere", seq, head),
            Broken::NoHead { seq } => text!("proof-no-head", seq),
            Broken::NoEntries => text!("proof-no-entries"),
        }
    }
}

impl Differs {
    /// As a sentence.
    pub fn describe(&self) -> Text {
        let (key, table) = (self.key.as_str(), self.table);
        match &self.how {
            How::Added => text!("proof-added-row", key, table),
            How::Returned(by) => text!("proof-returned-row", key, table, entry = by.describe()),
            How::Missing(by) => text!("proof-missing-row", key, table, entry = by.describe()),
            How::Changed { since, columns } if columns.is_empty() => {
                text!("proof-changed-row", key, table, entry = since.describe())
            }
            How::Changed { since, columns } => text!(
                "proof-changed-columns",
                key,
                table,
                entry = since.describe(),
                count = columns.len(),
                columns = Text::and(columns.iter().map(|it| Text::verbatim(format!("“{it}”"))))
            ),
            How::Unreadable { since, column } => text!(
                "proof-unreadable-row",
                key,
                table,
                entry = since.describe(),
                column = *column
            ),
        }
    }
}

impl Written {
    fn describe(&self) -> Text {
        let seq = self.seq;
        match &self.what {
            Some((kind, at)) => text!(
                "proof-entry",
                seq,
                what = called::fact(kind),
                at = moment(*at)
            ),
            None => text!("proof-entry-gone", seq),
        }
    }
}

impl Strays {
    /// As a sentence.
    pub fn describe(&self) -> Text {
        let Strays { table, rows, of } = *self;
        text!("proof-strays", rows, of, table)
    }
}

/// To the minute. Whoever reads it may be anywhere, so the zone is said.
fn moment(at: DateTime<Utc>) -> Text {
    let (day, time) = (values::day(at.date_naive()), at.format("%H:%M").to_string());
    text!("proof-moment", day, time)
}
