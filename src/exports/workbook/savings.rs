//! A tender's savings, by authority and by call-off.

use std::collections::BTreeSet;

use rust_xlsxwriter::Worksheet;

use super::fault::fault;
use super::shared::{FIGURES, about, column_total, quoted, too_much};
use super::sheet::{Sheet, format_of, formula, put, total_format};
use super::{Contents, Table};
use crate::ledger::Result;
use crate::values::cell::Cell;
use crate::values::{Exact, FinancialYear};
use crate::words::{Lang, Text, say, text};

fn by_call_off_title(lang: Lang) -> String {
    say!(lang, "exports-by-call-off-sheet")
}

/// Savings by authority and financial year, from the sheet beside it: its total is of the unrounded sum (design,
/// section 9).
pub(super) fn savings(worksheet: &mut Worksheet, of: &Contents) -> Result<()> {
    let saved = of.saved();
    let years: BTreeSet<FinancialYear> = saved.iter().map(|it| it.year).collect();
    let lang = of.lang;
    let mut columns = vec![(text!("exports-authority"), 20)];
    let named = years
        .iter()
        .map(|year| Text::verbatim(format!("{year} (£)")));
    columns.extend(named.map(|name| (name, FIGURES)));
    columns.push((text!("exports-all-years"), FIGURES));
    columns.push((text!("exports-without-baseline"), 20));
    let title = Table::Savings.title().say(lang);
    let sheet = Sheet::begin(worksheet, &title, &columns, &about(of), lang)?;
    let by_call_off = quoted(&by_call_off_title(lang));
    let (all_shown, no_baseline) = (
        say!(lang, "exports-all-shown"),
        say!(lang, "exports-no-baseline"),
    );
    let all = u16::try_from(years.len()).map_err(fault)? + 1;
    let buyers: BTreeSet<&str> = saved
        .iter()
        .map(|it| of.short_name(it.bought.authority_id))
        .collect();
    let mut row = sheet.next();
    for buyer in buyers.into_iter().map(Some).chain([None]) {
        let format = |cell: &Cell| match buyer {
            Some(_) => format_of(cell),
            None => total_format(cell),
        };
        let name = Cell::text(buyer.unwrap_or(&all_shown));
        put(worksheet, row, 0, &name, &format(&name))?;
        let whose = buyer.map_or_else(String::new, |_| format!(",{by_call_off}!C:C,$A{}", row + 1));
        let matching = |it: &&super::super::contents::Saved<'_>| {
            buyer.is_none_or(|buyer| of.short_name(it.bought.authority_id) == buyer)
        };
        let chosen = |year: Option<FinancialYear>| {
            let of_it = saved.iter().filter(matching);
            let parts = of_it.filter(|it| year.is_none_or(|year| it.year == year));
            parts.filter_map(|it| it.bought.saved()).collect::<Vec<_>>()
        };
        for (at, year) in (1..).zip(years.iter().map(|year| Some(*year)).chain([None])) {
            let parts = chosen(year);
            if parts.is_empty() {
                // Not nothing: it can't be told.
                let cell = Cell::text(&no_baseline);
                put(worksheet, row, at, &cell, &format(&cell))?;
                continue;
            }
            let sum = Exact::checked_sum(parts).and_then(|it| it.round());
            let cell = Cell::Amount(sum.ok_or_else(too_much)?);
            let of_year =
                year.map_or_else(String::new, |year| format!(",{by_call_off}!B:B,\"{year}\""));
            let sum = match (whose.as_str(), of_year.as_str()) {
                // The last row is this sheet's neighbour's own total, which must not be counted again.
                ("", "") => {
                    format!("ROUND(SUMIFS({by_call_off}!J:J,{by_call_off}!B:B,\"<>\"),2)")
                }
                _ => format!("ROUND(SUMIFS({by_call_off}!J:J{whose}{of_year}),2)"),
            };
            formula(worksheet, row, at, &sum, &cell, &format(&cell))?;
        }
        let without = saved
            .iter()
            .filter(matching)
            .filter(|it| it.bought.baseline.is_none())
            .map(|it| it.bought.price.times(it.bought.quantity));
        let without = without.collect::<Option<Vec<_>>>().ok_or_else(too_much)?;
        let without = Exact::checked_sum(without).and_then(|it| it.round());
        let cell = Cell::Amount(without.ok_or_else(too_much)?);
        put(worksheet, row, all + 1, &cell, &format(&cell))?;
        row += 1;
    }
    // As long as it is, it runs over the cells beside it.
    let note = say!(lang, "exports-savings-note");
    worksheet.write_string(row + 1, 0, note)?;
    Ok(())
}

/// Savings by call-off, with the total.
pub(super) fn by_call_off(worksheet: &mut Worksheet, of: &Contents) -> Result<()> {
    let table = Table::Savings;
    let title = by_call_off_title(of.lang);
    let mut sheet = Sheet::begin(worksheet, &title, &table.columns(), &about(of), of.lang)?;
    for mut row in table.rows(of) {
        let saving = row.pop().unwrap_or(Cell::Empty);
        let at = sheet.next();
        sheet.row(worksheet, &row)?;
        let line = at + 1;
        match saving {
            // No baseline: no figure, and no formula that would make it nothing.
            Cell::Empty => {}
            saving => {
                let sum = format!("(H{line}-I{line})*G{line}");
                formula(worksheet, at, 9, &sum, &saving, &format_of(&saving))?;
            }
        }
    }
    sheet.end(worksheet)?;
    let sum = Exact::checked_sum(of.saved().iter().filter_map(|it| it.bought.saved()));
    let sum = sum.and_then(|it| it.round()).ok_or_else(too_much)?;
    column_total(worksheet, &sheet, 9, of.lang, &Cell::Amount(sum))
}
