//! A table of requirements as a CSV file: read whole, or refused whole with every wrong line named.

use rust_xlsxwriter::utility::column_number_to_name;

use super::rules::Line;
use crate::intake;
use crate::values::Refusal;
use crate::values::text::fold;
use crate::words::{Text, text};

/// The columns; `lot` and `quantity` must be there, in any order.
pub const HEADER: [&str; 9] = [
    "lot",
    "year",
    "quantity",
    "at_least",
    "at_most",
    "committed",
    "baseline",
    "supplier_now",
    "note",
];
/// The name of the sheet that an authority fills in.
pub fn sheet_name(short_name: &str) -> Text {
    text!("requirements-sheet", authority = short_name)
}

/// The most bytes of a file, and of the table in it: 500 lines of a few hundred characters.
pub const BYTES_MAX: usize = 512 * 1024;
/// The most lines: 25 lots over 20 years.
pub const LINES_MAX: usize = 500;
/// The most columns, those without a name among them.
pub const COLUMNS_MAX: usize = 3 * HEADER.len();
/// How many wrong lines a refusal names.
const NAMED_MAX: usize = 10;

/// What to do about a wrong header.
fn header_help() -> Text {
    text!("requirements-header-help", columns = HEADER.join(","))
}

/// A table as it was read.
#[derive(Clone, Debug)]
pub struct Table {
    /// The lines, each with its number in the file.
    pub lines: Vec<(usize, Line)>,
    /// The columns as they stand there.
    columns: Vec<String>,
}

impl Table {
    /// Where something stands: `line 3`, and the cell where its column is known.
    pub fn place(&self, number: usize, column: Option<&str>) -> Place {
        place(&self.columns, number, column)
    }
}

fn place(columns: &[String], line: usize, column: Option<&str>) -> Place {
    let at = column.and_then(|name| columns.iter().position(|it| it == name));
    at.map_or(Place::line(line), |at| Place::cell(line, at))
}

/// A line of a table, and the number of the column that is meant, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    line: usize,
    column: Option<u16>,
}

impl Place {
    /// A line as a whole.
    pub fn line(line: usize) -> Self {
        Self { line, column: None }
    }

    /// A cell by its line and the number of its column, from 0; beyond a sheet's last it is the line as a whole.
    pub fn cell(line: usize, column: usize) -> Self {
        Self {
            line,
            column: u16::try_from(column).ok(),
        }
    }
}

impl Place {
    /// What is wrong there, with the place before it.
    fn says(self, what: &Text) -> Text {
        let line = self.line;
        match self.column {
            Some(column) => {
                let cell = format!("{}{line}", column_number_to_name(column));
                text!("requirements-cell", line, cell, what)
            }
            None => text!("requirements-line", line, what),
        }
    }
}

fn too_many_lines() -> Refusal {
    Refusal::new(
        text!("requirements-too-many-lines"),
        text!("requirements-too-many-lines-help", most = LINES_MAX),
    )
}

/// What is wrong with a cell that is longer than any is read.
pub fn too_long() -> Text {
    text!("requirements-cell-too-long", most = intake::CELL_TOLD)
}

/// Reads the lines, each with its number in the file. Commas or semicolons part the columns; lines without a quantity
/// are passed over, so that a sheet may be handed in half filled.
///
/// # Errors
/// The header lacks a column or has an unknown one, there is nothing in it or too much, or a line can't be read.
pub fn read(text: &str) -> Result<Table, Refusal> {
    if text.len() > BYTES_MAX {
        return Err(Refusal::new(
            text!("requirements-table-too-large"),
            text!("requirements-table-too-large-help", most = BYTES_MAX / 1024),
        ));
    }
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let first = text.lines().next().unwrap_or_default();
    let delimiter = if first.contains(';') && !first.contains(',') {
        b';'
    } else {
        b','
    };
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let header = reader
        .headers()
        .map_err(|_| Refusal::new(text!("requirements-not-csv"), header_help()))?;
    if header.len() > COLUMNS_MAX {
        let wrong = text!("requirements-too-many-columns", most = COLUMNS_MAX);
        return Err(Refusal::new(wrong, header_help()));
    }
    let header = header
        .iter()
        .map(|name| fold(name).replace([' ', '-'], "_"))
        .collect::<Vec<_>>();
    if let Some(unknown) = header.iter().find(|name| !HEADER.contains(&name.as_str())) {
        let column: String = unknown.chars().take(40).collect();
        return Err(Refusal::new(
            text!("requirements-column-unknown", column),
            header_help(),
        ));
    }
    let at = |wanted: &str| header.iter().position(|name| name == wanted);
    for needed in ["lot", "quantity"] {
        if at(needed).is_none() {
            return Err(Refusal::new(
                text!("requirements-column-missing", column = needed),
                header_help(),
            ));
        }
    }
    let mut lines = Vec::new();
    let mut wrong = Vec::new();
    let mut numbers = LineNumbers {
        text: &text,
        at: 0,
        line: 1,
    };
    for record in reader.records() {
        if wrong.len() > LINES_MAX {
            return Err(too_many_lines());
        }
        let record = record.map_err(|_| {
            Refusal::new(
                text!("requirements-file-unreadable"),
                text!("requirements-file-unreadable-help"),
            )
        })?;
        let number = numbers.of(record.position().map_or(0, csv::Position::byte));
        if record.len() > header.len() {
            wrong.push((Place::line(number), text!("requirements-more-cells")));
            continue;
        }
        if let Some(long) = record.iter().position(intake::is_too_long) {
            wrong.push((Place::cell(number, long), too_long()));
            continue;
        }
        let cell = |name: &str| {
            at(name)
                .and_then(|i| record.get(i))
                .filter(|c| !c.is_empty())
                .map(str::to_owned)
        };
        let Some(quantity) = cell("quantity") else {
            continue;
        };
        let committed = match cell("committed").map(|c| yes_or_no(&c)) {
            Some(None) => {
                let place = place(&header, number, Some("committed"));
                wrong.push((place, text!("requirements-yes-or-no")));
                continue;
            }
            said => said.flatten(),
        };
        let line = Line {
            lot: cell("lot").unwrap_or_default(),
            quantity,
            at_least: cell("at_least"),
            at_most: cell("at_most"),
            committed,
            year: cell("year"),
            baseline: cell("baseline"),
            supplier_now: cell("supplier_now"),
            note: cell("note"),
        };
        lines.push((number, line));
        if lines.len() > LINES_MAX {
            return Err(too_many_lines());
        }
    }
    if !wrong.is_empty() {
        return Err(refuse(wrong));
    }
    if lines.is_empty() {
        return Err(Refusal::new(text!("requirements-no-line"), header_help()));
    }
    Ok(Table {
        lines,
        columns: header,
    })
}

/// Counts lines: those that the csv crate gives are off by the empty lines before a record.
struct LineNumbers<'a> {
    text: &'a str,
    at: usize,
    line: usize,
}

impl LineNumbers<'_> {
    /// The line on which the record begins that was looked for from this byte on. Asked in order.
    fn of(&mut self, byte: u64) -> usize {
        let bytes = self.text.as_bytes();
        let from = usize::try_from(byte)
            .unwrap_or(bytes.len())
            .min(bytes.len());
        while self.at < bytes.len() && (self.at < from || bytes[self.at] == b'\n') {
            self.line += usize::from(bytes[self.at] == b'\n');
            self.at += 1;
        }
        self.line
    }
}

fn yes_or_no(text: &str) -> Option<bool> {
    match fold(text).as_str() {
        "yes" | "y" | "true" | "1" | "committed" => Some(true),
        "no" | "n" | "false" | "0" | "indicative" => Some(false),
        _ => None,
    }
}

/// The refusal of a whole table for its wrong lines: each with its number and what is wrong with it.
pub fn refuse(wrong: Vec<(Place, Text)>) -> Refusal {
    let count = wrong.len();
    let mut lines = vec![text!("requirements-lines-wrong", count)];
    let named = wrong.iter().take(NAMED_MAX);
    lines.extend(named.map(|(place, what)| place.says(what)));
    if count > NAMED_MAX {
        lines.push(text!("requirements-more-lines", more = count - NAMED_MAX));
    }
    Refusal::new(Text::lines(lines), text!("requirements-lines-wrong-help"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_a_table_with_semicolons_or_commas() {
        for text in [
            "lot,year,quantity,committed,baseline\nHouse coal,1,\"1,250.5\",yes,175.25\n\n2,,,no,\n2,,80,,270",
            "\u{feff}Lot;Year;Quantity;Committed;Baseline\r\nHouse coal;1;1,250.5;yes;175.25\r\n2;;;no;\r\n\r\n2;;80;;270\r\n",
        ] {
            let lines = read(text).unwrap().lines;
            assert_eq!(lines.len(), 2, "{text}");
            assert_eq!(lines[0].0, 2);
            assert_eq!(lines[0].1.quantity, "1,250.5");
            assert_eq!(
                (lines[0].1.committed, lines[0].1.year.as_deref()),
                (Some(true), Some("1"))
            );
            assert_eq!(
                (lines[1].1.lot.as_str(), lines[1].1.year.clone(), lines[1].0),
                ("2", None, 5)
            );
        }
    }

    #[test]
    fn reads_names_with_the_spaces_of_word_and_mail() {
        let text = "Lot\u{200b},quantity,at\u{a0}least,committed\nHouse\u{a0}coal,5,1,yes\u{202f}";
        let table = read(text).unwrap();
        let (_, line) = &table.lines[0];
        assert_eq!(
            (line.at_least.as_deref(), line.committed),
            (Some("1"), Some(true))
        );
    }

    #[test]
    fn names_what_is_wrong() {
        assert!(
            read("lot,amount\n1,2")
                .unwrap_err()
                .wrong
                .to_string()
                .contains("“amount”")
        );
        assert!(
            read("lot,year\n1,2")
                .unwrap_err()
                .wrong
                .to_string()
                .contains("no column “quantity”")
        );
        assert!(
            read("")
                .unwrap_err()
                .wrong
                .to_string()
                .contains("no column")
        );
        assert!(
            read("lot,quantity\n")
                .unwrap_err()
                .wrong
                .to_string()
                .contains("no line")
        );
        let refusal = read("lot,quantity,committed\n1,5,perhaps\n1,5,yes,more").unwrap_err();
        assert!(
            refusal
                .wrong
                .to_string()
                .contains("Line 2 (cell C2): Write yes or no")
                && refusal.wrong.to_string().contains("Line 3: It has more")
        );
        assert!(
            refuse(
                (1..=12)
                    .map(|n| (Place::line(n), Text::default()))
                    .collect()
            )
            .wrong
            .to_string()
            .ends_with("and 2 more.")
        );
    }

    #[test]
    fn no_more_is_kept_than_a_table_has() {
        let head = "lot,quantity,note\n";
        let cell = |count: usize| "x".repeat(count);
        let fits = cell(intake::CELL_MAX);
        assert!(read(&format!("{head}1,5,{fits}")).is_ok());
        let long = format!("{head}1,5,\n1,5,{}", cell(400_000));
        let refused = read(&long).unwrap_err();
        let named = "Line 3 (cell C3): It has more than 2,000 characters.";
        assert!(refused.wrong.to_string().ends_with(named), "{refused}");
        for (text, wrong) in [
            (
                format!("lot,quantity{}\n1,5", ",lot".repeat(100_000)),
                "more than 27 columns",
            ),
            (
                format!("{head}{}", "1,5\n".repeat(LINES_MAX + 1)),
                "too many lines",
            ),
            (
                format!("{head}{}", "1,5,,4\n".repeat(50_000)),
                "too many lines",
            ),
            (
                format!("{head}{}", "1,,\n".repeat(BYTES_MAX / 4)),
                "too large",
            ),
        ] {
            let refused = read(&text).unwrap_err();
            assert!(refused.wrong.to_string().contains(wrong), "{refused}");
            assert!(refused.to_string().len() < 1_000);
        }
        let most = format!("{head}{}", "1,5\n".repeat(LINES_MAX));
        assert_eq!(read(&most).unwrap().lines.len(), LINES_MAX);
    }

    proptest! {
        #[test]
        fn nothing_panics(text in any::<String>(), near in "(lot|quantity|year|,|;|\n|\"|1|5|yes|\u{feff}){0,20}") {
            let _ = read(&text);
            let _ = read(&format!("lot,quantity,committed\n{near}"));
            let _ = read(&near);
        }
    }
}
