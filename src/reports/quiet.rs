//! Off-contract warnings: an authority that declared and has called nothing off for long is asked by direct message
//! whether it buys elsewhere, half a year after call-offs open and then every three months.

use chrono::{DateTime, Months, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;

use super::letters::Asking;
use super::rules::QUIET_MONTHS;
use super::service::{self, Buyer};
use crate::authorities::service as authorities;
use crate::forums::service as forums;
use crate::ledger::{Reader, Result, Tx};
use crate::requirements::service as requirements;
use crate::schedule::duties::{self, Duty};
use crate::schedule::sweeper::Next;
use crate::servers::service as servers;
use crate::tenders::facts::Started;
use crate::tenders::service::{self as tenders, Lot, Post, Tender};
use crate::values::time_zone::{local_date, local_to_utc};
use crate::values::{Actor, AuthorityId, Stage, TenderId};
use crate::words::Lang;

/// The kind of the duty, about a tender.
pub const KIND: &str = "contract.quiet";
/// How long until it is looked at again.
const AGAIN_MONTHS: u32 = 3;

fn nine_after(day: NaiveDate, months: u32, tz: Tz) -> Option<DateTime<Utc>> {
    let day = day.checked_add_months(Months::new(months))?;
    let nine = NaiveTime::from_hms_opt(9, 0, 0)?;
    Some(local_to_utc(day.and_time(nine), tz))
}

/// Begins to look after a contract that has just begun.
///
/// # Errors
/// A fault, if the database fails.
pub async fn watch(tx: &Tx, started: &Started) -> Result<()> {
    let guild_id = tx.cause().guild_id;
    let tender_id = started.about.tender_id.unwrap_or_default();
    let tender = tenders::by_id(tx, guild_id, tender_id).await?;
    let tz = servers::settings(tx, guild_id).await?.time_zone;
    let from = tender.starts.max(local_date(tx.now(), tz));
    match nine_after(from, QUIET_MONTHS, tz) {
        Some(at) => duties::arm(tx, KIND, tender.id, at).await,
        None => Ok(()),
    }
}

/// Has every officer asked whose authority declared something; what is sent, and whether, is worked out then.
///
/// # Errors
/// A fault, if the database fails.
pub(super) async fn fall_due(tx: &Tx, duty: &Duty) -> Result<Next> {
    let tender = tenders::by_id(tx, duty.guild_id, TenderId(duty.subject_id)).await?;
    if tender.stage != Stage::CallOff {
        return Ok(Next::Done);
    }
    let current = requirements::current(tx, tender.id, None).await?;
    let mut declared: Vec<AuthorityId> = current
        .iter()
        .filter(|it| !it.expected.is_zero())
        .map(|it| it.authority_id)
        .collect();
    declared.sort_unstable();
    declared.dedup();
    for authority_id in declared {
        for user_id in authorities::officers_of(tx, authority_id).await? {
            let asking = Asking {
                tender_id: tender.id,
                authority_id,
                user_id,
            };
            tx.send_at(&asking, duty.due_at).await?;
        }
    }
    let tz = servers::settings(tx, duty.guild_id).await?.time_zone;
    let again = nine_after(local_date(tx.now(), tz), AGAIN_MONTHS, tz);
    Ok(again.map_or(Next::Done, Next::Again))
}

/// What an officer is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Asked {
    pub tender: Tender,
    /// The lead's short name.
    pub lead: String,
    /// The lots that the authority has not called off for long.
    pub lots: Vec<(Lot, Buyer)>,
    /// The tender's post in the authority's region, else its first.
    pub post: Option<Post>,
    /// The language of what is posted there.
    pub post_language: Lang,
}

/// What an officer is asked now; none, if nothing is to be asked any more.
///
/// # Errors
/// A fault, if the database fails.
pub(super) async fn asked(
    db: &Reader,
    guild_id: i64,
    tender_id: TenderId,
    authority_id: AuthorityId,
    user_id: i64,
    now: DateTime<Utc>,
) -> Result<Option<Asked>> {
    let tender = tenders::by_id(db, guild_id, tender_id).await?;
    let still = authorities::officers_here(db, authority_id, now).await?;
    if tender.stage != Stage::CallOff || !still.contains(&user_id) {
        return Ok(None);
    }
    // As the officer: with their mandates, and nothing that a role may give.
    let officer = Actor {
        guild_id,
        user_id,
        name: String::new(),
        manager: false,
        roles: Vec::new(),
        interaction_id: 0,
        agreed: crate::values::Agreed::Nothing,
    };
    let report = service::tender(db, &officer, tender.reference.as_str(), now).await?;
    let quiet = |of: service::Use| {
        let own = of.buyers.into_iter();
        let mut own = own.filter(|it| it.who.id == authority_id && it.quiet);
        Some((of.lot, own.next()?))
    };
    let lots: Vec<(Lot, Buyer)> = report.uses.into_iter().filter_map(quiet).collect();
    let Some((_, first)) = lots.first() else {
        return Ok(None);
    };
    let posts = tenders::posts(db, tender.id).await?;
    let there = posts
        .iter()
        .find(|post| post.region.eq_ignore_ascii_case(&first.who.region));
    let post = there.or(posts.first()).cloned();
    let forum = match &post {
        Some(post) => forums::by_id(db, post.forum_id).await?,
        None => None,
    };
    Ok(Some(Asked {
        lead: tenders::lead(db, &tender).await?.short_name,
        post,
        post_language: forum.map_or_else(Lang::default, |forum| forum.language),
        tender,
        lots,
    }))
}

#[cfg(test)]
#[path = "quiet_tests.rs"]
mod tests;
