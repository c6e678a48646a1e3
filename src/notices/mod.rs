//! Published notices: what Find a Tender, the UK's central digital platform, says of one by its number.
//!
//! | file | what it holds |
//! | --- | --- |
//! | `rules.rs` | a notice's number, and what is read of a release of open contracting data |
//! | `reading.rs` | asking for it over HTTP |

use crate::capability::Capability;

pub mod reading;
pub mod rules;

pub use reading::{Unread, read};
pub use rules::{Notice, number};

/// What it gives: it is asked, and does nothing by itself.
pub(crate) fn capability() -> Capability {
    Capability::named("notices")
}
