//! What was found of one server's record.

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
    /// The first thing that is wrong with the chain, in a sentence; none: it is whole.
    pub broken: Option<String>,
    /// What is wrong with rows, a sentence each: at most fifty.
    pub differ: Vec<String>,
    /// How many rows more are wrong.
    pub more: u64,
    /// The entries by which rows were sealed as they stood, not as a change wrote them.
    pub sealed: Vec<i64>,
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

    pub(super) fn differs(&mut self, what: String) {
        match self.differ.len() < TOLD {
            true => self.differ.push(what),
            false => self.more += 1,
        }
    }

    pub(super) fn breaks(&mut self, what: String) {
        self.broken.get_or_insert(what);
    }
}
