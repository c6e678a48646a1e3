//! What the register asks of those above it before something is done (they answer; it doesn't know who they are).

use crate::ledger::Question;

/// Which regions have a place in Discord: as each is spelled there.
#[derive(Clone, Copy, Debug)]
pub struct Regions;

impl Question for Regions {
    type Answer = Vec<String>;
}
