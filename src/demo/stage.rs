//! The sandbox's page has somebody behind it: who moves the clock, plays scenes, and knows for whom people act.

use std::path::PathBuf;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use futures::future::BoxFuture;
use sandbox::{Director, Fact, Pace, Sandbox, Scene, Snowflake};
use tokio::sync::{Mutex, watch};

use super::files::fresh;
use super::play::Play;
use super::region::Region;
use super::{scenes, solid_fuel};
use crate::authorities::rules::{Mandate, Role, State};
use crate::authorities::service as authorities;
use crate::database::file::address;
use crate::ledger::{Fault, Ledger, Result};
use crate::values::actor::Actor;

/// The worlds of a sandbox, one after the other, each on a database file of its own.
pub struct Stage {
    folder: PathBuf,
    world: watch::Sender<Sandbox>,
    pace: watch::Sender<Pace>,
    /// The world's region. Nobody else plays or moves the clock meanwhile.
    play: Mutex<Option<Play>>,
    scene: watch::Sender<String>,
    /// The world's, for looks while something is played.
    ledger: watch::Sender<Ledger>,
}

impl Stage {
    /// Plays a scene into a first world, on a database in `folder`.
    ///
    /// # Errors
    /// A fault, if there is no such scene, or it can't be played.
    pub async fn start(folder: PathBuf, scene: &str) -> Result<Arc<Self>> {
        scenes::known(scene).map_err(Fault::new)?;
        let pace = watch::Sender::new(Pace::AtOnce);
        let mut play = begin(&folder, &pace).await?;
        script(&mut play, scene).await?;
        Ok(Arc::new(Stage {
            folder,
            world: watch::Sender::new(play.region.sandbox.clone()),
            pace,
            ledger: watch::Sender::new(play.region.ledger().clone()),
            play: Mutex::new(Some(play)),
            scene: watch::Sender::new(scene.to_owned()),
        }))
    }

    /// Ends the world.
    ///
    /// # Errors
    /// A fault, if griffin ended with one.
    pub async fn end(&self) -> Result<()> {
        match self.play.lock().await.take() {
            Some(play) => play.region.end().await,
            None => Ok(()),
        }
    }

    async fn put_on(&self, scene: &str, pace: Pace) -> Result<()> {
        scenes::known(scene).map_err(Fault::new)?;
        let mut place = self.play.lock().await;
        self.pace.send_replace(pace);
        if let Some(former) = place.take()
            && let Err(error) = former.region.end().await
        {
            // The world that is left is no reason not to begin another.
            tracing::error!(%error, "the world before ended with a fault");
        }
        let play = begin(&self.folder, &self.pace).await?;
        self.ledger.send_replace(play.region.ledger().clone());
        self.scene.send_replace(scene.to_owned());
        self.world.send_replace(play.region.sandbox.clone());
        // Kept also when the script fails: what came of it can then be looked at.
        let play = place.insert(play);
        let played = script(play, scene).await;
        self.pace.send_replace(Pace::AtOnce);
        played
    }

    async fn travel(&self, to: DateTime<Utc>) -> Result<()> {
        let mut place = self.play.lock().await;
        let play = place
            .as_mut()
            .ok_or_else(|| Fault::new("there is no world: start a scene"))?;
        play.travel(to).await
    }

    async fn due(&self) -> Result<Option<DateTime<Utc>>> {
        match &*self.play.lock().await {
            Some(play) => play.region.next_due().await,
            None => Ok(None),
        }
    }

    async fn acts_for(&self, member: Snowflake) -> Result<Fact> {
        let id = |snowflake: Snowflake| i64::try_from(snowflake).unwrap_or_default();
        let actor = Actor {
            guild_id: id(self.world.borrow().guild()),
            user_id: id(member),
            name: String::new(),
            manager: false,
            roles: Vec::new(),
            // It only looks.
            interaction_id: 0,
            agreed: crate::values::Agreed::Nothing,
        };
        let reader = self.ledger.borrow().reader();
        let held = authorities::mine(&reader, &actor).await?;
        let line = |mandate: &Mandate| {
            let authority = &mandate.authority;
            let note = match (mandate.state, mandate.role) {
                (State::Requested, _) => " (asked for)",
                (_, Role::Observer) => " (reads only)",
                _ => "",
            };
            format!("{} ({}){note}", authority.name, authority.short_name)
        };
        Ok(Fact {
            title: "Acts for".to_owned(),
            lines: held.iter().map(line).collect(),
            none: "Nobody: no authority has given a mandate.".to_owned(),
        })
    }
}

async fn begin(folder: &std::path::Path, pace: &watch::Sender<Pace>) -> Result<Play> {
    let file = fresh(folder)?;
    let region = Region::start(&address(&file)?).await?;
    Ok(Play::new(region, |_| {}).at_pace(pace.subscribe()))
}

async fn script(play: &mut Play, scene: &str) -> Result<()> {
    match scenes::chapter(scene) {
        Some(chapter) => solid_fuel::play(play, chapter).await,
        None => Ok(()),
    }
}

fn in_words<T>(outcome: Result<T>) -> std::result::Result<T, String> {
    outcome.map_err(|error| error.plain())
}

impl Director for Stage {
    fn world(&self) -> watch::Receiver<Sandbox> {
        self.world.subscribe()
    }

    fn move_clock(&self, to: DateTime<Utc>) -> BoxFuture<'_, std::result::Result<(), String>> {
        Box::pin(async move { in_words(self.travel(to).await) })
    }

    fn next_due(&self) -> BoxFuture<'_, Option<DateTime<Utc>>> {
        Box::pin(async move { self.due().await.ok().flatten() })
    }

    fn scenes(&self) -> Vec<Scene> {
        scenes::all()
    }

    fn scene(&self) -> String {
        self.scene.borrow().clone()
    }

    fn play(&self, scene: String, pace: Pace) -> BoxFuture<'_, std::result::Result<(), String>> {
        Box::pin(async move { in_words(self.put_on(&scene, pace).await) })
    }

    fn hurry(&self) {
        self.pace.send_replace(Pace::AtOnce);
    }

    fn about(&self, member: Snowflake) -> BoxFuture<'_, Vec<Fact>> {
        Box::pin(async move { self.acts_for(member).await.into_iter().collect() })
    }
}
