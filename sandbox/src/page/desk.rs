//! What the page's handlers share, and what only one of them may do at a time.

use std::{net::SocketAddr, sync::Arc};

use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::{Director, Sandbox};

/// What the page's handlers share.
pub(super) struct Desk {
    pub(super) director: Arc<dyn Director>,
    pub(super) address: SocketAddr,
    /// What the director is doing, for all who watch; one thing at a time.
    pub(super) busy: watch::Sender<Option<String>>,
    pub(super) cancel: CancellationToken,
}

impl Desk {
    /// The world shown now.
    pub(super) fn world(&self) -> Sandbox {
        self.director.world().borrow().clone()
    }

    /// Begins something that only one may do at a time.
    ///
    /// # Errors
    ///
    /// What is being done, if something is.
    pub(super) fn begin(self: &Arc<Self>, what: &str) -> Result<Busy, String> {
        let mut other = None;
        let begun = self.busy.send_if_modified(|busy| {
            other.clone_from(busy);
            let free = busy.is_none();
            if free {
                *busy = Some(what.to_owned());
            }
            free
        });
        if !begun {
            return Err(format!("Please wait: {}", other.unwrap_or_default()));
        }
        Ok(Busy(Arc::clone(self)))
    }
}

/// Something is being done, until this is dropped.
pub(super) struct Busy(Arc<Desk>);

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.busy.send_replace(None);
    }
}
