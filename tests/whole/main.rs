//! The whole bot, seen from a member's chair, over the stand-in for Discord; and the database's rules, on both
//! databases. One program: it links once.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test that fails says so by a panic"
)]

mod authorities;
mod awards;
mod chasing;
mod circles;
mod code;
mod commands;
mod copies;
mod disks;
mod documents;
mod dropping;
mod exports;
mod files;
mod imports;
mod killed;
mod leaving;
mod ledger;
mod lives;
mod migrated;
mod named;
mod naming;
mod notices;
mod older;
mod orders;
mod people;
mod posts;
mod power;
mod previews;
mod processes;
mod record;
mod refusals;
mod righting;
mod rounds;
mod rules;
mod secret;
mod several;
mod story;
mod succeeding;
mod support;
mod tampering;
mod typed;
mod varying;
mod waiting;
mod watch;
mod webhooks;
mod words;
