//! The clock, which is a parameter everywhere: nothing else in griffin asks the system what time it is.

use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, DurationRound, TimeDelta, Utc};
use tokio::sync::watch;

/// What time it is, and waiting until it is later.
#[async_trait]
pub trait Clock: Send + Sync + 'static {
    /// The time now, to the millisecond: no database keeps less.
    fn now(&self) -> DateTime<Utc>;

    /// Returns once [`Clock::now`] has reached `instant`; at once if it has already.
    async fn sleep_until(&self, instant: DateTime<Utc>);
}

/// A clock that is shared.
pub type SharedClock = Arc<dyn Clock>;

/// Cuts what databases would not keep, so that a time read back equals the one written.
fn to_millisecond(instant: DateTime<Utc>) -> DateTime<Utc> {
    instant
        .duration_trunc(TimeDelta::milliseconds(1))
        .unwrap_or(instant)
}

/// The system's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

/// The longest single sleep: the system's clock may be set while we sleep.
const LONGEST_NAP: std::time::Duration = std::time::Duration::from_secs(60);

#[async_trait]
impl Clock for SystemClock {
    fn now(&self) -> DateTime<Utc> {
        to_millisecond(Utc::now())
    }

    async fn sleep_until(&self, instant: DateTime<Utc>) {
        while let Ok(left) = (instant - self.now()).to_std() {
            if left.is_zero() {
                return;
            }
            tokio::time::sleep(left.min(LONGEST_NAP)).await;
        }
    }
}

/// A clock that stands still until it is moved: for tests, and for a story that jumps.
#[derive(Clone, Debug)]
pub struct ManualClock {
    now: watch::Sender<DateTime<Utc>>,
}

impl ManualClock {
    /// A clock that shows `start`.
    pub fn new(start: DateTime<Utc>) -> Self {
        ManualClock {
            now: watch::Sender::new(to_millisecond(start)),
        }
    }

    /// Moves the clock to `instant`, and wakes those whose time has come. It never goes back.
    pub fn advance_to(&self, instant: DateTime<Utc>) {
        self.now
            .send_modify(|now| *now = (*now).max(to_millisecond(instant)));
    }

    /// Moves the clock on.
    pub fn advance(&self, by: TimeDelta) {
        let now = *self.now.borrow(); // not in the call: the lock would be held while it is taken again
        self.advance_to(now + by);
    }
}

#[async_trait]
impl Clock for ManualClock {
    fn now(&self) -> DateTime<Utc> {
        *self.now.borrow()
    }

    async fn sleep_until(&self, instant: DateTime<Utc>) {
        // The sender lives as long as this clock, so waiting can't fail.
        let _ = self.now.subscribe().wait_for(|now| *now >= instant).await;
    }
}

/// A clock that runs as the system's does, but shows another time, and can be moved on: for the sandbox. What waits for
/// real seconds, such as a rate limit, comes all the same.
#[derive(Clone, Debug)]
pub struct MovableClock {
    ahead: watch::Sender<TimeDelta>,
}

impl MovableClock {
    /// A clock that shows `start` now.
    pub fn new(start: DateTime<Utc>) -> Self {
        MovableClock {
            ahead: watch::Sender::new(start - SystemClock.now()),
        }
    }

    /// Moves the clock to `instant`, and wakes those whose time has come. It never goes back.
    pub fn advance_to(&self, instant: DateTime<Utc>) {
        let wanted = to_millisecond(instant) - SystemClock.now();
        self.ahead
            .send_modify(|ahead| *ahead = (*ahead).max(wanted));
    }
}

#[async_trait]
impl Clock for MovableClock {
    fn now(&self) -> DateTime<Utc> {
        SystemClock.now() + *self.ahead.borrow()
    }

    async fn sleep_until(&self, instant: DateTime<Utc>) {
        let mut moved = self.ahead.subscribe();
        loop {
            let ahead = *moved.borrow_and_update();
            tokio::select! {
                () = SystemClock.sleep_until(instant - ahead) => return,
                // The sender lives as long as this clock, so waiting can't fail.
                _ = moved.changed() => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_movable_clock_runs_and_is_moved_but_never_back() {
        let start = DateTime::UNIX_EPOCH + TimeDelta::days(20_000);
        let clock = MovableClock::new(start);
        let sleeper = {
            let clock = clock.clone();
            tokio::spawn(async move {
                clock.sleep_until(start + TimeDelta::days(7)).await;
                clock.now()
            })
        };
        // A few real milliseconds are waited for.
        clock
            .sleep_until(clock.now() + TimeDelta::milliseconds(5))
            .await;
        clock.advance_to(start + TimeDelta::days(8));
        clock.advance_to(start);
        let woken = sleeper.await.unwrap();
        assert!(woken >= start + TimeDelta::days(8) && woken < start + TimeDelta::days(9));
    }

    #[tokio::test]
    async fn a_manual_clock_wakes_those_whose_time_has_come() {
        let start = DateTime::UNIX_EPOCH + TimeDelta::days(20_000);
        let clock = ManualClock::new(start);
        let sleeper = {
            let clock = clock.clone();
            tokio::spawn(async move {
                clock.sleep_until(start + TimeDelta::days(7)).await;
                clock.now()
            })
        };
        clock.advance(TimeDelta::days(3));
        clock.advance_to(start); // never back
        assert_eq!(clock.now(), start + TimeDelta::days(3));
        clock.advance(TimeDelta::days(5));
        assert_eq!(sleeper.await.unwrap(), start + TimeDelta::days(8));
    }

    #[tokio::test]
    async fn the_system_clock_does_not_wait_for_what_is_past() {
        let clock = SystemClock;
        clock.sleep_until(clock.now() - TimeDelta::days(1)).await;
        assert_eq!(clock.now().timestamp_subsec_nanos() % 1_000_000, 0);
    }
}
