//! What can have happened to a reminder: the names that it has in the ledger, with the particulars recorded there.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::rules::Reminder;
use crate::ledger::About;
use crate::ledger::fact::facts;
use crate::values::ReminderId;

/// What is told of a step.
#[derive(Clone, Debug, Serialize)]
pub struct ToldReminder {
    /// The reminder's row.
    pub reminder_id: ReminderId,
    /// When it comes next.
    pub next: Option<DateTime<Utc>>,
}

/// About a reminder's tender, for its authority.
pub(super) fn about(reminder: &Reminder) -> About {
    About::tender(reminder.tender_id, reminder.authority_id)
}

facts! {
    /// An officer set a reminder.
    Set(Reminder) = "reminder.set";
    /// An officer paused it.
    Paused(ToldReminder) = "reminder.paused";
    /// An officer had it go on.
    Resumed(ToldReminder) = "reminder.resumed";
    /// An officer put it off for a week.
    PutOff(ToldReminder) = "reminder.put_off";
    /// An officer deleted it.
    Deleted(ToldReminder) = "reminder.deleted";
    /// Its tender is over, and so is it.
    Ended = "reminder.ended" {
        /// The reminder's row.
        reminder_id: ReminderId,
    }
}
