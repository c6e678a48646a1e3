//! How entries are hashed (design, section 3, rule 10).

use entity::ledger_entry;
use sha2::{Digest, Sha256};

/// What the first entry of a chain follows.
pub const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// SHA-256, in hexadecimal, over every column of an entry except its row number and its own hash.
///
/// Each part is preceded by its length in bytes, so that no two entries hash the same text.
pub fn hash(entry: &ledger_entry::Model) -> String {
    let optional = |value: Option<i64>| value.map(|v| v.to_string()).unwrap_or_default();
    let parts = [
        entry.prev_hash.clone(),
        entry.guild_id.to_string(),
        entry.seq.to_string(),
        entry.at.timestamp_millis().to_string(),
        entry.actor.to_string(),
        optional(entry.authority_id.map(i64::from)),
        optional(entry.tender_id.map(i64::from)),
        entry.kind.clone(),
        entry.data.clone(),
        optional(entry.interaction_id),
    ];
    let mut sha = Sha256::new();
    for part in parts {
        sha.update(part.len().to_string());
        sha.update(":");
        sha.update(part);
    }
    sha.finalize().iter().map(|b| format!("{b:02x}")).collect()
}
