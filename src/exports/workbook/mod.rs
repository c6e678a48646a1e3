//! XLSX: typed cells, units in the headers, frozen headers, ready to print; texts are texts and never formulas. Totals
//! are formulas, with griffin's own figure beside them for programs that don't calculate.
//!
//! - `fault`: what goes wrong while one is written.
//! - `sheet`: a sheet under one header, its formats, and how it prints.
//! - `shared`: what the sheets of a tender share.
//! - `savings`: a tender's savings, by authority and by call-off.
//! - `tender`: a tender's workbook: summary, requirement schedule, call-offs, savings, timeline, sheets to fill in.

mod fault;
mod savings;
mod shared;
mod sheet;
mod tender;

use std::fs::File;
use std::io::Seek;

use rust_xlsxwriter::Workbook;

use self::fault::fault;
use self::sheet::Sheet;
use super::contents::Contents;
use super::tables::Table;
use crate::ledger::Result;
use crate::values::Refusal;
use crate::words::{Lang, text};

pub(super) use self::tender::tender;

/// The rows that a sheet can have (Excel's specifications and limits), without the header.
const ROWS: u32 = 1_048_575;

/// A region's workbook: takes tenders one after the other, row by row, so that memory stays the same however many there
/// are.
pub(super) struct RegionWorkbook {
    workbook: Workbook,
    sheets: Vec<(Table, Sheet)>,
}

impl RegionWorkbook {
    pub fn new(name: &str, lang: Lang) -> Result<Self> {
        let mut workbook = Workbook::new();
        let mut sheets = Vec::new();
        for table in Table::ALL {
            let worksheet = workbook.add_worksheet_with_constant_memory()?;
            let title = table.title().say(lang);
            let sheet = Sheet::begin(worksheet, &title, &table.columns(), name, lang)?;
            sheets.push((table, sheet));
        }
        Ok(Self { workbook, sheets })
    }

    pub fn add(&mut self, of: &Contents) -> Result<()> {
        for (at, (table, sheet)) in self.sheets.iter_mut().enumerate() {
            let worksheet = self.workbook.worksheet_from_index(at)?;
            for row in table.rows(of) {
                if sheet.next() > ROWS {
                    return Err(Refusal::new(
                        text!("exports-too-many-rows", most = ROWS, sheet = table.title()),
                        text!("exports-too-many-rows-help"),
                    )
                    .into());
                }
                sheet.row(worksheet, &row)?;
            }
        }
        Ok(())
    }

    /// The file, from its beginning.
    pub fn finish(mut self) -> Result<File> {
        for (at, (_, sheet)) in self.sheets.iter().enumerate() {
            sheet.end(self.workbook.worksheet_from_index(at)?)?;
        }
        save(self.workbook)
    }
}

fn save(mut workbook: Workbook) -> Result<File> {
    let mut file = tempfile::tempfile().map_err(fault)?;
    workbook.save_to_writer(&mut file)?;
    file.rewind().map_err(fault)?;
    Ok(file)
}
