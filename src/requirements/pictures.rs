//! What was declared, to look at: a value in, charts out.

use std::collections::BTreeMap;

use super::rules::by_year;
use super::service::{LotTotals, Shown};
use crate::pictures::{Chart, Kind, SERIES_MAX, Series};
use crate::tenders::service::{Lot, Who};
use crate::values::cell::Cell;
use crate::values::{AuthorityId, Quantity, Unit};
use crate::words::{Lang, say};

/// No more than this many pictures go with an answer: a phone shows them one below the other.
const CHARTS_MAX: usize = 3;

/// What was declared for the first contract year by lot, authority by authority where the person sees every one; lots of
/// one unit in one chart. Of two authorities or fewer there is nothing to look at.
pub fn by_lot(shown: &Shown, lang: Lang) -> Vec<Chart> {
    let mut by_unit: BTreeMap<&Unit, Vec<&LotTotals>> = BTreeMap::new();
    for totals in &shown.totals {
        by_unit.entry(&totals.lot.unit).or_default().push(totals);
    }
    let years = shown.totals.first().map_or(0, |it| it.years.len());
    let reference = shown.tender.reference.as_str();
    let charts = by_unit.into_iter().filter_map(|(unit, totals)| {
        let lots: Vec<&Lot> = totals.iter().map(|it| &it.lot).collect();
        let series = match shown.everything {
            true => by_authority(shown, &lots, years, lang),
            false => own_and_others(shown, &totals, years, lang),
        };
        (!series.is_empty()).then(|| Chart {
            kind: Kind::Stacked,
            name: format!("{reference}-declared"),
            title: match years {
                1 => say!(lang, "requirements-chart", reference),
                _ => say!(lang, "requirements-chart-first-year", reference),
            },
            unit: unit.plural().say(lang),
            categories: lots.iter().map(|it| it.title.clone()).collect(),
            series,
        })
    });
    charts.take(CHARTS_MAX).collect()
}

/// What an authority declared of a lot for the first contract year.
fn first_year(
    shown: &Shown,
    lot: &Lot,
    authority_id: AuthorityId,
    years: usize,
) -> Option<Quantity> {
    let of = shown
        .rows
        .iter()
        .map(|row| &row.requirement)
        .filter(|it| it.lot_id == lot.id && it.authority_id == authority_id);
    let years = u16::try_from(years).unwrap_or(u16::MAX);
    by_year(of.map(|it| (it.year, it.expected)), years)
        .get(&1)
        .copied()
}

fn by_authority(shown: &Shown, lots: &[&Lot], years: usize, lang: Lang) -> Vec<Series> {
    let mut whose: Vec<&Who> = Vec::new();
    for row in &shown.rows {
        if !whose.iter().any(|it| it.id == row.who.id) {
            whose.push(&row.who);
        }
    }
    let mut all: Vec<(Quantity, &Who, Vec<Option<Quantity>>)> = whose
        .into_iter()
        .map(|who| {
            let of: Vec<_> = lots
                .iter()
                .map(|lot| first_year(shown, lot, who.id, years))
                .collect();
            let sum = Quantity::checked_sum(of.iter().flatten().copied());
            (sum.unwrap_or_default(), who, of)
        })
        .filter(|(sum, ..)| !sum.is_zero())
        .collect();
    // The greatest first, so that what is left for "others" is small.
    all.sort_by(|one, other| {
        other
            .0
            .cmp(&one.0)
            .then(one.1.short_name.cmp(&other.1.short_name))
    });
    let rest = all.split_off(all.len().min(SERIES_MAX));
    let cells = |of: Vec<Option<Quantity>>| {
        let cells = of.into_iter().map(|it| Cell::of(it, Cell::Quantity));
        cells.collect::<Vec<_>>()
    };
    let mut series: Vec<Series> = all
        .into_iter()
        .map(|(_, who, of)| Series {
            name: who.short_name.clone(),
            values: cells(of),
            against: false,
        })
        .collect();
    if !rest.is_empty() {
        let sum = |at: usize| Quantity::checked_sum(rest.iter().filter_map(|(.., of)| of[at]));
        series.push(Series {
            name: say!(lang, "requirements-chart-more", count = rest.len()),
            values: cells((0..lots.len()).map(sum).collect()),
            against: false,
        });
    }
    series
}

/// One's own, and what is left of the total where that may be seen.
fn own_and_others(shown: &Shown, totals: &[&LotTotals], years: usize, lang: Lang) -> Vec<Series> {
    let mut own: Vec<&Who> = Vec::new();
    for row in shown.rows.iter().filter(|row| row.own) {
        if !own.iter().any(|it| it.id == row.who.id) {
            own.push(&row.who);
        }
    }
    let (mut mine, mut others) = (Vec::new(), Vec::new());
    for of in totals {
        let declared = own
            .iter()
            .filter_map(|who| first_year(shown, &of.lot, who.id, years));
        let declared = Quantity::checked_sum(declared).unwrap_or_default();
        let total = of
            .years
            .first()
            .and_then(|it| it.total)
            .map(|it| it.expected);
        mine.push(Cell::Quantity(declared));
        others.push(Cell::of(
            total.and_then(|total| total.checked_sub(declared)),
            Cell::Quantity,
        ));
    }
    if others.iter().all(|it| *it == Cell::Empty) {
        return Vec::new();
    }
    let named = |name: String, values| Series {
        name,
        values,
        against: false,
    };
    let mut series = vec![named(say!(lang, "requirements-chart-others"), others)];
    if !own.is_empty() {
        let names: Vec<&str> = own.iter().map(|it| it.short_name.as_str()).collect();
        series.insert(0, named(names.join(", "), mine));
    }
    series
}
