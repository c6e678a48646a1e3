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
mod reply;
mod request;
mod roles;
mod routes;
mod thread_members;
mod threads;
mod users;
mod webhooks;

use std::sync::Arc;

use axum::response::Response;

use self::reply::{Outcome, Reply, respond};
pub(crate) use self::request::{Call, guess_type};
use crate::{
    error::ApiError,
    faults::{self, Fault},
    limits,
    line::Line,
    ratelimit::Allowance,
    shared::Shared,
    state::{Complaint, RequestRecord, State},
};

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
