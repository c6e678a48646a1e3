//! Counts the kept totals of call-offs anew, for `griffin verify`: what differs is said in English, to whoever runs griffin.

use std::collections::BTreeSet;

use super::store;
use crate::ledger::{Db, Result};
use crate::values::UnitPrice;

async fn recount_sums(db: &impl Db) -> Result<Vec<String>> {
    let (kept, counted) = (store::kept_sums(db).await?, store::counted_sums(db).await?);
    let keys: BTreeSet<_> = kept.keys().chain(counted.keys()).collect();
    let differs = |key: &(i64, i64, i32, UnitPrice)| {
        let of = |sums: &store::SumsByPrice| sums.get(key).copied().unwrap_or_default();
        let (is, should) = (of(&kept), of(&counted));
        let (lot, authority, year, price) = *key;
        (is != should).then(|| {
            format!(
                "the sum of lot {lot}, contract year {year}, authority {authority}, at {price} is kept as {is}; the \
                 call-offs add up to {should}"
            )
        })
    };
    Ok(keys.into_iter().filter_map(differs).collect())
}

/// Counts the kept totals of call-offs anew (design, section 4): a sentence for each that differs.
///
/// # Errors
/// A fault, if the database can't be read.
pub async fn recount(db: &impl Db) -> Result<Vec<String>> {
    let (kept, counted) = (
        store::kept_totals(db).await?,
        store::counted_totals(db).await?,
    );
    let keys: BTreeSet<_> = kept.keys().chain(counted.keys()).collect();
    let of = |sums: &store::ByAuthority, key| sums.get(key).copied().unwrap_or_default();
    let mut wrong = recount_sums(db).await?;
    for key in keys {
        let (is, should) = (of(&kept, key), of(&counted, key));
        if is != should {
            let (lot, year, authority) = key;
            let whose = match *authority {
                store::ALL => "all authorities".to_owned(),
                id => format!("authority {id}"),
            };
            wrong.push(format!(
                "the total of lot {lot}, contract year {year}, {whose} is kept as {is}; the call-offs add up to {should}"
            ));
        }
    }
    Ok(wrong)
}
