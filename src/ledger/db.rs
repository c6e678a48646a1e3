//! Somewhere rows can be read.

use sea_orm::{ConnectionTrait, DatabaseConnection};

use super::memory::Remembered;
use super::{Reader, Result};

/// Somewhere rows can be read: what is committed, or a change that is under way.
pub trait Db: Sync {
    /// sea-orm's connection behind it; only `store.rs` files and this folder use it.
    type Conn: ConnectionTrait;

    /// The connection.
    fn conn(&self) -> &Self::Conn;

    /// What the key says to read: remembered where it is known to be so still, else read.
    fn known<K: Remembered>(&self, key: K) -> impl Future<Output = Result<K::Value>> + Send
    where
        Self: Sized,
    {
        async move { key.read(self).await }
    }
}

impl Db for Reader {
    type Conn = DatabaseConnection;

    fn conn(&self) -> &DatabaseConnection {
        &self.0
    }
}
