//! Call-offs: orders under an award, their corrections, and what is left (design, sections 1 and 2).
//!
//! | file | what it holds |
//! | --- | --- |
//! | `rules.rs` | how a call-off is priced, what a correction reverses, what is left |
//! | `facts.rs` | what can have happened to one |
//! | `store.rs` | rows of `call_off`, `call_off_part`, `call_off_total` |
//! | `odd.rs` | what looks like a slip in an order |
//! | `service.rs` | record |
//! | `correcting.rs` | correct, undo (reached through `service`) |
//! | `under.rs` | under what something is called off: its price, its preview, what comes of it |
//! | `views.rs` | list, balance (reached through `service`) |
//! | `handing.rs` | what becomes of the orders of an authority that ceases, or was registered twice |
//! | `headroom.rs` | how much of a ceiling is called off, and by when it runs out |
//! | `ceilings.rs` | how a ceiling stands, and who still needs some (reached through `service`) |
//! | `recount.rs` | the kept totals counted again, for `griffin verify` |
//! | `next_band.rs` | what more would bring |
//! | `course.rs`, `pictures.rs` | called off beside declared, month by month; the same to look at |

use futures::FutureExt;

use crate::authorities::facts::Merged;
use crate::authorities::questions::Moving;
use crate::awards::facts::Replaced;
use crate::awards::questions::Ordered;
use crate::capability::Capability;
use crate::requirements::questions::CalledOff;

pub mod cards;
mod ceilings;
pub(crate) mod commands;
mod correcting;
mod course;
mod declared;
pub mod facts;
mod handing;
mod headroom;
mod next_band;
mod odd;
mod pictures;
mod recount;
pub mod rules;
pub mod service;
mod store;
mod under;
mod views;

/// What it gives.
pub(crate) fn capability() -> Capability {
    Capability::named("calloffs")
        .commands(commands::commands())
        .presses(commands::presses())
        .answers::<Moving>(|tx, question| handing::moving(tx, question).boxed())
        .answers::<CalledOff>(|tx, question| handing::called_off(tx, question).boxed())
        .hears::<Merged>(|tx, fact| handing::merged(tx, &fact.told).boxed())
        .hears::<Replaced>(|tx, fact| service::award_replaced(tx, fact).boxed())
        .answers::<Ordered>(|tx, question| service::ordered(tx, question).boxed())
}
