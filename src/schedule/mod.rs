//! What falls due, and when.
//!
//! - [`duties`]: rows in and out: what falls due, armed, re-armed and withdrawn.
//! - [`sweeper`]: sleeps until something is due and has it acted on.

pub mod duties;
pub mod sweeper;

use chrono::{DateTime, TimeDelta, Utc};

use crate::clock::Clock;

/// What is due longer ago than this is late, and says so (design, section 3, rule 4).
pub const LATE: TimeDelta = TimeDelta::minutes(15);

/// Whether what was due at `due_at` is late at `now`.
pub fn is_late(due_at: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    now - due_at > LATE
}

/// Waits until `instant`; for ever if there is none.
pub(crate) async fn sleep_until(clock: &dyn Clock, instant: Option<DateTime<Utc>>) {
    match instant {
        Some(instant) => clock.sleep_until(instant).await,
        None => std::future::pending().await,
    }
}
