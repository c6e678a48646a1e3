//! Recounts the totals of call-offs, for `griffin verify`.

use std::collections::BTreeSet;

use super::store;
use crate::ledger::{Db, Result};
use crate::values::{AuthorityId, LotId, Quantity, UnitPrice};
use crate::words::{Text, text};

/// A kept total that is not what the call-offs add up to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Miscount {
    /// The lot's row.
    pub lot_id: LotId,
    /// The contract year, from 1.
    pub year: i32,
    /// Of which call-offs.
    pub of: Counted,
    /// What is kept.
    pub kept: Quantity,
    /// What they add up to.
    pub counted: Quantity,
}

/// The call-offs that a kept total counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// Those of all authorities.
    All,
    /// Those of the authority with this row.
    Authority(AuthorityId),
    /// Those of the authority with this row, as far as they have this price.
    AtPrice(AuthorityId, UnitPrice),
}

impl Miscount {
    /// As a sentence.
    pub fn describe(&self) -> Text {
        let Miscount {
            lot_id,
            year,
            of,
            kept,
            counted,
        } = *self;
        let (kept, counted) = (kept.to_string(), counted.to_string());
        let lot = lot_id.to_string();
        match of {
            Counted::All => text!("calloffs-miscount", lot, year, kept, counted),
            Counted::Authority(authority) => text!(
                "calloffs-miscount-authority",
                lot,
                year,
                authority = authority.to_string(),
                kept,
                counted
            ),
            Counted::AtPrice(authority, price) => text!(
                "calloffs-miscount-price",
                lot,
                year,
                authority = authority.to_string(),
                price = price.to_string(),
                kept,
                counted
            ),
        }
    }
}

/// Recounts the totals of call-offs (design, section 4), and gives those that differ.
///
/// # Errors
/// A fault, if the database can't be read.
pub async fn recount(db: &impl Db) -> Result<Vec<Miscount>> {
    let mut wrong = sums(db).await?;
    let (kept, counted) = (
        store::kept_totals(db).await?,
        store::counted_totals(db).await?,
    );
    let keys: BTreeSet<_> = kept.keys().chain(counted.keys()).collect();
    let differs = |key: &(LotId, i32, AuthorityId)| {
        let of = |sums: &store::ByAuthority| sums.get(key).copied().unwrap_or_default();
        let (lot_id, year, authority) = *key;
        let counts = match authority {
            store::ALL => Counted::All,
            id => Counted::Authority(id),
        };
        miscount(lot_id, year, counts, of(&kept), of(&counted))
    };
    wrong.extend(keys.into_iter().filter_map(differs));
    Ok(wrong)
}

async fn sums(db: &impl Db) -> Result<Vec<Miscount>> {
    let (kept, counted) = (store::kept_sums(db).await?, store::counted_sums(db).await?);
    let keys: BTreeSet<_> = kept.keys().chain(counted.keys()).collect();
    let differs = |key: &(LotId, AuthorityId, i32, UnitPrice)| {
        let of = |sums: &store::SumsByPrice| sums.get(key).copied().unwrap_or_default();
        let (lot_id, authority, year, price) = *key;
        let counts = Counted::AtPrice(authority, price);
        miscount(lot_id, year, counts, of(&kept), of(&counted))
    };
    Ok(keys.into_iter().filter_map(differs).collect())
}

fn miscount(
    lot_id: LotId,
    year: i32,
    of: Counted,
    kept: Quantity,
    counted: Quantity,
) -> Option<Miscount> {
    (kept != counted).then_some(Miscount {
        lot_id,
        year,
        of,
        kept,
        counted,
    })
}
