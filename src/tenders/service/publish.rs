//! The notice, and who is entitled.

use chrono::{DateTime, NaiveDate, Utc};
use futures::FutureExt;
use serde::{Deserialize, Serialize};

use super::super::facts;
use super::super::rules::{self, REASON_MAX};
use super::super::store::{self, Tender};
use super::due::catch_up;
use super::editing::edit_now;
use super::edits::Edit;
use super::effects::save;
use super::entitling::may_call_off;
use super::looking::{self, Who};
use super::previews;
use crate::ledger::{Cause, Db, Ledger, Result, Tx};
use crate::notices::Notice;
use crate::values::time_zone::local_date;
use crate::values::{Actor, Refusal, Stage, When, day};
use crate::words::{Text, text};
use crate::{authorities, servers};

/// What `/tender publish` is told.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Publish {
    /// The tender's reference.
    pub tender: String,
    /// The notice's number or address.
    pub notice: String,
    /// When bids are due; left out, where the notice says it.
    pub bids_by: Option<String>,
    /// Regions or authorities, separated by commas, that may call off besides those that take part.
    pub entitled: Option<String>,
    /// What the notice says, where that is to be taken over.
    #[serde(default)]
    pub taken: Option<Notice>,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    /// The tender.
    pub tender: Tender,
    /// Those that may call off, in the order of their short names: fixed from now on.
    pub entitled: Vec<Who>,
}

/// Notes that the notice is published; from here on the entitled authorities are fixed: those that take part, those
/// named, and those of the regions named, as the register has them now (design, sections 1 and 2).
///
/// # Errors
/// Refused to anybody but the lead, unless requirements are in, for bids due in the past or after the contract's start,
/// and for a name that is neither a region nor an authority.
pub async fn publish(ledger: &Ledger, actor: &Actor, request: Publish) -> Result<Published> {
    let actor = actor.clone();
    let cause = Cause::by(&actor);
    ledger
        .write(cause, move |tx| {
            async move { publish_now(tx, &actor, &request).await }.boxed()
        })
        .await
}

/// Refuses anybody who may not publish this tender now, before the notice is asked for.
///
/// # Errors
/// To anybody but the lead, and unless requirements are in.
pub async fn may_publish(
    db: &impl Db,
    actor: &Actor,
    tender: &str,
    now: DateTime<Utc>,
) -> Result<Tender> {
    let tender = looking::find(db, actor.guild_id, tender).await?;
    looking::require_lead(db, actor, &tender).await?;
    let stage = rules::stage_at(tender.stage, tender.respond_by, now);
    rules::step(stage, Stage::OutToTender, tender.reference.as_str())?;
    Ok(tender)
}

/// The refusal of a notice without a day for bids; `why` it was not read from the notice, as a sentence, if it was to be.
pub fn bids_missing(why: Text) -> Refusal {
    Refusal::new(
        Text::sentences([text!("tenders-bids-missing"), why]),
        text!("tenders-bids-missing-help"),
    )
}

/// What a notice changes of a tender, besides when bids are due and its value.
fn differing(tender: &Tender, notice: &Notice) -> Option<Edit> {
    let typed = |date: NaiveDate| date.format("%Y-%m-%d").to_string();
    let title = notice.title.as_ref().map(|it| match it.chars().count() {
        0..=rules::TITLE_MAX => it.clone(),
        _ => format!(
            "{}…",
            it.chars().take(rules::TITLE_MAX - 1).collect::<String>()
        ),
    });
    let title = title.filter(|it| *it != tender.title);
    let starts = notice.starts.filter(|it| *it != tender.starts).map(typed);
    let ends = notice.ends.filter(|it| *it != tender.ends).map(typed);
    (title.is_some() || starts.is_some() || ends.is_some()).then(|| Edit {
        tender: tender.reference.to_string(),
        title,
        starts,
        ends,
        as_published: true,
        ..Edit::default()
    })
}

async fn publish_now(tx: &Tx, actor: &Actor, request: &Publish) -> Result<Published> {
    let before = looking::find(tx, actor.guild_id, &request.tender).await?;
    looking::require_lead(tx, actor, &before).await?;
    let mut before = catch_up(tx, before).await?;
    rules::step(before.stage, Stage::OutToTender, before.reference.as_str())?;
    let tz = servers::service::settings(tx, actor.guild_id)
        .await?
        .time_zone;
    let taken = request.taken.as_ref();
    if let Some(edit) = taken.and_then(|notice| differing(&before, notice)) {
        before = edit_now(tx, before, tz, edit).await?.tender;
    }
    let typed = request.bids_by.as_deref();
    let bids_by = match (taken.and_then(|notice| notice.bids_by), typed) {
        (Some(bids_by), _) => bids_by,
        (None, Some(typed)) => When::parse(typed, tx.now(), tz)?.instant(tz),
        (None, None) => return Err(bids_missing(Text::default()).into()),
    };
    if bids_by <= tx.now() {
        return Err(Refusal::new(
            text!("tenders-bids-past", day = day(local_date(bids_by, tz))),
            text!("tenders-bids-past-help"),
        )
        .into());
    }
    rules::bids_before_start(local_date(bids_by, tz), before.starts)?;
    let mut tender = before;
    tender.stage = Stage::OutToTender;
    tender.notice = Some(rules::text(
        text!("tenders-what-notice"),
        &request.notice,
        REASON_MAX,
    )?);
    tender.bids_by = Some(bids_by);
    tender.value = taken.and_then(|notice| notice.value);
    tender.published_on = Some(local_date(tx.now(), tz));

    let named = request.entitled.as_deref().unwrap_or_default();
    let ids = may_call_off(tx, &tender, named).await?;
    let register = authorities::service::list(tx, actor.guild_id).await?;
    let mut entitled: Vec<Who> = register
        .iter()
        .filter(|a| ids.contains(&a.id))
        .map(Who::from)
        .collect();
    entitled.sort_by(|a, b| a.short_name.cmp(&b.short_name));
    tx.ask(previews::publishing(tx, &tender, &entitled, tz).await?)?;
    store::put_entitled(tx, tender.id, &ids).await?;
    save(tx, &tender, tz).await?;
    tx.tell(&facts::Published {
        about: facts::about(&tender),
        notice: tender.notice.clone(),
        bids_by: tender.bids_by,
        value: tender.value,
        taken_from_notice: taken.is_some(),
        published_on: tender.published_on,
        entitled: entitled.iter().map(|who| who.short_name.clone()).collect(),
    })
    .await?;
    Ok(Published { tender, entitled })
}
