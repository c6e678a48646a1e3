//! A year's report.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, Utc};

use super::super::pictures;
use super::super::rules::{Bought, Process, Savings, Spent, Sum, Years, baseline_of};
use super::super::store::{self, Bulk};
use super::looking::{Ask, Looking, Sift, look, of_region};
use crate::authorities::service::{self as authorities, Authority};
use crate::ledger::{Db, Fault, Result};
use crate::pictures::Chart;
use crate::tenders::rules::same_name;
use crate::tenders::service::{self as tenders, Tender};
use crate::values::{Actor, AuthorityId, Exact, FinancialYear, LotId, Percent, UnitPrice};
use crate::words::{Lang, Text, say, text};
use crate::{awards, requirements};

/// An authority's savings.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The authority.
    pub authority: Authority,
    /// In the year.
    pub sum: Sum,
    /// In the year before.
    pub last: Sum,
    /// What it means to save.
    pub target: Option<Percent>,
    /// The tender exercises that it was spared.
    pub process: Process,
}

/// A report.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// What it is of.
    pub sift: Sift,
    /// The region, if one was asked for.
    pub region: Option<String>,
    /// The tender, if one was asked for.
    pub tender: Option<Tender>,
    /// Each authority that the person may see and that called something off or was spared an exercise, by its short
    /// name.
    pub lines: Vec<Line>,
    /// Of all authorities asked for, from unrounded amounts; none where it would give somebody's away.
    pub total: Option<Sum>,
    /// The same in the year before.
    pub last_total: Option<Sum>,
    /// The exercises avoided by all authorities asked for: who takes part in which tender is no secret.
    pub process: Process,
    /// What was called off by the kind of its suppliers: of all authorities asked for where that gives nobody's away, otherwise
    /// of those that the person may see.
    pub spent: Spent,
    /// The years up to it, side by side; none where nothing was called off that the person may see.
    pub years: Option<Years>,
    /// How many authorities have called off.
    pub count: usize,
}

fn too_much() -> Fault {
    Fault::new("savings do not fit")
}

/// The savings of a financial year: in cash, (baseline − price paid) × quantity called off, by when it was called off,
/// beside the year before and the authority's target; and apart from them the tender exercises avoided. A registrar
/// sees each authority's, and the lead of the tender asked for; anybody else their own authorities', and the total once
/// it gives nobody's away.
///
/// # Errors
/// Refused for an authority that the person has no mandate for, and when a year, an authority, a region or a tender can't
/// be read.
pub async fn report(db: &impl Db, actor: &Actor, ask: &Ask, now: DateTime<Utc>) -> Result<Report> {
    let at = look(db, actor, ask, now).await?;
    let year = at.sift.year;
    let by_year = bought_by_year(db, actor.guild_id, year, &at).await?;
    let in_year = |year| {
        let found = by_year.iter().find(|(of, _)| *of == year);
        found.map_or(&[][..], |(_, bought)| &bought[..])
    };
    let bought = in_year(year);
    let this = Savings::of(bought.iter().copied());
    let last = Savings::of(in_year(year.previous()).iter().copied());
    let (this, last) = this.zip(last).ok_or_else(too_much)?;
    let ids: Vec<AuthorityId> = at.asked.iter().map(|it| it.id).collect();
    let targets = store::targets(db, &ids).await?;
    let spared = spared(db, actor.guild_id, &at).await?;
    let mut lines = Vec::new();
    let (mut count, mut process) = (0, Process::default());
    for authority in &at.asked {
        let own = spared.get(&authority.id).copied().unwrap_or_default();
        process = process.and(own).ok_or_else(too_much)?;
        let bought = this.lines().any(|((id, _), _)| id == authority.id);
        let bought_before = last.lines().any(|((id, _), _)| id == authority.id);
        count += usize::from(bought);
        if !at.sees(authority.id) || !(bought || bought_before || !own.is_nothing()) {
            continue;
        }
        lines.push(Line {
            sum: this.of_authority(authority.id).ok_or_else(too_much)?,
            last: last.of_authority(authority.id).ok_or_else(too_much)?,
            target: targets.get(&authority.id).copied(),
            process: own,
            authority: authority.clone(),
        });
    }
    lines.sort_by(|one, other| one.authority.short_name.cmp(&other.authority.short_name));
    let told = Told::read(db, actor.guild_id).await?;
    let all = told.may_be(&at, bought);
    let all_before = told.may_be(&at, in_year(year.previous()));
    let suppliers = awards::service::suppliers(db, actor.guild_id).await?;
    let kind = |it: &Bought| suppliers.get(&it.lot_id).copied().unwrap_or_default();
    let paid = |it: &Bought| it.price.times(it.quantity);
    let kinds_of_all = at.sees_all
        || all
            && [true, false].into_iter().all(|is| {
                told.hides(bought.iter().filter(|it| kind(it).0 == is), paid)
                    && told.hides(bought.iter().filter(|it| kind(it).1 == is), paid)
            });
    let counted = bought
        .iter()
        .filter(|it| kinds_of_all || at.sees(it.authority_id));
    let spent = counted.into_iter().try_fold(Spent::default(), |sum, part| {
        let (sme, local) = kind(part);
        sum.plus(part, sme, local)
    });
    let total = all.then(|| Some(told.of_total(&at, bought, this.total()?)));
    let bought_before = in_year(year.previous());
    let last_total = all_before.then(|| Some(told.of_total(&at, bought_before, last.total()?)));
    Ok(Report {
        years: years(&at, &told, &by_year, &lines)?,
        sift: at.sift,
        region: at.region,
        tender: at.tender,
        lines,
        total: total.map(|it| it.ok_or_else(too_much)).transpose()?,
        last_total: last_total.map(|it| it.ok_or_else(too_much)).transpose()?,
        process,
        spent: spent.ok_or_else(too_much)?,
        count,
    })
}

pub(super) type Baselines = HashMap<(AuthorityId, LotId, i32), UnitPrice>;

/// What was paid before.
pub(super) fn baseline(
    baselines: &Baselines,
    authority_id: AuthorityId,
    lot_id: LotId,
    year: i32,
) -> Option<UnitPrice> {
    let of = |year| baselines.get(&(authority_id, lot_id, year)).copied();
    baseline_of(year, of)
}

/// Who knows which authority's figures: its officers and observers.
struct Told(HashMap<AuthorityId, BTreeSet<i64>>);

impl Told {
    async fn read(db: &impl Db, guild_id: i64) -> Result<Self> {
        let mut known_by: HashMap<AuthorityId, BTreeSet<i64>> = HashMap::new();
        for it in authorities::of_all(db, guild_id).await? {
            let of = known_by.entry(it.authority.id).or_default();
            of.insert(it.user_id);
        }
        Ok(Told(known_by))
    }

    /// Whether the total of what was bought may be told to whoever looks: a saving is a quantity times a difference of prices,
    /// and as secret as the quantity (design, section 3, rule 8).
    fn may_be(&self, at: &Looking, bought: &[Bought]) -> bool {
        if at.sees_all || bought.iter().all(|it| at.sees(it.authority_id)) {
            return true;
        }
        let with = || bought.iter().filter(|it| it.baseline.is_some());
        self.hides(with(), |it| it.price.times(it.quantity)) && self.hides(with(), Bought::saved)
    }

    /// A total that may be told, without what was bought without a baseline where that would give somebody's away.
    fn of_total(&self, at: &Looking, bought: &[Bought], sum: Sum) -> Sum {
        let mut without = bought.iter().filter(|it| it.baseline.is_none());
        let seen = at.sees_all || without.clone().all(|it| at.sees(it.authority_id));
        match seen || self.hides(without.by_ref(), |it| it.price.times(it.quantity)) {
            true => sum,
            false => Sum {
                no_baseline_paid: Exact::ZERO,
                no_baseline_lines: 0,
                ..sum
            },
        }
    }

    /// Whether the sum of these amounts hides each authority's; one of nothing has nothing to hide.
    fn hides<'a>(
        &self,
        bought: impl Iterator<Item = &'a Bought>,
        amount: impl Fn(&Bought) -> Option<Exact>,
    ) -> bool {
        let mut sums: BTreeMap<AuthorityId, Exact> = BTreeMap::new();
        for it in bought {
            let sum = sums.entry(it.authority_id).or_insert(Exact::ZERO);
            let Some(more) = amount(it).and_then(|more| sum.checked_add(more)) else {
                return false;
            };
            *sum = more;
        }
        let pence = |(id, sum): (AuthorityId, Exact)| {
            let pence = sum.round()?.pence().saturating_abs();
            let known_by = self.0.get(&id).cloned().unwrap_or_default();
            (pence > 0).then_some((known_by, pence))
        };
        let amounts: Vec<_> = sums.into_iter().filter_map(pence).collect();
        amounts.is_empty() || requirements::service::hides(amounts)
    }
}

/// What was bought in each of the years up to one, [`YEARS`] of them, the earliest first.
async fn bought_by_year(
    db: &impl Db,
    guild_id: i64,
    year: FinancialYear,
    at: &Looking,
) -> Result<Vec<(FinancialYear, Vec<Bought>)>> {
    let mut years: Vec<(FinancialYear, Vec<Bought>)> = vec![(year, Vec::new())];
    while years.len() < YEARS {
        let before = years[years.len() - 1].0.previous();
        years.push((before, Vec::new()));
    }
    years.reverse();
    let baselines = store::baselines(db, guild_id).await?;
    let (first, last) = (years[0].0.number(), year.number());
    let bulks = store::bulks(db, guild_id, first, last).await?;
    let asked = at.asked_ids();
    let is_asked = |bulk: &&Bulk| {
        asked.contains(&bulk.authority_id)
            && at.sift.tender_id.is_none_or(|id| id == bulk.tender_id)
    };
    for bulk in bulks.iter().filter(is_asked) {
        let of = |it: &&mut (FinancialYear, Vec<Bought>)| it.0.number() == bulk.financial_year;
        if let Some((_, bought_in)) = years.iter_mut().find(of) {
            bought_in.push(Bought {
                authority_id: bulk.authority_id,
                lot_id: bulk.lot_id,
                quantity: bulk.quantity,
                price: bulk.price,
                baseline: baseline(&baselines, bulk.authority_id, bulk.lot_id, bulk.year),
            });
        }
    }
    Ok(years)
}

/// The exercises spared to each authority by the tenders published in the year.
async fn spared(
    db: &impl Db,
    guild_id: i64,
    at: &Looking,
) -> Result<HashMap<AuthorityId, Process>> {
    let year = at.sift.year;
    let (from, before) = (year.starts(), year.next().starts());
    let shared = tenders::shared_between(db, guild_id, from, before).await?;
    let costs = store::costs(db, guild_id).await?;
    let mut spared: HashMap<AuthorityId, Process> = HashMap::new();
    for (tender_id, authority_id) in shared {
        let authority = at.asked.iter().find(|it| it.id == authority_id);
        let counts = at.sift.tender_id.is_none_or(|id| id == tender_id);
        let (Some(authority), true) = (authority, counts) else {
            continue;
        };
        let cost = costs
            .iter()
            .find(|(region, _)| same_name(region, &authority.region));
        let process = spared.entry(authority_id).or_default();
        *process = process.plus(cost.map(|it| *it.1)).ok_or_else(too_much)?;
    }
    Ok(spared)
}

/// How many years stand side by side, up to the one of the report.
const YEARS: usize = 4;

/// What a report is of, for the years up to it: of the only authority in it, or else of all where everybody may see that.
fn years(
    at: &Looking,
    told: &Told,
    by_year: &[(FinancialYear, Vec<Bought>)],
    lines: &[Line],
) -> Result<Option<Years>> {
    let one = match lines {
        [only] => Some(only),
        _ => None,
    };
    let mut sums = Vec::new();
    for (year, bought) in by_year {
        let tells = one.is_some() || told.may_be(at, bought);
        let counted = bought
            .iter()
            .filter(|it| one.is_none_or(|line| line.authority.id == it.authority_id));
        // Of a year in which too few have called off for it to be shown, nothing is.
        let sum = match tells {
            true => Savings::of(counted.copied())
                .and_then(|it| it.total())
                .map(|sum| match one {
                    Some(_) => sum,
                    None => told.of_total(at, bought, sum),
                }),
            false => Some(Sum::default()),
        };
        sums.push((*year, sum.ok_or_else(too_much)?));
    }
    // Years before anything was called off say nothing.
    let first = sums.iter().position(|(_, sum)| *sum != Sum::default());
    sums.drain(..first.unwrap_or(sums.len()));
    Ok((!sums.is_empty()).then(|| Years {
        whose: one.map_or_else(
            || text!("savings-all-authorities"),
            |it| Text::verbatim(&it.authority.short_name),
        ),
        target: one.and_then(|it| it.target),
        sums,
    }))
}

/// The savings of a region by financial year, as everybody may see them, to be looked at in its digest; none where there
/// are none, or too few have called off for them to be shown.
///
/// # Errors
/// A fault, if the database can't be read.
pub async fn for_everybody(
    db: &impl Db,
    guild_id: i64,
    region: &str,
    now: DateTime<Utc>,
    lang: Lang,
) -> Result<Option<Chart>> {
    let anybody = Actor {
        guild_id,
        user_id: 0,
        name: String::new(),
        manager: false,
        roles: Vec::new(),
        interaction_id: 0,
        agreed: crate::values::Agreed::Nothing,
    };
    let register = authorities::list(db, guild_id).await?;
    if of_region(&register, region).is_err() {
        // A forum may be open before an authority of its region is registered.
        return Ok(None);
    }
    let ask = Ask {
        region: Some(region.to_owned()),
        ..Ask::default()
    };
    let report = report(db, &anybody, &ask, now).await?;
    let chart = report.years.as_ref();
    let chart = chart.and_then(|it| pictures::by_year(it, lang));
    Ok(chart.map(|chart| Chart {
        title: say!(lang, "savings-chart", whose = region),
        ..chart
    }))
}
