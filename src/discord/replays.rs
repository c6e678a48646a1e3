//! Which commands are run again by a press.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use crate::values::Agreed;

/// The commands that are being run again now, by the interaction of their press, with what was said yes to.
#[derive(Debug, Default)]
pub struct Replays(Mutex<HashMap<u64, Agreed>>);

impl Replays {
    /// From here on this interaction runs a command again.
    pub(super) fn begin(&self, interaction: u64, agreed: Agreed) {
        self.known().insert(interaction, agreed);
    }

    /// It has been run.
    pub(super) fn end(&self, interaction: u64) {
        self.known().remove(&interaction);
    }

    /// What was said yes to, if this interaction runs a command again.
    pub(super) fn of(&self, interaction: u64) -> Option<Agreed> {
        self.known().get(&interaction).copied()
    }

    fn known(&self) -> std::sync::MutexGuard<'_, HashMap<u64, Agreed>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
