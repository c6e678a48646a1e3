//! What is read of call-offs: lists and balances, each showing what the person may see (design, section 3, rule 8).

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::ceilings::{Headroom, headroom};
use super::course::{Point, course};
use super::declared::declared;
use super::next_band::{NextBand, next_band};
use super::rules;
use super::store::{self, CallOff};
use crate::authorities::service::{self as authorities, Authority};
use crate::awards::service::{self as awards, Award};
use crate::ledger::{Db, Fault, Result};
use crate::requirements::service as requirements;
use crate::servers;
use crate::tenders::service::{self as tenders, Lot, Tender};
use crate::values::{
    Actor, AuthorityId, ContractYear, LotId, Money, Quantity, Refusal, Stage, TenderId, Unit,
    UnitPrice, time_zone,
};
use crate::words::text;

/// How many lines a page has.
pub const PAGE: u64 = 20;

/// Which call-offs a person asks for.
#[derive(Clone, Debug, Default)]
pub struct AskList {
    /// The tender's reference.
    pub tender: String,
    /// One lot only: its title or number.
    pub lot: Option<String>,
    /// One authority only.
    pub authority: Option<String>,
    /// From 0.
    pub page: u64,
}

/// A call-off or a correction in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The authority's short name.
    pub authority: String,
    /// The lot's title.
    pub lot: String,
    /// The lot's unit.
    pub unit: Unit,
    /// What it costs, rounded half up once.
    pub cost: Money,
    /// The call-off.
    pub call_off: CallOff,
    /// Whether the person may correct it.
    pub may_correct: bool,
}

/// A page of call-offs, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    /// The tender.
    pub tender_id: TenderId,
    /// Its reference.
    pub reference: String,
    /// The lot whose call-offs were asked for; none: all lots'.
    pub lot_id: Option<LotId>,
    /// The authority whose call-offs were asked for; none: all that they may see.
    pub authority_id: Option<AuthorityId>,
    /// The lines.
    pub lines: Vec<Line>,
    /// From 0.
    pub page: u64,
    /// How many lines there are on all pages.
    pub count: u64,
}

/// Whether a person sees every authority's quantities: those with a mandate of the lead, registrars, and everybody of
/// an open book.
pub(super) async fn sees_all(db: &impl Db, actor: &Actor, tender: &Tender) -> Result<bool> {
    if tender.open_book {
        return Ok(true);
    }
    let settings = servers::service::settings(db, actor.guild_id).await?;
    Ok(servers::service::is_registrar(&settings, actor)
        || authorities::reads_for(db, actor, tender.lead_id).await?)
}

/// The call-offs that a person may see: every authority's for the lead, registrars and in an open book, otherwise those
/// of the authorities for which they hold a mandate.
///
/// # Errors
/// Refused for a tender, lot or authority there isn't, and for an authority whose call-offs they may not see.
pub async fn list(db: &impl Db, actor: &Actor, ask: &AskList) -> Result<Listed> {
    let tender = tenders::find(db, actor.guild_id, &ask.tender).await?;
    let mut lots = tenders::lots(db, tender.id).await?;
    let mut lot_id = None;
    if let Some(text) = &ask.lot {
        let lot = tenders::lot(db, tender.id, text).await?;
        lot_id = Some(lot.id);
        lots = vec![lot];
    }
    let only = match &ask.authority {
        Some(text) => Some(may_read(db, actor, &tender, text).await?.id),
        None => None,
    };
    let whose = match only {
        Some(id) => Some(vec![id]),
        None => readable(db, actor, &tender).await?,
    };
    let ids: Vec<LotId> = lots.iter().map(|lot| lot.id).collect();
    let (found, count) = store::page(db, &ids, whose.as_deref(), ask.page, PAGE).await?;
    let who: Vec<AuthorityId> = found.iter().map(|call_off| call_off.authority_id).collect();
    let names = authorities::short_names(db, &who).await?;
    let correctable = correctable(db, actor, &tender).await?;
    let line = |call_off: CallOff| -> Result<Line> {
        let wrong = |what: &str| Fault::new(format!("call-off {}: {what}", call_off.id));
        let lot = lots.iter().find(|lot| lot.id == call_off.lot_id);
        let lot = lot.ok_or_else(|| wrong("lot"))?;
        let cost = rules::cost(&call_off.parts).and_then(|cost| cost.round());
        Ok(Line {
            authority: names
                .get(&call_off.authority_id)
                .cloned()
                .unwrap_or_default(),
            lot: lot.title.clone(),
            unit: lot.unit.clone(),
            cost: cost.ok_or_else(|| wrong("cost"))?,
            may_correct: correctable.covers(call_off.authority_id),
            call_off,
        })
    };
    Ok(Listed {
        tender_id: tender.id,
        lot_id,
        authority_id: only,
        lines: found.into_iter().map(line).collect::<Result<_>>()?,
        reference: tender.reference.to_string(),
        page: ask.page,
        count,
    })
}

/// Whose call-offs a person may correct.
enum Correctable {
    Everybodys,
    Of(Vec<AuthorityId>),
}

impl Correctable {
    fn covers(&self, whose: AuthorityId) -> bool {
        match self {
            Correctable::Everybodys => true,
            Correctable::Of(theirs) => theirs.contains(&whose),
        }
    }
}

/// Whose call-offs a person may correct: while the contract runs those of the authorities they act for, after its end
/// everybody's, if they act for the lead.
async fn correctable(db: &impl Db, actor: &Actor, tender: &Tender) -> Result<Correctable> {
    let mut theirs = authorities::mandates_of(db, actor.guild_id, actor.user_id).await?;
    theirs.retain(|mandate| mandate.acts());
    let theirs: Vec<_> = theirs.into_iter().map(|it| it.authority.id).collect();
    Ok(match tender.stage {
        Stage::CallOff => Correctable::Of(theirs),
        Stage::Ended if theirs.contains(&tender.lead_id) => Correctable::Everybodys,
        _ => Correctable::Of(Vec::new()),
    })
}

/// The authorities whose call-offs a person may see; none: every authority's.
async fn readable(
    db: &impl Db,
    actor: &Actor,
    tender: &Tender,
) -> Result<Option<Vec<AuthorityId>>> {
    if sees_all(db, actor, tender).await? {
        return Ok(None);
    }
    let theirs = authorities::mandates_of(db, actor.guild_id, actor.user_id).await?;
    Ok(Some(theirs.into_iter().map(|it| it.authority.id).collect()))
}

/// Every call-off and correction of a tender that a person may see, as [`list`] shows them, the oldest first.
///
/// # Errors
/// Refused for a tender there isn't.
pub async fn every(db: &impl Db, actor: &Actor, reference: &str) -> Result<Vec<CallOff>> {
    let tender = tenders::find(db, actor.guild_id, reference).await?;
    let lots: Vec<LotId> = tenders::lots(db, tender.id)
        .await?
        .iter()
        .map(|lot| lot.id)
        .collect();
    let whose = readable(db, actor, &tender).await?;
    store::every(db, &lots, whose.as_deref()).await
}

/// Whose balance a person asks for.
#[derive(Clone, Debug, Default)]
pub struct AskBalance {
    /// The tender's reference.
    pub tender: String,
    /// One lot only: its title or number.
    pub lot: Option<String>,
    /// Of which authority; may be left out by who has a mandate for one only.
    pub authority: Option<String>,
    /// A contract year; the one that runs if left out.
    pub year: Option<ContractYear>,
}

/// What is left of a lot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LotBalance {
    /// The lot.
    pub lot_id: LotId,
    /// Its title.
    pub lot: String,
    /// Its unit.
    pub unit: Unit,
    /// What the authority declared for the contract year, if it did.
    pub declared: Option<Quantity>,
    /// What it has called off in the contract year.
    pub called_off: Quantity,
    /// Declared − called off; below zero where it called off more.
    pub left: Option<Quantity>,
    /// The award's ceiling over the term, if it has one.
    pub ceiling: Option<Quantity>,
    /// What the next unit would cost, if the lot is awarded and either its price is one or the person sees every
    /// authority's call-offs.
    pub price: Option<UnitPrice>,
    /// How much of the ceiling is called off, and by when it runs out; as [`LotBalance::ceiling_left`].
    pub headroom: Option<Headroom>,
    /// The next price band, if the person may see what all have called off.
    pub next_band: Option<NextBand>,
    /// What all have called off in the contract year, as far as it is shown to the person: it decides the band.
    pub called_off_by_all: Option<Quantity>,
    /// Ceiling − called off by all over the term, if there is a ceiling and the person sees every authority's.
    pub ceiling_left: Option<Quantity>,
}

/// What is left of a tender for an authority.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Balance {
    /// The tender.
    pub tender_id: TenderId,
    /// Its reference.
    pub reference: String,
    /// The authority's short name.
    pub authority: String,
    /// The contract year.
    pub year: ContractYear,
    /// By lot.
    pub lots: Vec<LotBalance>,
}

/// What is left for an authority in a contract year, and under each award (design, section 1, "balance").
///
/// # Errors
/// Refused for a tender, lot, year or authority there isn't, and for an authority that they may not read.
pub async fn balance(
    db: &impl Db,
    actor: &Actor,
    ask: &AskBalance,
    now: DateTime<Utc>,
) -> Result<Balance> {
    let settings = servers::service::settings(db, actor.guild_id).await?;
    let tender = tenders::find(db, actor.guild_id, &ask.tender).await?;
    let authority = match &ask.authority {
        Some(text) => may_read(db, actor, &tender, text).await?,
        None => only_one(db, actor).await?,
    };
    let today = time_zone::local_date(now, settings.time_zone);
    let year = rules::year_shown(tenders::term(&tender)?, today, ask.year)?;
    let lots: Vec<Lot> = match &ask.lot {
        Some(text) => vec![tenders::lot(db, tender.id, text).await?],
        None => tenders::lots(db, tender.id).await?,
    };
    let ids: Vec<LotId> = lots.iter().map(|lot| lot.id).collect();
    let of_lots = awards::of_tender(db, tender.id).await?;
    let of_lots: Vec<Award> = of_lots.iter().map(|award| award.on(today)).collect();
    let totals = store::totals(db, &ids, authority.id).await?;
    let declared = declared(db, &ids).await?;
    let sees_all = sees_all(db, actor, &tender).await?;
    let mut headrooms = BTreeMap::new();
    for award in of_lots
        .iter()
        .filter(|it| sees_all && ids.contains(&it.lot_id))
    {
        let headroom = headroom(db, &tender, award, now).await?;
        headrooms.extend(headroom.map(|it| (award.lot_id, it)));
    }
    let theirs = authorities::mandates_of(db, actor.guild_id, actor.user_id).await?;
    let own: Vec<AuthorityId> = theirs.iter().map(|it| it.authority.id).collect();
    let shown = requirements::shown_called_off(db, &ids, &own).await?;
    let shown_declared = requirements::shown_declared(db, &ids, &own).await?;
    let of_lot = |lot: Lot| {
        let key = (lot.id, i32::from(year.get()));
        let award = of_lots.iter().find(|award| award.lot_id == lot.id);
        let ceiling = award.and_then(|award| award.ceiling);
        let (by_all, declared_by_all) = match sees_all {
            true => (
                Some(totals.of_year(lot.id, year)),
                declared.of_all(lot.id, year),
            ),
            false => (shown.get(&key).copied(), shown_declared.get(&key).copied()),
        };
        let next_band = award.and_then(|it| next_band(&it.bands, by_all?, declared_by_all));
        // With several prices, the next one would tell the volume that everybody's orders have reached.
        let one_price = award.is_some_and(|it| it.bands.as_slice().len() == 1);
        let reached = totals.of_year(lot.id, year);
        let price = award.filter(|_| sees_all || one_price);
        let price = price.and_then(|it| rules::price_after(&it.bands.pairs(), reached));
        // What is left now would move with each order.
        let of_term = totals.of_term(lot.id).filter(|_| sees_all);
        let expected = declared.of(lot.id, year, authority.id);
        let called_off = totals.of(lot.id, year, authority.id);
        LotBalance {
            lot_id: lot.id,
            declared: expected,
            called_off,
            left: rules::declared_left(expected, called_off),
            ceiling,
            headroom: headrooms.get(&lot.id).copied(),
            price,
            next_band,
            called_off_by_all: by_all,
            ceiling_left: of_term.and_then(|sum| rules::left(ceiling, sum)),
            lot: lot.title,
            unit: lot.unit,
        }
    };
    Ok(Balance {
        lots: lots.into_iter().map(of_lot).collect(),
        tender_id: tender.id,
        reference: tender.reference.to_string(),
        authority: authority.short_name,
        year,
    })
}

/// How the contract of a lot goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LotCourse {
    /// The tender's reference.
    pub reference: String,
    /// The lot's title.
    pub lot: String,
    /// Its unit.
    pub unit: Unit,
    /// Whose it is: an authority's short name; none: all authorities'.
    pub authority: Option<String>,
    /// Month by month.
    pub points: Vec<Point>,
    /// The award's ceiling, which all authorities share.
    pub ceiling: Option<Quantity>,
}

/// How an authority's contract goes, lot by lot as far as it declared or called something off; and before these, for
/// whoever sees every authority's quantities, how the lots go that have a ceiling.
///
/// # Errors
/// As [`balance`].
pub async fn courses(
    db: &impl Db,
    actor: &Actor,
    balance: &Balance,
    now: DateTime<Utc>,
) -> Result<Vec<LotCourse>> {
    let settings = servers::service::settings(db, actor.guild_id).await?;
    let tz = settings.time_zone;
    let today = time_zone::local_date(now, tz);
    let tender = tenders::find(db, actor.guild_id, &balance.reference).await?;
    let authority = may_read(db, actor, &tender, &balance.authority).await?;
    let sees_all = sees_all(db, actor, &tender).await?;
    let ids: Vec<LotId> = balance.lots.iter().map(|lot| lot.lot_id).collect();
    let declared = declared(db, &ids).await?;
    let whose = (!sees_all).then_some([authority.id]);
    let call_offs = store::every(db, &ids, whose.as_ref().map(|it| it.as_slice())).await?;
    let course_of = |lot: &LotBalance, of: Option<&Authority>| -> Result<LotCourse> {
        let term = tenders::term(&tender)?;
        let years = (1..=term.years()).filter_map(ContractYear::new);
        let expected = |year| match of {
            Some(authority) => declared.of(lot.lot_id, year, authority.id),
            None => declared.of_all(lot.lot_id, year),
        };
        let by_year: BTreeMap<_, _> = years.filter_map(|it| Some((it, expected(it)?))).collect();
        let bought: Vec<_> = call_offs
            .iter()
            .filter(|it| it.lot_id == lot.lot_id)
            .filter(|it| of.is_none_or(|authority| authority.id == it.authority_id))
            .map(|it| (time_zone::local_date(it.at, tz), it.quantity))
            .collect();
        let points = course(term, &by_year, &bought, today);
        Ok(LotCourse {
            reference: tender.reference.to_string(),
            lot: lot.lot.clone(),
            unit: lot.unit.clone(),
            authority: of.map(|it| it.short_name.clone()),
            points: points.ok_or_else(|| Fault::new("a course does not fit"))?,
            ceiling: lot.ceiling.filter(|_| of.is_none()),
        })
    };
    let mut courses = Vec::new();
    for lot in balance
        .lots
        .iter()
        .filter(|it| sees_all && it.ceiling.is_some())
    {
        courses.push(course_of(lot, None)?);
    }
    for lot in &balance.lots {
        let own = call_offs
            .iter()
            .any(|it| it.lot_id == lot.lot_id && it.authority_id == authority.id);
        if own || lot.declared.is_some() {
            courses.push(course_of(lot, Some(&authority))?);
        }
    }
    Ok(courses)
}

/// The authority that a text means, if the person may see its quantities.
async fn may_read(db: &impl Db, actor: &Actor, tender: &Tender, text: &str) -> Result<Authority> {
    let authority = authorities::find(db, actor.guild_id, text).await?;
    if authorities::reads_for(db, actor, authority.id).await? || sees_all(db, actor, tender).await?
    {
        return Ok(authority);
    }
    Err(Refusal::new(
        text!(
            "calloffs-not-yours-to-see",
            authority = authority.short_name.as_str(),
            reference = tender.reference.as_str()
        ),
        text!("calloffs-not-yours-to-see-help"),
    )
    .into())
}

/// The only authority for which the person holds a mandate, as officer or observer.
async fn only_one(db: &impl Db, actor: &Actor) -> Result<Authority> {
    let theirs = authorities::mandates_of(db, actor.guild_id, actor.user_id).await?;
    if let [only] = &theirs[..] {
        return Ok(only.authority.clone());
    }
    // None or several: this says which.
    authorities::acting_for(db, actor, None).await
}

/// What all together have called off of a lot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OfAll {
    /// Over the term.
    pub term: Quantity,
    /// In the last contract year in which anything was.
    pub latest: (ContractYear, Quantity),
}

/// What all together have called off, by lot; a lot of which nothing was called off is left out. Who may see it is for
/// the caller to decide (design, section 3, rule 8).
///
/// # Errors
/// A fault, if the database can't be read.
pub async fn of_all(db: &impl Db, lot_ids: &[LotId]) -> Result<BTreeMap<LotId, OfAll>> {
    let totals = store::totals(db, lot_ids, store::ALL).await?;
    let of = |lot: &LotId| {
        let (term, latest) = (totals.of_term(*lot)?, totals.of_latest_year(*lot)?);
        Some((*lot, OfAll { term, latest }))
    };
    Ok(lot_ids
        .iter()
        .filter_map(of)
        .filter(|(_, it)| !it.term.is_zero())
        .collect())
}

/// As [`of_all`], as far as everybody may see it.
///
/// # Errors
/// A fault, if the database can't be read.
pub async fn of_all_shown(
    db: &impl Db,
    tender: &Tender,
    lot_ids: &[LotId],
) -> Result<BTreeMap<LotId, OfAll>> {
    if tender.open_book {
        return of_all(db, lot_ids).await;
    }
    let shown = requirements::shown_called_off(db, lot_ids, &[]).await?;
    let of = |lot: &LotId| {
        let years = || shown.range((*lot, 0)..=(*lot, i32::MAX));
        let ((_, year), latest) = years().next_back()?;
        let year = ContractYear::new(u16::try_from(*year).ok()?)?;
        let term = Quantity::checked_sum(years().map(|(_, quantity)| *quantity))?;
        let latest = (year, *latest);
        Some((*lot, OfAll { term, latest }))
    };
    Ok(lot_ids.iter().filter_map(of).collect())
}

/// What all together have called off of these lots, by lot and contract year, for whoever looks at many. Who may see it is
/// for the caller to decide.
///
/// # Errors
/// A fault, if the database can't be read.
pub async fn of_all_by_year(
    db: &impl Db,
    lot_ids: &[LotId],
) -> Result<HashMap<(LotId, i32), Quantity>> {
    store::of_all_by_year(db, lot_ids).await
}

/// What an authority has called off of a lot over the term: who may see it is for the caller to decide.
///
/// # Errors
/// A fault, if the database can't be read.
pub async fn called_off_by(
    db: &impl Db,
    lot_id: LotId,
    authority_id: AuthorityId,
) -> Result<Quantity> {
    let totals = store::totals(db, &[lot_id], authority_id).await?;
    let too_much = || Fault::new("what was called off does not fit");
    Ok(totals
        .of_term_by(lot_id, authority_id)
        .ok_or_else(too_much)?)
}

#[cfg(test)]
#[path = "views_tests.rs"]
mod tests;
