//! A regional server with its people and griffin in it, on a clock that can be moved.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Europe::London;
use sandbox::{Options, Sandbox, permissions};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::bot;
use crate::clock::{Clock, MovableClock};
use crate::config::Config;
use crate::delivery::queue;
use crate::ledger::{Database, Fault, Ledger, Result};
use crate::schedule::duties;

/// How long griffin may take to connect, or to have done what is due.
const DEADLINE: Duration = Duration::from_secs(60);
/// What is put off for no longer than this, such as a card's next edit, belongs to what is on its way.
const SOON: TimeDelta = TimeDelta::minutes(1);

/// Who is in the server besides the officers of councils.
pub const MANAGER: &str = "Rhys Morgan";
/// Keeps the register and confirms mandates.
pub const REGISTRAR: &str = "Carys Pugh";
/// Has no mandate.
pub const NEWCOMER: &str = "Dafydd Jones";
/// The officers, and the councils of design section 9 that they act for.
pub const OFFICERS: [(&str, &[&str]); 5] = [
    ("Megan Howell", &["ABW"]),
    ("Owain Price", &["BRY"]),
    ("Nia Rees", &["DYF", "PFR"]),
    ("Gwen Tudor", &["GLA"]),
    ("Sioned Parry", &["TRA"]),
];
/// The regions' forum channels.
pub const FORUMS: [(&str, &str); 2] = [
    ("South Wales", "south-wales"),
    ("Mid and West Wales", "mid-and-west-wales"),
];

/// The stand-in's view of griffin's clock.
struct SameClock(Arc<MovableClock>);

impl sandbox::Clock for SameClock {
    fn now(&self) -> DateTime<Utc> {
        self.0.now()
    }
}

/// The server, and griffin in it.
pub struct Region {
    /// The stand-in for Discord.
    pub sandbox: Sandbox,
    /// The clock of both.
    pub clock: Arc<MovableClock>,
    ledger: Ledger,
    running: Option<(oneshot::Sender<()>, JoinHandle<Result<()>>)>,
}

/// Monday 23 November 2026, 09:00 in London: when the story begins.
pub fn beginning() -> DateTime<Utc> {
    let monday = London.with_ymd_and_hms(2026, 11, 23, 9, 0, 0);
    monday
        .single()
        .map_or(DateTime::UNIX_EPOCH, |at| at.to_utc())
}

impl Region {
    /// Starts the server "Buying together" and griffin in it, on the database at `url`, which is brought to the newest
    /// step.
    ///
    /// # Errors
    /// A fault, if the database can't be opened, no port is free or griffin does not connect.
    pub async fn start(url: &str) -> Result<Self> {
        let clock = Arc::new(MovableClock::new(beginning()));
        let options = Options {
            clock: Arc::new(SameClock(clock.clone())),
            time_zone: London,
            // Each edit of a card months old has a slow limit of its own: with it the story takes ten times as long.
            enforce_rate_limits: false,
            application_name: "griffin".into(),
            ..Options::default()
        };
        let sandbox = Sandbox::start(options).await.map_err(Fault::new)?;
        furnish(&sandbox);
        let database = Database::open(url).await?;
        crate::proof::migrate_up(&database).await?;
        let ledger = Ledger::start(database, clock.clone(), crate::capabilities::hears());
        let mut region = Region {
            sandbox,
            clock,
            ledger,
            running: None,
        };
        region.run(url).await?;
        Ok(region)
    }

    async fn run(&mut self, url: &str) -> Result<()> {
        let settings = HashMap::from([
            ("DISCORD_TOKEN".to_owned(), self.sandbox.token()),
            ("DATABASE_URL".to_owned(), url.to_owned()),
            (
                "GRIFFIN__DISCORD__API_URL".to_owned(),
                self.sandbox.api_url(),
            ),
            // Nobody outside is asked.
            ("GRIFFIN__NOTICES__FIND_A_TENDER".to_owned(), String::new()),
            // Whoever tries it has a receiver on the same machine, if anywhere.
            (
                "GRIFFIN__WEBHOOKS__PRIVATE_NETWORKS".to_owned(),
                true.to_string(),
            ),
        ]);
        let config = Config::read(None, settings).map_err(Fault::new)?;
        let (stop, stopped) = oneshot::channel();
        let shutdown = async { drop(stopped.await) };
        let bot = tokio::spawn(bot::run(
            config,
            self.ledger.clone(),
            Arc::default(),
            self.clock.clone(),
            shutdown,
        ));
        self.running = Some((stop, bot));
        self.sandbox.registered("griffin", DEADLINE).await;
        Ok(())
    }

    /// What time it is there.
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// The door to its database.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// Waits until all that is due has been done and sent.
    ///
    /// # Errors
    /// A fault, if the database can't be read, or something is still on its way after a minute.
    pub async fn settle(&self) -> Result<()> {
        let mut commits = self.ledger.queued();
        let settled = async {
            loop {
                commits.borrow_and_update();
                let (reader, now) = (self.ledger.reader(), self.now());
                let due = duties::due(&reader, now).await?;
                if due.is_empty() && queue::on_its_way(&reader, now).await? == 0 {
                    match queue::next(&reader).await? {
                        // Put off for a moment, which need not be waited for.
                        Some(next) if next < now + SOON => self.clock.advance_to(next),
                        _ => return Ok(()),
                    }
                }
                if commits.changed().await.is_err() {
                    return Err(Fault::new("the writer has stopped").into());
                }
            }
        };
        let late = |_| Fault::new("something due was not done within a minute");
        tokio::time::timeout(DEADLINE, settled)
            .await
            .map_err(late)?
    }

    /// When something falls due next, once all that is due has been done; none: nothing is armed.
    ///
    /// # Errors
    /// As [`Region::settle`].
    pub async fn next_due(&self) -> Result<Option<DateTime<Utc>>> {
        self.settle().await?;
        let reader = self.ledger.reader();
        let duty = duties::next_due_after(&reader, self.now()).await?;
        let delivery = queue::next(&reader).await?;
        Ok(duty.into_iter().chain(delivery).min())
    }

    /// Moves the clock to the next moment at which something falls due, `to` at the latest, and waits until it is done;
    /// says whether `to` was reached.
    ///
    /// # Errors
    /// As [`Region::settle`].
    pub async fn step(&self, to: DateTime<Utc>) -> Result<bool> {
        let next = self.next_due().await?;
        let reached = next.is_none_or(|next| next >= to);
        self.clock.advance_to(next.map_or(to, |next| next.min(to)));
        self.sandbox.clock_moved();
        self.settle().await?;
        Ok(reached)
    }

    /// Stops griffin and the server.
    ///
    /// # Errors
    /// A fault, if griffin ended with one.
    pub async fn end(mut self) -> Result<()> {
        let ended = match self.running.take() {
            Some((stop, bot)) => {
                drop(stop);
                bot.await.map_err(Fault::new)?
            }
            None => Ok(()),
        };
        self.sandbox.shutdown();
        // Before another world puts the file aside: SQLite tidies up by the file's name.
        self.ledger.database().clone().close().await?;
        ended
    }
}

/// The server as it is before griffin is set up.
fn furnish(sandbox: &Sandbox) {
    let guild = sandbox.add_guild("Buying together");
    sandbox.add_text_channel(guild, "general");
    for (_, channel) in FORUMS {
        sandbox.add_forum(guild, channel, &[]);
    }
    let managers = sandbox.add_role(guild, "Managers", permissions::MANAGE_GUILD);
    let registrars = sandbox.add_role(guild, "Registrar", 0);
    sandbox.add_member(guild, MANAGER, &[managers]);
    sandbox.add_member(guild, REGISTRAR, &[registrars]);
    for (officer, _) in OFFICERS {
        sandbox.add_member(guild, officer, &[]);
    }
    sandbox.add_member(guild, NEWCOMER, &[]);
}
