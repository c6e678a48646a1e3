//! Webhooks: what a region's forum is told, told outside this Discord server too: another Discord server, Microsoft
//! Teams, Slack, Discourse, or whatever takes signed JSON.
//!
//! | file | what it holds |
//! | --- | --- |
//! | `rules.rs` | services, topics, and which addresses may be |
//! | `networks.rs` | which addresses of the internet are public |
//! | `bulletin.rs` | what is told: plain text, cut to what fits |
//! | `formats.rs` | the same as each service takes it |
//! | `hearing.rs` | what is told elsewhere when something happens here |
//! | `milestones.rs` | a tender's news in words |
//! | `store.rs` | rows of `webhook` |
//! | `service.rs` | add, list, remove, test; what is queued |
//! | `post.rs` | one request there, and what its answer means |
//! | `letters.rs`, `composing.rs` | what is sent, and what it says when it is sent |
//! | `facts.rs` | what can have happened to a webhook |
//! | `cards.rs`, `commands.rs` | `/webhook` |

use crate::capability::Capability;
use crate::ledger::Fault;

pub mod bulletin;
mod cards;
pub(crate) mod commands;
mod composing;
pub mod facts;
mod formats;
mod hearing;
mod letters;
mod milestones;
mod networks;
mod post;
pub mod rules;
pub mod service;
mod store;
#[cfg(test)]
mod tests;

pub use post::Outside;

/// What it gives.
pub(crate) fn capability() -> Capability {
    let capability = Capability::named("webhooks")
        .commands([commands::webhook()])
        .presses(commands::handlers())
        .letters(|means| {
            let outside = Outside::new(means.config.webhooks.private_networks);
            let outside = outside.map_err(Fault::new)?;
            Ok(composing::composers(&means.ledger, &means.clock, &outside))
        });
    hearing::ears(capability)
}
