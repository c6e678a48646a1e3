//! What the changes of one server in one batch have read, for those that come after them: nobody else changes that server
//! meanwhile, as its chain is locked.
//!
//! A change that says nothing of it ends the memory; one that knows what others remember says that it leaves it true
//! ([`super::Tx::leaves_memory_true`]), having put in what it changed itself ([`super::Tx::remember`]).

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

type Kept = HashMap<(TypeId, String), Box<dyn Any + Send>>;

/// What is remembered.
#[derive(Debug, Default)]
pub(super) struct Memory {
    /// Who asked for the changes of this batch, each once.
    actors: Vec<i64>,
    kept: Mutex<Kept>,
}

impl Memory {
    /// Of nothing yet; `actors` asked for the changes of the batch.
    pub fn of(mut actors: Vec<i64>) -> Self {
        actors.sort_unstable();
        actors.dedup();
        Memory {
            actors,
            kept: Mutex::default(),
        }
    }

    /// Who asked for the changes of this batch, each once.
    pub fn actors(&self) -> &[i64] {
        &self.actors
    }

    /// What is remembered under this name, if it is of this type.
    pub fn get<T: Clone + Send + 'static>(&self, name: &str) -> Option<T> {
        let kept = self.kept();
        let found = kept.get(&(TypeId::of::<T>(), name.to_owned()))?;
        found.downcast_ref::<T>().cloned()
    }

    /// Remembers it.
    pub fn put<T: Clone + Send + 'static>(&self, name: String, value: T) {
        self.kept()
            .insert((TypeId::of::<T>(), name), Box::new(value));
    }

    /// Forgets everything.
    pub fn forget(&self) {
        self.kept().clear();
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, Kept> {
        // Nothing in here is left half-changed by a panic.
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
