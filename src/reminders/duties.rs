//! What is done when a reminder falls due.

use std::sync::Arc;

use async_trait::async_trait;

use super::service::{self, KIND};
use crate::ledger::{Result, Tx};
use crate::schedule::duties::Duty;
use crate::schedule::sweeper::{Act, Next};

/// What acts when a reminder falls due.
pub fn acts() -> Vec<Arc<dyn Act>> {
    vec![Arc::new(FallDue)]
}

struct FallDue;

#[async_trait]
impl Act for FallDue {
    fn kinds(&self) -> &[&'static str] {
        &[KIND]
    }

    // Whether it is late, the worker says.
    async fn act(&self, tx: &Tx, duty: &Duty, _late: bool) -> Result<Next> {
        service::fall_due(tx, duty).await
    }
}
