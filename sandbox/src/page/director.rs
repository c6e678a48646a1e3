//! What the page asks of the program behind the sandbox: the clock and the scenes.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::json;

use super::{Desk, acts::refused};
use crate::Pace;

#[derive(Deserialize)]
pub(super) struct MoveTo {
    to: DateTime<Utc>,
}

#[derive(Deserialize)]
pub(super) struct Play {
    scene: String,
    #[serde(default)]
    live: bool,
}

/// How far the clock may be moved at once, in days: a slip of the keyboard must not play centuries.
const FARTHEST_DAYS: i64 = 20 * 366;

pub(super) async fn clock(State(desk): State<Arc<Desk>>, Json(order): Json<MoveTo>) -> Response {
    let now = desk.world().shared.read(|state| state.now());
    if order.to < now {
        return refused(
            "The clock only goes forward. Start a scene again to go back.",
            None,
        );
    }
    if (order.to - now).num_days() > FARTHEST_DAYS {
        return refused("That is more than twenty years away.", None);
    }
    directed(&desk, "the clock is being moved.", async move |desk| {
        desk.director.move_clock(order.to).await
    })
    .await
}

/// Moves the clock to what falls due next.
pub(super) async fn next(State(desk): State<Arc<Desk>>) -> Response {
    directed(
        &desk,
        "the clock is being moved.",
        async |desk| match desk.director.next_due().await {
            Some(due) => desk.director.move_clock(due).await,
            None => Err("Nothing falls due: there is nothing to wait for.".to_owned()),
        },
    )
    .await
}

pub(super) async fn scene(State(desk): State<Arc<Desk>>, Json(order): Json<Play>) -> Response {
    let scenes = desk.director.scenes();
    let Some(scene) = scenes.into_iter().find(|one| one.id == order.scene) else {
        return refused("There is no such scene.", None);
    };
    let pace = if order.live {
        Pace::Readable
    } else {
        Pace::AtOnce
    };
    let what = format!("“{}” is being played.", scene.title);
    directed(&desk, &what, async move |desk| {
        desk.director.play(scene.id, pace).await
    })
    .await
}

pub(super) async fn hurry(State(desk): State<Arc<Desk>>) -> Response {
    desk.director.hurry();
    Json(json!({})).into_response()
}

/// Has the director do something if it is nobody else's turn. It is done to its end also when the
/// browser goes away meanwhile: a world left half made is of no use to those who come later.
async fn directed<D, F>(desk: &Arc<Desk>, what: &str, does: D) -> Response
where
    D: FnOnce(Arc<Desk>) -> F,
    F: Future<Output = Result<(), String>> + Send + 'static,
{
    let busy = match desk.begin(what) {
        Ok(busy) => busy,
        Err(why) => return refused(&why, None),
    };
    let work = does(Arc::clone(desk));
    let done = tokio::spawn(async move {
        let done = work.await;
        drop(busy);
        done
    });
    match done.await {
        Ok(Ok(())) => Json(json!({})).into_response(),
        Ok(Err(why)) => refused(&why, None),
        Err(error) => refused(&error.to_string(), None),
    }
}
