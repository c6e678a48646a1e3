//! Whatever is at the other end of what griffin asks or tells outside Discord.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::Notify;

use super::region::DEADLINE;

/// A request that came.
#[derive(Clone, Debug)]
pub struct Came {
    pub method: Method,
    pub path: String,
    pub headers: HashMap<String, String>,
    pub body: String,
}

impl Came {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }
}

/// A machine outside Discord, on loopback: it answers 200, or what it is told to answer next.
#[derive(Clone, Default)]
pub struct Receiver {
    came: Arc<Mutex<Vec<Came>>>,
    next: Arc<Mutex<VecDeque<Response>>>,
    more: Arc<Notify>,
    pub address: String,
}

impl Receiver {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let receiver = Receiver {
            address: format!("http://{}", listener.local_addr().unwrap()),
            ..Receiver::default()
        };
        let router = Router::new().fallback(take).with_state(receiver.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        receiver
    }

    /// What it answers next.
    pub fn answers_next(&self, answer: impl IntoResponse) {
        self.next.lock().unwrap().push_back(answer.into_response());
    }

    /// Waits until so many have come, and gives them.
    pub async fn came(&self, many: usize) -> Vec<Came> {
        let all = async {
            loop {
                let more = self.more.notified();
                let came = self.came.lock().unwrap().clone();
                if came.len() >= many {
                    return came;
                }
                more.await;
            }
        };
        let came = tokio::time::timeout(DEADLINE, all).await;
        came.unwrap_or_else(|_| panic!("not {many}: {:#?}", self.came.lock().unwrap()))
    }
}

async fn take(
    State(receiver): State<Receiver>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let text = |value: &axum::http::HeaderValue| value.to_str().unwrap().to_owned();
    let headers = headers.iter();
    receiver.came.lock().unwrap().push(Came {
        method,
        path: uri.to_string(),
        headers: headers
            .map(|(name, value)| (name.to_string(), text(value)))
            .collect(),
        body: String::from_utf8(body.to_vec()).unwrap(),
    });
    let next = receiver.next.lock().unwrap().pop_front();
    receiver.more.notify_waiters();
    next.unwrap_or_else(|| StatusCode::OK.into_response())
}
