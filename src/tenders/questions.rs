//! What tenders ask of those above them before something is done (they answer; tenders don't know who they are).

use crate::ledger::Question;
use crate::values::{AuthorityId, LotId, TenderId};
use crate::words::Text;

/// What was declared in a tender and counts: a change may drop it.
#[derive(Clone, Copy, Debug)]
pub struct Declared {
    /// The tender's row.
    pub tender_id: TenderId,
}

impl Question for Declared {
    type Answer = Vec<Stands>;
}

/// A quantity that counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stands {
    /// Whose it is.
    pub authority_id: AuthorityId,
    /// Of which lot.
    pub lot_id: LotId,
    /// What it is: `185.5 tonnes of House coal, every contract year, committed`.
    pub said: Text,
}
