//! Rows that the changes of a batch leave to be written together, before anything reads them in the database.

use std::any::{Any, TypeId};

use async_trait::async_trait;
use sea_orm::DatabaseTransaction;

use super::{Db, Result};

/// A row that may be left ([`super::Tx::leave`]): many cost one statement.
#[async_trait]
pub trait Later: Send + Sized + 'static {
    /// Writes those that were left in a batch, in the order in which they were.
    ///
    /// # Errors
    /// A fault, if the database fails: it ends the whole batch.
    async fn write_all(rows: Vec<Self>, db: &Batch<'_>) -> Result<()>;
}

/// A batch's own transaction, outside of any change.
pub struct Batch<'t>(pub(super) &'t DatabaseTransaction);

impl Db for Batch<'_> {
    type Conn = DatabaseTransaction;

    fn conn(&self) -> &DatabaseTransaction {
        self.0
    }
}

/// Rows of some kind.
#[async_trait]
trait Rows: Send {
    fn add(&mut self, row: Box<dyn Any + Send>);
    async fn write(self: Box<Self>, db: &Batch<'_>) -> Result<()>;
}

#[async_trait]
impl<T: Later> Rows for Vec<T> {
    fn add(&mut self, row: Box<dyn Any + Send>) {
        if let Ok(row) = row.downcast::<T>() {
            self.push(*row);
        }
    }

    async fn write(self: Box<Self>, db: &Batch<'_>) -> Result<()> {
        T::write_all(*self, db).await
    }
}

/// One row, as a change leaves it.
pub(super) struct Left {
    kind: TypeId,
    row: Box<dyn Any + Send>,
    none: fn() -> Box<dyn Rows>,
}

impl Left {
    pub fn of<T: Later>(row: T) -> Self {
        Left {
            kind: TypeId::of::<T>(),
            row: Box::new(row),
            none: || Box::new(Vec::<T>::new()),
        }
    }
}

/// What is left, by kind, in the order in which the kinds came.
#[derive(Default)]
pub(super) struct Leftover(Vec<(TypeId, Box<dyn Rows>)>);

impl Leftover {
    pub fn add(&mut self, left: Left) {
        let Left { kind, row, none } = left;
        let at = self.0.iter().position(|(of, _)| *of == kind);
        let at = at.unwrap_or_else(|| {
            self.0.push((kind, none()));
            self.0.len() - 1
        });
        if let Some((_, rows)) = self.0.get_mut(at) {
            rows.add(row);
        }
    }

    pub async fn write(&mut self, db: &Batch<'_>) -> Result<()> {
        for (_, rows) in self.0.drain(..) {
            rows.write(db).await?;
        }
        Ok(())
    }
}
