//! An open database: its connections, and its rows read and written in few round trips. It knows nothing of entries or
//! letters.
//!
//! - [`connections`]: opens SQLite or PostgreSQL, and applies the migrations.
//! - [`mod@file`]: which SQLite file an address names, and the address of one.
//! - [`alone`]: one process for an SQLite file.
//! - [`place`]: whether an SQLite file is still where it was opened.
//! - [`presence`]: whether a process is still there, of several on one PostgreSQL, and that none is.
//! - [`contents`]: what a database is called, and how many rows its tables have.
//! - `restored`: when an older state was put back.
//! - [`db`]: somewhere rows can be read, and what is read there over and over.
//! - `memory`: what changes have read that still is so.
//! - [`recent`]: what was worked out of what is committed, until something is committed.
//! - `tables`: which tables a statement names.
//! - `transaction`: the transaction of a batch, and whether its connection can still be relied on.
//! - [`rows`]: rows of the tables that the record covers.

pub mod alone;
pub mod connections;
pub mod contents;
pub mod db;
pub mod file;
pub(crate) mod memory;
pub mod place;
pub mod presence;
pub mod recent;
pub(crate) mod restored;
pub mod rows;
pub(crate) mod tables;
pub(crate) mod transaction;

pub use alone::Alone;
pub use connections::{Database, Reader};
pub use db::{Db, Remembered};
pub use presence::{Absence, Presence};
pub use recent::Recent;
