//! Reading the record: a page of entries, and whether the chain is whole.

use chrono::{DateTime, Utc};

use super::store;
use crate::copies;
use crate::delivery::reconcile;
use crate::ledger::{Reader, Result};
use crate::proof::anchor::{self, Anchor};
use crate::proof::{self, Verified};
use crate::tenders::service as tenders;
use crate::values::{Actor, Refusal, TenderId, When};
use crate::words::text;
use crate::{authorities, servers};

pub use super::rules::{Entry, Sift};

/// How many entries a page has.
pub const PAGE: u64 = 10;

/// What `/ledger show` is asked for.
#[derive(Clone, Debug, Default)]
pub struct Ask {
    /// A tender's reference.
    pub tender: Option<String>,
    /// An authority's name or short name.
    pub authority: Option<String>,
    /// A date: entries from its beginning.
    pub since: Option<String>,
}

/// A page of entries, the newest first.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// What is on it.
    pub entries: Vec<Entry>,
    /// Which page, from 0.
    pub page: u64,
    /// How many pages there are.
    pub pages: u64,
    /// How many entries.
    pub total: u64,
    /// What was asked for.
    pub sift: Sift,
}

/// Reads what is asked for, for a registrar, or for the lead of the tender.
///
/// # Errors
/// Refused to others, and when a tender, an authority or a date can't be read.
pub async fn sift(db: &Reader, actor: &Actor, ask: &Ask, now: DateTime<Utc>) -> Result<Sift> {
    let settings = servers::service::settings(db, actor.guild_id).await?;
    let tender = match ask.tender.as_deref() {
        Some(text) => Some(tenders::find(db, actor.guild_id, text).await?.id),
        None => None,
    };
    let authority = match ask.authority.as_deref() {
        Some(text) => Some(
            authorities::service::find(db, actor.guild_id, text)
                .await?
                .id,
        ),
        None => None,
    };
    let day = |text: &str| When::parse(text, now, settings.time_zone);
    let since = ask.since.as_deref().map(day).transpose()?;
    let since = since.map(|when| when.start(settings.time_zone));
    if since.is_some_and(|since| since > now) {
        return Err(Refusal::new(
            text!("records-day-to-come"),
            text!("records-day-to-come-help"),
        )
        .into());
    }
    Ok(Sift {
        tender_id: tender,
        authority_id: authority,
        since,
    })
}

/// Refuses anybody who may not read these entries: the registrars may read all, a tender's lead those of the tender.
async fn require_reader(db: &Reader, actor: &Actor, tender_id: Option<TenderId>) -> Result<()> {
    let Err(refusal) = servers::service::require_registrar(db, actor).await else {
        return Ok(());
    };
    if let Some(id) = tender_id {
        let tender = tenders::by_id(db, actor.guild_id, id).await?;
        if authorities::service::acts_for(db, actor, tender.lead_id).await? {
            return Ok(());
        }
        let lead = tenders::lead(db, &tender).await?;
        return Err(Refusal::new(
            text!(
                "records-not-for-you",
                reference = tender.reference.as_str(),
                lead = lead.name
            ),
            text!("records-not-for-you-help"),
        )
        .into());
    }
    Err(refusal)
}

/// A page of entries.
///
/// # Errors
/// Refused to those who are neither registrars nor, where one tender is asked for, its lead.
pub async fn show(db: &Reader, actor: &Actor, sift: Sift, page: u64) -> Result<Page> {
    require_reader(db, actor, sift.tender_id).await?;
    let total = store::count(db, actor.guild_id, &sift).await?;
    let pages = total.div_ceil(PAGE).max(1);
    let page = page.min(pages - 1);
    let mut entries = store::page(db, actor.guild_id, &sift, page * PAGE, PAGE).await?;
    let register = authorities::service::list(db, actor.guild_id).await?;
    for entry in &mut entries {
        let found = register.iter().find(|it| Some(it.id) == entry.authority_id);
        entry.authority = found.map(|it| it.short_name.clone());
    }
    Ok(Page {
        entries,
        page,
        pages,
        total,
        sift,
    })
}

/// The entries of these kinds on a tender, the oldest first: for other capabilities, which check themselves who may
/// see them.
///
/// # Errors
/// A fault, if the database can't be read.
pub async fn of_kinds(
    db: &Reader,
    guild_id: i64,
    tender_id: TenderId,
    kinds: &[&str],
) -> Result<Vec<Entry>> {
    store::of_kinds(db, guild_id, tender_id, kinds).await
}

/// What came of walking the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Walked {
    /// The walk; none: nothing was recorded yet.
    pub verified: Option<Verified>,
    /// What a digest says that the record has, if that was given, and whether it has it.
    pub witnessed: Option<(Anchor, bool)>,
    /// What the digests in the forums say, where they were read.
    pub forums: Option<Witnesses>,
}

impl Walked {
    /// Whether a receipt or a digest says what the record does not have.
    pub fn is_witnessed_against(&self) -> bool {
        let lacks = self.witnessed.as_ref().is_some_and(|(_, has)| !has);
        let forums = self.forums.as_ref();
        lacks || forums.is_some_and(|forums| !forums.differ.is_empty())
    }
}

/// What a digest in a forum says of the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heard {
    /// The digest's thread.
    pub thread_id: i64,
    /// The record's head as it was then.
    pub anchor: Anchor,
}

/// The record held against the digests in the forums.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Witnesses {
    /// What the record has as they say: the newest of these; none: no digest was found, or the record has none.
    pub newest: Option<Heard>,
    /// How many say what the record has.
    pub agree: usize,
    /// Those that say what it does not have.
    pub differ: Vec<Heard>,
    /// How many forums could not be read, in whole or in part.
    pub unread: usize,
    /// When an older state of the database was last put back, if that was after one of those that differ: it may be why.
    pub restored: Option<DateTime<Utc>>,
}

/// Holds the record of a server against what its digests say.
///
/// # Errors
/// A fault, if the database fails.
pub async fn held_against(
    db: &Reader,
    guild_id: i64,
    heard: Vec<Heard>,
    unread: usize,
) -> Result<Witnesses> {
    let mut agreeing = Vec::new();
    let mut differ = Vec::new();
    for it in heard {
        match anchor::is_there(db, Some(guild_id), &it.anchor).await? {
            true => agreeing.push(it),
            false => differ.push(it),
        }
    }
    let restored = copies::last_put_back(db).await?;
    let restored = restored.filter(|at| {
        let by_then = reconcile::since(*at);
        differ.iter().any(|it| it.thread_id < by_then)
    });
    Ok(Witnesses {
        agree: agreeing.len(),
        newest: agreeing.into_iter().max_by_key(|it| it.anchor.seq),
        differ,
        unread,
        restored,
    })
}

/// Walks the server's chain, and looks in it for what a digest's last line says. For a registrar, or for the lead of the
/// tender named.
///
/// # Errors
/// Refused to others, and for a line that isn't a digest's last one.
pub async fn verify(
    db: &Reader,
    actor: &Actor,
    tender: Option<&str>,
    anchor: Option<&str>,
) -> Result<Walked> {
    let anchor = anchor.map(read_anchor).transpose()?;
    let tender_id = match tender {
        Some(text) => Some(tenders::find(db, actor.guild_id, text).await?.id),
        None => None,
    };
    require_reader(db, actor, tender_id).await?;
    let witnessed = match anchor {
        Some(anchor) => {
            let there = anchor::is_there(db, Some(actor.guild_id), &anchor).await?;
            Some((anchor, there))
        }
        None => None,
    };
    Ok(Walked {
        verified: proof::verify_one(db, actor.guild_id).await?,
        witnessed,
        forums: None,
    })
}

fn read_anchor(text: &str) -> Result<Anchor> {
    let given: String = text.trim().chars().take(60).collect();
    Ok(text.parse().map_err(|_| {
        Refusal::new(
            text!("records-no-anchor", given),
            text!("records-no-anchor-help"),
        )
    })?)
}
