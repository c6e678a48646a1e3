//! The two kinds of error, told apart by type: one for the person, one for the log.

use std::fmt;

use crate::values::Refusal;

/// Why a use case did not happen.
#[derive(Debug)]
pub enum Error {
    /// The person asked for what can't be: they are told, and nothing is logged.
    Refused(Refusal),
    /// Something broke: it is logged once, where it is handled, and the person gets a reference.
    Fault(Fault),
}

/// The outcome of a use case.
pub type Result<T> = std::result::Result<T, Error>;

/// An internal fault: its cause is for the log alone.
#[derive(Debug)]
pub struct Fault(Box<dyn std::error::Error + Send + Sync>);

impl Fault {
    /// A fault with this cause.
    pub fn new(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Fault(cause.into())
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)?;
        let mut cause = self.0.source();
        while let Some(deeper) = cause {
            write!(f, ": {deeper}")?;
            cause = deeper.source();
        }
        Ok(())
    }
}

impl std::error::Error for Fault {}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Refused(refusal) => write!(f, "refused: {refusal}"),
            Error::Fault(fault) => write!(f, "fault: {fault}"),
        }
    }
}

impl std::error::Error for Error {}

impl Error {
    /// What it says without its kind, for who runs griffin: on the command line, not in Discord.
    pub fn plain(&self) -> String {
        match self {
            Error::Refused(refusal) => refusal.to_string(),
            Error::Fault(fault) => fault.to_string(),
        }
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Error::Refused(refusal)
    }
}

impl From<crate::values::Invalid> for Error {
    fn from(invalid: crate::values::Invalid) -> Self {
        Error::Refused(invalid.into())
    }
}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        Error::Fault(fault)
    }
}

impl From<sea_orm::DbErr> for Error {
    fn from(error: sea_orm::DbErr) -> Self {
        Error::Fault(Fault::new(error))
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Error::Fault(Fault::new(error))
    }
}
