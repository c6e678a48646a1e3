//! A tender as tables, each with one header: the same for CSV and for a region's workbook.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::contents::Contents;
use crate::awards::service::Change;
use crate::calloffs::rules::cost;
use crate::dossiers::service::Section;
use crate::requirements::rules::EVERY_YEAR;
use crate::tenders::service::Due;
use crate::values::cell::Cell;
use crate::words::{Text, say, text};

/// How wide the column of a card's line is, in characters.
const SECTION: u8 = 24;

/// One of the tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Table {
    Tenders,
    Lots,
    Declared,
    Requirements,
    CallOffs,
    Savings,
    Variations,
    Timeline,
}

impl Table {
    pub const ALL: [Self; 8] = [
        Self::Tenders,
        Self::Lots,
        Self::Declared,
        Self::Requirements,
        Self::CallOffs,
        Self::Savings,
        Self::Variations,
        Self::Timeline,
    ];

    /// The name of its sheet.
    pub fn title(self) -> Text {
        match self {
            Self::Tenders => text!("exports-tenders-sheet"),
            Self::Lots => text!("exports-lots-sheet"),
            Self::Declared => text!("exports-declared-sheet"),
            Self::Requirements => text!("exports-requirements-sheet"),
            Self::CallOffs => text!("exports-call-offs-sheet"),
            Self::Savings => text!("exports-savings-sheet"),
            Self::Variations => text!("exports-variations-sheet"),
            Self::Timeline => text!("exports-timeline-sheet"),
        }
    }

    /// The name of its file.
    pub const fn file(self) -> &'static str {
        match self {
            Self::Tenders => "tenders.csv",
            Self::Lots => "lots.csv",
            Self::Declared => "declared.csv",
            Self::Requirements => "requirements.csv",
            Self::CallOffs => "call_offs.csv",
            Self::Savings => "savings.csv",
            Self::Variations => "variations.csv",
            Self::Timeline => "timeline.csv",
        }
    }

    /// Its columns, each with its unit where that is not in a column of its own, and how wide it is in characters.
    pub fn columns(self) -> Vec<(Text, u8)> {
        let sections = Section::ALL.map(|section| (section.name(), SECTION));
        match self {
            Self::Tenders => [
                (text!("exports-tender"), 14),
                (text!("exports-title-of"), 36),
                (text!("exports-stage"), 18),
                (text!("exports-lead"), 10),
                (text!("exports-regions"), 28),
                (text!("exports-cpv"), 12),
                (text!("exports-regime"), 16),
                (text!("exports-invited"), 9),
                (text!("exports-answered-heading"), 10),
                (text!("exports-starts"), 14),
                (text!("exports-ends"), 14),
            ]
            .into_iter()
            .chain(sections)
            .collect(),
            Self::Lots => vec![
                (text!("exports-tender"), 14),
                (text!("exports-lot-number"), 8),
                (text!("exports-lot"), 28),
                (text!("exports-unit"), 10),
                (text!("exports-supplier"), 26),
                (text!("exports-price"), 28),
                (text!("exports-sme"), 7),
                (text!("exports-local"), 7),
                (text!("exports-ceiling-heading"), 13),
                (text!("exports-called-off-by-all"), 13),
            ],
            Self::Declared => vec![
                (text!("exports-tender"), 14),
                (text!("exports-lot"), 28),
                (text!("exports-unit"), 10),
                (text!("exports-contract-year"), 10),
                (text!("exports-authorities"), 12),
                (text!("exports-declared"), 14),
                (text!("exports-committed"), 14),
            ],
            Self::Requirements => vec![
                (text!("exports-tender"), 14),
                (text!("exports-lot"), 28),
                (text!("exports-unit"), 10),
                (text!("exports-authority"), 12),
                (text!("exports-contract-year"), 10),
                (text!("exports-quantity"), 13),
                (text!("exports-at-least"), 12),
                (text!("exports-at-most"), 12),
                (text!("exports-committed"), 14),
                (text!("exports-baseline"), 14),
                (text!("exports-supplier-now"), 24),
                (text!("exports-note"), 36),
                (text!("exports-late"), 7),
                (text!("exports-declared-at"), 19),
            ],
            Self::CallOffs => vec![
                (text!("exports-tender"), 14),
                (text!("exports-call-off"), 9),
                (text!("exports-placed"), 19),
                (text!("exports-authority"), 12),
                (text!("exports-lot"), 28),
                (text!("exports-unit"), 10),
                (text!("exports-contract-year"), 10),
                (text!("exports-quantity"), 13),
                (text!("exports-cost"), 16),
                (text!("exports-deliver-on"), 13),
                (text!("exports-site"), 24),
                (text!("exports-order-number"), 16),
                (text!("exports-corrects"), 16),
            ],
            Self::Savings => vec![
                (text!("exports-tender"), 14),
                (text!("exports-financial-year"), 11),
                (text!("exports-authority"), 12),
                (text!("exports-lot"), 28),
                (text!("exports-unit"), 10),
                (text!("exports-call-off"), 9),
                (text!("exports-quantity"), 13),
                (text!("exports-baseline"), 14),
                (text!("exports-price-paid"), 14),
                (text!("exports-saving"), 17),
            ],
            Self::Variations => vec![
                (text!("exports-tender"), 14),
                (text!("exports-lot"), 28),
                (text!("exports-varied"), 12),
                (text!("exports-from-day"), 14),
                (text!("exports-before"), 28),
                (text!("exports-from-then-on"), 28),
                (text!("exports-ground"), 28),
                (text!("exports-reason"), 36),
                (text!("exports-recorded-at"), 19),
            ],
            Self::Timeline => vec![
                (text!("exports-tender"), 14),
                (text!("exports-what"), 30),
                (text!("exports-day"), 14),
                (text!("exports-time"), 8),
            ],
        }
    }

    /// A tender's rows.
    pub fn rows(self, of: &Contents) -> Vec<Vec<Cell>> {
        match self {
            Self::Tenders => vec![tender(of)],
            Self::Lots => lots(of),
            Self::Declared => declared(of),
            Self::Requirements => requirements(of),
            Self::CallOffs => call_offs(of),
            Self::Savings => savings(of),
            Self::Variations => variations(of),
            Self::Timeline => timeline(of),
        }
    }
}

fn reference(of: &Contents) -> Cell {
    Cell::text(of.tender.reference.as_str())
}

/// A moment by the server's clocks.
fn moment(at: DateTime<Utc>, time_zone: Tz) -> Cell {
    Cell::Moment(at.with_timezone(&time_zone))
}

fn tender(of: &Contents) -> Vec<Cell> {
    let it = &of.tender;
    let mut cells = vec![
        reference(of),
        Cell::text(&it.title),
        Cell::text(it.stage.label().say(of.lang)),
        Cell::text(&of.lead.short_name),
        Cell::text(of.regions.join("; ")),
        Cell::of(it.category.as_deref(), Cell::text),
        Cell::text(it.regime.label().say(of.lang)),
        Cell::Count(of.responses.invited.into()),
        Cell::Count(of.responses.answered.into()),
        Cell::Day(it.starts),
        Cell::Day(it.ends),
    ];
    cells.extend(Section::ALL.map(|section| Cell::of(of.section(section), Cell::text)));
    cells
}

fn lots(of: &Contents) -> Vec<Vec<Cell>> {
    let row = |lot: &crate::tenders::service::Lot| {
        let award = of.award(lot.id);
        let price = award.as_ref().map(|award| match award.bands.as_slice() {
            [only] => Cell::Price(only.price),
            bands => {
                let bands = bands.iter().map(|it| {
                    let (from, price) = (Cell::Quantity(it.from), Cell::Price(it.price));
                    format!("{}:{}", from.plain(), price.plain())
                });
                // As it may be typed in `/tender award`.
                Cell::text(bands.collect::<Vec<_>>().join("; "))
            }
        });
        vec![
            reference(of),
            Cell::Count(lot.number.into()),
            Cell::text(&lot.title),
            Cell::text(lot.unit.as_str()),
            Cell::of(award.as_ref(), |it| Cell::text(&it.supplier)),
            price.unwrap_or(Cell::Empty),
            Cell::of(award.as_ref(), |it| Cell::yes(it.sme)),
            Cell::of(award.as_ref(), |it| Cell::yes(it.local)),
            Cell::of(award.as_ref().and_then(|it| it.ceiling), Cell::Quantity),
            Cell::of(of.called_off.get(&lot.id).copied(), Cell::Quantity),
        ]
    };
    of.lots.iter().map(row).collect()
}

fn declared(of: &Contents) -> Vec<Vec<Cell>> {
    let mut rows = Vec::new();
    for totals in &of.totals {
        rows.extend(totals.years.iter().map(|year| {
            vec![
                reference(of),
                Cell::text(&totals.lot.title),
                Cell::text(totals.lot.unit.as_str()),
                Cell::Count(year.year.into()),
                Cell::Count(year.declared.into()),
                Cell::of(year.total, |it| Cell::Quantity(it.expected)),
                Cell::of(year.total.and_then(|it| it.committed), Cell::Quantity),
            ]
        }));
    }
    rows
}

fn requirements(of: &Contents) -> Vec<Vec<Cell>> {
    let row = |row: &crate::requirements::service::Row| {
        let it = &row.requirement;
        let lot = of.lot(it.lot_id);
        vec![
            reference(of),
            Cell::of(lot, |lot| Cell::text(&lot.title)),
            Cell::of(lot, |lot| Cell::text(lot.unit.as_str())),
            Cell::text(&row.who.short_name),
            match it.year {
                EVERY_YEAR => Cell::text(say!(of.lang, "exports-every-year")),
                year => Cell::Count(year.into()),
            },
            Cell::Quantity(it.expected),
            Cell::of(it.at_least, Cell::Quantity),
            Cell::of(it.at_most, Cell::Quantity),
            Cell::yes(it.committed),
            Cell::of(it.baseline, Cell::Price),
            Cell::of(it.supplier_now.as_deref(), Cell::text),
            Cell::of(it.note.as_deref(), Cell::text),
            Cell::yes(it.late),
            moment(it.at, of.time_zone),
        ]
    };
    of.requirements.iter().map(row).collect()
}

fn call_offs(of: &Contents) -> Vec<Vec<Cell>> {
    let row = |it: &crate::calloffs::service::CallOff| {
        let lot = of.lot(it.lot_id);
        vec![
            reference(of),
            Cell::Count(it.id.into()),
            moment(it.at, of.time_zone),
            Cell::text(of.short_name(it.authority_id)),
            Cell::of(lot, |lot| Cell::text(&lot.title)),
            Cell::of(lot, |lot| Cell::text(lot.unit.as_str())),
            Cell::Count(it.year.get().into()),
            Cell::Quantity(it.quantity),
            // Rounded half up, once for each call-off (design, section 3, rule 7).
            Cell::of(cost(&it.parts).and_then(|it| it.round()), Cell::Amount),
            Cell::of(it.deliver_on, Cell::Day),
            Cell::of(it.site.as_deref(), Cell::text),
            Cell::of(it.order_number.as_deref(), Cell::text),
            Cell::of(it.corrects.map(i64::from), Cell::Count),
        ]
    };
    of.call_offs.iter().map(row).collect()
}

fn savings(of: &Contents) -> Vec<Vec<Cell>> {
    let row = |it: super::contents::Saved<'_>| {
        let lot = of.lot(it.bought.lot_id);
        vec![
            reference(of),
            Cell::text(it.year.to_string()),
            Cell::text(of.short_name(it.bought.authority_id)),
            Cell::of(lot, |lot| Cell::text(&lot.title)),
            Cell::of(lot, |lot| Cell::text(lot.unit.as_str())),
            Cell::Count(it.call_off.id.into()),
            Cell::Quantity(it.bought.quantity),
            Cell::of(it.bought.baseline, Cell::Price),
            Cell::Price(it.bought.price),
            Cell::of(it.bought.saved(), Cell::Exact),
        ]
    };
    of.saved().into_iter().map(row).collect()
}

fn variations(of: &Contents) -> Vec<Vec<Cell>> {
    let row = |varied: &crate::awards::service::Varied| {
        let it = &varied.variation;
        let unit = varied.lot.as_ref().map(|(_, unit)| unit);
        let told = |change: &Change| Cell::text(change.told(unit).say(of.lang));
        vec![
            reference(of),
            Cell::of(varied.lot.as_ref(), |(title, _)| Cell::text(title)),
            Cell::text(it.kind.label().say(of.lang)),
            Cell::Day(it.from),
            told(&varied.before),
            told(&it.change),
            Cell::text(it.grounded().say(of.lang)),
            Cell::text(&it.reason),
            moment(it.at, of.time_zone),
        ]
    };
    of.variations.iter().map(row).collect()
}

fn timeline(of: &Contents) -> Vec<Vec<Cell>> {
    let row = |it: &crate::tenders::service::Milestone| {
        let (day, time) = match it.due {
            Due::On(day) => (day, Cell::Empty),
            Due::At(at) => {
                let local = at.with_timezone(&of.time_zone);
                (
                    local.date_naive(),
                    Cell::text(local.format("%H:%M").to_string()),
                )
            }
        };
        vec![
            reference(of),
            Cell::text(it.what.say(of.lang)),
            Cell::Day(day),
            time,
        ]
    };
    of.milestones.iter().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::discord::testing::shows;
    use crate::words::Lang;

    #[test]
    fn the_headings_read_well() {
        let of = |table: Table, lang: Lang| {
            let columns = table.columns().into_iter();
            let columns: Vec<String> = columns.map(|(heading, _)| heading.say(lang)).collect();
            format!("{}: {}", table.title().say(lang), columns.join(" | "))
        };
        shows!("headings", |lang| Table::ALL
            .map(|table| of(table, lang))
            .join("\n"));
    }
}
