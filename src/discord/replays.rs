//! Which commands are run again by a press.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use super::data::Yes;

/// The commands that are being run again now, by the interaction of their press.
#[derive(Debug, Default)]
pub struct Replays(Mutex<HashMap<u64, Yes>>);

impl Replays {
    /// From here on this interaction runs a command again.
    pub(super) fn begin(&self, interaction: u64, yes: Yes) {
        self.known().insert(interaction, yes);
    }

    /// It has been run.
    pub(super) fn end(&self, interaction: u64) {
        self.known().remove(&interaction);
    }

    /// What is being done, if this interaction runs a command again.
    pub(super) fn of(&self, interaction: u64) -> Option<Yes> {
        self.known().get(&interaction).copied()
    }

    fn known(&self) -> std::sync::MutexGuard<'_, HashMap<u64, Yes>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
