//! Authorities: the register of bodies that buy, and the mandates by which officers act for them.
//!
//! | file | what it holds |
//! | --- | --- |
//! | `rules.rs` | what an authority and a mandate are, how names are read, found and suggested |
//! | `finding.rs` | pure: which authority a text means, and for which one an officer acts |
//! | `table.rs` | a register as CSV text: read whole, or refused with every wrong line |
//! | `store.rs` | rows of `authority`, `mandate` and `officer` |
//! | `looking.rs` | the register, read: all of a server, and the one that a text means (reached through `service`) |
//! | `service.rs` | register, import, list, show |
//! | `commands.rs`, `cards.rs` | `/authority …` and `/mandate …` with its buttons, and what they show |
//! | `speaking.rs` | in which language a person is answered (reached through `service`) |
//! | `mandates.rs` | request, decide, grant, revoke; who acts for whom (reached through `service`) |

use futures::FutureExt;

use crate::capability::Capability;

pub mod cards;
pub(crate) mod commands;
pub mod deliveries;
pub mod finding;
mod looking;
mod mandates;
pub mod offers;
pub mod rules;
pub mod service;
mod speaking;
mod store;
mod table;
#[cfg(test)]
mod tests;

/// What it gives.
pub(crate) fn capability() -> Capability {
    Capability::named("authorities")
        .commands([commands::authority(), commands::mandate()])
        .parts_of("griffin", [commands::language()])
        .knows_language(|db, guild, user| service::language_of(db, guild, user).boxed())
        .presses(commands::handlers())
        .letters(|means| Ok(deliveries::composers(&means.ledger)))
}
