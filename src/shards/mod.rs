//! Which process keeps which shard of Discord's gateway, of several that share one PostgreSQL and come and go (design,
//! section 7). Each shard is kept by one process: one with too many hands one over to one with fewer, and lets go once
//! the other is connected; the shards of a process that is gone, or silent for [`service::SILENCE`], are taken by the
//! others. Where two keep one for a moment, both hear of a command, and the ledger has it done once.

pub mod rules;
pub mod service;
mod store;

#[cfg(test)]
mod tests;
