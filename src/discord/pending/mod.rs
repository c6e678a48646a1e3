//! What waits for a person's word: a command of an officer of several authorities that didn't say for which (design,
//! section 6, `as`), what is shown before it is done, what was refused and may be changed and tried again (section 2a).
//! It is kept as Discord sent it; `again.rs` does it again.
//!
//! | file | what it holds |
//! | --- | --- |
//! | `asking.rs` | what the person is shown, with its buttons |
//! | `command_form.rs` | a command as a form, and back |
//! | `drafts.rs` | what was begun, and stays until it is done or thrown away |
//! | `holding.rs` | what a command found, kept until its officer says yes |
//! | `kept.rs`, `store.rs` | what is kept of an interaction |

mod asking;
pub(super) mod command_form;
mod drafts;
mod holding;
pub(super) mod kept;
mod store;

pub use asking::RESUME;
pub(super) use asking::{
    CHANGE, CHANGED, FOR_WHOM, GO_AHEAD, KEEP, LEAVE, OPTIONS, THROW_AWAY, draft_left, left,
    to_command, to_press,
};
pub use drafts::{Begun, Draft, begun, instead};
pub(super) use holding::gone;
pub use holding::{held, hold};
