//! The REST API, version 10: how each request is read, limited, recorded and answered.

mod applications;
mod channels;
mod commands;
mod events;
mod guilds;
mod interactions;
mod members;
mod messages;
pub(crate) mod payload;
mod pins;
mod request;
mod roles;
mod routes;
mod thread_members;
mod threads;
mod users;
mod webhooks;

use std::{sync::Arc, time::SystemTime};

use axum::{
    body::Body,
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use serde_json::Value;

pub(crate) use self::request::{Call, guess_type};
use crate::{
    error::ApiError,
    faults::{self, Fault},
    limits,
    ratelimit::Allowance,
    sandbox::Shared,
    server::Line,
    snowflake::Snowflake,
    state::{Complaint, RequestRecord, State},
};

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

/// Reads an identifier from JSON: a string, or (as Discord allows) a number.
pub(crate) fn snowflake(value: &Value) -> Option<Snowflake> {
    match value {
        Value::String(text) => text.parse().ok(),
        Value::Number(number) => number.as_u64(),
        _ => None,
    }
}

/// Answers a request.
pub(crate) async fn answer(
    shared: Arc<Shared>,
    line: Line,
    request: axum::extract::Request,
) -> Response {
    let (mut call, readable) = match request::read(request).await {
        Ok(call) => (call, Ok(())),
        Err((call, error)) => (call, Err(error)),
    };
    let fault = shared.change(|state| {
        // Bodies can be large; they are written out only where a fault may ask for it.
        let body = if state.faults.is_empty() {
            String::new()
        } else {
            call.body.to_string()
        };
        faults::take(&mut state.faults, &call.method, &call.path, &body)
    });
    if let Some(Fault::Delay(time)) = &fault {
        tokio::time::sleep(*time).await;
    }
    if fault == Some(Fault::LoseRequest) {
        shared.change(|state| record(state, call, 0, 0));
        line.cut();
        return Response::default();
    }
    let (outcome, allowance) = shared.change(|state| {
        let refusal = match &fault {
            Some(Fault::Refuse {
                status,
                code,
                message,
            }) => Some(ApiError::new(*status, *code, message)),
            Some(Fault::RateLimited {
                retry_after,
                global,
            }) => Some(ApiError::rate_limited(*retry_after, *global)),
            _ => None,
        };
        let (outcome, allowance) = match refusal {
            Some(error) => (Err(error), None),
            None => process(state, &mut call, readable),
        };
        let (status, code) = match &outcome {
            Ok(Reply::Json(status, _)) => (*status, 0),
            Ok(Reply::Empty) => (204, 0),
            Err(error) => (error.status, error.code),
        };
        let cut = fault == Some(Fault::LoseAnswer);
        state.rate_limiter.note(status, false);
        if let (Err(error), None) = (&outcome, &fault) {
            object(state, &call, error);
        }
        record(state, call, if cut { 0 } else { status }, code);
        (outcome, allowance)
    });
    if fault == Some(Fault::LoseAnswer) {
        line.cut();
        return Response::default();
    }
    respond(outcome, allowance)
}

fn record(state: &mut State, call: Call, status: u16, code: u32) {
    tracing::debug!(
        method = call.method,
        path = call.path,
        status,
        code,
        "request"
    );
    state.requests.push(RequestRecord {
        method: call.method,
        path: call.path,
        status,
        code,
        body: call.body,
    });
}

/// Checks who asks, which route is meant and whether its limits allow it, then does the work.
fn process(
    state: &mut State,
    call: &mut Call,
    readable: Result<(), ApiError>,
) -> (Outcome, Option<Allowance>) {
    state.archive_silent_threads();
    let found = match routes::find(call) {
        Ok(found) => found,
        Err(error) => {
            if error.status == 404 {
                let complaint = Complaint::UnknownRoute {
                    method: call.method.clone(),
                    path: call.path.clone(),
                };
                state.complain(complaint);
            }
            return (Err(error), None);
        }
    };
    let expected = format!("Bot {}", state.options.token);
    if found.route.needs_token && call.authorization.as_deref() != Some(expected.as_str()) {
        return (Err(ApiError::unauthorized()), None);
    }
    if found.route.needs_token {
        let global = state.rate_limiter.take(limits::GLOBAL, "");
        if !global.allowed && state.options.enforce_rate_limits {
            return (Err(ApiError::rate_limited(global.reset_after, true)), None);
        }
    }
    call.params = found.params;
    let call = &*call;
    let allowance = (found.route.limit)(call).map(|limit| {
        let key = found.route.limit_key(call);
        state.rate_limiter.take(limit, &key)
    });
    if let Some(allowance) = &allowance
        && !allowance.allowed
        && state.options.enforce_rate_limits
    {
        let error = ApiError::rate_limited(allowance.reset_after, false);
        return (Err(error), Some(allowance.clone()));
    }
    let outcome = readable.and_then(|()| (found.route.handler)(state, call));
    (outcome, allowance)
}

/// Notes those refusals which mean that the bot speaks the API wrongly. Missing permissions,
/// vanished channels and met limits are facts of life and no complaint.
fn object(state: &mut State, call: &Call, error: &ApiError) {
    let wrong = matches!(error.code, 50006 | 50008 | 50024 | 50035 | 50109 | 40005)
        || matches!(error.status, 401 | 405);
    if wrong {
        state.complain(Complaint::InvalidRequest {
            method: call.method.clone(),
            path: call.path.clone(),
            status: error.status,
            code: error.code,
            answer: error.body().to_string(),
        });
    }
}

fn respond(outcome: Outcome, allowance: Option<Allowance>) -> Response {
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
