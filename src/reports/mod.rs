//! Reports: how a tender and a region are answered and used (design, section 1): response rates, time in each stage, called
//! off against declared, contracts that are not used. Savings have a capability of their own.
//!
//! - [`rules`]: time in each stage, what is overdue to be called off.
//! - [`service`]: a tender's report, a region's.

pub mod cards;
pub mod commands;
pub mod rules;
pub mod service;
