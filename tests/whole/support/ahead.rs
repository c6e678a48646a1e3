//! One clock for the stand-in and for griffin in its own process: the machine's, so many seconds ahead.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, TimeDelta, Utc};
use sandbox::Clock;

use super::process::faketime;

/// The machine's clock, so many seconds ahead; its clones are moved together.
#[derive(Clone, Default)]
pub struct Ahead(Arc<AtomicI64>);

impl Ahead {
    /// A clock on which it is `start` now.
    pub fn at(start: DateTime<Utc>) -> Self {
        let ahead = Self::default();
        ahead.moves(start - Utc::now());
        ahead
    }

    /// Lets so much time pass.
    pub fn moves(&self, time: TimeDelta) {
        self.0.fetch_add(time.num_seconds(), Ordering::Relaxed);
    }

    /// What puts a process that is started now on this clock.
    pub fn environment(&self) -> Vec<(&'static str, String)> {
        faketime(&format!("{:+}s", self.0.load(Ordering::Relaxed)))
    }
}

impl Clock for Ahead {
    fn now(&self) -> DateTime<Utc> {
        Utc::now() + TimeDelta::seconds(self.0.load(Ordering::Relaxed))
    }
}
