//! What a change of a tender's term or book makes of what was declared: only those above know what that is.

use super::service::Tender;
use crate::ledger::Question;
use crate::words::Text;

/// What a change of the term or the book would make of what others declared. Nobody answers it where nobody else did.
#[derive(Clone, Debug)]
pub struct TermsChange {
    /// The tender as it is.
    pub before: Tender,
    /// As it would be.
    pub after: Tender,
}

impl TermsChange {
    /// Whether it changes what an answer means: how long the contract runs, or who sees it.
    pub fn matters(&self) -> bool {
        let terms = |it: &Tender| (it.starts, it.ends, it.open_book);
        terms(&self.before) != terms(&self.after)
    }
}

impl Question for TermsChange {
    /// Line by line, with figures, for the lead alone; empty: nobody else has declared.
    type Answer = Vec<Text>;
}
