//! The forms that people have open: Discord sends back what was typed into a form, not what it asked.

use std::sync::{Mutex, PoisonError};

use hashlink::LruCache;
use poise::serenity_prelude::{CreateModal, UserId};
use serde_json::Value;

/// So many are remembered, the newest; a person has one at a time.
const MOST: usize = 2_000;

/// The form that each person opened last. It is lost with the process; who fills such a form in wrongly is shown what
/// they typed, without a form to change it in.
#[derive(Debug)]
pub struct Forms(Mutex<LruCache<UserId, Value>>);

impl Default for Forms {
    fn default() -> Self {
        Forms(Mutex::new(LruCache::new(MOST)))
    }
}

impl Forms {
    /// A person is shown this form.
    pub(super) fn opened(&self, user: UserId, form: &CreateModal) {
        // One that can't be written down can't be sent either: Discord's answer says so.
        if let Ok(form) = serde_json::to_value(form) {
            self.known().insert(user, form);
        }
    }

    /// The form with this id, if it is the one that the person opened last.
    pub(super) fn of(&self, user: UserId, custom_id: &str) -> Option<Value> {
        let mut known = self.known();
        let form = known.get(&user)?;
        (form["custom_id"] == custom_id).then(|| form.clone())
    }

    fn known(&self) -> std::sync::MutexGuard<'_, LruCache<UserId, Value>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
