//! What can have happened to a server: the name that it has in the ledger, with the particulars recorded there.

use super::rules::Settings;
use crate::ledger::fact::facts;

facts! {
    /// A server was set up, or its settings were changed.
    SetUp(Settings) = "server.set_up";
}
