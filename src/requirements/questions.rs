//! What requirements ask of those above them before they act.

use crate::ledger::Question;
use crate::values::{AuthorityId, LotId, Quantity};

/// What an authority has called off of lots: lot, contract year and quantity.
#[derive(Clone, Debug)]
pub struct CalledOff {
    /// The authority's row.
    pub authority_id: AuthorityId,
    /// The lots.
    pub lot_ids: Vec<LotId>,
}

impl Question for CalledOff {
    type Answer = Vec<(LotId, i32, Quantity)>;
}
