//! What an authority declared the last time, as a hint: it alone sees it.

use serde::{Deserialize, Serialize};

use super::super::store;
use crate::ledger::{Db, Result};
use crate::tenders::service::{self as tenders, Tender};
use crate::values::{AuthorityId, LotId, Quantity, Reference};

/// What an authority declared of a lot the last time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Before {
    /// The lot that it is now.
    pub lot_id: LotId,
    /// What the lot was then.
    pub earlier_lot: LotId,
    /// The tender of which it was.
    pub reference: Reference,
    /// How much a year; of one declared year by year, in the first.
    pub a_year: Quantity,
}

/// What an authority declared the last time of the lots of a tender, each lot from the newest tender of which it needed some.
///
/// # Errors
/// A fault, if the database can't be read.
pub async fn before(
    db: &impl Db,
    tender: &Tender,
    authority_id: AuthorityId,
) -> Result<Vec<Before>> {
    let earlier = tenders::earlier_lots(db, tender).await?;
    let ids: Vec<LotId> = earlier.iter().map(|it| it.lot.id).collect();
    // In the order of their years; one for every year is of year 0.
    let declared = store::current(db, &ids, Some(authority_id)).await?;
    let mut found: Vec<Before> = Vec::new();
    for it in earlier {
        let known = found.iter().any(|before| before.lot_id == it.lot_id);
        let mut of = declared.iter().filter(|of| of.lot_id == it.lot.id);
        if let Some(first) = of.next()
            && !known
        {
            found.push(Before {
                lot_id: it.lot_id,
                earlier_lot: it.lot.id,
                reference: it.tender.reference,
                a_year: first.expected,
            });
        }
    }
    Ok(found)
}
