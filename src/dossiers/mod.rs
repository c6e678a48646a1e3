//! Dossiers: all that can be read of one tender, put together above the capabilities that keep it (design, sections 1 and 4).
//!
//! - [`service`]: the card; `glancing`: many tenders at a glance.
//! - [`cards`]: the card; `details`: it with more, for one person; `wording`: what is said in a tender's post.
//! - `sections`: its lines that exports have too (reached through `service`).
//! - [`news`]: what everybody hears of a tender; `hearing`: what becomes of facts in its posts.
//! - `letters`: posts, edits of cards and notices; `composing`: what they say, when they are sent.
//! - `refreshing`: cards are edited (reached through `service`).
//! - `commands`: `/tender show`, `/tender timeline`, **Details**.

use crate::capability::Capability;

pub mod cards;
pub(crate) mod commands;
mod composing;
mod details;
mod glancing;
mod hearing;
mod letters;
pub mod news;
mod refreshing;
#[cfg(test)]
mod saying_tests;
mod sections;
pub mod service;
mod wording;

/// What it gives.
pub(crate) fn capability() -> Capability {
    let capability = Capability::named("dossiers")
        .parts_of("tender", commands::parts())
        .presses(commands::presses())
        .letters(|means| Ok(composing::composers(&means.ledger, &means.clock)));
    hearing::ears(capability)
}
