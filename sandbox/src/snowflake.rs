//! Identifiers and the passage of time inside the sandbox.
//!
//! Source: Discord, Reference, "Snowflakes": the upper 42 bits are milliseconds since the first
//! second of 2015, the rest tells apart what was made within one millisecond.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;

/// An identifier of anything Discord stores. Written as a decimal string in JSON.
pub type Snowflake = u64;

/// Milliseconds between the Unix epoch and the first second of 2015.
pub const DISCORD_EPOCH_MS: i64 = 1_420_070_400_000;

/// The number of low bits which do not hold the time.
const TIME_SHIFT: u32 = 22;

/// The moment at which a snowflake was made, to the millisecond.
#[must_use]
pub fn created_at(id: Snowflake) -> DateTime<Utc> {
    let milliseconds = i64::try_from(id >> TIME_SHIFT).unwrap_or(i64::MAX);
    DateTime::from_timestamp_millis(milliseconds.saturating_add(DISCORD_EPOCH_MS))
        .unwrap_or(DateTime::<Utc>::MAX_UTC)
}

/// Hands out strictly increasing moments and identifiers, even when the clock stands still or
/// goes back: two messages sent by a test without moving its clock must still have an order.
#[derive(Debug, Default)]
pub(crate) struct Ids {
    last_moment: Option<DateTime<Utc>>,
    last_id: Snowflake,
}

impl Ids {
    /// The next moment: `now`, or a microsecond after the one given out before, if that is later.
    pub(crate) fn moment(&mut self, now: DateTime<Utc>) -> DateTime<Utc> {
        let moment = match self.last_moment {
            Some(last) if last >= now => last + TimeDelta::microseconds(1),
            _ => now,
        };
        self.last_moment = Some(moment);
        moment
    }

    /// The next identifier made at (about) `moment`.
    pub(crate) fn next(&mut self, moment: DateTime<Utc>) -> Snowflake {
        let milliseconds = moment.timestamp_millis().saturating_sub(DISCORD_EPOCH_MS);
        let by_time = u64::try_from(milliseconds).unwrap_or(0) << TIME_SHIFT;
        self.last_id = by_time.max(self.last_id + 1);
        self.last_id
    }
}

/// Reads an identifier from JSON: a string, or (as Discord allows) a number.
pub(crate) fn read(value: &Value) -> Option<Snowflake> {
    match value {
        Value::String(text) => text.parse().ok(),
        Value::Number(number) => number.as_u64(),
        _ => None,
    }
}

/// Writes a moment as Discord does: `2027-03-01T09:00:00.000001+00:00`.
pub(crate) fn iso8601(moment: DateTime<Utc>) -> String {
    moment.format("%Y-%m-%dT%H:%M:%S%.6f+00:00").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_rise_while_the_clock_stands_still_or_goes_back() {
        let mut ids = Ids::default();
        let now = DateTime::from_timestamp(1_800_000_000, 0).expect("a valid moment");
        let first = ids.moment(now);
        let second = ids.moment(now);
        let third = ids.moment(now - TimeDelta::days(7));
        assert!(first < second && second < third);
        let (a, b, c) = (ids.next(first), ids.next(second), ids.next(third));
        assert!(a < b && b < c);
        assert_eq!(created_at(a), first);
    }
}
