//! Rows that the changes of a batch leave to be written together, before anything reads them in the database.

use std::any::{Any, TypeId};

use super::Write;

/// A row that may be left ([`super::Tx::leave`]): many cost one statement.
pub trait Later: Send + Sized + 'static {
    /// What writes those that were left in a batch, in the order in which they were. None of it may need another to be
    /// made before it, nor what is left of another kind.
    fn writes(rows: Vec<Self>) -> Vec<Write>;
}

/// Rows of some kind.
trait Rows: Send {
    fn add(&mut self, row: Box<dyn Any + Send>);
    fn writes(self: Box<Self>) -> Vec<Write>;
}

impl<T: Later> Rows for Vec<T> {
    fn add(&mut self, row: Box<dyn Any + Send>) {
        if let Ok(row) = row.downcast::<T>() {
            self.push(*row);
        }
    }

    fn writes(self: Box<Self>) -> Vec<Write> {
        T::writes(*self)
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

    /// What writes all of it; then nothing is left.
    pub fn take(&mut self) -> Vec<Write> {
        self.0
            .drain(..)
            .flat_map(|(_, rows)| rows.writes())
            .collect()
    }
}
