//! Savings: what buying together spared each authority (design, section 1, "saving").
//!
//! - [`facts`]: what can have happened to them.
//! - [`rules`]: (baseline − price paid) × quantity called off, part by part; rounded once, at the total.
//!   Tender exercises avoided, shown apart.
//! - [`service`]: a year's report: each authority's cash saving for a registrar, one's own and the total for others;
//!   beside the year before and the target; opened down to the call-offs.

use crate::capability::Capability;

pub mod cards;
pub(crate) mod commands;
pub mod facts;
mod pictures;
pub mod rules;
pub mod service;
mod store;

/// What it gives.
pub(crate) fn capability() -> Capability {
    Capability::named("savings")
        .commands([commands::savings()])
        .presses(commands::handlers())
}
