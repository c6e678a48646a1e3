//! What is told elsewhere when something happens here.

use futures::FutureExt;
use futures::future::BoxFuture;

use super::letters::{Content, WebhookPost};
use super::store;
use crate::capability::Capability;
use crate::digests::facts::{Asked, Due, Told};
use crate::dossiers::news::{self, Hearer, News};
use crate::ledger::{Result, Tx};
use crate::tenders::service as tenders;
use crate::values::{ForumId, TenderId};

/// With the facts that are told elsewhere.
pub(super) fn ears(capability: Capability) -> Capability {
    news::heard_by::<Webhooks>(capability)
        .hears::<Due>(|tx, it| digest(tx, &it.told).boxed())
        .hears::<Asked>(|tx, it| digest(tx, &it.told).boxed())
}

struct Webhooks;

impl Hearer for Webhooks {
    /// Queues news of a tender for the webhooks of its regions.
    fn hear(tx: &Tx, tender_id: TenderId, news: News) -> BoxFuture<'_, Result<()>> {
        async move {
            let posts = tenders::posts(tx, tender_id).await?;
            let forums: Vec<ForumId> = posts.iter().map(|post| post.forum_id).collect();
            for webhook in store::of_forums(tx, &forums).await? {
                if webhook.topics.has_milestones() {
                    let news = news.clone();
                    let about = Content::News { tender_id, news };
                    let webhook_id = webhook.id;
                    tx.send(&WebhookPost { webhook_id, about }).await?;
                }
            }
            Ok(())
        }
        .boxed()
    }
}

/// Queues a region's digest for its webhooks.
async fn digest(tx: &Tx, told: &Told) -> Result<()> {
    for webhook in store::of_forums(tx, &[told.forum_id]).await? {
        if webhook.topics.has_digests() {
            let about = Content::Digest { since: told.since };
            let webhook_id = webhook.id;
            tx.send(&WebhookPost { webhook_id, about }).await?;
        }
    }
    Ok(())
}
