//! Cards are edited when what they show has changed (design, section 2: the newest state wins).

use futures::FutureExt;

use super::letters::CardEdit;
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
        tx.send(&CardEdit { post_id: post.id }).await?;
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
