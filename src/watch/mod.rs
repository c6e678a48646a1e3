//! What whoever runs griffin may look at over HTTP, at the address `http.listen`: whether it lives (`/healthz`), whether
//! it can work (`/readyz`), and figures for Prometheus (`/metrics`).
//!
//! Rooms count what they do with the `metrics` crate where they do it; what is a state is asked for here, when somebody
//! asks. No name of a person, authority or server is in it, and no text.

mod figures;
mod watched;

use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use metrics_exporter_prometheus::PrometheusHandle;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use self::watched::Watched;
use crate::clock::SharedClock;
use crate::ledger::{Fault, Ledger};

pub use self::watched::{Connections, Gateway};

/// An address that is taken, before anything is answered there.
pub struct Watch {
    listener: TcpListener,
    handle: PrometheusHandle,
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
        // A connection held open must not delay the shutdown.
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
