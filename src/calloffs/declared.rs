//! What was declared of lots that are called off: what is left is counted from it.

use std::collections::BTreeSet;

use crate::ledger::{Db, Result};
use crate::requirements::service as requirements;
use crate::values::{AuthorityId, ContractYear, LotId, Quantity};

/// What was declared of some lots: the revisions that count.
#[derive(Clone, Debug, Default)]
pub struct Declared(Vec<(LotId, AuthorityId, i32, Quantity)>);

impl Declared {
    /// What an authority declared of a lot for a contract year: for that year, else for every year.
    pub fn of(
        &self,
        lot_id: LotId,
        year: ContractYear,
        authority_id: AuthorityId,
    ) -> Option<Quantity> {
        let find = |wanted: i32| {
            let row = |(lot, who, year, _): &&(LotId, AuthorityId, i32, Quantity)| {
                (*lot, *who, *year) == (lot_id, authority_id, wanted)
            };
            self.0.iter().find(row).map(|row| row.3)
        };
        find(year.get().into()).or_else(|| find(0))
    }

    /// What all declared together of a lot for a contract year; none where nobody did, or where it doesn't fit.
    pub fn of_all(&self, lot_id: LotId, year: ContractYear) -> Option<Quantity> {
        let rows = self.0.iter().filter(|row| row.0 == lot_id);
        let who: BTreeSet<AuthorityId> = rows.map(|row| row.1).collect();
        let each: Vec<_> = who
            .into_iter()
            .filter_map(|who| self.of(lot_id, year, who))
            .collect();
        match each.is_empty() {
            true => None,
            false => Quantity::checked_sum(each),
        }
    }

    /// Those that declared something of a lot.
    pub fn who(&self, lot_id: LotId) -> BTreeSet<AuthorityId> {
        let rows = self.0.iter().filter(|row| row.0 == lot_id);
        rows.map(|row| row.1).collect()
    }
}

/// What was declared of these lots by everybody.
///
/// # Errors
/// A fault, if the database can't be read.
pub async fn declared(db: &impl Db, lot_ids: &[LotId]) -> Result<Declared> {
    Ok(Declared(requirements::expected(db, lot_ids).await?))
}
