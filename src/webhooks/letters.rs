//! What goes to a webhook by itself.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::dossiers::news::News;
use crate::ledger::{Letter, Rank};
use crate::values::{TenderId, WebhookId};

/// Something told at a webhook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhookPost {
    /// The webhook's row.
    #[serde(rename = "subject_id", skip_serializing)]
    pub webhook_id: WebhookId,
    /// What.
    #[serde(flatten)]
    pub about: Content,
}

/// What is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Content {
    /// Nothing but that it arrives.
    Test,
    /// A region's digest.
    Digest {
        /// The digest before; none: there was none.
        since: Option<DateTime<Utc>>,
    },
    /// News of a tender.
    #[serde(untagged)]
    News {
        /// The tender's row.
        tender_id: TenderId,
        /// What has become of it.
        #[serde(flatten)]
        news: News,
    },
}

impl Letter for WebhookPost {
    const KIND: &'static str = "webhook.post";
    const RANK: Rank = Rank::ELSEWHERE;

    fn subject(&self) -> i64 {
        self.webhook_id.into()
    }

    fn lane(&self, _: i64) -> String {
        format!("webhook:{}", self.webhook_id)
    }

    /// However many digests were missed, one is sent; and whoever won a lot is told once.
    fn coalesce(&self) -> Option<String> {
        let webhook_id = self.webhook_id;
        match self.about {
            Content::Digest { .. } => Some(format!("webhook-digest:{webhook_id}")),
            Content::News {
                news: News::Awarded { lot_id, .. },
                ..
            } => Some(format!("webhook-awarded:{webhook_id}:{lot_id}")),
            Content::Test | Content::News { .. } => None,
        }
    }
}
