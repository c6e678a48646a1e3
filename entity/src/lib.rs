//! One file a table: shapes and relations, no rules.

pub mod answer;
pub mod authority;
pub mod award;
pub mod award_band;
pub mod call_off;
pub mod call_off_part;
pub mod call_off_total;
pub mod choice;
pub mod delivery;
pub mod duty;
pub mod entitled;
pub mod forum;
pub mod ledger_entry;
pub mod ledger_head;
pub mod lot;
pub mod mandate;
pub mod next_round;
pub mod officer;
pub mod participation;
pub mod pending_command;
pub mod post;
pub mod reminder;
pub mod requirement;
pub mod server;
pub mod tender;
