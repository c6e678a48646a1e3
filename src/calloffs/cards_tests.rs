use super::super::rules::Part;
use super::*;
use crate::calloffs::service::CallOff;
use crate::discord::testing::shows;
use crate::testing::{t, tonne};
use crate::values::{AuthorityId, CallOffId, ContractYear, LotId, TenderId, UnitPrice};

fn part(quantity: i64, price: &str) -> Part {
    Part {
        quantity: Quantity::from_thousandths(quantity),
        price: UnitPrice::parse(price).unwrap(),
    }
}

/// ABW's 20 tonnes of the story.
fn twenty() -> Done {
    Done {
        tender_id: TenderId(1),
        reference: "SF-2027-01".to_owned(),
        title: "Solid fuel 2027–2029".to_owned(),
        lot: "House coal".to_owned(),
        unit: tonne(),
        supplier: "Cwm Fuels Ltd".to_owned(),
        authority: "ABW".to_owned(),
        authority_name: "Aberwen County Council".to_owned(),
        officer: "Megan Howell".to_owned(),
        stand: vec![part(18_250, "147.50"), part(1_750, "143.25")],
        moved: None,
        call_off: CallOff {
            id: CallOffId(4),
            lot_id: LotId(1),
            authority_id: AuthorityId(1),
            year: ContractYear::new(1).unwrap(),
            quantity: t("20"),
            parts: vec![part(18_250, "147.50"), part(1_750, "143.25")],
            deliver_on: chrono::NaiveDate::from_ymd_opt(2027, 7, 1),
            site: Some("Depot *2*\n# Yard".to_owned()),
            order_number: Some("@here 7".to_owned()),
            corrects: None,
            by_user: 9,
            at: "2027-05-01T10:00:00Z".parse().unwrap(),
        },
        cost: Money::from_pence(294_256),
        stands: t("20"),
        declared_left: Some(t("0")),
        ceiling_left: None,
    }
}

fn london(shown: &Done, saving: Option<Saving>) -> String {
    done(shown, saving, chrono_tz::Europe::London, Lang::English).content()
}

#[test]
fn a_call_off_shows_its_price_by_band_its_saving_and_what_is_left() {
    assert_eq!(
        london(&twenty(), Some(Saving::Of(Money::from_pence(41_744)))),
        "**Called off (ordered): SF-2027-01, House coal** for ABW\nCall-off `4`: 20 tonnes from Cwm Fuels Ltd\n\
         Price: 18.25 tonnes at £147.50, 1.75 tonnes at £143.25, **£2,942.56** altogether\n\
         Saving against the price paid before: £417.44\nDeliver on: <t:1814439600:D>\n\
         Site: Depot \\*2\\* # Yard\nOrder number: @\u{200b}here 7\n\
         Contract year 1: 0 tonnes left of what was declared\n\
         griffin tells the supplier nothing: send them the order."
    );
}

#[test]
fn without_a_baseline_there_is_no_saving() {
    let mut done = twenty();
    done.declared_left = None;
    done.ceiling_left = Some(t("1193.5"));
    let text = london(&done, Some(Saving::NoBaseline));
    assert!(
        text.contains("\nSaving: not known, as no price paid before (the baseline) was declared\n"),
        "{text}"
    );
    assert!(
        text.contains(
            "Contract year 1: nothing was declared\nLeft under the contract's ceiling: 1,193.5 tonnes\n"
        ),
        "{text}"
    );
    assert!(!london(&done, None).contains("Saving"));
}

#[test]
fn a_correction_says_what_stands_and_what_it_took_back() {
    let mut done = twenty();
    done.call_off.id = CallOffId(7);
    done.call_off.corrects = Some(CallOffId(4));
    done.call_off.quantity = Quantity::from_thousandths(-1_750);
    done.call_off.parts = vec![part(-1_750, "143.25")];
    done.stands = t("18.25");
    done.stand = vec![part(18_250, "147.50")];
    done.cost = Money::from_pence(-25_069);
    done.declared_left = Some(Quantity::from_thousandths(-500));
    let text = london(&done, None);
    assert!(
        text.starts_with(
            "**Corrected: SF-2027-01, House coal** for ABW\nCall-off `4`: 18.25 tonnes from Cwm Fuels Ltd\n\
             That is 1.75 tonnes less than before\n\
             Change in the price: -1.75 tonnes at £143.25, **-£250.69** altogether"
        ),
        "{text}"
    );
    assert!(
        text.contains("Contract year 1: 0.5 tonnes more than was declared\n"),
        "{text}"
    );
    // All of it, after it was once corrected upwards.
    done.call_off.quantity = Quantity::from_thousandths(-25_000);
    done.call_off.parts = vec![part(-5_000, "143.25"), part(-20_000, "143.25")];
    done.stands = Quantity::ZERO;
    let text = london(&done, None);
    assert!(
        text.contains(
            "\nCall-off `4` is taken back: nothing of it is ordered from Cwm Fuels Ltd any more\n\
             That is 25 tonnes less than before\nChange in the price: -25 tonnes at £143.25, "
        ),
        "{text}"
    );
}

fn listed(lines: usize, count: u64) -> Listed {
    let done = twenty();
    let line = Line {
        authority: "ABW".to_owned(),
        lot: "House *coal*".to_owned(),
        unit: tonne(),
        cost: done.cost,
        may_correct: true,
        call_off: CallOff {
            corrects: Some(CallOffId(3)),
            site: Some("_".repeat(200)),
            ..done.call_off
        },
    };
    Listed {
        tender_id: TenderId(1),
        reference: "SF-2027-01".to_owned(),
        lot_id: None,
        authority_id: Some(AuthorityId(1)),
        lines: vec![line; lines],
        page: 0,
        count,
    }
}

#[test]
fn a_page_says_which_it_is_and_what_comes_next() {
    let (title, text) = list_text(&listed(1, 21), Lang::English);
    assert_eq!(title, "**SF-2027-01: 21 call-offs (orders)**, page 1 of 2");
    assert_eq!(
        text,
        format!(
            "`4` <t:1809165600:d> ABW: 20 tonnes of House \\*coal\\*, £2,942.56, corrects `3`, to {}…, order @\u{200b}here 7",
            "\\_".repeat(39)
        )
    );
}

#[test]
fn a_full_page_keeps_every_line() {
    let (_, text) = list_text(&listed(20, 50), Lang::English);
    assert!(limits::length(&text) <= limits::EMBED_DESCRIPTION);
    assert_eq!(text.lines().count(), 20, "{text}");
}

#[test]
fn an_empty_page_says_why() {
    assert_eq!(
        list(&listed(0, 0), Lang::English).content(),
        "There are no call-offs (orders) under SF-2027-01 that you can see."
    );
    assert_eq!(
        list(&listed(0, 21), Lang::English).content(),
        "There are only 2 pages of call-offs (orders) under SF-2027-01."
    );
}

#[test]
fn a_balance_shows_what_the_person_may_see() {
    let mut lot = LotBalance {
        lot_id: LotId(2),
        lot: "Smokeless #fuel".to_owned(),
        unit: tonne(),
        declared: Some(t("310")),
        called_off: t("200"),
        left: Some(t("110")),
        ceiling: Some(t("1200")),
        headroom: None,
        price: None,
        next_band: None,
        called_off_by_all: Some(t("206.5")),
        ceiling_left: Some(t("993.5")),
    };
    assert_eq!(
        of_lot(&lot, Lang::English),
        "**Smokeless #fuel**\nDeclared 310 tonnes, called off 200 tonnes: 110 tonnes left of what was declared\n\
         Called off by everybody in the contract year: 206.5 tonnes\nCeiling for the whole contract: 1,200 tonnes, 993.5 tonnes of it left"
    );
    (
        lot.declared,
        lot.left,
        lot.called_off_by_all,
        lot.ceiling_left,
    ) = (None, None, None, None);
    assert_eq!(
        of_lot(&lot, Lang::English),
        "**Smokeless #fuel**\nNothing declared, called off 200 tonnes\nCeiling for the whole contract: 1,200 tonnes"
    );
    lot.ceiling = None;
    assert!(of_lot(&lot, Lang::English).ends_with("\nNo ceiling"));
}

#[test]
fn a_form_fits_and_fills_in_the_only_lot() {
    let long = [(1, "House coal".to_owned()), (2, "é".repeat(200))];
    let form = serde_json::to_value(form(
        TenderId(i64::MAX),
        Some(AuthorityId(i64::MAX)),
        "SF-2027-01-LONGEST-1",
        &long,
        None,
        Lang::English,
    ))
    .unwrap();
    assert!(limits::length(form["title"].as_str().unwrap()) <= limits::FORM_TITLE);
    let id: CustomId = form["custom_id"].as_str().unwrap().parse().unwrap();
    assert_eq!(
        (id.kind.as_str(), id.rows()),
        (FORM, Ok(vec![i64::MAX, i64::MAX]))
    );
    let inputs = form["components"].as_array().unwrap();
    assert_eq!(inputs.len(), limits::FORM_INPUTS);
    for row in inputs {
        let input = &row["components"][0];
        assert!(limits::length(input["label"].as_str().unwrap()) <= limits::INPUT_LABEL);
        assert!(
            limits::length(input["placeholder"].as_str().unwrap_or(""))
                <= limits::INPUT_PLACEHOLDER
        );
    }
    let one = serde_json::to_value(super::form(
        TenderId(1),
        None,
        "SF-2027-01",
        &long[..1],
        None,
        Lang::English,
    ))
    .unwrap();
    assert_eq!(one["components"][0]["components"][0]["value"], "House coal");
}

#[test]
fn call_offs_and_a_balance_read_well() {
    let mut twenty = twenty();
    twenty.call_off.site = Some("Depot 2, Station Road".to_owned());
    twenty.call_off.order_number = Some("PO-4471".to_owned());
    let saving = Some(Saving::Of(Money::from_pence(41_744)));
    let london = chrono_tz::Europe::London;
    shows!("call_off", |lang| done(&twenty, saving, london, lang));
    let mut corrected = twenty.clone();
    corrected.call_off.id = CallOffId(7);
    corrected.call_off.corrects = Some(CallOffId(4));
    corrected.call_off.quantity = Quantity::from_thousandths(-1_750);
    corrected.call_off.parts = vec![part(-1_750, "143.25")];
    corrected.stands = t("18.25");
    corrected.stand = vec![part(18_250, "147.50")];
    corrected.cost = Money::from_pence(-25_069);
    corrected.ceiling_left = Some(t("1193.5"));
    let no_baseline = Some(Saving::NoBaseline);
    shows!("call_off_corrected", |lang| done(
        &corrected,
        no_baseline,
        london,
        lang
    ));
    let lot = |lot: &str, declared: Option<&str>, ceiling: Option<&str>| LotBalance {
        lot_id: LotId(1),
        lot: lot.to_owned(),
        unit: tonne(),
        declared: declared.map(t),
        called_off: t("200"),
        left: declared.map(|it| t(it).checked_sub(t("200")).unwrap()),
        ceiling: ceiling.map(t),
        headroom: None,
        price: None,
        next_band: None,
        called_off_by_all: Some(t("206.5")),
        ceiling_left: ceiling.map(|it| t(it).checked_sub(t("206.5")).unwrap()),
    };
    let of_both = Balance {
        tender_id: TenderId(1),
        reference: "SF-2027-01".to_owned(),
        authority: "GLA".to_owned(),
        year: ContractYear::new(1).unwrap(),
        lots: vec![
            lot("House coal", None, None),
            lot("Smokeless fuel", Some("310"), Some("1200")),
        ],
    };
    shows!("balance", |lang| balance(&of_both, lang));
    let page = listed(2, 21);
    shows!("call_off_list", |lang| list(&page, lang));
}

/// The custom ids of a row's buttons, or of its menu.
fn ids(rows: &[CreateActionRow]) -> Vec<Vec<String>> {
    let of = |row: &CreateActionRow| {
        let row = serde_json::to_value(row).unwrap();
        let ids = row["components"].as_array().unwrap().iter();
        ids.map(|it| it["custom_id"].as_str().unwrap().to_owned())
            .collect()
    };
    rows.iter().map(of).collect()
}

/// A page on which so many orders, of so many lines, are the person's own.
fn page(orders: usize, lines: usize, count: u64) -> Listed {
    let mut page = listed(lines, count);
    for (number, line) in (10..).zip(page.lines.iter_mut().take(orders)) {
        line.call_off.id = CallOffId(number);
        line.call_off.corrects = None;
    }
    page
}

#[test]
fn each_of_a_few_orders_has_its_buttons_and_of_many_one_is_chosen() {
    let rows = |page: &Listed| {
        ids(&righting::rows(
            page,
            |it| choice(it, Lang::English),
            Lang::English,
        ))
    };
    let few = rows(&page(5, 6, 6));
    assert_eq!(few.len(), 5);
    assert_eq!(few[0], ["v1:calloff.correct:1-10", "v1:calloff.undo:1-10"]);
    assert_eq!(rows(&page(6, 6, 6)), [["v1:calloff.choose:1"]]);
    assert_eq!(
        rows(&page(20, 20, 50)),
        [["v1:calloff.choose:1"], ["v1:calloff.turn:1-0-1-1"]]
    );
    // Corrections have none of their own, and neither has what is another's.
    assert!(rows(&page(0, 6, 6)).is_empty());
    let mut others = page(2, 2, 2);
    others
        .lines
        .iter_mut()
        .for_each(|it| it.may_correct = false);
    assert!(rows(&others).is_empty());
    let mut middle = page(1, 20, 50);
    middle.page = 1;
    assert_eq!(
        rows(&middle)[1],
        ["v1:calloff.turn:1-0-1-0", "v1:calloff.turn:1-0-1-2"]
    );
}

#[test]
fn the_order_is_text_that_can_be_sent_and_always_fits() {
    assert_eq!(
        order::order(&twenty(), Lang::English),
        "```\nTo: Cwm Fuels Ltd\nContract: SF-2027-01 Solid fuel 2027–2029\nItem: House coal\nQuantity: 20 tonnes\n\
         Price: 18.25 tonnes at £147.50, 1.75 tonnes at £143.25\nCost: £2,942.56 excluding VAT\n\
         Deliver on: 1 July 2027\nDeliver to: Depot *2* # Yard\nOrder number: @here 7\n\
         Ordered by: Aberwen County Council\nOfficer: Megan Howell\n```"
    );
    let mut long = twenty();
    let text = "`é\n".repeat(2_000);
    for it in [
        &mut long.lot,
        &mut long.title,
        &mut long.supplier,
        &mut long.authority_name,
        &mut long.officer,
    ] {
        it.clone_from(&text);
    }
    (long.call_off.site, long.call_off.order_number) = (Some(text.clone()), Some(text));
    long.stand = vec![part(1_750, "143.25"); 500];
    let shown = order::order(&long, Lang::English);
    assert!(limits::length(&shown) <= limits::EMBED_DESCRIPTION);
    assert_eq!(shown.matches('`').count(), 6);
    assert_eq!(shown.lines().count(), 13);
}

#[test]
fn the_form_says_what_is_left_and_what_the_next_unit_costs() {
    let lot = |lot: &str, left: Option<&str>, price: Option<&str>| LotBalance {
        lot_id: LotId(1),
        lot: lot.to_owned(),
        unit: tonne(),
        declared: None,
        called_off: t("0"),
        left: left.map(t),
        ceiling: None,
        headroom: None,
        price: price.map(|it| UnitPrice::parse(it).unwrap()),
        next_band: None,
        called_off_by_all: None,
        ceiling_left: None,
    };
    let balance = Balance {
        tender_id: TenderId(1),
        reference: "SF-2027-01".to_owned(),
        authority: "GLA".to_owned(),
        year: ContractYear::new(1).unwrap(),
        lots: vec![
            lot("House coal", Some("185.5"), Some("147.50")),
            lot("Smokeless fuel", None, None),
            lot("Peat", Some("-3"), None),
        ],
    };
    let lots: Vec<_> = (1..)
        .zip(&balance.lots)
        .map(|(number, it)| (number, it.lot.clone()))
        .collect();
    assert_eq!(
        quantity_hint(&lots, &balance, Lang::English),
        "1: 185.5 tonnes left, £147.50 per tonne; 2: tonnes, nothing declared; 3: 3 tonnes over"
    );
    assert_eq!(
        quantity_hint(&lots[..1], &balance, Lang::English),
        "185.5 tonnes left, £147.50 per tonne"
    );
}
