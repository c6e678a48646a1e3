//! A tender's workbook.

use std::fs::File;

use chrono::{DateTime, Utc};
use rust_xlsxwriter::utility::column_number_to_name as letters;
use rust_xlsxwriter::{Format, Workbook, Worksheet};

use super::savings::{by_call_off, savings};
use super::shared::{FIGURES, about, column_total, plain, quoted, too_much};
use super::sheet::{Sheet, format_of, formula, print_well, put, total_format};
use super::{Contents, Table, save};
use crate::ledger::Result;
use crate::requirements::rules::EVERY_YEAR;
use crate::requirements::service::{TABLE_HEADER, sheet_name};
use crate::tenders::service::Due;
use crate::values::cell::Cell;
use crate::values::{AuthorityId, Money, Quantity};
use crate::words::{Text, say, text};

/// A tender's workbook. `own` are the authorities that the person acts for: each gets a sheet to fill in, while
/// requirements are collected.
pub(in super::super) fn tender(
    of: &Contents,
    own: &[AuthorityId],
    now: DateTime<Utc>,
) -> Result<File> {
    let mut workbook = Workbook::new();
    summary(workbook.add_worksheet(), of, now)?;
    schedule(workbook.add_worksheet(), of)?;
    call_offs(workbook.add_worksheet(), of)?;
    savings(workbook.add_worksheet(), of)?;
    by_call_off(workbook.add_worksheet(), of)?;
    if !of.variations.is_empty() {
        plain(workbook.add_worksheet(), of, Table::Variations)?;
    }
    plain(workbook.add_worksheet(), of, Table::Timeline)?;
    for id in own {
        to_declare(workbook.add_worksheet(), of, *id)?;
    }
    save(workbook)
}

fn summary(worksheet: &mut Worksheet, of: &Contents, now: DateTime<Utc>) -> Result<()> {
    let (lang, title) = (of.lang, say!(of.lang, "exports-summary-sheet"));
    worksheet.set_name(&title)?;
    print_well(worksheet, &title, &about(of), lang)?;
    worksheet.set_column_width(0, 28)?;
    worksheet.set_column_width(1, 60)?;
    let it = &of.tender;
    let (answered, invited) = (of.responses.answered, of.responses.invited);
    let seen = match of.everything {
        true => say!(lang, "exports-sees-everything"),
        false => say!(lang, "exports-sees-own"),
    };
    let how_many = say!(lang, "exports-answered", answered, invited);
    let mut rows = vec![
        (text!("exports-tender"), Cell::text(it.reference.as_str())),
        (text!("exports-title-of"), Cell::text(&it.title)),
        (
            text!("exports-description"),
            Cell::of(it.description.as_deref(), Cell::text),
        ),
        (
            text!("exports-stage"),
            Cell::text(it.stage.label().say(lang)),
        ),
        (text!("exports-lead"), Cell::text(&of.lead.name)),
        (text!("exports-regions"), Cell::text(of.regions.join("; "))),
        (
            text!("exports-cpv"),
            Cell::of(it.category.as_deref(), Cell::text),
        ),
        (text!("exports-answered-heading"), Cell::text(how_many)),
    ];
    for (section, text) in &of.sections {
        rows.push((section.name(), Cell::text(text)));
    }
    for milestone in &of.milestones {
        let when = match milestone.due {
            Due::On(day) => Cell::Day(day),
            Due::At(at) => Cell::Moment(at.with_timezone(&of.time_zone)),
        };
        rows.push((milestone.what.clone(), when));
    }
    let exported = Cell::Moment(now.with_timezone(&of.time_zone));
    rows.push((text!("exports-included"), Cell::text(seen)));
    rows.push((text!("exports-made"), exported));
    rows.push((text!("exports-time-zone"), Cell::text(of.time_zone.name())));
    let label = Format::new().set_bold();
    for (row, (name, cell)) in (0..).zip(&rows) {
        worksheet.write_string_with_format(row, 0, name.say(lang), &label)?;
        let left = format_of(cell).set_align(rust_xlsxwriter::FormatAlign::Left);
        put(worksheet, row, 1, cell, &left)?;
    }
    Ok(())
}

/// By lot, authority and contract year, with totals; called off and left beside what was declared.
fn schedule(worksheet: &mut Worksheet, of: &Contents) -> Result<()> {
    let years = of.term.years();
    let lang = of.lang;
    let mut columns = vec![
        (text!("exports-lot"), 28),
        (text!("exports-unit"), 12),
        (text!("exports-authority"), 32),
    ];
    columns.extend((1..=years).map(|year| (text!("exports-year", year), FIGURES)));
    columns.extend([
        (text!("exports-whole-term"), FIGURES),
        (text!("exports-called-off"), FIGURES),
        (text!("exports-left"), FIGURES),
    ]);
    let title = say!(lang, "exports-schedule-sheet");
    let call_offs = quoted(&Table::CallOffs.title().say(lang));
    let sheet = Sheet::begin(worksheet, &title, &columns, &about(of), lang)?;
    let (first, term) = (3_u16, 3 + years);
    let (bought, left) = (term + 1, term + 2);
    let mut row = sheet.next();
    for lot in &of.lots {
        let from = row;
        let mut lot_total = vec![Quantity::ZERO; usize::from(years)];
        let mut lot_bought = Quantity::ZERO;
        for authority in &of.register {
            let declared = of.by_year(lot.id, authority.id);
            let bought_by = of
                .call_offs
                .iter()
                .filter(|it| it.lot_id == lot.id && it.authority_id == authority.id);
            let called_off =
                Quantity::checked_sum(bought_by.map(|it| it.quantity)).ok_or_else(too_much)?;
            if declared.is_none() && called_off.is_zero() {
                continue;
            }
            let declared = declared.unwrap_or_else(|| vec![Quantity::ZERO; usize::from(years)]);
            let whole = Quantity::checked_sum(declared.iter().copied()).ok_or_else(too_much)?;
            lot_bought = lot_bought.checked_add(called_off).ok_or_else(too_much)?;
            for (sum, of_year) in lot_total.iter_mut().zip(&declared) {
                *sum = sum.checked_add(*of_year).ok_or_else(too_much)?;
            }
            let texts = [&lot.title, lot.unit.as_str(), &authority.short_name].map(Cell::text);
            for (at, cell) in (0..).zip(&texts) {
                put(worksheet, row, at, cell, &format_of(cell))?;
            }
            for (at, quantity) in (first..).zip(&declared) {
                let cell = Cell::Quantity(*quantity);
                put(worksheet, row, at, &cell, &format_of(&cell))?;
            }
            let line = row + 1;
            let sum = format!("SUM({}{line}:{}{line})", letters(first), letters(term - 1));
            let cell = Cell::Quantity(whole);
            formula(worksheet, row, term, &sum, &cell, &format_of(&cell))?;
            let cell = Cell::Quantity(called_off);
            match of.call_offs.len() {
                0 => put(worksheet, row, bought, &cell, &format_of(&cell))?,
                last => {
                    // Not SUMIFS: there a title such as “>5 kg” or “Coal*” would be a condition.
                    let of = |column: char| format!("{call_offs}!{column}2:{column}{}", last + 1);
                    let (whose, lots, quantities) = (of('D'), of('E'), of('H'));
                    let sum =
                        format!("SUMPRODUCT(({lots}=A{line})*({whose}=C{line})*{quantities})");
                    formula(worksheet, row, bought, &sum, &cell, &format_of(&cell))?;
                }
            }
            let minus = format!("{}{line}-{}{line}", letters(term), letters(bought));
            let cell = Cell::Quantity(whole.checked_sub(called_off).ok_or_else(too_much)?);
            formula(worksheet, row, left, &minus, &cell, &format_of(&cell))?;
            row += 1;
        }
        total(worksheet, of, lot, row, from, &lot_total, lot_bought)?;
        row += 2;
    }
    Ok(())
}

/// A lot's total: by formula where the rows above are all there are, else as griffin tells it.
fn total(
    worksheet: &mut Worksheet,
    of: &Contents,
    lot: &crate::tenders::service::Lot,
    row: u32,
    from: u32,
    sums: &[Quantity],
    called_off: Quantity,
) -> Result<()> {
    let what = match of.everything {
        true => say!(of.lang, "exports-all-authorities"),
        false => say!(of.lang, "exports-all-authorities-total"),
    };
    let texts = [&lot.title, lot.unit.as_str(), what.as_str()].map(Cell::text);
    for (at, cell) in (0..).zip(&texts) {
        put(worksheet, row, at, cell, &total_format(cell))?;
    }
    let term = 3 + of.term.years();
    let totals = of.totals.iter().find(|it| it.lot.id == lot.id);
    let mut whole = Some(Quantity::ZERO);
    for (at, sum) in (3..).zip(sums) {
        let told = match of.everything {
            true => Some(*sum),
            false => {
                let of_year = totals.and_then(|it| it.years.get(usize::from(at - 3)));
                of_year.and_then(|it| it.total).map(|it| it.expected)
            }
        };
        whole = whole
            .zip(told)
            .and_then(|(one, other)| one.checked_add(other));
        let cell = Cell::of(told, Cell::Quantity);
        let column = letters(at);
        sum_or_value(worksheet, row, at, from, &column, &cell, of.everything)?;
    }
    let called_off = match of.everything {
        true => Some(called_off),
        false => of.called_off.get(&lot.id).copied(),
    };
    let left = whole
        .zip(called_off)
        .and_then(|(one, other)| one.checked_sub(other));
    for (at, quantity) in [(term, whole), (term + 1, called_off), (term + 2, left)] {
        let cell = Cell::of(quantity, Cell::Quantity);
        sum_or_value(worksheet, row, at, from, &letters(at), &cell, of.everything)?;
    }
    Ok(())
}

fn sum_or_value(
    worksheet: &mut Worksheet,
    row: u32,
    at: u16,
    from: u32,
    column: &str,
    cell: &Cell,
    by_formula: bool,
) -> Result<()> {
    let format = total_format(cell);
    if by_formula && row > from {
        let sum = format!("SUM({column}{}:{column}{row})", from + 1);
        return formula(worksheet, row, at, &sum, cell, &format);
    }
    put(worksheet, row, at, cell, &format)
}

fn call_offs(worksheet: &mut Worksheet, of: &Contents) -> Result<()> {
    let sheet = plain(worksheet, of, Table::CallOffs)?;
    let costs = of
        .call_offs
        .iter()
        .map(|it| crate::calloffs::rules::cost(&it.parts).and_then(|cost| cost.round()));
    let sum = costs
        .into_iter()
        .try_fold(Money::from_pence(0), |sum, cost| sum.checked_add(cost?));
    column_total(
        worksheet,
        &sheet,
        8,
        of.lang,
        &Cell::Amount(sum.ok_or_else(too_much)?),
    )
}

/// A sheet that an officer fills in and hands to `/requirement import`: what is declared, and an empty line for each
/// lot of which nothing is.
fn to_declare(worksheet: &mut Worksheet, of: &Contents, authority_id: AuthorityId) -> Result<()> {
    let title = sheet_name(of.short_name(authority_id)).say(of.lang);
    let columns = TABLE_HEADER.map(|name| match name {
        "lot" | "supplier_now" | "note" => (Text::verbatim(name), 28),
        name => (Text::verbatim(name), FIGURES),
    });
    let mut sheet = Sheet::begin(worksheet, &title, &columns, &about(of), of.lang)?;
    for lot in &of.lots {
        let declared: Vec<_> = of
            .requirements
            .iter()
            .map(|row| &row.requirement)
            .filter(|it| it.authority_id == authority_id && it.lot_id == lot.id)
            .collect();
        if declared.is_empty() {
            sheet.row(worksheet, &[Cell::text(&lot.title)])?;
        }
        for it in declared {
            let year = match it.year {
                EVERY_YEAR => Cell::Empty,
                year => Cell::Count(year.into()),
            };
            let row = [
                Cell::text(&lot.title),
                year,
                Cell::Quantity(it.expected),
                Cell::of(it.at_least, Cell::Quantity),
                Cell::of(it.at_most, Cell::Quantity),
                Cell::yes(it.committed),
                Cell::of(it.baseline, Cell::Price),
                Cell::of(it.supplier_now.as_deref(), Cell::text),
                Cell::of(it.note.as_deref(), Cell::text),
            ];
            sheet.row(worksheet, &row)?;
        }
    }
    Ok(())
}
