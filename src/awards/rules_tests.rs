use proptest::prelude::*;

use super::*;
use crate::testing::date;

fn bands(text: &str) -> Vec<(i64, i64)> {
    let bands = Bands::parse(text).unwrap_or_else(|e| panic!("{text}: {e}"));
    let raw = |b: &Band| (b.from.thousandths(), b.price.ten_thousandths());
    bands.as_slice().iter().map(raw).collect()
}

#[test]
fn reads_a_price_and_bands() {
    assert_eq!(bands("142.50"), [(0, 1_425_000)]);
    assert_eq!(bands(" £241.60 "), [(0, 2_416_000)]);
    assert_eq!(bands("0:150"), [(0, 1_500_000)]);
    let story = [(0, 1_520_000), (400_000, 1_475_000), (700_000, 1_432_500)];
    for text in [
        "0:152; 400:147.50; 700:143.25",
        "0:£152.00;400:£147.50;700:£143.25;",
        " 0 : 152 ;400 : 147.5 ; 0.7k : 143.25 ; ",
    ] {
        assert_eq!(bands(text), story, "{text}");
    }
    let thousands = bands("0:150; 1,000.5:138");
    assert_eq!(thousands, [(0, 1_500_000), (1_000_500, 1_380_000)]);
}

#[test]
fn reads_prices_and_ceilings_with_the_lots_unit() {
    let tonne = Unit::parse("tonne").unwrap();
    for text in ["142.50/t", "£142.50 per tonne", "142.50 a tonne", "142.50"] {
        assert_eq!(
            Bands::parse_per(text, &tonne),
            Bands::parse("142.50"),
            "{text}"
        );
    }
    let story = Bands::parse("0:152; 400:147.50; 700:143.25");
    let typed = "0t: £152/t; 400 tonnes: £147.50 per tonne; 0.7kt: 143.25 a tonne";
    assert_eq!(Bands::parse_per(typed, &tonne), story);
    let refused = Bands::parse_per("0:152/kg", &tonne).unwrap_err();
    assert!(
        refused
            .help
            .to_string()
            .contains("by the tonne, not by the kilogram"),
        "{refused}"
    );

    let single = Bands::parse("142.50").unwrap();
    for text in ["1200", "1,200 t", "1.2k tonnes"] {
        let ceiling = read_ceiling(text, &tonne, &single).unwrap();
        assert_eq!(ceiling.quantity, Quantity::parse("1200").unwrap(), "{text}");
        assert_eq!(ceiling.amount, None, "{text}");
    }
    // Money is as much as it buys at the highest price, rounded down.
    for (text, bands, quantity) in [
        ("£250k", &single, "1754.385"),
        ("250,000 pounds", &single, "1754.385"),
        ("£250,000.00", &single, "1754.385"),
        ("£250k", story.as_ref().unwrap(), "1644.736"),
    ] {
        let ceiling = read_ceiling(text, &tonne, bands).unwrap();
        assert_eq!(
            ceiling.quantity,
            Quantity::parse(quantity).unwrap(),
            "{text}"
        );
        assert_eq!(
            ceiling.amount,
            Some(Money::from_pence(25_000_000)),
            "{text}"
        );
    }
    for (text, bands, said) in [
        (
            "£250k",
            &Bands::parse("0").unwrap(),
            "leave the ceiling out",
        ),
        ("1200 kg", &single, "in tonnes, not in kilograms"),
        ("plenty", &single, "with or without tonnes"),
    ] {
        let refused = read_ceiling(text, &tonne, bands).unwrap_err();
        assert!(refused.to_string().contains(said), "{text}: {refused}");
    }
}

#[test]
fn refuses_bands_with_help() {
    for (text, said) in [
        ("", "For bands by volume"),
        ("cheap", "For bands by volume"),
        ("500:142.50; 1000:138", "first price starts at 500"),
        ("0:150; 500:142.50; 500:138", "each volume once"),
        ("0:150; 1000:138; 500:142.50", "lowest first"),
        ("0:150; 142.50", "“142.50” isn't a volume and its price"),
        (
            "0:150;; 500:142.50",
            "nothing where a volume and its price should be",
        ),
        (";", "nothing where a volume and its price should be"),
        ("0:150; x:142.50", "“x” isn't a quantity"),
        ("0:150; 500:", "nothing where a price should be"),
        ("0:150; 500:1:2", "isn't a price"),
        ("0:150, 500:142.50", "isn't a price"),
        ("-1:150", "isn't a quantity"),
        ("0-400:150", "For bands by volume"),
        ("0:cheap", "For bands by volume"),
    ] {
        let refusal = Bands::parse(text).expect_err(text).to_string();
        assert!(refusal.contains(said), "{text}: {refusal}");
    }
    let many: Vec<String> = (0..21).map(|n| format!("{n}:1")).collect();
    let refusal = Bands::parse(&many.join(";"))
        .expect_err("21 bands")
        .to_string();
    assert!(refusal.contains("up to 20"), "{refusal}");
    assert!(Bands::parse(&many[..20].join(";")).is_ok());
    assert!(Bands::new(Vec::new()).is_err());
}

#[test]
fn a_price_is_shown_as_it_is_typed() {
    let shown = |text: &str| Bands::parse(text).unwrap().to_string();
    assert_eq!(shown("241.6"), "£241.60");
    assert_eq!(shown("0:152; 1.2k:147.5"), "0:£152.00; 1,200:£147.50");
}

#[test]
fn kept_bands_are_checked_again() {
    let bands = Bands::parse("0:152; 400:147.50").unwrap();
    let json = serde_json::to_string(&bands).unwrap();
    assert_eq!(serde_json::from_str::<Bands>(&json).unwrap(), bands);
    assert!(serde_json::from_str::<Bands>(r#"[{"from":1,"price":1}]"#).is_err());
    assert!(serde_json::from_str::<Bands>("[]").is_err());
}

/// Design, section 9: 17 March is a bank holiday in Northern Ireland.
#[test]
fn the_standstill_of_the_story() {
    let notice = date(2027, 3, 11);
    for regime in [Regime::England, Regime::Wales, Regime::NorthernIreland] {
        let counted = standstill(regime, notice, None).unwrap();
        assert_eq!(counted.last_day, date(2027, 3, 23), "{regime}");
        assert!(counted.rule.to_string().contains("sections 51 and 123"));
    }
    let scottish = standstill(Regime::Scotland, notice, None).unwrap();
    assert_eq!(scottish.last_day, date(2027, 3, 21));
}

#[test]
fn a_standstill_may_be_longer_and_never_shorter() {
    let chosen = |last| standstill(Regime::Wales, date(2027, 3, 11), Some(last));
    let refusal = chosen(date(2027, 3, 22)).expect_err("short").to_string();
    assert!(
        refusal.contains("23 March 2027 or later: 8 working days"),
        "{refusal}"
    );
    let same = chosen(date(2027, 3, 23)).unwrap();
    assert!(same.rule.to_string().starts_with("8 working days"));
    let longer = chosen(date(2027, 3, 31)).unwrap();
    assert_eq!(longer.last_day, date(2027, 3, 31));
    assert!(longer.rule.to_string().contains("by choice"));
}

#[test]
fn an_award_comes_after_the_notice_and_before_the_contract() {
    let stages: Vec<Stage> = Stage::ALL
        .into_iter()
        .filter(|stage| may_award("SF-2027-01", *stage).is_ok())
        .collect();
    assert_eq!(stages, [Stage::OutToTender, Stage::Awarded]);
    let refusal = may_award("SF-2027-01", Stage::Collected)
        .expect_err("early")
        .to_string();
    assert!(
        refusal.contains("SF-2027-01") && refusal.contains("/tender publish"),
        "{refusal}"
    );
}

#[test]
fn an_award_with_call_offs_is_not_replaced() {
    assert!(may_replace("House coal", false).is_ok());
    assert!(may_replace("House coal", true).is_err());
}

#[test]
fn suppliers_have_names_and_ceilings_leave_something() {
    assert_eq!(supplier("  Cwm Fuels Ltd ").unwrap(), "Cwm Fuels Ltd");
    assert!(supplier(" \n").is_err());
    assert!(supplier(&"ŵ".repeat(200)).is_ok());
    assert!(supplier(&"ŵ".repeat(201)).is_err());
    let tonnes = |n: i64| Some(Quantity::from_thousandths(n));
    assert_eq!(ceiling(None).unwrap(), None);
    assert_eq!(ceiling(tonnes(1_200_000)).unwrap(), tonnes(1_200_000));
    assert!(ceiling(tonnes(0)).is_err());
    assert!(ceiling(tonnes(-1)).is_err());
}

#[test]
fn the_standstill_that_ends_last_binds() {
    let early = (date(2027, 3, 11), date(2027, 3, 23));
    let late = (date(2027, 3, 12), date(2027, 3, 24));
    assert_eq!(binding(early, None), early);
    assert_eq!(binding(early, Some(late)), late);
    assert_eq!(binding(late, Some(early)), late);
}

proptest! {
    #[test]
    fn what_is_shown_is_read_back(
        steps in prop::collection::vec((1_i64..1_000_000_000, 0_i64..10_000_000_000), 1..MAX_BANDS),
    ) {
        let mut from = 0;
        let mut bands = Vec::new();
        for (place, (step, price)) in steps.into_iter().enumerate() {
            from += if place == 0 { 0 } else { step };
            bands.push(Band {
                from: Quantity::from_thousandths(from),
                price: UnitPrice::from_ten_thousandths(price),
            });
        }
        let bands = Bands::new(bands).unwrap();
        prop_assert_eq!(Bands::parse(&bands.to_string()), Ok(bands));
    }

    #[test]
    fn no_text_panics_and_what_is_read_rises_from_nothing(
        text in any::<String>(),
        near in "[0-9:;. £k]{0,40}",
    ) {
        for text in [text, near] {
            if let Ok(bands) = Bands::parse(&text) {
                let froms: Vec<_> = bands.as_slice().iter().map(|b| b.from).collect();
                prop_assert_eq!(froms.first(), Some(&Quantity::ZERO));
                prop_assert!(froms.windows(2).all(|w| w[0] < w[1]));
            }
        }
    }
}
