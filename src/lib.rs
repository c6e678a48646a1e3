//! griffin: a Discord bot with which councils buy together as a virtual consortium.
//!
//! The map, from the top down; arrows point down only (see ARCHITECTURE.md):
//!
//! - [`tenders`]: joint procurements: announced, joined, published, closed.
//! - [`requirements`]: what each authority says it needs.
//! - [`schedule`]: the clock, and what falls due.
//! - [`ledger`]: the only door to the database.
//! - [`values`]: quantity, money, price, period, reference, stage: parse, show, calculate.

pub mod ledger;
pub mod requirements;
pub mod schedule;
pub mod tenders;
pub mod values;
