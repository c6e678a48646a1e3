//! How fast: what Discord's headers allow each channel, and under its global limit (topics/
//! rate-limits: 50 requests a second; no number is documented for a channel, the headers say).

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// Requests a second for all channels: Discord says 50, of which what is asked for beside the queue (the gateway's address,
/// the commands at the start) needs one at most; answers to interactions need none. A request counts from its turn until
/// a second after its answer: when in between it arrived only Discord knows. Several processes with one token have it
/// divided among them.
const GLOBAL: usize = 49;
const SECOND: Duration = Duration::from_secs(1);
/// A window is taken to end this much later than the header said: clocks and lines differ.
const MARGIN: Duration = Duration::from_millis(100);
/// Whoever would have to wait longer puts the delivery back instead.
pub const PATIENCE: Duration = Duration::from_secs(10);
/// Discord bars an address that makes 10,000 requests in ten minutes which are answered with 401, 403 or 429 (topics/
/// rate-limits, "invalid request limit"). A fifth of them is ours, and divided among processes like the other limit: answers
/// to commands, and whatever else goes out from there, share it.
pub const INVALID: usize = 2_000;
/// The time in which they are counted.
pub const INVALID_WINDOW: Duration = Duration::from_secs(600);
/// Buckets whose window is over are forgotten when there are more than this.
const KEPT: usize = 1_000;

/// What is limited together: one kind of request to one channel.
pub type Bucket = (&'static str, i64);
/// New messages in a channel.
pub const MESSAGES: &str = "messages";

/// What the headers of an answer said.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Limits {
    /// `X-RateLimit-Limit`.
    pub limit: Option<u32>,
    /// `X-RateLimit-Remaining`.
    pub remaining: Option<u32>,
    /// `X-RateLimit-Reset-After`.
    pub reset_after: Option<Duration>,
}

#[derive(Clone, Copy, Debug)]
struct Window {
    /// None: no answer has said yet, so one request goes ahead to ask.
    limit: Option<u32>,
    remaining: u32,
    ends: Instant,
}

#[derive(Debug, Default)]
struct State {
    windows: HashMap<Bucket, Window>,
    /// Requests that have had their turn and no answer yet.
    under_way: usize,
    /// When the last ones were answered.
    lately: VecDeque<Instant>,
    invalid: VecDeque<Instant>,
    all_closed_until: Option<Instant>,
    /// Among how many processes the limits are divided beside this one.
    others: u32,
}

impl State {
    /// What this process has of a limit: something, however many there are.
    fn share(&self, of: usize) -> usize {
        let processes = usize::try_from(self.others).map_or(usize::MAX, |n| n.saturating_add(1));
        (of / processes).max(1)
    }
}

/// A turn: whoever has it may make one request, and keeps it until that is answered or given up.
#[derive(Debug)]
pub struct Turn<'p>(&'p Pace);

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.0.ended(Instant::now());
    }
}

/// The pace of one process.
#[derive(Debug, Default)]
pub struct Pace(Mutex<State>);

impl Pace {
    /// Waits for a turn; the time to wait, when that is more than [`PATIENCE`].
    ///
    /// # Errors
    /// How long it would have taken.
    pub async fn turn(&self, bucket: Bucket) -> Result<Turn<'_>, Duration> {
        loop {
            match self.take(bucket, Instant::now()) {
                Ok(()) => return Ok(Turn(self)),
                Err(wait) if wait > PATIENCE => return Err(wait),
                Err(wait) => tokio::time::sleep(wait).await,
            }
        }
    }

    /// Takes a turn at `now`, which ends with [`Pace::ended`]; or says how long there is none.
    ///
    /// # Errors
    /// How long to wait before asking again.
    fn take(&self, bucket: Bucket, now: Instant) -> Result<(), Duration> {
        let mut state = self.lock();
        if let Some(until) = state.all_closed_until.filter(|until| *until > now) {
            return Err(until - now);
        }
        while state
            .invalid
            .front()
            .is_some_and(|at| *at + INVALID_WINDOW <= now)
        {
            state.invalid.pop_front();
        }
        // The breaker: nothing is sent until enough of them are forgotten.
        if let Some(oldest) = state
            .invalid
            .front()
            .filter(|_| state.invalid.len() >= state.share(INVALID))
        {
            return Err(*oldest + INVALID_WINDOW - now);
        }
        while state.lately.front().is_some_and(|at| *at + SECOND <= now) {
            state.lately.pop_front();
        }
        if state.under_way + state.lately.len() >= state.share(GLOBAL) {
            let next = state.lately.front().map(|at| *at + SECOND - now);
            return Err(next.unwrap_or(MARGIN));
        }
        if state.windows.len() > KEPT {
            state.windows.retain(|_, window| window.ends > now);
        }
        let window = state.windows.entry(bucket).or_insert(Window {
            limit: None,
            remaining: 1,
            ends: now + SECOND,
        });
        if window.ends <= now {
            window.remaining = window.limit.unwrap_or(1);
            window.ends = now + SECOND;
        }
        if window.remaining == 0 {
            return Err(window.ends - now);
        }
        window.remaining -= 1;
        state.under_way += 1;
        Ok(())
    }

    /// A request was answered at `now`, or given up.
    fn ended(&self, now: Instant) {
        let mut state = self.lock();
        state.under_way = state.under_way.saturating_sub(1);
        state.lately.push_back(now);
    }

    /// Divides what holds for all channels together among so many processes (0 counts as 1).
    pub fn divide_by(&self, processes: u32) {
        self.lock().others = processes.saturating_sub(1);
    }

    /// Among how many processes it is divided.
    pub fn processes(&self) -> u32 {
        self.lock().others.saturating_add(1)
    }

    /// Learns from an answer's headers.
    pub fn learn(&self, bucket: Bucket, said: Limits, now: Instant) {
        let (Some(limit), Some(remaining), Some(reset_after)) =
            (said.limit, said.remaining, said.reset_after)
        else {
            return;
        };
        let ends = now + reset_after + MARGIN;
        let mut state = self.lock();
        let Some(window) = state.windows.get_mut(&bucket) else {
            return;
        };
        // Others may be under way that this answer did not count; a new window counts afresh.
        let same = window.limit.is_some() && ends <= window.ends + 2 * MARGIN;
        let remaining = if same {
            remaining.min(window.remaining)
        } else {
            remaining
        };
        *window = Window {
            limit: Some(limit),
            remaining,
            ends,
        };
    }

    /// How long a channel takes no more messages, as far as the last answer said: its window is used up.
    pub fn rests(&self, channel_id: i64, now: Instant) -> Option<Duration> {
        let state = self.lock();
        let window = state.windows.get(&(MESSAGES, channel_id))?;
        let used_up = window.limit.is_some() && window.remaining == 0;
        used_up.then(|| window.ends.checked_duration_since(now))?
    }

    /// Learns from a 429.
    pub fn limited(&self, bucket: Bucket, after: Duration, global: bool, now: Instant) {
        let until = now + after + MARGIN;
        let mut state = self.lock();
        if global {
            state.all_closed_until = state.all_closed_until.max(Some(until));
            return;
        }
        let limit = state.windows.get(&bucket).and_then(|window| window.limit);
        let closed = Window {
            limit,
            remaining: 0,
            ends: until,
        };
        state.windows.insert(bucket, closed);
    }

    /// Counts an answer of 401, 403 or 429.
    pub fn invalid(&self, now: Instant) {
        self.lock().invalid.push_back(now);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        // Nothing in here is left half-changed by a panic.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A request that is answered in the moment it is made.
    fn asks(pace: &Pace, bucket: Bucket, now: Instant) -> Result<(), Duration> {
        pace.take(bucket, now)?;
        pace.ended(now);
        Ok(())
    }

    const SEND: Bucket = ("messages", 1);

    fn said(limit: u32, remaining: u32, seconds: u64) -> Limits {
        Limits {
            limit: Some(limit),
            remaining: Some(remaining),
            reset_after: Some(Duration::from_secs(seconds)),
        }
    }

    #[test]
    fn a_channel_goes_as_fast_as_its_headers_say_and_no_faster() {
        let pace = Pace::default();
        let start = Instant::now();
        assert_eq!(asks(&pace, SEND, start), Ok(()));
        assert!(asks(&pace, SEND, start).is_err(), "the first asks alone");
        pace.learn(SEND, said(5, 4, 5), start);
        assert_eq!(pace.rests(1, start), None);
        for _ in 0..4 {
            assert_eq!(asks(&pace, SEND, start), Ok(()));
        }
        pace.learn(SEND, said(5, 0, 5), start);
        assert_eq!(pace.rests(1, start), Some(Duration::from_secs(5) + MARGIN));
        assert_eq!(pace.rests(2, start), None);
        let wait = asks(&pace, SEND, start).unwrap_err();
        assert_eq!(wait, Duration::from_secs(5) + MARGIN);
        // An answer that was under way does not give back what was taken since.
        pace.learn(SEND, said(5, 3, 5), start);
        assert!(asks(&pace, SEND, start).is_err());
        assert_eq!(
            asks(&pace, ("messages", 2), start),
            Ok(()),
            "channels are apart"
        );
        for _ in 0..5 {
            assert_eq!(asks(&pace, SEND, start + wait), Ok(()));
        }
        assert!(asks(&pace, SEND, start + wait).is_err());
    }

    #[test]
    fn all_channels_together_stay_under_the_global_limit() {
        let pace = Pace::default();
        let start = Instant::now();
        let (mut sent, mut now) = (Vec::new(), start);
        for channel in 0..500 {
            while let Err(wait) = asks(&pace, ("messages", channel), now) {
                now += wait;
            }
            sent.push(now);
        }
        for at in &sent {
            let second = sent.iter().filter(|t| *t >= at && **t < *at + SECOND);
            assert!(second.count() <= GLOBAL);
        }
        assert!(*sent.iter().max().unwrap() - start < Duration::from_secs(12));
    }

    #[test]
    fn three_processes_together_stay_under_it_too_and_none_is_left_without() {
        let paces = [0; 3].map(|_| Pace::default());
        let now = Instant::now();
        let mut sent = 0;
        for pace in &paces {
            pace.divide_by(3);
            let asked = (0..100).filter(|n| asks(pace, ("messages", *n), now).is_ok());
            sent += asked.count();
        }
        assert!((GLOBAL - 3..=GLOBAL).contains(&sent), "{sent}");
        let one = &paces[0];
        one.divide_by(1_000);
        assert!(asks(one, ("other", 0), now).is_err());
        assert_eq!(asks(one, ("other", 0), now + SECOND), Ok(()));
        // The others have gone.
        one.divide_by(1);
        let asked = (1..100).filter(|n| asks(one, ("other", *n), now + SECOND).is_ok());
        assert_eq!(asked.count(), GLOBAL - 1);
    }

    #[test]
    fn a_request_counts_until_a_second_after_its_answer() {
        let pace = Pace::default();
        let start = Instant::now();
        let bucket = |n: usize| ("messages", i64::try_from(n).unwrap());
        for n in 0..GLOBAL {
            assert_eq!(pace.take(bucket(n), start), Ok(()));
        }
        assert!(
            pace.take(bucket(GLOBAL), start + SECOND * 2).is_err(),
            "none is answered"
        );
        let answered = start + Duration::from_millis(300);
        for _ in 0..GLOBAL {
            pace.ended(answered);
        }
        let wait = pace.take(bucket(GLOBAL), start + SECOND).unwrap_err();
        assert_eq!(start + SECOND + wait, answered + SECOND);
        assert_eq!(pace.take(bucket(GLOBAL), answered + SECOND), Ok(()));
    }

    #[tokio::test]
    async fn a_turn_that_is_given_up_ends_too() {
        let pace = Pace::default();
        for n in 0..GLOBAL {
            drop(
                pace.turn(("messages", i64::try_from(n).unwrap()))
                    .await
                    .unwrap(),
            );
        }
        assert_eq!(pace.lock().under_way, 0);
        assert!(
            pace.take(SEND, Instant::now()).is_err(),
            "each counts all the same"
        );
    }

    #[test]
    fn before_discord_would_bar_us_nothing_is_sent_until_enough_is_forgotten() {
        let pace = Pace::default();
        let start = Instant::now();
        for n in 0..INVALID {
            let channel = i64::try_from(n).unwrap();
            let now = start + Duration::from_millis(100 * u64::try_from(n).unwrap());
            assert_eq!(asks(&pace, ("messages", channel), now), Ok(()), "{n}");
            pace.invalid(now);
        }
        let now = start + Duration::from_secs(201);
        let wait = asks(&pace, ("other", 0), now).unwrap_err();
        assert_eq!(now + wait, start + INVALID_WINDOW);
        assert_eq!(asks(&pace, ("other", 0), now + wait), Ok(()));
        pace.invalid(now + wait);
        assert!(
            asks(&pace, ("other", 1), now + wait).is_err(),
            "one for one"
        );
    }

    #[test]
    fn a_global_429_stops_everyone_and_a_channels_own_stops_it() {
        let pace = Pace::default();
        let now = Instant::now();
        pace.limited(SEND, SECOND, false, now);
        assert!(asks(&pace, SEND, now).is_err());
        assert_eq!(asks(&pace, ("messages", 2), now), Ok(()));
        pace.limited(SEND, SECOND * 3, true, now);
        assert_eq!(asks(&pace, ("messages", 3), now), Err(SECOND * 3 + MARGIN));
        assert_eq!(asks(&pace, ("messages", 3), now + SECOND * 4), Ok(()));
    }
}
