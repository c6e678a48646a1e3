//! Which commands are run again by a press.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use crate::values::{Actor, Agreed};

/// What is kept, done again by a press.
#[derive(Clone, Copy, Debug)]
pub(super) struct Yes {
    /// The number under which it is kept. It is what the change is known by: however often the button is pressed, it is
    /// made once.
    pub(super) row: i64,
    /// What was said yes to.
    pub(super) agreed: Agreed,
}

impl Yes {
    /// Whoever pressed, as the one who does what is kept.
    pub(super) fn by(self, actor: Actor) -> Actor {
        Actor {
            interaction_id: self.row,
            agreed: self.agreed,
            ..actor
        }
    }
}

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
