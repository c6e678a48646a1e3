//! One process's part in the split: it says that it is there, looks who keeps which shard, and says which to open and
//! which to close.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt;
use tokio::time::Instant;

use super::rules::{self, Shard, Step};
use super::store;
use crate::database::Presence;
use crate::ledger::{Cause, Ledger, Result};

/// How often a process looks.
pub const LOOK: Duration = Duration::from_secs(2);
/// How often it says that it is there.
const SAID: Duration = Duration::from_secs(8);
/// A process that was silent for so long, though its connection to the database stands, is paused or stuck: others take
/// its shards.
pub const SILENCE: Duration = Duration::from_secs(30);
/// How long a process that let a shard go keeps serving it, and leaves it to others to take.
const LEFT: Duration = Duration::from_secs(30);

/// What a process has to do about its connections.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// To these shards it connects.
    pub open: Vec<u32>,
    /// From these it goes: another is connected.
    pub close: Vec<u32>,
    /// Whether every shard has somebody who keeps it.
    pub all_kept: bool,
}

/// One process's part in the split.
pub struct Keeper {
    ledger: Ledger,
    presence: Arc<Presence>,
    together: u32,
    left: BTreeMap<u32, Instant>,
    said: Option<Instant>,
}

impl Keeper {
    /// Of a process that goes by the name of `presence`; Discord lets `together` shards identify themselves at once.
    pub fn new(ledger: Ledger, presence: Arc<Presence>, together: u32) -> Self {
        Keeper {
            ledger,
            presence,
            together,
            left: BTreeMap::new(),
            said: None,
        }
    }

    /// How many shards there are: as many as the processes have that are there already, else `wanted`.
    ///
    /// # Errors
    /// A fault, if the database fails.
    pub async fn join(&mut self, wanted: u32) -> Result<u32> {
        self.presence.hold(self.ledger.database()).await?;
        let me = self.presence.name().to_owned();
        let joining = self.ledger.write(Cause::HOUSEKEEPING, move |tx| {
            async move {
                store::lock(tx).await?;
                let alive = store::alive(tx, &me, SILENCE).await?;
                let there = store::all(tx, false).await?;
                store::seen(tx, &me).await?;
                if alive.len() > 1 && !there.is_empty() {
                    return Ok(there.len());
                }
                store::replace(tx, wanted).await?;
                Ok(usize::try_from(wanted).unwrap_or(usize::MAX))
            }
            .boxed()
        });
        let total = u32::try_from(joining.await?).unwrap_or(u32::MAX);
        self.said = Some(Instant::now());
        if total != wanted {
            tracing::warn!(
                total,
                wanted,
                "the gateway has another number of shards until every process was stopped"
            );
        }
        Ok(total)
    }

    /// Looks; takes or lets go what it should, and says what changes; `open` are the shards that this process is on,
    /// and whether events arrive there.
    ///
    /// # Errors
    /// A fault, if the database fails: everything stays as it is then.
    pub async fn look(&mut self, open: &BTreeMap<u32, bool>) -> Result<Change> {
        let me = self.presence.name().to_owned();
        if self.said.is_none_or(|at| at.elapsed() >= SAID) {
            self.presence.hold(self.ledger.database()).await?;
            let name = me.clone();
            let saying = self.ledger.write(Cause::HOUSEKEEPING, move |tx| {
                async move { store::seen(tx, &name).await }.boxed()
            });
            saying.await?;
            self.said = Some(Instant::now());
        }
        self.left.retain(|_, at| at.elapsed() < LEFT);
        let left: BTreeSet<u32> = self.left.keys().copied().collect();
        let reader = self.ledger.reader();
        let mut shards = store::all(&reader, false).await?;
        let alive = store::alive(&reader, &me, SILENCE).await?;
        let together = self.together;
        if rules::next(&shards, &me, &alive, &left, together).is_some() {
            let (name, left) = (me.clone(), left.clone());
            let deciding = self.ledger.write(Cause::HOUSEKEEPING, move |tx| {
                async move {
                    let shards = store::all(tx, true).await?;
                    let alive = store::alive(tx, &name, SILENCE).await?;
                    let step = rules::next(&shards, &name, &alive, &left, together);
                    match step {
                        Some(Step::Claim(numbers)) => {
                            store::claim(tx, &numbers, &name).await?;
                            Ok(None)
                        }
                        Some(Step::Release(number)) => {
                            store::release(tx, number, &name).await?;
                            Ok(Some(number))
                        }
                        None => Ok(None),
                    }
                }
                .boxed()
            });
            if let Some(number) = deciding.await? {
                tracing::info!(shard = number, "left to another process");
                self.left.insert(number, Instant::now());
            }
            shards = store::all(&reader, false).await?;
        }
        let is_mine = |shard: &Shard| shard.holder.as_deref() == Some(&me);
        let news: Vec<u32> = shards
            .iter()
            .filter(|shard| {
                is_mine(shard) && !shard.ready && open.get(&shard.number) == Some(&true)
            })
            .map(|shard| shard.number)
            .collect();
        if !news.is_empty() {
            let name = me.clone();
            let telling = self.ledger.write(Cause::HOUSEKEEPING, move |tx| {
                async move { store::ready(tx, &news, &name).await }.boxed()
            });
            telling.await?;
        }
        let kept = |shard: &Shard| shard.holder.as_ref().is_some_and(|it| alive.contains(it));
        let mut change = Change {
            all_kept: shards.iter().all(kept),
            ..Change::default()
        };
        for shard in &shards {
            let number = shard.number;
            if is_mine(shard) {
                self.left.remove(&number);
                if !open.contains_key(&number) {
                    change.open.push(number);
                }
            } else if shard.holder.is_some() && shard.ready && open.contains_key(&number) {
                self.left.remove(&number);
                change.close.push(number);
            }
        }
        Ok(change)
    }

    /// Lets everything go.
    ///
    /// # Errors
    /// A fault, if the database fails: others find out by themselves then.
    pub async fn leave(&mut self) -> Result<()> {
        let me = self.presence.name().to_owned();
        let leaving = self.ledger.write(Cause::HOUSEKEEPING, move |tx| {
            async move { store::gone(tx, &me).await }.boxed()
        });
        leaving.await
    }

    /// Whether others are there and have not yet taken all that this process is still on after [`Keeper::leave`].
    ///
    /// # Errors
    /// A fault, if the database fails.
    pub async fn is_awaited(&self, open: &BTreeMap<u32, bool>) -> Result<bool> {
        let reader = self.ledger.reader();
        let me = self.presence.name();
        let others = store::alive(&reader, me, SILENCE).await?.len() > 1;
        let shards = store::all(&reader, false).await?;
        let taken = |shard: &Shard| shard.holder.is_some() && shard.ready;
        let waits = shards
            .iter()
            .any(|shard| open.contains_key(&shard.number) && !taken(shard));
        Ok(others && waits)
    }
}
