//! What a report is asked for, and whose figures a person may look at.

use std::collections::HashSet;

use chrono::{DateTime, Utc};

use crate::authorities::service::{self as authorities, Authority};
use crate::ledger::{Db, Result};
use crate::servers::service::{self as servers, Settings};
use crate::tenders::rules::same_name;
use crate::tenders::service::{self as tenders, Tender};
use crate::values::{Actor, AuthorityId, FinancialYear, Refusal, TenderId, time_zone};
use crate::words::text;

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
    pub authority_id: Option<AuthorityId>,
    /// One region only: that of this authority.
    pub region_of: Option<AuthorityId>,
    /// One tender only.
    pub tender_id: Option<TenderId>,
}

/// Whose figures a person may look at, and what a report is of.
pub(super) struct Looking {
    pub settings: Settings,
    /// Whether they see every authority's: a registrar, and the lead of the tender asked for (design, section 3, rule 8).
    pub sees_all: bool,
    /// The authorities asked for.
    pub asked: Vec<Authority>,
    /// Those for which the person holds a mandate.
    pub own: Vec<AuthorityId>,
    pub region: Option<String>,
    pub tender: Option<Tender>,
    pub sift: Sift,
}

impl Looking {
    pub fn sees(&self, authority_id: AuthorityId) -> bool {
        self.sees_all || self.own.contains(&authority_id)
    }

    /// The rows of the authorities asked for.
    pub fn asked_ids(&self) -> HashSet<AuthorityId> {
        self.asked.iter().map(|it| it.id).collect()
    }
}

pub(super) async fn look(
    db: &impl Db,
    actor: &Actor,
    ask: &Ask,
    now: DateTime<Utc>,
) -> Result<Looking> {
    let settings = servers::settings(db, actor.guild_id).await?;
    let year = match ask.year.as_deref() {
        Some(text) => FinancialYear::parse(text)?,
        None => FinancialYear::of(time_zone::local_date(now, settings.time_zone)),
    };
    let register = authorities::list(db, actor.guild_id).await?;
    let region_of = match ask.region.as_deref() {
        Some(text) => Some(of_region(&register, text)?.id),
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
    let sift = Sift {
        year,
        authority_id,
        region_of,
        tender_id,
    };
    looking(db, actor, settings, sift).await
}

/// As a report that was asked for before, with the person's mandates looked up again.
pub(super) async fn looking(
    db: &impl Db,
    actor: &Actor,
    settings: Settings,
    sift: Sift,
) -> Result<Looking> {
    let mut asked = authorities::list(db, actor.guild_id).await?;
    let of = asked.iter().find(|it| sift.region_of == Some(it.id));
    let region = of.map(|it| it.region.clone());
    if let Some(region) = &region {
        asked.retain(|it| same_name(&it.region, region));
    }
    let theirs = authorities::mandates_of(db, actor.guild_id, actor.user_id).await?;
    let own: Vec<AuthorityId> = theirs.into_iter().map(|it| it.authority.id).collect();
    let tender = match sift.tender_id {
        Some(id) => Some(tenders::by_id(db, actor.guild_id, id).await?),
        None => None,
    };
    let leads = tender.as_ref().is_some_and(|it| own.contains(&it.lead_id));
    let sees_all = leads || servers::is_registrar(&settings, actor);
    if let Some(id) = sift.authority_id {
        asked.retain(|it| it.id == id);
        if let Some(found) = asked.first()
            && !sees_all
            && !own.contains(&id)
        {
            return Err(Refusal::new(
                text!("savings-of-others", authority = found.name.as_str()),
                text!("savings-of-others-help"),
            )
            .into());
        }
    }
    Ok(Looking {
        settings,
        sees_all,
        asked,
        own,
        region,
        tender,
        sift,
    })
}

/// An authority of the region that a text means.
pub(super) fn of_region<'a>(register: &'a [Authority], text: &str) -> Result<&'a Authority> {
    let found = register.iter().find(|it| same_name(&it.region, text));
    let unknown = || {
        Refusal::new(
            text!("savings-no-such-region", region = text),
            text!("savings-no-such-region-help"),
        )
    };
    Ok(found.ok_or_else(unknown)?)
}
