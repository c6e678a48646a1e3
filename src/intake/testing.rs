//! A machine on loopback that answers as nobody should.

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::response::{IntoResponse, Response};
use futures::stream;
use tokio::net::TcpListener;

/// A machine that answers everything in this way: its address, and how often it was asked.
pub(crate) async fn machine(
    answer: impl Fn() -> Response + Clone + Send + Sync + 'static,
) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let asked = Arc::new(AtomicUsize::new(0));
    let count = asked.clone();
    let pages = Router::new().fallback(async move || {
        count.fetch_add(1, Ordering::SeqCst);
        answer()
    });
    tokio::spawn(async move { axum::serve(listener, pages).await });
    (address, asked)
}

/// An answer that goes on and on.
pub(crate) fn endless() -> Response {
    let more = Bytes::from_static(&[b'['; 4_096]);
    Body::from_stream(stream::repeat(Ok::<_, Infallible>(more))).into_response()
}

/// An answer that begins, and of which nothing comes.
pub(crate) fn silent() -> Response {
    Body::from_stream(stream::pending::<Result<Bytes, Infallible>>()).into_response()
}

/// JSON of 1.4 MiB, of which each 7 bytes become some 650.
pub(crate) fn unfolding() -> String {
    format!("[{}]", vec!["{\"\":0}"; 200_000].join(","))
}
