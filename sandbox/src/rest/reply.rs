//! What a handler answers, and how that goes over the wire.

use std::time::SystemTime;

use axum::{
    body::Body,
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use serde_json::Value;

use crate::{error::ApiError, ratelimit::Allowance};

/// What a handler answers.
#[derive(Clone, Debug)]
pub(crate) enum Reply {
    /// 200 or another status with JSON.
    Json(u16, Value),
    /// 204.
    Empty,
}

impl Reply {
    /// 200 with JSON.
    pub(crate) fn ok(json: Value) -> Self {
        Self::Json(200, json)
    }

    /// 201 with JSON.
    pub(crate) fn created(json: Value) -> Self {
        Self::Json(201, json)
    }
}

/// What comes of a request.
pub(crate) type Outcome = Result<Reply, ApiError>;

/// The response that says it, with the headers of the limit that was counted.
pub(super) fn respond(outcome: Outcome, allowance: Option<Allowance>) -> Response {
    let (status, body, retry) = match outcome {
        Ok(Reply::Json(status, json)) => (status, Some(json), None),
        Ok(Reply::Empty) => (204, None, None),
        Err(error) => (error.status, Some(error.body()), error.retry),
    };
    let mut response =
        Response::new(body.map_or_else(Body::empty, |json| Body::from(json.to_string())));
    *response.status_mut() =
        StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    if status != 204 {
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/json"),
        );
    }
    let mut put = |name: &'static str, value: String| {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(name, value);
        }
    };
    if let Some(allowance) = allowance {
        let now = SystemTime::now()
            .duration_since(SystemTime::UNIX_EPOCH)
            .unwrap_or_default();
        put("x-ratelimit-limit", allowance.limit.requests.to_string());
        put("x-ratelimit-remaining", allowance.remaining.to_string());
        put(
            "x-ratelimit-reset",
            format!("{:.3}", (now + allowance.reset_after).as_secs_f64()),
        );
        put(
            "x-ratelimit-reset-after",
            format!("{:.3}", allowance.reset_after.as_secs_f64()),
        );
        put("x-ratelimit-bucket", allowance.limit.bucket.to_owned());
    }
    if let Some((after, global)) = retry {
        put("retry-after", after.as_secs_f64().ceil().to_string());
        put(
            "x-ratelimit-scope",
            if global { "global" } else { "user" }.to_owned(),
        );
        if global {
            put("x-ratelimit-global", "true".to_owned());
        }
    }
    response
}
