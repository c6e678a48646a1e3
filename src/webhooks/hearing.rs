//! What is told elsewhere when something happens here.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::service::{self, queue};
use super::store;
use crate::capability::Capability;
use crate::ledger::{About, Fault, Result, Tx};
use crate::tenders::service as tenders;
use crate::{awards, digests};
use futures::FutureExt;

/// The milestones that are told, each of which [`super::milestones`] must have words for.
#[cfg(test)]
pub const MILESTONES: [&str; 10] = [
    "announced",
    "extended",
    "reopened",
    "collected",
    "published",
    "awarded",
    "started",
    "renewal",
    "ended",
    "cancelled",
];

/// With the facts that are told elsewhere.
pub(super) fn ears(capability: Capability) -> Capability {
    use crate::tenders::facts::{
        Announced, Cancelled, Closed, Collected, Ended, Extended, Published, RenewalDue, Reopened,
        Started,
    };
    use awards::facts::{Recorded, Replaced};
    use digests::facts::{Asked, Due};

    fn why(reason: Option<&String>) -> Value {
        json!({ "reason": reason })
    }
    capability
        .hears::<Announced>(|tx, it| milestone(tx, it.about, "announced", json!({})).boxed())
        .hears::<Extended>(|tx, it| {
            milestone(tx, it.about, "extended", why(it.reason.as_ref())).boxed()
        })
        .hears::<Reopened>(|tx, it| {
            milestone(tx, it.about, "reopened", why(it.reason.as_ref())).boxed()
        })
        .hears::<Closed>(|tx, it| {
            milestone(tx, it.about, "collected", why(it.reason.as_ref())).boxed()
        })
        .hears::<Collected>(|tx, it| {
            milestone(tx, it.about, "collected", why(it.reason.as_ref())).boxed()
        })
        .hears::<Published>(|tx, it| milestone(tx, it.about, "published", json!({})).boxed())
        .hears::<Recorded>(|tx, it| awarded(tx, &it.0, false).boxed())
        .hears::<Replaced>(|tx, it| awarded(tx, &it.0, true).boxed())
        .hears::<Started>(|tx, it| milestone(tx, it.about, "started", json!({})).boxed())
        .hears::<RenewalDue>(|tx, it| milestone(tx, it.about, "renewal", json!({})).boxed())
        .hears::<Ended>(|tx, it| milestone(tx, it.about, "ended", json!({})).boxed())
        .hears::<Cancelled>(|tx, it| {
            milestone(tx, it.about, "cancelled", why(it.reason.as_ref())).boxed()
        })
        .hears::<Due>(|tx, it| digest(tx, it.0.forum_id, it.0.since, it.0.due_at).boxed())
        .hears::<Asked>(|tx, it| digest(tx, it.0.forum_id, it.0.since, it.0.due_at).boxed())
}

async fn awarded(tx: &Tx, it: &awards::facts::Told, replaced: bool) -> Result<()> {
    let more = json!({ "lot_id": it.award.lot_id, "replaced": replaced });
    milestone(tx, it.about, "awarded", more).await
}

/// Queues a milestone of a tender for the webhooks of its regions: `more` (an object) is what else its words need.
async fn milestone(tx: &Tx, about: About, what: &'static str, more: Value) -> Result<()> {
    let tender_id = about
        .tender_id
        .ok_or_else(|| Fault::new(format!("{what}, and of no tender")))?;
    let posts = tenders::posts(tx, tender_id).await?;
    let forums: Vec<i64> = posts.iter().map(|post| post.forum_id).collect();
    let mut args = json!({ "what": what, "tender_id": tender_id });
    if let (Some(args), Value::Object(more)) = (args.as_object_mut(), more) {
        args.extend(more);
    }
    for webhook in store::of_forums(tx, &forums).await? {
        if webhook.topics.has_milestones() {
            queue(tx, &webhook, args.clone(), tx.now(), None).await;
        }
    }
    Ok(())
}

/// Queues a region's digest for its webhooks.
async fn digest(
    tx: &Tx,
    forum_id: i64,
    since: Option<DateTime<Utc>>,
    due_at: DateTime<Utc>,
) -> Result<()> {
    for webhook in store::of_forums(tx, &[forum_id]).await? {
        if webhook.topics.has_digests() {
            let args = json!({ "what": "digest", "since": since });
            // However many were missed, one is sent.
            let one = format!("webhook-digest:{}", webhook.id);
            service::queue(tx, &webhook, args, due_at, Some(one)).await;
        }
    }
    Ok(())
}
