//! The rules of design section 3 that the ledger keeps, on both databases.

use std::sync::Arc;

use chrono::{TimeDelta, TimeZone, Utc};
use entity::{delivery, ledger_entry, ledger_head, savings_target, tender_cost};
use futures::FutureExt;
use futures::future::join_all;
use griffin::clock::{Clock, ManualClock};
use griffin::ledger::{About, Cause, Database, Db, Error, Fact, Hears, Ledger, Letter, Rank, Tx};
use griffin::proof::anchor;
use griffin::proof::{Broken, verify};
use griffin::values::{AuthorityId, Money, Percent, Refusal, TenderId};
use griffin::words::Text;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde::{Deserialize, Serialize};

use crate::support::{Fresh, by_hand, on_each_database};

const GUILD: i64 = 1_234_567_890_123_456_789;

fn clock() -> Arc<ManualClock> {
    let start = Utc.with_ymd_and_hms(2026, 11, 23, 9, 0, 0).unwrap();
    Arc::new(ManualClock::new(start))
}

fn press(interaction: i64) -> Cause {
    Cause {
        guild_id: GUILD,
        actor: 42,
        interaction_id: Some(interaction),
        agreed: griffin::values::Agreed::Nothing,
    }
}

#[derive(Serialize)]
struct Declared {
    quantity: i64,
}

impl Fact for Declared {
    const KIND: &'static str = "test.declared";

    fn about(&self) -> About {
        About {
            authority_id: None,
            tender_id: Some(TenderId(7)),
        }
    }
}

const DECLARED: Declared = Declared { quantity: 185_500 };

#[derive(Serialize, Deserialize)]
struct Card {}

impl Letter for Card {
    const KIND: &'static str = "test.card";
    const RANK: Rank = Rank::CARD;

    fn subject(&self) -> i64 {
        7
    }

    fn lane(&self, _: i64) -> String {
        "post:7".to_owned()
    }

    fn coalesce(&self) -> Option<String> {
        Some("card:7".to_owned())
    }
}

/// A change with all three of its parts: a row, an entry, a delivery.
async fn change(ledger: &Ledger, interaction: i64, pence: i64) -> Result<i64, Error> {
    ledger
        .write(press(interaction), move |tx| {
            async move {
                settle(tx, pence).await?;
                tx.tell(&DECLARED).await?;
                tx.send(&Card {}).await?;
                Ok(pence)
            }
            .boxed()
        })
        .await
}

async fn settle(tx: &Tx, pence: i64) -> Result<(), Error> {
    tx.save(tender_cost::Model {
        guild_id: GUILD,
        region: format!("region {pence}"),
        pence: Money::from_pence(pence),
        by_user: 42,
        at: tx.now(),
    })
    .await
}

/// How many rows, entries and deliveries are committed.
async fn count(database: &Database) -> (u64, u64, u64) {
    let reader = database.reader();
    (
        tender_cost::Entity::find()
            .count(reader.conn())
            .await
            .unwrap(),
        ledger_entry::Entity::find()
            .count(reader.conn())
            .await
            .unwrap(),
        delivery::Entity::find().count(reader.conn()).await.unwrap(),
    )
}

#[tokio::test]
async fn a_change_commits_its_state_its_entry_and_its_deliveries_together() {
    on_each_database(|Fresh { database, .. }| async move {
        let ledger = Ledger::start(database.clone(), clock(), Hears::default());
        assert_eq!(change(&ledger, 1, 10).await.unwrap(), 10);
        assert_eq!(count(&database).await, (1, 1, 1));
    })
    .await;
}

#[tokio::test]
async fn a_refusal_a_fault_or_a_panic_changes_nothing_and_spoils_nobody_elses_change() {
    on_each_database(|Fresh { database, .. }| async move {
        let ledger = Ledger::start(database.clone(), clock(), Hears::default());
        let refused = ledger.write(press(1), |tx| {
            async move {
                settle(tx, 11).await?;
                tx.tell(&DECLARED).await?;
                tx.send(&Card {}).await?;
                Err::<(), _>(
                    Refusal::new(
                        Text::verbatim("You may not."),
                        Text::verbatim("Ask the lead."),
                    )
                    .into(),
                )
            }
            .boxed()
        });
        let panicked = ledger.write(press(2), |tx| {
            async move {
                settle(tx, 12).await?;
                if tx.cause().actor == 42 {
                    panic!("a fault in a rule");
                }
                Ok(())
            }
            .boxed()
        });
        let first = change(&ledger, 3, 10);
        // A row of an authority that there is not: the database itself objects.
        let orphaned = ledger.write(press(4), |tx| {
            async move {
                settle(tx, 13).await?;
                tx.tell(&DECLARED).await?;
                tx.save(savings_target::Model {
                    authority_id: AuthorityId(404),
                    hundredths: Percent::parse("5")?,
                    by_user: 42,
                    at: tx.now(),
                })
                .await
            }
            .boxed()
        });
        let (refused, panicked, first, orphaned) =
            futures::join!(refused, panicked, first, orphaned);
        assert!(matches!(refused, Err(Error::Refused(r)) if r.help.to_string() == "Ask the lead."));
        assert!(matches!(panicked, Err(Error::Fault(_))));
        assert!(first.is_ok());
        assert!(matches!(orphaned, Err(Error::Fault(_))));
        assert_eq!(count(&database).await, (1, 1, 1));
        assert_eq!(
            verify(&database.reader()).await.unwrap().servers[0].broken,
            None
        );
    })
    .await;
}

#[tokio::test]
async fn the_same_interaction_twice_changes_once_and_answers_the_same() {
    on_each_database(|Fresh { database, .. }| async move {
        let ledger = Ledger::start(database.clone(), clock(), Hears::default());
        let (a, b) = futures::join!(change(&ledger, 5, 10), change(&ledger, 5, 99));
        assert_eq!((a.unwrap(), b.unwrap()), (10, 10));
        drop(ledger);
        // And after a restart.
        let ledger = Ledger::start(database.clone(), clock(), Hears::default());
        assert_eq!(change(&ledger, 5, 77).await.unwrap(), 10);
        assert_eq!(count(&database).await, (1, 1, 1));
    })
    .await;
}

#[tokio::test]
async fn while_a_card_waits_a_second_is_not_queued() {
    on_each_database(|Fresh { database, .. }| async move {
        let ledger = Ledger::start(database.clone(), clock(), Hears::default());
        for interaction in 1..=3 {
            change(&ledger, interaction, interaction).await.unwrap();
        }
        assert_eq!(count(&database).await, (3, 3, 1));
        let sent = ledger.write(Cause::HOUSEKEEPING, |tx| {
            async move {
                let all = delivery::Entity::update_many();
                all.col_expr(delivery::Column::State, "sent".into())
                    .exec(tx.conn())
                    .await?;
                Ok(())
            }
            .boxed()
        });
        sent.await.unwrap();
        change(&ledger, 4, 4).await.unwrap();
        assert_eq!(count(&database).await, (4, 4, 2));
    })
    .await;
}

/// A connection of the test's own: what somebody with the database in hand could do.
#[tokio::test]
async fn hundreds_at_once_make_one_chain_without_a_gap() {
    on_each_database(|Fresh { url, database }| async move {
        let clock = clock();
        let ledger = Ledger::start(database.clone(), clock.clone(), Hears::default());
        clock.advance(TimeDelta::days(1));
        // A second process on the same PostgreSQL; SQLite has one.
        let other = Ledger::start(
            Database::open(&url).await.unwrap(),
            clock.clone(),
            Hears::default(),
        );
        let mut changes: Vec<_> = (1..=200).map(|i| change(&ledger, i, i)).collect();
        if database.kind() == "PostgreSQL" {
            changes.extend((201..=300).map(|i| change(&other, i, i)));
        }
        let expected = changes.len() as u64;
        for outcome in join_all(changes).await {
            outcome.unwrap();
        }
        let found = verify(&database.reader()).await.unwrap().servers;
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].entries, &found[0].broken), (expected, &None));
        let head = ledger_head::Entity::find_by_id(GUILD)
            .one(database.reader().conn())
            .await
            .unwrap()
            .unwrap();
        assert_eq!(head.hash, found[0].head);
        let entry = ledger_entry::Entity::find()
            .filter(ledger_entry::Column::Seq.eq(1))
            .one(database.reader().conn())
            .await
            .unwrap()
            .unwrap();
        assert_eq!(entry.at, clock.now());
        other.database().clone().close().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn what_is_done_to_the_chain_behind_its_back_is_found() {
    for (does, says) in [
        (
            "UPDATE ledger_entry SET data = '{\"quantity\":1}' WHERE seq = 3",
            Broken::Changed { seq: 3 },
        ),
        (
            "UPDATE ledger_entry SET actor = 43 WHERE seq = 4",
            Broken::Changed { seq: 4 },
        ),
        (
            "DELETE FROM ledger_entry WHERE seq = 2",
            Broken::Missing {
                seq: 2,
                before: 1,
                after: 3,
            },
        ),
        (
            "DELETE FROM ledger_entry WHERE seq = 5",
            Broken::EndsElsewhere { seq: 4, head: 5 },
        ),
    ] {
        let says = &says;
        on_each_database(|Fresh { database, url }| async move {
            let ledger = Ledger::start(database.clone(), clock(), Hears::default());
            for interaction in 1..=5 {
                change(&ledger, interaction, interaction).await.unwrap();
            }
            assert_eq!(
                verify(&database.reader()).await.unwrap().servers[0].broken,
                None
            );
            by_hand(&url, does).await;
            let found = verify(&database.reader()).await.unwrap().servers;
            assert_eq!(found[0].broken.as_ref(), Some(says));
        })
        .await;
    }
}

#[tokio::test]
async fn what_is_cut_off_its_end_is_found_by_what_a_digest_told() {
    on_each_database(async |Fresh { database, url }| {
        let ledger = Ledger::start(database.clone(), clock(), Hears::default());
        for interaction in 1..=9 {
            change(&ledger, interaction, interaction).await.unwrap();
        }
        let reader = database.reader();
        let told = anchor::head(&reader, GUILD).await.unwrap().unwrap();
        assert!(anchor::is_there(&reader, None, &told).await.unwrap());
        // Whoever does it well leaves a chain that is whole.
        for sql in [
            format!("DELETE FROM ledger_entry WHERE guild_id = {GUILD} AND seq > {}", told.seq - 2),
            format!(
                "UPDATE ledger_head SET seq = {0}, hash = (SELECT hash FROM ledger_entry WHERE guild_id = {GUILD} \
                 AND seq = {0}) WHERE guild_id = {GUILD}",
                told.seq - 2
            ),
        ] {
            by_hand(&url, &sql).await;
        }
        assert_eq!(verify(&reader).await.unwrap().servers[0].broken, None);
        assert!(!anchor::is_there(&reader, None, &told).await.unwrap());
        // Entries in their place are others. A griffin that ran meanwhile would leave a gap where it has the file alone.
        let next = Ledger::start(database.clone(), clock(), Hears::default());
        for interaction in 11..=14 {
            change(&next, interaction, interaction).await.unwrap();
        }
        assert_eq!(verify(&reader).await.unwrap().servers[0].broken, None);
        assert!(!anchor::is_there(&reader, None, &told).await.unwrap());
    })
    .await;
}

#[tokio::test]
async fn migrations_go_down_to_nothing_and_up_again() {
    on_each_database(|Fresh { database, .. }| async move {
        let (applied, pending) = database.migrations().await.unwrap();
        assert!(applied.len() > 5 && pending.is_empty());
        for left in (0..applied.len()).rev() {
            database.migrate_down(Some(1)).await.unwrap();
            assert_eq!(database.migrations().await.unwrap().0.len(), left);
        }
        griffin::proof::migrate_up(&database).await.unwrap();
        assert_eq!(database.migrations().await.unwrap().0, applied);
        let ledger = Ledger::start(database.clone(), clock(), Hears::default());
        change(&ledger, 1, 10).await.unwrap();
    })
    .await;
}
