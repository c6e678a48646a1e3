//! What is shown, sent as it changes: a part of the view is sent again when it differs from what
//! was sent before, so a browser that was away is up to date with its first look.

use std::{collections::HashMap, convert::Infallible, sync::Arc, time::Duration};

use axum::{
    extract::{Query, State},
    response::sse::{Event, KeepAlive, Sse},
};
use futures::{Stream, stream};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::mpsc;

use super::{Desk, view};
use crate::{Sandbox, Scene, Snowflake, snowflake::iso8601};

/// How long changes are gathered before they are sent: many come together.
const GATHER: Duration = Duration::from_millis(40);
/// How often the time is sent when nothing happens.
const TICK: Duration = Duration::from_secs(20);
/// How many direct messages are shown.
const LETTERS: usize = 30;
/// How many messages are shown at most.
const MOST: usize = 1000;

#[derive(Clone, Copy, Deserialize)]
pub(super) struct Look {
    /// Whose chair it is; 0 before it is known.
    #[serde(default)]
    who: Snowflake,
    /// The channel or post that is open; 0 for none.
    #[serde(default)]
    place: Snowflake,
    /// How many messages are shown.
    #[serde(default)]
    show: usize,
}

pub(super) async fn live(
    State(desk): State<Arc<Desk>>,
    Query(look): Query<Look>,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let (sender, receiver) = mpsc::channel(16);
    tokio::spawn(watch(desk, look, sender));
    let events = stream::unfold(receiver, |mut receiver| async {
        let event = receiver.recv().await?;
        Some((Ok(event), receiver))
    });
    Sse::new(events).keep_alive(KeepAlive::default())
}

async fn watch(desk: Arc<Desk>, look: Look, sender: mpsc::Sender<Event>) {
    let mut worlds = desk.director.world();
    let mut busy = desk.busy.subscribe();
    let mut sent: HashMap<&'static str, String> = HashMap::new();
    loop {
        let world = worlds.borrow_and_update().clone();
        let mut changes = world.shared.subscribe();
        loop {
            changes.mark_unchanged();
            busy.mark_unchanged();
            for (name, part) in parts(&desk, &world, look).await {
                let text = part.to_string();
                if sent.get(name) == Some(&text) {
                    continue;
                }
                let event = Event::default().event(name).data(&text);
                if sender.send(event).await.is_err() {
                    return;
                }
                sent.insert(name, text);
            }
            tokio::select! {
                () = sender.closed() => return,
                () = desk.cancel.cancelled() => return,
                changed = worlds.changed() => match changed {
                    Ok(()) => break,
                    Err(_) => return,
                },
                _ = changes.changed() => {}
                _ = busy.changed() => {}
                () = tokio::time::sleep(TICK) => {}
            }
            tokio::time::sleep(GATHER).await;
        }
    }
}

async fn parts(desk: &Desk, world: &Sandbox, look: Look) -> Vec<(&'static str, Value)> {
    let Look { who, place, show } = look;
    let show = show.clamp(1, MOST);
    let busy = desk.busy.borrow().clone();
    let scenes: Vec<Value> = desk.director.scenes().iter().map(scene_json).collect();
    let scene = json!({
        // Another world has another address.
        "world": world.api_url(),
        "scene": desk.director.scene(),
        "scenes": scenes,
        "busy": busy,
    });
    let mut parts = world.shared.look(|state| {
        vec![
            ("time", json!(iso8601(state.now()))),
            ("scene", scene),
            ("world", view::world(state, who)),
            ("commands", view::commands(state, who, place)),
            ("place", view::place(state, who, place, show)),
            ("letters", view::letters(state, who, LETTERS)),
            ("feed", view::feed(state)),
        ]
    });
    let about: Vec<Value> = if who == 0 {
        Vec::new()
    } else {
        let facts = desk.director.about(who).await;
        let facts = facts.iter();
        facts
            .map(|fact| json!({ "title": fact.title, "lines": fact.lines, "none": fact.none }))
            .collect()
    };
    parts.push(("about", json!(about)));
    parts
}

fn scene_json(scene: &Scene) -> Value {
    let steps = scene.steps.iter().map(|step| {
        json!({
            "title": step.title,
            "text": step.text,
            "who": step.who,
            "channel": step.channel,
            "post": step.post,
            "line": step.line,
            "until": step.until.map(iso8601),
        })
    });
    json!({
        "id": scene.id,
        "title": scene.title,
        "about": scene.about,
        "steps": steps.collect::<Vec<_>>(),
    })
}
