use super::super::service::{Request, record, recount};
use super::super::store;
use super::*;
use crate::error::Error;
use crate::testing::{
    ABW, BRY, GLA, GUILD, NIA, REF, TRA, World, at, date, order, refused, scenes, t,
};
use crate::values::{Agreed, Preview};

const COAL: &str = "House coal";
const SMOKELESS: &str = "Smokeless fuel";

/// Somebody who has said yes to nothing.
fn unasked(world: &World, who: &str) -> Actor {
    Actor {
        agreed: Agreed::Nothing,
        ..world.by(who)
    }
}

fn asks<T: std::fmt::Debug>(outcome: Result<T>) -> Preview {
    match outcome {
        Err(Error::Asks(preview)) => *preview,
        other => panic!("not asked: {other:?}"),
    }
}

fn said(preview: &Preview) -> String {
    let all = [&preview.title]
        .into_iter()
        .chain(&preview.lines)
        .chain(&preview.odd);
    all.map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

async fn asked(world: &World, who: &str, request: Request) -> String {
    let before = world.entries().await.len();
    let preview = asks(record(&world.ledger, &unasked(world, who), request).await);
    assert_eq!(world.entries().await.len(), before, "nothing was done");
    said(&preview)
}

async fn recorded(world: &World, who: &str, request: Request) -> Done {
    let recorded = record(&world.ledger, &unasked(world, who), request).await;
    recorded.unwrap().done
}

async fn counts(world: &World) {
    let (kept, counted) = world.totals().await;
    assert_eq!(kept, counted);
    let mut differ = recount(&world.ledger.reader()).await.unwrap();
    differ.retain(|it| world.lots.contains(&it.lot_id));
    assert_eq!(differ, Vec::new());
}

#[tokio::test]
async fn what_looks_like_a_slip_is_asked_about_with_its_figures() {
    for world in scenes::calling_off().await {
        recorded(&world, BRY, order(COAL, "170", None)).await;
        let over = asked(&world, BRY, order(COAL, "135.5", None)).await;
        assert_eq!(
            over,
            "Call off (order) 135.5 tonnes of House coal under SF-2027-01 for BRY?\nSupplier: Cwm Fuels Ltd\n\
             Price: £19,410.38 to £20,596.00 altogether, excluding VAT, by what everybody has called off in the contract \
             year: from 0 tonnes £152.00, from 400 tonnes £147.50, from 700 tonnes £143.25\n\
             Afterwards, in contract year 1: 120 tonnes more than was declared\n\
             BRY declared 185.5 tonnes for contract year 1, and has ordered 170 tonnes: this would be 120 tonnes over."
        );
        // What was agreed to is done, and nothing else.
        let preview = asks(
            record(
                &world.ledger,
                &unasked(&world, BRY),
                order(COAL, "135.5", None),
            )
            .await,
        );
        let agreed = |to: &Preview| Actor {
            agreed: Agreed::To(to.digest()),
            ..world.by(BRY)
        };
        let another = record(&world.ledger, &agreed(&preview), order(COAL, "135.6", None)).await;
        assert!(said(&asks(another)).contains("120.1 tonnes over"));
        let done = record(&world.ledger, &agreed(&preview), order(COAL, "135.5", None)).await;
        assert_eq!(done.unwrap().done.stands, t("135.5"));

        // The wrong lot: GLA declared no house coal.
        let wrong = asked(&world, GLA, order(COAL, "5", None)).await;
        assert!(
            wrong.contains("GLA declared nothing of House coal for contract year 1"),
            "{wrong}"
        );
        // What the contract can't bear is refused, whatever else looks odd.
        let beyond = record(
            &world.ledger,
            &unasked(&world, GLA),
            order(SMOKELESS, "5000", None),
        )
        .await;
        assert!(refused(beyond).contains("beyond the ceiling"));
        // Each order's price is known, what others left of the ceiling is not.
        let much = asked(&world, GLA, order(SMOKELESS, "500", None)).await;
        assert!(
            much.contains("£120,800.00 altogether") && !much.contains("ceiling"),
            "{much}"
        );

        // Ten times its usual order.
        for number in ["1", "2", "3"] {
            let request = Request {
                order_number: Some(number.to_owned()),
                ..order(COAL, "2", Some("DYF"))
            };
            recorded(&world, NIA, request).await;
        }
        let usual = asked(&world, NIA, order(COAL, "20.5", Some("DYF"))).await;
        assert!(
            usual.contains("more than 10 times what DYF usually orders: 2 tonnes"),
            "{usual}"
        );
        recorded(&world, NIA, order(COAL, "20", Some("DYF"))).await;

        // A day that is gone, and days on which nobody may be there.
        world.clock.advance_to(at("2027-05-04T09:00:00Z"));
        let on = |month, day| Request {
            deliver_on: Some(date(2027, month, day)),
            ..order(SMOKELESS, "1", None)
        };
        for (request, what) in [
            (
                on(4, 30),
                "Delivery on 30 April 2027 would be before today, 4 May 2027.",
            ),
            (on(5, 8), "8 May 2027 is a Saturday."),
            (
                on(5, 31),
                "31 May 2027 is a bank holiday (Spring bank holiday).",
            ),
        ] {
            let odd = asked(&world, GLA, request).await;
            assert!(odd.ends_with(what), "{odd}");
        }
        recorded(&world, GLA, on(5, 5)).await;
        counts(&world).await;
    }
}

#[tokio::test]
async fn a_preview_tells_no_total_that_its_reader_may_not_see() {
    for world in scenes::calling_off().await {
        recorded(&world, ABW, order(COAL, "399", None)).await;
        let hidden = asked(&world, BRY, order(COAL, "300", None)).await;
        assert!(
            hidden.contains("from 0 tonnes £152.00, from 400 tonnes £147.50")
                && !hidden.contains("399")
                && hidden.contains("£42,975.00 to £45,600.00 altogether"),
            "{hidden}"
        );
        let own = asked(&world, ABW, order(COAL, "300", None)).await;
        assert!(
            own.contains("1 tonnes at £152.00") || own.contains("1 tonne at £152.00"),
            "{own}"
        );
    }
}

#[tokio::test]
async fn all_that_an_order_says_can_be_corrected() {
    for world in scenes::calling_off().await {
        let request = Request {
            site: Some("Depot 1".to_owned()),
            order_number: Some("BRY-1".to_owned()),
            deliver_on: Some(date(2027, 5, 5)),
            ..order(COAL, "20", None)
        };
        let first = recorded(&world, BRY, request).await.call_off;
        let reader = world.ledger.reader();
        let correct =
            async |request: Correct| correct(&world.ledger, &unasked(&world, BRY), request).await;
        let that = || Correct {
            tender: REF.to_owned(),
            call_off_id: first.id,
            ..Correct::default()
        };
        // The site alone: no quantity moves.
        let site = Correct {
            site: Now::Is(Some("Depot 2".to_owned())),
            ..that()
        };
        let done = correct(site.clone()).await.unwrap().done;
        assert_eq!(
            (
                done.stands,
                done.call_off.quantity,
                done.cost.to_string().as_str()
            ),
            (t("20"), t("0"), "£0.00")
        );
        assert_eq!(done.call_off.order_number.as_deref(), Some("BRY-1"));
        let same = refused(correct(site).await);
        assert!(same.contains("is 20 already"), "{same}");
        // Day and number, and less of it; left out is as it stands.
        let done = correct(Correct {
            quantity: Some(t("15")),
            deliver_on: Now::Is(Some(date(2027, 5, 6))),
            order_number: Now::Is(None),
            ..that()
        })
        .await
        .unwrap()
        .done;
        let now = &done.call_off;
        assert_eq!(
            (
                now.deliver_on,
                now.site.as_deref(),
                now.order_number.as_deref()
            ),
            (Some(date(2027, 5, 6)), Some("Depot 2"), None)
        );
        // A new day that looks odd is asked about; one that stood is not asked about again.
        let sunday = Correct {
            deliver_on: Now::Is(Some(date(2027, 5, 9))),
            ..that()
        };
        assert!(said(&asks(correct(sunday).await)).contains("is a Sunday"));
        let outside = Correct {
            deliver_on: Now::Is(Some(date(2029, 4, 1))),
            ..that()
        };
        assert!(refused(correct(outside).await).contains("isn't within"));
        // More than was declared is asked about: 185.5 tonnes.
        let more = Correct {
            quantity: Some(t("190")),
            ..that()
        };
        assert!(said(&asks(correct(more).await)).contains("4.5 tonnes over"));

        // The wrong lot: all of it goes back, and is called off in the other at its price.
        let to_smokeless = Correct {
            lot: Some(SMOKELESS.to_owned()),
            ..that()
        };
        let shown = said(&asks(correct(to_smokeless.clone()).await));
        assert!(
            shown.contains("Taken back from House coal: 15 tonnes, -£2,280.00")
                && shown.contains("£3,624.00 altogether"),
            "{shown}"
        );
        let moved = super::correct(&world.ledger, &world.by(BRY), to_smokeless)
            .await
            .unwrap()
            .done;
        assert_eq!(
            (moved.lot.as_str(), moved.stands, moved.supplier.as_str()),
            (SMOKELESS, t("15"), "Northern Smokeless plc")
        );
        assert_eq!(moved.declared_left, Some(t("65")));
        counts(&world).await;
        let tender = tenders::by_id(&reader, GUILD, world.tender_id)
            .await
            .unwrap();
        let stands = super::stands(&reader, &world.by(BRY), tender, first.id)
            .await
            .unwrap();
        assert_eq!(
            (stands.lot.title.as_str(), stands.quantity),
            (SMOKELESS, t("15"))
        );
        // And less of it there.
        let less = correct(Correct {
            quantity: Some(t("10")),
            ..that()
        });
        assert_eq!(less.await.unwrap().done.lot, SMOKELESS);
        counts(&world).await;
        let ordered = store::standing(&reader, world.lots[0], world.ids["BRY"])
            .await
            .unwrap();
        assert_eq!(ordered, []);
        let history = store::history(&reader, first.id).await.unwrap();
        assert_eq!(history[0], first, "what was said first stays on record");
        assert_eq!(
            world.entries().await.join(" "),
            "calloff.recorded calloff.corrected calloff.corrected calloff.corrected calloff.corrected calloff.corrected"
        );
    }
}

#[tokio::test]
async fn an_order_is_undone_after_a_look_and_with_a_reason() {
    for world in scenes::calling_off().await {
        let first = recorded(&world, BRY, order(COAL, "20", None)).await;
        let that = |reason: &str| Undo {
            tender: REF.to_owned(),
            call_off_id: first.call_off.id,
            reason: reason.to_owned(),
        };
        let why = refused(undo(&world.ledger, &world.by(BRY), that(" ")).await);
        assert!(why.contains("without a reason"), "{why}");
        let shown = said(&asks(
            undo(&world.ledger, &unasked(&world, BRY), that("Ordered twice")).await,
        ));
        assert!(
            shown.starts_with(&format!(
                "Take call-off {} of BRY back: House coal under SF-2027-01?",
                first.call_off.id
            )) && shown.contains("-£3,040.00 altogether")
                && shown.contains("185.5 tonnes left of what was declared")
                && shown.ends_with("Why: Ordered twice"),
            "{shown}"
        );
        let done = undo(&world.ledger, &world.by(BRY), that("Ordered twice"))
            .await
            .unwrap()
            .done;
        assert_eq!(
            (done.stands, done.declared_left),
            (t("0"), Some(t("185.5")))
        );
        counts(&world).await;
        let again = refused(undo(&world.ledger, &world.by(BRY), that("Ordered twice")).await);
        assert!(again.contains("is 0 already"), "{again}");
        for stranger in [TRA, NIA, ABW] {
            let refused = refused(undo(&world.ledger, &world.by(stranger), that("x")).await);
            assert!(
                refused.contains("of an authority you act for"),
                "{stranger}: {refused}"
            );
        }
    }
}
