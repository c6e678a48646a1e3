//! Which tables a statement names.

use std::collections::HashMap;
use std::sync::LazyLock;

use entity::covered::{NOT_COVERED, TABLES, Table};

/// A set of tables.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tables(u64);

/// Each table's place in the set: first those that the record covers, in their order.
static PLACES: LazyLock<HashMap<&'static str, usize>> = LazyLock::new(|| {
    let covered = TABLES.iter().map(|table| table.name);
    let others = NOT_COVERED.iter().map(|(name, _)| *name);
    let places = covered.chain(others).enumerate();
    places.map(|(place, name)| (name, place)).collect()
});

/// The place of this table; none: there is no such table.
pub(crate) fn place(name: &str) -> Option<usize> {
    PLACES.get(name).copied()
}

impl Tables {
    /// The one at this place.
    pub fn at(place: usize) -> Self {
        Tables(1 << place)
    }

    /// The one of this name; none, if there is no such table.
    pub fn of(name: &str) -> Self {
        place(name).map_or(Self::default(), Self::at)
    }

    /// Those of both.
    #[must_use]
    pub fn and(self, more: Self) -> Self {
        Tables(self.0 | more.0)
    }

    /// As bits, of which each is a table's.
    pub fn bits(self) -> u64 {
        self.0
    }

    /// As `bits` says.
    pub fn from_bits(bits: u64) -> Self {
        Tables(bits)
    }

    /// Whether some table is in both.
    pub fn meets(self, others: Self) -> bool {
        self.0 & others.0 != 0
    }

    /// Those that the record does not cover, and those of which it leaves columns out: they may change without an entry.
    #[must_use]
    pub fn uncovered(self) -> Self {
        let wholly = TABLES.iter().enumerate();
        let wholly = wholly.filter(|(_, table)| table.left_out.is_empty());
        let wholly = wholly.fold(0, |all, (place, _)| all | Tables::at(place).0);
        Tables(self.0 & !wholly)
    }

    /// Whether the record covers all of them.
    pub fn are_covered(self) -> bool {
        self.uncovered() == Self::default()
    }
}

/// What a statement does, as far as its words say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Named {
    /// Every table it names; a column of a table's name counts as the table.
    pub tables: Tables,
    /// The covered table that it writes.
    pub writes_covered: Option<&'static str>,
    /// Whether it only reads.
    pub reads: bool,
}

/// Looks through a statement's words. Whatever doesn't begin with SELECT writes, as far as we know.
pub(crate) fn named_in(sql: &str) -> Named {
    let mut words = sql
        .split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .filter(|word| !word.is_empty());
    let first = words.next().unwrap_or_default();
    let reads = first.eq_ignore_ascii_case("select");
    let mut tables = Tables::default();
    let mut target = None;
    for word in words {
        if let Some(place) = place(word) {
            tables = tables.and(Tables::at(place));
            target = target.or(Some(place));
        }
    }
    let target = target.filter(|_| !reads).and_then(|at| TABLES.get(at));
    let target = target.filter(|table| !sets_left_out_alone(sql, table));
    Named {
        tables,
        writes_covered: target.map(|table| table.name),
        reads,
    }
}

/// Whether a statement changes nothing of a table except columns that the record leaves out.
fn sets_left_out_alone(sql: &str, table: &Table) -> bool {
    let set = sql.split_once(" SET ").map(|(_, rest)| rest);
    let set = set.map(|rest| rest.split_once(" WHERE ").map_or(rest, |(set, _)| set));
    set.is_some_and(|set| {
        let words = set.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        let held = |word: &str| table.columns.iter().any(|(name, _)| *name == word);
        !words.into_iter().any(held)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_names_its_tables() {
        let read = named_in(r#"SELECT "lot"."id" FROM "lot" JOIN post ON post.id = 1"#);
        assert!(read.reads && read.writes_covered.is_none());
        assert_eq!(read.tables, Tables::of("lot").and(Tables::of("post")));
        assert!(!read.tables.are_covered());
        let write =
            named_in(r#"UPDATE "duty" SET "state" = $1 WHERE "id" IN (SELECT id FROM tender)"#);
        assert!(!write.reads && write.writes_covered.is_none());
        assert!(write.tables.meets(Tables::of("tender")));
        for sql in [
            r#"INSERT INTO "tender" ("id") VALUES (1)"#,
            "DELETE FROM tender",
            "with x as (select 1) update tender set title = ''",
        ] {
            assert_eq!(named_in(sql).writes_covered, Some("tender"), "{sql}");
        }
        assert!(Tables::of("tender").are_covered());
        let beside = r#"UPDATE "webhook" SET "last_sent_at" = $1 WHERE "webhook"."id" = $2"#;
        assert_eq!(named_in(beside).writes_covered, None);
        let both =
            r#"UPDATE "webhook" SET "last_sent_at" = $1, "name" = $2 WHERE "webhook"."id" = $3"#;
        assert_eq!(named_in(both).writes_covered, Some("webhook"));
    }

    #[test]
    fn every_table_has_a_place_of_its_own() {
        assert!(PLACES.len() <= 64);
        assert_eq!(PLACES.len(), TABLES.len() + NOT_COVERED.len());
    }
}
