//! What was worked out of what is committed, kept until something is committed: the same question again costs no query.

use std::collections::HashMap;
use std::future::Future;
use std::sync::{Mutex, PoisonError};

use super::database::Version;
use super::{Reader, Result};

/// The most that is kept; then all of it is worked out anew.
const MOST: usize = 2_000;

/// Keeps what was worked out, by a key that says all that it depends on beside what is committed: whoever asks, and for
/// what. What depends on the time of day is not kept here.
#[derive(Debug)]
pub struct Recent<T>(Mutex<Kept<T>>);

#[derive(Debug)]
struct Kept<T> {
    version: Option<Version>,
    found: HashMap<String, T>,
}

impl<T> Default for Recent<T> {
    fn default() -> Self {
        Recent(Mutex::new(Kept {
            version: None,
            found: HashMap::new(),
        }))
    }
}

impl<T: Clone> Recent<T> {
    /// What was worked out for `key` since the last commit, or else what `work` gives now.
    ///
    /// # Errors
    /// What `work` returned; a fault, if the database can't be asked.
    pub async fn get(
        &self,
        db: &Reader,
        key: String,
        work: impl Future<Output = Result<T>>,
    ) -> Result<T> {
        // Asked before anything is read: what is read after a commit is newer than its label, and never older.
        let version = db.version().await?;
        {
            let mut kept = self.kept();
            if kept.version.as_ref() != Some(&version) {
                kept.version = Some(version.clone());
                kept.found.clear();
            }
            if let Some(found) = kept.found.get(&key) {
                return Ok(found.clone());
            }
        }
        let found = work.await?;
        let mut kept = self.kept();
        if kept.version.as_ref() == Some(&version) {
            if kept.found.len() >= MOST {
                kept.found.clear();
            }
            kept.found.insert(key, found.clone());
        }
        Ok(found)
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, Kept<T>> {
        // Nothing in here is left half-changed by a panic.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use futures::FutureExt;
    use serde_json::json;

    use super::super::testing::ledgers;
    use super::super::{Cause, Database, Entry, Hears, Ledger};
    use super::*;
    use crate::schedule::clock::SystemClock;

    async fn changes(ledger: &Ledger) {
        let entry = Entry {
            kind: "test",
            authority_id: None,
            tender_id: None,
            data: json!({}),
        };
        ledger
            .write(Cause::due(7), move |tx| {
                async move {
                    tx.record(entry).await;
                    Ok(())
                }
                .boxed()
            })
            .await
            .unwrap();
    }

    #[tokio::test]
    async fn what_is_worked_out_holds_until_something_is_committed() {
        let folder = tempfile::tempdir().unwrap();
        for (ledger, url) in ledgers(folder.path()).await {
            let recent = Recent::default();
            let times = AtomicU32::new(0);
            let asks = async |key: &str| {
                let work = async { Ok(times.fetch_add(1, Ordering::Relaxed)) };
                recent
                    .get(&ledger.reader(), key.to_owned(), work)
                    .await
                    .unwrap()
            };
            // Of a whole PostgreSQL every commit counts, those of other tests' databases too: there it may be worked out
            // anew at any time.
            let alone = ledger.database().kind() == "SQLite";
            let first = (asks("a").await, asks("a").await, asks("b").await);
            assert!(first == (0, 0, 1) || !alone, "{first:?}");
            let before = times.load(Ordering::Relaxed);
            changes(&ledger).await;
            let again = (asks("a").await, asks("a").await);
            assert!(
                again == (2, 2) || (!alone && again.0 >= before),
                "{again:?}"
            );
            // A refusal is not kept.
            let no = async { Err(crate::values::Refusal::new("No.", "").into()) };
            let refused: Result<u32> = recent.get(&ledger.reader(), "c".to_owned(), no).await;
            assert!(refused.is_err());
            let before = times.load(Ordering::Relaxed);
            assert_eq!(asks("c").await, before);
            if !alone {
                // Another process has another writer.
                let other = Database::open(&url).await.unwrap();
                let other =
                    Ledger::start(other, std::sync::Arc::new(SystemClock), Hears::default());
                let before = times.load(Ordering::Relaxed);
                changes(&other).await;
                assert!(asks("a").await >= before);
            }
        }
    }
}
