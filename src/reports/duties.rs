//! What is done when a contract is to be looked after.

use std::sync::Arc;

use async_trait::async_trait;

use super::quiet;
use crate::ledger::{Result, Tx};
use crate::schedule::duties::Duty;
use crate::schedule::sweeper::{Act, Next};

/// What acts when contracts are to be looked after.
pub fn acts() -> Vec<Arc<dyn Act>> {
    vec![Arc::new(FallDue)]
}

struct FallDue;

#[async_trait]
impl Act for FallDue {
    fn kinds(&self) -> &[&'static str] {
        &[quiet::KIND]
    }

    async fn act(&self, tx: &Tx, duty: &Duty, _late: bool) -> Result<Next> {
        quiet::fall_due(tx, duty).await
    }
}
