//! How an award's ceiling stands, and who still needs some of it.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::declared::declared;
use super::{headroom, rules, store};
use crate::awards::service::Award;
use crate::ledger::{Db, Result};
use crate::servers;
use crate::tenders::service::{self as tenders, Tender};
use crate::values::{AuthorityId, ContractYear, LotId, Quantity, day, time_zone};
use crate::words::{Text, text};

/// How much of an award's ceiling is called off, and by when it runs out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Headroom {
    /// How much is called off, in whole per cent of the ceiling, rounded down.
    pub percent: u8,
    /// What is left.
    pub left: Quantity,
    /// The day by which it runs out at the pace of the last six months; none where nothing was called off in them, or
    /// nothing is left.
    pub runs_out: Option<NaiveDate>,
    /// The contract's last day.
    pub ends: NaiveDate,
}

impl Headroom {
    /// In words, without a full stop.
    pub fn told(&self) -> Text {
        let percent = self.percent;
        match self.runs_out {
            Some(on) if on > self.ends => text!("calloffs-headroom-lasts", percent),
            Some(on) => text!("calloffs-headroom-runs-out", percent, day = day(on)),
            None => text!("calloffs-headroom", percent),
        }
    }
}

/// How much of an award's ceiling is called off by all; none without a ceiling. Who may see it is for the caller to decide
/// (design, section 3, rule 8).
///
/// # Errors
/// A fault, if the database can't be read.
pub async fn headroom(
    db: &impl Db,
    tender: &Tender,
    award: &Award,
    now: DateTime<Utc>,
) -> Result<Option<Headroom>> {
    let tz = servers::service::settings(db, tender.guild_id)
        .await?
        .time_zone;
    let today = time_zone::local_date(now, tz);
    let Some(ceiling) = award.on(today).ceiling else {
        return Ok(None);
    };
    let totals = store::totals(db, &[award.lot_id], store::ALL).await?;
    let called_off = totals.of_term(award.lot_id).unwrap_or_default();
    let left = ceiling.checked_sub(called_off).unwrap_or_default();
    let since = headroom::since(tenders::term(tender)?, today);
    let first = time_zone::start_of_day(since, tz);
    let recent = store::called_off_since(db, award.lot_id, first).await?;
    let percent = headroom::percent(ceiling, called_off);
    Ok(percent.map(|percent| Headroom {
        percent,
        left,
        runs_out: headroom::runs_out(left, recent, since, today),
        ends: tender.ends,
    }))
}

/// The authorities that still need some of a lot: in the contract year that runs, or a later one, they have called off less
/// than they declared.
///
/// # Errors
/// A fault, if the database can't be read.
pub async fn still_need(
    db: &impl Db,
    tender: &Tender,
    lot_id: LotId,
    now: DateTime<Utc>,
) -> Result<Vec<AuthorityId>> {
    let tz = servers::service::settings(db, tender.guild_id)
        .await?
        .time_zone;
    let today = time_zone::local_date(now, tz);
    let term = tenders::term(tender)?;
    let first = rules::year_shown(term, today, None)?.get();
    let declared = declared(db, &[lot_id]).await?;
    let called_off = store::of_each_year(db, lot_id).await?;
    let needs = |who: &AuthorityId| {
        (first..=term.years())
            .filter_map(ContractYear::new)
            .any(|year| {
                let key = (*who, i32::from(year.get()));
                let so_far = called_off.get(&key).copied().unwrap_or_default();
                declared
                    .of(lot_id, year, *who)
                    .is_some_and(|it| it > so_far)
            })
    };
    Ok(declared.who(lot_id).into_iter().filter(needs).collect())
}
