//! The program behind a sandbox: it keeps the clock and has scenes to play. The page asks it, and
//! knows no more of it than this.

use chrono::{DateTime, Utc};
use futures::future::BoxFuture;
use tokio::sync::watch;

use crate::{Sandbox, Snowflake};

/// A state of the world which the page offers to start from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scene {
    /// Names it in requests, such as "solid-fuel/awarded".
    pub id: String,
    /// What the page shows.
    pub title: String,
    /// What is there to see and do, in a sentence or two.
    pub about: String,
    /// What a newcomer can try in it, one after the other.
    pub steps: Vec<Step>,
}

/// Something to try.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Step {
    /// What it is, in a few words.
    pub title: String,
    /// What to do and what to look at, in a sentence or two.
    pub text: String,
    /// The display name of the member whose chair it is done from.
    pub who: Option<String>,
    /// Where: the name of a channel.
    pub channel: Option<String>,
    /// Where in that channel: how the title of a post begins.
    pub post: Option<String>,
    /// A command which the page puts in the command bar, ready to be sent.
    pub line: Option<String>,
    /// A moment to which the page moves the clock.
    pub until: Option<DateTime<Utc>>,
}

/// Something worth knowing about a member, such as whom they speak for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// What kind of thing it is, such as "Acts for".
    pub title: String,
    /// What there is of it; nothing is shown as `none`.
    pub lines: Vec<String>,
    /// What is there when there are no lines.
    pub none: String,
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
pub trait Director: Send + Sync + 'static {
    /// The world to show, now and whenever a scene puts another in its place.
    fn world(&self) -> watch::Receiver<Sandbox>;

    /// Moves the clock forward; returns once what fell due on the way has happened, in order.
    fn move_clock(&self, to: DateTime<Utc>) -> BoxFuture<'_, Result<(), String>>;

    /// When something falls due next, if anything does.
    fn next_due(&self) -> BoxFuture<'_, Option<DateTime<Utc>>>;

    /// The scenes, in the order shown.
    fn scenes(&self) -> Vec<Scene>;

    /// The scene which was played last.
    fn scene(&self) -> String;

    /// Puts a new world in place of the present one and plays a scene into it; returns once it
    /// stands. What happens on the way is told by [`Sandbox::narrate`].
    fn play(&self, scene: String, pace: Pace) -> BoxFuture<'_, Result<(), String>>;

    /// Plays what is left of a scene being played as fast as it goes.
    fn hurry(&self);

    /// What is worth knowing about a member.
    fn about(&self, member: Snowflake) -> BoxFuture<'_, Vec<Fact>>;
}
