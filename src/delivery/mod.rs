//! The outbox worker: claim, pace, send, reconcile, retry, give up loudly. What it sends it knows
//! as data only: capabilities compose it (design, section 3, rules 3, 4 and 5).
//!
//! | file | what it holds |
//! | --- | --- |
//! | `message.rs` | a message before it is a new one, an edit or a post |
//! | `compose.rs` | what capabilities tell the worker |
//! | `facts.rs` | what can have happened to a letter on its way |
//! | `queue.rs` | the store: claim under a lease, and what became of it |
//! | `queue/backlog.rs` | what is not sent, counted and listed |
//! | `queue/again.rs` | what waits for somebody, tried again or dismissed |
//! | `queue/absence.rs` | who is no longer in a server |
//! | `members.rs` | whether those whom a message would mention are still in its server |
//! | `refusals.rs` | Discord's codes, sorted by what comes of them |
//! | `stuck.rs` | what people are told of a letter that is not sent |
//! | `wire.rs` | one request to Discord, and what its answer means |
//! | `pace.rs` | how fast: each channel by its headers, all under the global limit |
//! | `mark.rs` | the mark by which a message is recognised after a crash |
//! | `send.rs` | what a delivery is in requests |
//! | `reconcile.rs` | whether a delivery whose outcome is unknown has arrived |
//! | `late.rs` | what is late, merged into one message that says so |
//! | `backoff.rs` | when to try again |
//! | `worker.rs` | the loop |

pub mod backoff;
pub mod compose;
pub mod facts;
mod late;
pub mod mark;
mod members;
pub mod message;
pub mod pace;
pub mod queue;
pub mod reconcile;
pub mod refusals;
pub mod send;
mod stuck;
#[cfg(test)]
pub(crate) mod testing;
pub mod wire;
pub mod worker;

pub use compose::{
    Arrived, Compose, Composed, Composers, Elsewhere, Fallback, Place, Remedy, ThreadChange,
};
pub use message::{Mentions, Message, attachment};
pub use queue::Delivery;
pub use refusals::Refused;
pub use stuck::Stuck;
pub use worker::Worker;
