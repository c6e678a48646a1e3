//! What is remembered is still true, on both databases, and of several processes on one of them.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU32, Ordering};

use entity::{tender_cost, write_check};
use futures::FutureExt;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;

use crate::clock::SystemClock;
use crate::database::connections;
use crate::database::rows::Written;
use crate::database::rows::with_any;
use crate::database::{Database, Db, Remembered};
use crate::error::Result;
use crate::ledger::{Cause, Entry, Hears, Ledger, Tx};
use crate::proof;
use crate::testing::databases::ledgers;
use crate::values::AuthorityId;
use crate::values::{Money, Percent, Refusal};
use crate::words::Text;

const GUILD: i64 = 7;

/// How often something was read: each test in a thread of its own.
static READ: AtomicU32 = AtomicU32::new(0);

/// What a region's costs are; in `follows`, brought up to date by what is written.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Cost {
    region: &'static str,
    follows: bool,
}

impl Remembered for Cost {
    type Value = Option<Money>;

    async fn read(&self, db: &impl Db) -> Result<Self::Value> {
        READ.fetch_add(1, Ordering::Relaxed);
        let row = tender_cost::Entity::find()
            .filter(tender_cost::Column::GuildId.eq(GUILD))
            .filter(tender_cost::Column::Region.eq(self.region))
            .one(db.conn())
            .await?;
        Ok(row.map(|row| row.pence))
    }

    fn after(&self, value: &mut Self::Value, row: &Written) -> bool {
        if !self.follows {
            return false;
        }
        match row.of_type::<tender_cost::Model>() {
            Some(it) if it.region == self.region => {
                *value = row.saved::<tender_cost::Model>().map(|it| it.pence);
                true
            }
            it => it.is_some(),
        }
    }
}

/// Something that may change without an entry.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Checked;

impl Remembered for Checked {
    type Value = Option<i64>;

    async fn read(&self, db: &impl Db) -> Result<Self::Value> {
        let row = write_check::Entity::find_by_id(9).one(db.conn()).await?;
        Ok(row.map(|row| row.at.timestamp()))
    }
}

fn cause() -> Cause {
    static NUMBER: AtomicI64 = AtomicI64::new(1);
    Cause {
        guild_id: GUILD,
        actor: 1,
        interaction_id: Some(NUMBER.fetch_add(1, Ordering::Relaxed)),
        agreed: crate::values::Agreed::Nothing,
    }
}

fn cost(region: &str, pence: i64) -> tender_cost::Model {
    tender_cost::Model {
        guild_id: GUILD,
        region: region.to_owned(),
        pence: Money::from_pence(pence),
        by_user: 1,
        at: chrono::DateTime::UNIX_EPOCH,
    }
}

async fn noted(tx: &Tx) {
    tx.record(Entry {
        kind: "test",
        authority_id: None,
        tender_id: None,
        data: json!({}),
    })
    .await;
}

/// Sets a region's cost, and is refused after that if it is to be.
async fn sets(ledger: &Ledger, region: &'static str, pence: i64, refused: bool) {
    let set = ledger.write(cause(), move |tx| {
        async move {
            for follows in [true, false] {
                tx.known(Cost { region, follows }).await?;
            }
            tx.save(cost(region, pence)).await?;
            for follows in [true, false] {
                let now = tx.known(Cost { region, follows }).await?;
                assert_eq!(now, Some(Money::from_pence(pence)));
            }
            noted(tx).await;
            match refused {
                true => Err(Refusal::new(Text::verbatim("not so"), Text::default()).into()),
                false => Ok(()),
            }
        }
        .boxed()
    });
    assert_eq!(set.await.is_err(), refused);
}

/// What a change finds, in pence; and again, which must be the same.
async fn finds(ledger: &Ledger, region: &'static str) -> Option<i64> {
    let found = ledger.write(cause(), move |tx| {
        async move {
            let mut found = Vec::new();
            for follows in [true, false, true, false] {
                found.push(tx.known(Cost { region, follows }).await?);
            }
            found.dedup();
            assert_eq!(found.len(), 1);
            noted(tx).await;
            Ok(found[0].map(Money::pence))
        }
        .boxed()
    });
    found.await.unwrap()
}

#[tokio::test]
async fn what_is_written_is_found_and_what_came_to_nothing_is_not() {
    let folder = tempfile::tempdir().unwrap();
    for (ledger, url) in ledgers(folder.path()).await {
        assert_eq!(finds(&ledger, "South").await, None, "{url}");
        sets(&ledger, "South", 100, false).await;
        assert_eq!(finds(&ledger, "South").await, Some(100), "{url}");
        sets(&ledger, "South", 200, true).await;
        assert_eq!(finds(&ledger, "South").await, Some(100), "{url}");
        sets(&ledger, "North", 300, false).await;
        assert_eq!(finds(&ledger, "South").await, Some(100), "{url}");
        // In one batch, one after the other.
        tokio::join!(
            sets(&ledger, "South", 400, false),
            sets(&ledger, "South", 500, true),
            sets(&ledger, "North", 600, false),
        );
        assert_eq!(finds(&ledger, "South").await, Some(400), "{url}");
        assert_eq!(finds(&ledger, "North").await, Some(600), "{url}");
    }
}

#[tokio::test]
async fn another_process_is_heard_of_by_the_chain() {
    let folder = tempfile::tempdir().unwrap();
    for (ledger, url) in ledgers(folder.path()).await {
        if ledger.database().kind() == "SQLite" {
            // There is no other.
            continue;
        }
        let database = Database::open(&url).await.unwrap();
        let other = Ledger::start(database, Arc::new(SystemClock), Hears::default());
        for round in 1..5 {
            sets(&other, "South", round, false).await;
            assert_eq!(finds(&ledger, "South").await, Some(round), "{url}");
            sets(&ledger, "South", round * 100, false).await;
            assert_eq!(finds(&other, "South").await, Some(round * 100), "{url}");
        }
        // Both at once, over and over: the chain is whole, and each is there once.
        let both = (0..40).map(|n| {
            let ledger = if n % 2 == 0 { &ledger } else { &other };
            sets(ledger, "South", n, n % 5 == 0)
        });
        futures::future::join_all(both).await;
        assert_eq!(finds(&ledger, "South").await, finds(&other, "South").await);
        let verified = proof::verify_one(&ledger.reader(), GUILD).await.unwrap();
        assert_eq!(verified.unwrap().broken, None);
    }
}

/// What others may change without an entry is looked at again in the next batch.
#[tokio::test]
async fn what_changes_without_an_entry_is_looked_at_again() {
    let folder = tempfile::tempdir().unwrap();
    for (ledger, url) in ledgers(folder.path()).await {
        let looks = async || {
            let looked = ledger.write(cause(), |tx| {
                async move {
                    noted(tx).await;
                    tx.known(Checked).await
                }
                .boxed()
            });
            looked.await.unwrap()
        };
        assert_eq!(looks().await, None, "{url}");
        for seconds in [5, 6] {
            let row = write_check::ActiveModel {
                id: Set(9),
                at: Set(chrono::DateTime::from_timestamp(seconds, 0).unwrap()),
            };
            if ledger.database().kind() == "SQLite" {
                // Nobody else writes there; but a change that belongs to no server does.
                let written = ledger.write(Cause::HOUSEKEEPING, move |tx| {
                    async move {
                        write_check::Entity::delete_many().exec(tx.conn()).await?;
                        write_check::Entity::insert(row).exec(tx.conn()).await?;
                        Ok(())
                    }
                    .boxed()
                });
                // The one that looks before it and the one that looks after it share a batch with it.
                let (_, written, _) = tokio::join!(looks(), written, looks());
                written.unwrap();
            } else {
                let hand = ledger.database().write();
                let gone = write_check::Entity::delete_many().exec(&hand).await;
                gone.unwrap();
                write_check::Entity::insert(row).exec(&hand).await.unwrap();
            }
            assert_eq!(looks().await, Some(seconds), "{url}");
        }
        // In one change what it writes itself is found.
        let tried = ledger.write(cause(), |tx| {
            async move {
                let before = tx.known(Checked).await?;
                write_check::Entity::delete_many().exec(tx.conn()).await?;
                noted(tx).await;
                Ok((before, tx.known(Checked).await?))
            }
            .boxed()
        });
        assert_eq!(tried.await.unwrap(), (Some(6), None), "{url}");
    }
}

/// One value asked for twice is one: its rows come once, and are not remembered as none.
#[tokio::test]
async fn rows_asked_for_twice_at_once_come_once() {
    let folder = tempfile::tempdir().unwrap();
    for (ledger, url) in ledgers(folder.path()).await {
        sets(&ledger, "South", 5, false).await;
        for _ in 0..2 {
            let found = ledger.write(cause(), |tx| {
                async move {
                    noted(tx).await;
                    let of = tender_cost::Column::GuildId;
                    let rows = with_any::<tender_cost::Entity>(tx, of, [GUILD, GUILD]).await?;
                    Ok(rows.len())
                }
                .boxed()
            });
            assert_eq!(found.await.unwrap(), 1, "{url}");
        }
    }
}

/// A row that the database refuses when all is sent undoes its own change alone; the others of the batch stand.
#[tokio::test]
async fn one_that_can_not_be_written_takes_no_other_with_it() {
    let folder = tempfile::tempdir().unwrap();
    for (ledger, url) in ledgers(folder.path()).await {
        let orphan = ledger.write(cause(), |tx| {
            async move {
                // Of an authority that there is not.
                tx.save(entity::savings_target::Model {
                    authority_id: AuthorityId(404),
                    hundredths: Percent::parse("5").unwrap(),
                    by_user: 1,
                    at: tx.now(),
                })
                .await?;
                noted(tx).await;
                Ok(())
            }
            .boxed()
        });
        let (one, orphan, other, tried) = tokio::join!(
            finds(&ledger, "South"),
            orphan,
            finds(&ledger, "North"),
            ledger.write(cause(), |tx| {
                async move { connections::try_out(tx.conn(), tx.now()).await }.boxed()
            }),
        );
        assert!(
            orphan.is_err() && tried.is_ok(),
            "{url} {orphan:?} {tried:?}"
        );
        assert_eq!((one, other), (None, None), "{url}");
        let verified = proof::verify_one(&ledger.reader(), GUILD).await.unwrap();
        let verified = verified.unwrap();
        assert_eq!((verified.broken, verified.entries), (None, 2), "{url}");
    }
}

/// A row of a covered table is written by the one way, or not at all.
#[tokio::test]
async fn covered_rows_are_written_with_their_entry_alone() {
    let folder = tempfile::tempdir().unwrap();
    for (ledger, url) in ledgers(folder.path()).await {
        let without = ledger.write(cause(), |tx| {
            async move { tx.save(cost("South", 1)).await }.boxed()
        });
        let without = without.await.unwrap_err().to_string();
        assert!(
            without.contains("tender_cost 7 South was written without an entry"),
            "{without}"
        );
        let by_itself = ledger.write(cause(), |tx| {
            async move {
                noted(tx).await;
                tender_cost::Entity::delete_many().exec(tx.conn()).await?;
                Ok(())
            }
            .boxed()
        });
        let by_itself = by_itself.await.unwrap_err().to_string();
        assert!(by_itself.contains("covered by the record"), "{by_itself}");
        let nobodys = ledger.write(Cause::HOUSEKEEPING, |tx| {
            async move { tx.save(cost("South", 1)).await }.boxed()
        });
        assert!(nobodys.await.is_err(), "{url}");
        assert_eq!(finds(&ledger, "South").await, None, "{url}");
    }
}
