use proptest::prelude::*;

use super::*;
use crate::testing::{date, t, tonne};

fn parts(of: &[(&str, &str)]) -> Vec<Part> {
    let part = |(quantity, price): &(&str, &str)| Part {
        quantity: t(quantity),
        price: UnitPrice::parse(price).unwrap(),
    };
    of.iter().map(part).collect()
}

fn bands(of: &[(&str, &str)]) -> Vec<(Quantity, UnitPrice)> {
    let pairs = parts(of);
    pairs.into_iter().map(|p| (p.quantity, p.price)).collect()
}

fn house_coal() -> Vec<(Quantity, UnitPrice)> {
    bands(&[("0", "152.00"), ("400", "147.50"), ("700", "143.25")])
}

/// Design, section 9: the call-offs of the first contract year, in their order.
#[test]
fn the_call_offs_of_the_story() {
    let mut already = Quantity::ZERO;
    for (who, quantity, expected) in [
        ("ABW", "400", parts(&[("400", "152.00")])),
        ("BRY", "185.5", parts(&[("185.5", "147.50")])),
        ("DYF", "96.25", parts(&[("96.25", "147.50")])),
        (
            "ABW",
            "20",
            parts(&[("18.25", "147.50"), ("1.75", "143.25")]),
        ),
        ("TRA", "10", parts(&[("10", "143.25")])),
    ] {
        let priced = price_call_off(&house_coal(), already, t(quantity));
        assert_eq!(priced, Some(expected), "{who} {quantity}");
        already = already.checked_add(t(quantity)).unwrap();
    }
    assert_eq!(already, t("711.75"));
    let smokeless = bands(&[("0", "241.60")]);
    let gla = price_call_off(&smokeless, Quantity::ZERO, t("200")).unwrap();
    assert_eq!(gla, parts(&[("200", "241.60")]));
    assert_eq!(cost(&gla).unwrap().to_string(), "£48,320.00");
}

#[test]
fn one_call_off_may_cross_several_bands_and_begin_on_an_edge() {
    let all = price_call_off(&house_coal(), t("0"), t("1000")).unwrap();
    assert_eq!(
        all,
        parts(&[("400", "152"), ("300", "147.50"), ("300", "143.25")])
    );
    let edge = price_call_off(&house_coal(), t("400"), t("300")).unwrap();
    assert_eq!(edge, parts(&[("300", "147.50")]));
    let last = price_call_off(&house_coal(), t("399.999"), t("0.001")).unwrap();
    assert_eq!(last, parts(&[("0.001", "152")]));
    assert_eq!(
        price_call_off(&house_coal(), t("5"), t("0")),
        Some(Vec::new())
    );
}

#[test]
fn what_cannot_be_priced_is_nothing() {
    let far = Quantity::from_thousandths(i64::MAX);
    assert_eq!(price_call_off(&house_coal(), far, t("1")), None);
    assert_eq!(price_call_off(&house_coal(), t("0"), t("-1")), None);
    assert_eq!(price_call_off(&house_coal(), t("-1"), t("1")), None);
    assert_eq!(price_call_off(&house_coal()[1..], t("0"), t("1")), None);
    assert_eq!(price_call_off(&[], t("0"), t("1")), None);
}

#[test]
fn a_correction_takes_back_what_was_priced_last() {
    let abw = parts(&[("18.25", "147.50"), ("1.75", "143.25")]);
    let back = take_back(&abw, t("5")).unwrap();
    assert_eq!(back, parts(&[("-1.75", "143.25"), ("-3.25", "147.50")]));
    let history = [abw.clone(), back].concat();
    assert_eq!(standing(&history).unwrap(), parts(&[("15", "147.50")]));
    // Up again, at what the volume then is, and down again.
    let up = [history, parts(&[("2", "143.25")])].concat();
    let stand = standing(&up).unwrap();
    assert_eq!(stand, parts(&[("15", "147.50"), ("2", "143.25")]));
    assert_eq!(
        take_back(&stand, t("17")).unwrap(),
        parts(&[("-2", "143.25"), ("-15", "147.50")])
    );
    assert_eq!(take_back(&stand, t("17.001")), None);
    assert_eq!(take_back(&stand, t("-1")), None);
    assert_eq!(standing(&parts(&[("1", "5"), ("-2", "5")])), None);
}

#[test]
fn a_correction_says_what_is_right() {
    assert_eq!(correction(t("20"), t("15")), Ok(Correction::Down(t("5"))));
    assert_eq!(correction(t("20"), t("0")), Ok(Correction::Down(t("20"))));
    assert_eq!(correction(t("0"), t("15")), Ok(Correction::Up(t("15"))));
    assert!(correction(t("20"), t("20")).is_err());
    assert!(correction(t("20"), t("-1")).is_err());
}

#[test]
fn the_ceiling_binds_to_the_last_kilogram() {
    let ceiling = Some(t("1200"));
    assert!(check_ceiling(ceiling, t("1000"), t("200"), &tonne(), true).is_ok());
    assert!(check_ceiling(None, t("1000"), t("1000000"), &tonne(), true).is_ok());
    let over = |called, quantity, tell| {
        check_ceiling(ceiling, called, quantity, &tonne(), tell)
            .expect_err("over")
            .to_string()
    };
    assert!(over(t("1000"), t("200.001"), true).contains("200 tonnes at most"));
    assert!(over(t("1200"), t("0.001"), true).contains("Nothing is left"));
    let silent = over(t("1000"), t("200.001"), false);
    assert!(
        silent.contains("ask the lead") && !silent.contains("At most"),
        "{silent}"
    );
    assert!(
        check_ceiling(
            ceiling,
            t("1"),
            Quantity::from_thousandths(i64::MAX),
            &tonne(),
            true
        )
        .is_err()
    );
}

#[test]
fn balances() {
    assert_eq!(left(Some(t("1200")), t("206.5")), Some(t("993.5")));
    assert_eq!(left(None, t("206.5")), None);
    assert_eq!(declared_left(Some(t("420")), t("420")), Some(t("0")));
    assert_eq!(declared_left(Some(t("96.25")), t("100")), Some(t("-3.75")));
    assert_eq!(declared_left(None, t("10")), None);
}

#[test]
fn call_offs_need_a_running_contract() {
    let starts = date(2027, 4, 1);
    for stage in Stage::ALL {
        let allowed = may_call_off("SF-2027-01", stage, starts).is_ok();
        assert_eq!(allowed, stage == Stage::CallOff, "{stage}");
        assert_eq!(
            may_correct("SF-2027-01", stage, starts).is_ok(),
            matches!(stage, Stage::CallOff | Stage::Ended),
            "{stage}"
        );
    }
    let early = may_call_off("SF-2027-01", Stage::Awarded, starts)
        .expect_err("early")
        .to_string();
    assert!(early.contains("on 1 April 2027"), "{early}");
}

#[test]
fn orders_and_deliveries_are_within_the_term() {
    let term = Term::new(date(2027, 4, 1), date(2029, 3, 31)).unwrap();
    let year = |on| year_of_order(term, on).map(ContractYear::get);
    assert_eq!(year(date(2027, 4, 1)), Ok(1));
    assert_eq!(year(date(2028, 3, 31)), Ok(1));
    assert_eq!(year(date(2028, 4, 1)), Ok(2));
    assert!(year(date(2029, 4, 1)).is_err());
    assert!(check_delivery(term, None).is_ok());
    assert!(check_delivery(term, Some(date(2029, 3, 31))).is_ok());
    assert!(check_delivery(term, Some(date(2027, 3, 31))).is_err());
    let late = check_delivery(term, Some(date(2029, 4, 1)))
        .expect_err("late")
        .to_string();
    assert!(
        late.contains("from 1 April 2027 to 31 March 2029"),
        "{late}"
    );
}

#[test]
fn who_has_joined_may_order() {
    let may = |is_lead, state| may_order("SF-2027-01", "TRA", is_lead, state);
    assert!(may(false, Some(values::Part::Joined)).is_ok());
    assert!(may(true, None).is_ok());
    for (state, said) in [
        (None, "TRA hasn't joined SF-2027-01"),
        (Some(values::Part::Asked), "hasn't let it in yet"),
        (Some(values::Part::Declined), "isn't taking part"),
        (Some(values::Part::Withdrawn), "has left"),
    ] {
        let refusal = may(false, state).expect_err(said).to_string();
        assert!(refusal.contains(said), "{refusal}");
    }
}

#[test]
fn a_balance_is_of_the_year_that_runs() {
    let term = Term::new(date(2027, 4, 1), date(2029, 3, 31)).unwrap();
    let shown = |today, asked| year_shown(term, today, asked).map(ContractYear::get);
    assert_eq!(shown(date(2027, 1, 1), None), Ok(1));
    assert_eq!(shown(date(2028, 4, 1), None), Ok(2));
    assert_eq!(shown(date(2030, 1, 1), None), Ok(2));
    assert_eq!(shown(date(2028, 4, 1), ContractYear::new(1)), Ok(1));
    assert_eq!(
        year_shown(term, date(2028, 4, 1), ContractYear::new(3))
            .unwrap_err()
            .to_string(),
        "The contract has no year 3. It has 2 years, from 1 April 2027 to 31 March 2029."
    );
}

#[test]
fn texts_are_cut_of_space_and_limited() {
    let site = |given: Option<&str>| optional_text(given, text!("calloffs-site-too-long"));
    assert_eq!(
        site(Some("  Ysgol y Bryn ")).unwrap().as_deref(),
        Some("Ysgol y Bryn")
    );
    assert_eq!(site(Some("  ")).unwrap(), None);
    assert_eq!(site(None).unwrap(), None);
    assert!(site(Some(&"ŵ".repeat(200))).is_ok());
    assert_eq!(
        site(Some(&"ŵ".repeat(201))).unwrap_err().to_string(),
        "The site is too long. It can have 200 characters at most."
    );
    assert!(check_quantity(t("0.001")).is_ok());
    assert!(check_quantity(t("0")).is_err());
    assert!(check_quantity(t("-1")).is_err());
}

prop_compose! {
    fn some_bands()(
        steps in prop::collection::vec((1_i64..500_000, 0_i64..3_000_000), 1..6),
    ) -> Vec<(Quantity, UnitPrice)> {
        let mut from = 0;
        let mut bands = Vec::new();
        for (place, (step, price)) in steps.into_iter().enumerate() {
            from += if place == 0 { 0 } else { step };
            bands.push((Quantity::from_thousandths(from), UnitPrice::from_ten_thousandths(price)));
        }
        bands
    }
}

/// The same price, thousandth by thousandth: slow and plainly right.
fn price_of(bands: &[(Quantity, UnitPrice)], at: i64) -> UnitPrice {
    bands
        .iter()
        .rev()
        .find(|(from, _)| from.thousandths() <= at)
        .unwrap()
        .1
}

proptest! {
    #[test]
    fn each_thousandth_has_the_price_of_its_band(
        bands in some_bands(), already in 0_i64..2_000_000, quantity in 0_i64..3_000,
    ) {
        let priced = price_call_off(&bands, Quantity::from_thousandths(already), Quantity::from_thousandths(quantity)).unwrap();
        let slow: i128 = (already..already + quantity).map(|at| i128::from(price_of(&bands, at).ten_thousandths())).sum();
        prop_assert_eq!(cost(&priced).unwrap().ten_millionths(), slow);
        prop_assert_eq!(quantity_of(&priced).unwrap().thousandths(), quantity);
        prop_assert!(priced.iter().all(|part| part.quantity > Quantity::ZERO));
    }

    #[test]
    fn it_costs_the_same_in_one_order_or_in_two(
        bands in some_bands(), already in 0_i64..2_000_000, first in 0_i64..2_000_000, second in 0_i64..2_000_000,
    ) {
        let price = |already, quantity| {
            cost(&price_call_off(&bands, Quantity::from_thousandths(already), Quantity::from_thousandths(quantity)).unwrap()).unwrap()
        };
        let two = price(already, first).checked_add(price(already + first, second)).unwrap();
        prop_assert_eq!(price(already, first + second), two);
    }

    #[test]
    fn what_is_taken_back_and_what_stands_make_the_whole(
        bands in some_bands(), already in 0_i64..2_000_000, quantity in 1_i64..2_000_000, share in 0_i64..=100,
    ) {
        let whole = price_call_off(&bands, Quantity::from_thousandths(already), Quantity::from_thousandths(quantity)).unwrap();
        let back = Quantity::from_thousandths(quantity * share / 100);
        let history = [whole.clone(), take_back(&whole, back).unwrap()].concat();
        let stand = standing(&history).unwrap();
        // What stands is what would have been ordered had it been right from the start.
        let left = Quantity::from_thousandths(quantity).checked_sub(back).unwrap();
        prop_assert_eq!(&stand, &price_call_off(&bands, Quantity::from_thousandths(already), left).unwrap());
        prop_assert_eq!(cost(&stand), cost(&history));
        prop_assert_eq!(quantity_of(&history), Some(left));
    }
}
