//! The rows of a table that have this value in a column, such as the lots of a tender: read together, and remembered. Ask for
//! rows of the server whose change it is: of another server, only what never changes in a row can be relied on.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use sea_orm::{
    ColumnTrait, EntityTrait, IdenStatic, Iterable, ModelTrait, PrimaryKeyToColumn, QueryFilter,
    QueryOrder, Value,
};

use crate::database::db::{Db, Many, Remembered};
use crate::database::rows::written::Written;
use crate::error::Result;

/// The rows with this value in this column, in the order of their keys. What is written in a change is among them at once.
pub struct With<E: EntityTrait> {
    column: E::Column,
    value: i64,
}

/// The rows with one of these values in this column; each row once, those of one value after those of the
/// other, each in the order of their keys.
///
/// # Errors
/// A fault, if the database fails.
pub async fn with_any<E>(
    db: &impl Db,
    column: E::Column,
    values: impl IntoIterator<Item: Into<i64>>,
) -> Result<Vec<E::Model>>
where
    E: EntityTrait<Model: Clone + PartialEq + fmt::Debug + Send + Sync + 'static>,
{
    let mut seen = HashSet::new();
    let once = values.into_iter().map(Into::into);
    let once = once.filter(|value| seen.insert(*value));
    let keys: Vec<With<E>> = once.map(|value| With { column, value }).collect();
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let found = db.known_all(keys).await?;
    Ok(found.iter().flat_map(|rows| rows.iter().cloned()).collect())
}

/// The rows with this value in this column, in the order of their keys.
///
/// # Errors
/// A fault, if the database fails.
pub async fn with<E>(
    db: &impl Db,
    column: E::Column,
    value: impl Into<i64>,
) -> Result<Arc<Vec<E::Model>>>
where
    E: EntityTrait<Model: Clone + PartialEq + fmt::Debug + Send + Sync + 'static>,
{
    let value = value.into();
    db.known(With::<E> { column, value }).await
}

impl<E: EntityTrait> With<E> {
    fn holds(&self, row: &E::Model) -> bool {
        row.get(self.column) == Value::from(self.value)
    }
}

/// A row's key.
fn key<M: ModelTrait>(row: &M) -> Vec<Value> {
    let key = <M::Entity as EntityTrait>::PrimaryKey::iter();
    key.map(|part| row.get(part.into_column())).collect()
}

impl<E> Remembered for With<E>
where
    E: EntityTrait<Model: Clone + PartialEq + fmt::Debug + Send + Sync + 'static>,
{
    type Value = Arc<Vec<E::Model>>;

    async fn read(&self, db: &impl Db) -> Result<Self::Value> {
        let read = Self::read_all(std::slice::from_ref(self), db).await?;
        Ok(read.into_iter().next().unwrap_or_default())
    }

    fn after(&self, value: &mut Self::Value, row: &Written) -> bool {
        let Some(written) = row.of_type::<E::Model>() else {
            return false;
        };
        let (own, stays) = (key(written), self.holds(written) && !row.is_removed());
        let at = value.iter().position(|it| key(it) == own);
        match (at, stays) {
            (None, false) => true,
            (Some(at), true) => {
                if let Some(it) = Arc::make_mut(value).get_mut(at) {
                    it.clone_from(written);
                }
                true
            }
            (Some(at), false) => {
                Arc::make_mut(value).remove(at);
                true
            }
            // A number that was just given out comes last.
            (None, true) if row.is_added() => {
                Arc::make_mut(value).push(written.clone());
                true
            }
            (None, true) => false,
        }
    }
}

impl<E> Many for With<E>
where
    E: EntityTrait<Model: Clone + PartialEq + fmt::Debug + Send + Sync + 'static>,
{
    async fn read_all(keys: &[Self], db: &impl Db) -> Result<Vec<Self::Value>> {
        let Some(column) = keys.first().map(|key| key.column) else {
            return Ok(Vec::new());
        };
        let mut query = E::find().filter(column.is_in(keys.iter().map(|key| key.value)));
        for part in E::PrimaryKey::iter() {
            query = query.order_by_asc(part.into_column());
        }
        let mut by_value: HashMap<i64, Vec<E::Model>> = HashMap::new();
        for row in query.all(db.conn()).await? {
            if let Value::BigInt(Some(value)) = row.get(column) {
                by_value.entry(value).or_default().push(row);
            }
        }
        let found = by_value
            .into_iter()
            .map(|(value, rows)| (value, Arc::new(rows)));
        let found: HashMap<i64, Self::Value> = found.collect();
        let rows = |key: &Self| found.get(&key.value).cloned().unwrap_or_default();
        Ok(keys.iter().map(rows).collect())
    }
}

impl<E: EntityTrait> Clone for With<E> {
    fn clone(&self) -> Self {
        With {
            column: self.column,
            value: self.value,
        }
    }
}

impl<E: EntityTrait> PartialEq for With<E> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value && self.column.as_str() == other.column.as_str()
    }
}

impl<E: EntityTrait> Eq for With<E> {}

impl<E: EntityTrait> Hash for With<E> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.column.as_str().hash(state);
        self.value.hash(state);
    }
}

impl<E: EntityTrait> fmt::Debug for With<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let table = E::default();
        write!(
            f,
            "{} with {} = {}",
            sea_orm::EntityName::table_name(&table),
            self.column.as_str(),
            self.value
        )
    }
}
