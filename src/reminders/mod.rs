//! Reminders to call off, on an officer's own schedule (design, section 6, `/reminder`).
//!
//! | file | what it holds |
//! | --- | --- |
//! | `rules.rs` | what a reminder is, and what may be done with it |
//! | `store.rs` | rows of `reminder` |
//! | `service.rs` | set, list, pause, resume, put off, delete; and what happens when one falls due |
//! | `commands.rs`, `cards.rs` | `/reminder …`, the buttons, and what they show |
//! | `deliveries.rs` | what a reminder says, and to whom, when it is sent |

use crate::capability::Capability;

pub mod cards;
pub mod commands;
pub mod deliveries;
pub mod rules;
pub mod service;
mod store;
#[cfg(test)]
mod tests;

pub use commands::{commands, handlers};
pub use deliveries::{acts, composers};

/// What it gives.
pub(crate) fn capability() -> Capability {
    Capability::named("reminders")
        .commands(commands())
        .presses(handlers())
        .letters(|means| Ok(composers(means.ledger.reader(), means.clock.clone())))
        .duties(acts())
}
