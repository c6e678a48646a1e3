//! An authority that ceases (councils are reorganised), or that was registered twice: what it had moves to others, and its
//! row stays in the record (design, section 2a).
//!
//! | file | what it holds |
//! | --- | --- |
//! | `rules.rs` | who succeeds whom, as it is typed and as it is handed over |
//! | `service.rs` | settle it, take it back, merge a double; `handing.rs`: what is done on the day |
//! | `duties.rs` | the day, and six and three months before |
//! | `commands.rs`, `cards.rs` | `/authority succeed`, `/authority merge`, Undo, and what they show |

pub(super) mod cards;
pub(super) mod commands;
pub(super) mod duties;
mod handing;
pub mod rules;
pub(super) mod service;
#[cfg(test)]
mod tests;
