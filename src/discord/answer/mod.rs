//! What a person is told. An answer is visible to that person alone unless it is made [`Answer::public`], and pings
//! nobody, ever.
//!
//! - `message`: what is said.
//! - `failing`: what is said when something is not done.
//! - `sending`: how it gets to the person; `persisting`: again, where Discord failed.
//! - `replay`: in place of the message whose button ran a command again.

mod failing;
mod message;
mod persisting;
pub(super) mod replay;
mod sending;

pub(super) use failing::{broken, of_error, only_in_a_server};
pub use failing::{reference, refused};
pub use message::{Answer, no_mentions, with_pictures};
pub(super) use persisting::is_answered;
pub use persisting::{passes, persist};
pub(super) use sending::patiently;
pub use sending::{PATIENCE, open, recent, send, telling, waiting};
