//! What a person sees of a tender: a value in, a message out. What people typed is escaped.
//!
//! Here is how a tender is named everywhere; `answers` has what a person is told who gave a command, `drafts` what they have
//! begun, `publishing` what the lead is told who publishes the notice, `amending` what whoever is told whose answer the lead
//! changed.

use chrono::{DateTime, NaiveDate, Utc};

use super::service::{Tender, Who};
use crate::discord::escape::line;
use crate::values::{Term, day};
use crate::words::{Text, text};

mod amending;
mod answers;
mod drafts;
mod publishing;

pub use amending::{amendment, amendment_buttons, changes, objected};
pub use answers::*;
pub use drafts::drafts;
pub use publishing::{not_published, notice_read, published, unread};

/// The kinds of buttons and menus on a tender's messages. Those of requirements and call-offs are handled by these
/// capabilities.
pub mod kind {
    /// Opens the form of a call-off.
    pub const CALL_OFF: &str = "calloff.open";
    /// Shows the balance of whoever presses.
    pub const BALANCE: &str = "calloff.balance";
    /// Opens the form.
    pub const DECLARE: &str = "requirement.declare";
    /// The nil return.
    pub const NONE: &str = "requirement.none";
    /// Joins.
    pub const JOIN: &str = "tender.join";
    /// Says which authority joins.
    pub const JOIN_AS: &str = "tender.join.as";
    /// All about it, for the one who presses.
    pub const DETAILS: &str = "tender.details";
    /// Takes back a cancellation or an early close.
    pub const RESTORE: &str = "tender.restore";
    /// Shows what the lead changed of an authority's answer.
    pub const AMENDMENT: &str = "tender.amendment";
    /// Says that it isn't right.
    pub const OBJECT: &str = "tender.object";
    /// Another page of the list.
    pub const PAGE: &str = "tender.page";
    /// Publishes, with what the notice says.
    pub const PUBLISH_AS_READ: &str = "tender.publish.read";
    /// Publishes as it was typed.
    pub const PUBLISH_AS_TYPED: &str = "tender.publish.typed";
    /// Does not publish.
    pub const NOT_YET: &str = "tender.publish.not";
}

/// A moment as Discord shows it to each person in their own time: the whole date, then how far off it is.
pub fn moment(at: DateTime<Utc>) -> String {
    let at = at.timestamp();
    format!("<t:{at}:F> (<t:{at}:R>)")
}

/// How a message names a tender: `**SF-2027-01** Solid fuel`.
pub fn named(tender: &Tender) -> String {
    format!("**{}** {}", tender.reference, line(&tender.title))
}

/// An authority: `Aberwen County Council (ABW)`.
pub fn called(who: &Who) -> Text {
    let with = |name: &str| format!("{} ({})", line(name), line(&who.short_name));
    Text::named(with(&who.name), who.name_cy.as_deref().map(with))
}

/// From a day to another.
fn days(starts: NaiveDate, ends: NaiveDate) -> Text {
    text!("tenders-days", from = day(starts), to = day(ends))
}

/// A contract's days, and how many contract years they are.
pub fn contract(tender: &Tender) -> Text {
    let days = days(tender.starts, tender.ends);
    match Term::new(tender.starts, tender.ends) {
        Ok(term) => text!("tenders-contract", days, years = term.years()),
        Err(_) => days,
    }
}

/// How many authorities.
pub fn count(authorities: u32) -> Text {
    text!("tenders-authorities", count = authorities)
}
