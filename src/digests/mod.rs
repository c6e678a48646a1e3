//! Digests: what a region's forum is told of its tenders, on its schedule (design, sections 1 and 6).
//!
//! | file | what it holds |
//! | --- | --- |
//! | `rules.rs` | which sections a digest has, and what is in them |
//! | `store.rs` | which tenders a forum has, and what was called off of them |
//! | `service.rs` | gather, preview, post now |
//! | `wording.rs` | what its lines say, whoever shows them |
//! | `cards.rs` | a digest as messages within Discord's limits |
//! | `letters.rs`, `composing.rs` | what is sent, and what it says when it is sent |
//! | `duties.rs` | what is done when a digest falls due |
//! | `facts.rs` | what can have happened to one |
//! | `commands.rs` | `/digest schedule`, `preview`, `now`, `pause` |

use crate::capability::Capability;

pub mod cards;
pub(crate) mod commands;
mod composing;
mod duties;
pub mod facts;
mod letters;
pub mod rules;
pub mod service;
#[cfg(test)]
mod tests;
pub mod wording;

pub use commands::commands;

/// What it gives.
pub(crate) fn capability() -> Capability {
    Capability::named("digests")
        .commands(commands())
        .letters(|means| Ok(composing::composers(&means.ledger, &means.clock)))
        .duties(duties::acts())
}
