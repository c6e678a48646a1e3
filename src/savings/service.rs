//! A year's report of savings, opened down to its call-offs; the targets and costs that it is held against.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use futures::FutureExt;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::pictures;
use super::rules::{self, Bought, Process, Savings, Spent, Sum, baseline_of};
use super::store::{self, Bulk};
use crate::authorities::service::{self as authorities, Authority};
use crate::ledger::{Cause, Db, Entry, Fault, Ledger, Result};
use crate::pictures::Chart;
use crate::servers::service::{self as servers, Settings};
use crate::tenders::rules::same_name;
use crate::tenders::service::{self as tenders, Tender};
use crate::values::{Actor, FinancialYear, Money, Percent, Refusal, UnitPrice, time_zone};
use crate::{awards, calloffs, forums};

/// What `/savings report` is asked for.
#[derive(Clone, Debug, Default)]
pub struct Ask {
    /// A financial year; the one that runs, if left out.
    pub year: Option<String>,
    /// One authority only.
    pub authority: Option<String>,
    /// One region only.
    pub region: Option<String>,
    /// One tender only.
    pub tender: Option<String>,
}

/// What a report is of, by rows: as a button remembers it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sift {
    /// The year.
    pub year: FinancialYear,
    /// One authority only.
    pub authority_id: Option<i64>,
    /// One region only: its forum.
    pub forum_id: Option<i64>,
    /// One tender only.
    pub tender_id: Option<i64>,
}

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
    /// Of all authorities asked for, from unrounded amounts; none where too few have called off for it to be shown.
    pub total: Option<Sum>,
    /// The same in the year before.
    pub last_total: Option<Sum>,
    /// The exercises spared to all authorities asked for: who takes part in which tender is no secret.
    pub process: Process,
    /// What was called off by the kind of its suppliers: of all authorities asked for where the total is told, otherwise
    /// of those that the person may see.
    pub spent: Spent,
    /// The years up to it, side by side; none where nothing was called off that the person may see.
    pub years: Option<Years>,
    /// How many authorities have called off.
    pub count: usize,
}

/// A part of a call-off in a report, opened.
#[derive(Clone, Debug, PartialEq)]
pub struct Opened {
    /// The call-off.
    pub call_off_id: i64,
    /// When it was placed.
    pub at: DateTime<Utc>,
    /// The tender's reference.
    pub reference: String,
    /// The authority's short name.
    pub authority: String,
    /// The lot's title.
    pub lot: String,
    /// What was bought, and at what price.
    pub bought: Bought,
}

/// A page of call-offs that a report is made of, the oldest first.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenedPage {
    /// What it is of.
    pub sift: Sift,
    /// The lines.
    pub lines: Vec<Opened>,
    /// From 0.
    pub page: usize,
    /// How many pages there are, at least one.
    pub pages: usize,
    /// How many lines there are.
    pub count: usize,
}

/// How many lines a page has.
pub const PAGE: usize = 15;

/// Whose figures a person may look at, and what a report is of.
struct Looking {
    settings: Settings,
    registrar: bool,
    /// The authorities asked for.
    asked: Vec<Authority>,
    /// Those for which the person holds a mandate.
    own: Vec<i64>,
    region: Option<String>,
    tender: Option<Tender>,
    sift: Sift,
}

impl Looking {
    fn sees(&self, authority_id: i64) -> bool {
        self.registrar || self.own.contains(&authority_id)
    }

    /// The rows of the authorities asked for.
    fn asked_ids(&self) -> HashSet<i64> {
        self.asked.iter().map(|it| it.id).collect()
    }
}

async fn look(db: &impl Db, actor: &Actor, ask: &Ask, now: DateTime<Utc>) -> Result<Looking> {
    let settings = servers::settings(db, actor.guild_id).await?;
    let year = match ask.year.as_deref() {
        Some(text) => FinancialYear::parse(text)?,
        None => FinancialYear::of(time_zone::local_date(now, settings.time_zone)),
    };
    let register = authorities::list(db, actor.guild_id).await?;
    let region = match ask.region.as_deref() {
        Some(text) => Some(known_region(&register, text)?),
        None => None,
    };
    let authority_id = match ask.authority.as_deref() {
        Some(text) => Some(authorities::find(db, actor.guild_id, text).await?.id),
        None => None,
    };
    let tender_id = match ask.tender.as_deref() {
        Some(text) => Some(tenders::find(db, actor.guild_id, text).await?.id),
        None => None,
    };
    let forums = forums::service::list(db, actor.guild_id).await?;
    let forum = forums.iter().find(|it| {
        region
            .as_ref()
            .is_some_and(|region| same_name(&it.region, region))
    });
    let sift = Sift {
        year,
        authority_id,
        forum_id: forum.map(|it| it.id),
        tender_id,
    };
    looking(db, actor, settings, sift, region).await
}

/// As a report that was asked for before, with the person's mandates looked up anew.
async fn looking(
    db: &impl Db,
    actor: &Actor,
    settings: Settings,
    sift: Sift,
    region: Option<String>,
) -> Result<Looking> {
    let registrar = servers::is_registrar(&settings, actor);
    let mut asked = authorities::list(db, actor.guild_id).await?;
    if let Some(region) = &region {
        asked.retain(|it| same_name(&it.region, region));
    }
    let theirs = authorities::mandates_of(db, actor.guild_id, actor.user_id).await?;
    let own: Vec<i64> = theirs.into_iter().map(|it| it.authority.id).collect();
    if let Some(id) = sift.authority_id {
        asked.retain(|it| it.id == id);
        if let Some(found) = asked.first()
            && !registrar
            && !own.contains(&id)
        {
            return Err(Refusal::new(
                format!(
                    "The savings of {} are for its own officers and the registrars.",
                    found.name
                ),
                "Leave the authority out to see your own, and the total.",
            )
            .into());
        }
    }
    let tender = match sift.tender_id {
        Some(id) => Some(tenders::by_id(db, actor.guild_id, id).await?),
        None => None,
    };
    Ok(Looking {
        settings,
        registrar,
        asked,
        own,
        region,
        tender,
        sift,
    })
}

fn too_much() -> Fault {
    Fault::new("savings do not fit")
}

/// The savings of a financial year: in cash, (baseline − price paid) × quantity called off, by when it was called off,
/// beside the year before and the authority's target; and apart from them the tender exercises spared. A registrar sees
/// each authority's; anybody else their own authorities', and the total once three have called off.
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
    let ids: Vec<i64> = at.asked.iter().map(|it| it.id).collect();
    let targets = store::targets(db, &ids).await?;
    let spared = spared(db, actor.guild_id, &at).await?;
    let mut lines = Vec::new();
    let (mut count, mut seen, mut process) = (0, 0, Process::default());
    for authority in &at.asked {
        let own = spared.get(&authority.id).copied().unwrap_or_default();
        process = process.and(own).ok_or_else(too_much)?;
        let bought = this.lines().any(|((id, _), _)| id == authority.id);
        let bought_before = last.lines().any(|((id, _), _)| id == authority.id);
        count += usize::from(bought);
        if !at.sees(authority.id) || !(bought || bought_before || !own.is_nothing()) {
            continue;
        }
        seen += usize::from(bought);
        lines.push(Line {
            sum: this.of_authority(authority.id).ok_or_else(too_much)?,
            last: last.of_authority(authority.id).ok_or_else(too_much)?,
            target: targets.get(&authority.id).copied(),
            process: own,
            authority: authority.clone(),
        });
    }
    lines.sort_by(|one, other| one.authority.short_name.cmp(&other.authority.short_name));
    // A tender's lead sees every authority's quantities anyhow (design, section 3, rule 8), but not their baselines'.
    let told = |seen: usize, count: usize| {
        seen == count || calloffs::rules::may_see_totals(at.registrar, false, count)
    };
    let before: Vec<i64> = last.authorities();
    let seen_before = before.iter().filter(|id| at.sees(**id)).count();
    let all = told(seen, count);
    let suppliers = awards::service::suppliers(db, actor.guild_id).await?;
    let counted = bought.iter().filter(|it| all || at.sees(it.authority_id));
    let spent = counted.into_iter().try_fold(Spent::default(), |sum, part| {
        let (sme, local) = suppliers.get(&part.lot_id).copied().unwrap_or_default();
        sum.plus(part, sme, local)
    });
    let total = all.then(|| this.total());
    let last_total = told(seen_before, before.len()).then(|| last.total());
    Ok(Report {
        years: years(&at, &by_year, &lines)?,
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

type Baselines = HashMap<(i64, i64, i32), UnitPrice>;

/// What was paid before.
fn baseline(baselines: &Baselines, authority_id: i64, lot_id: i64, year: i32) -> Option<UnitPrice> {
    let of = |year| baselines.get(&(authority_id, lot_id, year)).copied();
    baseline_of(year, of)
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
async fn spared(db: &impl Db, guild_id: i64, at: &Looking) -> Result<HashMap<i64, Process>> {
    let year = at.sift.year;
    let (from, before) = (year.starts(), year.next().starts());
    let shared = tenders::shared_between(db, guild_id, from, before).await?;
    let costs = store::costs(db, guild_id).await?;
    let mut spared: HashMap<i64, Process> = HashMap::new();
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

/// Savings of several years.
#[derive(Clone, Debug, PartialEq)]
pub struct Years {
    /// Whose they are: a short name, or `all authorities`.
    pub whose: String,
    /// What they mean to save, where it is one authority.
    pub target: Option<Percent>,
    /// By year, the earliest first.
    pub sums: Vec<(FinancialYear, Sum)>,
}

/// How many years stand side by side, up to the one of the report.
const YEARS: usize = 4;

/// What a report is of, for the years up to it: of the only authority in it, or else of all where everybody may see that.
fn years(
    at: &Looking,
    by_year: &[(FinancialYear, Vec<Bought>)],
    lines: &[Line],
) -> Result<Option<Years>> {
    let one = match lines {
        [only] => Some(only),
        _ => None,
    };
    let mut sums = Vec::new();
    for (year, bought) in by_year {
        let buyers: HashSet<i64> = bought.iter().map(|it| it.authority_id).collect();
        let told = one.is_some()
            || buyers.iter().all(|id| at.sees(*id))
            || calloffs::rules::may_see_totals(at.registrar, false, buyers.len());
        let counted = bought
            .iter()
            .filter(|it| one.is_none_or(|line| line.authority.id == it.authority_id));
        // Of a year in which too few have called off for it to be shown, nothing is.
        let sum = match told {
            true => Savings::of(counted.copied()).and_then(|it| it.total()),
            false => Some(Sum::default()),
        };
        sums.push((*year, sum.ok_or_else(too_much)?));
    }
    // Years before anything was called off say nothing.
    let first = sums.iter().position(|(_, sum)| *sum != Sum::default());
    sums.drain(..first.unwrap_or(sums.len()));
    Ok((!sums.is_empty()).then(|| Years {
        whose: one.map_or_else(
            || "all authorities".to_owned(),
            |it| it.authority.short_name.clone(),
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
) -> Result<Option<Chart>> {
    let anybody = Actor {
        guild_id,
        user_id: 0,
        name: String::new(),
        manager: false,
        roles: Vec::new(),
        interaction_id: 0,
    };
    let register = authorities::list(db, guild_id).await?;
    if known_region(&register, region).is_err() {
        // A forum may be open before an authority of its region is registered.
        return Ok(None);
    }
    let ask = Ask {
        region: Some(region.to_owned()),
        ..Ask::default()
    };
    let report = report(db, &anybody, &ask, now).await?;
    let chart = report.years.as_ref().and_then(pictures::by_year);
    Ok(chart.map(|chart| Chart {
        title: format!("Cash savings, {region}"),
        ..chart
    }))
}

/// The call-offs that a report is made of, as far as the person may see them.
///
/// # Errors
/// As [`report`].
pub async fn open(db: &impl Db, actor: &Actor, sift: Sift, page: usize) -> Result<OpenedPage> {
    let settings = servers::settings(db, actor.guild_id).await?;
    let region = match sift.forum_id {
        Some(id) => forums::service::by_id(db, id).await?.map(|it| it.region),
        None => None,
    };
    let at = looking(db, actor, settings, sift, region).await?;
    let seen: Vec<i64> = at
        .asked
        .iter()
        .map(|it| it.id)
        .filter(|id| at.sees(*id))
        .collect();
    let tz = at.settings.time_zone;
    let which = store::Which {
        guild_id: actor.guild_id,
        from: time_zone::start_of_day(sift.year.starts(), tz),
        before: time_zone::start_of_day(sift.year.next().starts(), tz),
        authority_ids: &seen,
        tender_id: sift.tender_id,
    };
    let count = store::count_parts(db, &which).await?;
    let baselines = store::baselines(db, actor.guild_id).await?;
    let pages = count.div_ceil(PAGE).max(1);
    let page = page.min(pages - 1);
    let mut lines = Vec::new();
    for part in store::parts(db, &which, page * PAGE, PAGE).await? {
        let tender = tenders::by_id(db, actor.guild_id, part.tender_id).await?;
        let lots = tenders::lots(db, part.tender_id).await?;
        let lot = lots.into_iter().find(|it| it.id == part.lot_id);
        let authority = at.asked.iter().find(|it| it.id == part.authority_id);
        lines.push(Opened {
            call_off_id: part.call_off_id,
            at: part.at,
            reference: tender.reference.to_string(),
            authority: authority.map_or_else(String::new, |it| it.short_name.clone()),
            lot: lot.map_or_else(String::new, |it| it.title),
            bought: Bought {
                authority_id: part.authority_id,
                lot_id: part.lot_id,
                quantity: part.quantity,
                price: part.price,
                baseline: baseline(&baselines, part.authority_id, part.lot_id, part.year),
            },
        });
    }
    Ok(OpenedPage {
        sift,
        lines,
        page,
        pages,
        count,
    })
}

/// A target that was set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TargetSet {
    /// Whose.
    pub authority: Authority,
    /// What it means to save, year on year.
    pub target: Percent,
    /// What it meant to before.
    pub before: Option<Percent>,
}

/// Sets what an authority means to save, in percent of what was paid before.
///
/// # Errors
/// Refused without a mandate for it, and when the percentage can't be read.
pub async fn set_target(
    ledger: &Ledger,
    actor: &Actor,
    percent: String,
    acting_as: Option<String>,
) -> Result<TargetSet> {
    let actor = actor.clone();
    ledger
        .write(Cause::by(&actor), move |tx| {
            async move {
                let given = acting_as.as_deref();
                let authority = authorities::acting_for(tx, &actor, given).await?;
                let target = Percent::parse(&percent)?;
                let before = store::targets(tx, &[authority.id]).await?;
                store::put_target(tx, authority.id, target, actor.user_id).await?;
                tx.record(Entry {
                    kind: "savings.target_set",
                    authority_id: Some(authority.id),
                    tender_id: None,
                    data: json!({ "hundredths_of_percent": target }),
                })
                .await;
                Ok(TargetSet {
                    before: before.get(&authority.id).copied(),
                    authority,
                    target,
                })
            }
            .boxed()
        })
        .await
}

/// Sets what one tender exercise costs an authority of a region; gives the region as it is written.
///
/// # Errors
/// Refused to those who aren't registrars, for a region there isn't, and when the amount can't be read.
pub async fn set_cost(
    ledger: &Ledger,
    actor: &Actor,
    region: String,
    amount: String,
) -> Result<(String, Money)> {
    let actor = actor.clone();
    ledger
        .write(Cause::by(&actor), move |tx| {
            async move {
                servers::require_registrar(tx, &actor).await?;
                let register = authorities::list(tx, actor.guild_id).await?;
                let region = known_region(&register, &region)?;
                let cost = rules::cost(&amount)?;
                store::put_cost(tx, actor.guild_id, &region, cost, actor.user_id).await?;
                tx.record(Entry {
                    kind: "savings.cost_set",
                    authority_id: None,
                    tender_id: None,
                    data: json!({ "region": region, "pence": cost.pence() }),
                })
                .await;
                Ok((region, cost))
            }
            .boxed()
        })
        .await
}

fn known_region(register: &[Authority], text: &str) -> Result<String> {
    let found = register.iter().find(|it| same_name(&it.region, text));
    let unknown = || {
        Refusal::new(
            format!("There is no region “{text}” in the register."),
            "See /authority list for the regions there are.",
        )
    };
    Ok(found.map(|it| it.region.clone()).ok_or_else(unknown)?)
}

#[cfg(test)]
#[path = "service_tests.rs"]
mod tests;
