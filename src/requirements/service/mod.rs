//! Use cases of requirements.
//!
//! - `gate`: who may declare, and until when.
//! - `declaring`: a line, or several.
//! - `importing`: a whole table, with a preview.
//! - `ceasing`: the nil return, and taking back.
//! - `amending`: what is declared in words, before and after; `comparing`: what looks like a slip in it.
//! - `handing`: what an authority declared goes to its successors.
//! - `looking`: totals and requirements, as far as the viewer may see them.
//! - `previews`: what is shown before something declared is dropped.
//! - `reopening`: the terms change after something was declared.
//! - `showing`: the totals that everybody may see, kept as they were last shown.

mod amending;
mod before;
mod ceasing;
mod comparing;
mod declaring;
mod gate;
mod handing;
mod holding;
mod importing;
mod looking;
mod previews;
mod reopening;
mod showing;

pub use super::rules::Line;
pub use super::store::Requirement;
pub use super::table::{HEADER as TABLE_HEADER, sheet_name};
pub use before::{Before, before};
pub use ceasing::{Ceased, Nil, Withdraw, none, withdraw};
pub use declaring::{Declare, Declared, Stated, declare};
pub(super) use handing::{hand_over, moving};
pub(super) use holding::{
    closed, gone, lot_edited, lot_removed, lots_added, regions_changed, tender_edited,
};
pub use importing::{Change, Import, Preview, import, may_import, preview};
pub use looking::{
    LotTotals, Row, Shown, YearTotal, current, expected, history, public_totals, public_totals_of,
    show,
};
pub(super) use previews::declared;
pub use reopening::{Confirmed, confirm, makes, to_confirm};
pub use showing::{hides, settle_called_off, shown_called_off, shown_declared};
