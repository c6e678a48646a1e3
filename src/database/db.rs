//! Somewhere rows can be read, and what is read there over and over.

use std::fmt::Debug;
use std::hash::Hash;

use sea_orm::ConnectionTrait;

use crate::database::rows::written::Written;
use crate::error::Result;

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

    /// What each of the keys says to read, in their order: what is not remembered is read together.
    fn known_all<K: Many>(&self, keys: Vec<K>) -> impl Future<Output = Result<Vec<K::Value>>> + Send
    where
        Self: Sized,
    {
        async move { K::read_all(&keys, self).await }
    }
}

/// Something of which several can be read in one query.
pub trait Many: Remembered {
    /// Reads what each of the keys says, in their order.
    fn read_all(
        keys: &[Self],
        db: &impl Db,
    ) -> impl Future<Output = Result<Vec<Self::Value>>> + Send;
}

/// Something that use cases read over and over: the key says all that it depends on besides the rows.
pub trait Remembered: Clone + Eq + Hash + Debug + Send + Sync + 'static {
    /// What is read.
    type Value: Clone + PartialEq + Debug + Send + Sync + 'static;

    /// Reads it.
    fn read(&self, db: &impl Db) -> impl Future<Output = Result<Self::Value>> + Send;

    /// What becomes of it when a row of a table that was read for it is written: whether `value` is so then. It may be
    /// brought up to date. Unless the key says otherwise it is read again.
    fn after(&self, _value: &mut Self::Value, _row: &Written) -> bool {
        false
    }
}
