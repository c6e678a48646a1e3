//! Awards: a lot's contract: supplier, unit price or price bands by volume, ceiling (design, sections 1 and 2).
//!
//! | file | what it holds |
//! | --- | --- |
//! | `rules.rs` | what a price is, when an award may be recorded, how long the standstill lasts |
//! | `store.rs` | rows of `award` and `award_band`, and what awards and call-offs need of a tender's |
//! | `service.rs` | record; of a lot, of a tender |
//! | `leaving_out.rs` | a lot without an award (reached through `service`) |
//! | `oddities.rs`, `previews.rs` | what looks like a slip, and what the lead is shown first |
//! | `award.rs`, `extensions.rs` | an award, what changed of it while the contract ran, and what of it holds on a day; by how long it may be extended |
//! | `varying.rs`, `running.rs`, `vary_previews.rs` | a running contract is varied (reached through `service`), and what the lead is shown first |
//! | `law.rs` | what the law says of a variation: help, never a verdict |
//! | `questions.rs` | what is asked of those above before it is done |
//! | `indicating.rs` | prices expected before an award (reached through `service`) |

use crate::capability::Capability;

mod award;
pub mod cards;
pub(crate) mod commands;
mod extensions;
pub mod facts;
mod indicating;
mod law;
mod leaving_out;
pub mod oddities;
pub mod offers;
mod previews;
pub mod questions;
pub mod rules;
mod running;
pub mod service;
mod store;
mod vary_previews;
mod varying;

/// What it gives.
pub(crate) fn capability() -> Capability {
    Capability::named("awards").parts_of(
        "tender",
        [commands::award(), commands::indicate(), commands::vary()],
    )
}
