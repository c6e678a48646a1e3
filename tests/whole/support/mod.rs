//! A database of each kind for a test: a fresh SQLite file, and a fresh PostgreSQL database.

pub mod ahead;
pub mod chance;
pub mod councils;
pub mod disk;
pub mod hand;
pub mod memory;
pub mod process;
pub mod receiver;
pub mod region;
pub mod watched;
pub mod workbooks;

use std::future::Future;
use std::sync::atomic::{AtomicU32, Ordering};

use griffin::ledger::Database;
use sea_orm::ConnectionTrait;

/// A database for one test; its file or its PostgreSQL database is gone afterwards.
pub struct Fresh {
    /// Where it is.
    pub url: String,
    /// Open, and migrated to the newest step.
    pub database: Database,
}

/// Runs `test` on a fresh SQLite file and, where `TEST_POSTGRES_URL` names a server, on a fresh
/// PostgreSQL database as well; says plainly when it did not, and fails when it had to.
pub async fn on_each_database<F, Fut>(test: F)
where
    F: Fn(Fresh) -> Fut,
    Fut: Future<Output = ()>,
{
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}/griffin.sqlite", folder.path().display());
    test(fresh(url).await).await;

    let Ok(server) = std::env::var("TEST_POSTGRES_URL") else {
        assert!(
            std::env::var_os("REQUIRE_POSTGRES").is_none(),
            "REQUIRE_POSTGRES is set, and TEST_POSTGRES_URL is not"
        );
        eprintln!("NOT RUN on PostgreSQL: TEST_POSTGRES_URL is not set (see .ci/with-postgres)");
        return;
    };
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let name = format!("griffin_test_{}_{number}", std::process::id());
    let admin = sea_orm::Database::connect(&server).await.unwrap();
    let create = format!("CREATE DATABASE {name}");
    admin.execute_unprepared(&create).await.unwrap();
    let (base, _) = server.rsplit_once('/').unwrap();
    test(fresh(format!("{base}/{name}")).await).await;
    let drop = format!("DROP DATABASE {name} WITH (FORCE)");
    admin.execute_unprepared(&drop).await.unwrap();
}

async fn fresh(url: String) -> Fresh {
    let database = Database::open(&url).await.unwrap();
    griffin::proof::migrate_up(&database).await.unwrap();
    Fresh { url, database }
}

/// Does this in the database behind griffin's back.
pub async fn by_hand(url: &str, sql: &str) {
    let connection = sea_orm::Database::connect(url).await.unwrap();
    connection.execute_unprepared(sql).await.unwrap();
    connection.close().await.unwrap();
}
