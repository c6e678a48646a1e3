//! The HTTP server: the API, the gateway's socket and the stored files, on one port.

use std::sync::Arc;

use axum::{
    Router,
    extract::{
        ConnectInfo, DefaultBodyLimit, Path, Request, State as Extracted, ws::WebSocketUpgrade,
    },
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::{any, get},
};
use tokio::net::TcpListener;

use crate::{
    gateway,
    line::{CuttableListener, Line},
    rest,
    shared::Shared,
    snowflake::Snowflake,
};

/// Serves until the sandbox is shut down.
pub(crate) async fn run(listener: TcpListener, shared: Arc<Shared>) {
    let cancelled = shared.cancel.clone().cancelled_owned();
    let router = Router::new()
        .route("/", any(socket))
        .route("/attachments/{channel}/{id}/{filename}", get(file))
        .fallback(api)
        .layer(DefaultBodyLimit::disable())
        .with_state(shared);
    let service = router.into_make_service_with_connect_info::<Line>();
    let served = axum::serve(CuttableListener(listener), service)
        .with_graceful_shutdown(cancelled)
        .await;
    if let Err(error) = served {
        tracing::error!(%error, "the sandbox's server ended");
    }
}

async fn socket(Extracted(shared): Extracted<Arc<Shared>>, upgrade: WebSocketUpgrade) -> Response {
    upgrade.on_upgrade(move |socket| gateway::serve(shared, socket))
}

async fn file(
    Extracted(shared): Extracted<Arc<Shared>>,
    Path((_, id, _)): Path<(Snowflake, Snowflake, String)>,
) -> Response {
    match shared.read(|state| state.files.get(&id).cloned()) {
        Some(file) => ([(header::CONTENT_TYPE, file.content_type)], file.bytes).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn api(
    Extracted(shared): Extracted<Arc<Shared>>,
    ConnectInfo(line): ConnectInfo<Line>,
    request: Request,
) -> Response {
    rest::answer(shared, line, request).await
}
