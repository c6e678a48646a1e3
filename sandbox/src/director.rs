//! The program behind a sandbox: it keeps the clock and has scenes to play. The page asks it, and
//! knows no more of it than this.

use chrono::{DateTime, Utc};
use futures::future::BoxFuture;

/// A state of the world which the page offers to start from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scene {
    /// Names it in requests, such as "solid-fuel/awarded".
    pub id: String,
    /// What the page shows.
    pub title: String,
    /// What is there to see and do, in a sentence.
    pub about: String,
}

/// How fast a scene is played.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// As fast as it goes: the world is there a moment later.
    AtOnce,
    /// So that a reader can follow.
    Readable,
}

/// What the program which starts a sandbox lets a page do with it. Errors are sentences for the
/// person at the page.
pub trait Director: Send + Sync {
    /// The present moment inside the sandbox.
    fn now(&self) -> DateTime<Utc>;

    /// Moves the clock forward; returns once what fell due on the way has happened, in order.
    fn move_clock(&self, to: DateTime<Utc>) -> BoxFuture<'_, Result<(), String>>;

    /// The scenes, in the order shown; the first is the one the program starts with.
    fn scenes(&self) -> Vec<Scene>;

    /// Empties the world and plays a scene into it; returns once it stands. What happens on the
    /// way is told by [`Sandbox::narrate`](crate::Sandbox::narrate).
    fn play(&self, scene: &str, pace: Pace) -> BoxFuture<'_, Result<(), String>>;
}
