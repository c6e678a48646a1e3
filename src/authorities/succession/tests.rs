//! The use cases on a real database: what is settled, taken back, told and refused.

use super::service::{self, Ended, Merge, Succeed};
use crate::authorities::service as authorities;
use crate::ledger::{Error, Result};
use crate::testing::{
    ABW, BRY, GLA, GUILD, REGISTRAR, World, date, refusal, refused, scenes, user_id,
};
use crate::values::time_zone::end_of_day;
use crate::values::{Actor, Agreed};

async fn succeed(world: &World, actor: &Actor, on: &str, successors: &str) -> Result<Ended> {
    let request = Succeed {
        authority: "BRY".to_owned(),
        on: on.to_owned(),
        successors: successors.to_owned(),
    };
    service::succeed(&world.ledger, actor, request).await
}

/// Those that are armed.
async fn armed(world: &World) -> Vec<String> {
    let all = world.duties().await;
    let armed = all.into_iter().filter(|it| it.3 == "armed");
    let kinds = armed.map(|it| it.0);
    kinds.filter(|it| it.starts_with("authority.")).collect()
}

async fn told(world: &World) -> Vec<String> {
    let queued = world.queued("authority.ending").await;
    let mut lanes: Vec<String> = queued.into_iter().map(|it| it.1).collect();
    lanes.sort();
    lanes
}

fn lanes(officers: &[&str]) -> Vec<String> {
    let mut lanes: Vec<String> = officers
        .iter()
        .map(|it| format!("user:{}", user_id(it)))
        .collect();
    lanes.sort();
    lanes
}

#[tokio::test]
async fn it_is_settled_for_a_day_and_can_be_taken_back_until_then() {
    for world in scenes::councils().await {
        let shares = "ABW 60%; Glanmor City Council 40%";
        let asks = Actor {
            agreed: Agreed::Nothing,
            ..world.by(REGISTRAR)
        };
        let asked = succeed(&world, &asks, "31 March 2028", shares).await;
        let Err(Error::Asks(preview)) = asked else {
            panic!("{asked:?}");
        };
        let said = format!("{preview:?}");
        assert!(
            said.contains("31 March 2028") || said.contains("2028"),
            "{said}"
        );
        assert!(!preview.is_odd());
        assert_eq!(armed(&world).await, [""; 0]);

        let done = succeed(&world, &world.by(REGISTRAR), "31 March 2028", shares)
            .await
            .unwrap();
        let ending = done.authority.ending.clone().unwrap();
        assert_eq!((ending.on, ending.ended), (date(2028, 3, 31), false));
        assert_eq!(done.told, 3);
        assert_eq!(told(&world).await, lanes(&[ABW, BRY, GLA]));
        assert_eq!(
            armed(&world).await,
            [
                "authority.ending.6m",
                "authority.ending.3m",
                "authority.ending"
            ]
        );
        let tz = chrono_tz::Europe::London;
        let day = world
            .duties()
            .await
            .into_iter()
            .find(|it| it.0 == "authority.ending");
        assert_eq!(day.unwrap().2, end_of_day(date(2028, 3, 31), tz));

        // The other way round would be a circle.
        let circle = Succeed {
            authority: "ABW".to_owned(),
            on: "31 March 2029".to_owned(),
            successors: "BRY".to_owned(),
        };
        let circle = service::succeed(&world.ledger, &world.by(REGISTRAR), circle).await;
        assert!(refused(circle).contains("Bryncoch"));

        let by_officer = service::keep(&world.ledger, &world.by(BRY), done.authority.id).await;
        assert!(refused(by_officer).contains("registrar"));
        let kept = service::keep(&world.ledger, &world.by(REGISTRAR), done.authority.id)
            .await
            .unwrap();
        assert_eq!(kept.authority.ending, None);
        assert_eq!(armed(&world).await, [""; 0]);
        assert_eq!(told(&world).await, lanes(&[ABW, BRY, GLA]));
        let twice = service::keep(&world.ledger, &world.by(REGISTRAR), done.authority.id).await;
        assert!(refused(twice).contains("Nothing says"));
        let kinds = world.kinds().await;
        assert!(
            kinds.ends_with(&[
                "authority.ending_planned".to_owned(),
                "authority.ending_withdrawn".to_owned()
            ]),
            "{kinds:?}"
        );
    }
}

#[tokio::test]
async fn a_day_that_is_not_ahead_is_asked_about_and_all_is_done_at_once() {
    for world in scenes::councils().await {
        let shares = "ABW 60%; GLA 40%";
        let asks = Actor {
            agreed: Agreed::Nothing,
            ..world.by(REGISTRAR)
        };
        for day in ["today", "1 November 2026"] {
            match succeed(&world, &asks, day, shares).await {
                Err(Error::Asks(preview)) => assert!(preview.is_odd(), "{preview:?}"),
                other => panic!("{other:?}"),
            }
        }
        let bry = authorities::find(&world.reader(), GUILD, "BRY")
            .await
            .unwrap();
        let done = succeed(&world, &world.by(REGISTRAR), "today", shares)
            .await
            .unwrap();
        assert!(done.authority.has_ended());
        // It is offered nowhere, and whoever types its name is told who took over.
        let present = authorities::present(&world.reader(), GUILD).await.unwrap();
        assert!(present.iter().all(|it| it.id != bry.id));
        let every = authorities::list(&world.reader(), GUILD).await.unwrap();
        assert!(every.iter().any(|it| it.id == bry.id));
        let which =
            refusal(authorities::find(&world.reader(), GUILD, "Bryncoch County Borough").await);
        let which = which.wrong.to_string();
        assert!(
            which.contains("(ABW)") && which.contains("(GLA)"),
            "{which}"
        );
        // Its officer acts for both, and reads what it did.
        let held = authorities::mandates_of(&world.reader(), GUILD, user_id(BRY))
            .await
            .unwrap();
        let held: Vec<_> = held
            .iter()
            .map(|it| (it.authority.short_name.as_str(), it.acts()))
            .collect();
        assert_eq!(held, [("ABW", true), ("GLA", true), ("BRY", false)]);
        let by = world.by(GLA);
        assert!(
            authorities::reads_for(&world.reader(), &by, bry.id)
                .await
                .unwrap()
        );
        assert!(
            !authorities::acts_for(&world.reader(), &by, bry.id)
                .await
                .unwrap()
        );
        let again = service::keep(&world.ledger, &world.by(REGISTRAR), bry.id).await;
        assert!(refused(again).contains("has ended"));
    }
}

#[tokio::test]
async fn a_successor_that_ceases_first_is_replaced_by_its_own() {
    for world in scenes::councils().await {
        succeed(
            &world,
            &world.by(REGISTRAR),
            "31 March 2028",
            "ABW 60%; GLA 40%",
        )
        .await
        .unwrap();
        let gla = Succeed {
            authority: "GLA".to_owned(),
            on: "today".to_owned(),
            successors: "ABW 50%; TRA 50%".to_owned(),
        };
        service::succeed(&world.ledger, &world.by(REGISTRAR), gla)
            .await
            .unwrap();
        let bry = authorities::find(&world.reader(), GUILD, "BRY")
            .await
            .unwrap();
        let shares: Vec<_> = bry.ending.unwrap().heirs.iter().collect();
        let shares: Vec<_> = shares
            .iter()
            .map(|it| (it.authority_id, it.hundredths))
            .collect();
        assert_eq!(
            shares,
            [(world.ids["ABW"], 8_000), (world.ids["TRA"], 2_000)]
        );
    }
}

#[tokio::test]
async fn what_can_not_be_is_refused() {
    for world in scenes::councils().await {
        let before = world.kinds().await;
        let by_officer = succeed(&world, &world.by(ABW), "31 March 2028", "ABW").await;
        assert!(refused(by_officer).contains("registrar"));
        for (on, successors, says) in [
            ("31 March 2028", "ABW 60%; GLA 30%", "90%"),
            ("31 March 2028", "ABW 60%; GLA", "Glanmor"),
            ("31 March 2028", "BRY", "itself"),
            ("31 March 2028", "ABW 50%; abw 50%", "twice"),
            ("31 March 2028", "Nowhere", "Nowhere"),
            ("some day", "ABW", "some day"),
        ] {
            let wrong = refused(succeed(&world, &world.by(REGISTRAR), on, successors).await);
            assert!(wrong.contains(says), "{says}: {wrong}");
        }
        let itself = Merge {
            authority: "BRY".to_owned(),
            into: "bry".to_owned(),
        };
        let itself = service::merge(&world.ledger, &world.by(REGISTRAR), itself).await;
        assert!(refused(itself).contains("itself"));
        assert_eq!(world.kinds().await, before);
    }
}
