//! What is sent when a reminder falls due.

use serde::{Deserialize, Serialize};

use crate::ledger::{Letter, Rank};
use crate::values::ReminderId;

/// A reminder that fell due.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reminding {
    /// The reminder's row.
    #[serde(rename = "subject_id", skip_serializing)]
    pub reminder_id: ReminderId,
}

impl Letter for Reminding {
    const KIND: &'static str = "reminder.calloff";
    const RANK: Rank = Rank::REMINDER;

    fn subject(&self) -> i64 {
        self.reminder_id.into()
    }

    fn lane(&self, _: i64) -> String {
        format!("reminder:{}", self.reminder_id)
    }

    fn coalesce(&self) -> Option<String> {
        Some(format!("reminder:{}", self.reminder_id))
    }
}
