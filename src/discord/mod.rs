//! What all commands share of Discord: it knows nothing of any capability.
//!
//! | file | what it holds |
//! | --- | --- |
//! | `answer/` | what a person is told: private unless said otherwise, pinging nobody; refusals and faults |
//! | `asking.rs` | who asks, and what they typed |
//! | `attachment.rs` | files that people hand in: from where, how much, and how many at once |
//! | `autocomplete.rs` | what a text option offers |
//! | `choice.rs` | options with fixed choices |
//! | `custom_id.rs` | the ids of buttons, menus and forms |
//! | `data.rs` | what commands and the handlers of presses are given |
//! | `describing.rs` | what Discord shows of each command and option |
//! | `error.rs` | why something was not done |
//! | `escape.rs` | what a person typed, made harmless |
//! | `help.rs` | `/help` |
//! | `languages.rs` | in which language each person is answered |
//! | `limits.rs` | Discord's limits, each with its source |
//! | `on_error.rs` | an answer for whatever can go wrong before, in and after a command |
//! | `pending/` | a command that must know for which authority it is: a menu asks, and it runs again |
//! | `press.rs` | buttons, menus and forms: what was pressed, and its answer |
//!
//! A command's shape: parse what was given, one call into the service under [`answer::waiting`], one
//! [`answer::send`].

pub mod answer;
mod asking;
pub mod attachment;
pub mod autocomplete;
pub mod choice;
pub mod custom_id;
mod data;
pub mod describing;
mod error;
pub mod escape;
pub(crate) mod help;
mod languages;
pub mod limits;
pub mod on_error;
pub mod pending;
pub mod press;
#[cfg(test)]
pub(crate) mod testing;

pub use answer::Answer;
pub(crate) use asking::given;
pub use asking::{actor, asking, id, lang};
pub use attachment::Attachments;
pub use choice::{Choice, OneOf};
pub use custom_id::CustomId;
pub use data::{Command, Context, Data, Press, Presses, StatusLine, UnknownEvents};
pub use error::{Error, Result};
pub use languages::{LanguageOf, Languages};
