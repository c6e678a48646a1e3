//! What all commands share of Discord: it knows nothing of any capability.
//!
//! | file | what it holds |
//! | --- | --- |
//! | `again.rs` | what waits for a person's word, done again by a press |
//! | `answer/` | what a person is told: private unless said otherwise, pinging nobody; refusals and faults |
//! | `asking.rs` | who asks, and what they typed |
//! | `attachment.rs` | files that people hand in: from where, how much, and how many at once |
//! | `autocomplete.rs` | what a text option offers |
//! | `choice.rs` | options with fixed choices |
//! | `custom_id.rs` | the ids of buttons, menus and forms |
//! | `data.rs` | what commands and the handlers of presses are given |
//! | `describing.rs` | what Discord shows of each command and option |
//! | `dispatch.rs` | who handles which button, menu and form |
//! | `error.rs` | why something was not done |
//! | `escape.rs` | what a person typed, made harmless |
//! | `forms.rs` | the forms that people have open |
//! | `help.rs` | `/help` |
//! | `languages.rs` | in which language each person is answered |
//! | `limits.rs` | Discord's limits, each with its source |
//! | `on_error.rs` | an answer for whatever can go wrong before, in and after a command |
//! | `pending/` | what waits for a person's word: for whom, yes to a preview, what was refused and is changed |
//! | `press.rs` | buttons, menus and forms: what was pressed, and its answer |
//! | `replays.rs` | which commands are run again by a press |
//!
//! A command's shape: parse what was given, one call into the service under [`answer::waiting`], one
//! [`answer::send`].

pub mod again;
pub mod answer;
mod asking;
pub mod attachment;
pub mod autocomplete;
pub mod choice;
pub mod custom_id;
mod data;
pub mod describing;
pub mod dispatch;
mod error;
pub mod escape;
mod forms;
pub(crate) mod help;
mod languages;
pub mod limits;
pub mod on_error;
pub mod pending;
pub mod press;
mod replays;
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
pub use forms::Forms;
pub use languages::{LanguageOf, Languages};
pub use replays::Replays;
