//! The HTTP server: the API, the gateway's socket and the stored files, on one port.

use std::{convert::Infallible, sync::Arc};

use axum::{
    Router,
    body::{Body, Bytes},
    extract::{
        ConnectInfo, DefaultBodyLimit, Path, Request, State as Extracted, ws::WebSocketUpgrade,
    },
    http::{StatusCode, Uri, header},
    response::{IntoResponse, Redirect, Response},
    routing::{any, get},
};
use futures::stream;
use tokio::net::TcpListener;

use crate::{
    faults::{self, Fault},
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
    ConnectInfo(line): ConnectInfo<Line>,
    Path((_, id, _)): Path<(Snowflake, Snowflake, String)>,
    uri: Uri,
) -> Response {
    let (fault, found) = shared.change(|state| {
        state.files_asked_for += 1;
        let fault = faults::take(&mut state.faults, "GET", uri.path(), "");
        (fault, state.files.get(&id).cloned())
    });
    match fault {
        Some(Fault::Redirect(to)) => return Redirect::temporary(&to).into_response(),
        Some(Fault::Endless) => {
            let more = Bytes::from_static(&[b'x'; 16 * 1024]);
            return Body::from_stream(stream::repeat(Ok::<_, Infallible>(more))).into_response();
        }
        Some(Fault::Refuse { status, .. }) => {
            let status = StatusCode::from_u16(status);
            return status.unwrap_or_default().into_response();
        }
        Some(Fault::RateLimited { .. }) => return StatusCode::TOO_MANY_REQUESTS.into_response(),
        Some(Fault::LoseAnswer | Fault::LoseRequest) => {
            line.cut();
            return Response::default();
        }
        Some(Fault::Delay(time)) => tokio::time::sleep(time).await,
        None => {}
    }
    match found {
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
