//! A workbook that an officer filled in, as the CSV table that it stands for ([`super::table`]): line for line, so that
//! a line's number is its row. Whatever was handed in, no more is unpacked and kept than a table can have.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use calamine::{DataRef, Xlsx};
use zip::ZipArchive;

use super::table::{self, HEADER, LINES_MAX};
use crate::values::Refusal;

/// The most bytes that a workbook may unpack to: some fifty times what griffin's own has.
const UNPACKED_MAX: u64 = 16 * 1024 * 1024;
/// The last row that is read: the lines of a table, and as many empty ones between them.
const ROW_MAX: u32 = 2 * LINES_MAX as u32;
/// The last column that is read.
const COLUMN_MAX: u32 = 3 * HEADER.len() as u32;

/// Whether a file is a workbook: a ZIP archive, which no text begins like.
pub fn is_one(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

fn unreadable() -> Refusal {
    Refusal::new(
        "The workbook can't be read.",
        "Save it as an Excel workbook (.xlsx), or as CSV in UTF-8.",
    )
}

fn too_large() -> Refusal {
    Refusal::new(
        "The workbook holds more than a table of requirements can.",
        format!("Give at most {LINES_MAX} lines, in the sheet that /export tender made."),
    )
}

/// The table in a workbook: the sheet made for this authority, or else the only one that has the header of a table.
///
/// # Errors
/// It is no workbook, holds too much, or has no such sheet.
pub fn to_csv(bytes: &[u8], short_name: &str) -> Result<String, Refusal> {
    hold_small(bytes)?;
    let mut workbook: Xlsx<_> =
        calamine::open_workbook_from_rs(Cursor::new(bytes)).map_err(|_| unreadable())?;
    let names = calamine::Reader::sheet_names(&workbook);
    let own = table::sheet_name(short_name);
    if names.iter().any(|name| name.eq_ignore_ascii_case(&own)) {
        let name = names
            .into_iter()
            .find(|name| name.eq_ignore_ascii_case(&own));
        return Ok(csv(&rows(&mut workbook, &name.unwrap_or_default())?));
    }
    let mut tables = Vec::new();
    for name in names {
        let rows = rows(&mut workbook, &name)?;
        if has_header(&rows) {
            tables.push((name, rows));
        }
    }
    match &tables[..] {
        // One that was made for another authority is handed in for that one.
        [(name, _)] if name.starts_with(&table::sheet_name("")) => Err(Refusal::new(
            format!("The workbook has a sheet “{name}”, and none for {short_name}."),
            format!("Give the authority of the sheet as `as`, or name the sheet “{own}”."),
        )),
        [(_, rows)] => Ok(csv(rows)),
        [] => Err(Refusal::new(
            format!(
                "The workbook has no sheet “{own}”, and none with the columns lot and quantity."
            ),
            "Take one with /export tender while requirements are collected: it has a sheet to fill in.",
        )),
        _ => Err(Refusal::new(
            "The workbook has several sheets with the columns lot and quantity.",
            format!("Name the one that counts “{own}”."),
        )),
    }
}

/// Unpacks it once into nothing: what an archive says of its own size need not be so.
fn hold_small(bytes: &[u8]) -> Result<(), Refusal> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| unreadable())?;
    let mut left = UNPACKED_MAX;
    for at in 0..zip.len() {
        let file = zip.by_index(at).map_err(|_| unreadable())?;
        let unpacked = std::io::copy(&mut file.take(left + 1), &mut std::io::sink());
        left = left
            .checked_sub(unpacked.map_err(|_| unreadable())?)
            .ok_or_else(too_large)?;
    }
    Ok(())
}

type Rows = BTreeMap<u32, BTreeMap<u32, String>>;

/// The cells that are not empty; one at a time, since a sheet with a cell in its last corner is no large sheet.
fn rows(workbook: &mut Xlsx<Cursor<&[u8]>>, sheet: &str) -> Result<Rows, Refusal> {
    let mut rows = Rows::new();
    let mut cells = workbook
        .worksheet_cells_reader(sheet)
        .map_err(|_| unreadable())?;
    while let Some(cell) = cells.next_cell().map_err(|_| unreadable())? {
        let (row, column) = cell.get_position();
        let text = shown(cell.get_value());
        if text.trim().is_empty() {
            continue;
        }
        if row > ROW_MAX || column > COLUMN_MAX {
            return Err(too_large());
        }
        rows.entry(row).or_default().insert(column, text);
    }
    Ok(rows)
}

fn has_header(rows: &Rows) -> bool {
    let Some((_, header)) = rows.first_key_value() else {
        return false;
    };
    let has = |wanted: &str| {
        header
            .values()
            .any(|it| it.trim().eq_ignore_ascii_case(wanted))
    };
    has("lot") && has("quantity")
}

/// A cell as a person sees it: numbers with the fifteen digits that a workbook has (Excel's specifications and limits).
fn shown(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Float(number) => {
            let digits = format!("{number:.14e}");
            digits.parse::<f64>().unwrap_or(*number).to_string()
        }
        DataRef::Int(number) => number.to_string(),
        DataRef::Bool(yes) => (if *yes { "yes" } else { "no" }).to_owned(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            text.clone()
        }
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::DateTime(date) => date.to_string(),
        DataRef::Error(error) => error.to_string(),
        DataRef::Empty => String::new(),
    }
}

/// The rows as a CSV table, an empty line for an empty row.
fn csv(rows: &Rows) -> String {
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
    }
    text
}

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
        assert!(refused.wrong.contains("none for PFR"), "{refused}");
        assert!(to_csv(&bytes, "DYF").is_ok());
        let plain = workbook(&[("Sheet1", &[HEAD, &["House coal", "", "5"]])]);
        assert!(to_csv(&plain, "PFR").is_ok());
        let none = workbook(&[("Sheet1", &[&["fruit"]])]);
        assert!(
            to_csv(&none, "PFR")
                .unwrap_err()
                .help
                .contains("/export tender")
        );
    }

    #[test]
    fn what_unpacks_to_too_much_is_refused_before_it_is_kept() {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let options = zip::write::SimpleFileOptions::default();
        zip.start_file("xl/workbook.xml", options).unwrap();
        std::io::copy(&mut std::io::repeat(b' ').take(UNPACKED_MAX + 1), &mut zip).unwrap();
        let bytes = zip.finish().unwrap().into_inner();
        assert!(bytes.len() < 64 * 1024, "{}", bytes.len());
        assert_eq!(to_csv(&bytes, "ABW").unwrap_err(), too_large());
        let mut far = Workbook::new();
        let sheet = far.add_worksheet();
        sheet.write_string(0, 0, "lot").unwrap();
        sheet.write_string(1_048_575, 16_383, "x").unwrap();
        let bytes = far.save_to_buffer().unwrap();
        assert_eq!(to_csv(&bytes, "ABW").unwrap_err(), too_large());
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
