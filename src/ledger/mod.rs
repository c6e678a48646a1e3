//! The only door to the database: begin, tell, send, commit.
//!
//! - [`writer`]: takes the changes that wait, has them committed together, and then lets the answers go.
//! - `batch`: runs them one after the other, and commits once.
//! - `group`: what the changes of one server in a batch share: its chain, and what they record, queue and answer.
//! - `shared`: what all batches of a writer share.
//! - [`tx`]: what a change may do: read and write rows, tell what has happened, send letters.
//! - [`conn`]: a change's view of its batch's transaction.
//! - `pending`: what a change records, queues and leaves.
//! - [`cause`]: who asked for a change.
//! - [`fact`]: what has happened, as a type, and those who hear it.
//! - [`question`]: what is asked of those above before something is done.
//! - [`letter`]: what is to be sent, as a type.
//! - [`rank`]: what goes first among the lanes of the outbox.
//! - [`chain`]: how entries are hashed.
//! - [`receipt`]: what a person is given to prove that something was recorded.

mod batch;
pub mod called;
pub mod cause;
pub mod chain;
pub mod conn;
pub mod fact;
#[cfg(test)]
mod failing_tests;
pub(crate) mod group;
pub mod letter;
#[cfg(test)]
mod memory_tests;
pub(crate) mod pending;
pub mod question;
pub mod rank;
pub mod receipt;
#[cfg(test)]
mod recent_tests;
mod shared;
pub mod tx;
pub mod writer;

pub use crate::database::rows::{Write, Written};
pub use crate::database::{Database, Db, Reader, Recent, Remembered};
pub use crate::error::{Error, Fault, Result};
pub use cause::Cause;
pub use conn::Conn;
pub use fact::{About, Fact};
pub use letter::{Letter, Outgoing};
pub(crate) use pending::Entry;
pub use question::Question;
pub use rank::Rank;
pub use receipt::{Receipt, Receipted};
pub use tx::{Answers, Heard, Hears, Tx};
pub use writer::Ledger;
