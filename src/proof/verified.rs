//! What was found of one server's record.

use chrono::{DateTime, Utc};

use crate::ledger::chain;

/// How many things that are wrong are told of one server.
pub(super) const TOLD: usize = 50;

/// What was found of one server's record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// The server.
    pub guild_id: i64,
    /// How many entries were walked.
    pub entries: u64,
    /// How many rows were held against them.
    pub rows: u64,
    /// Hash of the last entry walked.
    pub head: String,
    /// The first thing that is wrong with the chain; none: it is whole.
    pub broken: Option<Broken>,
    /// What is wrong with rows: at most fifty.
    pub differ: Vec<Differs>,
    /// How many rows more are wrong.
    pub more: u64,
    /// The entries by which rows were sealed as they stood, not as a change wrote them.
    pub sealed: Vec<i64>,
}

/// What can be wrong with a chain. Entries are named by their number in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Broken {
    /// There is an entry numbered below one.
    BelowFirst {
        /// Its number.
        seq: i64,
    },
    /// An entry is missing.
    Missing {
        /// The first that is missing.
        seq: i64,
        /// The last before it; 0: none.
        before: i64,
        /// The first after it.
        after: i64,
    },
    /// An entry doesn't carry the hash of the one before it.
    Unlinked {
        /// Its number.
        seq: i64,
    },
    /// An entry is not what its hash was made of.
    Changed {
        /// Its number.
        seq: i64,
    },
    /// The chain doesn't end where its head says.
    EndsElsewhere {
        /// The last entry.
        seq: i64,
        /// What the head says is the last.
        head: i64,
    },
    /// There are entries and no head.
    NoHead {
        /// The last entry.
        seq: i64,
    },
    /// There are rows and no entries.
    NoEntries,
}

/// A row that is not as the record says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Differs {
    /// Its table.
    pub table: &'static str,
    /// Its key: a number, several with a space between them, or a text.
    pub key: String,
    /// What is wrong with it.
    pub how: How,
}

/// What can be wrong with a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum How {
    /// It is there, and no entry wrote it.
    Added,
    /// It is there, though an entry removed it.
    Returned(Written),
    /// It is not there, though an entry wrote it.
    Missing(Written),
    /// It is not as an entry wrote it.
    Changed {
        /// The entry that wrote it last.
        since: Written,
        /// The columns that are not as they were, where their checks say so.
        columns: Vec<&'static str>,
    },
    /// What is in one of its columns isn't a value of that column's type.
    Unreadable {
        /// The entry that wrote it last.
        since: Written,
        /// The column.
        column: &'static str,
    },
}

/// The entry that wrote a row last, or removed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Its number.
    pub seq: i64,
    /// What it says has happened, and when; none: the entry is gone.
    pub what: Option<(String, DateTime<Utc>)>,
}

/// Rows of a table that belong to no server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Strays {
    /// The table.
    pub table: &'static str,
    /// How many of its rows belong to no server.
    pub rows: u64,
    /// How many rows it has.
    pub of: u64,
}

impl Verified {
    /// Whether nothing is wrong.
    pub fn is_whole(&self) -> bool {
        self.broken.is_none() && self.differ.is_empty()
    }

    pub(super) fn of(guild_id: i64) -> Self {
        Verified {
            guild_id,
            entries: 0,
            rows: 0,
            head: chain::GENESIS.to_owned(),
            broken: None,
            differ: Vec::new(),
            more: 0,
            sealed: Vec::new(),
        }
    }

    pub(super) fn differs(&mut self, what: Differs) {
        match self.differ.len() < TOLD {
            true => self.differ.push(what),
            false => self.more += 1,
        }
    }

    pub(super) fn breaks(&mut self, what: Broken) {
        self.broken.get_or_insert(what);
    }
}
