//! What a person is told. An answer is visible to that person alone unless it is made [`Answer::public`], and pings
//! nobody, ever.
//!
//! - `message`: what is said.
//! - `failing`: what is said when something is not done.
//! - `sending`: how it gets to the person.

mod failing;
mod message;
mod sending;

pub(super) use failing::{broken, of_error, only_in_a_server};
pub use failing::{reference, refused};
pub use message::{Answer, no_mentions, with_pictures};
pub use sending::{PATIENCE, open, passes, persist, recent, send, telling, waiting};
pub(super) use sending::{is_answered, patiently};
