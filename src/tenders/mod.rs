//! Tenders: one joint procurement each, led by one authority (design, sections 1 and 2).
//!
//! - [`facts`]: what can have happened to one.
//! - [`rounds`]: when the next round is, and what it is called.
//! - [`rules`]: decisions: lots as they are typed, the calendar of a tender, who is invited and who has answered.
//! - [`service`]: use cases: announce, join, decline, leave, extend, close, reopen, cancel, edit, publish, admit, show.
//! - [`cards`]: what a person sees; the card itself is made in [`dossiers`](crate::dossiers).
//! - `answering`: what it says to what those below it ask; [`questions`]: what it asks of those above it.
//! - [`duties`]: what is done when something falls due.
//! - `oddities`: what looks like a slip, and is asked about.
//! - `places`: where a successor stands in a tender in which the authority that it succeeds had a place.
//! - `store`: the rows, in and out.
//! - [`terms`]: what is asked of those above before the term or the book is changed.

use futures::FutureExt;

use crate::authorities::facts::{Merged, Succeeded};
use crate::authorities::questions::{Involved, Leads, Moving};
use crate::capability::Capability;

mod answering;
pub mod cards;
pub(crate) mod commands;
pub mod duties;
pub mod facts;
mod oddities;
pub mod offers;
mod places;
pub mod questions;
pub mod rounds;
pub mod rules;
pub mod service;
mod store;
pub mod terms;

/// What it gives.
pub(crate) fn capability() -> Capability {
    Capability::named("tenders")
        .commands(commands::commands())
        .presses(commands::presses())
        .duties(duties::acts())
        .answers::<Involved>(|tx, question| answering::involved(tx, question).boxed())
        .answers::<Moving>(|tx, question| answering::moving(tx, question).boxed())
        .answers::<Leads>(|tx, question| answering::leads(tx, question).boxed())
        .hears::<Succeeded>(|tx, fact| service::hand_over(tx, &fact.told).boxed())
        .hears::<Merged>(|tx, fact| service::hand_over(tx, &fact.told).boxed())
}
