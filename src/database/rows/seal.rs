//! The hash of a row, as an entry of the record carries it (design, section 3, rule 12).
//!
//! It is over the name of the table, and the name and value of each column that has one, by name: the same on both
//! databases, and the same after a column was added in which there is nothing yet. Behind it comes a check of four
//! digits a column, in the order of the entity: enough to say which one was changed.

use std::sync::LazyLock;

use entity::covered::{Covered, TABLES, Table};
use sea_orm::{EntityTrait, IdenStatic, Iterable, ModelTrait, Value};
use sha2::{Digest, Sha256};

/// Under which name an entry's particulars carry the seals of the rows that its change wrote: by table and key, null for a
/// row that it took away.
pub(crate) const SEALS: &str = "seals";
/// The kind of an entry that took rows into the record as they stood, and not as its change wrote them.
pub const SEALED: &str = "record.sealed";
/// How many hexadecimal digits of the hash an entry carries: 128 bits.
const DIGITS: usize = 32;
/// How many digits a column's check has.
const CHECK: usize = 4;
/// The check of a column in which nothing stands.
const NOTHING: &str = "----";

/// What is in a column, as text; none: nothing does. Moments are told to the microsecond, as PostgreSQL keeps no more.
pub(crate) fn text(value: &Value) -> Option<String> {
    match value {
        Value::Bool(value) => value.map(|it| u8::from(it).to_string()),
        Value::Int(value) => value.map(|it| it.to_string()),
        Value::BigInt(value) => value.map(|it| it.to_string()),
        Value::String(value) => value.clone(),
        Value::ChronoDate(value) => value.map(|it| it.to_string()),
        Value::ChronoDateTimeUtc(value) => value.map(|it| it.timestamp_micros().to_string()),
        // No covered table has another (a test sees to it).
        other => Some(format!("{other:?}")),
    }
}

/// The hash in the seal of a row, given what is in each of the table's columns, in their order.
pub(crate) fn hash(table: &Table, texts: &[Option<String>]) -> u128 {
    let mut held: Vec<(&str, &str)> = table
        .columns
        .iter()
        .zip(texts)
        .filter_map(|((name, _), text)| Some((*name, text.as_deref()?)))
        .collect();
    held.sort_unstable();
    let mut sha = Sha256::new();
    add(&mut sha, table.name);
    for (name, text) in held {
        add(&mut sha, name);
        add(&mut sha, text);
    }
    let mut first = [0; DIGITS / 2];
    for (kept, byte) in first.iter_mut().zip(sha.finalize()) {
        *kept = byte;
    }
    u128::from_be_bytes(first)
}

/// The seal of a row, given what is in each of the table's columns, in their order.
pub(crate) fn seal(table: &Table, texts: &[Option<String>]) -> String {
    let mut seal = format!("{:0width$x}", hash(table, texts), width = DIGITS);
    for ((name, _), text) in table.columns.iter().zip(texts) {
        match text {
            Some(text) => {
                let mut sha = Sha256::new();
                add(&mut sha, name);
                add(&mut sha, text);
                seal.push_str(&hex(&sha.finalize(), CHECK));
            }
            None => seal.push_str(NOTHING),
        }
    }
    seal
}

/// The seal of a row that is to be written.
pub(crate) fn of<M>(row: &M) -> String
where
    M: ModelTrait,
    M::Entity: Covered,
{
    let Some(table) = table_of::<M::Entity>() else {
        return String::new();
    };
    let texts: Vec<Option<String>> = table
        .columns
        .iter()
        .map(|(name, _)| {
            let mut all = <M::Entity as EntityTrait>::Column::iter();
            let column = all.find(|column| column.as_str() == *name)?;
            text(&row.get(column))
        })
        .collect();
    seal(table, &texts)
}

/// What the record knows of a covered table.
pub(crate) fn table_of<E: Covered>() -> Option<&'static Table> {
    let tables: &'static LazyLock<Vec<Table>> = &TABLES;
    let name = E::default();
    tables
        .iter()
        .find(|table| table.name == sea_orm::EntityName::table_name(&name))
}

/// Which columns differ between two seals of a row, as far as their checks say; none: they say nothing.
pub(crate) fn differ(table: &Table, one: &str, other: &str) -> Vec<&'static str> {
    let checks = |seal: &str| -> Vec<String> {
        let checks: Vec<char> = seal.chars().skip(DIGITS).collect();
        checks
            .chunks(CHECK)
            .map(|pair| pair.iter().collect())
            .collect()
    };
    let (one, other) = (checks(one), checks(other));
    let columns = table.columns.iter().enumerate();
    columns
        // A column that came later has no check in an older seal, and nothing stood there.
        .filter(|(at, _)| {
            let of = |checks: &[String]| checks.get(*at).map_or(NOTHING.to_owned(), Clone::clone);
            of(&one) != of(&other)
        })
        .map(|(_, (name, _))| *name)
        .collect()
}

#[cfg(test)]
/// Whether two seals are of the same row: the checks are only to say what differs.
pub(crate) fn same(one: &str, other: &str) -> bool {
    let hash = |seal: &str| seal.get(..DIGITS).map(str::to_owned);
    hash(one).is_some() && hash(one) == hash(other)
}

fn add(sha: &mut Sha256, part: &str) {
    sha.update(part.len().to_string());
    sha.update(":");
    sha.update(part);
}

fn hex(bytes: &[u8], digits: usize) -> String {
    let mut text: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    text.truncate(digits);
    text
}

#[cfg(test)]
mod tests {
    use crate::values::{LotId, TenderId};
    use entity::lot;
    use sea_orm::ColumnType;

    use super::*;
    use crate::values::Unit;

    fn row() -> lot::Model {
        lot::Model {
            id: LotId(7),
            tender_id: TenderId(3),
            number: 1,
            title: "House coal".to_owned(),
            unit: Unit::parse("tonne").unwrap(),
            no_award: None,
            no_award_reason: None,
            removed_at: None,
        }
    }

    /// Calculated separately from this code (`hashlib` in Python): what records carry must not change with how a column
    /// is typed.
    #[test]
    fn a_row_has_the_seal_that_it_always_had() {
        const ALWAYS: &str = "54e6a9d4ca5a92444fcedcc5f755e030c68905509af314b69b3d";
        // The three columns that came later have nothing in them.
        assert_eq!(of(&row()), format!("{ALWAYS}------------"));
        assert!(same(ALWAYS, &of(&row())));
    }

    #[test]
    fn every_column_of_a_row_counts_and_the_check_says_which() {
        let table = table_of::<lot::Entity>().unwrap();
        let before = of(&row());
        assert_eq!(before.len(), DIGITS + CHECK * table.columns.len());
        let changed = [
            ("number", lot::Model { number: 2, ..row() }),
            (
                "title",
                lot::Model {
                    title: "House  coal".to_owned(),
                    ..row()
                },
            ),
            (
                "unit",
                lot::Model {
                    unit: Unit::parse("litre").unwrap(),
                    ..row()
                },
            ),
        ];
        for (column, row) in changed {
            let after = of(&row);
            assert!(!same(&before, &after), "{column}");
            assert_eq!(differ(table, &before, &after), [column]);
        }
        assert!(same(&before, &of(&row())));
    }

    #[test]
    fn a_new_column_in_which_nothing_stands_changes_nothing() {
        let table = table_of::<lot::Entity>().unwrap();
        let texts: Vec<_> = [
            "7",
            "3",
            "1",
            "House coal",
            "tonne",
            "no_bids",
            "Nobody bid",
            "2026-12-01T09:00:00Z",
        ]
        .map(|it| Some(it.to_owned()))
        .into();
        let before = seal(table, &texts);
        let mut later = table.clone();
        later.columns.push(("sites", ColumnType::Text));
        let with = |more: Option<&str>| {
            let more = more.map(str::to_owned);
            seal(&later, &[texts.clone(), vec![more]].concat())
        };
        assert!(same(&before, &with(None)));
        assert_eq!(differ(&later, &before, &with(None)), [""; 0]);
        assert!(!same(&before, &with(Some("2"))));
        assert_eq!(differ(&later, &before, &with(Some("2"))), ["sites"]);
    }

    #[test]
    fn a_text_can_not_pass_for_two_columns() {
        let table = table_of::<lot::Entity>().unwrap();
        let of = |texts: [&str; 5]| seal(table, &texts.map(|it| Some(it.to_owned())));
        assert!(!same(
            &of(["7", "3", "1", "a4:unit", "b"]),
            &of(["7", "3", "1", "a", "4:unitb"]),
        ));
    }

    #[test]
    fn covered_tables_have_columns_of_few_types() {
        for table in TABLES.iter() {
            for (name, kind) in &table.columns {
                let known = matches!(
                    kind,
                    ColumnType::BigInteger
                        | ColumnType::Integer
                        | ColumnType::Boolean
                        | ColumnType::String(_)
                        | ColumnType::Text
                        | ColumnType::Date
                        | ColumnType::TimestampWithTimeZone
                );
                assert!(known, "{}.{name}: {kind:?}", table.name);
            }
        }
    }
}
