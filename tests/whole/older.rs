//! A database as the version before wrote it, when rows had no seals yet (design, section 3, rule 12). The fixtures are the
//! whole story, played by that version on SQLite and on PostgreSQL, and then dumped (`sqlite3 .dump`, `pg_dump --inserts`).

use std::sync::Arc;

use griffin::authorities::service::{self as authorities, Register};
use griffin::calloffs::service as calloffs;
use griffin::clock::SystemClock;
use griffin::dossiers::service as dossiers;
use griffin::ledger::{Database, Ledger};
use griffin::proof;
use griffin::tenders::service as tenders;
use griffin::values::Actor;
use sea_orm::DbBackend;

use crate::support::hand::{Hand, looks, wrong};
use crate::support::{Fresh, on_each_database};

/// Puts the older database in place of the one at `url`.
async fn put_in_place(url: &str) {
    let hand = Hand::at(url).await;
    match hand.kind() {
        DbBackend::Sqlite => {
            hand.does("PRAGMA writable_schema = 1; DELETE FROM sqlite_master; PRAGMA writable_schema = 0; VACUUM").await;
            hand.does(include_str!("fixtures/before-seals.sqlite.sql"))
                .await;
        }
        _ => {
            hand.does("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
                .await;
            hand.does(include_str!("fixtures/before-seals.postgres.sql"))
                .await;
        }
    }
}

/// What is done behind griffin's back, what takes it back, and what is said of it.
const CHANGES: [(&str, &str, &str); 9] = [
    (
        "UPDATE requirement SET expected = expected + 1000 WHERE current",
        "UPDATE requirement SET expected = expected - 1000 WHERE current",
        "expected",
    ),
    (
        "UPDATE award_band SET price = price - 1 WHERE award_id = (SELECT MIN(id) FROM award)",
        "UPDATE award_band SET price = price + 1 WHERE award_id = (SELECT MIN(id) FROM award)",
        "award_band",
    ),
    (
        "UPDATE award SET supplier = supplier || 's'",
        "UPDATE award SET supplier = substr(supplier, 1, length(supplier) - 1)",
        "supplier",
    ),
    (
        "UPDATE mandate SET user_id = user_id + 1",
        "UPDATE mandate SET user_id = user_id - 1",
        "user_id",
    ),
    (
        "UPDATE mandate SET state = 'refused' WHERE state = 'held'",
        "UPDATE mandate SET state = 'held' WHERE state = 'refused'",
        "state",
    ),
    (
        "UPDATE tender SET lead_id = lead_id + 1",
        "UPDATE tender SET lead_id = lead_id - 1",
        "lead_id",
    ),
    (
        "UPDATE call_off_total SET quantity = quantity + 1 WHERE authority_id = 0",
        "UPDATE call_off_total SET quantity = quantity - 1 WHERE authority_id = 0",
        "call_off_total",
    ),
    (
        "CREATE TABLE kept AS SELECT * FROM entitled; DELETE FROM entitled",
        "INSERT INTO entitled SELECT * FROM kept; DROP TABLE kept",
        "entitled",
    ),
    (
        "INSERT INTO savings_target (authority_id, hundredths, by_user, at) \
         SELECT id, 500, 1, created_at FROM authority WHERE id = (SELECT MAX(id) FROM authority)",
        "DELETE FROM savings_target WHERE authority_id = (SELECT MAX(id) FROM authority)",
        "savings_target",
    ),
];

#[tokio::test]
async fn a_database_of_the_version_before_is_sealed_when_it_is_migrated_and_noticed_from_then_on() {
    on_each_database(async |Fresh { url, database }| {
        database.close().await.unwrap();
        put_in_place(&url).await;
        let database = Database::open(&url).await.unwrap();
        let hand = Hand::at(&url).await;
        let last = hand.number("SELECT seq FROM ledger_head").await;
        for _ in 0..2 {
            proof::migrate_up(&database).await.unwrap();
            let proof = proof::verify(&database.reader()).await.unwrap();
            assert_eq!(wrong(&proof), [""; 0], "{url}");
            assert_eq!(proof.servers[0].sealed, [last + 1], "{url}");
        }
        for (does, undoes, named) in CHANGES {
            hand.does(does).await;
            let found = looks(&database).await;
            assert!(
                found.iter().any(|text| text.contains(named)),
                "{url} {does}: {found:?}"
            );
            hand.does(undoes).await;
            assert_eq!(looks(&database).await, [""; 0], "{url} {undoes}");
        }

        // It goes on there: what was is read, and what is new has its entry.
        let clock = Arc::new(SystemClock);
        let ledger = Ledger::start(database.clone(), clock, griffin::capabilities::hears());
        let actor = Actor {
            guild_id: hand.number("SELECT guild_id FROM server").await,
            user_id: 1,
            name: "Carys Pugh".to_owned(),
            manager: true,
            roles: vec![hand.number("SELECT registrar_role FROM server").await],
            interaction_id: 1,
            agreed: griffin::values::Agreed::Everything,
        };
        let reader = database.reader();
        let tender = tenders::find(&reader, actor.guild_id, "SF-2027-01").await;
        let card = dossiers::card(&reader, &tender.unwrap()).await.unwrap();
        // What was shown before totals were kept as they are shown isn't known: nothing is, until one may move.
        assert!(card.called_off.is_empty(), "{url}");
        let lots: Vec<_> = card.lots.iter().map(|lot| lot.id).collect();
        let called_off = calloffs::of_all(&reader, &lots).await.unwrap();
        let called_off: Vec<String> = called_off.values().map(|it| it.term.to_string()).collect();
        assert_eq!(called_off, ["711.75", "206.5"], "{url}");
        let new = Register {
            name: "Llwyd County Council".to_owned(),
            kind: "county".to_owned(),
            region: "South Wales".to_owned(),
            ..Register::default()
        };
        authorities::register(&ledger, &actor, new).await.unwrap();
        assert_eq!(looks(&database).await, [""; 0], "{url}");
        assert_eq!(
            hand.number("SELECT seq FROM ledger_head").await,
            last + 2,
            "{url}"
        );
        database.close().await.unwrap();
    })
    .await;
}
