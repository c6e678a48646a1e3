//! What whoever runs griffin may look at over HTTP, at the address `http.listen`: whether it lives (`/healthz`), whether
//! it can work (`/readyz`), and figures for Prometheus (`/metrics`).
//!
//! Rooms count what they do with the `metrics` crate where they do it; what is a state is asked for here, when somebody
//! asks. No name of a person, authority or server is in it, and no text.

mod figures;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use futures::future::BoxFuture;
use metrics_exporter_prometheus::PrometheusHandle;
use tokio::net::TcpListener;
use tokio::sync::Mutex;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::ledger::{Fault, Ledger};
use crate::schedule::clock::SharedClock;

/// How long the database may take to answer before griffin counts as not ready.
const PATIENCE: Duration = Duration::from_secs(5);

/// How long it counts that the database took what was written: who asks every second need not write every second.
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

/// An address that is taken, before anything is answered there.
pub struct Watch {
    listener: TcpListener,
    handle: PrometheusHandle,
}

#[derive(Clone)]
struct Watched {
    ledger: Ledger,
    clock: SharedClock,
    gateway: Gateway,
    handle: PrometheusHandle,
    /// When the database last took what was written, and nobody had asked since it might not.
    tried: Arc<Mutex<Option<Instant>>>,
}

impl Watched {
    /// Whether the database answers, and takes what is written; what is missing otherwise.
    async fn database(&self) -> Result<(), String> {
        if !self.ledger.database().is_in_place() {
            return Err("the database file was taken away".to_owned());
        }
        let mut tried = self.tried.lock().await;
        let trying = async {
            figures::standing(self).await?;
            if tried.is_none_or(|at| at.elapsed() >= TRIED) {
                *tried = None;
                self.ledger.try_out().await?;
                *tried = Some(Instant::now());
            }
            crate::ledger::Result::Ok(())
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

impl Watch {
    /// Takes the address, and begins to count.
    ///
    /// # Errors
    /// A fault that names the setting, if the address can't be had.
    pub async fn at(address: SocketAddr) -> crate::ledger::Result<Self> {
        let listener = TcpListener::bind(address).await.map_err(|error| {
            Fault::new(format!(
                "http.listen is {address}, and can't be had: {error}"
            ))
        })?;
        Ok(Watch {
            listener,
            handle: figures::counted()?,
        })
    }

    /// Answers until `ending`.
    pub async fn run(
        self,
        ledger: Ledger,
        clock: SharedClock,
        gateway: Gateway,
        ending: CancellationToken,
    ) {
        let watched = Watched {
            ledger,
            clock,
            gateway,
            handle: self.handle,
            tried: Arc::default(),
        };
        let pages = axum::Router::new()
            .route("/healthz", get(async || "griffin lives\n"))
            .route("/readyz", get(ready))
            .route("/metrics", get(shown))
            .with_state(watched);
        // Whoever holds a line open must not hold up the end.
        tokio::select! {
            () = ending.cancelled() => {}
            ended = axum::serve(self.listener, pages) => {
                if let Err(error) = ended {
                    tracing::error!(%error, "http.listen is answered no more");
                }
            }
        }
    }
}

/// 200 when what griffin needs is there, else 503; a line for each thing that is missing.
async fn ready(State(watched): State<Watched>) -> Response {
    let mut missing = Vec::new();
    let Connections { total, connected } = (watched.gateway)().await;
    if total.is_none() {
        missing.push("not connected to Discord yet".to_owned());
    }
    for (number, _) in connected.iter().filter(|(_, connected)| !**connected) {
        missing.push(format!("shard {number} is not connected to Discord"));
    }
    if let Err(database) = watched.database().await {
        missing.push(database);
    }
    if missing.is_empty() {
        let stands_by = "ready; other processes keep every shard, and this one stands by\n";
        let text = if connected.is_empty() {
            stands_by
        } else {
            "ready\n"
        };
        return text.into_response();
    }
    let text = format!("{}\n", missing.join("\n"));
    (StatusCode::SERVICE_UNAVAILABLE, text).into_response()
}

/// Prometheus' text format 0.0.4. Where the database does not answer, what it would have said is kept as it was and
/// `griffin_database_up` is 0.
async fn shown(State(watched): State<Watched>) -> Response {
    figures::look(&watched).await;
    let kind = "text/plain; version=0.0.4; charset=utf-8";
    ([(header::CONTENT_TYPE, kind)], watched.handle.render()).into_response()
}
