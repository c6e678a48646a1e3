//! A recurring time: on which days, at what time of day, and when it comes next.
//!
//! Times are on the wall clock of a time zone. A time that a clock change skips comes right after the gap,
//! one that occurs twice comes the first time only (design section 3, rule 4). The crate `cron` does neither
//! (measured.md section 6), so the calendar is walked here.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, NaiveDateTime, NaiveTime, Timelike, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use words::{Text, text};

use super::day_rule::DayRule;
use super::{Invalid, phrases, time_zone};

/// A schedule as a person typed it, understood: days, and the times of day on them.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Recurrence {
    days: DayRule,
    /// In order, at least one; more than one for cron lines only.
    times: Vec<NaiveTime>,
}

/// How many days ahead the next one is looked for: 29 February on one weekday comes within 40 years even around a
/// century that has no leap day.
const HORIZON_DAYS: usize = 45 * 366;

impl Recurrence {
    /// Reads a schedule as people type it.
    ///
    /// - `daily 9am`, `every weekday 08:30`, `every working day 9:00`
    /// - `every monday 9am`, `every monday and thursday`, `weekly on friday 16:00`
    /// - `every 2 weeks on monday 9am`, `fortnightly`, `every other tuesday`, `every 3 months on the 1st`, `twice a year`;
    ///   with `from 2026-11-30`, counted from there, else from the first such day after now
    /// - `monthly on the 1st 09:00`, `monthly on the last day`, `every first monday of the month 9am`,
    ///   `first working day of the month 8:30`, `last working day of the month`
    /// - `quarterly on the 1st 9am`, `yearly on 1 april`, `1 april and 1 october`, `hourly`
    /// - five fields of cron as Unix has them: `0 9 * * 1` is Monday at 09:00
    ///
    /// - what [`Recurrence::describe`] says in English
    ///
    /// Without a time it is 09:00, without a day Monday or the 1st; `now` and `tz` say which day is today.
    ///
    /// # Errors
    /// What comes more often than hourly or never, and what can't be read.
    pub fn parse(text: &str, now: DateTime<Utc>, tz: Tz) -> Result<Self, Invalid> {
        Self::read(text, Some(time_zone::utc_to_local(now, tz)))
    }

    /// Reads what the database keeps: what is counted from a date names it.
    ///
    /// # Errors
    /// What [`Recurrence::as_text`] doesn't write, or never wrote.
    pub fn kept(text: &str) -> Result<Self, Invalid> {
        Self::read(text, None)
    }

    fn read(text: &str, now: Option<NaiveDateTime>) -> Result<Self, Invalid> {
        let (days, times) = phrases::read(text, now).map_err(|problem| {
            let help = [problem.unwrap_or_default(), text!("values-schedule-help")];
            Invalid::new(text!("values-a-schedule"), text, Text::sentences(help))
        })?;
        Ok(Recurrence { days, times })
    }

    /// The text that stands for it in the database; [`Recurrence::kept`] reads it back to the same.
    pub fn as_text(&self) -> String {
        self.days.text(&self.first_time())
    }

    /// What a person reads: "every Monday at 09:00".
    pub fn describe(&self) -> Text {
        // A cron line that names every hour and every day.
        if let DayRule::Cron(line) = &self.days
            && line.is_daily()
            && self.times.len() == 24
        {
            return match self.times.first().map(Timelike::minute) {
                Some(0) | None => text!("values-every-hour"),
                Some(minute) => text!("values-every-hour-at", minute),
            };
        }
        self.days.describe(&self.first_time())
    }

    fn first_time(&self) -> String {
        let first = self.times.first().copied().unwrap_or_default();
        first.format("%H:%M").to_string()
    }

    /// The next time it comes, strictly after an instant; `None` only at the end of the calendar.
    ///
    /// What this gives never goes back when `after` goes on: called with its own result again and again it gives every
    /// time once, through clock changes too. Two times that fall into one gap come as one.
    pub fn next_after(&self, after: DateTime<Utc>, tz: Tz) -> Option<DateTime<Utc>> {
        let local = time_zone::utc_to_local(after, tz);
        let first = match self.days {
            DayRule::EveryWeeks { from, .. } | DayRule::EveryMonths { from, .. } => {
                local.date().max(from)
            }
            _ => local.date(),
        };
        // `local_to_utc` keeps the order of times, so no day before `first` has one that is still to come. On the day
        // itself, and in the second pass of an hour that occurs twice, some have come already.
        first
            .iter_days()
            .take(HORIZON_DAYS)
            .filter(|date| self.days.matches(*date))
            .flat_map(|date| self.times.iter().map(move |time| date.and_time(*time)))
            .map(|wanted| time_zone::local_to_utc(wanted, tz))
            .find(|instant| *instant > after)
    }
}

impl fmt::Display for Recurrence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.as_text())
    }
}

impl FromStr for Recurrence {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        Self::kept(text)
    }
}

impl TryFrom<String> for Recurrence {
    type Error = Invalid;

    fn try_from(text: String) -> Result<Self, Invalid> {
        Self::kept(&text)
    }
}

impl From<Recurrence> for String {
    fn from(recurrence: Recurrence) -> Self {
        recurrence.as_text()
    }
}

#[cfg(test)]
#[path = "schedule_tests.rs"]
mod tests;
