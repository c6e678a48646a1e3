//! What the register asks of those above it before something is done (they answer; it doesn't know who they are).

use super::succession::rules::Handover;
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

/// What will move when an authority ceases or is merged, in figures: a line each. Who can't let it go refuses.
#[derive(Clone, Debug)]
pub struct Moving(pub Handover);

impl Question for Moving {
    type Answer = Vec<Text>;
}

/// Who leads what an authority takes part in and is not over.
#[derive(Clone, Copy, Debug)]
pub struct Leads {
    /// The authority's row.
    pub authority_id: AuthorityId,
}

impl Question for Leads {
    type Answer = Vec<AuthorityId>;
}
