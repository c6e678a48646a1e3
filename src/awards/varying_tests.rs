use proptest::prelude::*;

use super::*;
use crate::awards::award::Change;
use crate::awards::extensions::Extensions;
use crate::ledger::Error;
use crate::testing::{ABW, BRY, GUILD, REF, World, at, date, refused, scenes, t};
use crate::values::{Agreed, AwardId, Quantity, UnitPrice};

fn price(lot: &str, from: &str, value: &str) -> Vary {
    Vary {
        tender: REF.into(),
        lot: Some(lot.into()),
        kind: VariationKind::Price,
        from: Some(from.into()),
        value: Some(value.into()),
        ground: None,
        index: None,
        reason: "The pits pay more".into(),
    }
}

async fn varies(world: &World, request: Vary) -> Result<Done> {
    vary(&world.ledger, &world.by(ABW), request)
        .await
        .map(|it| it.done)
}

/// What somebody who says no is shown.
async fn asked(world: &World, request: Vary) -> String {
    let unsure = Actor {
        agreed: Agreed::Nothing,
        ..world.by(ABW)
    };
    match vary(&world.ledger, &unsure, request).await {
        Err(Error::Asks(preview)) => {
            let all = [vec![preview.title], preview.lines, preview.odd].concat();
            let all: Vec<String> = all.iter().map(ToString::to_string).collect();
            all.join("\n")
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_price_is_shown_with_its_figures_before_it_is_recorded() {
    for world in scenes::calling_off().await {
        let before = world.entries().await;
        // 713.75 t declared: 400 at 152, 300 at 147.50, 13.75 at 143.25 are 107,019.6875; 5 more a tonne 3,568.75.
        let request = Vary {
            index: Some("CPI 138.2, +3.3%".into()),
            ..price("House coal", "2027-10-01", "0:157; 400:152.50; 700:148.25")
        };
        let shown = asked(&world, request.clone()).await;
        for said in [
            "House coal: from 1 October 2027 the price is 0:£157.00; 400:£152.50; 700:£148.25, instead of 0:£152.00; \
             400:£147.50; 700:£143.25 (by an index: CPI 138.2, +3.3%)",
            "713.75 tonnes are declared for contract year 1. That would cost £107,019.69 as it stands, and £110,588.44 \
             then: 3.33% more",
            "Orders placed before 1 October 2027 keep their price",
            "Told to everybody, in the posts of South Wales and Mid and West Wales: 4 authorities take part",
            "since the award, a year at the declared volume costs 3.33% more. Section 74",
            "Schedule 8",
        ] {
            assert!(shown.contains(said), "{said}\n{shown}");
        }
        assert!(!shown.contains("before today"), "{shown}");
        assert_eq!(world.entries().await, before);

        let done = varies(&world, request).await.unwrap();
        assert_eq!(done.varied.variation.from, date(2027, 10, 1));
        let entries = world.entries().await;
        assert_eq!(entries.last().unwrap(), "award.varied");
        let reader = world.reader();
        let award = crate::awards::service::of_lot(&reader, world.lots[0]).await;
        let award = award.unwrap().unwrap();
        let first = |on| award.on(on).bands.as_slice()[0].price.to_string();
        assert_eq!(first(date(2027, 9, 30)), "£152.00");
        assert_eq!(first(date(2027, 10, 1)), "£157.00");
    }
}

#[tokio::test]
async fn a_variation_of_the_same_day_takes_the_place_of_the_one_before() {
    for world in scenes::calling_off().await {
        let wrong = asked(&world, price("2", "2027-10-01", "2500")).await;
        assert!(
            wrong.contains("more than three times what it was before (£241.60)"),
            "{wrong}"
        );
        varies(&world, price("2", "2027-10-01", "2500"))
            .await
            .unwrap();
        let again = varies(&world, price("2", "2027-10-01", "250"))
            .await
            .unwrap();
        assert_eq!(again.varied.before.told(None).to_string(), "£2,500.00");
        let shown = varied(&world.reader(), world.tender_id).await.unwrap();
        assert_eq!(shown.len(), 1);
        let told = shown[0].told(str::to_owned).to_string();
        assert!(
            told.contains("£250.00 per tonne, instead of £241.60 per tonne"),
            "{told}"
        );
        let same = refused(varies(&world, price("2", "2027-12-01", "250")).await);
        assert!(same.contains("already"), "{same}");
    }
}

#[tokio::test]
async fn what_makes_no_sense_is_refused_with_what_would() {
    for world in scenes::calling_off().await {
        let of = |kind, value: &str| Vary {
            kind,
            value: (!value.is_empty()).then(|| value.to_owned()),
            ..price("2", "2027-10-01", "")
        };
        for (request, says) in [
            (
                Vary {
                    lot: None,
                    ..price("", "2027-10-01", "5")
                },
                "Which lot",
            ),
            (
                Vary {
                    from: None,
                    ..price("2", "", "5")
                },
                "From which day",
            ),
            (of(VariationKind::Price, ""), "What is the new price"),
            (of(VariationKind::Price, "cheap"), "cheap"),
            (
                of(VariationKind::Supplier, "Northern Fuels plc"),
                "On which ground",
            ),
            (
                of(VariationKind::Extension, "12 months"),
                "of the whole tender",
            ),
            (
                Vary {
                    lot: None,
                    ..of(VariationKind::Extension, "soon")
                },
                "soon",
            ),
            (
                Vary {
                    lot: None,
                    ..of(VariationKind::Extension, "")
                },
                "What is the new extension",
            ),
            (of(VariationKind::Ceiling, "many"), "quantity"),
            (
                Vary {
                    ground: Some(Ground::Index),
                    ..price("2", "2027-10-01", "250")
                },
                "By which index",
            ),
            (
                Vary {
                    ground: Some(Ground::Renamed),
                    ..price("2", "2027-10-01", "250")
                },
                "On which ground",
            ),
            (
                Vary {
                    ground: Some(Ground::Agreement),
                    index: Some("CPI".into()),
                    ..price("2", "2027-10-01", "250")
                },
                "ground is the index",
            ),
            (
                Vary {
                    reason: " ".into(),
                    ..price("2", "2027-10-01", "250")
                },
                "reason",
            ),
            (
                Vary {
                    from: Some("2027-03-01".into()),
                    ..of(VariationKind::End, "")
                },
                "ends before it starts",
            ),
        ] {
            let before = world.entries().await;
            let said = refused(varies(&world, request.clone()).await);
            assert!(said.contains(says), "{says}: {said}\n{request:?}");
            assert_eq!(world.entries().await, before);
        }
        let stranger = vary(
            &world.ledger,
            &world.by(BRY),
            price("2", "2027-10-01", "250"),
        )
        .await;
        assert!(refused(stranger).contains("Only officers of the lead"));
    }
    for world in scenes::out_to_tender().await {
        let early = refused(varies(&world, price("2", "2027-10-01", "250")).await);
        assert!(early.contains("can't be varied"), "{early}");
    }
}

#[tokio::test]
async fn odd_days_are_asked_about() {
    for world in scenes::calling_off().await {
        world.orders(BRY, "1", "10").await;
        let shown = asked(&world, price("1", "2027-04-01", "0:150")).await;
        assert!(
            shown.contains("1 order placed on or after 1 April 2027 is recorded already"),
            "{shown}"
        );
        let shown = asked(&world, price("1", "2027-03-01", "0:150")).await;
        assert!(
            shown.contains("before the contract's first day, 1 April 2027"),
            "{shown}"
        );
        let shown = asked(&world, price("1", "2030-03-01", "0:150; 5:160")).await;
        for said in [
            "after the contract's last day, 31 March 2029",
            "The price rises",
        ] {
            assert!(shown.contains(said), "{said}\n{shown}");
        }
        world.clock.advance_to(at("2027-06-01T08:00:00Z"));
        let shown = asked(&world, price("1", "2027-05-31", "0:150")).await;
        assert!(
            shown.contains("31 May 2027 is before today, 1 June 2027"),
            "{shown}"
        );
        let tender = tenders::find(&world.reader(), GUILD, REF).await.unwrap();
        assert_eq!(tender.stage, Stage::CallOff);
    }
}

fn award(variations: Vec<Variation>) -> Award {
    Award {
        id: AwardId(1),
        lot_id: LotId(1),
        supplier: "Cwm Fuels Ltd".into(),
        bands: Bands::parse("152").unwrap(),
        ceiling: Some(t("1200")),
        sme: false,
        local: false,
        at: at("2027-03-11T10:00:00Z"),
        extensions: Extensions::default(),
        index: None,
        variations,
    }
}

fn any_variation(id: i64) -> impl Strategy<Value = Variation> {
    let change = prop_oneof![
        (1..10_000_i64).prop_map(|price| {
            let price = UnitPrice::from_ten_thousandths(price);
            let from = Quantity::ZERO;
            Change::Price(Bands::new(vec![rules::Band { from, price }]).unwrap())
        }),
        "[a-z]{1,5}".prop_map(Change::Supplier),
        proptest::option::of(1..1_000_i64)
            .prop_map(|it| Change::Ceiling(it.map(Quantity::from_thousandths))),
    ];
    (change, 0..30_u64).prop_map(move |(change, day)| Variation {
        id: VariationId(id),
        tender_id: TenderId(1),
        lot_id: Some(LotId(1)),
        kind: match change {
            Change::Price(_) => VariationKind::Price,
            Change::Supplier(_) => VariationKind::Supplier,
            Change::Ceiling(_) => VariationKind::Ceiling,
            Change::Ends(_) => VariationKind::End,
        },
        from: date(2027, 10, 1) + chrono::Days::new(day),
        ground: Ground::Agreement,
        index: None,
        change,
        ends_before: None,
        reason: "Why".into(),
        by_user: 1,
        at: at("2027-09-01T10:00:00Z"),
    })
}

proptest! {
    /// What holds on a day is what the last variation up to it says, and never depends on one from a later day.
    #[test]
    fn a_later_day_changes_nothing_before_it(
        mut all in (0..12_i64).prop_flat_map(|n| (1..=n).map(any_variation).collect::<Vec<_>>()),
        more in any_variation(99),
        day in 0..30_u64,
    ) {
        all.sort_by_key(|it| (it.from, it.id));
        let on = date(2027, 10, 1) + chrono::Days::new(day);
        let before = award(all.clone()).on(on);
        let last = |kind| all.iter().rfind(|it| it.kind == kind && it.from <= on);
        if let Some(it) = last(VariationKind::Price) {
            prop_assert_eq!(Change::Price(before.bands.clone()), it.change.clone());
        } else {
            prop_assert_eq!(before.bands.to_string(), "£152.00");
        }
        all.push(more.clone());
        all.sort_by_key(|it| (it.from, it.id));
        let after = award(all.clone()).on(on);
        if more.from > on {
            let holds = |it: &Award| (it.supplier.clone(), it.bands.clone(), it.ceiling);
            prop_assert_eq!(holds(&before), holds(&after));
        }
        // One of each kind and day counts.
        let shown = standing(&all, &[award(all.clone())], |_| None);
        let mut keys: Vec<_> = shown.iter().map(|it| (it.variation.kind, it.variation.from)).collect();
        let count = keys.len();
        keys.sort_by_key(|it| (it.1, it.0.as_str()));
        keys.dedup();
        prop_assert_eq!(keys.len(), count);
    }
}
