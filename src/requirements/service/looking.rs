//! Reading: totals and requirements, each as far as the viewer may see them (design, section 3, rule 8).

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use super::super::rules::{self, EVERY_YEAR, Total, Viewer};
use super::super::store::shown::ShownTotal;
use super::super::store::{self, Counted, Requirement};
use super::showing;
use crate::ledger::{Db, Fault, Result};
use crate::tenders::service::{self as tenders, Lot, Tender, Who};
use crate::values::{Actor, AuthorityId, LotId, Quantity, Refusal, Summed, TenderId, Term};
use crate::words::text;
use crate::{authorities, servers};

/// What counts in a tender, of all authorities or of one: for other capabilities, which check themselves who may see
/// it (design, section 3, rule 8).
///
/// # Errors
/// A fault, if the database can't be read.
pub async fn current(
    db: &impl Db,
    tender_id: TenderId,
    authority_id: Option<AuthorityId>,
) -> Result<Vec<Requirement>> {
    let lots = tenders::lots(db, tender_id).await?;
    let lots: Vec<LotId> = lots.iter().map(|lot| lot.id).collect();
    store::current(db, &lots, authority_id).await
}

/// The quantities that count in these lots, each with its lot, its authority and its contract year (0: every year): for
/// other capabilities, which check themselves who may see them.
///
/// # Errors
/// A fault, if the database can't be read.
pub async fn expected(
    db: &impl Db,
    lot_ids: &[LotId],
) -> Result<Vec<(LotId, AuthorityId, i32, Quantity)>> {
    store::expected(db, lot_ids).await
}

/// A lot's total in one contract year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct YearTotal {
    /// Contract year, from 1.
    pub year: i32,
    /// How many authorities need some.
    pub declared: u32,
    /// The total, where the viewer may see it.
    pub total: Option<Total>,
}

/// A lot's totals.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LotTotals {
    /// The lot.
    pub lot: Lot,
    /// One for each contract year, from 1.
    pub years: Vec<YearTotal>,
}

impl LotTotals {
    /// The total of every year, where all years have the same and the viewer may see it.
    pub fn a_year(&self) -> Option<Total> {
        let first = self.years.first()?.total?;
        self.years
            .iter()
            .all(|y| y.total == Some(first))
            .then_some(first)
    }

    /// Whether something was declared of which the total is not shown.
    pub fn hidden(&self) -> bool {
        self.years
            .iter()
            .any(|y| y.declared > 0 && y.total.is_none())
    }
}

/// What counts, by lot and authority.
type ByLot = HashMap<LotId, BTreeMap<AuthorityId, Vec<Counted>>>;

fn by_lot(counted: impl IntoIterator<Item = Counted>) -> ByLot {
    let mut all = ByLot::new();
    for it in counted {
        let of = all.entry(it.lot_id).or_default();
        of.entry(it.authority_id).or_default().push(it);
    }
    all
}

/// The unhidden totals of each lot and year.
pub(super) fn totals_of(
    current: &[Requirement],
    lots: &[Lot],
    term: &Term,
) -> Result<Vec<(Lot, Vec<Total>)>> {
    totals_by(&by_lot(current.iter().map(Counted::from)), lots, term)
}

fn totals_by(all: &ByLot, lots: &[Lot], term: &Term) -> Result<Vec<(Lot, Vec<Total>)>> {
    let too_much = || Fault::new("a total of requirements does not fit");
    let nobody = BTreeMap::new();
    let mut totals = Vec::with_capacity(lots.len());
    for lot in lots {
        let by_authority = all.get(&lot.id).unwrap_or(&nobody);
        let mut years = vec![Total::default(); usize::from(term.years())];
        for lines in by_authority.values() {
            let quantities =
                rules::by_year(lines.iter().map(|r| (r.year, r.expected)), term.years());
            for (total, (year, expected)) in years.iter_mut().zip(every(&quantities, term.years()))
            {
                let line = lines
                    .iter()
                    .find(|r| r.year == year)
                    .or(lines.iter().find(|r| r.year == EVERY_YEAR));
                let committed = line.is_some_and(|r| r.committed);
                *total = total.with(expected, committed).ok_or_else(too_much)?;
            }
        }
        totals.push((lot.clone(), years));
    }
    Ok(totals)
}

/// Every year of the contract, with nothing where nothing is declared.
fn every(
    quantities: &BTreeMap<i32, Quantity>,
    years: u16,
) -> impl Iterator<Item = (i32, Quantity)> + '_ {
    (1..=i32::from(years)).map(|year| (year, quantities.get(&year).copied().unwrap_or_default()))
}

type ShownTotals = BTreeMap<(LotId, i32), ShownTotal>;

/// The totals, as far as a viewer may see them: all of them, or those that are shown.
fn seen_by(totals: Vec<(Lot, Vec<Total>)>, shown: Option<&ShownTotals>) -> Vec<LotTotals> {
    let seen = |lot: LotId, year: i32, now: Total| {
        let total = match shown {
            None => Some(now),
            Some(shown) => shown.get(&(lot, year)).map(|it| Total {
                expected: it.quantity,
                committed: it.committed,
                declared: it.authorities.unsigned_abs(),
            }),
        };
        YearTotal {
            year,
            declared: total.map_or(now.declared, |it| it.declared),
            total,
        }
    };
    let of_lot = |(lot, years): (Lot, Vec<Total>)| LotTotals {
        years: (1..)
            .zip(years)
            .map(|(year, now)| seen(lot.id, year, now))
            .collect(),
        lot,
    };
    totals.into_iter().map(of_lot).collect()
}

/// The totals that are shown of these lots to whoever holds mandates for `own`; none where they see all.
async fn shown_of(
    db: &impl Db,
    everything: bool,
    lots: &[LotId],
    own: &[AuthorityId],
) -> Result<Option<ShownTotals>> {
    Ok(match everything {
        true => None,
        false => Some(showing::shown_to(db, lots, Summed::Declared, own).await?),
    })
}

/// The totals as everybody may see them, for the card (design, section 3, rule 8).
///
/// # Errors
/// A fault, if the database can't be read.
pub async fn public_totals(db: &impl Db, tender: &Tender, lots: &[Lot]) -> Result<Vec<LotTotals>> {
    let ids: Vec<LotId> = lots.iter().map(|lot| lot.id).collect();
    let all = by_lot(store::counted(db, &ids).await?);
    let totals = totals_by(&all, lots, &tenders::term(tender)?)?;
    let shown = shown_of(db, tender.open_book, &ids, &[]).await?;
    Ok(seen_by(totals, shown.as_ref()))
}

/// As [`public_totals`], of the lots of many tenders, in their order.
///
/// # Errors
/// A fault, if the database can't be read.
pub async fn public_totals_of(
    db: &impl Db,
    of: &[(&Tender, Vec<Lot>)],
) -> Result<Vec<Vec<LotTotals>>> {
    let ids: Vec<LotId> = of
        .iter()
        .flat_map(|(_, lots)| lots.iter().map(|lot| lot.id))
        .collect();
    let all = by_lot(store::counted(db, &ids).await?);
    let shown = showing::shown_to(db, &ids, Summed::Declared, &[]).await?;
    of.iter()
        .map(|(tender, lots)| {
            let totals = totals_by(&all, lots, &tenders::term(tender)?)?;
            Ok(seen_by(totals, (!tender.open_book).then_some(&shown)))
        })
        .collect()
}

/// One authority's requirement, as somebody may see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Whose it is.
    pub who: Who,
    /// What is declared.
    pub requirement: Requirement,
    /// Whether it is of an authority that the viewer has a mandate for.
    pub own: bool,
}

/// What `/requirement show` shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// The tender.
    pub tender: Tender,
    /// Each lot's totals, as far as the viewer may see them.
    pub totals: Vec<LotTotals>,
    /// The requirements that count, as far as the viewer may see them: by lot, then by authority.
    pub rows: Vec<Row>,
    /// Whether the viewer sees every authority's.
    pub everything: bool,
}

pub(super) async fn viewer(
    db: &impl Db,
    actor: &Actor,
    tender: &Tender,
) -> Result<(Viewer, Vec<AuthorityId>)> {
    let mandates = authorities::service::mandates_of(db, actor.guild_id, actor.user_id).await?;
    let own: Vec<AuthorityId> = mandates.iter().map(|m| m.authority.id).collect();
    let settings = servers::service::settings(db, actor.guild_id).await?;
    let all = own.contains(&tender.lead_id) || servers::service::is_registrar(&settings, actor);
    Ok((
        if all {
            Viewer::LeadOrRegistrar
        } else {
            Viewer::Other
        },
        own,
    ))
}

/// What a person may see of a tender's requirements (design, section 3, rule 8).
///
/// # Errors
/// Refused where there is no such tender.
pub async fn show(db: &impl Db, actor: &Actor, tender: &str) -> Result<Shown> {
    let tender = tenders::find(db, actor.guild_id, tender).await?;
    let (viewer, own) = viewer(db, actor, &tender).await?;
    let lots = tenders::lots(db, tender.id).await?;
    let current = current(db, tender.id, None).await?;
    let totals = totals_of(&current, &lots, &tenders::term(&tender)?)?;
    let everything = rules::sees_everything(viewer, tender.open_book);
    let ids: Vec<LotId> = lots.iter().map(|lot| lot.id).collect();
    let shown = shown_of(db, everything, &ids, &own).await?;
    let totals = seen_by(totals, shown.as_ref());
    let register = authorities::service::list(db, actor.guild_id).await?;
    let rows = current
        .into_iter()
        .filter_map(|requirement| {
            let own = own.contains(&requirement.authority_id);
            let authority = register.iter().find(|a| a.id == requirement.authority_id)?;
            (own || everything).then(|| Row {
                who: Who::from(authority),
                requirement,
                own,
            })
        })
        .collect();
    Ok(Shown {
        tender,
        totals,
        rows,
        everything,
    })
}

/// Every revision of an authority's requirement in a lot, oldest first.
///
/// # Errors
/// Refused to those who may not see that authority's quantities.
pub async fn history(
    db: &impl Db,
    actor: &Actor,
    tender: &str,
    lot: &str,
    authority: &str,
) -> Result<Vec<Requirement>> {
    let tender = tenders::find(db, actor.guild_id, tender).await?;
    let lots = tenders::lots(db, tender.id).await?;
    let lot = tenders::find_lot(&lots, lot)?;
    let authority = authorities::service::find(db, actor.guild_id, authority).await?;
    let (viewer, own) = viewer(db, actor, &tender).await?;
    let everything = rules::sees_everything(viewer, tender.open_book);
    if !everything && !own.contains(&authority.id) {
        return Err(Refusal::new(
            text!(
                "requirements-not-yours-to-see",
                authority = authority.name.as_str()
            ),
            text!("requirements-not-yours-to-see-help"),
        )
        .into());
    }
    store::revisions(db, lot.id, authority.id).await
}
