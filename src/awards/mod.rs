//! Awards: a lot's contract: supplier, unit price or price bands by volume, ceiling (design, sections 1 and 2).
//!
//! | file | what it holds |
//! | --- | --- |
//! | `rules.rs` | what a price is, when an award may be recorded, how long the standstill lasts |
//! | `store.rs` | rows of `award` and `award_band`, and what awards and call-offs need of a tender's |
//! | `service.rs` | record; of a lot, of a tender |
//! | `leaving_out.rs` | a lot without an award (reached through `service`) |
//! | `oddities.rs`, `previews.rs` | what looks like a slip, and what the lead is shown first |
//! | `indicating.rs` | prices expected before an award (reached through `service`) |

use crate::capability::Capability;

pub mod cards;
pub(crate) mod commands;
pub mod facts;
mod indicating;
mod leaving_out;
pub mod oddities;
pub mod offers;
mod previews;
pub mod rules;
pub mod service;
mod store;

/// What it gives.
pub(crate) fn capability() -> Capability {
    Capability::named("awards").parts_of("tender", [commands::award(), commands::indicate()])
}
