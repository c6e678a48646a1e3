//! Sleeps until something is due, and has it acted on: each duty in a change of its own, together
//! with the state that it changes, and one that fails stops no other (design, section 3, rules 1,
//! 4 and 5).

use std::collections::HashMap;
use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use futures::{FutureExt, StreamExt, stream};
use tokio_util::sync::CancellationToken;

use super::duties::{self, Duty};
use super::{is_late, sleep_until};
use crate::clock::SharedClock;
use crate::ledger::{Cause, Fault, Ledger, Result, Tx};

/// What becomes of a duty that was acted on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// It is done.
    Done,
    /// It falls due again, at a moment to come.
    Again(DateTime<Utc>),
}

/// What a capability does when something of its own falls due.
#[async_trait]
pub trait Act: Send + Sync {
    /// The kinds of duty that it acts on.
    fn kinds(&self) -> &[&'static str];

    /// Acts, within the change that also ends the duty or moves it on. However many times it was
    /// missed, it is called once: one that recurs says [`Next::Again`] with a moment after now.
    async fn act(&self, tx: &Tx, duty: &Duty, late: bool) -> Result<Next>;
}

/// How many duties are handed to the writer at once.
const AT_ONCE: usize = 64;
/// After which time a failed duty is tried again the first time, and at the latest.
const FIRST_RETRY: TimeDelta = TimeDelta::seconds(10);
const LAST_RETRY: TimeDelta = TimeDelta::hours(1);
/// How long it sleeps at most where another process may have armed something and died.
const PEERS: TimeDelta = TimeDelta::minutes(1);

struct Failed {
    due_at: DateTime<Utc>,
    times: u32,
    retry_at: DateTime<Utc>,
}

/// Acts on what is due until `shutdown`: woken by the next due moment and by commits that may have armed
/// another, never by a poll; on a database that processes share, also once a minute for what a dead one left.
pub async fn run(
    ledger: Ledger,
    clock: SharedClock,
    acts: Vec<Arc<dyn Act>>,
    shutdown: CancellationToken,
) {
    let mut sweeper = Sweeper::new(ledger.clone(), clock.clone(), acts);
    let mut armed = ledger.armed();
    let shared = ledger.database().kind() != "SQLite";
    while !shutdown.is_cancelled() {
        armed.borrow_and_update();
        let mut wake = match sweeper.sweep().await {
            Ok(wake) => wake,
            Err(error) => {
                tracing::error!(%error, "what is due can't be read");
                Some(clock.now() + FIRST_RETRY)
            }
        };
        if shared {
            let latest = clock.now() + PEERS;
            wake = Some(wake.map_or(latest, |wake| wake.min(latest)));
        }
        tokio::select! {
            () = shutdown.cancelled() => return,
            changed = armed.changed() => if changed.is_err() { return },
            () = sleep_until(&*clock, wake) => {}
        }
    }
}

/// One process's sweeper.
pub struct Sweeper {
    ledger: Ledger,
    clock: SharedClock,
    acts: HashMap<&'static str, Arc<dyn Act>>,
    failed: HashMap<i64, Failed>,
}

impl Sweeper {
    /// A sweeper that has these acts done.
    pub fn new(ledger: Ledger, clock: SharedClock, acts: Vec<Arc<dyn Act>>) -> Self {
        let mut by_kind = HashMap::new();
        for act in acts {
            for kind in act.kinds() {
                by_kind.insert(*kind, act.clone());
            }
        }
        Sweeper {
            ledger,
            clock,
            acts: by_kind,
            failed: HashMap::new(),
        }
    }

    /// Acts on all that is due now; says when to come again.
    ///
    /// # Errors
    /// A fault, if what is due can't be read; a duty that fails is logged and tried again later.
    pub async fn sweep(&mut self) -> Result<Option<DateTime<Utc>>> {
        let now = self.clock.now();
        let reader = self.ledger.reader();
        let due = duties::due(&reader, now).await?;
        self.failed
            .retain(|id, failed| due.iter().any(|d| d.id == *id && d.due_at == failed.due_at));
        let ready = due
            .into_iter()
            .filter(|d| self.failed.get(&d.id).is_none_or(|f| f.retry_at <= now));
        // In order: the writer takes them as they come, and many share a commit.
        let outcomes: Vec<_> = stream::iter(ready.map(|duty| {
            let done = self.act(duty.clone());
            async move { (duty, done.await) }
        }))
        .buffered(AT_ONCE)
        .collect()
        .await;
        for (duty, outcome) in outcomes {
            match outcome {
                Ok(()) => drop(self.failed.remove(&duty.id)),
                Err(error) => self.note(&duty, now, &error),
            }
        }
        let next = duties::next_due_after(&reader, now).await?;
        let retry = self.failed.values().map(|failed| failed.retry_at).min();
        Ok(next.into_iter().chain(retry).min())
    }

    fn act(&self, duty: Duty) -> impl Future<Output = Result<()>> + use<> {
        let act = self.acts.get(duty.kind.as_str()).cloned();
        let ledger = self.ledger.clone();
        async move {
            let Some(act) = act else {
                return Err(Fault::new(format!("nobody acts on {}", duty.kind)).into());
            };
            ledger
                .write(Cause::due(duty.guild_id), move |tx| {
                    async move {
                        // Another process may have been faster, or its moment may have moved.
                        if !duties::still_armed(tx, &duty).await? {
                            return Ok(());
                        }
                        tx.fell_due(Some(duty.due_at));
                        let again = match act.act(tx, &duty, is_late(duty.due_at, tx.now())).await?
                        {
                            Next::Done => None,
                            Next::Again(at) if at > tx.now() => Some(at),
                            Next::Again(at) => {
                                let kind = &duty.kind;
                                return Err(
                                    Fault::new(format!("{kind} again at {at}, not later")).into()
                                );
                            }
                        };
                        duties::acted(tx, &duty, again).await
                    }
                    .boxed()
                })
                .await
        }
    }

    fn note(&mut self, duty: &Duty, now: DateTime<Utc>, error: &crate::ledger::Error) {
        let times = self.failed.get(&duty.id).map_or(0, |failed| failed.times);
        let wait = (FIRST_RETRY * 2_i32.pow(times.min(12))).min(LAST_RETRY);
        tracing::error!(%error, duty = duty.id, kind = %duty.kind, "a duty failed; it stays");
        self.failed.insert(
            duty.id,
            Failed {
                due_at: duty.due_at,
                times: times + 1,
                retry_at: now + wait,
            },
        );
    }
}

#[cfg(test)]
mod tests;
