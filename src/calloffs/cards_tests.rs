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
        lot: "House coal".to_owned(),
        unit: tonne(),
        supplier: "Cwm Fuels Ltd".to_owned(),
        authority: "ABW".to_owned(),
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
         Contract year 1: 0 tonnes left of what was declared"
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
        text.ends_with(
            "Contract year 1: nothing was declared\nLeft under the contract's ceiling: 1,193.5 tonnes"
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
        text.ends_with("Contract year 1: 0.5 tonnes more than was declared"),
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
        call_off: CallOff {
            corrects: Some(CallOffId(3)),
            site: Some("_".repeat(200)),
            ..done.call_off
        },
    };
    Listed {
        tender_id: TenderId(1),
        reference: "SF-2027-01".to_owned(),
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
            "`4` <t:1809165600:d> ABW: 20 tonnes of House \\*coal\\*, £2,942.56, corrects `3`, to {}…, order @\u{200b}here 7\n\
             More: `/calloff list` with `page` 2",
            "\\_".repeat(39)
        )
    );
    assert!(!list_text(&listed(1, 20), Lang::English).1.contains("More"));
}

#[test]
fn a_full_page_keeps_every_line_and_the_hint() {
    let (_, text) = list_text(&listed(20, 50), Lang::English);
    assert!(limits::length(&text) <= limits::EMBED_DESCRIPTION);
    assert!(
        text.lines().count() == 21 && text.ends_with("`page` 2"),
        "{text}"
    );
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
