//! Where a tender's posts are in Discord, and what happens when somebody deletes one.

use futures::FutureExt;
use serde_json::json;

use super::super::facts;
use super::super::store::{self, Tender};
use super::effects;
use super::looking;
use crate::authorities;
use crate::ledger::{Cause, Ledger, Outgoing, Result, Tx};
use crate::values::Stage;

/// Notes where a post is in Discord, once it is there. Housekeeping: no entry in the ledger.
///
/// # Errors
/// A fault, if the database fails.
pub async fn place_post(tx: &Tx, post_id: i64, thread_id: i64, message_id: i64) -> Result<()> {
    store::place_post(tx, post_id, Some((thread_id, Some(message_id)))).await
}

/// Notes where a card is that was sent again; its tags, and what changed meanwhile, come with an edit.
///
/// # Errors
/// A fault, if the database fails.
pub async fn place_card(tx: &Tx, post_id: i64, message_id: i64) -> Result<()> {
    let Some((tender, post)) = of_post(tx, post_id).await? else {
        return Ok(());
    };
    let place = post
        .thread_id
        .map(|thread_id| (thread_id, Some(message_id)));
    store::place_post(tx, post_id, place).await?;
    effects::refresh(tx, tender.id).await
}

/// What becomes of a post that Discord says is not there.
#[derive(Clone, Debug)]
pub enum Lost {
    /// It is made anew, by this delivery.
    Anew(Outgoing),
    /// It is being made anew already.
    Already,
    /// The tender is over: nobody needs it.
    Over,
}

/// Somebody deleted a post: it is made anew, once, with the newest card, and the registrars are told (design, section
/// 3, rule 5).
///
/// # Errors
/// A fault, if the database fails.
pub async fn post_lost(tx: &Tx, post_id: i64) -> Result<Lost> {
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
    let args = json!({ "reference": tender.reference, "region": post.region });
    authorities::service::tell_registrars(tx, "post.lost", post_id, args).await;
    Ok(Lost::Anew(effects::post(tx, &post)))
}

/// Somebody deleted the card alone: it is sent again into what is left of its post. False: there is no such post.
///
/// # Errors
/// A fault, if the database fails.
pub async fn card_lost(tx: &Tx, post_id: i64) -> Result<bool> {
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

/// Something that belongs in a post found it gone: the card looks after it, before anything else that is new.
///
/// # Errors
/// A fault, if the database fails.
pub async fn look_after(tx: &Tx, tender_id: i64) -> Result<()> {
    effects::refresh(tx, tender_id).await
}

/// Queues an edit of every card of every tender that is not over: after a restore they show what is no longer so.
///
/// # Errors
/// A fault, if the database fails.
pub async fn refresh_all(ledger: &Ledger) -> Result<()> {
    for (guild_id, tender_id) in store::running(&ledger.reader()).await? {
        refresh_one(ledger, guild_id, tender_id).await?;
    }
    Ok(())
}

/// Queues an edit of every card of those tenders of a server that have a post in one of these forums, over or not: they
/// were made before their forum had tags.
///
/// # Errors
/// A fault, if the database fails.
pub async fn refresh_forums(ledger: &Ledger, guild_id: i64, forums: &[i64]) -> Result<()> {
    for tender_id in store::with_posts(&ledger.reader(), forums).await? {
        refresh_one(ledger, guild_id, tender_id).await?;
    }
    Ok(())
}

async fn refresh_one(ledger: &Ledger, guild_id: i64, tender_id: i64) -> Result<()> {
    let cause = Cause::due(guild_id);
    let refreshing = ledger.write(cause, move |tx| {
        async move { effects::refresh(tx, tender_id).await }.boxed()
    });
    refreshing.await
}

async fn of_post(tx: &Tx, post_id: i64) -> Result<Option<(Tender, store::Post)>> {
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
