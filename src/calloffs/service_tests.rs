use super::super::rules::Part;
use super::*;
use crate::proof;
use crate::savings::rules::{Bought, Savings};
use crate::testing::{
    ABW, BRY, GLA, GUILD, NIA, REF, REGISTRAR, TRA, World, at, date, order, refused, scenes, t,
};
use crate::values::ContractYear;
use crate::values::{self, Stage};

const COAL: &str = "House coal";
const SMOKELESS: &str = "Smokeless fuel";

async fn call_off(world: &World, who: &str, request: Request) -> Result<Done> {
    Ok(record(&world.ledger, &world.by(who), request).await?.done)
}

async fn put_right(world: &World, who: &str, call_off_id: CallOffId, tonnes: &str) -> Result<Done> {
    let request = Correct {
        tender: REF.to_owned(),
        call_off_id,
        quantity: Some(t(tonnes)),
        reason: Some("The weighbridge says so".to_owned()),
        ..Correct::default()
    };
    Ok(correct(&world.ledger, &world.by(who), request).await?.done)
}

/// Quantity and price of each part, as they are shown.
fn shown(done: &Done) -> Vec<(String, String)> {
    let part = |part: &Part| (part.quantity.to_string(), part.price.to_string());
    done.call_off.parts.iter().map(part).collect()
}

fn parts(of: &[(&str, &str)]) -> Vec<(String, String)> {
    of.iter()
        .map(|(quantity, price)| ((*quantity).to_owned(), (*price).to_owned()))
        .collect()
}

async fn totals_are_right(world: &World) {
    let (kept, counted) = world.totals().await;
    assert_eq!(kept, counted);
    assert_eq!(differing(world).await, Vec::new());
}

/// What a recount says of this world's lots; others may be in the same database.
async fn differing(world: &World) -> Vec<Miscount> {
    let mut differ = recount(&world.ledger.reader()).await.unwrap();
    differ.retain(|it| world.lots.contains(&it.lot_id));
    differ
}

#[tokio::test]
async fn a_total_that_does_not_add_up_is_found() {
    for world in scenes::calling_off().await {
        let done = call_off(&world, ABW, order(COAL, "400", None))
            .await
            .unwrap();
        totals_are_right(&world).await;
        let again = done.call_off.clone();
        world
            .ledger
            .write(Cause::due(1), move |tx| {
                async move {
                    tx.tell(&crate::testing::databases::Seeded).await?;
                    store::add_to_totals(tx, &again).await
                }
                .boxed()
            })
            .await
            .unwrap();
        let differ = differing(&world).await;
        assert_eq!(
            differ.len(),
            2,
            "the authority's and that of all: {differ:?}"
        );
        assert!(
            differ.iter().all(|it| {
                let said = it.describe().to_string();
                said.ends_with(" is 800, but its call-offs add up to 400.")
            }),
            "{differ:?}"
        );
        let of = |it: &Miscount| it.of;
        assert!(matches!(
            differ.iter().map(of).collect::<Vec<_>>()[..],
            [Counted::All, Counted::Authority(_)]
        ));
        let again = done.call_off.clone();
        world
            .ledger
            .write(Cause::due(1), move |tx| {
                async move {
                    tx.tell(&crate::testing::databases::Seeded).await?;
                    store::add_to_sums(tx, &again, 2027).await
                }
                .boxed()
            })
            .await
            .unwrap();
        let differ = differing(&world).await;
        assert_eq!(differ.len(), 3, "{differ:?}");
        assert!(
            differ[0]
                .describe()
                .to_string()
                .ends_with(" at £152.00 is 800, but its call-offs add up to 400."),
            "{differ:?}"
        );
    }
}

/// Everything that was called off, with its baselines.
async fn savings(world: &World) -> Savings {
    let reader = world.ledger.reader();
    let baselines = world.baselines().await;
    let (all, _) = store::page(&reader, &world.lots, None, 0, 1_000)
        .await
        .unwrap();
    let bought = all.iter().flat_map(|call_off| {
        let known = baselines
            .iter()
            .find(|b| (b.0, b.1) == (call_off.lot_id, call_off.authority_id));
        let baseline = known.and_then(|b| b.2);
        call_off.parts.iter().map(move |part| Bought {
            authority_id: call_off.authority_id,
            lot_id: call_off.lot_id,
            quantity: part.quantity,
            price: part.price,
            baseline,
        })
    });
    Savings::of(bought).unwrap()
}

/// Design, section 9: the call-offs of the first contract year and their savings.
#[tokio::test]
async fn the_call_offs_of_the_story() {
    for world in scenes::calling_off().await {
        world.sent().await;
        for (who, acting_as, lot, tonnes, expected, left) in [
            (ABW, None, COAL, "400", parts(&[("400", "£152.00")]), "20"),
            (
                BRY,
                None,
                COAL,
                "185.5",
                parts(&[("185.5", "£147.50")]),
                "0",
            ),
            (
                NIA,
                Some("DYF"),
                COAL,
                "96.25",
                parts(&[("96.25", "£147.50")]),
                "0",
            ),
            (
                ABW,
                None,
                COAL,
                "20",
                parts(&[("18.25", "£147.50"), ("1.75", "£143.25")]),
                "0",
            ),
            (
                GLA,
                None,
                SMOKELESS,
                "200",
                parts(&[("200", "£241.60")]),
                "110",
            ),
            (
                NIA,
                Some("pfr"),
                SMOKELESS,
                "6.5",
                parts(&[("6.5", "£241.60")]),
                "0",
            ),
        ] {
            let done = call_off(&world, who, order(lot, tonnes, acting_as))
                .await
                .unwrap();
            assert_eq!(shown(&done), expected, "{who} {tonnes}");
            assert_eq!(
                done.declared_left.unwrap().to_string(),
                left,
                "{who} {tonnes}"
            );
            assert_eq!(done.call_off.year.get(), 1);
        }
        let story = savings(&world).await;
        for (who, saved) in [
            ("ABW", "£6,817.44"),
            ("BRY", "£5,147.63"),
            ("DYF", "£3,224.38"),
            ("GLA", "£2,780.00"),
            ("PFR", "£301.60"),
        ] {
            let sum = story.of_authority(world.ids[who]).unwrap();
            assert_eq!(sum.rounded().unwrap().to_string(), saved, "{who}");
        }
        assert_eq!(
            story.total().unwrap().rounded().unwrap().to_string(),
            "£18,271.04"
        );

        // TRA asks on 1 July, and calls off only once it is admitted.
        world.clock.advance_to(at("2027-07-01T09:00:00Z"));
        let ten = || order(COAL, "10", None);
        assert!(refused(call_off(&world, TRA, ten()).await).contains("hasn't joined"));
        world.participation("TRA", values::Part::Asked).await;
        assert!(refused(call_off(&world, TRA, ten()).await).contains("hasn't let it in yet"));
        world.participation("TRA", values::Part::Joined).await;
        let late = call_off(&world, TRA, ten()).await.unwrap();
        assert_eq!(shown(&late), parts(&[("10", "£143.25")]));
        assert_eq!(
            (late.declared_left, late.cost.to_string().as_str()),
            (None, "£1,432.50")
        );
        let story = savings(&world).await;
        let region = story.total().unwrap();
        assert_eq!(region.rounded().unwrap().to_string(), "£18,271.04");
        assert_eq!(region.no_baseline_lines, 1);
        let tra = story.of_authority(world.ids["TRA"]).unwrap();
        assert_eq!(
            (tra.saved, tra.no_baseline_paid.to_string()),
            (Default::default(), "£1,432.50".to_owned())
        );

        totals_are_right(&world).await;
        let verified = proof::verify(&world.ledger.reader()).await.unwrap().servers;
        let own = verified.iter().find(|v| v.guild_id == GUILD).unwrap();
        assert_eq!(own.broken, None);
        // Seven call-offs, one edit of the card in each of the two posts: edits are coalesced.
        let queued = world.letters().await;
        assert_eq!(queued, ["tender.card"; 2]);
        world.sent().await;
        put_right(&world, TRA, late.call_off.id, "9").await.unwrap();
        let queued = world.letters().await;
        assert_eq!(queued, ["tender.card"; 2]);
    }
}

#[tokio::test]
async fn the_second_contract_year_begins_with_the_first_band() {
    for world in scenes::calling_off().await {
        call_off(&world, ABW, order(COAL, "700", None))
            .await
            .unwrap();
        // 31 March 2028, 23:30 in London is still the first year; half an hour later it is the second.
        world.clock.advance_to(at("2028-03-31T22:30:00Z"));
        let last = call_off(&world, BRY, order(COAL, "1", None)).await.unwrap();
        assert_eq!(
            (last.call_off.year.get(), shown(&last)),
            (1, parts(&[("1", "£143.25")]))
        );
        world.clock.advance_to(at("2028-03-31T23:00:00Z"));
        let first = call_off(&world, BRY, order(COAL, "1", None)).await.unwrap();
        assert_eq!(
            (first.call_off.year.get(), shown(&first)),
            (2, parts(&[("1", "£152.00")]))
        );
        // What was ordered in the first year is corrected at the first year's volume.
        let up = put_right(&world, BRY, last.call_off.id, "3").await.unwrap();
        assert_eq!(
            (up.call_off.year.get(), shown(&up)),
            (1, parts(&[("2", "£143.25")]))
        );
        assert_eq!(up.declared_left, Some(t("182.5")));
        totals_are_right(&world).await;
        world.clock.advance_to(at("2029-03-31T23:00:00Z"));
        let said = refused(call_off(&world, BRY, order(COAL, "1", None)).await);
        assert!(said.contains("at the stage “Ended”"), "{said}");
    }
}

#[tokio::test]
async fn the_ceiling_binds_over_the_term_even_at_once() {
    for world in scenes::calling_off().await {
        call_off(&world, ABW, order(SMOKELESS, "700", None))
            .await
            .unwrap();
        world.clock.advance_to(at("2028-06-01T09:00:00Z"));
        // Ten at once for 100 each, and 500 are left over both years.
        let second = world.second_writer().await.unwrap_or(world.ledger.clone());
        let one = async |number: usize| {
            let ledger = if number.is_multiple_of(2) {
                &world.ledger
            } else {
                &second
            };
            record(
                ledger,
                &world.by(GLA),
                Request {
                    order_number: Some(format!("GLA-{number}")),
                    ..order(SMOKELESS, "100", None)
                },
            )
            .await
        };
        let outcomes = futures::future::join_all((0..10).map(one)).await;
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 5);
        let said = refused(call_off(&world, GLA, order(SMOKELESS, "0.001", None)).await);
        assert!(
            said.contains("1,200 tonnes is the most") && said.contains("ask the lead"),
            "{said}"
        );
        totals_are_right(&world).await;
        // What is taken back can be called off again, by anybody, and no more.
        let listed = list(
            &world.ledger.reader(),
            &world.by(GLA),
            &AskList {
                tender: REF.to_owned(),
                ..Default::default()
            },
        )
        .await
        .unwrap();
        let newest = listed.lines[0].call_off.id;
        put_right(&world, GLA, newest, "60").await.unwrap();
        let said = refused(call_off(&world, BRY, order(SMOKELESS, "40.001", None)).await);
        assert!(said.contains("ask the lead"), "{said}");
        let told = refused(call_off(&world, ABW, order(SMOKELESS, "40.001", None)).await);
        assert!(told.contains("40 tonnes at most"), "{told}");
        let done = call_off(&world, BRY, order(SMOKELESS, "40", None))
            .await
            .unwrap();
        assert_eq!(done.ceiling_left, None);
        let told = refused(call_off(&world, ABW, order(SMOKELESS, "0.001", None)).await);
        assert!(told.contains("Nothing is left"), "{told}");
        refused(put_right(&world, GLA, newest, "60.001").await);
        totals_are_right(&world).await;
    }
}

#[tokio::test]
async fn a_correction_takes_back_the_last_priced_parts() {
    for world in scenes::calling_off().await {
        call_off(&world, ABW, order(COAL, "681.75", None))
            .await
            .unwrap();
        let twenty = call_off(&world, BRY, order(COAL, "20", None))
            .await
            .unwrap();
        let id = twenty.call_off.id;
        assert_eq!(
            shown(&twenty),
            parts(&[("18.25", "£147.50"), ("1.75", "£143.25")])
        );
        let down = put_right(&world, BRY, id, "15").await.unwrap();
        assert_eq!(
            shown(&down),
            parts(&[("-1.75", "£143.25"), ("-3.25", "£147.50")])
        );
        assert_eq!(
            (down.stands, down.call_off.quantity.to_string()),
            (t("15"), "-5".to_owned())
        );
        assert_eq!(
            (down.call_off.corrects, down.cost.to_string()),
            (Some(id), "-£730.06".to_owned())
        );
        assert_eq!(down.declared_left, Some(t("170.5")));
        // By the correction's own row too, and up at what the volume now is.
        let up = put_right(&world, BRY, down.call_off.id, "19")
            .await
            .unwrap();
        assert_eq!(
            (up.call_off.corrects, shown(&up)),
            (Some(id), parts(&[("3.25", "£147.50"), ("0.75", "£143.25")]))
        );
        let none = put_right(&world, BRY, id, "0").await.unwrap();
        assert_eq!(none.stands, t("0"));
        assert_eq!(
            shown(&none),
            parts(&[
                ("-0.75", "£143.25"),
                ("-3.25", "£147.50"),
                ("-15", "£147.50")
            ])
        );
        assert_eq!(none.declared_left, Some(t("185.5")));
        let said = refused(put_right(&world, BRY, id, "0").await);
        assert!(said.contains("is 0 already"), "{said}");
        totals_are_right(&world).await;
        let entries = world.entries().await;
        assert_eq!(
            entries.join(" "),
            "calloff.recorded calloff.recorded calloff.corrected calloff.corrected calloff.corrected"
        );
    }
}

#[tokio::test]
async fn corrections_are_the_authoritys_own_and_end_with_less() {
    for world in scenes::calling_off().await {
        let done = call_off(&world, BRY, order(COAL, "20", None))
            .await
            .unwrap();
        let id = done.call_off.id;
        for stranger in [ABW, NIA, "Nobody"] {
            let said = refused(put_right(&world, stranger, id, "10").await);
            assert!(
                said.contains("of an authority you act for"),
                "{stranger}: {said}"
            );
        }
        refused(put_right(&world, BRY, CallOffId(id.0 + 1_000), "10").await);
        let negative = Correct {
            tender: REF.to_owned(),
            call_off_id: id,
            quantity: Some(Quantity::from_thousandths(-1)),
            ..Correct::default()
        };
        refused(correct(&world.ledger, &world.by(BRY), negative).await);
        world.set_stage(Stage::Ended).await;
        let said = refused(put_right(&world, BRY, id, "19.5").await);
        assert!(
            said.contains("is over: only its lead can correct"),
            "{said}"
        );
        // The lead does, and says why; its officers are told where they read.
        let wordless = Correct {
            tender: REF.to_owned(),
            call_off_id: id,
            quantity: Some(t("19.5")),
            ..Correct::default()
        };
        let said = refused(correct(&world.ledger, &world.by(ABW), wordless).await);
        assert!(said.contains("It is BRY's order"), "{said}");
        world.sent().await;
        let less = put_right(&world, ABW, id, "19.5").await.unwrap();
        assert_eq!(less.stands, t("19.5"));
        let letters = world.letters().await;
        let told = letters.iter().filter(|it| *it == "tender.notice");
        assert_eq!(told.count(), 1, "{letters:?}");
        let more = put_right(&world, ABW, id, "21").await.unwrap();
        assert_eq!(more.stands, t("21"));
        totals_are_right(&world).await;
    }
}

#[tokio::test]
async fn a_refused_call_off_changes_nothing() {
    for world in scenes::out_to_tender().await {
        let said = refused(call_off(&world, BRY, order(COAL, "1", None)).await);
        assert!(said.contains("Out to tender"), "{said}");
        world.award(ABW, world.house_coal()).await.unwrap();
        world.clock.advance_to(at("2027-04-01T08:00:00Z"));
        world.set_stage(Stage::CallOff).await;
        let delivered = |on| Request {
            deliver_on: Some(on),
            ..order(COAL, "1", None)
        };
        for (who, request, said) in [
            ("Nobody", order(COAL, "1", None), "don't act for any"),
            (NIA, order(COAL, "1", None), "more than one authority"),
            (NIA, order(COAL, "1", Some("BRY")), "You don't act for"),
            (TRA, order(COAL, "1", None), "hasn't joined"),
            (BRY, order(SMOKELESS, "1", None), "hasn't been awarded"),
            (
                BRY,
                order("Peat", "1", None),
                "1 (House coal) and 2 (Smokeless fuel)",
            ),
            (BRY, order(COAL, "0", None), "orders nothing"),
            (
                BRY,
                delivered(date(2029, 4, 1)),
                "1 April 2029 isn't within",
            ),
            (
                BRY,
                delivered(date(2027, 3, 31)),
                "31 March 2027 isn't within",
            ),
            (
                BRY,
                Request {
                    site: Some("x".repeat(201)),
                    ..order(COAL, "1", None)
                },
                "The site is too long",
            ),
        ] {
            let refusal = refused(call_off(&world, who, request).await);
            assert!(refusal.contains(said), "{who}: {refusal}");
        }
        world.participation("BRY", values::Part::Withdrawn).await;
        refused(call_off(&world, BRY, order(COAL, "1", None)).await);
        let (kept, counted) = world.totals().await;
        assert!(kept.is_empty() && counted.is_empty());
    }
}

#[tokio::test]
async fn the_same_interaction_calls_off_once() {
    for world in scenes::calling_off().await {
        let actor = world.by(BRY);
        let request = Request {
            site: Some(" Ysgol y Bryn ".to_owned()),
            order_number: Some("BRY/77".to_owned()),
            deliver_on: Some(date(2027, 5, 3)),
            ..order(COAL, "20", None)
        };
        let first = record(&world.ledger, &actor, request.clone())
            .await
            .unwrap();
        let again = record(&world.ledger, &actor, request).await.unwrap();
        assert_eq!(first, again);
        let kept = store::find(&world.ledger.reader(), first.call_off.id)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(kept, first.call_off);
        assert_eq!(kept.site.as_deref(), Some("Ysgol y Bryn"));
        let (kept, _) = world.totals().await;
        assert_eq!(
            kept.iter().map(|row| row.3).collect::<Vec<_>>(),
            [t("20"), t("20")]
        );
    }
}

#[tokio::test]
async fn an_order_typed_again_is_not_there_twice_and_another_one_is() {
    for world in scenes::calling_off().await {
        let who = BRY;
        let numbered = |number: &str, tonnes: &str| Request {
            order_number: Some(number.to_owned()),
            ..order(COAL, tonnes, None)
        };
        let first = call_off(&world, who, numbered("BRY-7", "20"))
            .await
            .unwrap();
        let said = refused(call_off(&world, who, numbered("BRY-7", "20")).await);
        assert!(
            said.contains("already recorded order BRY-7")
                && said.contains(&format!("call-off {}", first.call_off.id)),
            "{said}"
        );
        // A part of the same order that is not the same, another number, and one that was corrected.
        for other in [numbered("BRY-7", "5"), numbered("BRY-8", "20")] {
            call_off(&world, who, other).await.unwrap();
        }
        put_right(&world, who, first.call_off.id, "0")
            .await
            .unwrap();
        call_off(&world, who, numbered("BRY-7", "20"))
            .await
            .unwrap();
        // Without a number only a moment tells a repetition from a second order.
        call_off(&world, who, order(COAL, "3", None)).await.unwrap();
        let said = refused(call_off(&world, who, order(COAL, "3", None)).await);
        assert!(said.contains("give it an order number"), "{said}");
        world.clock.advance(chrono::TimeDelta::minutes(11));
        call_off(&world, who, order(COAL, "3", None)).await.unwrap();
    }
}

#[tokio::test]
async fn everybody_sees_their_own_and_the_lead_sees_all() {
    for world in scenes::calling_off().await {
        call_off(&world, ABW, order(COAL, "400", None))
            .await
            .unwrap();
        call_off(&world, BRY, order(COAL, "185.5", None))
            .await
            .unwrap();
        call_off(&world, NIA, order(COAL, "96.25", Some("DYF")))
            .await
            .unwrap();
        let reader = world.ledger.reader();
        let ask = |authority: Option<&str>| AskList {
            tender: REF.to_owned(),
            authority: authority.map(str::to_owned),
            ..Default::default()
        };
        let who = async |person: &str| {
            let listed = list(&reader, &world.by(person), &ask(None)).await.unwrap();
            assert_eq!(listed.count, listed.lines.len() as u64);
            listed
                .lines
                .iter()
                .map(|line| line.authority.clone())
                .collect::<Vec<_>>()
                .join(" ")
        };
        assert_eq!(who(ABW).await, "DYF BRY ABW");
        assert_eq!(who(REGISTRAR).await, "DYF BRY ABW");
        assert_eq!(who(BRY).await, "BRY");
        assert_eq!(who(NIA).await, "DYF");
        assert_eq!(who("Nobody").await, "");
        let said = refused(list(&reader, &world.by(BRY), &ask(Some("DYF"))).await);
        assert!(said.contains("You can't see what"), "{said}");
        let lead = list(&reader, &world.by(ABW), &ask(Some("dyf")))
            .await
            .unwrap();
        assert_eq!(
            (lead.count, lead.lines[0].cost.to_string()),
            (1, "£14,196.88".to_owned())
        );

        world
            .grant(TRA, "BRY", crate::authorities::service::Role::Observer)
            .await;
        assert_eq!(who(TRA).await, "BRY");
    }
}

#[tokio::test]
async fn balances_tell_what_is_left() {
    for world in scenes::calling_off().await {
        call_off(&world, GLA, order(SMOKELESS, "320", None))
            .await
            .unwrap();
        let reader = world.ledger.reader();
        let now = at("2027-07-01T09:00:00Z");
        let ask = |lot: Option<&str>, authority: Option<&str>, year| AskBalance {
            tender: REF.to_owned(),
            lot: lot.map(str::to_owned),
            authority: authority.map(str::to_owned),
            year: ContractYear::new(year),
        };
        let gla = balance(&reader, &world.by(GLA), &ask(None, None, 0), now)
            .await
            .unwrap();
        assert_eq!(
            (gla.year.get(), gla.authority.as_str(), gla.lots.len()),
            (1, "GLA", 2)
        );
        assert_eq!(
            (
                gla.lots[0].declared,
                gla.lots[0].called_off,
                gla.lots[0].left
            ),
            (None, t("0"), None)
        );
        let smokeless = &gla.lots[1];
        assert_eq!(
            (smokeless.declared, smokeless.called_off),
            (Some(t("310")), t("320"))
        );
        assert_eq!(smokeless.left.unwrap().to_string(), "-10");
        assert_eq!(
            (smokeless.ceiling, smokeless.ceiling_left),
            (Some(t("1200")), None)
        );
        // It is the only one that has: what all have called off is its own alone, and would then move by one order.
        assert_eq!(smokeless.called_off_by_all, None);
        // The second year is as declared for every year; the ceiling is over the term.
        let next = balance(&reader, &world.by(GLA), &ask(Some("2"), None, 2), now)
            .await
            .unwrap();
        assert_eq!(
            (next.lots[0].left, next.lots[0].ceiling_left),
            (Some(t("310")), None)
        );
        let pfr = balance(
            &reader,
            &world.by(NIA),
            &ask(Some("2"), Some("PFR"), 0),
            now,
        )
        .await
        .unwrap();
        assert_eq!(pfr.lots[0].left, Some(t("6.5")));
        refused(balance(&reader, &world.by(NIA), &ask(None, None, 0), now).await);
        refused(balance(&reader, &world.by(NIA), &ask(None, Some("GLA"), 0), now).await);
        refused(balance(&reader, &world.by(GLA), &ask(None, None, 3), now).await);
        balance(&reader, &world.by(ABW), &ask(None, Some("GLA"), 0), now)
            .await
            .unwrap();
    }
}

/// What all have called off moves when three more have, and tells nobody what one did.
#[tokio::test]
async fn what_all_have_called_off_moves_by_three() {
    for world in scenes::calling_off().await {
        let seen = async || {
            let reader = world.ledger.reader();
            let ask = AskBalance {
                tender: REF.to_owned(),
                lot: Some(SMOKELESS.to_owned()),
                authority: Some("GLA".to_owned()),
                year: None,
            };
            let now = at("2027-07-01T09:00:00Z");
            let balance = balance(&reader, &world.by(GLA), &ask, now).await.unwrap();
            balance.lots[0].called_off_by_all
        };
        for (who, short, tonnes) in [(GLA, "GLA", "30"), (BRY, "BRY", "20"), (NIA, "PFR", "6")] {
            world.orders_for(who, short, SMOKELESS, tonnes).await;
            assert_eq!(seen().await, None);
        }
        world.orders_for(ABW, "ABW", SMOKELESS, "10").await;
        assert_eq!(seen().await, Some(t("66")));
        for (who, short) in [(GLA, "GLA"), (BRY, "BRY"), (NIA, "PFR")] {
            world.orders_for(who, short, SMOKELESS, "1").await;
            assert_eq!(seen().await, Some(t("66")), "{short}");
        }
        world.orders_for(ABW, "ABW", SMOKELESS, "1").await;
        assert_eq!(seen().await, Some(t("70")));
        let reader = world.ledger.reader();
        let shown = tenders::find(&reader, crate::testing::GUILD, REF)
            .await
            .unwrap();
        let card = crate::dossiers::service::card(&reader, &shown)
            .await
            .unwrap();
        assert_eq!(
            card.called_off.values().copied().collect::<Vec<_>>(),
            [t("70")]
        );
    }
}

#[tokio::test]
async fn totals_stay_hidden_until_three_have_declared() {
    for world in scenes::calling_off().await {
        world.nil_returns(1, &["ABW", "BRY"]).await;
        call_off(&world, GLA, order(SMOKELESS, "320", None))
            .await
            .unwrap();
        let reader = world.ledger.reader();
        let now = at("2027-07-01T09:00:00Z");
        let ask = AskBalance {
            tender: REF.to_owned(),
            lot: Some(SMOKELESS.to_owned()),
            authority: Some("PFR".to_owned()),
            year: None,
        };
        let of = async |who: &str| {
            balance(&reader, &world.by(who), &ask, now)
                .await
                .unwrap()
                .lots
                .remove(0)
        };
        let hidden = of(NIA).await;
        assert_eq!(
            (hidden.called_off_by_all, hidden.ceiling_left),
            (None, None)
        );
        assert_eq!(hidden.ceiling, Some(t("1200")));
        let lead = of(ABW).await;
        assert_eq!(
            (lead.called_off_by_all, lead.ceiling_left),
            (Some(t("320")), Some(t("880")))
        );
        let done = call_off(&world, NIA, order(SMOKELESS, "1", Some("PFR")))
            .await
            .unwrap();
        assert_eq!(done.ceiling_left, None);
        let said = refused(call_off(&world, NIA, order(SMOKELESS, "1000", Some("PFR"))).await);
        assert!(
            said.contains("ask the lead") && !said.contains("can still"),
            "{said}"
        );
    }
}

#[tokio::test]
async fn a_contract_begins_and_ends_on_its_days_whether_or_not_that_was_noted() {
    for world in scenes::out_to_tender().await {
        world.award(ABW, world.house_coal()).await.unwrap();
        world.award(ABW, world.smokeless()).await.unwrap();
        let order = || order(COAL, "5", None);
        let early = refused(call_off(&world, ABW, order()).await);
        assert!(early.contains("at the stage “Awarded”"), "{early}");
        world.clock.advance_to(at("2027-04-01T08:00:00Z"));
        call_off(&world, ABW, order()).await.unwrap();
        world.clock.advance_to(at("2029-04-01T08:00:00Z"));
        let late = refused(call_off(&world, ABW, order()).await);
        assert!(late.contains("Ended"), "{late}");
        totals_are_right(&world).await;
    }
}

/// Smokeless fuel has a ceiling of 1,200 tonnes.
#[tokio::test]
async fn a_ceiling_that_comes_closer_is_told_once_for_each_threshold() {
    for world in scenes::calling_off().await {
        let told = async || {
            let entries = world.entries().await;
            entries
                .iter()
                .filter(|it| *it == "calloff.headroom")
                .count()
        };
        let some = |number: &str, tonnes: &str| Request {
            order_number: Some(number.to_owned()),
            ..order(SMOKELESS, tonnes, None)
        };
        call_off(&world, GLA, some("1", "839.999")).await.unwrap();
        assert_eq!(told().await, 0);
        world.sent().await;
        let little = call_off(&world, GLA, some("2", "0.001")).await.unwrap();
        assert_eq!(told().await, 1, "70 %");
        let letters = world.letters().await;
        let notices = letters.iter().filter(|it| *it == "tender.notice");
        assert_eq!(
            notices.count(),
            2,
            "one for each region's post: {letters:?}"
        );
        // A correction brings it below, and it passes again: that was told.
        put_right(&world, GLA, little.call_off.id, "0")
            .await
            .unwrap();
        call_off(&world, GLA, some("3", "1")).await.unwrap();
        assert_eq!(told().await, 1);
        // Two thresholds at once are one message.
        call_off(&world, ABW, some("4", "300")).await.unwrap();
        assert_eq!(told().await, 2, "85 and 95 %");
        call_off(&world, ABW, some("5", "59.001")).await.unwrap();
        assert_eq!(told().await, 3, "100 %");
        totals_are_right(&world).await;

        let reader = world.ledger.reader();
        let tender = crate::tenders::service::by_id(&reader, GUILD, world.tender_id)
            .await
            .unwrap();
        let needy = still_need(&reader, &tender, world.lots[1], world.now())
            .await
            .unwrap();
        // ABW called off more than its 150 tonnes in the first year, but will need some in the second.
        assert_eq!(needy.len(), 4);
        world.clock.advance_to(at("2028-06-01T09:00:00Z"));
        call_off(&world, BRY, order(COAL, "200", None))
            .await
            .unwrap();
        let needy = still_need(&reader, &tender, world.lots[0], world.now())
            .await
            .unwrap();
        assert!(
            !needy.contains(&world.ids["BRY"]) && needy.len() == 3,
            "{needy:?}"
        );
    }
}

#[tokio::test]
async fn a_balance_says_by_when_the_ceiling_runs_out() {
    for world in scenes::calling_off().await {
        call_off(&world, GLA, order(SMOKELESS, "300", None))
            .await
            .unwrap();
        let ask = AskBalance {
            tender: REF.to_owned(),
            lot: Some(SMOKELESS.to_owned()),
            ..AskBalance::default()
        };
        let of = async |who: &str, now: &str| {
            let balance = balance(&world.ledger.reader(), &world.by(who), &ask, at(now)).await;
            balance.unwrap().lots[0].headroom
        };
        // 300 tonnes in 30 days; 900 are left: 90 days.
        let it = of(ABW, "2027-04-30T09:00:00Z").await.unwrap();
        assert_eq!(
            (it.percent, it.left, it.runs_out),
            (25, t("900"), Some(date(2027, 7, 29)))
        );
        assert_eq!(
            it.told().to_string(),
            "25% of the ceiling is called off; at the pace of the last six months it runs out by 29 July 2027"
        );
        // Nothing in the last six months: there is no pace.
        let later = of(ABW, "2028-01-01T09:00:00Z").await.unwrap();
        assert_eq!(later.told().to_string(), "25% of the ceiling is called off");
        // Who doesn't see everybody's isn't told: it would move with each order.
        assert_eq!(of(GLA, "2027-04-30T09:00:00Z").await, None);
    }
}
