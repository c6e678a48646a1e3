//! An authority ceases under a running contract, and a double is merged: all that moves, on a real database.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::service::{self as reminders, Remind};
use crate::authorities::service::{self as authorities, Merge, Succeed};
use crate::calloffs::service as calloffs;
use crate::requirements::service as requirements;
use crate::schedule::sweeper::Sweeper;
use crate::tenders::service::{self as tenders, Part};
use crate::testing::{
    ABW, BRY, GLA, GUILD, NIA, REF, REGISTRAR, TRA, World, local, order, refused, scenes, t,
};
use crate::values::{AuthorityId, LotId, Quantity};

/// What counts, by lot, authority and year.
async fn declared(world: &World) -> BTreeMap<(LotId, AuthorityId, i32), Quantity> {
    let rows = requirements::expected(&world.reader(), &world.lots)
        .await
        .unwrap();
    rows.into_iter()
        .map(|(lot, who, year, quantity)| ((lot, who, year), quantity))
        .collect()
}

/// What is declared of a lot for a year by all.
fn sum(
    declared: &BTreeMap<(LotId, AuthorityId, i32), Quantity>,
    lot: LotId,
    year: i32,
) -> Quantity {
    let who: std::collections::BTreeSet<AuthorityId> = declared
        .keys()
        .filter(|it| it.0 == lot)
        .map(|it| it.1)
        .collect();
    let of = |who| {
        declared
            .get(&(lot, who, year))
            .or(declared.get(&(lot, who, 0)))
    };
    Quantity::checked_sum(who.into_iter().filter_map(of).copied()).unwrap()
}

async fn sweep(world: &World) {
    let clock = Arc::new(world.clock.clone());
    Sweeper::new(world.ledger.clone(), clock, crate::capabilities::duties())
        .sweep()
        .await
        .unwrap();
}

async fn succeed(world: &World, authority: &str, on: &str, successors: &str) {
    let request = Succeed {
        authority: authority.to_owned(),
        on: on.to_owned(),
        successors: successors.to_owned(),
    };
    authorities::succeed(&world.ledger, &world.by(REGISTRAR), request)
        .await
        .unwrap();
}

#[tokio::test]
async fn on_the_day_all_moves_by_share_and_orders_stay() {
    for world in scenes::calling_off().await {
        let [coal, smokeless] = world.lots;
        let (abw, bry, tra) = (world.ids["ABW"], world.ids["BRY"], world.ids["TRA"]);
        world.orders(BRY, "House coal", "100").await;
        let remind = Remind {
            tender: REF.to_owned(),
            schedule: "monthly on the 1st 09:00".to_owned(),
            ..Remind::default()
        };
        let set = reminders::remind(&world.ledger, &world.by(BRY), remind)
            .await
            .unwrap();
        let before = declared(&world).await;
        succeed(&world, "BRY", "31 May 2027", "ABW 60%; TRA 40%").await;
        world.sent().await;
        // Not before the end of the day.
        world.clock.advance_to(local(2027, 5, 31, 23, 0, 0));
        sweep(&world).await;
        assert_eq!(declared(&world).await, before);
        world.clock.advance_to(local(2027, 6, 1, 0, 0, 1));
        sweep(&world).await;

        let now = declared(&world).await;
        let expected = [
            ((coal, abw, 1), "471.3"),
            ((coal, abw, 2), "531.3"),
            ((coal, bry, 1), "100"),
            ((coal, tra, 1), "34.2"),
            ((coal, tra, 2), "74.2"),
            ((smokeless, abw, 0), "198"),
            ((smokeless, tra, 0), "32"),
        ];
        for (key, quantity) in expected {
            assert_eq!(now.get(&key), Some(&t(quantity)), "{key:?}");
        }
        let of_three = now.keys().filter(|it| [abw, bry, tra].contains(&it.1));
        assert_eq!(of_three.count(), expected.len());
        for lot in [coal, smokeless] {
            for year in [1, 2] {
                assert_eq!(sum(&now, lot, year), sum(&before, lot, year));
            }
        }
        // What it called off is its own, and counted.
        let (kept, counted) = world.totals().await;
        assert_eq!(kept, counted);
        assert!(kept.contains(&(coal, 1, bry, t("100"))));
        let part = async |id| {
            tenders::part_of(&world.reader(), world.tender_id, id)
                .await
                .unwrap()
        };
        assert_eq!(part(tra).await, Some(Part::Joined));
        assert_eq!(part(bry).await, Some(Part::Withdrawn));
        let entitled = tenders::entitled(&world.reader(), world.tender_id)
            .await
            .unwrap();
        assert!(entitled.contains(&tra) && !entitled.contains(&bry));
        // The reminder is that of the largest, and the other has one like it.
        let listed = reminders::list(&world.reader(), &world.by(BRY))
            .await
            .unwrap();
        let mut listed: Vec<_> = listed
            .iter()
            .map(|it| (it.authority.as_str(), it.reminder.id))
            .collect();
        listed.sort_unstable();
        assert_eq!(listed[0], ("ABW", set.reminder.id));
        assert_eq!((listed[1].0, listed.len()), ("TRA", 2));
        // Both go on calling off what it may not any more.
        let own = order("House coal", "1", Some("TRA"));
        calloffs::record(&world.ledger, &world.by(BRY), own)
            .await
            .unwrap();
        let own = order("House coal", "1", Some("BRY"));
        assert!(
            calloffs::record(&world.ledger, &world.by(BRY), own)
                .await
                .is_err()
        );
        // Those whom it concerns are told: its officer, the successors', and the lead's.
        let told = world.queued("authority.ending").await;
        assert_eq!(told.len(), 3, "{told:?}");
        let kinds = world.kinds().await;
        for kind in [
            "authority.succeeded",
            "tender.handed_on",
            "requirement.handed_on",
        ] {
            assert_eq!(kinds.iter().filter(|it| *it == kind).count(), 1, "{kind}");
        }
        // Once more changes nothing.
        let length = kinds.len();
        sweep(&world).await;
        assert!(
            world
                .kinds()
                .await
                .iter()
                .filter(|it| *it == "authority.succeeded")
                .count()
                == 1
        );
        assert!(world.kinds().await.len() >= length);
    }
}

#[tokio::test]
async fn several_are_succeeded_by_one_that_leads_on() {
    for world in scenes::calling_off().await {
        let before = declared(&world).await;
        for authority in ["ABW", "BRY"] {
            succeed(&world, authority, "today", "TRA").await;
        }
        let now = declared(&world).await;
        for lot in world.lots {
            assert_eq!(sum(&now, lot, 1), sum(&before, lot, 1));
        }
        let tra = world.ids["TRA"];
        assert_eq!(now.get(&(world.lots[0], tra, 0)), Some(&t("605.5")));
        let tender = tenders::by_id(&world.reader(), GUILD, world.tender_id)
            .await
            .unwrap();
        assert_eq!(tender.lead_id, tra);
        tenders::require_lead(&world.reader(), &world.by(TRA), &tender)
            .await
            .unwrap();
        tenders::require_lead(&world.reader(), &world.by(ABW), &tender)
            .await
            .unwrap();
        let found = authorities::find(&world.reader(), GUILD, "Aberwen County Council")
            .await
            .unwrap();
        assert_eq!(found.id, tra);
    }
}

#[tokio::test]
async fn a_double_gives_all_it_has_and_where_both_declared_nothing_is_guessed() {
    for world in scenes::calling_off().await {
        let [coal, smokeless] = world.lots;
        let (dyf, gla) = (world.ids["DYF"], world.ids["GLA"]);
        world.orders(GLA, "Smokeless fuel", "200").await;
        world.orders_for(NIA, "DYF", "House coal", "10").await;
        let merge = |from: &str, into: &str| Merge {
            authority: from.to_owned(),
            into: into.to_owned(),
        };
        let both =
            authorities::merge(&world.ledger, &world.by(REGISTRAR), merge("PFR", "DYF")).await;
        let both = refused(both);
        assert!(
            both.contains("House coal") && both.contains("/requirement withdraw"),
            "{both}"
        );

        authorities::merge(&world.ledger, &world.by(REGISTRAR), merge("GLA", "DYF"))
            .await
            .unwrap();
        let now = declared(&world).await;
        assert_eq!(now.get(&(smokeless, dyf, 0)), Some(&t("310")));
        assert!(now.keys().all(|it| it.1 != gla));
        let (kept, counted) = world.totals().await;
        assert_eq!(kept, counted);
        assert!(kept.contains(&(smokeless, 1, dyf, t("200"))));
        assert!(kept.contains(&(coal, 1, dyf, t("10"))));
        assert_eq!(calloffs::recount(&world.reader()).await.unwrap(), []);
        // It orders on as before, under either name.
        let next = order("Smokeless fuel", "5", Some("Glanmor City Council"));
        calloffs::record(&world.ledger, &world.by(GLA), next)
            .await
            .unwrap();
        let (kept, counted) = world.totals().await;
        assert_eq!(kept, counted);
        assert!(kept.contains(&(smokeless, 1, dyf, t("205"))));
        assert!(world.kinds().await.contains(&"authority.merged".to_owned()));
    }
}
