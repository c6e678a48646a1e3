//! Dossiers: all that can be read of one tender, put together above the capabilities that keep it (design, sections 1 and 4).
//!
//! - [`service`]: the card; `glancing`: many tenders at a glance.
//! - [`cards`]: the card and its details, as a person sees them; `notices`: what is said in a tender's post.
//! - [`letters`]: posts, cards and notices, composed when they are sent.
//! - [`commands`]: `/tender show`, `/tender timeline`, **Details**.

use crate::capability::Capability;

pub mod cards;
pub mod commands;
mod glancing;
pub mod letters;
mod notices;
pub mod service;

/// What it gives.
pub(crate) fn capability() -> Capability {
    Capability::named("dossiers")
        .parts_of("tender", commands::parts())
        .presses(commands::presses())
        .letters(|means| Ok(letters::composers(&means.ledger, &means.clock)))
}
