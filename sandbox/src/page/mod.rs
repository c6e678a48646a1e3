//! The page: a browser's view of a sandbox, from the chair of any of its members.
//!
//! What is shown is sent as it changes ([`live`]), a part at a time; what a person does comes as
//! requests ([`acts`]) and goes the way of every member's chair. Everything the browser loads is
//! in this binary, and nothing is loaded from anywhere else.

mod acts;
mod assets;
mod director;
mod live;
mod view;

use std::{io, net::SocketAddr, sync::Arc};

use axum::{
    Router,
    extract::{DefaultBodyLimit, Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use tokio::{net::TcpListener, sync::watch};
use tokio_util::sync::{CancellationToken, DropGuard};

use crate::{Director, Sandbox, limits};

/// Bytes of what a person does, without files: some times what all inputs of a form hold.
const ACT_BYTES: usize = 256 * 1024;

/// What the page's handlers share.
pub(crate) struct Desk {
    director: Arc<dyn Director>,
    address: SocketAddr,
    /// What the director is doing, for all who watch; one thing at a time.
    busy: watch::Sender<Option<String>>,
    cancel: CancellationToken,
}

impl Desk {
    fn world(&self) -> Sandbox {
        self.director.world().borrow().clone()
    }

    /// Begins something that only one may do at a time.
    ///
    /// # Errors
    ///
    /// What is being done, if something is.
    fn begin(self: &Arc<Self>, what: &str) -> Result<Busy, String> {
        let mut other = None;
        let begun = self.busy.send_if_modified(|busy| {
            other.clone_from(busy);
            let free = busy.is_none();
            if free {
                *busy = Some(what.to_owned());
            }
            free
        });
        if !begun {
            return Err(format!("Please wait: {}", other.unwrap_or_default()));
        }
        Ok(Busy(Arc::clone(self)))
    }
}

/// Something is being done, until this is dropped.
struct Busy(Arc<Desk>);

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.busy.send_replace(None);
    }
}

/// A page being served; it ends when this is dropped.
#[derive(Debug)]
pub struct Page {
    address: SocketAddr,
    _guard: DropGuard,
}

impl Page {
    /// Serves a page for the worlds of a director. Must be called within a tokio runtime.
    ///
    /// # Errors
    ///
    /// Fails when the listener has no address.
    pub fn serve(listener: TcpListener, director: Arc<dyn Director>) -> io::Result<Self> {
        let address = listener.local_addr()?;
        let cancel = CancellationToken::new();
        let desk = Arc::new(Desk {
            director,
            address,
            busy: watch::Sender::new(None),
            cancel: cancel.clone(),
        });
        // A command's files may have as much together as one file at Discord.
        let with_files = DefaultBodyLimit::max(limits::FILE_BYTES + ACT_BYTES);
        let router = Router::new()
            .route("/", get(assets::index))
            .route("/assets/{name}", get(assets::asset))
            .route("/files/{id}/{name}", get(assets::file))
            .route("/api/live", get(live::live))
            .route("/api/command", post(acts::command).layer(with_files))
            .route("/api/line", post(acts::line))
            .route("/api/complete", post(acts::complete))
            .route("/api/press", post(acts::press))
            .route("/api/choose", post(acts::choose))
            .route("/api/form", post(acts::form))
            .route("/api/say", post(acts::say))
            .route("/api/member", post(acts::member))
            .route("/api/letters", post(acts::letters))
            .route("/api/clock", post(director::clock))
            .route("/api/next", post(director::next))
            .route("/api/scene", post(director::scene))
            .route("/api/hurry", post(director::hurry))
            .layer(DefaultBodyLimit::max(ACT_BYTES))
            .layer(middleware::from_fn_with_state(Arc::clone(&desk), guard))
            .with_state(desk);
        let cancelled = cancel.clone().cancelled_owned();
        tokio::spawn(async move {
            let served = axum::serve(listener, router).with_graceful_shutdown(cancelled);
            if let Err(error) = served.await {
                tracing::error!(%error, "the page's server ended");
            }
        });
        Ok(Self {
            address,
            _guard: cancel.drop_guard(),
        })
    }

    /// Where the page is.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

/// Answers only the page itself: another site in the same browser could otherwise act in it, by a
/// form of its own or under a name of its own that leads to this address.
async fn guard(State(desk): State<Arc<Desk>>, request: Request, next: Next) -> Response {
    if !is_own(&desk, request.headers()) {
        return (StatusCode::FORBIDDEN, "This page is for itself only.").into_response();
    }
    let mut response = next.run(request).await;
    let policy = "default-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'none'; \
                  base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-store"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

fn is_own(desk: &Desk, headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let host = text(header::HOST).unwrap_or_default();
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    let own = desk.address.ip();
    let known = !own.is_loopback() || matches!(name, "127.0.0.1" | "localhost" | "[::1]");
    let origin = text(header::ORIGIN);
    known && origin.is_none_or(|origin| origin.strip_prefix("http://") == Some(host))
}
