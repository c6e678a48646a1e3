//! A region's digest: its post, and what does not fit into its first message.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::ledger::{Letter, Rank};
use crate::values::ForumId;

/// A forum's digests are sent in order.
fn lane(forum_id: ForumId) -> String {
    format!("forum:{forum_id}")
}

/// A digest's post.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DigestPost {
    /// The forum's row.
    #[serde(rename = "subject_id", skip_serializing)]
    pub forum_id: ForumId,
    /// The digest before; none: there was none.
    pub since: Option<DateTime<Utc>>,
    /// Whether a registrar asked for it: a pause does not withdraw it then.
    #[serde(default)]
    pub by_hand: bool,
}

impl Letter for DigestPost {
    const KIND: &'static str = "digest.post";
    const RANK: Rank = Rank::DIGEST;

    fn subject(&self) -> i64 {
        self.forum_id.into()
    }

    fn lane(&self, _: i64) -> String {
        lane(self.forum_id)
    }

    fn coalesce(&self) -> Option<String> {
        Some(format!("digest:{}", self.forum_id))
    }
}

/// A message that continues a digest in its post.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DigestMore {
    /// The forum's row.
    #[serde(rename = "subject_id", skip_serializing)]
    pub forum_id: ForumId,
    /// The digest before; none: there was none.
    pub since: Option<DateTime<Utc>>,
    /// The post.
    pub thread_id: i64,
    /// Which message, from 0 for the post's first.
    pub part: usize,
}

impl Letter for DigestMore {
    const KIND: &'static str = "digest.more";
    const RANK: Rank = Rank::DIGEST;

    fn subject(&self) -> i64 {
        self.forum_id.into()
    }

    fn lane(&self, _: i64) -> String {
        lane(self.forum_id)
    }
}
