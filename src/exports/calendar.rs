//! iCalendar (RFC 5545): a tender's dates. Each has an identifier that stays as it is, so that a calendar that takes the
//! file again moves the date it has.

use chrono::{DateTime, Days, Utc};
use icalendar::{Calendar, Component, Event, EventLike, EventStatus};

use super::contents::Contents;
use crate::tenders::service::Due;
use crate::values::Stage;
use crate::words::say;

/// Takes tenders one after the other.
pub(super) struct Dates {
    calendar: Calendar,
    now: DateTime<Utc>,
}

impl Dates {
    pub fn new(name: &str, now: DateTime<Utc>) -> Self {
        let mut calendar = Calendar::new();
        calendar.name(name);
        calendar.append_property(("METHOD", "PUBLISH"));
        Self { calendar, now }
    }

    pub fn add(&mut self, of: &Contents) {
        let tender = &of.tender;
        let status = match tender.stage {
            Stage::Cancelled => EventStatus::Cancelled,
            _ => EventStatus::Confirmed,
        };
        for it in &of.milestones {
            let mut event = Event::new();
            event.uid(&format!(
                "{}-{}-{}@griffin",
                tender.guild_id, tender.id, it.key
            ));
            event.summary(&format!(
                "{} {}: {}",
                tender.reference,
                tender.title,
                it.what.say(of.lang)
            ));
            event.description(&say!(
                of.lang,
                "exports-event",
                lead = &of.lead.name,
                stage = tender.stage.label()
            ));
            event.timestamp(self.now);
            // The later file wins, and it is numbered by when it was made.
            let sequence = (self.now - tender.created_at).num_seconds().max(0);
            event.add_property("SEQUENCE", sequence.to_string());
            event.status(status);
            match it.due {
                Due::On(day) => {
                    event.starts(day);
                    // The day after the last one (RFC 5545, 3.6.1).
                    event.ends(day.checked_add_days(Days::new(1)).unwrap_or(day));
                    event.add_property("TRANSP", "TRANSPARENT");
                }
                // A moment has no end (RFC 5545, 3.8.2.2: an end is later than its start).
                Due::At(at) => {
                    event.starts(at);
                }
            }
            self.calendar.push(event.done());
        }
    }

    pub fn finish(mut self) -> Vec<u8> {
        self.calendar.done().to_string().into_bytes()
    }
}
