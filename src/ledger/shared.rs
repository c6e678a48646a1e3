//! What all batches of a writer share.

use std::collections::HashSet;
use std::sync::{Mutex as StdMutex, MutexGuard, PoisonError};

use tokio::sync::Mutex;

use crate::database::rows::numbers::Numbers;

/// What all batches share.
#[derive(Default)]
pub(crate) struct Shared {
    /// Row numbers that are free.
    pub numbers: Mutex<Numbers>,
    queued: StdMutex<HashSet<String>>,
}

impl Shared {
    /// The coalescing keys of deliveries that wait, as far as is known where nobody else writes.
    pub fn queued(&self) -> MutexGuard<'_, HashSet<String>> {
        let mut queued = self.queued.lock().unwrap_or_else(PoisonError::into_inner);
        if queued.len() > KEYS {
            queued.clear();
        }
        queued
    }
}

/// How many keys are known at most.
const KEYS: usize = 10_000;
