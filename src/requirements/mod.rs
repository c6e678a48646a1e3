//! Requirements: what each authority says it needs of each lot in each contract year (design, section 1).
//!
//! - [`rules`]: decisions: what a line must say, what counts in which year, who sees whose quantities.
//! - [`table`]: a table of requirements as a CSV file, read whole or refused whole.
//! - `workbook`: the same in an Excel workbook.
//! - `pictures`: what was declared, to look at.
//! - [`service`]: use cases: declare, none, withdraw, import, show, totals.
//! - `store`: the rows, in and out.

pub mod cards;
pub(crate) mod commands;
mod pictures;
pub mod rules;
pub mod service;
mod store;
pub mod table;
mod workbook;

#[cfg(test)]
mod tests;
#[cfg(test)]
mod together_tests;
