//! Databases for tests.

use std::sync::atomic::{AtomicU32, Ordering};

use sea_orm::ConnectionTrait;

use crate::clock::SystemClock;
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

/// A new database on a PostgreSQL server that is thrown away; its address.
pub(crate) async fn fresh_postgres(server: &str) -> String {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let name = format!("griffin_unit_{}_{number}", std::process::id());
    let admin = sea_orm::Database::connect(server).await.unwrap();
    admin
        .execute_unprepared(&format!("CREATE DATABASE {name}"))
        .await
        .unwrap();
    let (base, _) = server.rsplit_once('/').unwrap();
    format!("{base}/{name}")
}

/// The addresses of a new SQLite file in `folder`, and of a new PostgreSQL database where there is a server.
pub(crate) async fn urls(folder: &std::path::Path) -> Vec<String> {
    let mut urls = vec![format!("sqlite://{}/griffin.db", folder.display())];
    if let Ok(server) = std::env::var("TEST_POSTGRES_URL") {
        urls.push(fresh_postgres(&server).await);
    }
    urls
}

/// A ledger that nobody listens to on each of them, with its address.
pub(crate) async fn ledgers(folder: &std::path::Path) -> Vec<(Ledger, String)> {
    let mut ledgers = Vec::new();
    for url in urls(folder).await {
        let database = Database::open(&url).await.unwrap();
        crate::proof::migrate_up(&database).await.unwrap();
        let clock = std::sync::Arc::new(SystemClock);
        ledgers.push((Ledger::start(database, clock, Hears::default()), url));
    }
    ledgers
}
