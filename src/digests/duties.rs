//! What is done when a digest falls due.

use std::sync::Arc;

use async_trait::async_trait;

use super::service;
use crate::forums;
use crate::ledger::{Result, Tx};
use crate::schedule::duties::Duty;
use crate::schedule::sweeper::{Act, Next};
use crate::values::ForumId;

/// Who acts when a digest falls due.
pub fn acts() -> Vec<Arc<dyn Act>> {
    vec![Arc::new(DigestDue)]
}

struct DigestDue;

#[async_trait]
impl Act for DigestDue {
    fn kinds(&self) -> &[&'static str] {
        &["digest"]
    }

    /// However many times it was missed, one is queued, and the next is armed (design, section 3, rule 4).
    async fn act(&self, tx: &Tx, duty: &Duty, _: bool) -> Result<Next> {
        let forum = forums::service::by_id(tx, ForumId(duty.subject_id)).await?;
        let Some(forum) = forum.filter(|forum| !forum.paused && forum.digest.is_some()) else {
            return Ok(Next::Done);
        };
        let since = forum.last_digest_at;
        let next = forums::service::digest_came(tx, duty.guild_id, forum.id).await?;
        service::queue(tx, &forum, since, false).await?;
        Ok(next.map_or(Next::Done, Next::Again))
    }
}
