//! Servers: what a Discord server has told griffin of itself, and who its registrars are.
//!
//! | file | what it holds |
//! | --- | --- |
//! | `rules.rs` | the settings, who may set up, who is a registrar, which languages there are |
//! | `facts.rs` | what can have happened to one |
//! | `store.rs` | rows of `server` |
//! | `commands.rs`, `cards.rs` | `/griffin setup` and `/griffin status`, and what they show |
//! | `waiting.rs` | what waits for somebody in `/griffin status`, and the buttons there |
//! | `service.rs` | set up, settings, require a registrar; have sent again, dismiss |

use crate::capability::Capability;

pub mod cards;
pub(crate) mod commands;
pub mod facts;
pub mod rules;
pub mod service;
mod store;
#[cfg(test)]
mod tests;
mod waiting;

pub use commands::NEEDED;

/// What it gives.
pub(crate) fn capability() -> Capability {
    Capability::named("servers")
        .commands([commands::griffin()])
        .presses(waiting::presses())
}
