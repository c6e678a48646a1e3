//! What is done when an authority's last day comes, or comes near.

use std::sync::Arc;

use async_trait::async_trait;

use super::{rules, service};
use crate::ledger::{Result, Tx};
use crate::schedule::duties::Duty;
use crate::schedule::sweeper::{Act, Next};
use crate::values::AuthorityId;

/// What acts on the duties of authorities that are to cease.
pub fn acts() -> Vec<Arc<dyn Act>> {
    vec![Arc::new(Duties)]
}

struct Duties;

#[async_trait]
impl Act for Duties {
    fn kinds(&self) -> &[&'static str] {
        &rules::DUTIES
    }

    async fn act(&self, tx: &Tx, duty: &Duty, _late: bool) -> Result<Next> {
        service::fell_due(tx, &duty.kind, AuthorityId(duty.subject_id)).await?;
        Ok(Next::Done)
    }
}
