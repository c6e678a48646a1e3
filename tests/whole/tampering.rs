//! Whatever is changed behind griffin's back in a row that the record covers is noticed, and named (design, section 3,
//! rule 12): each column of each table in turn, a row taken away, a row put there.

use entity::covered::{Server, TABLES, Table};
use entity::{ledger_entry, ledger_head};
use futures::FutureExt;
use griffin::demo::solid_fuel::{self, Chapter};
use griffin::demo::{Play, Region};
use griffin::ledger::{About, Cause, Database, Fact, Ledger, Tx, chain};
use griffin::proof::{self, Broken, Differs, Proof, Strays, Verified};
use griffin::values::{Money, Percent, Quantity, ReminderState, UnitPrice};
use griffin::words::Text;
use sea_orm::{
    ActiveModelTrait, ColumnType, ConnectionTrait, DatabaseConnection, DbBackend, EntityTrait,
    IntoActiveModel, QueryOrder, Statement,
};

use crate::support::{Fresh, on_each_database};

/// The database, as whoever tampers has it.
struct Hand(DatabaseConnection);

impl Hand {
    async fn at(url: &str) -> Self {
        let mut options = sea_orm::ConnectOptions::new(url);
        options.max_connections(1);
        let hand = Hand(sea_orm::Database::connect(options).await.unwrap());
        // Whoever has the database's file or its owner's rights is held back by nothing.
        hand.does(match hand.0.get_database_backend() {
            DbBackend::Sqlite => "PRAGMA foreign_keys = OFF",
            _ => "SET session_replication_role = replica",
        })
        .await;
        hand
    }

    async fn does(&self, sql: &str) {
        let done = self.0.execute_unprepared(sql).await;
        done.unwrap_or_else(|error| panic!("{sql}: {error}"));
    }

    async fn number(&self, sql: &str) -> i64 {
        let sql = Statement::from_string(self.0.get_database_backend(), sql);
        let row = self.0.query_one_raw(sql).await.unwrap().unwrap();
        row.try_get_by_index(0).unwrap()
    }

    /// Which row is meant: the first as it lies there.
    fn first(&self, table: &str) -> String {
        let place = match self.0.get_database_backend() {
            DbBackend::Sqlite => "rowid",
            _ => "ctid",
        };
        format!("{place} = (SELECT MIN({place}) FROM {table})")
    }

    async fn keeps(&self, table: &str) {
        self.does(&format!("CREATE TABLE kept AS SELECT * FROM {table}"))
            .await;
    }

    async fn puts_back(&self, table: &str) {
        self.does(&format!("DELETE FROM {table}")).await;
        self.does(&format!("INSERT INTO {table} SELECT * FROM kept"))
            .await;
    }
}

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

fn wrong(proof: &Proof) -> Vec<String> {
    let of = |server: &Verified| {
        let rows = server.differ.iter().map(Differs::describe);
        let chain = server.broken.iter().map(Broken::describe);
        rows.chain(chain).collect::<Vec<Text>>()
    };
    let servers = proof.servers.iter().flat_map(of);
    let strays = proof.strays.iter().map(Strays::describe);
    servers.chain(strays).map(|it| it.to_string()).collect()
}

async fn looks(database: &Database) -> Vec<String> {
    wrong(&proof::verify(&database.reader()).await.unwrap())
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
    let tender_id = hand.number("SELECT MIN(id) FROM tender").await;
    let lot_id = hand.number("SELECT MIN(id) FROM lot").await;
    let authority_id = hand.number("SELECT MIN(id) FROM authority").await;
    let forum_id = hand.number("SELECT MIN(id) FROM forum").await;
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
            tx.add(entity::next_round::Model {
                id: 0,
                tender_id,
                authority_id,
                reason: None,
                at,
            })
            .await?;
            tx.add(entity::reminder::Model {
                id: 0,
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
                id: 0,
                guild_id,
                forum_id,
                name: "Team".to_owned(),
                service: "json".to_owned(),
                topics: "all".to_owned(),
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
        older(&hand, &database).await;
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
        let gone = |text: &String| text.contains(&format!(" of {name} is missing: entry "));
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

/// Puts another row there, like the first but for what must be its own.
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

/// A database from before rows had seals is sealed when it is migrated, and then notices too.
async fn older(hand: &Hand, database: &Database) {
    let entries = ledger_entry::Entity::find()
        .order_by_asc(ledger_entry::Column::Seq)
        .all(&hand.0)
        .await
        .unwrap();
    let mut hash = chain::GENESIS.to_owned();
    for mut entry in entries {
        let mut data: serde_json::Value = serde_json::from_str(&entry.data).unwrap();
        if let Some(data) = data.as_object_mut() {
            data.remove("seals");
        }
        entry.data = data.to_string();
        entry.prev_hash = hash;
        entry.hash = chain::hash(&entry);
        hash = entry.hash.clone();
        let row = entry.into_active_model().reset_all();
        row.update(&hand.0).await.unwrap();
    }
    let head = ledger_head::Entity::find()
        .one(&hand.0)
        .await
        .unwrap()
        .unwrap();
    let last = head.seq;
    let head = ledger_head::Model { hash, ..head };
    head.into_active_model()
        .reset_all()
        .update(&hand.0)
        .await
        .unwrap();

    let found = looks(database).await;
    assert!(
        found.iter().all(|text| text.contains("no entry wrote it")),
        "{found:?}"
    );
    for _ in 0..2 {
        griffin::proof::migrate_up(database).await.unwrap();
        let proof = proof::verify(&database.reader()).await.unwrap();
        assert_eq!(wrong(&proof), [""; 0]);
        assert_eq!(proof.servers[0].sealed, [last + 1]);
    }
    hand.does("UPDATE requirement SET expected = expected + 1 WHERE current")
        .await;
    let found = looks(database).await;
    assert!(
        found
            .iter()
            .any(|text| text.contains("(Existing data added to the record, ")
                && text.ends_with("in the column expected.")),
        "{found:?}"
    );
    hand.does("UPDATE requirement SET expected = expected - 1 WHERE current")
        .await;
    assert_eq!(looks(database).await, [""; 0]);
}
