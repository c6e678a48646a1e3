//! What the register asks of those above it before something is done (they answer; it doesn't know who they are).

use crate::ledger::Question;
use crate::values::AuthorityId;
use crate::words::Text;

/// Which regions have a place in Discord: as each is spelled there.
#[derive(Clone, Copy, Debug)]
pub struct Regions;

impl Question for Regions {
    type Answer = Vec<String>;
}

/// What an authority has to do with that is not over: a line each, such as a tender that it leads.
#[derive(Clone, Copy, Debug)]
pub struct Involved {
    /// The authority's row.
    pub authority_id: AuthorityId,
}

impl Question for Involved {
    type Answer = Vec<Text>;
}
