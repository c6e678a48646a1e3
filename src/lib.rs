//! griffin: a Discord bot with which councils buy together as a virtual consortium.
//!
//! The map, from the top down; arrows point down only (see ARCHITECTURE.md):
//!
//! - [`bot`]: puts the rooms together and runs them until told to stop.
//! - `demo`: griffin tried out over the stand-in for Discord: a region, the story, a clock that jumps.
//! - [`capabilities`]: the list of them, lowest first, and who hears what; [`capability`]: the face of each.
//! - [`watch`]: health and figures over HTTP, for whoever runs griffin.
//! - `testing`: the kit of the tests of all these: servers, councils, their officers, a tender at each stage.
//! - [`config`]: config.toml and the environment, checked at start.
//! - [`servers`]: what a server has told griffin of itself, and who its registrars are.
//! - [`authorities`]: the register of authorities, and who acts for them.
//! - [`forums`]: the regional forums.
//! - [`tenders`]: joint procurements, from the announcement to their end.
//! - [`requirements`]: what each authority says it needs.
//! - [`awards`]: who won a lot, at what price.
//! - [`calloffs`]: orders under an award, and what is left.
//! - [`dossiers`]: all that can be read of one tender: its card, its details.
//! - [`digests`]: what a region's forum is told on its schedule.
//! - [`reports`]: how tenders and regions are answered and used.
//! - [`savings`]: what was saved against the price paid before.
//! - [`exports`]: a tender or a region as a workbook, tables, open contracting data or a calendar.
//! - [`reminders`]: reminders to call off, on an officer's own schedule.
//! - [`notices`]: what Find a Tender says of a published notice.
//! - [`webhooks`]: the same news told outside this server: Discord, Teams, Slack, Discourse, signed JSON.
//! - [`records`]: the record as people read it.
//! - [`shards`]: which process keeps which shard of Discord's gateway.
//! - [`discord`]: what all commands share: answers, refusals, ids of buttons, escaping, Discord's limits.
//! - [`pictures`]: charts as PNG, for whoever would rather look than read.
//! - [`delivery`]: the outbox worker: claim, pace, send, reconcile, retry, give up loudly.
//! - [`schedule`]: what falls due next.
//! - [`intake`]: what comes from outside: how much of it is kept, and where it is read.
//! - [`copies`]: copies of an SQLite database, made and put back.
//! - [`proof`]: whether a record is whole, and whether the rows stand as it says.
//! - [`ledger`]: the only door to the database: one change after the other, each with its entry.
//! - [`database`]: an open database, and its rows read and written in few round trips.
//! - [`clock`]: what time it is, a parameter everywhere.
//! - [`error`]: a refusal for the person, a fault for the log.
//! - [`values`], a crate by itself, below `entity`: quantity, money, price, period, reference, stage: parse, show, calculate.
//! - [`words`], a crate by itself, below `values`: every text that a person reads, in each language.

pub mod authorities;
pub mod awards;
pub mod bot;
pub mod calloffs;
pub mod capabilities;
pub mod capability;
pub mod clock;
pub mod config;
pub mod copies;
pub mod database;
pub mod delivery;
#[cfg(feature = "sandbox")]
pub mod demo;
pub mod digests;
pub mod discord;
pub mod dossiers;
pub mod error;
pub mod exports;
pub mod forums;
pub mod intake;
pub mod ledger;
pub mod notices;
pub mod pictures;
pub mod proof;
pub mod records;
pub mod reminders;
pub mod reports;
pub mod requirements;
pub mod savings;
pub mod schedule;
pub mod servers;
pub mod shards;
pub mod tenders;
#[cfg(test)]
pub(crate) mod testing;
pub use values;
pub mod watch;
pub mod webhooks;
pub use words;
