//! Which tables the record covers (design, section 3, rule 12): every row from which a figure, a right or a date comes
//! can be held against the entry that wrote it.

use std::sync::LazyLock;

use sea_orm::{ColumnTrait, ColumnType, EntityTrait, IdenStatic, Iterable, PrimaryKeyToColumn};

/// To which server a row belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Server {
    /// To the one in this column.
    In(&'static str),
    /// To that of the row of another covered table whose `id` is in this column.
    Of(&'static str, &'static str),
}

/// A table whose rows are written through the ledger alone, each with a hash of it in the entry of the change.
pub trait Covered: EntityTrait {
    /// To which server its rows belong.
    const SERVER: Server;
    /// Columns that no hash holds, each with the reason.
    const LEFT_OUT: &'static [(&'static str, &'static str)] = &[];
}

/// What the record has to know of a covered table.
#[derive(Clone, Debug)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// Its primary key.
    pub key: Vec<&'static str>,
    /// All of its columns but those left out, in the order of the entity; new ones come last.
    pub columns: Vec<(&'static str, ColumnType)>,
    /// Columns that no hash holds, each with the reason.
    pub left_out: &'static [(&'static str, &'static str)],
    /// To which server its rows belong.
    pub server: Server,
}

impl Table {
    fn of<E: Covered>() -> Self {
        let key = E::PrimaryKey::iter().map(|key| key.into_column().as_str());
        let held = |column: &E::Column| E::LEFT_OUT.iter().all(|(out, _)| *out != column.as_str());
        let columns = E::Column::iter().filter(held);
        Table {
            name: E::default().table_name(),
            key: key.collect(),
            columns: columns
                .map(|column| (column.as_str(), column.def().get_column_type().clone()))
                .collect(),
            left_out: E::LEFT_OUT,
            server: E::SERVER,
        }
    }
}

macro_rules! covered {
    ($($table:ident),* $(,)?) => {
        /// The tables that the record covers: what a row refers to comes before it.
        pub static TABLES: LazyLock<Vec<Table>> = LazyLock::new(|| vec![$(Table::of::<crate::$table::Entity>()),*]);
    };
}

covered![
    server,
    authority,
    mandate,
    forum,
    tender,
    lot,
    participation,
    amendment,
    entitled,
    next_round,
    requirement,
    shown_total,
    shown_part,
    indicative_band,
    award,
    award_band,
    variation,
    variation_band,
    call_off,
    call_off_part,
    call_off_total,
    call_off_sum,
    savings_target,
    tender_cost,
    reminder,
    webhook,
];

/// The tables that it does not cover, each with the reason.
pub const NOT_COVERED: [(&str, &str); 15] = [
    (
        "absence",
        "who is no longer in a server, as Discord says; their mandates stay",
    ),
    (
        "answer",
        "what an interaction came to, so that it is not done twice",
    ),
    ("choice", "of an earlier version; nothing reads it"),
    (
        "delivery",
        "messages on their way; what they say is read from the rows when they are sent",
    ),
    (
        "duty",
        "when griffin looks again; the dates themselves are in the rows of tenders and reminders",
    ),
    (
        "ledger_entry",
        "the record itself: each entry carries the hash of the one before it",
    ),
    (
        "ledger_head",
        "where the record ends: held against the entries",
    ),
    (
        "officer",
        "how a person wants to be written to; no figure, right or date comes from it",
    ),
    (
        "pending_command",
        "commands that wait for their giver to choose an authority, or to say yes",
    ),
    ("post", "where a card stands in Discord, as Discord says"),
    ("process", "which processes run"),
    ("restoration", "when a copy was put back"),
    ("shard", "which process keeps which connection"),
    ("write_check", "whether the database can be written"),
    ("seaql_migrations", "which steps the schema has taken"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_row_refers_to_comes_before_it() {
        for (at, table) in TABLES.iter().enumerate() {
            let known = |name: &str| table.columns.iter().any(|(column, _)| *column == name);
            match table.server {
                Server::In(column) => assert!(known(column), "{}", table.name),
                Server::Of(column, other) => {
                    assert!(known(column), "{}", table.name);
                    let before = TABLES.iter().take(at);
                    assert!(before.clone().any(|it| it.name == other), "{}", table.name);
                }
            }
        }
    }

    #[test]
    fn every_table_is_covered_or_there_is_a_reason() {
        let modules = include_str!("lib.rs");
        let modules = modules
            .lines()
            .filter_map(|line| line.strip_prefix("pub mod "));
        let modules = modules.map(|it| it.trim_end_matches(';'));
        for module in modules.filter(|it| *it != "covered") {
            let covered = TABLES.iter().any(|table| table.name == module);
            let left_out = NOT_COVERED.iter().any(|(name, _)| *name == module);
            assert!(covered != left_out, "{module}");
        }
    }

    #[test]
    fn a_column_is_left_out_with_a_reason_and_never_one_of_the_key() {
        for table in TABLES.iter() {
            for (column, reason) in table.left_out {
                assert!(!table.key.contains(column) && reason.len() > 10, "{column}");
            }
        }
    }
}
