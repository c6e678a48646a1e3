//! griffin: a Discord bot with which councils buy together as a virtual consortium.
//!
//! The map, from the top down; arrows point down only (see ARCHITECTURE.md):
//!
//! - [`delivery`]: the outbox worker: claim, pace, send, reconcile, retry, give up loudly.
//! - [`schedule`]: the clock, and what falls due.
//! - [`ledger`]: the only door to the database.
//! - [`values`]: quantity, money, price, period, reference, stage: parse, show, calculate.

pub mod delivery;
pub mod ledger;
pub mod schedule;
pub mod values;
