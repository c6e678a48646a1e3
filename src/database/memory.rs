//! What changes of one server have read, for those that come after them: in the same batch, in which nobody else changes
//! that server, as its chain is locked; and in those that follow while the chain stands where it was left.
//!
//! It can't be wrong: what is remembered has a typed key, and ends when a row of a table that was read for it is written,
//! unless its key says what becomes of it. Where others may write too, only what was read of covered tables is kept from batch
//! to batch: their rows change with an entry alone, and so with the chain.

use std::any::{Any, TypeId};
use std::collections::HashMap;

use crate::database::db::Remembered;
use crate::database::rows::written::Written;
use crate::database::tables::Tables;

/// How much is remembered at most; then all of it is forgotten.
const MOST: usize = 4_000;

struct Known<V> {
    value: V,
    tables: Tables,
    /// The change that read or altered it last: if that comes to nothing, it is forgotten.
    change: u64,
}

trait AnyMap: Any + Send + Sync {
    fn wrote(&mut self, row: &Written, tables: Tables, change: u64);
    fn retain(&mut self, keep: &dyn Fn(Tables, u64) -> bool);
    fn len(&self) -> usize;
    fn as_any(&self) -> &dyn Any;
    fn as_any_mut(&mut self) -> &mut dyn Any;
}

struct Map<K: Remembered>(HashMap<K, Known<K::Value>>);

impl<K: Remembered> AnyMap for Map<K> {
    fn wrote(&mut self, row: &Written, tables: Tables, change: u64) {
        self.0.retain(|key, known| {
            if !known.tables.meets(tables) {
                return true;
            }
            known.change = change;
            key.after(&mut known.value, row)
        });
    }

    fn retain(&mut self, keep: &dyn Fn(Tables, u64) -> bool) {
        self.0.retain(|_, known| keep(known.tables, known.change));
    }

    fn len(&self) -> usize {
        self.0.len()
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn as_any_mut(&mut self) -> &mut dyn Any {
        self
    }
}

/// What is remembered.
#[derive(Default)]
pub(crate) struct Memory {
    maps: HashMap<TypeId, Box<dyn AnyMap>>,
    /// Counts the changes.
    change: u64,
}

impl Memory {
    /// What is remembered under this key, and of which tables it was read.
    pub fn get<K: Remembered>(&self, key: &K) -> Option<(K::Value, Tables)> {
        let map = self.maps.get(&TypeId::of::<K>())?;
        let map = map.as_any().downcast_ref::<Map<K>>()?;
        map.0.get(key).map(|it| (it.value.clone(), it.tables))
    }

    /// Remembers what the change that is under way has read.
    pub fn put<K: Remembered>(&mut self, key: K, value: K::Value, tables: Tables) {
        let map = self.maps.entry(TypeId::of::<K>());
        let map = map.or_insert_with(|| Box::new(Map::<K>(HashMap::new())));
        let change = self.change;
        if let Some(map) = map.as_any_mut().downcast_mut::<Map<K>>() {
            let known = Known {
                value,
                tables,
                change,
            };
            map.0.insert(key, known);
        }
    }

    /// The change that is under way has written this row.
    pub fn wrote(&mut self, row: &Written) {
        let (tables, change) = (Tables::at(row.place), self.change);
        for map in self.maps.values_mut() {
            map.wrote(row, tables, change);
        }
    }

    /// A statement may have changed rows of these tables.
    pub fn forget(&mut self, tables: Tables) {
        self.retain(|of, _| !of.meets(tables));
    }

    /// The change that was under way stands; another begins.
    pub fn keep(&mut self) {
        self.change += 1;
    }

    /// The change that was under way has come to nothing; another begins.
    pub fn undo(&mut self) {
        let undone = self.change;
        self.retain(|_, change| change != undone);
        self.change += 1;
    }

    /// The batch is over. What others may change without an entry is forgotten, unless nobody else writes (`alone`).
    pub fn end_batch(&mut self, alone: bool) {
        let kept: usize = self.maps.values().map(|map| map.len()).sum();
        self.retain(|tables, _| kept <= MOST && (alone || tables.are_covered()));
    }

    fn retain(&mut self, keep: impl Fn(Tables, u64) -> bool) {
        for map in self.maps.values_mut() {
            map.retain(&keep);
        }
    }
}
