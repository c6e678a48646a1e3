//! Many tenders at once, by a few reads: some hundreds at a time, as each is a parameter of a query.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::super::rules::{AnswerState, Part, Responses};
use super::super::store::{Lot, Tender, many};
use crate::authorities::service::Authority;
use crate::forums::service as forums;
use crate::ledger::{Db, Result};
use crate::values::{AuthorityId, ForumId, Stage, TenderId};

/// The tenders of these rows in a server, in their order.
///
/// # Errors
/// A fault, if the database can't be read.
pub async fn by_ids(db: &impl Db, guild_id: i64, ids: &[TenderId]) -> Result<Vec<Tender>> {
    many::tenders(db, guild_id, ids).await
}

/// The rows of a forum's tenders at these stages, the oldest first, each with its post in Discord once it is there.
///
/// # Errors
/// A fault, if the database can't be read.
pub async fn in_forum(
    db: &impl Db,
    forum_id: ForumId,
    stages: &[Stage],
) -> Result<Vec<(TenderId, Option<i64>)>> {
    many::in_forum(db, forum_id, stages).await
}

/// The lots of these tenders in their order, each with its tender's row.
///
/// # Errors
/// A fault, if the database can't be read.
pub async fn lots_of(db: &impl Db, ids: &[TenderId]) -> Result<Vec<(TenderId, Lot)>> {
    many::lots(db, ids).await
}

/// How many of each tender were invited, and how many of them have answered, as it was when collecting closed: all of its
/// regions, and those besides that
/// have a row, as on its card. `register` is the server's.
///
/// # Errors
/// A fault, if the database can't be read.
pub async fn responses_of(
    db: &impl Db,
    register: &[Authority],
    tenders: &[Tender],
) -> Result<HashMap<TenderId, Responses>> {
    let ids: Vec<TenderId> = tenders.iter().map(|it| it.id).collect();
    let ids = &ids[..];
    let kept = |it: &Tender| (it.id, (it.invited_at_close, it.answered_at_close));
    let at_close: HashMap<_, _> = tenders.iter().map(kept).collect();
    let mut here: HashMap<String, BTreeSet<AuthorityId>> = HashMap::new();
    for authority in register {
        let of = here.entry(key(&authority.region)).or_default();
        of.insert(authority.id);
    }
    let known: BTreeSet<AuthorityId> = register.iter().map(|it| it.id).collect();
    let mut regions: HashMap<TenderId, BTreeSet<String>> = HashMap::new();
    let announced = many::forums(db, ids).await?;
    let forum_ids: BTreeSet<ForumId> = announced.iter().map(|(_, forum)| *forum).collect();
    let forums = forums::by_ids(db, forum_ids).await?;
    for (tender, forum) in announced {
        if let Some(forum) = forums.get(&forum) {
            regions
                .entry(tender)
                .or_default()
                .insert(key(&forum.region));
        }
    }
    let mut parts: HashMap<TenderId, BTreeMap<AuthorityId, many::Stands>> = HashMap::new();
    for (tender, authority, row) in many::parts(db, ids).await? {
        if known.contains(&authority) {
            parts.entry(tender).or_default().insert(authority, row);
        }
    }
    let of = |id: &TenderId| {
        let rows = parts.remove(id).unwrap_or_default();
        let regions = regions.remove(id).unwrap_or_default();
        let silent = regions
            .iter()
            .filter_map(|region| here.get(region))
            .flatten()
            .filter(|authority| !rows.contains_key(authority))
            .map(|_| AnswerState::of(None));
        let spoken = rows
            .values()
            .map(|it| AnswerState::of(Some((it.part, it.answered))).reopened(it.to_confirm));
        let late = rows
            .values()
            .filter(|it| it.wave > 1 && it.part != Part::Asked);
        let (invited, answered) = at_close.get(id).copied().unwrap_or_default();
        let now = Responses::count(silent.chain(spoken));
        (*id, now.at_close(invited, answered, late.count()))
    };
    Ok(ids.iter().map(of).collect())
}

/// A region's name as [`same_name`](super::super::rules::same_name) compares it.
fn key(region: &str) -> String {
    region.trim().to_lowercase()
}
