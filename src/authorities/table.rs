//! A register as CSV text: read line by line, each with its number.

use super::rules::{Registration, Typed, fold};
use crate::intake;
use crate::values::Refusal;
use crate::words::{Text, text};

/// The most bytes of a table.
pub const BYTES_MAX: usize = 256 * 1024;
/// The most lines below the header: there are some 400 councils in the United Kingdom.
pub const ROWS_MAX: usize = 1_000;
/// The columns, in the order in which they are shown to people; the first three must be there.
pub const HEADER: [&str; 8] = [
    "name",
    "kind",
    "region",
    "short_name",
    "address",
    "email",
    "identifier",
    "name_cy",
];
const NEEDED: usize = 3;
/// What published lists call these columns, where they have none of that very name.
const USUAL: [(&str, usize); 9] = [
    ("official_name", 0),
    ("organisation", 0),
    ("authority", 0),
    ("type", 1),
    ("local_authority_type_name", 1),
    ("authority_type", 1),
    ("email_address", 5),
    ("ppon", 6),
    ("welsh_name", 7),
];
/// How many columns that are passed over are named, each with so many characters.
const PASSED_OVER: (usize, usize) = (12, 40);

/// A line of the table and its number in the file.
#[derive(Clone)]
pub struct Line {
    /// Its number, from 1; the header's is usually 1.
    pub number: u64,
    /// What is in it, or what is wrong with it.
    pub read: Result<Registration, Vec<Refusal>>,
}

/// A table: its lines, and the columns that are passed over, as the header names them.
#[derive(Clone)]
pub struct Table {
    /// The lines below the header.
    pub lines: Vec<Line>,
    /// The names of columns that say nothing of an authority's entry.
    pub passed_over: Vec<String>,
}

/// Reads a table: comma, semicolon or tab between columns, the header in any order and case.
///
/// # Errors
/// It is too big, isn't UTF-8, lacks a column, or has nothing below its header.
pub fn read(bytes: &[u8]) -> Result<Table, Refusal> {
    if bytes.len() > BYTES_MAX {
        let (given, most) = (bytes.len().div_ceil(1024), BYTES_MAX / 1024);
        return Err(Refusal::new(
            text!("authorities-file-too-large", given),
            text!("authorities-file-too-large-help", most, lines = ROWS_MAX),
        ));
    }
    let text = std::str::from_utf8(bytes).map_err(|_| {
        Refusal::new(
            text!("authorities-not-utf8"),
            text!("authorities-not-utf8-help"),
        )
    })?;
    // One kind of line end, so that lines can be counted.
    let text = text
        .trim_start_matches('\u{feff}')
        .replace("\r\n", "\n")
        .replace('\r', "\n");
    let first = text.trim_start().lines().next().unwrap_or_default();
    let delimiter = [b',', b';', b'\t']
        .into_iter()
        .find(|delimiter| first.contains(char::from(*delimiter)))
        .unwrap_or(b',');
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut records = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| {
            let error = error.to_string();
            Refusal::new(text!("authorities-unreadable", error), expected())
        })?;
        if record.iter().any(|cell| !cell.trim().is_empty()) {
            records.push((line_of(&text, &record), record));
        }
        if records.len() > ROWS_MAX + 1 {
            return Err(Refusal::new(
                text!("authorities-too-many-lines", most = ROWS_MAX),
                text!("authorities-too-many-lines-help"),
            ));
        }
    }
    let mut records = records.into_iter();
    let Some((_, header)) = records.next() else {
        return Err(Refusal::new(text!("authorities-file-empty"), expected()));
    };
    let (columns, passed_over) = columns(&header)?;
    let lines: Vec<Line> = records
        .map(|(number, record)| line(&columns, number, &record))
        .collect();
    if lines.is_empty() {
        return Err(Refusal::new(text!("authorities-only-a-header"), expected()));
    }
    Ok(Table { lines, passed_over })
}

fn expected() -> Text {
    text!("authorities-file-help", header = HEADER.join(","))
}

/// The line on which a record begins; csv says where it began to look, which may be an empty line before.
fn line_of(text: &str, record: &csv::StringRecord) -> u64 {
    let looked = record.position().map_or(0, csv::Position::byte);
    let looked = usize::try_from(looked)
        .unwrap_or(text.len())
        .min(text.len());
    let (before, after) = text.as_bytes().split_at(looked);
    let breaks = |bytes: &[u8]| bytes.iter().filter(|b| **b == b'\n').count();
    let empty = after.iter().take_while(|b| **b == b'\n').count();
    (breaks(before) + empty + 1) as u64
}

/// Which of [`HEADER`] each column is, none for those that are passed over, and what these are called.
fn columns(header: &csv::StringRecord) -> Result<(Vec<Option<usize>>, Vec<String>), Refusal> {
    let named = |cell: &str| fold(cell).replace([' ', '-'], "_");
    let exact = |cell: &str| HEADER.iter().position(|name| *name == named(cell));
    let mut columns: Vec<Option<usize>> = Vec::new();
    for cell in header {
        let column = exact(cell);
        if column.is_some() && columns.contains(&column) {
            let twice = text!("authorities-column-twice", column = named(cell));
            return Err(Refusal::new(twice, expected()));
        }
        columns.push(column);
    }
    let mut passed_over = Vec::new();
    for (place, cell) in header.iter().enumerate() {
        if columns[place].is_some() {
            continue;
        }
        let usual = USUAL.iter().find(|(name, _)| *name == named(cell));
        let usual = usual.map(|(_, column)| *column);
        match usual.filter(|column| !columns.contains(&Some(*column))) {
            Some(column) => columns[place] = Some(column),
            None if cell.trim().is_empty() => {}
            None => passed_over.push(cell.chars().take(PASSED_OVER.1).collect()),
        }
    }
    for (column, name) in HEADER.iter().enumerate().take(NEEDED) {
        if !columns.contains(&Some(column)) {
            return Err(Refusal::new(
                text!("authorities-column-missing", column = *name),
                expected(),
            ));
        }
    }
    passed_over.truncate(PASSED_OVER.0);
    Ok((columns, passed_over))
}

fn line(columns: &[Option<usize>], number: u64, record: &csv::StringRecord) -> Line {
    let more = record.iter().skip(columns.len());
    let more = more.filter(|cell| !cell.trim().is_empty()).count();
    if more > 0 {
        let wrong = Refusal::new(
            text!(
                "authorities-more-cells",
                more = record.len() - columns.len()
            ),
            text!("authorities-more-cells-help"),
        );
        return Line {
            number,
            read: Err(vec![wrong]),
        };
    }
    let too_long = |(column, cell): (&Option<usize>, &str)| {
        let name = HEADER[(*column)?];
        let most = intake::CELL_TOLD;
        intake::is_too_long(cell).then(|| {
            Refusal::new(
                text!("authorities-cell-too-long", column = name, most),
                Text::default(),
            )
        })
    };
    let long: Vec<Refusal> = columns.iter().zip(record).filter_map(too_long).collect();
    if !long.is_empty() {
        return Line {
            number,
            read: Err(long),
        };
    }
    let cell = |wanted: usize| -> Option<String> {
        let place = columns.iter().position(|column| *column == Some(wanted))?;
        record.get(place).map(str::to_owned)
    };
    let typed = Typed {
        name: cell(0).unwrap_or_default(),
        kind: cell(1).unwrap_or_default(),
        region: cell(2).unwrap_or_default(),
        short_name: cell(3),
        role_id: None,
        address: cell(4),
        email: cell(5),
        identifier: cell(6),
        name_cy: cell(7),
    };
    Line {
        number,
        read: typed.read(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::plan;
    use super::*;
    use proptest::prelude::*;

    fn placed(text: &str) -> Result<Vec<(Registration, String)>, Refusal> {
        let plan = plan::of(&[], &[], read(text.as_bytes())?);
        match plan.wrong[..] {
            [] => Ok(plan.added),
            _ => Err(plan.all_wrong()),
        }
    }

    #[test]
    fn a_table_that_is_none_is_refused_with_what_would_be_right() {
        let many = format!("name,kind,region\n{}", "A,other,R\n".repeat(ROWS_MAX + 1));
        for (text, wrong) in [
            ("", "is empty"),
            ("\n\n  \n", "is empty"),
            ("name,kind,region\n", "nothing below"),
            ("name,kind\nA,other", "The column “region” is missing"),
            (
                "name,kind,region,Name\nA,other,R,B",
                "“name” is there twice",
            ),
            (many.as_str(), "more than 1000 lines"),
        ] {
            let refusal = placed(text).unwrap_err();
            assert!(refusal.wrong.to_string().contains(wrong), "{refusal}");
            assert!(!refusal.help.is_empty());
        }
        let most = format!("name,kind,region\n{}", "A,other,R\n".repeat(ROWS_MAX));
        assert_eq!(read(most.as_bytes()).map(|it| it.lines.len()), Ok(ROWS_MAX));
        let big = vec![b'x'; BYTES_MAX + 1];
        assert!(
            read(&big)
                .err()
                .unwrap()
                .help
                .to_string()
                .contains("256 KiB")
        );
        assert!(
            read(b"name,kind,region\nSir F\xf4n,other,R")
                .err()
                .unwrap()
                .help
                .to_string()
                .contains("UTF-8")
        );
    }

    #[test]
    fn columns_of_published_lists_are_understood_or_passed_over() {
        let text = "local-authority-code,Official-Name,name,Type,region,gss,\n\
                    LDS,ignored,Leeds City Council,Metropolitan district,Yorkshire and The Humber,E08,";
        let table = read(text.as_bytes()).unwrap();
        assert_eq!(
            table.passed_over,
            ["local-authority-code", "Official-Name", "gss"]
        );
        let read = table.lines[0].read.clone().unwrap();
        assert_eq!(read.name, "Leeds City Council");
        assert_eq!(read.kind, super::super::rules::Kind::Metropolitan);
        let text = "official-name;local-authority-type-name;region;Welsh name\nCaerdydd;Unitary authority;Wales;Caerdydd";
        let read = super::read(text.as_bytes()).unwrap().lines[0]
            .read
            .clone()
            .unwrap();
        assert_eq!(
            (read.name.as_str(), read.name_cy.as_deref()),
            ("Caerdydd", Some("Caerdydd"))
        );
    }

    #[test]
    fn lines_are_counted_as_an_editor_counts_them() {
        for line_end in ["\n", "\r\n", "\r"] {
            let text = [
                "",
                "name,kind,region,address",
                "A,guild,R,",
                "",
                "",
                "B,guild,R,\"x",
                "y\"",
                "C,guild,R,",
                " ",
                "D,other,R,",
                "E,guild,R,",
            ];
            let refusal = placed(&text.join(line_end)).unwrap_err();
            let said = refusal.wrong.to_string();
            let numbers: Vec<&str> = said
                .lines()
                .filter_map(|line| line.strip_prefix("Line ")?.split(':').next())
                .collect();
            assert_eq!(numbers, ["3", "6", "8", "11"], "{line_end:?}");
        }
    }

    #[test]
    fn a_cell_of_a_book_is_named() {
        let long = "x".repeat(200_000);
        let refused = placed(&format!("name,kind,region\nA,other,R\n{long},other,R")).unwrap_err();
        let named = "Line 3: The cell in “name” has more than 2,000 characters.";
        assert!(refused.wrong.to_string().ends_with(named), "{refused}");
    }

    #[test]
    fn every_wrong_line_is_named_even_of_many() {
        let mut text = "name,kind,region".to_owned();
        for number in 2..=40 {
            let kind = if number == 30 { "other" } else { "guild" };
            text.push_str(&format!("\nBody {number},{kind},R"));
        }
        let refusal = placed(&text).unwrap_err();
        assert!(
            refusal.wrong.to_string().starts_with("38 lines are wrong"),
            "{refusal}"
        );
        assert!(
            refusal
                .wrong
                .to_string()
                .contains("\nLine 2: “guild” isn't"),
            "{refusal}"
        );
        assert!(
            refusal.wrong.to_string().ends_with("–29, 31–40."),
            "{refusal}"
        );
        let said = refusal.wrong.to_string();
        let explained = said.lines().filter(|line| line.starts_with("Line "));
        let explained = explained.count();
        let from = explained + 2;
        assert!(
            refusal
                .wrong
                .to_string()
                .contains(&format!("\nThese lines are wrong too: {from}–29, 31–40.")),
            "{refusal}"
        );
        let one = placed("name,kind,region\nA,guild,R").unwrap_err();
        assert!(
            one.wrong.to_string().starts_with("1 line is wrong"),
            "{one}"
        );
    }

    #[test]
    fn the_worst_table_is_still_told_in_one_embed() {
        let mut text = "name,kind,region".to_owned();
        for number in 0..ROWS_MAX {
            let odd = "guild".repeat(20);
            let kind = if number % 2 == 0 { "other" } else { &odd };
            text.push_str(&format!("\nBody {number},{kind},R"));
        }
        assert!(placed(&text).unwrap_err().to_string().chars().count() < 4_000);
    }

    proptest! {
        #[test]
        fn reading_never_panics(bytes in any::<Vec<u8>>(), text in "(name|kind|region|other|,|;|\"|\n|\r| |A){0,40}") {
            let _ = read(&bytes);
            let _ = placed(&text);
        }

        #[test]
        fn what_is_placed_keeps_order_and_has_its_own_short_name(names in proptest::collection::vec("[A-Z][a-z]{1,3} [A-C][a-c]", 1..30)) {
            let text = format!("name,kind,region\n{}", names.iter().map(|n| format!("{n},other,R\n")).collect::<String>());
            let mut seen = std::collections::HashSet::new();
            let twice = names.iter().any(|name| !seen.insert(fold(name)));
            match placed(&text) {
                Ok(placed) => {
                    prop_assert!(!twice);
                    let order: Vec<&String> = placed.iter().map(|(r, _)| &r.name).collect();
                    prop_assert_eq!(order, names.iter().collect::<Vec<_>>());
                    let shorts: std::collections::HashSet<_> = placed.iter().map(|(_, s)| s).collect();
                    prop_assert_eq!(shorts.len(), names.len());
                }
                Err(_) => prop_assert!(twice),
            }
        }
    }
}
