//! Where a tender's posts are in Discord, and what happens when somebody deletes one.

use super::super::facts;
use super::super::store::{self, Tender};
use super::looking;
use crate::authorities;
use crate::ledger::{Db, Result, Tx};
use crate::values::{ForumId, PostId, Stage, TenderId};

/// Notes where a post is in Discord, once it is there. Housekeeping: no entry in the ledger.
///
/// # Errors
/// A fault, if the database fails.
pub async fn place_post(tx: &Tx, post_id: PostId, thread_id: i64, message_id: i64) -> Result<()> {
    store::place_post(tx, post_id, Some((thread_id, Some(message_id)))).await
}

/// Notes that a post is gone from Discord. Housekeeping: no entry in the ledger.
///
/// # Errors
/// A fault, if the database fails.
pub async fn forget_post(tx: &Tx, post_id: PostId) -> Result<()> {
    store::place_post(tx, post_id, None).await
}

/// Notes where a card is that was sent again; gives its tender, if there is such a post.
///
/// # Errors
/// A fault, if the database fails.
pub async fn place_card(tx: &Tx, post_id: PostId, message_id: i64) -> Result<Option<TenderId>> {
    let Some((tender, post)) = of_post(tx, post_id).await? else {
        return Ok(None);
    };
    let place = post
        .thread_id
        .map(|thread_id| (thread_id, Some(message_id)));
    store::place_post(tx, post_id, place).await?;
    Ok(Some(tender.id))
}

/// What becomes of a post that Discord says is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lost {
    /// It is to be made again.
    Anew,
    /// It is being made again already.
    Already,
    /// The tender is over: nobody needs it.
    Over,
}

/// Somebody deleted a post: it is to be made again, once, with the newest card, and the registrars are told (design,
/// section 3, rule 5).
///
/// # Errors
/// A fault, if the database fails.
pub async fn post_lost(tx: &Tx, post_id: PostId) -> Result<Lost> {
    let Some((tender, post)) = of_post(tx, post_id).await? else {
        return Ok(Lost::Over);
    };
    if over(&tender) {
        return Ok(Lost::Over);
    }
    if post.thread_id.is_none() {
        return Ok(Lost::Already);
    }
    store::place_post(tx, post_id, None).await?;
    tx.tell(&facts::PostLost {
        about: facts::about(&tender),
        region: post.region.clone(),
        thread_id: post.thread_id,
    })
    .await?;
    let reference = tender.reference.as_str();
    authorities::service::post_was_lost(tx, post_id, reference, &post.region).await?;
    Ok(Lost::Anew)
}

/// Somebody deleted the card alone: it is sent again into what is left of its post. False: there is no such post.
///
/// # Errors
/// A fault, if the database fails.
pub async fn card_lost(tx: &Tx, post_id: PostId) -> Result<bool> {
    let Some((tender, post)) = of_post(tx, post_id).await? else {
        return Ok(false);
    };
    let thread = post.thread_id.map(|thread_id| (thread_id, None));
    store::place_post(tx, post_id, thread).await?;
    tx.tell(&facts::CardLost {
        about: facts::about(&tender),
        region: post.region,
        message_id: post.message_id,
    })
    .await?;
    Ok(true)
}

/// Server and row of every tender, of every server, that is not over.
///
/// # Errors
/// A fault, if the database fails.
pub async fn running(db: &impl Db) -> Result<Vec<(i64, TenderId)>> {
    store::running(db).await
}

/// The tenders that have a post in one of these forums.
///
/// # Errors
/// A fault, if the database fails.
pub async fn with_posts(db: &impl Db, forums: &[ForumId]) -> Result<Vec<TenderId>> {
    store::with_posts(db, forums).await
}

async fn of_post(tx: &Tx, post_id: PostId) -> Result<Option<(Tender, store::Post)>> {
    let Some(tender) = store::of_post(tx, post_id).await? else {
        return Ok(None);
    };
    let posts = looking::posts(tx, tender.id).await?;
    let post = posts.into_iter().find(|post| post.id == post_id);
    Ok(post.map(|post| (tender, post)))
}

fn over(tender: &Tender) -> bool {
    matches!(tender.stage, Stage::Ended | Stage::Cancelled)
}
