//! Digests: what a region's forum is told of its tenders, on its schedule (design, sections 1 and 6).
//!
//! | file | what it holds |
//! | --- | --- |
//! | `rules.rs` | which sections a digest has, and what stands in them |
//! | `store.rs` | which tenders a forum has, and what was called off of them |
//! | `service.rs` | gather, preview, post now |
//! | `wording.rs` | what its lines say, whoever shows them |
//! | `cards.rs` | a digest as messages within Discord's limits |
//! | `deliveries.rs` | what happens when a digest falls due, and when it is sent |
//! | `commands.rs` | `/digest schedule`, `preview`, `now`, `pause` |

use crate::capability::Capability;

pub mod cards;
pub(crate) mod commands;
pub mod deliveries;
pub mod facts;
pub mod rules;
pub mod service;
#[cfg(test)]
mod tests;
pub mod wording;

pub use commands::commands;
pub use deliveries::{acts, composers};

/// What it gives.
pub(crate) fn capability() -> Capability {
    Capability::named("digests")
        .commands(commands())
        .letters(|means| Ok(composers(&means.ledger, &means.clock)))
        .duties(acts())
}
