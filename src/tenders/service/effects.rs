//! What every change of a tender does beside its own rows: its cards, its notices, its duties.

use chrono::NaiveDate;
use chrono_tz::Tz;
use serde_json::{Value, json};

use super::super::rules::{self, Arm};
use super::super::store::{self, Post, Tender};
use super::looking;
use crate::ledger::{Outgoing, Rank, Result, Tx};
use crate::values::Stage;

fn outgoing(
    tx: &Tx,
    kind: &'static str,
    post: &Post,
    subject_id: i64,
    args: Value,
    rank: Rank,
) -> Outgoing {
    Outgoing {
        kind,
        subject_id,
        args,
        lane: format!("post:{}", post.id),
        coalesce: None,
        rank,
        due_at: tx.now(),
        not_before: tx.now(),
    }
}

/// Queues the tender's first message in each region's forum.
pub(super) async fn open_posts(tx: &Tx, posts: &[Post]) {
    for it in posts {
        tx.enqueue(post(tx, it)).await;
    }
}

/// The delivery that makes a post.
pub(super) fn post(tx: &Tx, post: &Post) -> Outgoing {
    outgoing(tx, "tender.post", post, post.id, Value::Null, Rank::POST)
}

/// Queues an edit of the tender's card in each of its posts; edits that wait already are not doubled (design,
/// section 2: every change edits it, the newest state wins).
///
/// # Errors
/// A fault, if the database can't be read.
pub async fn refresh(tx: &Tx, tender_id: i64) -> Result<()> {
    let posts = looking::posts(tx, tender_id).await?;
    refresh_cards(tx, &posts).await;
    Ok(())
}

async fn refresh_cards(tx: &Tx, posts: &[Post]) {
    for post in posts {
        let mut card = outgoing(tx, "tender.card", post, post.id, Value::Null, Rank::CARD);
        card.coalesce = Some(format!("card:{}", post.id));
        tx.enqueue(card).await;
    }
}

/// Queues a `tender.notice` in the tender's posts: in those of `region`, or where it has none there in the first; in
/// all of them without a region. `what` says what it is about, `more` (an object) is added to its arguments.
///
/// # Errors
/// A fault, if the database can't be read.
pub async fn notify(
    tx: &Tx,
    tender_id: i64,
    region: Option<&str>,
    what: &str,
    more: Value,
) -> Result<()> {
    let posts = looking::posts(tx, tender_id).await?;
    let chosen: Vec<&Post> = match region {
        None => posts.iter().collect(),
        Some(region) => {
            let there = posts.iter().find(|p| rules::same_name(&p.region, region));
            there.or(posts.first()).into_iter().collect()
        }
    };
    for post in chosen {
        let mut args = json!({ "post_id": post.id, "what": what });
        if let (Some(args), Value::Object(more)) = (args.as_object_mut(), more.clone()) {
            args.extend(more);
        }
        let mut notice = outgoing(tx, "tender.notice", post, tender_id, args, Rank::NOTICE);
        // However many were missed, those who have not answered are named once.
        notice.coalesce = (what == "chase").then(|| format!("chase:{}", post.id));
        tx.enqueue(notice).await;
    }
    Ok(())
}

/// Writes a tender as it is now, re-arms its duties and withdraws the stale ones (design, section 3, rule 4), and
/// queues its cards.
///
/// # Errors
/// A fault, if the database fails.
pub async fn save(tx: &Tx, tender: &Tender, tz: Tz) -> Result<()> {
    store::update(tx, tender).await?;
    schedule(tx, tender, tz).await?;
    refresh(tx, tender.id).await
}

/// Writes on a tender what its awards settle: its stage, and the notice and standstill that it shows.
///
/// # Errors
/// A fault, if the database fails.
pub async fn settle(
    tx: &Tx,
    tender_id: i64,
    stage: Stage,
    notice_on: NaiveDate,
    standstill_ends: NaiveDate,
) -> Result<()> {
    let tender = looking::by_id(tx, tx.cause().guild_id, tender_id).await?;
    let settled = Tender {
        stage,
        notice_on: Some(notice_on),
        standstill_ends: Some(standstill_ends),
        ..tender.clone()
    };
    if settled == tender {
        return Ok(());
    }
    store::update(tx, &settled).await
}

/// Arms the tender's duties, and withdraws those that are none any more.
pub(super) async fn schedule(tx: &Tx, tender: &Tender, tz: Tz) -> Result<()> {
    let calendar = rules::calendar(
        tender.stage,
        tender.respond_by,
        tender.starts,
        tender.ends,
        tx.now(),
        tz,
    );
    let mut stale = Vec::new();
    for (kind, arm) in calendar {
        match arm {
            Arm::At(at) => store::arm(tx, tender.guild_id, kind, tender.id, at).await?,
            Arm::Withdraw => stale.push(kind),
            Arm::Leave => {}
        }
    }
    store::disarm(tx, &stale, tender.id).await
}
