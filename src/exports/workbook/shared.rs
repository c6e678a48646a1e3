//! What the sheets of a tender share.

use rust_xlsxwriter::Worksheet;
use rust_xlsxwriter::utility::column_number_to_name as letters;

use super::sheet::{Sheet, formula, put, total_format};
use super::{Contents, Table};
use crate::ledger::{Fault, Result};
use crate::values::cell::Cell;
use crate::words::{Lang, say};

/// How wide a column of figures is, in characters.
pub(super) const FIGURES: u8 = 15;

pub(super) fn about(of: &Contents) -> String {
    format!("{} {}", of.tender.reference, of.tender.title)
}

pub(super) fn too_much() -> Fault {
    Fault::new("a total of an export does not fit")
}

/// A sheet's name as a formula has it.
pub(super) fn quoted(sheet: &str) -> String {
    format!("'{}'", sheet.replace('\'', "''"))
}

/// A table's rows under its header.
pub(super) fn plain(worksheet: &mut Worksheet, of: &Contents, table: Table) -> Result<Sheet> {
    let title = table.title().say(of.lang);
    let mut sheet = Sheet::begin(worksheet, &title, &table.columns(), &about(of), of.lang)?;
    for row in table.rows(of) {
        sheet.row(worksheet, &row)?;
    }
    sheet.end(worksheet)?;
    Ok(sheet)
}

/// The total of a column, two rows below the last.
pub(super) fn column_total(
    worksheet: &mut Worksheet,
    sheet: &Sheet,
    column: u16,
    lang: Lang,
    comes_to: &Cell,
) -> Result<()> {
    let row = sheet.next() + 1;
    let label = Cell::text(say!(lang, "exports-total"));
    put(worksheet, row, column - 1, &label, &total_format(&label))?;
    let letter = letters(column);
    let sum = format!("ROUND(SUM({letter}2:{letter}{}),2)", sheet.next().max(2));
    formula(
        worksheet,
        row,
        column,
        &sum,
        comes_to,
        &total_format(comes_to),
    )
}
