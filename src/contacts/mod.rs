//! Contacts: whom to ask about a tender.
//!
//! | file | what it holds |
//! | --- | --- |
//! | `rules.rs` | what a name may be |
//! | `facts.rs` | what can have happened |
//! | `store.rs` | rows of `contact` |
//! | `service.rs` | name somebody, and take that back |
//! | `commands.rs`, `cards.rs` | `/contact set`, and its button |
//! | `letters.rs`, `composing.rs` | what the tender's posts are told |

use futures::FutureExt;

use crate::capability::Capability;
use crate::tenders::facts::Cancelled;

mod cards;
mod commands;
mod composing;
pub mod facts;
mod letters;
mod rules;
pub mod service;
mod store;
#[cfg(test)]
mod tests;

/// What it gives.
pub(crate) fn capability() -> Capability {
    Capability::named("contacts")
        .commands([commands::contact()])
        .presses(commands::presses())
        .letters(|means| Ok(composing::composers(means.ledger.reader())))
        .hears::<Cancelled>(|tx, it| service::over(tx, it.about).boxed())
}
