//! What the browser loads: embedded files, and the files of messages.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};

use super::Desk;
use crate::Snowflake;

macro_rules! embedded {
    ($($name:literal)*) => {
        &[$(($name, include_str!(concat!("../../page/", $name)))),*]
    };
}

/// The page's files by name.
const ASSETS: &[(&str, &str)] = embedded! {
    "style.css" "message.css" "bar.css" "icon.svg"
    "main.js" "dom.js" "talk.js" "text.js" "time.js" "message.js" "parts.js" "places.js"
    "bar.js" "list.js" "option.js" "form.js" "side.js" "tour.js"
};

const INDEX: &str = include_str!("../../page/index.html");

pub(super) async fn index() -> Response {
    ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], INDEX).into_response()
}

pub(super) async fn asset(Path(name): Path<String>) -> Response {
    let found = ASSETS.iter().find(|(known, _)| *known == name);
    let Some((name, text)) = found else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let kind = match name.rsplit_once('.').map(|(_, end)| end) {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        _ => "text/plain; charset=utf-8",
    };
    ([(header::CONTENT_TYPE, kind)], *text).into_response()
}

/// A file of a message. Pictures are shown; everything else is offered to be saved, so that a
/// page which somebody attached never runs within this one.
pub(super) async fn file(
    State(desk): State<Arc<Desk>>,
    Path((id, _)): Path<(Snowflake, String)>,
) -> Response {
    let world = desk.world();
    let found = world.shared.read(|state| state.files.get(&id).cloned());
    let Some(file) = found else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let picture = matches!(
        file.content_type.as_str(),
        "image/png" | "image/jpeg" | "image/gif" | "image/webp"
    );
    let shown = if picture { "inline" } else { "attachment" };
    let headers = [
        (header::CONTENT_TYPE, file.content_type),
        (header::CONTENT_DISPOSITION, shown.to_owned()),
    ];
    (headers, file.bytes).into_response()
}
