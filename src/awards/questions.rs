//! What awards ask of those above them before something is done (they answer; it doesn't know who they are).

use chrono::NaiveDate;

use crate::ledger::Question;
use crate::values::{LotId, Quantity};

/// What was ordered of a lot.
#[derive(Clone, Copy, Debug)]
pub struct Ordered {
    /// The lot's row.
    pub lot_id: LotId,
    /// From which day on.
    pub since: NaiveDate,
}

/// The answer to [`Ordered`].
#[derive(Clone, Copy, Debug, Default)]
pub struct Orders {
    /// How many orders were placed from that day on.
    pub since: usize,
    /// What all have called off over the term.
    pub called_off: Quantity,
}

impl Question for Ordered {
    type Answer = Orders;
}
