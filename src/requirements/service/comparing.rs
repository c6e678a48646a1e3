//! What is known that a quantity can be held against: what the authority said before, and what others say, as far as whoever
//! declares may know that (design, section 3, rule 8).

use std::collections::BTreeMap;

use super::super::odd;
use super::super::rules::{self, EVERY_YEAR};
use super::super::store::{self, shown};
use super::looking::viewer;
use crate::authorities::service::Authority;
use crate::ledger::{Db, Fault, Result};
use crate::tenders::service::{self as tenders, Lot, Tender};
use crate::values::{Actor, AuthorityId, Quantity, Summed};
use crate::words::Text;

/// What looks like a slip in these lines of an authority.
pub(super) async fn odd(
    db: &impl Db,
    actor: &Actor,
    tender: &Tender,
    authority: &Authority,
    lines: &[(&Lot, rules::Declared)],
) -> Result<Vec<Text>> {
    let (viewer, own) = viewer(db, actor, tender).await?;
    let everything = rules::sees_everything(viewer, tender.open_book);
    let years = tenders::term(tender)?.years();
    let mut odd = Vec::new();
    for (lot, line) in lines {
        let known = store::current_in_lot(db, lot.id, authority.id).await?;
        let known_of = |year: i32| known.iter().find(|it| it.year == year);
        let told = |year: i32| {
            let mut of = lines.iter().filter(|(other, _)| other.id == lot.id);
            of.find(|(_, it)| it.year == year)
                .map(|(_, it)| it.expected)
        };
        let stands = |year: i32| known_of(year).or(known_of(EVERY_YEAR));
        // What the year before will be, once these lines stand.
        let earlier = line.year.checked_sub(1).filter(|year| *year > EVERY_YEAR);
        let year_before = earlier.and_then(|year| {
            let new = told(year).or(told(EVERY_YEAR));
            new.or(stands(year).map(|it| it.expected))
        });
        let others = match everything {
            true => {
                let all = store::counted_in(db, lot.id).await?;
                summed(all_of(&all, authority.id, line.year, years))?
            }
            false => {
                let parts = shown::parts(db, lot.id, Summed::Declared).await?;
                let year = line.year.max(1);
                let others = parts.iter().filter(|((id, of), (_, counts))| {
                    *of == year && *counts && *id != authority.id && !own.contains(id)
                });
                summed(others.map(|(_, (quantity, _))| *quantity))?
            }
        };
        odd.extend(odd::quantity(&odd::Line {
            lot: &lot.title,
            unit: &lot.unit,
            expected: line.expected,
            baseline: line.baseline,
            authority: &authority.short_name,
            before: stands(line.year).map(|it| it.expected),
            year_before,
            others,
        }));
    }
    Ok(odd)
}

/// What every other authority needs of a lot in a contract year; in the first, where it is for every year.
fn all_of(
    all: &[store::Counted],
    but: AuthorityId,
    year: i32,
    years: u16,
) -> impl Iterator<Item = Quantity> {
    let mut others: BTreeMap<AuthorityId, Vec<(i32, Quantity)>> = BTreeMap::new();
    for it in all.iter().filter(|it| it.authority_id != but) {
        let of = others.entry(it.authority_id).or_default();
        of.push((it.year, it.expected));
    }
    let year = year.max(1);
    others
        .into_values()
        .filter_map(move |of| rules::by_year(of, years).get(&year).copied())
        .filter(|quantity| !quantity.is_zero())
}

/// Together, and how many.
fn summed(all: impl Iterator<Item = Quantity>) -> Result<Option<(Quantity, usize)>> {
    let all: Vec<Quantity> = all.collect();
    let sum = Quantity::checked_sum(all.iter().copied());
    let sum = sum.ok_or_else(|| Fault::new("what others need does not fit"))?;
    Ok(Some((sum, all.len())))
}
