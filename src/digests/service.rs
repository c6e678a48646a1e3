//! Use cases of digests.

use std::collections::HashMap;

use chrono::{DateTime, Months, NaiveDate, Utc};
use futures::FutureExt;
use serde::{Deserialize, Serialize};

use super::facts::{Asked, Due, ToldDigest};
use super::letters::DigestPost;
use super::rules::{self, Section, Seen, SeenLot, Volumes, Window};
use crate::awards::service as awards;
use crate::dossiers::service::{self as dossiers, Glance};
use crate::forums::service::Forum;
use crate::ledger::{About, Cause, Db, Fault, Ledger, Result, Tx};
use crate::pictures::Chart;
use crate::proof::anchor::{self, Anchor};
use crate::requirements::service::{self as requirements, LotTotals};
use crate::values::{Actor, ForumId, LotId, Refusal, Stage, TenderId, time_zone};
use crate::words::text;
use crate::{authorities, calloffs, forums, savings, servers, tenders};

/// So many tenders are looked at together.
const AT_A_TIME: usize = 500;

/// What a region's forum is told of its tenders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Digest {
    /// The forum.
    pub forum: Forum,
    /// The day, by the server's clocks.
    pub on: NaiveDate,
    /// What there is to say; empty: nothing.
    pub sections: Vec<Section>,
    /// The head of the server's record: the forum is its witness (design, section 3, rule 10).
    pub record: Option<Anchor>,
}

impl Digest {
    /// Whether there is nothing to say: then it is not posted.
    pub fn is_empty(&self) -> bool {
        self.sections.is_empty()
    }
}

/// Gathers a forum's digest as it would be posted now: what happened since the last one, or in the last month where
/// there was none.
///
/// # Errors
/// A fault, if there is no such forum or the database fails.
pub async fn gather(db: &impl Db, forum_id: ForumId, now: DateTime<Utc>) -> Result<Digest> {
    let since = forum(db, forum_id).await?.last_digest_at;
    gather_since(db, forum_id, since, now).await
}

/// What a digest has to look at: the region's savings by financial year, where everybody may see them.
///
/// # Errors
/// A fault, if the database fails.
pub async fn to_look_at(
    db: &impl Db,
    digest: &Digest,
    now: DateTime<Utc>,
) -> Result<Option<Chart>> {
    let forum = &digest.forum;
    savings::service::for_everybody(db, forum.guild_id, &forum.region, now, forum.language).await
}

async fn forum(db: &impl Db, forum_id: ForumId) -> Result<Forum> {
    let forum = forums::service::by_id(db, forum_id).await?;
    Ok(forum.ok_or_else(|| Fault::new(format!("no forum {forum_id}")))?)
}

/// As [`gather`], with the last digest at another moment: the one that is on its way is none.
///
/// # Errors
/// A fault, if there is no such forum or the database fails.
pub async fn gather_since(
    db: &impl Db,
    forum_id: ForumId,
    since: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Result<Digest> {
    let forum = forum(db, forum_id).await?;
    let tz = servers::service::settings(db, forum.guild_id)
        .await?
        .time_zone;
    let month_ago = now.checked_sub_months(Months::new(1)).unwrap_or(now);
    let window = Window {
        since: since.unwrap_or(month_ago),
        now,
        tz,
    };
    let running: Vec<Stage> = Stage::ALL
        .into_iter()
        .filter(|stage| !matches!(stage, Stage::Ended | Stage::Cancelled))
        .collect();
    let on = time_zone::local_date(now, tz);
    let register = authorities::service::list(db, forum.guild_id).await?;
    let posts = tenders::service::in_forum(db, forum_id, &running).await?;
    let ids: Vec<TenderId> = posts.iter().map(|(tender_id, _)| *tender_id).collect();
    let threads = posts.into_iter().collect();
    let mut seen = Vec::with_capacity(ids.len());
    for ids in ids.chunks(AT_A_TIME) {
        let glances = dossiers::glances(db, forum.guild_id, &register, ids).await?;
        seen.extend(look(db, glances, &threads, on).await?);
    }
    Ok(Digest {
        sections: rules::sections(&seen, window),
        record: anchor::head(db, forum.guild_id).await?,
        forum,
        on,
    })
}

/// What a digest needs of these tenders; `threads`: the post of each here, once it is there.
async fn look(
    db: &impl Db,
    glances: Vec<Glance>,
    threads: &HashMap<TenderId, Option<i64>>,
    today: NaiveDate,
) -> Result<Vec<Seen>> {
    let lots = glances.iter().flat_map(|it| &it.totals);
    let ids: Vec<LotId> = lots.map(|totals| totals.lot.id).collect();
    let mut won = awards::winners(db, &ids).await?;
    let called_off = calloffs::service::of_all_by_year(db, &ids).await?;
    let shown = requirements::shown_called_off(db, &ids, &[]).await?;
    let mut all = Vec::with_capacity(glances.len());
    for glance in glances {
        let tender = glance.tender;
        let year = tenders::service::term(&tender)?
            .year_of(today)
            .map(|year| year.get());
        let volumes = |totals: &LotTotals| {
            let year = year?;
            let number = i32::from(year);
            let of_year = totals.years.iter().find(|of| of.year == number)?;
            let key = (totals.lot.id, number);
            let called_off = match called_off.get(&key) {
                Some(_) if !tender.open_book => Some(shown.get(&key)?),
                of_all => of_all,
            };
            Some(Volumes {
                year,
                declared: of_year.total?.expected,
                called_off: called_off.copied().unwrap_or_default(),
            })
        };
        let lots = glance.totals.iter().map(|totals| SeenLot {
            title: totals.lot.title.clone(),
            unit: totals.lot.unit.clone(),
            award: won.remove(&totals.lot.id),
            volumes: volumes(totals),
        });
        all.push(Seen {
            lots: lots.collect(),
            reference: tender.reference.to_string(),
            title: tender.title,
            lead: glance.lead,
            thread_id: threads.get(&tender.id).copied().flatten(),
            stage: tender.stage,
            respond_by: tender.respond_by,
            invited: glance.responses.invited,
            answered: glance.responses.answered,
            bids_by: tender.bids_by,
            standstill_ends: tender.standstill_ends,
            starts: tender.starts,
            ends: tender.ends,
        });
    }
    Ok(all)
}

/// The digest of a region as it would be posted now; anyone may look (design, section 6, `/digest preview`).
///
/// # Errors
/// Refused when the region has no forum.
pub async fn preview(
    db: &impl Db,
    actor: &Actor,
    region: &str,
    now: DateTime<Utc>,
) -> Result<Digest> {
    let forum = forums::service::find(db, actor.guild_id, region).await?;
    gather(db, forum.id, now).await
}

/// A digest that was queued by hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Queued {
    /// Where it comes.
    pub forum: Forum,
}

/// Has a region's digest posted now, whatever its schedule (design, section 6, `/digest now`).
///
/// # Errors
/// Refused to those who aren't registrars, when the region has no forum, and when there is nothing to say.
pub async fn now(ledger: &Ledger, actor: &Actor, region: &str) -> Result<Queued> {
    let (actor, region) = (actor.clone(), region.to_owned());
    ledger
        .write(Cause::by(&actor), move |tx| {
            async move {
                servers::service::require_registrar(tx, &actor).await?;
                let forum = forums::service::find(tx, actor.guild_id, &region).await?;
                if gather(tx, forum.id, tx.now()).await?.is_empty() {
                    return Err(Refusal::new(
                        text!("digests-nothing", region = forum.region.as_str()),
                        text!("digests-nothing-help"),
                    )
                    .into());
                }
                let since = forum.last_digest_at;
                forums::service::digest_came(tx, forum.guild_id, forum.id).await?;
                queue(tx, &forum, since, true).await?;
                Ok(Queued { forum })
            }
            .boxed()
        })
        .await
}

/// Queues a digest's post inside a change, and tells that it is on its way: once, while one of the same forum
/// waits.
///
/// # Errors
/// A fault, if it can't be queued; what whoever hears of it returned.
pub(super) async fn queue(
    tx: &Tx,
    forum: &Forum,
    since: Option<DateTime<Utc>>,
    by_hand: bool,
) -> Result<()> {
    tx.send(&DigestPost {
        forum_id: forum.id,
        since,
        by_hand,
    })
    .await?;
    let told = ToldDigest {
        forum_id: forum.id,
        region: forum.region.clone(),
        since,
    };
    match by_hand {
        true => tx.tell(&Asked::of(About::SERVER, told)).await,
        false => tx.tell(&Due::of(About::SERVER, told)).await,
    }
}
