//! The record as people read it: who did what, when, for whom (design, section 6, `/ledger`). The entries themselves are
//! written by `ledger/`, the door to the database.
//!
//! - [`rules`]: an entry, which are shown, and how one reads in plain words.
//! - [`service`]: a page of entries, and whether the chain is whole; for the registrars, and a tender's lead.

use crate::capability::Capability;

pub mod cards;
pub(crate) mod commands;
pub mod rules;
pub mod service;
mod store;

/// What it gives.
pub(crate) fn capability() -> Capability {
    Capability::named("records")
        .commands([commands::ledger()])
        .presses(commands::handlers())
}
