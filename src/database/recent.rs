//! What was worked out of what is committed, kept until something is committed: the same question again costs no query.

use std::collections::HashMap;
use std::future::Future;
use std::sync::{Mutex, PoisonError};

use crate::database::Reader;
use crate::database::connections::Version;
use crate::error::Result;

/// The most that is kept; then all of it is worked out again.
const MOST: usize = 2_000;

/// Keeps what was worked out, by a key that says all that it depends on besides what is committed: whoever asks, and
/// for what. What depends on the time of day is not kept here.
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
