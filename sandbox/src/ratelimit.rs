//! Rate limits: fixed windows, as Discord's headers describe them, on the monotonic clock.
//!
//! Source: Discord, Topics, "Rate Limits".

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

use crate::limits::RateLimit;

/// The window of one bucket for one top-level resource.
#[derive(Clone, Copy, Debug)]
struct Window {
    started: Instant,
    used: u32,
}

/// What a bucket says to a request.
#[derive(Clone, Debug)]
pub(crate) struct Allowance {
    pub(crate) limit: RateLimit,
    pub(crate) remaining: u32,
    pub(crate) reset_after: Duration,
    pub(crate) allowed: bool,
}

/// All buckets.
#[derive(Debug, Default)]
pub(crate) struct RateLimiter {
    windows: HashMap<(&'static str, String), Window>,
    /// How many times shorter than Discord's the windows are; 0 counts as 1.
    shortened: u32,
    /// How many requests were answered with 429.
    pub(crate) too_many: usize,
    /// When requests were answered with 401, 403 or 429.
    pub(crate) invalid: Vec<Instant>,
}

impl RateLimiter {
    /// With windows so many times shorter.
    pub(crate) fn shortened(shortened: u32) -> Self {
        Self {
            shortened,
            ..Self::default()
        }
    }

    /// Takes one request from a bucket; a refused request takes nothing.
    pub(crate) fn take(&mut self, limit: RateLimit, key: &str) -> Allowance {
        let now = Instant::now();
        let length = match limit.bucket {
            // A second is short enough.
            "global" => limit.window,
            _ => limit.window / self.shortened.max(1),
        };
        let window = self
            .windows
            .entry((limit.bucket, key.to_owned()))
            .or_insert(Window {
                started: now,
                used: 0,
            });
        if now.duration_since(window.started) >= length {
            *window = Window {
                started: now,
                used: 0,
            };
        }
        let allowed = window.used < limit.requests;
        if allowed {
            window.used += 1;
        }
        Allowance {
            limit,
            remaining: limit.requests - window.used,
            reset_after: length.saturating_sub(now.duration_since(window.started)),
            allowed,
        }
    }

    /// Notes an answer's status.
    pub(crate) fn note(&mut self, status: u16, shared: bool) {
        if status == 429 {
            self.too_many += 1;
        }
        if matches!(status, 401 | 403) || (status == 429 && !shared) {
            self.invalid.push(Instant::now());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_can_be_made_shorter_for_tests_that_have_no_time() {
        let mut limiter = RateLimiter::shortened(60);
        let limit = RateLimit::new("test", 2, Duration::from_secs(60));
        assert!(limiter.take(limit, "a").reset_after <= Duration::from_secs(1));
        let global = limiter.take(crate::limits::GLOBAL, "");
        assert!(global.reset_after > Duration::from_millis(900));
    }

    #[test]
    fn a_bucket_refuses_beyond_its_number_and_keeps_resources_apart() {
        let mut limiter = RateLimiter::default();
        let limit = RateLimit::new("test", 2, Duration::from_secs(60));
        assert_eq!(limiter.take(limit, "a").remaining, 1);
        assert_eq!(limiter.take(limit, "a").remaining, 0);
        let refused = limiter.take(limit, "a");
        assert!(!refused.allowed && refused.reset_after <= limit.window);
        assert!(limiter.take(limit, "b").allowed);
    }
}
