//! griffin: a Discord bot with which councils buy together as a virtual consortium.
//!
//! The map, from the top down; arrows point down only (see ARCHITECTURE.md):
//!
//! - [`awards`], [`calloffs`], [`savings`]: who won and at what price, what is ordered, what it spares.
//! - [`schedule`]: the clock, and what falls due.
//! - [`ledger`]: the only door to the database.
//! - [`values`]: quantity, money, price, period, reference, stage: parse, show, calculate.

pub mod awards;
pub mod calloffs;
pub mod ledger;
pub mod savings;
pub mod schedule;
pub mod values;
