//! Cards are edited when what they show has changed (design, section 2: the newest state wins).

use futures::FutureExt;

use super::letters::{self, CardEdit, NewPost};
use crate::delivery::queue;
use crate::ledger::{Cause, Ledger, Result, Tx};
use crate::tenders::service::{self as tenders, Post};
use crate::values::{ForumId, TenderId};

/// Queues an edit of the tender's card in each of its posts; edits that wait already are not doubled.
///
/// # Errors
/// A fault, if the database can't be read.
pub async fn refresh(tx: &Tx, tender_id: TenderId) -> Result<()> {
    edit_cards(tx, &tenders::posts(tx, tender_id).await?).await
}

pub(super) async fn edit_cards(tx: &Tx, posts: &[Post]) -> Result<()> {
    for post in posts {
        if post.thread_id.is_none() {
            // It could not be made so far, or it is about to be: either way it is tried now.
            queue::wake_lane(tx, &letters::lane(post.id)).await?;
        }
        tx.send(&CardEdit { post_id: post.id }).await?;
    }
    Ok(())
}

/// Makes every post that is missing in a forum, of tenders that are not over, and brings the cards of the others up to
/// date.
///
/// # Errors
/// A fault, if the database fails.
pub(super) async fn mend(tx: &Tx, forum_id: ForumId) -> Result<()> {
    let guild_id = tx.cause().guild_id;
    let tenders = tenders::with_posts(tx, &[forum_id]).await?;
    for tender in tenders::by_ids(tx, guild_id, &tenders).await? {
        if tender.stage.is_over() {
            continue;
        }
        let mut posts = tenders::posts(tx, tender.id).await?;
        posts.retain(|post| post.forum_id == forum_id);
        for post in posts.iter().filter(|post| post.thread_id.is_none()) {
            tx.send(&NewPost { post_id: post.id }).await?;
        }
        edit_cards(tx, &posts).await?;
    }
    Ok(())
}

/// Queues an edit of every card of every tender that is not over: after a restore they show what is no longer true.
///
/// # Errors
/// A fault, if the database fails.
pub async fn refresh_all(ledger: &Ledger) -> Result<()> {
    for (guild_id, tender_id) in tenders::running(&ledger.reader()).await? {
        refresh_one(ledger, guild_id, tender_id).await?;
    }
    Ok(())
}

/// Queues an edit of every card of those tenders of a server that have a post in one of these forums, over or not: they
/// were made before their forum had tags.
///
/// # Errors
/// A fault, if the database fails.
pub async fn refresh_forums(ledger: &Ledger, guild_id: i64, forums: &[ForumId]) -> Result<()> {
    for tender_id in tenders::with_posts(&ledger.reader(), forums).await? {
        refresh_one(ledger, guild_id, tender_id).await?;
    }
    Ok(())
}

async fn refresh_one(ledger: &Ledger, guild_id: i64, tender_id: TenderId) -> Result<()> {
    let cause = Cause::due(guild_id);
    let refreshing = ledger.write(cause, move |tx| {
        async move { refresh(tx, tender_id).await }.boxed()
    });
    refreshing.await
}
