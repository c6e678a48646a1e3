//! Databases for tests.

use std::sync::atomic::{AtomicU32, Ordering};

use sea_orm::ConnectionTrait;

use super::{Database, Ledger};
use crate::schedule::clock::SystemClock;

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

/// A ledger on a new SQLite file in `folder`, and one on a new PostgreSQL database where there is a server; with their
/// addresses.
pub(crate) async fn ledgers(folder: &std::path::Path) -> Vec<(Ledger, String)> {
    let mut urls = vec![format!("sqlite://{}/griffin.db", folder.display())];
    if let Ok(server) = std::env::var("TEST_POSTGRES_URL") {
        urls.push(fresh_postgres(&server).await);
    }
    let mut ledgers = Vec::new();
    for url in urls {
        let database = Database::open(&url).await.unwrap();
        database.migrate_up().await.unwrap();
        let clock = std::sync::Arc::new(SystemClock);
        ledgers.push((Ledger::start(database, clock), url));
    }
    ledgers
}
