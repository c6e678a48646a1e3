//! Reminders to call off, on an officer's own schedule (design, section 6, `/reminder`).
//!
//! | file | what it holds |
//! | --- | --- |
//! | `rules.rs` | what a reminder is, and what may be done with it |
//! | `store.rs` | rows of `reminder` |
//! | `service.rs` | set, list, pause, resume, put off, delete; and what happens when one falls due |
//! | `commands.rs`, `cards.rs` | `/reminder …`, the buttons, and what they show |
//! | `letters.rs`, `composing.rs` | what is sent, and what it says, and to whom, when it is sent |
//! | `duties.rs` | what is done when one falls due |
//! | `handing.rs` | what becomes of those of an authority that ceases |
//! | `facts.rs` | what can have happened to one |

use futures::FutureExt;

use crate::authorities::facts::{Merged, Succeeded};
use crate::authorities::questions::Moving;
use crate::capability::Capability;

pub mod cards;
pub(crate) mod commands;
mod composing;
mod duties;
pub mod facts;
mod handing;
mod letters;
pub mod rules;
pub mod service;
mod store;
#[cfg(test)]
mod tests;

pub use commands::{commands, handlers};

/// What it gives.
pub(crate) fn capability() -> Capability {
    Capability::named("reminders")
        .commands(commands())
        .presses(handlers())
        .letters(|means| {
            let clock = means.clock.clone();
            Ok(composing::composers(means.ledger.reader(), clock))
        })
        .duties(duties::acts())
        .answers::<Moving>(|tx, question| handing::moving(tx, question).boxed())
        .hears::<Succeeded>(|tx, fact| handing::hand_over(tx, &fact.told).boxed())
        .hears::<Merged>(|tx, fact| handing::hand_over(tx, &fact.told).boxed())
}
