//! A region: a server with its officers, and griffin in it, over the stand-in for Discord.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeZone, Utc};
use griffin::clock::{Clock, ManualClock};
use griffin::config::Config;
use griffin::delivery::queue;
use griffin::ledger::{Database, Ledger};
use sandbox::client::{Answer, Member};
use sandbox::{Options, Sandbox};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use super::councils::{Council, does, founding, server};

/// How long anything may take before a test fails.
pub const DEADLINE: Duration = Duration::from_secs(20);

/// The stand-in's view of the clock that griffin is given.
struct SameClock(Arc<ManualClock>);

impl sandbox::Clock for SameClock {
    fn now(&self) -> DateTime<Utc> {
        self.0.now()
    }
}

/// A server with griffin in it.
pub struct Region {
    pub sandbox: Sandbox,
    pub clock: Arc<ManualClock>,
    /// Settings besides the usual ones, for when griffin is started next: `GRIFFIN__…` and what it is.
    pub settings: Vec<(&'static str, String)>,
    url: String,
    _folder: tempfile::TempDir,
    running: Option<Running>,
}

struct Running {
    stop: oneshot::Sender<()>,
    bot: JoinHandle<griffin::ledger::Result<()>>,
}

impl Region {
    /// A server "Buying together" on 23 November 2026, with a manager, Rhys Morgan, the role
    /// "Registrar" and a registrar, Carys Pugh; griffin runs, and is not set up.
    pub async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}/griffin.sqlite", folder.path().display());
        Self::start_in(folder, url).await
    }

    /// As [`Region::start`], on this empty database.
    pub async fn start_on(url: &str) -> Self {
        Self::start_in(tempfile::tempdir().unwrap(), url.to_owned()).await
    }

    async fn start_in(folder: tempfile::TempDir, url: String) -> Self {
        let now = Utc.with_ymd_and_hms(2026, 11, 23, 9, 0, 0).unwrap();
        let clock = Arc::new(ManualClock::new(now));
        let options = Options {
            clock: Arc::new(SameClock(clock.clone())),
            // The story plays months in seconds: edits of a post would wait for real minutes.
            enforce_rate_limits: false,
            ..Options::default()
        };
        let sandbox = Sandbox::start(options).await.unwrap();
        server(&sandbox, &[]);
        let guild = sandbox.guild();
        let registrar = sandbox.add_role(guild, "Registrar", 0);
        sandbox.add_member(guild, "Carys Pugh", &[registrar]);
        let mut region = Region {
            sandbox,
            clock,
            settings: Vec::new(),
            url,
            _folder: folder,
            running: None,
        };
        region.run_griffin().await;
        region
    }

    /// Starts griffin, and waits until its commands are there.
    pub async fn run_griffin(&mut self) {
        let mut settings = HashMap::from([
            ("DISCORD_TOKEN".to_owned(), self.sandbox.token()),
            ("DATABASE_URL".to_owned(), self.url.clone()),
            (
                "GRIFFIN__DISCORD__API_URL".to_owned(),
                self.sandbox.api_url(),
            ),
            // Nobody outside is asked.
            ("GRIFFIN__NOTICES__FIND_A_TENDER".to_owned(), String::new()),
        ]);
        let more = self.settings.iter();
        settings.extend(more.map(|(name, value)| ((*name).to_owned(), value.clone())));
        let config = Config::read(None, settings).unwrap();
        let database = Database::open(&self.url).await.unwrap();
        griffin::proof::migrate_up(&database).await.unwrap();
        let (stop, stopped) = oneshot::channel();
        let ledger = Ledger::start(database, self.clock.clone(), griffin::capabilities::hears());
        let bot = tokio::spawn(griffin::bot::run(
            config,
            ledger,
            Arc::default(),
            self.clock.clone(),
            async {
                let _ = stopped.await;
            },
        ));
        self.running = Some(Running { stop, bot });
        self.sandbox.connected(DEADLINE).await;
        self.sandbox.registered("griffin", DEADLINE).await;
    }

    /// Where the database is.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// How many entries the ledger has.
    pub async fn entries(&self) -> u64 {
        let database = Database::open(&self.url).await.unwrap();
        let found = griffin::proof::verify(&database.reader()).await.unwrap();
        assert!(
            found.servers.iter().all(griffin::proof::Verified::is_whole),
            "{found:?}"
        );
        database.close().await.unwrap();
        found.servers.iter().map(|it| it.entries).sum()
    }

    /// Waits until nothing is under way any more, and something waits for later.
    pub async fn put_off(&self) {
        let database = Database::open(&self.url).await.unwrap();
        let db = database.reader();
        let quiet = async {
            // The database tells nobody of its changes.
            let mut look = tokio::time::interval(Duration::from_millis(20));
            loop {
                look.tick().await;
                let now = self.clock.now();
                let under_way = queue::on_its_way(&db, now).await.unwrap();
                let later = queue::next(&db).await.unwrap();
                if under_way == 0 && later.is_some_and(|at| at > now) {
                    return;
                }
            }
        };
        tokio::time::timeout(DEADLINE, quiet).await.unwrap();
        database.close().await.unwrap();
    }

    /// Tells griffin to stop, and waits until it has.
    pub async fn stop_griffin(&mut self) {
        let Some(Running { stop, bot }) = self.running.take() else {
            return;
        };
        let _ = stop.send(());
        let ended = tokio::time::timeout(DEADLINE, bot).await;
        ended
            .expect("griffin did not stop in time")
            .unwrap()
            .unwrap();
    }

    /// A new officer, without a mandate.
    pub fn officer(&self, name: &str) -> Member {
        self.sandbox.add_member(self.sandbox.guild(), name, &[])
    }

    /// Somebody who is there already.
    pub fn member(&self, name: &str) -> Member {
        self.sandbox.member(name)
    }

    /// The manager sets griffin up with its registrars.
    pub async fn set_up(&self) -> Answer {
        let rhys = self.member("Rhys Morgan");
        let answer = rhys
            .types("/griffin setup nation:wales time_zone:Europe/London registrar_role:@Registrar")
            .await;
        assert!(answer.private, "{answer}");
        answer
    }

    /// The registrar opens the councils' forums, which are there, and registers them; their officers.
    pub async fn founded<const N: usize>(&self, councils: [Council; N]) -> [Member; N] {
        let carys = self.member("Carys Pugh");
        let officers = councils.map(|it| self.officer(it.officer));
        for line in founding(&councils) {
            does(&carys, &line).await;
        }
        officers
    }

    /// Stops griffin; nothing that a strict reader of Discord's documentation objects to happened.
    pub async fn end(mut self) {
        self.stop_griffin().await;
        let complaints = self.sandbox.complaints();
        assert!(complaints.is_empty(), "{complaints:#?}");
        self.sandbox.shutdown();
    }
}
