//! A sheet under one header.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Formula, Worksheet};

use super::fault::fault;
use crate::ledger::Result;
use crate::values::cell::Cell;
use crate::words::{Lang, Text, say};

/// ISO A4 (the paper sizes of ECMA-376).
const A4: u8 = 9;
/// Two lines of the header's text, in points.
const HEADER_HEIGHT: u8 = 30;
/// The header's colours: white on a blue that prints dark enough.
const HEADER: (Color, Color) = (Color::RGB(0x001F_4E79), Color::White);

/// The number format of a cell; none for texts.
fn number_format(cell: &Cell) -> Option<&'static str> {
    match cell {
        Cell::Empty | Cell::Text(_) => None,
        Cell::Count(_) => Some("0"),
        Cell::Quantity(_) => Some("#,##0.00#"),
        Cell::Price(_) => Some("£#,##0.00##"),
        Cell::Amount(_) => Some("£#,##0.00"),
        Cell::Exact(_) => Some("£#,##0.00#####"),
        Cell::Day(_) => Some("d mmm yyyy"),
        Cell::Moment(_) => Some("d mmm yyyy hh:mm"),
    }
}

pub(super) fn format_of(cell: &Cell) -> Format {
    let format = Format::new().set_align(FormatAlign::Top);
    let format = match cell {
        Cell::Day(_) | Cell::Moment(_) => format.set_align(FormatAlign::Left),
        _ => format,
    };
    match number_format(cell) {
        Some(number) => format.set_num_format(number),
        None => format.set_text_wrap(),
    }
}

/// As [`format_of`], for a total.
pub(super) fn total_format(cell: &Cell) -> Format {
    format_of(cell)
        .set_bold()
        .set_border_top(FormatBorder::Thin)
}

/// Writes a cell; a text stays a text, whatever it begins with.
pub(super) fn put(
    worksheet: &mut Worksheet,
    row: u32,
    column: u16,
    cell: &Cell,
    format: &Format,
) -> Result<()> {
    match cell {
        Cell::Empty => worksheet.write_blank(row, column, format)?,
        Cell::Text(text) => {
            // Excel's own limit of a cell is 32,767 characters; nothing that griffin keeps is as long.
            worksheet.write_string_with_format(row, column, text, format)?
        }
        Cell::Day(day) => {
            let text = day.format("%Y-%m-%d").to_string();
            let date = rust_xlsxwriter::ExcelDateTime::parse_from_str(&text)?;
            worksheet.write_datetime_with_format(row, column, &date, format)?
        }
        Cell::Moment(moment) => {
            let text = moment.format("%Y-%m-%dT%H:%M:%S").to_string();
            let date = rust_xlsxwriter::ExcelDateTime::parse_from_str(&text)?;
            worksheet.write_datetime_with_format(row, column, &date, format)?
        }
        number => {
            let digits = number.number().unwrap_or_default();
            // A workbook's numbers are binary ones: the nearest to the exact digits, which show the same.
            let nearest: f64 = digits.parse().map_err(fault)?;
            worksheet.write_number_with_format(row, column, nearest, format)?
        }
    };
    Ok(())
}

/// Writes a formula, with what it comes to.
pub(super) fn formula(
    worksheet: &mut Worksheet,
    row: u32,
    column: u16,
    formula: &str,
    comes_to: &Cell,
    format: &Format,
) -> Result<()> {
    let formula = Formula::new(formula).set_result(comes_to.number().unwrap_or_default());
    worksheet.write_formula_with_format(row, column, formula, format)?;
    Ok(())
}

/// A sheet that is being written, row by row.
pub(super) struct Sheet {
    columns: u16,
    next: u32,
}

impl Sheet {
    /// Names a worksheet, and writes its header.
    pub fn begin(
        worksheet: &mut Worksheet,
        title: &str,
        columns: &[(Text, u8)],
        about: &str,
        lang: Lang,
    ) -> Result<Self> {
        worksheet.set_name(title)?;
        print_well(worksheet, title, about, lang)?;
        let header = header_format();
        worksheet.set_row_height(0, HEADER_HEIGHT)?;
        for (at, (name, width)) in (0..).zip(columns) {
            worksheet.write_string_with_format(0, at, name.say(lang), &header)?;
            worksheet.set_column_width(at, *width)?;
        }
        worksheet.set_freeze_panes(1, 0)?;
        worksheet.set_repeat_rows(0, 0)?;
        let columns = u16::try_from(columns.len()).map_err(fault)?;
        Ok(Self { columns, next: 1 })
    }

    /// Which row comes next: the header is row 0.
    pub fn next(&self) -> u32 {
        self.next
    }

    pub fn row(&mut self, worksheet: &mut Worksheet, cells: &[Cell]) -> Result<()> {
        for (at, cell) in (0..).zip(cells) {
            put(worksheet, self.next, at, cell, &format_of(cell))?;
        }
        self.next += 1;
        Ok(())
    }

    /// Lets people filter it.
    pub fn end(&self, worksheet: &mut Worksheet) -> Result<()> {
        if self.next > 1 {
            worksheet.autofilter(0, 0, self.next - 1, self.columns - 1)?;
        }
        Ok(())
    }
}

fn header_format() -> Format {
    Format::new()
        .set_bold()
        .set_background_color(HEADER.0)
        .set_font_color(HEADER.1)
        .set_text_wrap()
        .set_align(FormatAlign::VerticalCenter)
}

/// Landscape on A4, as wide as one page, with the page's number and what it is of.
pub(super) fn print_well(
    worksheet: &mut Worksheet,
    title: &str,
    about: &str,
    lang: Lang,
) -> Result<()> {
    // `&` begins a code in a footer.
    let escaped = about.replace('&', "&&");
    let page = say!(lang, "exports-page", page = "&P", pages = "&N");
    worksheet
        .set_landscape()
        .set_paper_size(A4)
        .set_print_fit_to_pages(1, 0)
        .set_footer(format!("&L{escaped}: {title}&R{page}"));
    Ok(())
}
