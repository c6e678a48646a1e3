//! Authorities: the register of bodies that buy, and the mandates by which officers act for them.
//!
//! | file | what it holds |
//! | --- | --- |
//! | `rules.rs` | what an authority and a mandate are, how names are read, found and suggested |
//! | `finding.rs` | pure: which authority a text means, and for which one an officer acts |
//! | `taken.rs`, `differences.rs` | pure: which names are free; what is another after a correction, and which region is meant |
//! | `table.rs`, `plan.rs` | a register as CSV text, read; what it would add and change, line by line |
//! | `store.rs` | rows of `authority`, `mandate` and `officer` |
//! | `looking.rs` | the register, read: all of a server, and the one that a text means (reached through `service`) |
//! | `service.rs` | list, show; `editing.rs`: register, correct; `importing.rs`: a table |
//! | `questions.rs` | what it asks of those above it before something is done |
//! | `commands.rs`, `cards.rs` | `/authority …` and `/mandate …` with its buttons, and what they show |
//! | `letters.rs`, `composing.rs` | what it sends by itself, and what that says when it is sent |
//! | `hearing.rs` | what the registrars are told when something can't be sent |
//! | `speaking.rs` | in which language a person is answered (reached through `service`) |
//! | `succession/` | an authority that ceases, or is registered twice: what it had moves to others |
//! | `mandates.rs` | request, decide, grant, revoke; who acts for whom (reached through `service`) |

use futures::FutureExt;

use crate::capability::Capability;
use crate::delivery::facts::{Failed, Held, MemberLeft};

pub mod cards;
pub(crate) mod commands;
mod composing;
mod differences;
mod editing;
pub mod facts;
pub mod finding;
mod hearing;
mod importing;
mod letters;
mod looking;
mod mandates;
pub mod offers;
mod plan;
pub mod questions;
pub mod rules;
pub mod service;
mod speaking;
mod store;
pub mod succession;
mod table;
mod taken;
#[cfg(test)]
mod tests;

/// What it gives.
pub(crate) fn capability() -> Capability {
    Capability::named("authorities")
        .commands([commands::authority(), commands::mandate()])
        .parts_of("griffin", [commands::language()])
        .knows_language(|db, guild, user| service::language_of(db, guild, user).boxed())
        .presses(commands::handlers())
        .presses(succession::commands::handlers())
        .duties(succession::duties::acts())
        .letters(|means| Ok(composing::composers(&means.ledger, means.clock.clone())))
        .hears::<Failed>(|tx, fact| hearing::failed(tx, fact).boxed())
        .hears::<Held>(|tx, fact| hearing::held(tx, fact).boxed())
        .hears::<MemberLeft>(|tx, fact| hearing::left(tx, fact).boxed())
}
