//! The use cases on a real database; [`World`] also serves the tests of the capabilities above.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::service::{self, SetUp, SetUpDone};
use crate::clock::{Clock, ManualClock};
use crate::ledger::testing::fresh_postgres;
use crate::ledger::{Database, Error, Ledger, Result};
use crate::values::{Actor, Refusal, Regime};

/// The registrar role of a [`World`].
pub const REGISTRAR_ROLE: i64 = 900;

/// A server in a database of its own (or, on PostgreSQL, with a guild of its own), and its clock.
pub struct World {
    /// The door.
    pub ledger: Ledger,
    /// The clock behind it.
    pub clock: ManualClock,
    /// The server.
    pub guild_id: i64,
    interaction: AtomicI64,
    _folder: tempfile::TempDir,
}

/// A fresh world on SQLite, and one on PostgreSQL where `TEST_POSTGRES_URL` names one.
pub async fn worlds() -> Vec<World> {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("griffin.db").display());
    let mut worlds = vec![World::open(&url, folder).await];
    if let Ok(server) = std::env::var("TEST_POSTGRES_URL") {
        let url = fresh_postgres(&server).await;
        worlds.push(World::open(&url, tempfile::tempdir().unwrap()).await);
    }
    worlds
}

impl World {
    async fn open(url: &str, folder: tempfile::TempDir) -> Self {
        let database = Database::open(url).await.unwrap();
        crate::proof::migrate_up(&database).await.unwrap();
        let start: DateTime<Utc> = "2026-11-23T09:00:00Z".parse().unwrap();
        let clock = ManualClock::new(start);
        let guild_id = 1_000_000;
        World {
            ledger: Ledger::start(
                database,
                Arc::new(clock.clone()),
                crate::capabilities::hears(),
            ),
            clock,
            guild_id,
            interaction: AtomicI64::new(guild_id),
            _folder: folder,
        }
    }

    fn actor(&self, user_id: i64, name: &str, manager: bool, roles: &[i64]) -> Actor {
        Actor {
            guild_id: self.guild_id,
            user_id,
            name: name.to_owned(),
            manager,
            roles: roles.to_vec(),
            interaction_id: self.interaction.fetch_add(1_000_000_007, Ordering::Relaxed),
        }
    }

    /// A manager of the server by a new interaction.
    pub fn manager(&self) -> Actor {
        self.actor(1, "Mair Manager", true, &[])
    }

    /// A registrar by a new interaction.
    pub fn registrar(&self) -> Actor {
        self.actor(2, "Rhys Registrar", false, &[5, REGISTRAR_ROLE])
    }

    /// Somebody by a new interaction.
    pub fn person(&self, user_id: i64, name: &str) -> Actor {
        self.actor(user_id, name, false, &[5])
    }

    /// Sets the server up with [`REGISTRAR_ROLE`].
    pub async fn set_up(&self) -> SetUpDone {
        let request = SetUp {
            nation: Some(Regime::Wales),
            registrar_role: Some(REGISTRAR_ROLE),
            ..SetUp::default()
        };
        service::set_up(&self.ledger, &self.manager(), request)
            .await
            .unwrap()
    }

    /// What the ledger holds of this server: kinds, in order.
    pub async fn kinds(&self) -> Vec<String> {
        super::store::tests::kinds(&self.ledger.reader(), self.guild_id).await
    }

    /// What waits to be delivered: kind, subject, lane, arguments.
    pub async fn waiting(&self) -> Vec<(String, i64, String, String)> {
        super::store::tests::waiting(&self.ledger.reader(), self.guild_id).await
    }

    /// The duties of this server: kind, subject, when due, state.
    pub async fn duties(&self) -> Vec<(String, i64, DateTime<Utc>, String)> {
        super::store::tests::duties(&self.ledger.reader(), self.guild_id).await
    }
}

/// The refusal, or a panic.
pub fn refused<T: std::fmt::Debug>(outcome: Result<T>) -> Refusal {
    match outcome {
        Err(Error::Refused(refusal)) => refusal,
        other => panic!("not refused: {other:?}"),
    }
}

#[tokio::test]
async fn a_manager_sets_up_and_changes() {
    for world in worlds().await {
        let reader = world.ledger.reader();
        let none = refused(service::settings(&reader, world.guild_id).await);
        assert!(none.help.to_string().contains("/griffin setup"), "{none}");

        let done = world.set_up().await;
        assert!(done.first);
        assert_eq!(done.settings.time_zone, Tz::Europe__London);
        assert_eq!(done.settings.regime, Regime::Wales);

        let request = SetUp {
            time_zone: Some("Europe/Dublin".to_owned()),
            language: Some("cy".to_owned()),
            category: Some(77),
            registrar_channel: Some(78),
            ..SetUp::default()
        };
        let again = service::set_up(&world.ledger, &world.manager(), request)
            .await
            .unwrap();
        assert!(!again.first);
        let kept = service::settings(&reader, world.guild_id).await.unwrap();
        assert_eq!(kept, again.settings);
        assert_eq!(kept.registrar_role, Some(REGISTRAR_ROLE));
        assert_eq!(kept.regime, Regime::Wales);
        assert_eq!(
            (kept.category, kept.registrar_channel),
            (Some(77), Some(78))
        );
        assert_eq!(kept.language, crate::words::Lang::Welsh);
        assert_eq!(world.kinds().await, ["server.set_up", "server.set_up"]);
        assert!(world.clock.now() > DateTime::UNIX_EPOCH);
    }
}

#[tokio::test]
async fn refuses_others_and_changes_nothing() {
    for world in worlds().await {
        let set_up = |actor, request| {
            let ledger = world.ledger.clone();
            async move { refused(service::set_up(&ledger, &actor, request).await) }
        };
        let who = set_up(world.person(3, "Nia Rees"), SetUp::default()).await;
        assert!(who.wrong.to_string().contains("manager"), "{who}");
        let request = SetUp {
            time_zone: Some("Atlantis".to_owned()),
            ..SetUp::default()
        };
        let zone = set_up(world.manager(), request).await;
        assert!(zone.wrong.to_string().contains("“Atlantis”"), "{zone}");
        let request = SetUp {
            registrar_role: Some(world.guild_id),
            ..SetUp::default()
        };
        let everyone = set_up(world.manager(), request).await;
        assert!(
            everyone.wrong.to_string().contains("@everyone"),
            "{everyone}"
        );
        assert!(world.kinds().await.is_empty());
        refused(service::settings(&world.ledger.reader(), world.guild_id).await);
    }
}

#[tokio::test]
async fn registrars_are_told_from_others() {
    for world in worlds().await {
        let reader = world.ledger.reader();
        refused(service::require_registrar(&reader, &world.manager()).await);
        let first = service::set_up(&world.ledger, &world.manager(), SetUp::default()).await;
        first.unwrap();
        assert!(
            service::require_registrar(&reader, &world.manager())
                .await
                .is_ok()
        );
        let managers = refused(service::require_registrar(&reader, &world.registrar()).await);
        assert!(
            managers.wrong.to_string().contains("managers"),
            "{managers}"
        );
        world.set_up().await;
        assert!(
            service::require_registrar(&reader, &world.registrar())
                .await
                .is_ok()
        );
        let role = refused(service::require_registrar(&reader, &world.manager()).await);
        assert!(
            role.wrong.to_string().contains("registrars' role"),
            "{role}"
        );
    }
}

#[tokio::test]
async fn the_same_interaction_twice_changes_once() {
    for world in worlds().await {
        let actor = world.manager();
        let set_up = || service::set_up(&world.ledger, &actor, SetUp::default());
        let first = set_up().await.unwrap();
        let second = set_up().await.unwrap();
        assert!(first.first);
        assert_eq!(first, second);
        assert_eq!(world.kinds().await, ["server.set_up"]);
    }
}
