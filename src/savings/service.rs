//! A year's report of cash savings.

use chrono::{DateTime, Utc};

use super::rules::{Bought, Savings, Sum, baseline_of};
use super::store;
use super::year::FinancialYear;
use crate::authorities::service::{self as authorities, Authority};
use crate::ledger::{Db, Fault, Result};
use crate::tenders::rules::same_name;
use crate::values::{Actor, Refusal, time_zone};
use crate::{calloffs, servers};

/// What `/savings report` is asked for.
#[derive(Clone, Debug, Default)]
pub struct Ask {
    /// A financial year; the one that runs, if left out.
    pub year: Option<String>,
    /// One authority only.
    pub authority: Option<String>,
    /// One region only.
    pub region: Option<String>,
}

/// A report.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// The year.
    pub year: FinancialYear,
    /// The region, if one was asked for.
    pub region: Option<String>,
    /// Each authority that the person may see and that called something off, by its short name.
    pub lines: Vec<(Authority, Sum)>,
    /// Of all authorities asked for, from unrounded amounts; none where too few have called off for it to be shown.
    pub total: Option<Sum>,
    /// How many authorities have called off.
    pub count: usize,
}

/// The cash savings of a financial year: (baseline − price paid) × quantity called off, by when it was called off. A
/// registrar sees each authority's; anybody else their own authorities', and the total once three have called off.
///
/// # Errors
/// Refused for an authority that the person has no mandate for, and when a year, an authority or a region can't be read.
pub async fn report(db: &impl Db, actor: &Actor, ask: &Ask, now: DateTime<Utc>) -> Result<Report> {
    let settings = servers::service::settings(db, actor.guild_id).await?;
    let registrar = servers::service::require_registrar(db, actor).await.is_ok();
    let year = match ask.year.as_deref() {
        Some(text) => FinancialYear::parse(text)?,
        None => FinancialYear::of(time_zone::local_date(now, settings.time_zone)),
    };
    let mut asked = authorities::list(db, actor.guild_id).await?;
    let region = match ask.region.as_deref() {
        Some(text) => Some(known_region(&asked, text)?),
        None => None,
    };
    if let Some(region) = &region {
        asked.retain(|it| same_name(&it.region, region));
    }
    let theirs = authorities::mandates_of(db, actor.guild_id, actor.user_id).await?;
    let own = |id: i64| theirs.iter().any(|mandate| mandate.authority.id == id);
    if let Some(text) = ask.authority.as_deref() {
        let found = authorities::find(db, actor.guild_id, text).await?;
        if !registrar && !own(found.id) {
            return Err(Refusal::new(
                format!(
                    "The savings of {} are for its own officers and the registrars.",
                    found.name
                ),
                "Leave the authority out to see your own, and the total.",
            )
            .into());
        }
        asked.retain(|it| it.id == found.id);
    }
    let savings = of_year(db, actor.guild_id, year, &asked, settings.time_zone).await?;
    let too_much = || Fault::new("savings do not fit");
    let mut lines = Vec::new();
    let mut count = 0;
    for authority in asked {
        if savings.lines().all(|((id, _), _)| id != authority.id) {
            continue;
        }
        count += 1;
        if registrar || own(authority.id) {
            let sum = savings.of_authority(authority.id).ok_or_else(too_much)?;
            lines.push((authority, sum));
        }
    }
    lines.sort_by(|one, other| one.0.short_name.cmp(&other.0.short_name));
    let all_seen = lines.len() == count;
    let told = all_seen || calloffs::rules::may_see_totals(registrar, false, count);
    Ok(Report {
        year,
        region,
        total: match told {
            true => Some(savings.total().ok_or_else(too_much)?),
            false => None,
        },
        lines,
        count,
    })
}

async fn of_year(
    db: &impl Db,
    guild_id: i64,
    year: FinancialYear,
    of: &[Authority],
    tz: chrono_tz::Tz,
) -> Result<Savings> {
    let from = time_zone::start_of_day(year.starts(), tz);
    let before = time_zone::start_of_day(year.next().starts(), tz);
    let baselines = store::baselines(db, guild_id).await?;
    let parts = store::parts(db, guild_id, from, before).await?;
    let asked = parts
        .into_iter()
        .filter(|part| of.iter().any(|it| it.id == part.authority_id));
    let bought = asked.map(|part| {
        let of = |year| {
            baselines
                .get(&(part.authority_id, part.lot_id, year))
                .copied()
        };
        Bought {
            authority_id: part.authority_id,
            lot_id: part.lot_id,
            quantity: part.quantity,
            price: part.price,
            baseline: baseline_of(part.year, of),
        }
    });
    Ok(Savings::of(bought).ok_or_else(|| Fault::new("savings do not fit"))?)
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
