//! What a tender's posts are told of its contact.

use serde::{Deserialize, Serialize};

use crate::ledger::{Letter, Rank};
use crate::values::{PostId, TenderId};

/// A post is told whom to ask.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// The tender's row.
    #[serde(rename = "subject_id", skip_serializing)]
    pub tender_id: TenderId,
    /// The post's row.
    pub post_id: PostId,
}

impl Letter for Told {
    const KIND: &'static str = "contact.told";
    const RANK: Rank = Rank::NOTICE;

    fn subject(&self) -> i64 {
        self.tender_id.into()
    }

    fn lane(&self, _: i64) -> String {
        format!("post:{}", self.post_id)
    }

    fn coalesce(&self) -> Option<String> {
        Some(format!("contact:{}", self.post_id))
    }
}
