//! A tender's report, and a region's, each showing what the person may see (design, section 3, rule 8).

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::rules::{self, BEGINNINGS};
use crate::calloffs::service as calloffs;
use crate::dossiers::service as dossiers;
use crate::ledger::{Fault, Reader, Result};
use crate::records::service as records;
use crate::requirements::rules::by_year;
use crate::requirements::service as requirements;
use crate::tenders::service::{self as tenders, Lot, Responses, Tender, Who};
use crate::values::time_zone::{local_date, start_of_day};
use crate::values::{Actor, AuthorityId, FinancialYear, LotId, Quantity, Stage};
use crate::{forums, servers};

/// What an authority declared and called off of a lot, up to the contract year that runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Buyer {
    /// The authority.
    pub who: Who,
    /// Declared for the contract years that have begun.
    pub declared: Quantity,
    /// Called off.
    pub called_off: Quantity,
    /// When it called something off last.
    pub last: Option<NaiveDate>,
    /// Whether it has called nothing off for so long that it may buy elsewhere.
    pub quiet: bool,
}

/// How a lot is used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    /// The lot.
    pub lot: Lot,
    /// Declared by all for the contract years that have begun, where the person may see it.
    pub declared: Option<Quantity>,
    /// Called off by all, where the person may see it.
    pub called_off: Option<Quantity>,
    /// The authorities that declared some or called some off, and that the person may see.
    pub buyers: Vec<Buyer>,
}

/// A tender's report.
#[derive(Clone, Debug, PartialEq)]
pub struct TenderReport {
    /// The tender.
    pub tender: Tender,
    /// How many have answered.
    pub responses: Responses,
    /// How long it was in each stage, up to now.
    pub times: Vec<(Stage, TimeDelta)>,
    /// Its lots, once call-offs are open.
    pub uses: Vec<Use>,
    /// Whether the person sees every authority's.
    pub everything: bool,
}

fn too_much() -> Fault {
    Fault::new("a report does not fit")
}

async fn times(
    db: &Reader,
    tender: &Tender,
    now: DateTime<Utc>,
) -> Result<Vec<(Stage, TimeDelta)>> {
    let entries = records::of_kinds(db, tender.guild_id, tender.id, &BEGINNINGS).await?;
    let begun = rules::begun(entries.iter().map(|it| (it.kind.as_str(), it.at)));
    Ok(rules::times(&begun, now))
}

/// How a tender was answered, how long it took, and how it is used.
///
/// # Errors
/// Refused where there is no such tender.
pub async fn tender(
    db: &Reader,
    actor: &Actor,
    reference: &str,
    now: DateTime<Utc>,
) -> Result<TenderReport> {
    let shown = requirements::show(db, actor, reference).await?;
    let card = dossiers::card(db, &shown.tender).await?;
    let tz = servers::service::settings(db, actor.guild_id)
        .await?
        .time_zone;
    let today = local_date(now, tz);
    let uses = match shown.tender.stage {
        Stage::CallOff | Stage::Ended => {
            let call_offs = calloffs::every(db, actor, shown.tender.reference.as_str()).await?;
            let lots = card.lots.iter();
            let uses = lots.map(|lot| {
                let of_lot: Vec<_> = call_offs.iter().filter(|it| it.lot_id == lot.id).collect();
                let placed = |it: &calloffs::CallOff| local_date(it.at, tz);
                let who = |id| {
                    let it = card.answers.iter().find(|it| it.who.id == id);
                    it.map(|it| it.who.clone())
                };
                let mut buyers = buyers(&shown, lot, &of_lot, placed, today)?;
                buyers.extend(undeclared(&buyers, &of_lot, who, placed)?);
                buyers.sort_by(|one, other| one.who.short_name.cmp(&other.who.short_name));
                let totals = shown.totals.iter().find(|it| it.lot.id == lot.id);
                let begun = begun(&shown.tender, today)?;
                let years = totals
                    .into_iter()
                    .flat_map(|it| it.years.iter().take(begun));
                let each: Option<Vec<_>> = years.map(|it| it.total.map(|it| it.expected)).collect();
                let declared = each.and_then(Quantity::checked_sum);
                let called_off = match shown.everything {
                    true => Quantity::checked_sum(of_lot.iter().map(|it| it.quantity)),
                    false => card.called_off.get(&lot.id).copied(),
                };
                Ok(Use {
                    lot: lot.clone(),
                    declared,
                    called_off,
                    buyers,
                })
            });
            uses.collect::<Result<_>>()?
        }
        _ => Vec::new(),
    };
    Ok(TenderReport {
        times: times(db, &shown.tender, now).await?,
        tender: shown.tender,
        responses: card.responses,
        uses,
        everything: shown.everything,
    })
}

/// How many contract years have begun.
fn begun(tender: &Tender, today: NaiveDate) -> Result<usize> {
    let term = tenders::term(tender)?;
    Ok(match term.year_of(today.min(term.ends())) {
        Some(year) => year.get().into(),
        None => 0,
    })
}

fn buyers(
    shown: &requirements::Shown,
    lot: &Lot,
    call_offs: &[&calloffs::CallOff],
    placed: impl Fn(&calloffs::CallOff) -> NaiveDate,
    today: NaiveDate,
) -> Result<Vec<Buyer>> {
    let begun = begun(&shown.tender, today)?;
    let years = u16::try_from(begun).unwrap_or(u16::MAX);
    let mut buyers: Vec<Buyer> = Vec::new();
    for row in shown
        .rows
        .iter()
        .filter(|it| it.requirement.lot_id == lot.id)
    {
        if buyers.iter().any(|it| it.who.id == row.who.id) {
            continue;
        }
        let of = shown
            .rows
            .iter()
            .map(|it| &it.requirement)
            .filter(|it| it.lot_id == lot.id && it.authority_id == row.who.id);
        let declared = by_year(of.map(|it| (it.year, it.expected)), years);
        let declared = Quantity::checked_sum(declared.into_values()).ok_or_else(too_much)?;
        if declared.is_zero() {
            continue;
        }
        let own: Vec<_> = call_offs
            .iter()
            .filter(|it| it.authority_id == row.who.id)
            .collect();
        let called_off = Quantity::checked_sum(own.iter().map(|it| it.quantity));
        let called_off = called_off.ok_or_else(too_much)?;
        let last = own.iter().map(|it| placed(it)).max();
        let runs = shown.tender.stage == Stage::CallOff && called_off < declared;
        buyers.push(Buyer {
            quiet: runs && rules::is_quiet(shown.tender.starts, last, today),
            who: row.who.clone(),
            declared,
            called_off,
            last,
        });
    }
    Ok(buyers)
}

/// Those that called something off without having declared any, as whoever joined late: so that the rows add up.
fn undeclared(
    buyers: &[Buyer],
    call_offs: &[&calloffs::CallOff],
    who: impl Fn(AuthorityId) -> Option<Who>,
    placed: impl Fn(&calloffs::CallOff) -> NaiveDate,
) -> Result<Vec<Buyer>> {
    let ids: BTreeSet<AuthorityId> = call_offs.iter().map(|it| it.authority_id).collect();
    let mut more = Vec::new();
    for who in ids.into_iter().filter_map(who) {
        if buyers.iter().any(|it| it.who.id == who.id) {
            continue;
        }
        let own = || call_offs.iter().filter(|it| it.authority_id == who.id);
        let called_off = Quantity::checked_sum(own().map(|it| it.quantity));
        more.push(Buyer {
            declared: Quantity::ZERO,
            called_off: called_off.ok_or_else(too_much)?,
            last: own().map(|it| placed(it)).max(),
            quiet: false,
            who,
        });
    }
    Ok(more)
}

/// One tender in a region's report.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The tender.
    pub tender: Tender,
    /// How many have answered.
    pub responses: Responses,
    /// How long requirements were collected.
    pub collecting: TimeDelta,
    /// Whether call-offs are open and nobody has called anything off yet.
    pub unused: bool,
}

/// A region's report of the tenders announced in a financial year.
#[derive(Clone, Debug, PartialEq)]
pub struct RegionReport {
    /// The region.
    pub region: String,
    /// The year.
    pub year: FinancialYear,
    /// The tenders, the latest first.
    pub lines: Vec<Line>,
}

impl RegionReport {
    /// All answers to all tenders.
    pub fn responses(&self) -> Responses {
        let mut all = Responses::default();
        for line in &self.lines {
            all.invited += line.responses.invited;
            all.answered += line.responses.answered;
            all.late += line.responses.late;
        }
        all
    }

    /// The time for which requirements were collected, in the middle of the tenders: half took no longer.
    pub fn collecting(&self) -> Option<TimeDelta> {
        let mut times: Vec<TimeDelta> = self.lines.iter().map(|it| it.collecting).collect();
        times.sort_unstable();
        times.get(times.len().checked_sub(1)? / 2).copied()
    }
}

/// How the tenders of a region were answered and are used, that were announced in a financial year.
///
/// # Errors
/// Refused where there is no such region, and when the year can't be read.
pub async fn region(
    db: &Reader,
    actor: &Actor,
    region: &str,
    year: Option<&str>,
    now: DateTime<Utc>,
) -> Result<RegionReport> {
    let tz = servers::service::settings(db, actor.guild_id)
        .await?
        .time_zone;
    let year = match year {
        Some(text) => FinancialYear::parse(text)?,
        None => FinancialYear::of(local_date(now, tz)),
    };
    let region = forums::service::find(db, actor.guild_id, region)
        .await?
        .region;
    let from = start_of_day(year.starts(), tz);
    let before = start_of_day(year.next().starts(), tz);
    let all = tenders::in_region(db, actor.guild_id, &region).await?;
    let mut lines = Vec::new();
    for tender in all.into_iter().rev() {
        if !(from..before).contains(&tender.created_at) {
            continue;
        }
        let answers = tenders::answers(db, &tender).await?;
        let times = times(db, &tender, now).await?;
        let collecting = times.iter().find(|(stage, _)| *stage == Stage::Collecting);
        let unused = match tender.stage {
            Stage::CallOff => {
                let lots = tenders::lots(db, tender.id).await?;
                let ids: Vec<LotId> = lots.iter().map(|it| it.id).collect();
                calloffs::of_all(db, &ids).await?.is_empty()
            }
            _ => false,
        };
        lines.push(Line {
            responses: tenders::responses(&tender, &answers),
            collecting: collecting.map_or(TimeDelta::zero(), |(_, time)| *time),
            tender,
            unused,
        });
    }
    Ok(RegionReport {
        region,
        year,
        lines,
    })
}

#[cfg(test)]
#[path = "service_tests.rs"]
mod tests;
