//! The only door to the database: begin, tell, send, commit.
//!
//! - [`database`]: opens SQLite or PostgreSQL and brings it to the newest migration.
//! - [`mod@file`]: which SQLite file an address names, and the address of one.
//! - [`alone`]: one process to an SQLite file.
//! - [`place`]: whether an SQLite file is still where it was opened.
//! - [`presence`]: whether a process is still there, of several on one PostgreSQL, and that none is.
//! - [`writer`]: takes the changes that wait, has them committed together, and then lets the answers go.
//! - `batch`: runs them one after the other, and commits once.
//! - `group`: what the changes of one server in a batch share: its chain, and what they record, queue and answer.
//! - `transaction`: the transaction of a batch, and whether its connection can still be relied on.
//! - [`conn`]: a change's view of it.
//! - `shared`: what all batches of a writer share.
//! - `tables`: which tables a statement names.
//! - [`rows`]: rows of covered tables that changes have written, until they are sent to the database.
//! - `numbers`: numbers for new rows.
//! - `seal`: the hash of a row, as an entry carries it.
//! - [`receipt`]: what a person is given to prove that something was recorded.
//! - [`writes`]: several writes in one round trip.
//! - `memory`: what they have read that still is so.
//! - [`fact`]: what has happened, as a type, and those who hear it.
//! - [`letter`]: what is to be sent, as a type.
//! - [`rank`]: what goes first among the lanes of the outbox.
//! - [`db`]: somewhere rows can be read, and what is read there over and over.
//! - [`cause`]: who asked for a change.
//! - `pending`: what a change records, queues and leaves.
//! - [`tx`]: what a change may do: read and write rows, tell what has happened, send letters.
//! - [`anchor`]: the head of a record as it is told in forums, and whether a record still has it.
//! - [`chain`]: how entries are hashed.
//! - [`proof`]: whether a record is whole, and whether the rows stand as it says.
//! - `stands`: rows of covered tables as they stand.
//! - `restored`: when an older state was put back.
//! - `sealing`: seals rows as they stand, where no change has.
//! - [`copies`]: copies of an SQLite database, made and put back.
//! - [`contents`]: what a database is called, and how many rows its tables have.
//! - [`recent`]: what was worked out of what is committed, until something is committed.
//! - [`error`]: a refusal for the person, a fault for the log.

pub mod alone;
pub mod anchor;
mod batch;
pub mod cause;
pub mod chain;
pub mod conn;
pub mod contents;
pub mod copies;
pub mod database;
pub mod db;
pub mod error;
pub mod fact;
#[cfg(test)]
mod failing_tests;
pub mod file;
mod group;
pub mod letter;
mod memory;
#[cfg(test)]
mod memory_tests;
mod numbers;
mod pending;
pub mod place;
pub mod presence;
pub mod proof;
pub mod rank;
pub mod receipt;
pub mod recent;
mod restored;
pub mod rows;
mod seal;
mod sealing;
mod shared;
mod stands;
mod tables;
#[cfg(test)]
pub(crate) mod testing;
mod transaction;
pub mod tx;
pub mod writer;
pub mod writes;

pub use alone::Alone;
pub use cause::Cause;
pub use conn::Conn;
pub use database::{Database, Reader};
pub use db::{Db, Remembered};
pub use error::{Error, Fault, Result};
pub use fact::{About, Fact};
pub use letter::{Letter, Outgoing};
use pending::Entry;
pub use presence::{Absence, Presence};
pub use rank::Rank;
pub use receipt::{Receipt, Receipted};
pub use recent::Recent;
pub use rows::Written;
pub use tx::{Heard, Hears, Tx};
pub use writer::Ledger;
pub use writes::Write;
