//! Use cases of forums.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use futures::FutureExt;
use serde::{Deserialize, Serialize};

use super::facts::{self, ToldForum};
use super::{rules, store};
use crate::delivery::queue;
use crate::ledger::{About, Cause, Db, Fact, Fault, Ledger, Result, Tx};
use crate::schedule::duties;
use crate::values::{Actor, ForumId, Recurrence};
use crate::{authorities, servers};

pub use super::rules::Forum;

/// A forum to open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Open {
    /// The region's name.
    pub region: String,
    /// The Discord channel.
    pub channel_id: i64,
    /// Whether it is a text channel with threads.
    pub threads: bool,
    /// When its digest comes, as people type it.
    pub digest: Option<String>,
    /// A language, as its code or its name; left out: the server's.
    pub language: Option<String>,
    /// A channel that Discord says is not there any more: the forum that was in it may move.
    pub gone: Option<i64>,
    /// Discord's tag ids by stage: set before the forum is opened, so that no post is made without; none: it isn't known.
    pub tags: Option<BTreeMap<String, i64>>,
}

/// What came of opening a forum.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenDone {
    /// The forum now.
    pub forum: Forum,
    /// What was put right, where it was open already.
    pub mended: Option<Mended>,
}

/// What was put right in a forum that was open already.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mended {
    /// Whether its tags are others than before.
    pub tags: bool,
    /// How many messages of the server waited for somebody: all are tried again.
    pub waited: usize,
}

/// Opens a region's forum (design, section 6, `/forum open`); a digest with a schedule is armed. Where it is open already in
/// that channel it is mended: what is given changes, and whoever hears of it puts right what it can.
///
/// # Errors
/// Refused to those who aren't registrars, when a text can't be read, and when the region has a forum whose channel is
/// still there, or the channel is one.
pub async fn open(ledger: &Ledger, actor: &Actor, request: Open) -> Result<OpenDone> {
    let actor = actor.clone();
    ledger
        .write(Cause::by(&actor), move |tx| {
            async move {
                let (forum, before) = to_open(tx, &actor, request, tx.now()).await?;
                let mended = match &before {
                    Some(before) if before.channel_id == forum.channel_id => Some(Mended {
                        tags: before.tags != forum.tags,
                        waited: queue::waiting(tx, actor.guild_id, tx.now()).await?.len(),
                    }),
                    _ => None,
                };
                let forum = match (before, mended) {
                    (None, _) => keep(tx, &forum, facts::Opened::of).await?,
                    (Some(_), None) => keep(tx, &forum, facts::Moved::of).await?,
                    (Some(_), Some(_)) => keep(tx, &forum, facts::Mended::of).await?,
                };
                Ok(OpenDone { forum, mended })
            }
            .boxed()
        })
        .await
}

/// The forum as [`open`] would open it, as things stand `now`.
///
/// # Errors
/// As [`open`].
pub async fn may_open(
    db: &impl Db,
    actor: &Actor,
    request: &Open,
    now: DateTime<Utc>,
) -> Result<Forum> {
    let (forum, _) = to_open(db, actor, request.clone(), now).await?;
    Ok(forum)
}

/// The forum as it would be opened, and that of its region before.
async fn to_open(
    db: &impl Db,
    actor: &Actor,
    request: Open,
    now: DateTime<Utc>,
) -> Result<(Forum, Option<Forum>)> {
    let settings = servers::service::require_registrar(db, actor).await?;
    let mut region = authorities::rules::parse_region(&request.region)?;
    let spelled = authorities::service::regions(db, actor.guild_id).await?;
    let folded = authorities::rules::fold(&region);
    if let Some(same) = spelled
        .iter()
        .find(|r| authorities::rules::fold(r) == folded)
    {
        region.clone_from(same);
    }
    let forums = store::all(db, actor.guild_id).await?;
    let before = rules::may_open(&forums, &region, request.channel_id, request.gone)?;
    let same = before.filter(|forum| forum.channel_id == request.channel_id);
    let language = match (&request.language, same) {
        (Some(text), _) => servers::rules::parse_language(text)?,
        (None, Some(before)) => before.language,
        (None, None) => settings.language,
    };
    let tags = request.tags.or(same.map(|before| before.tags.clone()));
    let digest = match &request.digest {
        Some(digest) => rules::parse_digest(digest, now, settings.time_zone)?,
        None => before.and_then(|forum| forum.digest.clone()),
    };
    let forum = Forum {
        id: before.map_or(ForumId(0), |forum| forum.id),
        guild_id: actor.guild_id,
        region: before.map_or(region, |forum| forum.region.clone()),
        channel_id: request.channel_id,
        threads: request.threads,
        language,
        tags: tags.unwrap_or_default(),
        digest,
        paused: before.is_some_and(|forum| forum.paused),
        last_digest_at: before.and_then(|forum| forum.last_digest_at),
    };
    Ok((forum, before.cloned()))
}

/// Keeps a forum, arms or withdraws its digest, and tells what has happened to it.
async fn keep<F: Fact>(tx: &Tx, forum: &Forum, fact: fn(About, ToldForum) -> F) -> Result<Forum> {
    let forum = store::save(tx, forum).await?;
    let settings = servers::service::settings(tx, forum.guild_id).await?;
    let next = forum.next_digest(tx.now(), settings.time_zone);
    arm_digest(tx, &forum, next).await?;
    tx.tell(&fact(About::SERVER, ToldForum::from(&forum)))
        .await?;
    Ok(forum)
}

/// Every forum of a server, by region.
///
/// # Errors
/// A fault, if the database fails.
pub async fn list(db: &impl Db, guild_id: i64) -> Result<Vec<Forum>> {
    store::all(db, guild_id).await
}

/// Every forum of every server: for `griffin check`.
///
/// # Errors
/// A fault, if the database fails.
pub async fn everywhere(db: &impl Db) -> Result<Vec<Forum>> {
    store::everywhere(db).await
}

/// The forum of a region, in any case.
///
/// # Errors
/// Refused when there is none; the help names the regions that have one.
pub async fn find(db: &impl Db, guild_id: i64, region: &str) -> Result<Forum> {
    let forums = list(db, guild_id).await?;
    let found = rules::of_region(&forums, region).cloned();
    Ok(found.ok_or_else(|| rules::unknown(&forums, region))?)
}

/// The forums of these rows, by row.
///
/// # Errors
/// A fault, if the database can't be read.
pub async fn by_ids(
    db: &impl Db,
    ids: impl IntoIterator<Item = ForumId>,
) -> Result<HashMap<ForumId, Forum>> {
    let found = store::by_ids(db, ids).await?;
    Ok(found.into_iter().map(|forum| (forum.id, forum)).collect())
}

/// One forum by its row.
///
/// # Errors
/// A fault, if the database fails.
pub async fn by_id(db: &impl Db, id: ForumId) -> Result<Option<Forum>> {
    store::by_id(db, id).await
}

/// Keeps Discord's tag ids by stage, where the forum was opened without: griffin does this by itself, once it may.
///
/// # Errors
/// A fault, if there is no such forum.
pub async fn remember_tags(
    ledger: &Ledger,
    guild_id: i64,
    forum_id: ForumId,
    tags: BTreeMap<String, i64>,
) -> Result<Forum> {
    ledger
        .write(Cause::due(guild_id), move |tx| {
            async move {
                let mut forum = existing(tx, guild_id, forum_id).await?;
                if forum.tags == tags {
                    return Ok(forum);
                }
                forum.tags = tags;
                keep_tags(tx, &forum).await
            }
            .boxed()
        })
        .await
}

/// Forgets a tag that Discord says the forum hasn't: whoever manages the forum took it away. Says whether it was known.
///
/// # Errors
/// A fault, if there is no such forum.
pub async fn forget_tag(tx: &Tx, forum_id: ForumId, tag: i64) -> Result<bool> {
    let mut forum = existing(tx, tx.cause().guild_id, forum_id).await?;
    let before = forum.tags.len();
    forum.tags.retain(|_, id| *id != tag);
    if forum.tags.len() == before {
        return Ok(false);
    }
    keep_tags(tx, &forum).await?;
    Ok(true)
}

async fn keep_tags(tx: &Tx, forum: &Forum) -> Result<Forum> {
    let forum = store::save(tx, forum).await?;
    tx.tell(&facts::Tagged {
        about: About::SERVER,
        forum_id: forum.id,
        tags: forum.tags.clone(),
    })
    .await?;
    Ok(forum)
}

async fn existing(tx: &Tx, guild_id: i64, forum_id: ForumId) -> Result<Forum> {
    let found = store::by_id(tx, forum_id).await?;
    let found = found.filter(|forum| forum.guild_id == guild_id);
    Ok(found.ok_or_else(|| Fault::new(format!("no forum {forum_id} in server {guild_id}")))?)
}

/// Gives a region's digest a schedule, and resumes it where it was paused (design, section 6,
/// `/digest schedule`).
///
/// # Errors
/// Refused to those who aren't registrars, when the region has no forum, and when the schedule can't be read.
pub async fn schedule_digest(
    ledger: &Ledger,
    actor: &Actor,
    region: &str,
    schedule: &str,
) -> Result<Forum> {
    let (actor, region, schedule) = (actor.clone(), region.to_owned(), schedule.to_owned());
    ledger
        .write(Cause::by(&actor), move |tx| {
            async move {
                let settings = servers::service::require_registrar(tx, &actor).await?;
                let mut forum = find(tx, actor.guild_id, &region).await?;
                let tz = settings.time_zone;
                forum.digest = Some(Recurrence::parse(&schedule, tx.now(), tz)?);
                forum.paused = false;
                keep(tx, &forum, facts::DigestScheduled::of).await
            }
            .boxed()
        })
        .await
}

/// Pauses a region's digest, or resumes it (design, section 6, `/digest pause`).
///
/// # Errors
/// Refused to those who aren't registrars, when the region has no forum or the forum no digest, and when it is
/// so already.
pub async fn pause_digest(
    ledger: &Ledger,
    actor: &Actor,
    region: &str,
    paused: bool,
) -> Result<Forum> {
    let (actor, region) = (actor.clone(), region.to_owned());
    ledger
        .write(Cause::by(&actor), move |tx| {
            async move {
                servers::service::require_registrar(tx, &actor).await?;
                let mut forum = find(tx, actor.guild_id, &region).await?;
                rules::may_pause(&forum, paused)?;
                forum.paused = paused;
                match paused {
                    true => keep(tx, &forum, facts::DigestPaused::of).await,
                    false => keep(tx, &forum, facts::DigestResumed::of).await,
                }
            }
            .boxed()
        })
        .await
}

/// The kind of a forum's duty.
const DIGEST: &str = "digest";

/// Arms the duty of a forum's digest for a moment, or withdraws it.
async fn arm_digest(tx: &Tx, forum: &Forum, due: Option<DateTime<Utc>>) -> Result<()> {
    match due {
        Some(due) => duties::arm(tx, DIGEST, forum.id, due).await,
        None => duties::withdraw(tx, DIGEST, forum.id).await,
    }
}

/// Inside the change that queues a digest: remembers that it came, and arms the next one, so that however
/// many were missed it comes once (design, section 3, rule 4). Gives when the next one comes.
///
/// # Errors
/// A fault, if there is no such forum.
pub async fn digest_came(
    tx: &Tx,
    guild_id: i64,
    forum_id: ForumId,
) -> Result<Option<DateTime<Utc>>> {
    let mut forum = existing(tx, guild_id, forum_id).await?;
    forum.last_digest_at = Some(tx.now());
    let forum = store::save(tx, &forum).await?;
    let settings = servers::service::settings(tx, guild_id).await?;
    let next = forum.next_digest(tx.now(), settings.time_zone);
    arm_digest(tx, &forum, next).await?;
    Ok(next)
}
