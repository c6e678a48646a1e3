//! The world behind its lock, and who waits for it to change.

use std::sync::{Mutex, PoisonError};

use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::state::State;

/// What the handle, the server and the sockets share.
pub(crate) struct Shared {
    state: Mutex<State>,
    changes: watch::Sender<u64>,
    pub(crate) cancel: CancellationToken,
}

impl Shared {
    /// A world that ends with the token.
    pub(crate) fn new(state: State, cancel: CancellationToken) -> Self {
        Self {
            state: Mutex::new(state),
            changes: watch::Sender::new(0),
            cancel,
        }
    }

    /// Changes the world and wakes all who wait for a change. A test which panicked while it held
    /// the lock must not take the server down with it, hence no poisoning.
    pub(crate) fn change<R>(&self, change: impl FnOnce(&mut State) -> R) -> R {
        let result = change(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner));
        self.changes
            .send_modify(|count| *count = count.wrapping_add(1));
        result
    }

    /// Reads the world as it is.
    pub(crate) fn read<R>(&self, read: impl FnOnce(&State) -> R) -> R {
        read(&self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Looks at the world as a member would: what the clock has archived is archived first.
    pub(crate) fn look<R>(&self, read: impl FnOnce(&State) -> R) -> R {
        let (result, changed) = {
            let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
            let changed = state.archive_silent_threads();
            (read(&state), changed)
        };
        if changed {
            self.changes
                .send_modify(|count| *count = count.wrapping_add(1));
        }
        result
    }

    /// Tells of each change from now on.
    pub(crate) fn subscribe(&self) -> watch::Receiver<u64> {
        self.changes.subscribe()
    }
}
