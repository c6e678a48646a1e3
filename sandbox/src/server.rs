//! The HTTP server: the API, the gateway's socket and the stored files, on one port.

use std::{
    convert::Infallible,
    io,
    net::SocketAddr,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll},
};

use axum::{
    Router,
    body::{Body, Bytes},
    extract::{
        ConnectInfo, DefaultBodyLimit, Path, Request, State as Extracted, connect_info::Connected,
        ws::WebSocketUpgrade,
    },
    http::{StatusCode, Uri, header},
    response::{IntoResponse, Redirect, Response},
    routing::{any, get},
    serve::{IncomingStream, Listener},
};
use futures::stream;
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::{TcpListener, TcpStream},
};

use crate::{
    faults::{self, Fault},
    gateway, rest,
    sandbox::Shared,
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

/// A connection which can be cut from within a request's handler.
#[derive(Clone, Debug)]
pub(crate) struct Line(Arc<AtomicBool>);

impl Line {
    /// Cuts the connection: nothing more is written to it.
    pub(crate) fn cut(&self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

struct CuttableListener(TcpListener);

impl Listener for CuttableListener {
    type Io = CuttableStream;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        let (stream, address) = Listener::accept(&mut self.0).await;
        // Small answers must not wait for an acknowledgement of the one before.
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "no TCP_NODELAY");
        }
        (
            CuttableStream {
                stream,
                line: Line(Arc::default()),
            },
            address,
        )
    }

    fn local_addr(&self) -> io::Result<Self::Addr> {
        self.0.local_addr()
    }
}

impl Connected<IncomingStream<'_, CuttableListener>> for Line {
    fn connect_info(stream: IncomingStream<'_, CuttableListener>) -> Self {
        stream.io().line.clone()
    }
}

struct CuttableStream {
    stream: TcpStream,
    line: Line,
}

impl CuttableStream {
    fn check(&self) -> io::Result<()> {
        if self.line.0.load(Ordering::SeqCst) {
            Err(io::Error::new(
                io::ErrorKind::ConnectionReset,
                "cut by the test",
            ))
        } else {
            Ok(())
        }
    }
}

impl AsyncRead for CuttableStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.check()?;
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for CuttableStream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.check()?;
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.check()?;
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
