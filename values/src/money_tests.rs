use super::*;
use proptest::prelude::*;

fn price(text: &str) -> UnitPrice {
    UnitPrice::parse(text).unwrap_or_else(|e| panic!("{e}"))
}

fn quantity(text: &str) -> Quantity {
    Quantity::parse(text).unwrap_or_else(|e| panic!("{e}"))
}

/// (baseline, price, tonnes) to the unrounded saving.
fn saving(parts: &[(&str, &str, &str)]) -> Exact {
    Exact::checked_sum(parts.iter().map(|(baseline, paid, tonnes)| {
        Exact::saving(price(baseline), price(paid), quantity(tonnes)).unwrap()
    }))
    .unwrap()
}

/// Design section 9: what each authority saves, and the region from the unrounded sum.
#[test]
fn the_savings_of_the_story() {
    let abw = saving(&[
        ("168.00", "152.00", "400"),
        ("168.00", "147.50", "18.25"),
        ("168.00", "143.25", "1.75"),
    ]);
    let bry = saving(&[("175.25", "147.50", "185.5")]);
    let dyf = saving(&[("181.00", "147.50", "96.25")]);
    let gla = saving(&[("255.50", "241.60", "200")]);
    let pfr = saving(&[("288.00", "241.60", "6.5")]);
    assert_eq!(abw.to_string(), "£6,817.4375");
    let shown = [abw, bry, dyf, gla, pfr].map(|saved| saved.round().unwrap().to_string());
    assert_eq!(
        shown,
        [
            "£6,817.44",
            "£5,147.63",
            "£3,224.38",
            "£2,780.00",
            "£301.60"
        ]
    );
    let region = Exact::checked_sum([abw, bry, dyf, gla, pfr]).unwrap();
    assert_eq!(region.to_string(), "£18,271.0375");
    assert_eq!(region.round().unwrap().to_string(), "£18,271.04");
}

#[test]
fn rounds_half_away_from_zero() {
    for (ten_millionths, pence) in [
        (0, 0),
        (49_999, 0),
        (50_000, 1),
        (149_999, 1),
        (150_000, 2),
        (-49_999, 0),
        (-50_000, -1),
        (-150_000, -2),
    ] {
        assert_eq!(Exact(ten_millionths).round(), Some(Money(pence)));
    }
    assert_eq!(Exact(i128::MAX).round(), None);
    assert_eq!(Exact(i128::MIN).round(), None);
}

#[test]
fn reads_prices() {
    for (text, ten_thousandths) in [
        ("142.50", 1_425_000),
        ("£142.50", 1_425_000),
        ("£ 1,142.5", 11_425_000),
        ("0.1425", 1_425),
        ("14.25p", 1_425),
        ("14 p", 1_400),
        ("gbp 10", 100_000),
        ("0", 0),
    ] {
        assert_eq!(price(text).ten_thousandths(), ten_thousandths, "{text}");
    }
    assert_eq!(price("142.5").to_string(), "£142.50");
    assert_eq!(price("0.1425").to_string(), "£0.1425");
    assert_eq!(price("1142.505").to_string(), "£1,142.505");
}

#[test]
fn refuses_prices_with_help() {
    for (text, help) in [
        ("0.14255", "four digits"),
        ("14.255p", "four digits"),
        ("-1", "less than"),
        ("£-1", "less than"),
        ("142,50", "thousands"),
        ("€142.50", "pounds"),
        ("", "pounds"),
        ("£", "pounds"),
        ("££1", "pounds"),
        ("£5p", "pounds"),
        ("1000000000.01", "too large"),
    ] {
        let invalid = UnitPrice::parse(text).expect_err(text);
        assert!(invalid.help.to_string().contains(help), "{text}: {invalid}");
    }
}

#[test]
fn reads_and_shows_amounts() {
    for (text, pence, shown) in [
        ("6817.44", 681_744, "£6,817.44"),
        ("£6,817.4", 681_740, "£6,817.40"),
        ("-£12", -1_200, "-£12.00"),
        ("£-12.00", -1_200, "-£12.00"),
        ("−12", -1_200, "-£12.00"),
        ("-0", 0, "£0.00"),
        ("£250k", 25_000_000, "£250,000.00"),
        ("250k", 25_000_000, "£250,000.00"),
        ("£1.2m", 120_000_000, "£1,200,000.00"),
        ("1.2 million", 120_000_000, "£1,200,000.00"),
        ("£1.2 Million", 120_000_000, "£1,200,000.00"),
        ("£3bn", 300_000_000_000, "£3,000,000,000.00"),
        ("-£5k", -500_000, "-£5,000.00"),
        ("£12\u{a0}500", 1_250_000, "£12,500.00"),
    ] {
        let money = Money::parse(text).unwrap();
        assert_eq!((money.pence(), money.to_string().as_str()), (pence, shown));
    }
    for text in [
        "-£-12",
        "--12",
        "12.345",
        "£",
        "1,2",
        "twelve",
        "k",
        "£m",
        "5kk",
        "1.234567k",
    ] {
        assert!(Money::parse(text).is_err(), "{text}");
    }
    assert_eq!(Money(i64::MIN).to_string(), "-£92,233,720,368,547,758.08");
    assert_eq!(format!("[{:>10}]", Money(1_200)), "[    £12.00]");
}

proptest! {
    #[test]
    fn what_is_shown_is_read_back(
        unit in 0..=UnitPrice::MAX_TYPED.0,
        pence in -Money::MAX_TYPED.0..=Money::MAX_TYPED.0,
    ) {
        let unit = UnitPrice(unit);
        prop_assert_eq!(UnitPrice::parse(&unit.to_string()), Ok(unit));
        let money = Money(pence);
        prop_assert_eq!(Money::parse(&money.to_string()), Ok(money));
    }

    #[test]
    fn what_was_typed_can_always_be_multiplied(
        unit in 0..=UnitPrice::MAX_TYPED.0,
        thousandths in 0..=Quantity::MAX_TYPED.thousandths(),
    ) {
        let exact = UnitPrice(unit).times(Quantity::from_thousandths(thousandths)).unwrap();
        prop_assert_eq!(exact.ten_millionths(), i128::from(unit) * i128::from(thousandths));
    }

    #[test]
    fn rounding_moves_at_most_half_a_penny_and_alike_both_ways(value in -(1_i128 << 70)..(1_i128 << 70)) {
        let rounded = Exact(value).round().unwrap();
        let distance = (i128::from(rounded.pence()) * Exact::PER_PENNY - value).abs();
        prop_assert!(distance * 2 <= Exact::PER_PENNY);
        prop_assert_eq!(Exact(-value).round().unwrap().pence(), -rounded.pence());
    }

    #[test]
    fn nothing_panics(
        text in any::<String>(),
        near in "[-−£pP0-9,. ]{0,24}",
        a in any::<i64>(), b in any::<i64>(), q in any::<i64>(),
    ) {
        for text in [&text, &near] {
            let _ = (UnitPrice::parse(text), Money::parse(text));
        }
        let saved = Exact::saving(UnitPrice(a), UnitPrice(b), Quantity::from_thousandths(q));
        let paid = UnitPrice(a).times(Quantity::from_thousandths(q));
        for exact in [saved, paid].into_iter().flatten() {
            let _ = (exact.round(), exact.to_string());
        }
    }
}
