use proptest::prelude::*;

use super::*;
use crate::values::{AuthorityId, LotId};

const ABW: AuthorityId = AuthorityId(1);
const BRY: AuthorityId = AuthorityId(2);
const DYF: AuthorityId = AuthorityId(3);
const GLA: AuthorityId = AuthorityId(4);
const PFR: AuthorityId = AuthorityId(5);
const TRA: AuthorityId = AuthorityId(6);
const COAL: LotId = LotId(10);
const SMOKELESS: LotId = LotId(11);

fn quantity(text: &str) -> Quantity {
    Quantity::parse(text).unwrap()
}

fn bought(authority_id: AuthorityId, lot_id: LotId, baseline: &str, part: (&str, &str)) -> Bought {
    let price = |text: &str| UnitPrice::parse(text).unwrap();
    Bought {
        authority_id,
        lot_id,
        quantity: quantity(part.0),
        price: price(part.1),
        baseline: (!baseline.is_empty()).then(|| price(baseline)),
    }
}

fn story() -> Vec<Bought> {
    vec![
        bought(ABW, COAL, "168.00", ("400", "152.00")),
        bought(BRY, COAL, "175.25", ("185.5", "147.50")),
        bought(DYF, COAL, "181.00", ("96.25", "147.50")),
        bought(ABW, COAL, "168.00", ("18.25", "147.50")),
        bought(ABW, COAL, "168.00", ("1.75", "143.25")),
        bought(GLA, SMOKELESS, "255.50", ("200", "241.60")),
        bought(PFR, SMOKELESS, "288.00", ("6.5", "241.60")),
    ]
}

/// Design, section 9: every figure.
#[test]
fn the_savings_of_the_story() {
    let savings = Savings::of(story()).unwrap();
    for (authority, exact, rounded) in [
        (ABW, "£6,817.4375", "£6,817.44"),
        (BRY, "£5,147.625", "£5,147.63"),
        (DYF, "£3,224.375", "£3,224.38"),
        (GLA, "£2,780.00", "£2,780.00"),
        (PFR, "£301.60", "£301.60"),
    ] {
        let sum = savings.of_authority(authority).unwrap();
        assert_eq!(sum.saved.to_string(), exact);
        assert_eq!(sum.rounded().unwrap().to_string(), rounded);
        assert_eq!(sum.no_baseline_lines, 0);
    }
    let region = savings.total().unwrap();
    assert_eq!(region.saved.to_string(), "£18,271.0375");
    // The rounded ones add up to £18,271.05: the total is from the unrounded sum.
    assert_eq!(region.rounded().unwrap().to_string(), "£18,271.04");
    let coal = savings.of_lot(COAL).unwrap();
    assert_eq!(coal.saved.to_string(), "£15,189.4375");
}

/// Design, section 9: TRA calls off 10 t at 143.25 with no baseline.
#[test]
fn what_has_no_baseline_is_counted_apart() {
    let mut parts = story();
    parts.push(bought(TRA, COAL, "", ("10", "143.25")));
    let savings = Savings::of(parts).unwrap();
    let tra = savings.of_authority(TRA).unwrap();
    assert_eq!(
        (tra.saved, tra.paid, tra.before),
        (Exact::ZERO, Exact::ZERO, Exact::ZERO)
    );
    assert_eq!(tra.no_baseline_paid.to_string(), "£1,432.50");
    let line = savings
        .lines()
        .find(|(key, _)| *key == (TRA, COAL))
        .unwrap()
        .1;
    assert_eq!(
        (line.quantity, line.no_baseline),
        (quantity("0"), quantity("10"))
    );
    let region = savings.total().unwrap();
    assert_eq!(region.rounded().unwrap().to_string(), "£18,271.04");
    assert_eq!(region.no_baseline_lines, 1);
}

#[test]
fn a_correction_takes_its_saving_back() {
    let mut parts = story();
    let mut back = bought(ABW, COAL, "168.00", ("1.75", "143.25"));
    back.quantity = Quantity::ZERO.checked_sub(back.quantity).unwrap();
    parts.push(back);
    let savings = Savings::of(parts).unwrap();
    let abw = savings.of_authority(ABW).unwrap();
    assert_eq!(abw.saved.to_string(), "£6,774.125");
}

#[test]
fn a_dearer_contract_is_a_loss() {
    let savings = Savings::of([bought(ABW, COAL, "150", ("10", "152.00"))]).unwrap();
    let sum = savings.total().unwrap();
    assert_eq!(sum.rounded().unwrap().to_string(), "-£20.00");
    assert_eq!(sum.hundredths_of_percent(), Some(-133));
}

/// The method agreed for the Welsh public sector: (participants − 1) × the cost of one tender exercise.
#[test]
fn exercises_spared_are_priced_by_region_and_never_mixed_with_those_that_have_no_price() {
    let cost = Some(Money::from_pence(500_000));
    let four = (0..4).try_fold(Process::default(), |sum, _| sum.plus(cost));
    let all = four.and_then(|it| it.plus(None)).unwrap();
    assert_eq!((all.spared, all.unpriced), (4, 1));
    assert_eq!(all.saved.to_string(), "£20,000.00");
    assert!(!all.is_nothing() && Process::default().is_nothing());
    assert_eq!(super::cost("£5,000").unwrap(), Money::from_pence(500_000));
    for wrong in ["0", "-5", "much", ""] {
        assert!(super::cost(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn a_target_is_reached_to_the_last_fraction_of_a_penny() {
    let three = Percent::parse("3").unwrap();
    let saved = |price: &str| {
        let part = bought(ABW, COAL, "100", ("10", price));
        Savings::of([part]).unwrap().total().unwrap()
    };
    assert_eq!(saved("97").reaches(three), Some(true));
    // 2.9999 % is shown as 3.00 %, and is not 3%.
    assert_eq!(saved("97.0001").reaches(three), Some(false));
    assert_eq!(Sum::default().reaches(three), None);
}

/// Design, section 9: Cwm Fuels Ltd is an SME, and local; Northern Smokeless plc is neither.
#[test]
fn shares_with_small_and_with_local_suppliers_are_of_all_that_was_called_off() {
    let spent = story().iter().try_fold(Spent::default(), |sum, part| {
        sum.plus(part, part.lot_id == COAL, part.lot_id == COAL)
    });
    let spent = spent.unwrap();
    // 105,300.6875 of 155,191.0875.
    assert_eq!(
        (spent.all.to_string(), spent.sme.to_string()),
        ("£155,191.0875".into(), "£105,300.6875".into())
    );
    assert_eq!(spent.share(spent.sme).unwrap().to_string(), "67.85%");
    assert_eq!(spent.share(Exact::ZERO).unwrap().to_string(), "0%");
    assert_eq!(Spent::default().share(Exact::ZERO), None);
}

#[test]
fn percent_is_of_the_baseline_cost() {
    let savings = Savings::of([
        bought(GLA, SMOKELESS, "255.50", ("200", "241.60")),
        bought(TRA, SMOKELESS, "", ("900", "241.60")),
    ])
    .unwrap();
    // 2,780 of 51,100 is 5.4403%.
    assert_eq!(savings.total().unwrap().hundredths_of_percent(), Some(544));
    assert_eq!(
        savings.of_authority(TRA).unwrap().hundredths_of_percent(),
        None
    );
    assert_eq!(Savings::default().total().unwrap(), Sum::default());
}

proptest! {
    #[test]
    fn order_does_not_matter_and_the_total_is_within_half_a_penny_an_authority(
        parts in prop::collection::vec(
            (0_i64..5, 0_i64..3, -1_000_000_i64..1_000_000, 0_i64..3_000_000, prop::option::of(0_i64..3_000_000)),
            0..40,
        ),
    ) {
        let parts: Vec<Bought> = parts.into_iter().map(|(authority_id, lot_id, quantity, price, baseline)| Bought {
            authority_id: AuthorityId(authority_id),
            lot_id: LotId(lot_id),
            quantity: Quantity::from_thousandths(quantity),
            price: UnitPrice::from_ten_thousandths(price),
            baseline: baseline.map(UnitPrice::from_ten_thousandths),
        }).collect();
        let savings = Savings::of(parts.clone()).unwrap();
        let turned = Savings::of(parts.iter().rev().copied()).unwrap();
        prop_assert_eq!(&savings, &turned);
        let total = savings.total().unwrap();
        prop_assert_eq!(total.before.checked_sub(total.paid), Some(total.saved));
        let authorities: i64 = (0..5).map(|a| savings.of_authority(AuthorityId(a)).unwrap().rounded().unwrap().pence()).sum();
        let off = i128::from(authorities) * 100_000 - total.saved.ten_millionths();
        prop_assert!(off.abs() <= 5 * 50_000);
        let exact: i128 = parts.iter().filter_map(|p| p.baseline.map(|b| {
            i128::from(b.ten_thousandths() - p.price.ten_thousandths()) * i128::from(p.quantity.thousandths())
        })).sum();
        prop_assert_eq!(total.saved.ten_millionths(), exact);
    }
}
