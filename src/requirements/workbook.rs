//! A workbook that an officer filled in, as the CSV table that it stands for ([`super::table`]): line for line, so that
//! a line's number is its row. Whatever was handed in, no more is unpacked and kept than a table can have.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{DataRef, Xlsx};

use super::table::{self, BYTES_MAX, COLUMNS_MAX, LINES_MAX, Place};
use super::weight::{self, too_large, unreadable};
use crate::intake;
use crate::values::Refusal;
use crate::values::text::fold;
use crate::words::{Lang, text};

/// The last row that is read: the lines of a table, and as many empty ones between them.
const ROW_MAX: usize = 2 * LINES_MAX;
/// The most sheets: griffin's own workbook has one for each authority that its officer acts for.
const SHEETS_MAX: usize = 64;

/// Whether a file is a workbook: a ZIP archive, which no text looks like at its beginning.
pub fn is_one(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

/// The table in a workbook: the sheet made for this authority, or else the only one that has the header of a table.
///
/// # Errors
/// It isn't a workbook, holds too much, or has no such sheet.
pub fn to_csv(bytes: &[u8], short_name: &str) -> Result<String, Refusal> {
    weight::check(bytes)?;
    let mut workbook: Xlsx<_> =
        calamine::open_workbook_from_rs(Cursor::new(bytes)).map_err(|_| unreadable())?;
    let names = calamine::Reader::sheet_names(&workbook);
    if names.len() > SHEETS_MAX {
        return Err(too_large());
    }
    let own = table::sheet_name(short_name);
    let is_own = |name: &&String| {
        Lang::ALL
            .map(|lang| own.say(lang))
            .iter()
            .any(|own| name.eq_ignore_ascii_case(own))
    };
    if let Some(name) = names.iter().find(is_own) {
        return csv(&rows(&mut workbook, name, true)?);
    }
    let mut tables = Vec::new();
    for name in names {
        let rows = rows(&mut workbook, &name, false)?;
        if has_header(&rows) {
            tables.push((name, rows));
        }
        if tables.len() > 1 {
            break;
        }
    }
    match &tables[..] {
        // One that was made for another authority is handed in for that one.
        [(name, _)] if is_of_some_authority(name) => Err(Refusal::new(
            text!(
                "requirements-sheet-of-another",
                sheet = name.as_str(),
                authority = short_name
            ),
            text!("requirements-sheet-of-another-help", own),
        )),
        [(_, rows)] => csv(rows),
        [] => Err(Refusal::new(
            text!("requirements-no-sheet", own),
            text!("requirements-no-sheet-help"),
        )),
        _ => Err(Refusal::new(
            text!("requirements-several-sheets"),
            text!("requirements-several-sheets-help", own),
        )),
    }
}

/// Whether a sheet was made for an authority to fill in: its name begins as theirs do.
fn is_of_some_authority(sheet: &str) -> bool {
    let begins = table::sheet_name("");
    Lang::ALL
        .iter()
        .any(|lang| sheet.starts_with(&begins.say(*lang)))
}

type Rows = BTreeMap<u32, BTreeMap<u32, String>>;

/// The cells that are not empty; one at a time, since a sheet with a cell in its last corner isn't a large sheet. Of a
/// sheet that need not be a table, and whose first row isn't a header of one, no more than that row.
///
/// # Errors
/// It is a table, and holds more than one can.
fn rows(workbook: &mut Xlsx<Cursor<&[u8]>>, sheet: &str, is_table: bool) -> Result<Rows, Refusal> {
    let mut rows = Rows::new();
    let (mut is_table, mut left) = (is_table, BYTES_MAX);
    let mut cells = workbook
        .worksheet_cells_reader(sheet)
        .map_err(|_| unreadable())?;
    while let Some(cell) = cells.next_cell().map_err(|_| unreadable())? {
        let (row, column) = cell.get_position();
        let text = shown(cell.get_value());
        if text.trim().is_empty() {
            continue;
        }
        is_table = is_table || has_header(&rows);
        match has_room(row, column, &text, left) {
            Ok(()) => {}
            Err(refusal) if is_table => return Err(refusal),
            Err(_) => break,
        }
        if !is_table && !rows.is_empty() && !rows.contains_key(&row) {
            break;
        }
        left -= text.len();
        rows.entry(row)
            .or_default()
            .insert(column, text.into_owned());
    }
    Ok(rows)
}

/// Whether a table has room for a cell, where so many bytes are left.
///
/// # Errors
/// It has none.
fn has_room(row: u32, column: u32, text: &str, left: usize) -> Result<(), Refusal> {
    let (row, column) = (row as usize, column as usize);
    if row > ROW_MAX || column >= COLUMNS_MAX {
        return Err(too_large());
    }
    if intake::is_too_long(text) {
        let place = Place::cell(row + 1, column);
        return Err(table::refuse(vec![(place, table::too_long())]));
    }
    match text.len() > left {
        true => Err(too_large()),
        false => Ok(()),
    }
}

fn has_header(rows: &Rows) -> bool {
    let Some((_, header)) = rows.first_key_value() else {
        return false;
    };
    let has = |wanted: &str| header.values().any(|it| fold(it) == wanted);
    has("lot") && has("quantity")
}

/// A cell as a person sees it: numbers with the fifteen digits that a workbook has (Excel's specifications and limits).
fn shown<'a>(value: &'a DataRef<'_>) -> Cow<'a, str> {
    match value {
        DataRef::Float(number) => {
            let digits = format!("{number:.14e}");
            let shown = digits.parse::<f64>().unwrap_or(*number);
            shown.to_string().into()
        }
        DataRef::Int(number) => number.to_string().into(),
        DataRef::Bool(yes) => (if *yes { "yes" } else { "no" }).into(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            text.into()
        }
        DataRef::SharedString(text) => (*text).into(),
        DataRef::DateTime(date) => date.to_string().into(),
        DataRef::Error(error) => error.to_string().into(),
        DataRef::Empty => "".into(),
    }
}

/// The rows as a CSV table, an empty line for an empty row.
///
/// # Errors
/// It has more bytes than a table can have.
fn csv(rows: &Rows) -> Result<String, Refusal> {
    let last = rows.last_key_value().map_or(0, |(row, _)| *row);
    let columns = rows.values().filter_map(|row| row.last_key_value());
    let columns = columns.map(|(column, _)| *column).max().unwrap_or_default();
    let mut text = String::new();
    for row in 0..=last {
        if let Some(row) = rows.get(&row) {
            let cells = (0..=columns).map(|at| {
                // A line break within a cell would be a line of its own.
                let cell = row.get(&at).map_or("", String::as_str);
                let cell = cell.replace(['\r', '\n'], " ");
                format!("\"{}\"", cell.replace('"', "\"\""))
            });
            text.push_str(&cells.collect::<Vec<_>>().join(","));
        }
        text.push('\n');
        if text.len() > BYTES_MAX {
            return Err(too_large());
        }
    }
    Ok(text)
}

#[cfg(test)]
#[path = "../../tests/whole/support/workbooks.rs"]
mod hostile;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rust_xlsxwriter::Workbook;

    use super::*;

    /// A workbook with these sheets: names, and rows of cells.
    fn workbook(sheets: &[(&str, &[&[&str]])]) -> Vec<u8> {
        let mut workbook = Workbook::new();
        for (name, rows) in sheets {
            let sheet = workbook.add_worksheet();
            sheet.set_name(*name).unwrap();
            for (at, row) in (0..).zip(*rows) {
                for (column, cell) in (0..).zip(*row) {
                    match cell.parse::<f64>() {
                        Ok(number) => sheet.write_number(at, column, number).unwrap(),
                        Err(_) => sheet.write_string(at, column, *cell).unwrap(),
                    };
                }
            }
        }
        workbook.save_to_buffer().unwrap()
    }

    const HEAD: &[&str] = &["lot", "year", "quantity", "baseline"];

    #[test]
    fn the_authoritys_own_sheet_is_read_and_its_rows_are_the_lines() {
        let bytes = workbook(&[
            ("Notes", &[&["lot", "quantity"], &["Other", "1"]]),
            (
                "Declare ABW",
                &[
                    HEAD,
                    &[],
                    &["House coal", "1", "0.3", "168"],
                    &["Peat \"fine\"\nor not", "", "", ""],
                ],
            ),
        ]);
        let csv = to_csv(&bytes, "ABW").unwrap();
        assert_eq!(
            csv,
            "\"lot\",\"year\",\"quantity\",\"baseline\"\n\n\"House coal\",\"1\",\"0.3\",\"168\"\n\
             \"Peat \"\"fine\"\" or not\",\"\",\"\",\"\"\n"
        );
        let lines = table::read(&csv).unwrap().lines;
        assert_eq!((lines.len(), lines[0].0), (1, 3));
    }

    #[test]
    fn one_of_another_authority_is_not_taken_for_this_one() {
        let bytes = workbook(&[("Declare DYF", &[HEAD, &["House coal", "", "5"]])]);
        let refused = to_csv(&bytes, "PFR").unwrap_err();
        assert!(
            refused.wrong.to_string().contains("none for PFR"),
            "{refused}"
        );
        assert!(to_csv(&bytes, "DYF").is_ok());
        let plain = workbook(&[("Sheet1", &[HEAD, &["House coal", "", "5"]])]);
        assert!(to_csv(&plain, "PFR").is_ok());
        let none = workbook(&[("Sheet1", &[&["fruit"]])]);
        assert!(
            to_csv(&none, "PFR")
                .unwrap_err()
                .help
                .to_string()
                .contains("/export tender")
        );
    }

    #[test]
    fn a_cell_in_the_last_corner_and_one_of_a_book_are_refused() {
        let mut far = Workbook::new();
        let sheet = far.add_worksheet();
        for (column, name) in (0..).zip(HEAD) {
            sheet.write_string(0, column, *name).unwrap();
        }
        sheet.write_string(1_048_575, 16_383, "x").unwrap();
        let bytes = far.save_to_buffer().unwrap();
        assert_eq!(to_csv(&bytes, "ABW").unwrap_err(), too_large());
        let long = "x".repeat(intake::CELL_MAX + 1);
        let bytes = workbook(&[("Declare ABW", &[HEAD, &["House coal", "1", "5", &long]])]);
        let refused = to_csv(&bytes, "ABW").unwrap_err();
        let named = "Line 2 (cell D2): It has more than 2,000 characters.";
        assert!(refused.wrong.to_string().ends_with(named), "{refused}");
        let fits = "x".repeat(intake::CELL_MAX);
        let bytes = workbook(&[("Declare ABW", &[HEAD, &["House coal", "1", "5", &fits]])]);
        assert!(to_csv(&bytes, "ABW").is_ok());
    }

    /// What is in sheets that aren't tables is nobody's business.
    #[test]
    fn a_sheet_that_is_no_table_may_hold_what_it_likes() {
        let long = "x".repeat(30_000);
        let wide = vec!["x"; 100];
        let bytes = workbook(&[
            ("Notes", &[&[&long]]),
            ("Wide", &[&wide]),
            ("Below", &[&["Some"], &[&long]]),
            ("Sheet1", &[HEAD, &["House coal", "", "5"]]),
        ]);
        assert!(to_csv(&bytes, "PFR").is_ok());
    }

    /// Each of them would have whoever opens it keep hundreds of MiB; `tests/whole/files.rs` looks at what is kept.
    #[test]
    fn no_hostile_workbook_is_read() {
        assert!(to_csv(&hostile::ordinary("ABW"), "ABW").is_ok());
        let heaviest = to_csv(&hostile::heaviest("ABW"), "ABW").unwrap_err();
        assert!(
            heaviest.wrong.to_string().contains("(cell A2)"),
            "it is opened"
        );
        for (what, bytes) in hostile::all("ABW") {
            assert!(bytes.len() <= BYTES_MAX, "{what}: {}", bytes.len());
            let named = |refused: &Refusal| {
                refused
                    .wrong
                    .to_string()
                    .contains("more than 2,000 characters")
            };
            let refused = to_csv(&bytes, "ABW").unwrap_err();
            assert!(
                refused == too_large() || named(&refused),
                "{what}: {refused}"
            );
            assert!(to_csv(&bytes, "BRY").is_err(), "{what}");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_and_no_broken_workbook_breaks_it(
            noise in prop::collection::vec(any::<u8>(), 0..200),
            at in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..20),
            end in any::<prop::sample::Index>(),
        ) {
            let _ = to_csv(&noise, "ABW");
            let mut bytes = workbook(&[("Declare ABW", &[HEAD, &["House coal", "1", "5", "168"]])]);
            for (index, byte) in at {
                let place = index.index(bytes.len());
                bytes[place] = byte;
            }
            let _ = to_csv(&bytes, "ABW");
            bytes.truncate(end.index(bytes.len()));
            let _ = to_csv(&bytes, "ABW");
        }
    }
}
