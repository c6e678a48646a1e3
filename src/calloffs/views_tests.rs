use std::collections::BTreeSet;

use super::super::recount::recount;
use super::*;
use crate::testing::{ABW, BRY, REF, World, at, scenes, t};

async fn looked_at(world: &World, who: &str) -> (Balance, Vec<LotCourse>) {
    let (db, actor, now) = (
        world.ledger.reader(),
        world.by(who),
        at("2027-07-15T09:00:00Z"),
    );
    let ask = AskBalance {
        tender: REF.to_owned(),
        ..AskBalance::default()
    };
    let balance = balance(&db, &actor, &ask, now).await.unwrap();
    let courses = courses(&db, &actor, &balance, now).await.unwrap();
    (balance, courses)
}

/// Design, section 9: four authorities declared 713.75 t of house coal a year.
#[tokio::test]
async fn a_balance_says_how_far_the_next_band_is() {
    for world in scenes::calling_off().await {
        world.orders(ABW, "House coal", "400").await;
        world.orders(BRY, "House coal", "185.5").await;
        let (balance, _) = looked_at(&world, ABW).await;
        let next = balance.lots[0].next_band.unwrap();
        assert_eq!((next.from, next.to_go), (t("700"), t("114.5")));
        let (beyond, saved) = next.declared.unwrap();
        assert_eq!(
            (beyond, saved.to_string()),
            (t("13.75"), "£58.44".to_owned())
        );
        // One price: no band to reach.
        assert_eq!(balance.lots[1].next_band, None);
        // With two that ordered, each could tell what the other did.
        let (balance, _) = looked_at(&world, BRY).await;
        assert_eq!(balance.lots[0].next_band, None);
    }
}

#[tokio::test]
async fn the_lead_looks_at_all_under_the_ceiling_and_others_at_their_own() {
    for world in scenes::calling_off().await {
        world.orders(ABW, "House coal", "400").await;
        world.orders(BRY, "House coal", "5").await;
        let (_, courses) = looked_at(&world, ABW).await;
        let whose: Vec<_> = courses
            .iter()
            .map(|it| (it.lot.as_str(), it.authority.as_deref()))
            .collect();
        assert_eq!(
            whose,
            [
                ("Smokeless fuel", None),
                ("House coal", Some("ABW")),
                ("Smokeless fuel", Some("ABW"))
            ]
        );
        assert_eq!(
            (courses[0].ceiling, courses[1].ceiling),
            (Some(t("1200")), None)
        );
        assert_eq!(courses[0].points.last().unwrap().declared, t("1093"));
        let (_, courses) = looked_at(&world, BRY).await;
        assert!(
            courses
                .iter()
                .all(|it| it.authority.as_deref() == Some("BRY") && it.ceiling.is_none())
        );
        let coal = &courses[0].points;
        assert_eq!(
            (coal[4].called_off, coal[24].declared),
            (Some(t("5")), t("371"))
        );
    }
}

/// The step that fills the sums from call-offs that were there before it.
#[tokio::test]
async fn sums_by_price_are_filled_from_what_was_there_before_them() {
    for world in scenes::calling_off().await {
        world.orders(ABW, "House coal", "400").await;
        world.orders(BRY, "House coal", "305").await;
        world.clock.advance_to(at("2028-03-31T22:59:59Z"));
        world.orders(ABW, "House coal", "1").await;
        // By the clocks in London the next financial year begins an hour before it does in UTC.
        world.clock.advance_to(at("2028-03-31T23:00:00Z"));
        world.orders(ABW, "House coal", "2").await;
        let db = world.ledger.reader();
        let kept = store::every_sum(&db).await.unwrap();
        let years: BTreeSet<i32> = kept.iter().map(|it| it.0.3).collect();
        assert_eq!(years, BTreeSet::from([2027, 2028]));
        let database = crate::ledger::Database::open(&world.fresh.url)
            .await
            .unwrap();
        let (applied, _) = database.migrations().await.unwrap();
        let step = applied
            .iter()
            .rposition(|it| it.contains("create_call_off_sums"));
        let steps = applied.len() - step.unwrap();
        database
            .migrate_down(u32::try_from(steps).ok())
            .await
            .unwrap();
        assert!(store::every_sum(&db).await.is_err(), "the table is gone");
        crate::proof::migrate_up(&database).await.unwrap();
        assert_eq!(store::every_sum(&db).await.unwrap(), kept);
        assert_eq!(recount(&db).await.unwrap(), []);
    }
}
