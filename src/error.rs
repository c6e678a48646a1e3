//! Why a use case did not happen, told apart by type: two for the person, one for the log.

use std::fmt;

use crate::values::{Preview, Refusal};

/// Why a use case did not happen.
#[derive(Debug)]
pub enum Error {
    /// The person asked for what can't be: they are told, and nothing is logged.
    Refused(Refusal),
    /// The person is shown first what would happen, and asked: nothing is done until they say yes to it.
    Asks(Box<Preview>),
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
            Error::Asks(preview) => write!(f, "to be confirmed first: {}", preview.title),
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
            Error::Asks(preview) => preview.title.to_string(),
            Error::Fault(fault) => {
                let said = fault.to_string();
                match in_plain_words(&said) {
                    Some(words) => format!("{words} (What was reported: {said}.)"),
                    None => said,
                }
            }
        }
    }
}

/// What a trouble of the database's means for who runs griffin, and what helps (SQLite, "Result and Error Codes").
fn in_plain_words(said: &str) -> Option<&'static str> {
    let words = [
        (
            "Migration file of version",
            "The database is from a newer griffin than this one; nothing was changed. Run the newer one.",
        ),
        (
            "(code: 26)",
            "The file that database.url (or DATABASE_URL) names is no SQLite database; nothing was changed.",
        ),
        (
            "(code: 13)",
            "The disk is full. What was under way was not kept, and nothing before it is lost: make room, and start again.",
        ),
        (
            "(code: 14)",
            "The database file can't be opened: is its folder there, and may griffin write in it?",
        ),
        (
            "(code: 8)",
            "The database file, or its folder, may be read only: griffin must write in both.",
        ),
        (
            "(code: 5)",
            "Another program holds the database file. End it, and start again.",
        ),
        (
            "(code: 11)",
            "The database file is damaged. Put a copy in its place, and check it by `griffin verify`.",
        ),
    ];
    let found = words.iter().find(|(sign, _)| said.contains(sign));
    found.map(|(_, words)| *words)
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
