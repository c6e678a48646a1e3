//! Fresh databases for tests.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use sea_orm::ConnectionTrait;

use crate::clock::{SharedClock, SystemClock};
use crate::database::Database;
use crate::ledger::{About, Fact, Hears, Ledger};

/// That rows were put there for a test: the entry that carries their seals.
#[derive(serde::Serialize)]
pub(crate) struct Seeded;

impl Fact for Seeded {
    const KIND: &'static str = "test.seeded";

    fn about(&self) -> About {
        About::default()
    }
}

/// A database that nobody else uses, migrated to the newest step. A file is gone with it; a PostgreSQL database goes with its
/// server.
pub(crate) struct Fresh {
    /// Where it is.
    pub url: String,
    _folder: Option<tempfile::TempDir>,
}

impl Fresh {
    /// An SQLite file.
    pub(crate) async fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = sqlite(folder.path());
        migrated(&url).await;
        Fresh {
            url,
            _folder: Some(folder),
        }
    }

    /// A database on the PostgreSQL server that `TEST_POSTGRES_URL` names; none: it names none.
    pub(crate) async fn postgres() -> Option<Self> {
        let url = postgres().await?;
        migrated(&url).await;
        Some(Fresh { url, _folder: None })
    }

    /// One of each kind.
    pub(crate) async fn each() -> Vec<Self> {
        let mut all = vec![Fresh::sqlite().await];
        all.extend(Fresh::postgres().await);
        all
    }

    /// A process on it.
    pub(crate) async fn ledger(&self, clock: SharedClock, hears: Hears) -> Ledger {
        Ledger::start(Database::open(&self.url).await.unwrap(), clock, hears)
    }
}

fn sqlite(folder: &Path) -> String {
    format!("sqlite://{}/griffin.db", folder.display())
}

/// The address of an empty database on a PostgreSQL server, where there is one.
pub(crate) async fn postgres() -> Option<String> {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let server = std::env::var("TEST_POSTGRES_URL").ok()?;
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let name = format!("griffin_unit_{}_{number}", std::process::id());
    let admin = sea_orm::Database::connect(&server).await.unwrap();
    let create = format!("CREATE DATABASE {name}");
    admin.execute_unprepared(&create).await.unwrap();
    admin.close().await.unwrap();
    let (base, _) = server.rsplit_once('/').unwrap();
    Some(format!("{base}/{name}"))
}

async fn migrated(url: &str) -> Database {
    let database = Database::open(url).await.unwrap();
    crate::proof::migrate_up(&database).await.unwrap();
    database
}

/// The addresses of an SQLite file in `folder` that is not there yet, and of an empty PostgreSQL database where there is a
/// server.
pub(crate) async fn urls(folder: &Path) -> Vec<String> {
    let mut urls = vec![sqlite(folder)];
    urls.extend(postgres().await);
    urls
}

/// A ledger that nobody listens to on each of them, with its address.
pub(crate) async fn ledgers(folder: &Path) -> Vec<(Ledger, String)> {
    let mut ledgers = Vec::new();
    for url in urls(folder).await {
        let database = migrated(&url).await;
        let ledger = Ledger::start(database, Arc::new(SystemClock), Hears::default());
        ledgers.push((ledger, url));
    }
    ledgers
}
