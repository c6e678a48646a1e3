//! What a person sees of a tender: a value in, a message out. What people typed is escaped.
//!
//! Here is how a tender is named everywhere; `answers` has what a person is told who gave a command.

use chrono::{DateTime, Utc};

use super::rules;
use super::service::{Tender, Who};
use crate::discord::escape::line;
use crate::values::Term;

mod answers;

pub use answers::*;

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
    /// Says for whom to join.
    pub const JOIN_AS: &str = "tender.join.as";
    /// All about it, for the one who presses.
    pub const DETAILS: &str = "tender.details";
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
pub fn called(who: &Who) -> String {
    format!("{} ({})", line(&who.name), line(&who.short_name))
}

/// A contract's days, and how many contract years they are.
pub fn contract(tender: &Tender) -> String {
    let dates = format!(
        "{} to {}",
        rules::day(tender.starts),
        rules::day(tender.ends)
    );
    match Term::new(tender.starts, tender.ends).map(|term| term.years()) {
        Ok(1) => format!("{dates} (1 contract year)"),
        Ok(years) => format!("{dates} ({years} contract years)"),
        Err(_) => dates,
    }
}

/// How many authorities, in words.
pub fn count(authorities: u32) -> String {
    match authorities {
        1 => "1 authority".to_owned(),
        n => format!("{n} authorities"),
    }
}
