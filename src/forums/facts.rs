//! What can have happened to a forum: the names that it has in the ledger, with the particulars recorded there.

use std::collections::BTreeMap;

use serde::Serialize;

use super::rules::Forum;
use crate::ledger::fact::facts;
use crate::values::{ForumId, Recurrence};
use crate::words::Lang;

/// What is told of a forum.
#[derive(Clone, Debug, Serialize)]
pub struct ToldForum {
    /// Its row.
    pub forum_id: ForumId,
    /// The region.
    pub region: String,
    /// The Discord channel.
    pub channel_id: i64,
    /// Whether it is a text channel with threads.
    pub threads: bool,
    /// The language of what is posted there.
    pub language: Lang,
    /// When its digest comes.
    pub digest: Option<Recurrence>,
    /// Whether the digest is paused.
    pub paused: bool,
    /// Discord's tag ids by stage.
    pub tags: BTreeMap<String, i64>,
}

impl From<&Forum> for ToldForum {
    fn from(forum: &Forum) -> Self {
        ToldForum {
            forum_id: forum.id,
            region: forum.region.clone(),
            channel_id: forum.channel_id,
            threads: forum.threads,
            language: forum.language,
            digest: forum.digest.clone(),
            paused: forum.paused,
            tags: forum.tags.clone(),
        }
    }
}

facts! {
    /// A region's forum was opened.
    Opened(ToldForum) = "forum.opened";
    /// A region's forum moved to another channel.
    Moved(ToldForum) = "forum.moved";
    /// A region's forum was opened where it was open already: what is amiss there is put right.
    Mended(ToldForum) = "forum.mended";
    /// A region's digest got a schedule.
    DigestScheduled(ToldForum) = "digest.scheduled";
    /// A region's digest was paused.
    DigestPaused(ToldForum) = "digest.paused";
    /// A region's digest goes on.
    DigestResumed(ToldForum) = "digest.resumed";
    /// A forum got its tags.
    Tagged = "forum.tagged" {
        /// Its row.
        forum_id: ForumId,
        /// Discord's tag ids by stage.
        tags: BTreeMap<String, i64>,
    }
}
