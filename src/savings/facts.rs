//! What can have happened to savings: the names that it has in the ledger, with the particulars recorded there.

use crate::ledger::fact::facts;
use crate::values::Percent;

facts! {
    /// An authority said what it means to save.
    TargetSet = "savings.target_set" {
        /// How much of what was paid before.
        hundredths_of_percent: Percent,
    }
    /// A registrar said what a tender exercise costs an authority of a region.
    CostSet = "savings.cost_set" {
        /// The region.
        region: String,
        /// How much, in pence.
        pence: i64,
    }
}
