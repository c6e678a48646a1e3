use super::*;
use crate::ledger::Error;
use crate::testing::{ABW, BRY, GUILD, REGISTRAR, World, date, refused, scenes, t};
use crate::values::{Agreed, NoAward};

/// Design, section 9: both awards, and the standstill's last day.
#[tokio::test]
async fn the_awards_of_the_story() {
    for world in scenes::out_to_tender().await {
        let coal = world.award(ABW, world.house_coal()).await.unwrap();
        assert_eq!(coal.stage, Stage::OutToTender);
        assert_eq!(coal.unawarded, ["Smokeless fuel"]);
        assert_eq!(coal.notice_on, date(2027, 3, 11));
        assert_eq!(coal.standstill_ends, date(2027, 3, 23));
        assert!(
            coal.standstill_rule
                .to_string()
                .contains("sections 51 and 123")
        );
        assert!(!coal.replaced && !coal.starts_too_early);

        let smokeless = world.award(ABW, world.smokeless()).await.unwrap();
        assert_eq!(smokeless.stage, Stage::Awarded);
        assert!(smokeless.unawarded.is_empty());

        let reader = world.ledger.reader();
        let tender = tenders::find(&reader, GUILD, " sf-2027-01 ").await.unwrap();
        assert_eq!(tender.stage, Stage::Awarded);
        assert_eq!(tender.notice_on, Some(date(2027, 3, 11)));
        assert_eq!(tender.standstill_ends, Some(date(2027, 3, 23)));
        let kept = of_lot(&reader, world.lots[0]).await.unwrap().unwrap();
        assert_eq!(kept, coal.award);
        assert_eq!(
            kept.bands.to_string(),
            "0:£152.00; 400:£147.50; 700:£143.25"
        );
        assert!(kept.sme && kept.local && kept.ceiling.is_none());
        let both = of_tender(&reader, world.tender_id).await.unwrap();
        assert_eq!(both.len(), 2);
        assert_eq!(
            (both[1].ceiling, both[1].supplier.as_str()),
            (Some(t("1200")), "Northern Smokeless plc")
        );

        // In each of the two posts: the card once, for edits are coalesced, and a notice for each award.
        let queued = world.letters().await;
        let count = |kind: &str| queued.iter().filter(|k| *k == kind).count();
        assert_eq!((count("tender.card"), count("tender.notice")), (2, 4));
        let entries = world.entries().await;
        assert_eq!(entries, ["award.recorded", "award.recorded"]);
    }
}

#[tokio::test]
async fn only_the_lead_awards() {
    for world in scenes::out_to_tender().await {
        for stranger in [BRY, "Nobody", REGISTRAR] {
            let said = refused(world.award(stranger, world.house_coal()).await);
            assert!(
                said.contains("Only officers of the lead"),
                "{stranger}: {said}"
            );
        }
        // Who observes the lead reads, and does not act.
        world
            .grant(BRY, "ABW", crate::authorities::service::Role::Observer)
            .await;
        refused(world.award(BRY, world.house_coal()).await);
        assert_eq!(
            of_lot(&world.ledger.reader(), world.lots[0]).await.unwrap(),
            None
        );
    }
}

#[tokio::test]
async fn an_award_is_replaced_whole_and_only_before_the_contract() {
    for world in scenes::out_to_tender().await {
        let first = world.award(ABW, world.house_coal()).await.unwrap();
        let request = Request {
            supplier: "Glo Du Cyf".to_owned(),
            bands: Bands::parse("149").unwrap(),
            notice_on: Some(date(2027, 3, 10)),
            ..world.house_coal()
        };
        let second = world.award(ABW, request.clone()).await.unwrap();
        assert!(second.replaced && !second.same);
        let again = world.award(ABW, request).await.unwrap();
        assert!(again.same);
        assert_eq!(again.award, second.award, "typed twice, nothing changes");
        let reader = world.ledger.reader();
        let kept = of_lot(&reader, world.lots[0]).await.unwrap().unwrap();
        assert_eq!(
            (kept.supplier.as_str(), kept.bands.as_slice().len()),
            ("Glo Du Cyf", 1)
        );
        assert_ne!(kept, first.award);
        let shown = tenders::find(&reader, GUILD, "SF-2027-01").await.unwrap();
        assert_eq!(shown.standstill_ends, Some(date(2027, 3, 22)));

        // Another lot's later standstill binds, and one that ends earlier doesn't shorten it.
        world.award(ABW, world.smokeless()).await.unwrap();
        let again = Request {
            notice_on: Some(date(2027, 3, 10)),
            ..world.house_coal()
        };
        let again = world.award(ABW, again).await.unwrap();
        assert_eq!(again.standstill_ends, date(2027, 3, 22));
        let shown = tenders::find(&reader, GUILD, "SF-2027-01").await.unwrap();
        assert_eq!(shown.standstill_ends, Some(date(2027, 3, 23)));
        assert_eq!(shown.stage, Stage::Awarded);

        world.set_stage(Stage::CallOff).await;
        let said = refused(world.award(ABW, world.house_coal()).await);
        assert!(
            said.contains("change its price, supplier, ceiling or end with /tender vary"),
            "{said}"
        );
    }
}

#[tokio::test]
async fn a_refused_award_changes_nothing() {
    for world in scenes::out_to_tender().await {
        world.set_stage(Stage::Collected).await;
        let said = refused(world.award(ABW, world.house_coal()).await);
        assert!(said.contains("/tender publish"), "{said}");
        world.set_stage(Stage::OutToTender).await;
        let wrong = [
            Request {
                tender: "SF-2099-01".to_owned(),
                ..world.house_coal()
            },
            Request {
                lot: "Peat".to_owned(),
                ..world.house_coal()
            },
            Request {
                supplier: " ".to_owned(),
                ..world.house_coal()
            },
            Request {
                ceiling: Some(Quantity::ZERO),
                ..world.house_coal()
            },
            Request {
                standstill_ends: Some(date(2027, 3, 22)),
                ..world.house_coal()
            },
        ];
        for request in wrong {
            refused(world.award(ABW, request).await);
        }
        let reader = world.ledger.reader();
        assert!(
            of_tender(&reader, world.tender_id)
                .await
                .unwrap()
                .is_empty()
        );
        assert!(world.entries().await.is_empty());
        assert!(world.letters().await.is_empty());
    }
}

#[tokio::test]
async fn the_same_interaction_awards_once() {
    for world in scenes::out_to_tender().await {
        let actor = world.by(ABW);
        let first = record(&world.ledger, &actor, world.house_coal())
            .await
            .unwrap();
        let again = record(&world.ledger, &actor, world.house_coal())
            .await
            .unwrap();
        assert_eq!(first, again);
        assert!(!again.replaced);
        let entries = world.entries().await;
        assert_eq!(entries, ["award.recorded"]);
    }
}

#[tokio::test]
async fn a_standstill_into_the_contract_is_pointed_out() {
    for world in scenes::out_to_tender().await {
        let late = Request {
            notice_on: Some(date(2027, 3, 25)),
            ..world.house_coal()
        };
        let recorded = world.award(ABW, late).await.unwrap();
        assert!(recorded.starts_too_early && recorded.standstill_ends >= date(2027, 4, 1));
    }
}

async fn leaves_out(
    world: &World,
    actor: Actor,
    why: NoAward,
    reason: &str,
) -> Result<Receipted<LeftOut>> {
    let (tender, lot) = ("SF-2027-01".to_owned(), "smokeless".to_owned());
    leave_out(&world.ledger, &actor, tender, lot, why, reason.to_owned()).await
}

/// Design, section 2a: no bids for a lot, and the other lots go on.
#[tokio::test]
async fn a_lot_without_an_award_holds_up_no_other() {
    for world in scenes::out_to_tender().await {
        let none = NoAward::NoBids;
        let stranger = leaves_out(&world, world.by(BRY), none, "Nobody bid").await;
        assert!(refused(stranger).contains("Only officers of the lead"));
        refused(leaves_out(&world, world.by(ABW), none, " ").await);
        // It is shown first.
        let asked = Actor {
            agreed: Agreed::Nothing,
            ..world.by(ABW)
        };
        let asked = leaves_out(&world, asked, none, "Nobody bid").await;
        assert!(matches!(asked, Err(Error::Asks(_))));
        assert_eq!(world.entries().await, [] as [&str; 0]);

        let first = leaves_out(&world, world.by(ABW), none, "Nobody bid").await;
        let first = first.unwrap();
        assert_eq!(
            (first.stage, first.any_awarded),
            (Stage::OutToTender, false)
        );
        assert_eq!(first.unawarded, ["House coal"]);
        let coal = world.award(ABW, world.house_coal()).await.unwrap();
        assert_eq!(coal.stage, Stage::Awarded);
        assert!(coal.unawarded.is_empty());
        let entries = world.entries().await;
        assert_eq!(entries, ["award.none", "award.recorded"]);

        // It has one after all.
        let smokeless = world.award(ABW, world.smokeless()).await.unwrap();
        assert_eq!(smokeless.stage, Stage::Awarded);
        let reader = world.ledger.reader();
        let lots = tenders::lots(&reader, world.tender_id).await.unwrap();
        assert!(lots.iter().all(|lot| lot.no_award.is_none()));
        let again = leaves_out(&world, world.by(ABW), none, "No").await;
        assert!(refused(again).contains("already been awarded"));
    }
}

/// The last lot that is settled opens the contract, if it has begun.
#[tokio::test]
async fn the_last_outcome_opens_the_contract() {
    for world in scenes::out_to_tender().await {
        world.award(ABW, world.house_coal()).await.unwrap();
        let begun = "2027-04-02T08:00:00Z".parse().unwrap();
        world.clock.advance_to(begun);
        let left = leaves_out(&world, world.by(ABW), NoAward::NoneSuitable, "Too dear").await;
        assert_eq!(left.unwrap().stage, Stage::CallOff);
    }
}
