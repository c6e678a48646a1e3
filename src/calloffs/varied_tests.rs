//! Orders under a contract that is varied while it runs: an order has the price of the day on which it is placed.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use super::*;
use crate::awards::rules::Bands;
use crate::awards::service::{Vary, vary};
use crate::calloffs::rules::{cost, price_call_off};
use crate::testing::{ABW, BRY, GLA, GUILD, NIA, REF, World, date, order, scenes, t};
use crate::values::{ContractYear, VariationKind};

async fn varies(world: &World, kind: VariationKind, from: NaiveDate, value: &str) {
    let request = Vary {
        tender: REF.into(),
        lot: Some("1".into()),
        kind,
        from: Some(from.to_string()),
        value: Some(value.into()),
        ground: None,
        index: None,
        reason: "As agreed".into(),
    };
    vary(&world.ledger, &world.by(ABW), request).await.unwrap();
}

fn on(world: &World, day: NaiveDate) {
    let noon = day.and_hms_opt(12, 0, 0).unwrap().and_utc();
    world.clock.advance_to(noon);
}

#[derive(Clone, Debug)]
enum Step {
    /// So many days go by.
    Wait(u64),
    /// The price is varied, so many days from today or before it.
    Vary(i64, u64),
    /// Somebody orders.
    Order(&'static str, u64),
    /// The order with this place, of all so far, is made this much.
    Correct(usize, u64),
}

fn step() -> impl Strategy<Value = Step> {
    let who = prop_oneof![Just(BRY), Just(GLA), Just(ABW)];
    prop_oneof![
        (1..25_u64).prop_map(Step::Wait),
        (-20..60_i64, 100..200_u64).prop_map(|(days, price)| Step::Vary(days, price)),
        (who, 1..90_u64).prop_map(|(who, tonnes)| Step::Order(who, tonnes)),
        (0..20_usize, 1..90_u64).prop_map(|(at, tonnes)| Step::Correct(at, tonnes)),
    ]
}

/// For any sequence of variations and orders: an order has the prices of its day, no variation from a later day changes
/// them, and the totals add up.
#[tokio::test]
async fn any_sequence_of_variations_and_orders_keeps_every_price_and_adds_up() {
    for world in scenes::calling_off().await {
        let mut runner = TestRunner::deterministic();
        let steps = prop::collection::vec(step(), 60);
        let steps = steps.new_tree(&mut runner).unwrap().current();
        let base = Bands::parse("0:152; 400:147.50; 700:143.25").unwrap();
        // What a person with pencil and paper would keep: the price of each day, each order with its day.
        let mut prices: Vec<(NaiveDate, Bands)> = Vec::new();
        let mut orders: Vec<(&str, CallOffId, NaiveDate, Quantity)> = Vec::new();
        let mut kept: BTreeMap<CallOffId, Vec<crate::calloffs::rules::Part>> = BTreeMap::new();
        let mut today = date(2027, 4, 1);
        let mut called_off: BTreeMap<u16, Quantity> = BTreeMap::new();
        for step in steps {
            match step {
                Step::Wait(days) => {
                    today = (today + Days::new(days)).min(date(2029, 3, 1));
                    on(&world, today);
                }
                Step::Vary(days, price) => {
                    let from = today + chrono::TimeDelta::days(days);
                    let from = from.max(date(2027, 4, 1));
                    let bands = Bands::parse(&format!("0:{price}; 300:{}", price - 10)).unwrap();
                    let holds = holds(&base, &prices, from);
                    if holds == bands {
                        continue;
                    }
                    varies(&world, VariationKind::Price, from, &bands.to_string()).await;
                    prices.retain(|(day, _)| *day != from);
                    prices.push((from, bands));
                }
                Step::Order(who, tonnes) => {
                    let number = format!("N{}", orders.len());
                    let request = Request {
                        order_number: Some(number),
                        ..order("1", &tonnes.to_string(), None)
                    };
                    let done = record(&world.ledger, &world.by(who), request)
                        .await
                        .unwrap();
                    let year = done.call_off.year.get();
                    let already = called_off.entry(year).or_default();
                    let bands = holds(&base, &prices, today).pairs();
                    let expected = price_call_off(&bands, *already, done.call_off.quantity);
                    assert_eq!(Some(done.call_off.parts.clone()), expected);
                    *already = already.checked_add(done.call_off.quantity).unwrap();
                    kept.insert(done.call_off.id, done.stand.clone());
                    orders.push((who, done.call_off.id, today, done.call_off.quantity));
                }
                Step::Correct(at, tonnes) => {
                    let Some((who, id, day, stands)) = orders.get_mut(at) else {
                        continue;
                    };
                    let right = t(&tonnes.to_string());
                    if *stands == right {
                        continue;
                    }
                    let request = Correct {
                        tender: REF.into(),
                        call_off_id: *id,
                        quantity: Some(right),
                        ..Correct::default()
                    };
                    let done = correct(&world.ledger, &world.by(who), request)
                        .await
                        .unwrap();
                    let year = done.call_off.year.get();
                    let already = called_off.entry(year).or_default();
                    if right > *stands {
                        // What is added has the price of the order's own day.
                        let bands = holds(&base, &prices, *day).pairs();
                        let expected = price_call_off(&bands, *already, done.call_off.quantity);
                        assert_eq!(Some(done.call_off.parts.clone()), expected);
                    }
                    *already = already.checked_add(done.call_off.quantity).unwrap();
                    *stands = right;
                    kept.insert(*id, done.stand.clone());
                }
            }
        }
        assert!(
            orders.len() > 8 && prices.len() > 5,
            "{orders:?} {prices:?}"
        );
        // No variation has touched what stood.
        let reader = world.reader();
        for (who, id, _, stands) in &orders {
            let tender = tenders::find(&reader, GUILD, REF).await.unwrap();
            let history = store::history(&reader, *id).await.unwrap();
            let parts: Vec<_> = history.iter().flat_map(|it| it.parts.clone()).collect();
            let stand = crate::calloffs::rules::standing(&parts).unwrap();
            assert_eq!(cost(&stand), cost(&kept[id]));
            let found = super::stands(&reader, &world.by(who), tender, *id).await;
            assert_eq!(found.unwrap().quantity, *stands);
        }
        assert_eq!(recount(&reader).await.unwrap(), []);
        let totals = store::totals(&reader, &[world.lots[0]], store::ALL).await;
        let totals = totals.unwrap();
        for (year, sum) in called_off {
            let year = ContractYear::new(year).unwrap();
            assert_eq!(totals.of_year(world.lots[0], year), sum);
        }
    }
}

fn holds(base: &Bands, prices: &[(NaiveDate, Bands)], day: NaiveDate) -> Bands {
    let until = prices.iter().filter(|(from, _)| *from <= day);
    let last = until.max_by_key(|(from, _)| *from);
    last.map_or_else(|| base.clone(), |(_, bands)| bands.clone())
}

#[tokio::test]
async fn balance_order_and_preview_have_the_price_and_the_supplier_of_the_day() {
    for world in scenes::calling_off().await {
        varies(&world, VariationKind::Price, date(2027, 10, 1), "160").await;
        let ask = AskBalance {
            tender: REF.into(),
            authority: Some("ABW".into()),
            ..AskBalance::default()
        };
        let price = async || {
            let now = world.now();
            let shown = balance(&world.reader(), &world.by(ABW), &ask, now).await;
            shown.unwrap().lots[0].price.unwrap().to_string()
        };
        assert_eq!(price().await, "£152.00");
        on(&world, date(2027, 9, 30));
        assert_eq!(price().await, "£152.00");
        on(&world, date(2027, 10, 1));
        assert_eq!(price().await, "£160.00");
        let request = order("1", "10", Some("DYF"));
        let done = record(&world.ledger, &world.by(NIA), request)
            .await
            .unwrap();
        assert_eq!(done.cost.to_string(), "£1,600.00");
    }
}
