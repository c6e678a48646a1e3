//! Whatever is changed behind griffin's back in a row that the record covers is noticed, and named (design, section 3,
//! rule 12): each column of each table in turn, a row taken away, a row put there.

use entity::covered::{Server, TABLES, Table};
use futures::FutureExt;
use griffin::demo::solid_fuel::{self, Chapter};
use griffin::demo::{Play, Region};
use griffin::ledger::{About, Cause, Database, Fact, Ledger, Tx};
use griffin::proof::Broken;
use griffin::values::{
    AmendmentId, AuthorityId, ForumId, Ground, LotId, Money, Percent, Quantity, ReminderId,
    ReminderState, TenderId, UnitPrice, VariationId, VariationKind, WebhookId, WebhookService,
    WebhookTopics,
};
use sea_orm::ColumnType;

use crate::support::hand::{Hand, looks};
use crate::support::{Fresh, on_each_database};

/// Another value for a column, in SQL.
fn another(name: &str, kind: &ColumnType) -> String {
    match kind {
        ColumnType::BigInteger | ColumnType::Integer => format!("COALESCE({name}, 0) + 1000003"),
        ColumnType::Boolean => format!("NOT {name}"),
        ColumnType::Date => "'2001-01-01'".to_owned(),
        ColumnType::TimestampWithTimeZone => "'2001-01-01 00:00:00+00:00'".to_owned(),
        _ => format!("COALESCE({name}, '') || 'x'"),
    }
}

#[derive(serde::Serialize)]
struct Filled;

impl Fact for Filled {
    const KIND: &'static str = "test.filled";

    fn about(&self) -> About {
        About::default()
    }
}

/// Rows in the tables that the story leaves empty, each written by a change as every row is.
async fn filled(ledger: &Ledger, hand: &Hand) {
    let guild_id = hand.number("SELECT guild_id FROM server").await;
    let tender_id = TenderId(hand.number("SELECT MIN(id) FROM tender").await);
    let lot_id = LotId(hand.number("SELECT MIN(id) FROM lot").await);
    let authority_id = AuthorityId(hand.number("SELECT MIN(id) FROM authority").await);
    let forum_id = ForumId(hand.number("SELECT MIN(id) FROM forum").await);
    let filled = ledger.write(Cause::due(guild_id), move |tx: &Tx| {
        async move {
            let at = tx.now();
            tx.save(entity::savings_target::Model {
                authority_id,
                hundredths: Percent::parse("5").unwrap(),
                by_user: 1,
                at,
            })
            .await?;
            tx.save(entity::tender_cost::Model {
                guild_id,
                region: "South Wales".to_owned(),
                pence: Money::from_pence(1_000_000),
                by_user: 1,
                at,
            })
            .await?;
            tx.save(entity::indicative_band::Model {
                lot_id,
                from_quantity: Quantity::ZERO,
                price: UnitPrice::parse("150").unwrap(),
            })
            .await?;
            let variation = entity::variation::Model {
                id: VariationId(0),
                tender_id,
                lot_id: Some(lot_id),
                kind: VariationKind::Price,
                from_day: at.date_naive(),
                ground: Ground::Agreement,
                index_figure: None,
                supplier: None,
                ceiling: None,
                ends: None,
                ends_before: None,
                reason: "As agreed".to_owned(),
                by_user: 1,
                at,
            };
            let variation_id = tx.add(variation).await?.id;
            tx.save(entity::variation_band::Model {
                variation_id,
                from_quantity: Quantity::ZERO,
                price: UnitPrice::parse("150").unwrap(),
            })
            .await?;
            tx.add(entity::amendment::Model {
                id: AmendmentId(0),
                tender_id,
                authority_id,
                changes: "[]".to_owned(),
                reason: "A slip".to_owned(),
                by_user: 1,
                at,
                objected_by: Some(1),
                objected_at: Some(at),
            })
            .await?;
            tx.add(entity::next_round::Model {
                id: 0,
                tender_id,
                authority_id,
                reason: None,
                at,
            })
            .await?;
            tx.add(entity::reminder::Model {
                id: ReminderId(0),
                tender_id,
                lot_id: Some(lot_id),
                authority_id,
                user_id: 1,
                schedule: "0 9 1 * *".to_owned(),
                message: None,
                state: ReminderState::Active,
                created_at: at,
            })
            .await?;
            tx.add(entity::webhook::Model {
                id: WebhookId(0),
                guild_id,
                forum_id,
                name: "Team".to_owned(),
                service: WebhookService::Json,
                topics: WebhookTopics::All,
                address: "https://example.org/hook".to_owned(),
                secret: None,
                created_by: 1,
                created_at: at,
                last_sent_at: None,
            })
            .await?;
            tx.tell(&Filled).await?;
            Ok(())
        }
        .boxed()
    });
    filled.await.unwrap();
}

#[tokio::test]
async fn every_change_behind_its_back_is_noticed_and_named() {
    on_each_database(async |Fresh { url, database }| {
        database.close().await.unwrap();
        let mut play = Play::new(Region::start(&url).await.unwrap(), |_| {});
        solid_fuel::play(&mut play, Chapter::End).await.unwrap();
        let hand = Hand::at(&url).await;
        filled(play.region.ledger(), &hand).await;
        play.region.end().await.unwrap();

        let database = Database::open(&url).await.unwrap();
        assert_eq!(looks(&database).await, [""; 0]);
        let altered = alter(&hand, &database).await;
        // The columns of the covered tables, of which none is left out but with a reason.
        assert!(altered > 130, "{altered}");
        chain_is_held(&hand, &database).await;
        database.close().await.unwrap();
    })
    .await;
}

/// Alters each column of each table in turn, takes a row away, and puts one there; how many columns there were.
async fn alter(hand: &Hand, database: &Database) -> usize {
    let mut altered = 0;
    for table in TABLES.iter() {
        let name = table.name;
        let first = hand.first(name);
        hand.keeps(name).await;
        for (column, kind) in &table.columns {
            let to = another(column, kind);
            hand.does(&format!("UPDATE {name} SET {column} = {to} WHERE {first}"))
                .await;
            let found = looks(database).await;
            let names = |text: &String| text.contains(name) && text.contains(*column);
            let noticed = match table.key.contains(column) || *column == owner(table) {
                // Then it is another row, or another server's.
                true => found.iter().any(|text| text.contains(name)),
                false => found.iter().any(names),
            };
            assert!(noticed, "{name}.{column}: {found:?}");
            hand.puts_back(name).await;
            altered += 1;
        }
        hand.does(&format!("DELETE FROM {name} WHERE {first}"))
            .await;
        let found = looks(database).await;
        let gone = |text: &String| text.contains(&format!(" of “{name}” is missing: entry "));
        assert!(found.iter().any(gone), "{name}: {found:?}");
        hand.puts_back(name).await;
        added(hand, table).await;
        let found = looks(database).await;
        assert!(!found.is_empty(), "{name}: nothing of a row that was added");
        hand.puts_back(name).await;
        hand.does("DROP TABLE kept").await;
        assert_eq!(looks(database).await, [""; 0], "{name}");
    }
    altered
}

/// The column that says to which server a row belongs.
fn owner(table: &Table) -> &'static str {
    match table.server {
        Server::In(column) | Server::Of(column, _) => column,
    }
}

/// Puts another row there, like the first except for what must be its own.
async fn added(hand: &Hand, table: &Table) {
    let all = table.columns.iter().map(|(name, _)| *name);
    let all: Vec<&str> = all
        .chain(table.left_out.iter().map(|(name, _)| *name))
        .collect();
    let parent = owner(table);
    // A lot has one award: another is some other lot's.
    let only = table.key.as_slice() == [parent] || table.name == "award";
    let value = |name: &&str| {
        let kind = table.columns.iter().find(|(column, _)| column == name);
        match kind {
            // What says to which server it belongs stays, so that it is looked for there.
            Some((column, kind))
                if (*column != parent || only) && !matches!(kind, ColumnType::Boolean) =>
            {
                another(name, kind)
            }
            _ => (*name).to_owned(),
        }
    };
    let values: Vec<String> = all.iter().map(value).collect();
    let (name, first) = (table.name, hand.first(table.name));
    hand.does(&format!(
        "INSERT INTO {name} ({}) SELECT {} FROM {name} WHERE {first}",
        all.join(", "),
        values.join(", ")
    ))
    .await;
}

/// What is done to the entries themselves.
async fn chain_is_held(hand: &Hand, database: &Database) {
    for (table, change, says) in [
        (
            "ledger_head",
            "DELETE FROM ledger_head",
            "the note of which one was written last is missing",
        ),
        (
            "ledger_entry",
            "UPDATE ledger_entry SET seq = seq - 4 WHERE seq = 1",
            "below the first",
        ),
        (
            "ledger_entry",
            "UPDATE ledger_entry SET data = REPLACE(data, 'seals', 'sealz') WHERE kind = 'tender.published'",
            " was changed",
        ),
        (
            "ledger_entry",
            "DELETE FROM ledger_entry",
            "but the last one written was",
        ),
    ] {
        hand.keeps(table).await;
        hand.does(change).await;
        let found = looks(database).await;
        assert!(
            found.iter().any(|text| text.contains(says)),
            "{change}: {found:?}"
        );
        hand.puts_back(table).await;
        hand.does("DROP TABLE kept").await;
    }
    hand.keeps("ledger_entry").await;
    hand.does("CREATE TABLE kept_too AS SELECT * FROM ledger_head")
        .await;
    hand.does("DELETE FROM ledger_entry").await;
    hand.does("DELETE FROM ledger_head").await;
    let found = looks(database).await;
    let none = Broken::NoEntries.describe().to_string();
    assert!(found.contains(&none), "{found:?}");
    hand.puts_back("ledger_entry").await;
    hand.does("INSERT INTO ledger_head SELECT * FROM kept_too")
        .await;
    hand.does("DROP TABLE kept").await;
    hand.does("DROP TABLE kept_too").await;
    assert_eq!(looks(database).await, [""; 0]);
}
