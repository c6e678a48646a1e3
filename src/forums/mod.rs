//! Forums: a region's name, its Discord forum, its language and its digest's schedule.
//!
//! | file | what it holds |
//! | --- | --- |
//! | `rules.rs` | what a forum is, and whether another may be opened |
//! | `facts.rs` | what can have happened to one |
//! | `store.rs` | rows of `forum`, and the duty of a forum's digest |
//! | `commands.rs`, `cards.rs` | `/forum open`, and what it shows |
//! | `tagging.rs` | which of a forum's tags its posts carry |
//! | `service.rs` | open, list, find, remember tags, schedule and pause digests |

use crate::capability::Capability;

pub mod cards;
pub(crate) mod commands;
pub mod facts;
pub mod offers;
pub mod rules;
pub mod service;
mod store;
pub mod tagging;
#[cfg(test)]
mod tests;

/// What it gives.
pub(crate) fn capability() -> Capability {
    Capability::named("forums")
        .commands([commands::forum()])
        .status(commands::last_digest)
}
