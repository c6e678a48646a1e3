//! What an officer is asked whose authority has called nothing off for long.

use serde::{Deserialize, Serialize};

use crate::ledger::{Letter, Rank};
use crate::values::{AuthorityId, TenderId};

/// An officer is asked whether their authority buys elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asking {
    /// The tender's row.
    #[serde(rename = "subject_id", skip_serializing)]
    pub tender_id: TenderId,
    /// The authority's row.
    pub authority_id: AuthorityId,
    /// The officer.
    pub user_id: i64,
}

impl Asking {
    fn once(&self) -> String {
        let (tender, authority, user) = (self.tender_id, self.authority_id, self.user_id);
        format!("quiet:{tender}:{authority}:{user}")
    }
}

impl Letter for Asking {
    const KIND: &'static str = "contract.quiet";
    const RANK: Rank = Rank::REMINDER;

    fn subject(&self) -> i64 {
        self.tender_id.into()
    }

    fn lane(&self, _: i64) -> String {
        self.once()
    }

    fn coalesce(&self) -> Option<String> {
        Some(self.once())
    }
}
