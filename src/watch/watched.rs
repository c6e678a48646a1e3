//! What is looked at when somebody asks: the database, and how this process is connected.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use futures::future::BoxFuture;
use metrics_exporter_prometheus::PrometheusHandle;
use tokio::sync::Mutex;
use tokio::time::Instant;

use crate::clock::SharedClock;
use crate::delivery::queue::{self, Backlog};
use crate::ledger::{self, Ledger};
use crate::schedule::duties;

/// How long the database may take to answer before griffin counts as not ready.
pub(super) const PATIENCE: Duration = Duration::from_secs(5);

/// How long it counts that the database took what was written: asking every second must not mean writing every second.
const TRIED: Duration = Duration::from_secs(10);

/// How a process is connected to Discord's gateway.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Connections {
    /// How many shards there are; none while some have not yet been kept by any process.
    pub total: Option<u32>,
    /// Those of this process, by number from 0, and whether events arrive there. Others may have all of them: it stands by
    /// then.
    pub connected: BTreeMap<u32, bool>,
}

/// Tells how this process is connected.
pub type Gateway = Arc<dyn Fn() -> BoxFuture<'static, Connections> + Send + Sync>;

#[derive(Clone)]
pub(super) struct Watched {
    pub ledger: Ledger,
    pub clock: SharedClock,
    pub gateway: Gateway,
    pub handle: PrometheusHandle,
    /// When the database last took what was written, and nobody had asked since it might not.
    pub tried: Arc<Mutex<Option<Instant>>>,
}

impl Watched {
    /// What waits, and the oldest duty that is due.
    pub async fn backlog(&self) -> ledger::Result<(Backlog, Option<DateTime<Utc>>)> {
        let reader = self.ledger.reader();
        let now = self.clock.now();
        let backlog = queue::backlog(&reader, now).await?;
        let duty = duties::next_due(&reader).await?;
        Ok((backlog, duty.filter(|due| *due <= now)))
    }

    /// Whether the database answers, and takes what is written; what is missing otherwise.
    pub async fn database(&self) -> Result<(), String> {
        if !self.ledger.database().is_in_place() {
            return Err("the database file was taken away".to_owned());
        }
        let mut tried = self.tried.lock().await;
        let trying = async {
            self.backlog().await?;
            if tried.is_none_or(|at| at.elapsed() >= TRIED) {
                *tried = None;
                self.ledger.try_out().await?;
                *tried = Some(Instant::now());
            }
            ledger::Result::Ok(())
        };
        match tokio::time::timeout(PATIENCE, trying).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => {
                tracing::error!(%error, "the database can't be read or written");
                Err("the database can't be read or written".to_owned())
            }
            Err(_) => {
                let seconds = PATIENCE.as_secs();
                Err(format!("the database does not answer within {seconds} s"))
            }
        }
    }
}
