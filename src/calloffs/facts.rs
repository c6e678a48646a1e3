//! What can have happened to a call-off: the names that it has in the ledger, with the particulars recorded there.

use serde::Serialize;

use super::store::CallOff;
use crate::ledger::fact::facts;
use crate::values::{LotId, Quantity};

/// What is told of a call-off.
#[derive(Clone, Debug, Serialize)]
pub struct ToldCallOff {
    /// The call-off, or the correction.
    pub call_off: CallOff,
    /// What stands of it, its corrections included.
    pub stands: Quantity,
    /// Why it was corrected.
    pub reason: Option<String>,
    /// Whether the lead corrected another's order, after the contract's end.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub by_lead: bool,
}

/// What is told of a ceiling that is coming closer.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct ToldHeadroom {
    /// The lot whose award has it.
    pub lot_id: LotId,
    /// The threshold that was reached, in per cent of the ceiling: 70, 85, 95 or 100.
    pub percent: u8,
}

facts! {
    /// An authority called something off.
    Recorded(ToldCallOff) = "calloff.recorded";
    /// An authority corrected a call-off.
    Corrected(ToldCallOff) = "calloff.corrected";
    /// So much of an award's ceiling was called off for the first time.
    HeadroomReached(ToldHeadroom) = "calloff.headroom";
}
