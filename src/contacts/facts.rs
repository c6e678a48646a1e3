//! What can have happened to a tender's contact: the names that it has in the ledger.

use crate::ledger::fact::facts;

facts! {
    /// The lead said whom to ask.
    Named = "contact.named" {
        /// The name.
        name: String,
    }
    /// The lead took that back.
    TakenBack = "contact.taken_back" {
        /// The name that stood there.
        name: String,
    }
}
