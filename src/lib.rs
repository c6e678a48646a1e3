//! griffin: a Discord bot with which councils buy together as a virtual consortium.
//!
//! The map, from the top down; arrows point down only (see ARCHITECTURE.md):
//!
//! - [`servers`]: what a server has told griffin of itself, and who its registrars are.
//! - [`authorities`]: the register of authorities, and who acts for them.
//! - [`forums`]: the regional forums.
//! - [`schedule`]: the clock, and what falls due.
//! - [`ledger`]: the only door to the database.
//! - [`values`]: quantity, money, price, period, reference, stage: parse, show, calculate.

pub mod authorities;
pub mod forums;
pub mod ledger;
pub mod schedule;
pub mod servers;
pub mod values;
