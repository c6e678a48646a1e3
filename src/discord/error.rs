//! Why something was not done.

use poise::serenity_prelude as serenity;

use crate::ledger::Fault;

/// Why a command was not done.
pub type Error = crate::ledger::Error;
/// The outcome of a command.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl From<serenity::Error> for Error {
    fn from(error: serenity::Error) -> Self {
        Error::Fault(Fault::new(error))
    }
}
