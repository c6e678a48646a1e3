//! What can have happened to a webhook: the names that it has in the ledger, with the particulars recorded there.
//! Neither the address nor the key is among them: whoever reads the record may not post there.

use serde::{Deserialize, Serialize};

use super::rules::{Service, Topics};
use crate::ledger::fact::facts;

/// What was done to a webhook: nothing of it is secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    /// What it is called.
    pub name: String,
    /// The region.
    pub region: String,
    /// What is there.
    pub service: Service,
    /// What goes there.
    pub topics: Topics,
    /// The machine.
    pub host: String,
}

facts! {
    /// A registrar added a webhook.
    Added(Done) = "webhook.added";
    /// A registrar took a webhook away.
    Removed(Done) = "webhook.removed";
}
