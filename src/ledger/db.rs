//! Somewhere rows can be read.

use sea_orm::{ConnectionTrait, DatabaseConnection};

use super::Reader;

/// Somewhere rows can be read: what is committed, or a change that is under way.
pub trait Db: Sync {
    /// sea-orm's connection behind it; only `store.rs` files and this folder use it.
    type Conn: ConnectionTrait;

    /// The connection.
    fn conn(&self) -> &Self::Conn;
}

impl Db for Reader {
    type Conn = DatabaseConnection;

    fn conn(&self) -> &DatabaseConnection {
        &self.0
    }
}
