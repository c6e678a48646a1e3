//! Requirements: what each authority says it needs of each lot in each contract year (design, section 1).
//!
//! - [`facts`]: what can have happened to one.
//! - [`rules`]: decisions: what a line must say, what counts in which year, who sees whose quantities.
//! - [`table`]: a table of requirements as a CSV file, read whole or refused whole.
//! - `workbook`: the same in an Excel workbook; `weight`: what that would unfold into, counted before it is opened.
//! - `pictures`: what was declared, to look at.
//! - [`service`]: use cases: declare, none, withdraw, import, show, totals.
//! - `store`: the rows, in and out.

use futures::FutureExt;

use crate::capability::Capability;
use crate::tenders::facts::{Declined, Edited, Left, LotEdited};

pub mod cards;
pub(crate) mod commands;
pub mod facts;
mod pictures;
pub mod rules;
pub mod service;
mod store;
pub mod table;
mod weight;
mod workbook;

#[cfg(test)]
mod tests;
#[cfg(test)]
mod together_tests;

/// What it gives.
pub(crate) fn capability() -> Capability {
    Capability::named("requirements")
        .commands(commands::commands())
        .presses(commands::presses())
        .hears::<Edited>(|tx, fact| service::tender_edited(tx, fact).boxed())
        .hears::<LotEdited>(|tx, fact| service::lot_edited(tx, fact).boxed())
        .hears::<Left>(|tx, fact| service::gone(tx, fact.about).boxed())
        .hears::<Declined>(|tx, fact| service::gone(tx, fact.about).boxed())
}
