//! A new tender.

use futures::FutureExt;
use serde::{Deserialize, Serialize};

use super::super::facts;
use super::super::rules::{self, DESCRIPTION_MAX, Part, TITLE_MAX};
use super::super::store::{self, Lot, Participation, Post, Tender};
use super::effects;
use super::looking::{self, Who};
use super::previews;
use crate::ledger::{Cause, Db, Ledger, Result, Tx};
use crate::values::{Actor, ForumId, Reference, Refusal, Stage, TenderId, When, cpv};
use crate::words::text;
use crate::{authorities, forums, servers};

/// What `/tender announce` is told, as it is typed (design, section 6).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Announce {
    /// What is bought.
    pub title: String,
    /// The response deadline; a date without a time means the end of that day.
    pub respond_by: String,
    /// First day of the contract.
    pub starts: String,
    /// Last day of the contract.
    pub ends: String,
    /// `House coal, tonne; Smokeless fuel, tonne`.
    pub lots: String,
    /// The authority that leads; needed by an officer of several.
    pub lead: Option<String>,
    /// CPV code.
    pub category: Option<String>,
    /// Regions, separated by commas, or `all`; left out: the lead's.
    pub regions: Option<String>,
    /// More about it.
    pub description: Option<String>,
    /// Whether everybody sees everybody's quantities.
    pub open_book: bool,
    /// A reference of the lead's own; left out: one is suggested.
    pub reference: Option<String>,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Announced {
    /// The tender.
    pub tender: Tender,
    /// Who leads it.
    pub lead: Who,
    /// Its lots.
    pub lots: Vec<Lot>,
    /// Its posts, one a region.
    pub posts: Vec<Post>,
}

/// Announces a tender in the forum of every region invited (design, section 2).
///
/// # Errors
/// Refused without a mandate for the lead, when a text can't be read, dates are in the wrong order, a region has no
/// forum, or the reference is taken.
pub async fn announce(ledger: &Ledger, actor: &Actor, request: Announce) -> Result<Announced> {
    let actor = actor.clone();
    let cause = Cause::by(&actor);
    ledger
        .write(cause, move |tx| {
            async move { announce_in(tx, &actor, request).await }.boxed()
        })
        .await
}

async fn announce_in(tx: &Tx, actor: &Actor, request: Announce) -> Result<Announced> {
    let settings = servers::service::settings(tx, actor.guild_id).await?;
    let lead = authorities::service::acting_for(tx, actor, request.lead.as_deref()).await?;
    let tz = settings.time_zone;
    let title = rules::text(text!("tenders-what-title"), &request.title, TITLE_MAX)?;
    let description = rules::optional_text(
        text!("tenders-what-description"),
        request.description.as_deref(),
        DESCRIPTION_MAX,
    )?;
    let respond_by = When::parse(&request.respond_by, tx.now(), tz)?.instant(tz);
    let starts = When::parse(&request.starts, tx.now(), tz)?.date;
    let ends = When::parse(&request.ends, tx.now(), tz)?.date;
    let term = rules::check_dates(respond_by, starts, ends, tx.now(), tz)?;
    let lots = rules::parse_lots(&request.lots)?;
    let category = match request.category.as_deref().map(str::trim) {
        Some(code) if !code.is_empty() => Some(cpv::parse(code)?),
        _ => None,
    };
    let forums = invited(tx, actor.guild_id, request.regions.as_deref(), &lead.region).await?;
    let year = chrono::Datelike::year(&starts);
    let reference = reference(
        tx,
        actor.guild_id,
        request.reference.as_deref(),
        &title,
        year,
    )
    .await?;

    let to_announce = previews::ToAnnounce {
        lead: &lead.short_name,
        reference: reference.as_str(),
        title: &title,
        lots: &lots,
        regions: &forums,
        respond_by,
        term,
        regime: settings.regime,
        tz,
    };
    tx.ask(previews::announcing(tx, &to_announce).await?)?;
    let tender = store::insert(
        tx,
        &Tender {
            id: TenderId(0),
            guild_id: actor.guild_id,
            reference,
            title,
            description,
            lead_id: lead.id,
            category,
            regime: settings.regime,
            open_book: request.open_book,
            stage: Stage::Collecting,
            respond_by,
            starts,
            ends,
            notice: None,
            bids_by: None,
            value: None,
            published_on: None,
            notice_on: None,
            standstill_ends: None,
            reason: None,
            cancelled_from: None,
            cancelled_at: None,
            created_by: actor.user_id,
            created_at: tx.now(),
            invited_at_close: None,
            answered_at_close: None,
            withdrawn_at: None,
        },
    )
    .await?;
    store::insert_lots(tx, tender.id, 1, &lots).await?;
    for forum in forums {
        store::insert_post(tx, tender.id, forum).await?;
    }
    let part = Participation {
        authority_id: lead.id,
        part: Part::Joined,
        answered: false,
        wave: 1,
        reason: None,
        at: tx.now(),
        to_confirm: None,
    };
    store::put_participation(tx, tender.id, &part).await?;
    effects::schedule(tx, &tender, tz).await?;
    let posts = looking::posts(tx, tender.id).await?;
    let lots = store::lots(tx, tender.id).await?;
    tx.tell(&facts::Announced {
        about: facts::about(&tender),
        tender: tender.clone(),
        lots: lots.clone(),
        regions: posts.iter().map(|post| post.region.clone()).collect(),
    })
    .await?;
    Ok(Announced {
        tender,
        lead: Who::from(&lead),
        lots,
        posts,
    })
}

/// The forums of the regions invited, each once.
pub(super) async fn invited(
    db: &impl Db,
    guild_id: i64,
    given: Option<&str>,
    own: &str,
) -> Result<Vec<ForumId>> {
    let given = given
        .map(str::trim)
        .filter(|g| !g.is_empty())
        .unwrap_or(own);
    if given.eq_ignore_ascii_case("all") {
        let all: Vec<ForumId> = forums::service::list(db, guild_id)
            .await?
            .into_iter()
            .map(|f| f.id)
            .collect();
        if all.is_empty() {
            return Err(
                Refusal::new(text!("tenders-no-forum"), text!("tenders-no-forum-help")).into(),
            );
        }
        return Ok(all);
    }
    let forums = forums::service::list(db, guild_id).await?;
    let known = |text: &str| forums.iter().any(|f| rules::same_name(&f.region, text));
    let mut found = Vec::new();
    for region in rules::names_among(given, known) {
        let forum = forums::service::find(db, guild_id, &region).await?.id;
        if !found.contains(&forum) {
            found.push(forum);
        }
    }
    Ok(found)
}

/// The reference given, or the first that is free of those suggested.
async fn reference(
    db: &impl Db,
    guild_id: i64,
    given: Option<&str>,
    title: &str,
    year: i32,
) -> Result<Reference> {
    let given = given
        .map(str::trim)
        .filter(|g| !g.is_empty())
        .map(Reference::parse)
        .transpose()?;
    if let Some(reference) = &given
        && store::by_reference(db, guild_id, reference.as_str())
            .await?
            .is_none()
    {
        return Ok(reference.clone());
    }
    let first = Reference::suggest(title, year, 1);
    let beginning = first.as_str().trim_end_matches("01");
    let taken = store::references(db, guild_id, beginning).await?;
    let free = (1..=u32::try_from(taken.len() + 1).unwrap_or(u32::MAX))
        .map(|number| Reference::suggest(title, year, number))
        .find(|reference| !taken.iter().any(|t| t == reference.as_str()))
        .unwrap_or(first);
    match given {
        Some(reference) => Err(Refusal::new(
            text!("tenders-reference-taken", reference = reference.as_str()),
            text!("tenders-reference-taken-help", free = free.as_str()),
        )
        .into()),
        None => Ok(free),
    }
}
