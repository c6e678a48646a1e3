//! What a person is given to prove that something was recorded: the entry, and the beginning of its hash.

use std::fmt;
use std::ops::Deref;

use serde::{Deserialize, Serialize};

/// How many digits of the hash are told: enough to be compared by eye, as the record's head is told in full elsewhere.
const TOLD: usize = 12;

/// An entry of a server's record, and the beginning of its hash.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The entry's number in its server's chain, from 1.
    pub seq: i64,
    /// The first 12 hexadecimal digits of its hash.
    pub hash: String,
}

impl Receipt {
    pub(super) fn of(seq: i64, hash: &str) -> Self {
        let hash = hash.chars().take(TOLD).collect();
        Receipt { seq, hash }
    }
}

/// What a change came to, with the receipt of what it recorded; none, if it recorded nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipted<T> {
    /// What it came to.
    pub done: T,
    /// The receipt.
    pub receipt: Option<Receipt>,
}

impl<T> Deref for Receipted<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.done
    }
}

impl fmt::Display for Receipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.seq, self.hash)
    }
}
