//! What the changes of one server have read, for those that come after them: in the same batch, in which nobody else
//! changes that server, as its chain is locked; and in the next, if the chain still stands as they left it ([`Standing`]).
//!
//! A change that writes rows by itself ends the memory. One that leaves them ([`super::Ledger::write_later`]) puts in what
//! it changes itself ([`super::Tx::remember`]), and it is remembered if the change succeeds. So only what never changes
//! without an entry in the ledger is remembered, and nothing that depends on the time of day.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use entity::ledger_head;

/// How many things are remembered at most from one batch to the next.
const MOST: usize = 20_000;

type Kept = HashMap<(TypeId, String), Box<dyn Any + Send>>;

/// What is remembered.
#[derive(Debug, Default)]
pub(super) struct Memory(Mutex<Known>);

#[derive(Debug, Default)]
struct Known {
    kept: Kept,
    /// By the change that is under way.
    learnt: Kept,
}

impl Memory {
    /// What is remembered under this name, if it is of this type.
    pub fn get<T: Clone + Send + 'static>(&self, name: &str) -> Option<T> {
        let known = self.known();
        let name = (TypeId::of::<T>(), name.to_owned());
        let found = known.learnt.get(&name).or_else(|| known.kept.get(&name))?;
        found.downcast_ref::<T>().cloned()
    }

    /// Remembers it, if the change that is under way succeeds.
    pub fn put<T: Clone + Send + 'static>(&self, name: String, value: T) {
        self.known()
            .learnt
            .insert((TypeId::of::<T>(), name), Box::new(value));
    }

    /// The change that was under way has succeeded, and left the memory true.
    pub fn keep(&self) {
        let mut known = self.known();
        let learnt = std::mem::take(&mut known.learnt);
        known.kept.extend(learnt);
    }

    /// The change that was under way has changed nothing.
    pub fn undo(&self) {
        self.known().learnt.clear();
    }

    /// Forgets everything.
    pub fn forget(&self) {
        *self.known() = Known::default();
    }

    /// Whether it is too much to be kept.
    fn is_full(&self) -> bool {
        self.known().kept.len() > MOST
    }

    fn known(&self) -> std::sync::MutexGuard<'_, Known> {
        // Nothing in here is left half-changed by a panic.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How a batch left the chain of its last server, and what is true while it stands so.
#[derive(Debug)]
pub(super) struct Standing {
    pub head: ledger_head::Model,
    memory: Arc<Memory>,
    /// No interaction of this server after this one has an answer, where that is known: where nobody else answers.
    pub newest: Option<i64>,
}

impl Standing {
    /// The chain at `head`, where `memory` is true.
    pub fn of(head: ledger_head::Model, memory: Arc<Memory>, newest: Option<i64>) -> Self {
        if memory.is_full() {
            memory.forget();
        }
        Standing {
            head,
            memory,
            newest,
        }
    }

    /// What is true if the chain's head is `head`.
    pub fn at(self, head: &ledger_head::Model) -> Option<Arc<Memory>> {
        (self.head == *head).then_some(self.memory)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicI64, AtomicU32, Ordering};

    use futures::FutureExt;
    use serde_json::json;

    use super::super::testing::ledgers;
    use super::super::{Cause, Database, Entry, Hears, Ledger, Result, Tx, chain};
    use super::*;
    use crate::schedule::clock::SystemClock;
    use crate::values::Refusal;

    const GUILD: i64 = 7;

    fn entry() -> Entry {
        Entry {
            kind: "test",
            authority_id: None,
            tender_id: None,
            data: json!({}),
        }
    }

    /// What a change of one kind does with what it has read.
    #[derive(Clone, Copy)]
    enum Does {
        LeavesItTrue,
        MayChangeIt,
        IsRefused,
    }

    /// Makes a change that needs what may be remembered; how often it has been read by now.
    async fn change(ledger: &Ledger, read: &Arc<AtomicU32>, guild_id: i64, does: Does) -> u32 {
        static NUMBER: AtomicI64 = AtomicI64::new(1);
        let reads = read.clone();
        let cause = Cause {
            guild_id,
            actor: 1,
            interaction_id: Some(NUMBER.fetch_add(1, Ordering::Relaxed)),
        };
        let changed = match does {
            Does::MayChangeIt => {
                let change = ledger.write(cause, move |tx| change_in(tx, reads, does).boxed());
                change.await
            }
            _ => {
                let change =
                    ledger.write_later(cause, move |tx| change_in(tx, reads.clone(), does).boxed());
                change.await
            }
        };
        assert_eq!(changed.is_err(), matches!(does, Does::IsRefused));
        read.load(Ordering::Relaxed)
    }

    async fn change_in(tx: &Tx, reads: Arc<AtomicU32>, does: Does) -> Result<()> {
        let once = async { Ok(reads.fetch_add(1, Ordering::Relaxed)) };
        tx.remembered("it".to_owned(), once).await?;
        if let Does::IsRefused = does {
            tx.remember("it".to_owned(), u32::MAX);
            return Err(Refusal::new("No.", "").into());
        }
        tx.record(entry()).await;
        Ok(())
    }

    #[tokio::test]
    async fn what_was_read_is_remembered_until_something_else_may_have_changed_it() {
        use Does::{IsRefused, LeavesItTrue, MayChangeIt};
        let folder = tempfile::tempdir().unwrap();
        for (ledger, url) in ledgers(folder.path()).await {
            let read = Arc::default();
            let reads = async |guild_id, does| change(&ledger, &read, guild_id, does).await;
            // Where others may have changed it, a refusal is looked at again.
            let again = u32::from(ledger.database().kind() != "SQLite");
            assert_eq!(reads(GUILD, LeavesItTrue).await, 1, "{url}");
            assert_eq!(reads(GUILD, LeavesItTrue).await, 1, "{url}");
            assert_eq!(reads(GUILD, MayChangeIt).await, 1, "{url}");
            assert_eq!(reads(GUILD, LeavesItTrue).await, 2, "{url}");
            // One that is refused has changed nothing, and what it learnt goes with it.
            assert_eq!(reads(GUILD, IsRefused).await, 2 + again, "{url}");
            let first = 2 + 2 * again;
            assert_eq!(reads(GUILD, LeavesItTrue).await, first, "{url}");
            // Another server has other facts, and may have changed what belongs to none.
            assert_eq!(reads(GUILD + 1, LeavesItTrue).await, first + 1, "{url}");
            assert_eq!(reads(GUILD, LeavesItTrue).await, first + 2, "{url}");
            assert_eq!(reads(0, MayChangeIt).await, first + 3, "{url}");
            assert_eq!(reads(GUILD, LeavesItTrue).await, first + 4, "{url}");
            assert_eq!(reads(GUILD, LeavesItTrue).await, first + 4, "{url}");
            if ledger.database().kind() == "SQLite" {
                continue;
            }
            // Another process moves the chain on.
            let other = Database::open(&url).await.unwrap();
            let other = Ledger::start(other, Arc::new(SystemClock), Hears::default());
            change(&other, &Arc::default(), GUILD, LeavesItTrue).await;
            assert_eq!(reads(GUILD, LeavesItTrue).await, first + 5, "{url}");
            assert_eq!(reads(GUILD, LeavesItTrue).await, first + 5, "{url}");
        }
    }

    /// Answers an interaction; whether it was done now.
    async fn answers(ledger: &Ledger, interaction_id: i64) -> bool {
        let cause = Cause {
            guild_id: GUILD,
            actor: 1,
            interaction_id: Some(interaction_id),
        };
        let done = Arc::new(AtomicU32::new(0));
        let doing = done.clone();
        let change = ledger.write(cause, move |tx| {
            async move {
                doing.fetch_add(1, Ordering::Relaxed);
                tx.record(entry()).await;
                Ok(())
            }
            .boxed()
        });
        change.await.unwrap();
        done.load(Ordering::Relaxed) == 1
    }

    #[tokio::test]
    async fn an_interaction_is_answered_once_in_whatever_order_they_come() {
        let folder = tempfile::tempdir().unwrap();
        for (ledger, url) in ledgers(folder.path()).await {
            for (interaction_id, new) in [
                (50, true),
                (50, false),
                (70, true),
                (60, true),
                (60, false),
                (70, false),
                (80, true),
                (50, false),
            ] {
                let done = answers(&ledger, interaction_id).await;
                assert_eq!(done, new, "{interaction_id}, {url}");
            }
            // A writer that starts anew knows of those before its time.
            let next = Ledger::start(
                ledger.database().clone(),
                Arc::new(SystemClock),
                Hears::default(),
            );
            assert!(answers(&next, 65).await, "{url}");
            assert!(!answers(&next, 80).await, "{url}");
        }
    }

    /// Two processes on one PostgreSQL change the same server in turn: what one remembers is found out to be old before
    /// anything rests on it, and what was done is done once, in the order of the chain.
    #[tokio::test]
    async fn what_another_process_changed_is_seen_before_anything_rests_on_it() {
        let folder = tempfile::tempdir().unwrap();
        for (ledger, url) in ledgers(folder.path()).await {
            if ledger.database().kind() == "SQLite" {
                continue;
            }
            let other = Database::open(&url).await.unwrap();
            let other = Ledger::start(other, Arc::new(SystemClock), Hears::default());
            let fact = Arc::new(AtomicU32::new(0));
            // Writes down what it has read of the fact, or refuses because of it.
            let reports = async |ledger: &Ledger, interaction_id, refuses: bool| {
                let cause = Cause {
                    guild_id: GUILD,
                    actor: 1,
                    interaction_id: Some(interaction_id),
                };
                let fact = fact.clone();
                let reported = ledger.write_later(cause, move |tx| {
                    let fact = fact.clone();
                    async move {
                        let read = async { Ok(fact.load(Ordering::Relaxed)) };
                        let read = tx.remembered("fact".to_owned(), read).await?;
                        if refuses {
                            return Err(Refusal::new(read.to_string(), "").into());
                        }
                        tx.record(entry()).await;
                        Ok(read)
                    }
                    .boxed()
                });
                match reported.await {
                    Ok(read) => read,
                    Err(refused) => refused.plain().trim().parse().unwrap(),
                }
            };
            let changes = async |to| {
                fact.store(to, Ordering::Relaxed);
                change(&other, &Arc::default(), GUILD, Does::MayChangeIt).await;
            };
            assert_eq!(reports(&ledger, 1_001, false).await, 0);
            changes(1).await;
            assert_eq!(reports(&ledger, 1_002, false).await, 1);
            assert_eq!(reports(&ledger, 1_003, false).await, 1);
            changes(2).await;
            assert_eq!(reports(&ledger, 1_004, true).await, 2);
            changes(3).await;
            // An interaction that has an answer keeps it.
            assert_eq!(reports(&ledger, 1_003, false).await, 1);
            assert_eq!(reports(&other, 1_002, false).await, 1);
            assert_eq!(reports(&ledger, 1_005, false).await, 3);
            // Both at once, over and over: the chain is whole, and each is there once.
            let both = (0..40).map(|n| {
                let ledger = if n % 2 == 0 { &ledger } else { &other };
                reports(ledger, 2_000 + n, false)
            });
            futures::future::join_all(both).await;
            let verified = chain::verify_one(&ledger.reader(), GUILD).await.unwrap();
            let verified = verified.unwrap();
            assert_eq!((verified.broken, verified.entries), (None, 4 + 3 + 40));
        }
    }

    #[test]
    fn too_much_is_not_kept() {
        let (memory, head) = (
            Arc::new(Memory::default()),
            ledger_head::Model {
                guild_id: GUILD,
                seq: 1,
                hash: String::new(),
            },
        );
        let left = |memory: &Arc<Memory>| Standing::of(head.clone(), memory.clone(), None);
        for number in 0..MOST {
            memory.put(number.to_string(), number);
        }
        memory.keep();
        let kept = left(&memory).at(&head).unwrap();
        assert_eq!(kept.get::<usize>("5"), Some(5));
        memory.put("one more".to_owned(), MOST);
        memory.keep();
        let kept = left(&memory).at(&head).unwrap();
        assert_eq!(kept.get::<usize>("5"), None);
    }
}
