//! The texts of cards, as they are sent.

use super::*;
use crate::discord::testing::shows;
use crate::requirements::rules::Total;
use crate::requirements::service::{Before, Row, YearTotal};
use crate::testing::values::{at, lot, requirement, tender, who};
use crate::values::LotId;
use crate::values::{Quantity, UnitPrice};

fn solid_fuel() -> Tender {
    Tender {
        title: "Solid *fuel*".into(),
        respond_by: at("2026-11-02T09:00:00Z"),
        ..tender()
    }
}

fn dyf() -> Who {
    who(3, "DYF", "Dyffryn Vale")
}

#[test]
fn what_was_declared_is_read_back_whole_and_harmless() {
    let mut now = requirement(LotId(1), EVERY_YEAR, 1_310_500);
    now.committed = true;
    now.baseline = Some(UnitPrice::parse("255.50").unwrap());
    now.note = Some("@here **now**".into());
    let stated = Stated {
        lot: lot(1, "House coal"),
        requirement: now,
        before: Some(requirement(LotId(1), EVERY_YEAR, 290_000)),
    };
    let it = Declared {
        tender: solid_fuel(),
        who: dyf(),
        stated: vec![stated],
        late: false,
    };
    assert_eq!(
        declared(&it, Lang::English).content(),
        "**Declared** for Dyffryn Vale (DYF) in **SF-2027-01** Solid \\*fuel\\*:\n\
         - 1,310.5 tonnes of House coal, every contract year, committed (a promise to buy it), pays £255.50 per tonne now, \
         note: “@\u{200b}here \\*\\*now\\*\\*” (it was 290 tonnes)"
    );
}

#[test]
fn a_form_has_an_input_a_lot_with_what_was_declared() {
    let lots: Vec<Lot> = (1..=7).map(|n| lot(n, &"x".repeat(40))).collect();
    let own = [
        requirement(LotId(1), EVERY_YEAR, 96_250),
        requirement(LotId(2), 1, 5_000),
    ];
    let modal = serde_json::to_value(form(
        &solid_fuel(),
        &dyf(),
        &lots.iter().collect::<Vec<_>>(),
        &own,
        &[],
        Lang::English,
    ))
    .unwrap();
    assert_eq!(modal["custom_id"], "v1:requirement.form:7-3");
    assert_eq!(modal["title"], "SF-2027-01: what DYF needs");
    let rows = modal["components"].as_array().unwrap();
    assert_eq!(rows.len(), 5);
    let input = |n: usize| &rows[n]["components"][0];
    assert_eq!(
        (input(0)["custom_id"].as_str(), input(0)["value"].as_str()),
        (Some("1"), Some("96.25"))
    );
    assert_eq!(
        input(1)
            .get("value")
            .and_then(|v| v.as_str())
            .unwrap_or_default(),
        ""
    );
    for n in 0..5 {
        assert!(limits::length(input(n)["label"].as_str().unwrap()) <= limits::INPUT_LABEL);
        assert_eq!(input(n)["required"], false);
    }
}

#[test]
fn the_first_indicative_line_says_what_that_means() {
    let line = |number| Stated {
        lot: lot(number, "Peat"),
        requirement: requirement(LotId(number.into()), 1, 5_000),
        before: None,
    };
    let it = Declared {
        tender: solid_fuel(),
        who: dyf(),
        stated: vec![line(1), line(2)],
        late: true,
    };
    assert_eq!(
        declared(&it, Lang::English).content(),
        "**Declared** for Dyffryn Vale (DYF) in **SF-2027-01** Solid \\*fuel\\*, and marked as late:\n\
         - 5 tonnes of Peat, contract year 1, indicative (an estimate, not a promise)\n\
         - 5 tonnes of Peat, contract year 1, indicative"
    );
}

#[test]
fn answers_read_well() {
    let mut tender = solid_fuel();
    tender.title = "Solid fuel".into();
    let mut committed = requirement(LotId(1), EVERY_YEAR, 185_500);
    committed.committed = true;
    committed.baseline = Some(UnitPrice::parse("175.25").unwrap());
    committed.supplier_now = Some("Valley Coal".into());
    let mut smokeless = requirement(LotId(2), 1, 6_500);
    smokeless.at_least = Some(Quantity::from_thousandths(5_000));
    smokeless.at_most = Some(Quantity::from_thousandths(9_000));
    smokeless.note = Some("two bunkers".into());
    let lots = [lot(1, "House coal"), lot(2, "Smokeless fuel")];
    let of_lot = |id| lots.iter().find(|it| it.id == id).unwrap();
    let stated = |requirement: &Requirement, before| Stated {
        lot: of_lot(requirement.lot_id).clone(),
        requirement: requirement.clone(),
        before,
    };
    let declared_by = |late| Declared {
        tender: tender.clone(),
        who: dyf(),
        stated: vec![
            stated(&committed, Some(requirement(LotId(1), EVERY_YEAR, 150_000))),
            stated(&smokeless, None),
        ],
        late,
    };
    shows!("declared", |lang| declared(&declared_by(false), lang));
    shows!("declared_late", |lang| declared(&declared_by(true), lang));
    let year = |year, declared, total: Option<i64>| YearTotal {
        year,
        declared,
        total: total.map(|expected| Total {
            expected: Quantity::from_thousandths(expected),
            committed: Some(Quantity::from_thousandths(185_500)),
            declared,
        }),
    };
    let totals = |lot: &Lot, first, second| LotTotals {
        lot: lot.clone(),
        years: vec![first, second],
    };
    let row = |requirement: &Requirement| Row {
        who: dyf(),
        requirement: requirement.clone(),
        own: true,
    };
    let all = Shown {
        tender: tender.clone(),
        totals: vec![
            totals(
                &lots[0],
                year(1, 4, Some(713_750)),
                year(2, 4, Some(713_750)),
            ),
            totals(&lots[1], year(1, 2, None), year(2, 0, None)),
        ],
        rows: vec![row(&committed), row(&smokeless)],
        everything: false,
    };
    shows!("requirements_shown", |lang| shown(&all, lang));
    let nil = Ceased {
        tender: tender.clone(),
        who: dyf(),
        ceased: vec![committed.clone()],
        late: false,
    };
    shows!("nil_return", |lang| none(&nil, lang));
    let undeclared = lots.iter().find(|lot| lot.id != committed.lot_id);
    let before: Vec<Before> = undeclared
        .map(|lot| Before {
            lot_id: lot.id,
            earlier_lot: lot.id,
            reference: tender.reference.clone(),
            a_year: committed.expected,
        })
        .into_iter()
        .collect();
    shows!("form", |lang| form(
        &tender,
        &dyf(),
        &lots.iter().collect::<Vec<_>>(),
        std::slice::from_ref(&committed),
        &before,
        lang
    ));
}
