//! Somebody who has the database, and changes it behind griffin's back.

use griffin::ledger::Database;
use griffin::proof::{self, Broken, Differs, Proof, Strays, Verified};
use griffin::words::Text;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement};

/// The database, as whoever tampers has it.
pub struct Hand(DatabaseConnection);

impl Hand {
    /// At this address.
    pub async fn at(url: &str) -> Self {
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

    /// Which kind of database it is.
    pub fn kind(&self) -> DbBackend {
        self.0.get_database_backend()
    }

    /// Does this.
    pub async fn does(&self, sql: &str) {
        let done = self.0.execute_unprepared(sql).await;
        done.unwrap_or_else(|error| panic!("{sql}: {error}"));
    }

    /// The number that this finds.
    pub async fn number(&self, sql: &str) -> i64 {
        let sql = Statement::from_string(self.0.get_database_backend(), sql);
        let row = self.0.query_one_raw(sql).await.unwrap().unwrap();
        row.try_get_by_index(0).unwrap()
    }

    /// Which row is meant: the first as it lies there.
    pub fn first(&self, table: &str) -> String {
        let place = match self.0.get_database_backend() {
            DbBackend::Sqlite => "rowid",
            _ => "ctid",
        };
        format!("{place} = (SELECT MIN({place}) FROM {table})")
    }

    /// Keeps a table as it stands.
    pub async fn keeps(&self, table: &str) {
        self.does(&format!("CREATE TABLE kept AS SELECT * FROM {table}"))
            .await;
    }

    /// Puts it back as it was kept.
    pub async fn puts_back(&self, table: &str) {
        self.does(&format!("DELETE FROM {table}")).await;
        self.does(&format!("INSERT INTO {table} SELECT * FROM kept"))
            .await;
    }
}

/// All that is wrong.
pub fn wrong(proof: &Proof) -> Vec<String> {
    let of = |server: &Verified| {
        let rows = server.differ.iter().map(Differs::describe);
        let chain = server.broken.iter().map(Broken::describe);
        rows.chain(chain).collect::<Vec<Text>>()
    };
    let servers = proof.servers.iter().flat_map(of);
    let strays = proof.strays.iter().map(Strays::describe);
    servers.chain(strays).map(|it| it.to_string()).collect()
}

/// All that griffin finds wrong in a database.
pub async fn looks(database: &Database) -> Vec<String> {
    wrong(&proof::verify(&database.reader()).await.unwrap())
}
