//! Rows that changes have written, until they are written to the database together.

use std::any::Any;
use std::collections::HashMap;
use std::sync::Arc;

use entity::covered::{Covered, Server, TABLES};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, DbErr, DeleteMany, EntityTrait, IdenStatic,
    IntoActiveModel, Iterable, ModelTrait, PrimaryKeyToColumn, QueryFilter, QueryTrait,
};

use crate::database::rows::writes::{self, ROWS};
use crate::database::rows::{Write, seal};
use crate::database::tables::{self, Tables};
use crate::database::transaction::Transaction;
use crate::error::{Fault, Result};

/// A row of a table that the record covers.
pub trait Row:
    ModelTrait<Entity: Covered>
    + IntoActiveModel<<Self::Entity as EntityTrait>::ActiveModel>
    + Clone
    + Send
    + Sync
    + 'static
{
}

impl<M> Row for M where
    M: ModelTrait<Entity: Covered>
        + IntoActiveModel<<M::Entity as EntityTrait>::ActiveModel>
        + Clone
        + Send
        + Sync
        + 'static
{
}

/// A row of a table that the record does not cover, which is written with the others: what comes of it nobody needs to know
/// before the change is over.
pub trait Uncovered: Clone + Send + Sync + 'static {
    /// Its table.
    const TABLE: &'static str;

    /// What tells it from others of its table: of two with the same key the later one counts.
    fn key(&self) -> String;

    /// What writes these, in any order.
    fn writes(rows: &[&Self]) -> Vec<Write>;
}

/// What was done to a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Done {
    /// It is new, under a number that nobody else has.
    Added,
    /// It stands so, whether it was there or not.
    Saved,
    /// It is gone.
    Removed,
}

type AnyRow = Arc<dyn Any + Send + Sync>;

/// Makes the statements for rows of one type.
type Writes = fn(&[AnyRow]) -> Vec<Write>;

/// A row as a change has written or removed it.
#[derive(Clone)]
pub struct Written {
    /// The table's place: the covered ones come first.
    pub(crate) place: usize,
    /// Its key, as text.
    pub(crate) key: String,
    pub(crate) done: Done,
    server: Option<i64>,
    row: AnyRow,
    writes: Writes,
    adds: Writes,
    removes: Writes,
}

impl Written {
    pub(crate) fn of<M: Row>(row: M, done: Done) -> Result<Self> {
        let name = sea_orm::EntityName::table_name(&M::Entity::default());
        let place = tables::place(name)
            .filter(|place| *place < TABLES.len())
            .ok_or_else(|| Fault::new(format!("{name} is not covered")))?;
        let key = <M::Entity as EntityTrait>::PrimaryKey::iter();
        let key = key.map(|part| seal::text(&row.get(part.into_column())).unwrap_or_default());
        let server = match M::Entity::SERVER {
            Server::In(name) => <M::Entity as EntityTrait>::Column::iter()
                .find(|column| column.as_str() == name)
                .and_then(|column| seal::text(&row.get(column))?.parse().ok()),
            Server::Of(..) => None,
        };
        Ok(Written {
            place,
            server,
            key: key.collect::<Vec<_>>().join(" "),
            done,
            row: Arc::new(row),
            writes: writes::<M>,
            adds: adds::<M>,
            removes: removes::<M>,
        })
    }

    pub(crate) fn uncovered<U: Uncovered>(row: U) -> Result<Self> {
        let place = tables::place(U::TABLE)
            .filter(|place| *place >= TABLES.len())
            .ok_or_else(|| Fault::new(format!("{} is covered, or no table", U::TABLE)))?;
        let none: Writes = |_| Vec::new();
        Ok(Written {
            place,
            server: None,
            key: row.key(),
            done: Done::Saved,
            row: Arc::new(row),
            writes: writes_uncovered::<U>,
            adds: none,
            removes: none,
        })
    }

    /// The row as it stands, if it is of this type and was not removed.
    pub fn saved<M: Row>(&self) -> Option<&M> {
        self.row
            .downcast_ref::<M>()
            .filter(|_| self.done != Done::Removed)
    }

    /// The row as it stands, or stood before it was removed, if it is of this type.
    pub fn of_type<M: Any>(&self) -> Option<&M> {
        self.row.downcast_ref::<M>()
    }

    /// Whether it is gone.
    pub fn is_removed(&self) -> bool {
        self.done == Done::Removed
    }

    /// Whether it is new, under a number that was just given out.
    pub fn is_added(&self) -> bool {
        self.done == Done::Added
    }

    /// The server in whose column it says it is; none: it says so by another row.
    pub(crate) fn server(&self) -> Option<i64> {
        self.server
    }

    /// Under what name a seal of it stands in an entry.
    pub(crate) fn name(&self) -> String {
        let table = TABLES.get(self.place).map_or("", |table| table.name);
        format!("{table} {}", self.key)
    }
}

/// Written rows, each once: the last state counts.
#[derive(Default)]
pub(crate) struct Rows {
    rows: Vec<Written>,
    places: HashMap<(usize, String), usize>,
    tables: Tables,
}

impl Rows {
    /// The tables that they are of.
    pub fn tables(&self) -> Tables {
        self.tables
    }

    pub fn put(&mut self, mut row: Written) {
        self.tables = self.tables.and(Tables::at(row.place));
        let key = (row.place, row.key.clone());
        let found = self.places.get(&key).and_then(|at| self.rows.get_mut(*at));
        match found {
            Some(before) => {
                // What is new and not written yet stays new.
                if before.done == Done::Added && row.done == Done::Saved {
                    row.done = Done::Added;
                }
                *before = row;
            }
            None => {
                self.places.insert(key, self.rows.len());
                self.rows.push(row);
            }
        }
    }

    /// Takes in those of another, which came later.
    pub fn absorb(&mut self, later: Rows) {
        for row in later.rows {
            self.put(row);
        }
    }

    /// Sends them; then there are none.
    ///
    /// # Errors
    /// The database's.
    pub async fn send(&mut self, within: &Transaction) -> std::result::Result<(), DbErr> {
        let (gone, kept) = self.take();
        writes::make(within, gone, kept).await
    }

    /// What writes them: first what takes rows away, children before what they refer to; then the others, the other way
    /// round. Then there are none.
    pub fn take(&mut self) -> (Vec<Write>, Vec<Write>) {
        let mut rows = std::mem::take(self).rows;
        // Stable: rows of one table stay in their order.
        rows.sort_by_key(|row| (row.place, row.done == Done::Saved));
        let (gone, kept): (Vec<_>, Vec<_>) =
            rows.into_iter().partition(|it| it.done == Done::Removed);
        let gone = gone.chunk_by(|a, b| a.place == b.place).rev();
        let removes = gone.flat_map(|alike| write(alike, |row| row.removes));
        let writes = kept
            .chunk_by(|a, b| (a.place, a.done) == (b.place, b.done))
            .flat_map(|alike| {
                write(alike, |row| match row.done {
                    Done::Added => row.adds,
                    _ => row.writes,
                })
            });
        (removes.collect(), writes.collect())
    }
}

fn write(alike: &[Written], by: fn(&Written) -> Writes) -> Vec<Write> {
    let rows: Vec<AnyRow> = alike.iter().map(|row| row.row.clone()).collect();
    alike.first().map_or(Vec::new(), |first| by(first)(&rows))
}

fn active<M: Row>(
    rows: &[AnyRow],
) -> impl Iterator<Item = <M::Entity as EntityTrait>::ActiveModel> {
    let rows = rows.iter().filter_map(|row| row.downcast_ref::<M>());
    rows.map(|row| row.clone().into_active_model().reset_all())
}

fn adds<M: Row>(rows: &[AnyRow]) -> Vec<Write> {
    let insert = |part: &[AnyRow]| {
        M::Entity::insert_many(active::<M>(part))
            .into_query()
            .into()
    };
    rows.chunks(ROWS).map(insert).collect()
}

fn writes<M: Row>(rows: &[AnyRow]) -> Vec<Write> {
    let key =
        || <M::Entity as EntityTrait>::PrimaryKey::iter().map(PrimaryKeyToColumn::into_column);
    let in_key = |column: &<M::Entity as EntityTrait>::Column| {
        key().any(|part| part.as_str() == column.as_str())
    };
    let rest: Vec<_> = <M::Entity as EntityTrait>::Column::iter()
        .filter(|it| !in_key(it))
        .collect();
    let mut over = OnConflict::columns(key());
    match rest.is_empty() {
        true => over.do_nothing(),
        false => over.update_columns(rest),
    };
    let put = |part: &[AnyRow]| {
        let rows = M::Entity::insert_many(active::<M>(part));
        rows.on_conflict(over.clone()).into_query().into()
    };
    rows.chunks(ROWS).map(put).collect()
}

fn writes_uncovered<U: Uncovered>(rows: &[AnyRow]) -> Vec<Write> {
    let write = |part: &[AnyRow]| {
        let rows: Vec<&U> = part
            .iter()
            .filter_map(|row| row.downcast_ref::<U>())
            .collect();
        U::writes(&rows)
    };
    rows.chunks(ROWS).flat_map(write).collect()
}

fn removes<M: Row>(rows: &[AnyRow]) -> Vec<Write> {
    let of_one = |row: &M| {
        <M::Entity as EntityTrait>::PrimaryKey::iter().fold(Condition::all(), |all, part| {
            let column = part.into_column();
            all.add(column.eq(row.get(column)))
        })
    };
    let remove = |part: &[AnyRow]| {
        let rows = part.iter().filter_map(|row| row.downcast_ref::<M>());
        let any = rows.fold(Condition::any(), |any, row| any.add(of_one(row)));
        let gone: DeleteMany<M::Entity> = M::Entity::delete_many().filter(any);
        gone.into_query().into()
    };
    rows.chunks(ROWS).map(remove).collect()
}
