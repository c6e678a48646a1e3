//! Requirements: what each authority says it needs of each lot in each contract year (design, section 1).
//!
//! - [`facts`]: what can have happened to one.
//! - [`rules`]: decisions: what a line must say, what counts in which year, who sees whose quantities.
//! - `odd`: what looks like a slip in a quantity, and is asked about.
//! - `secrecy`: when a total may be shown, so that it gives nobody's quantity away.
//! - `shares`: what becomes of what an authority declared when it ceases.
//! - [`questions`]: what it asks of those above it.
//! - [`table`]: a table of requirements as a CSV file, read whole or refused whole.
//! - `workbook`: the same in an Excel workbook; `weight`: what that would unfold into, counted before it is opened.
//! - `pictures`: what was declared, to look at.
//! - [`service`]: use cases: declare, none, withdraw, import, show, totals.
//! - `store`: the rows, in and out; `store/shown`: those of the totals that are shown.

use futures::FutureExt;

use crate::authorities::facts::{Merged, Succeeded};
use crate::authorities::questions::Moving;
use crate::capability::Capability;
use crate::tenders;
use crate::tenders::facts::{
    Closed, Collected, Declined, Edited, Left, LotEdited, LotRemoved, LotsAdded, Published, Regions,
};
use crate::tenders::terms::TermsChange;

pub mod cards;
pub(crate) mod commands;
pub mod facts;
mod odd;
mod pictures;
pub mod questions;
pub mod rules;
mod secrecy;
pub mod service;
mod shares;
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
        .answers::<Moving>(|tx, question| service::moving(tx, &question.0).boxed())
        .hears::<Succeeded>(|tx, fact| service::hand_over(tx, &fact.told).boxed())
        .hears::<Merged>(|tx, fact| service::hand_over(tx, &fact.told).boxed())
        .answers::<TermsChange>(|tx, change| service::makes(tx, change).boxed())
        .hears::<Edited>(|tx, fact| service::tender_edited(tx, fact).boxed())
        .hears::<Closed>(|tx, fact| service::closed(tx, fact.about).boxed())
        .hears::<Collected>(|tx, fact| service::closed(tx, fact.about).boxed())
        .hears::<Published>(|tx, fact| service::closed(tx, fact.about).boxed())
        .hears::<LotsAdded>(|tx, fact| service::lots_added(tx, fact).boxed())
        .hears::<LotEdited>(|tx, fact| service::lot_edited(tx, fact).boxed())
        .hears::<LotRemoved>(|tx, fact| service::lot_removed(tx, fact).boxed())
        .hears::<Regions>(|tx, fact| service::regions_changed(tx, fact).boxed())
        .hears::<Left>(|tx, fact| service::gone(tx, fact.about).boxed())
        .hears::<Declined>(|tx, fact| service::gone(tx, fact.about).boxed())
        .answers::<tenders::questions::Declared>(|tx, it| service::declared(tx, it).boxed())
}
