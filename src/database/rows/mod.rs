//! Rows: those of the tables that the record covers above all.
//!
//! - [`written`]: rows that changes have written, until they are sent to the database.
//! - [`mod@with`]: the rows with a value in a column, remembered.
//! - [`writes`]: several writes in one round trip.
//! - `numbers`: numbers for new rows.
//! - `seal`: the hash of a row, as an entry carries it.
//! - `stands`: the rows as they stand.

pub(crate) mod numbers;
pub(crate) mod seal;
pub(crate) mod stands;
pub mod with;
pub mod writes;
pub mod written;

pub use with::{with, with_any};
pub use writes::Write;
pub use written::{Uncovered, Written};
