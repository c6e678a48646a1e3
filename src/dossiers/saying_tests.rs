//! What is said in a tender's posts is so when it is said, whatever was so when it was queued (design, section 3, rule 4).

use futures::FutureExt;

use super::composing::composers;
use crate::delivery::testing::{sent_now, texts};
use crate::delivery::{Composed, Delivery, Message};
use crate::forums::service as forums;
use crate::ledger::Cause;
use crate::tenders::service as tenders;
use crate::testing::{ABW, GUILD, REF, REGISTRAR, TRA, World, local, part, scenes};
use crate::values::Stage;

/// A tender that is announced, with its posts in Discord.
async fn posted() -> Vec<World> {
    let mut worlds = Vec::new();
    for (world, announced) in scenes::announced().await {
        for (number, post) in (0..).zip(&announced.posts) {
            let id = post.id;
            let placed = world.ledger.write(Cause::due(GUILD), move |tx| {
                async move { tenders::place_post(tx, id, 900 + number, 800 + number).await }.boxed()
            });
            placed.await.unwrap();
        }
        world.sent().await;
        worlds.push(world);
    }
    worlds
}

/// What is said now of all that waits, each once however many posts say it.
async fn said(world: &World) -> Vec<String> {
    let clock = world.shared_clock();
    let letters = composers(&world.ledger, &clock);
    let said = texts(&sent_now(&world.ledger, &letters).await);
    // Only some posts mention somebody.
    let text = |it: &String| it[it.find("**").unwrap()..].to_owned();
    let mut said: Vec<String> = said.iter().map(text).collect();
    said.sort();
    said.dedup();
    said
}

async fn extended(world: &World) {
    let (until, why) = ("8 January 2027".to_owned(), "Holidays".to_owned());
    tenders::extend(&world.ledger, &world.by(ABW), REF.into(), until, why)
        .await
        .unwrap();
}

async fn closed(world: &World) {
    tenders::close(&world.ledger, &world.by(ABW), REF.into(), None)
        .await
        .unwrap();
}

async fn cancelled(world: &World) {
    let why = "No money".to_owned();
    tenders::cancel(&world.ledger, &world.by(ABW), REF.into(), why)
        .await
        .unwrap();
}

async fn asked(world: &World) {
    tenders::join(&world.ledger, &world.by(TRA), part("TRA", ""))
        .await
        .unwrap();
}

async fn admitted(world: &World) {
    tenders::admit(&world.ledger, &world.by(ABW), REF.into(), "TRA".into())
        .await
        .unwrap();
}

fn ends(said: &[String], with: &str) -> bool {
    matches!(said, [one] if one.ends_with(with))
}

#[tokio::test]
async fn more_time_is_not_told_once_it_is_over() {
    for world in posted().await {
        extended(&world).await;
        assert!(said(&world).await[0].contains("answers are now due"));
        closed(&world).await;
        world.sent().await;
        let until = "15 January 2027".to_owned();
        tenders::reopen(
            &world.ledger,
            &world.by(ABW),
            REF.into(),
            until,
            "Late".into(),
        )
        .await
        .unwrap();
        closed(&world).await;
        let only = said(&world).await;
        // Each region's names those there whom the close cut off.
        let closed = |it: &String| it.contains("are in and fixed");
        assert!(only.len() == 2 && only.iter().all(closed), "{only:#?}");
    }
}

#[tokio::test]
async fn what_was_closed_and_reopened_is_open() {
    for world in posted().await {
        closed(&world).await;
        let until = "15 January 2027".to_owned();
        tenders::reopen(
            &world.ledger,
            &world.by(ABW),
            REF.into(),
            until,
            "Late".into(),
        )
        .await
        .unwrap();
        let only = said(&world).await;
        assert!(
            matches!(&only[..], [one] if one.contains("is open again")),
            "{only:#?}"
        );
    }
}

#[tokio::test]
async fn of_a_tender_that_was_cancelled_nothing_is_said_to_come() {
    for world in posted().await {
        closed(&world).await;
        world.publish().await;
        cancelled(&world).await;
        let all = said(&world).await;
        assert_eq!(all.len(), 3);
        assert!(all[0].contains("was cancelled"), "{all:#?}");
        assert!(ends(&all[1..2], " went out to tender."), "{all:#?}");
        assert!(ends(&all[2..], "are in and fixed."), "{all:#?}");
    }
}

#[tokio::test]
async fn whoever_takes_a_wish_back_or_was_admitted_asks_no_more() {
    for world in posted().await {
        closed(&world).await;
        world.sent().await;
        asked(&world).await;
        let wish = said(&world).await;
        assert!(
            ends(&wish, "The lead can let it in with `/tender admit`."),
            "{wish:#?}"
        );
        tenders::leave(&world.ledger, &world.by(TRA), part("TRA", ""))
            .await
            .unwrap();
        world.sent().await;
        asked(&world).await;
        tenders::leave(&world.ledger, &world.by(TRA), part("TRA", ""))
            .await
            .unwrap();
        assert_eq!(said(&world).await, [] as [String; 0]);
        asked(&world).await;
        admitted(&world).await;
        let only = said(&world).await;
        assert!(
            matches!(&only[..], [one] if one.contains("was admitted") && !one.contains("may call off")),
            "no contract runs yet: {only:#?}"
        );
    }
}

#[tokio::test]
async fn whoever_was_admitted_may_call_off_while_the_contract_runs() {
    for world in posted().await {
        closed(&world).await;
        world.publish().await;
        world.set_stage(Stage::Awarded).await;
        world.clock.advance_to(local(2027, 7, 1, 9, 0, 0));
        asked(&world).await;
        world.sent().await;
        admitted(&world).await;
        let only = said(&world).await;
        assert!(
            ends(
                &only,
                "was admitted and may call off (order under the contract)."
            ),
            "{only:#?}"
        );
    }
}

#[tokio::test]
async fn of_a_contract_that_is_over_no_call_offs_are_open() {
    for world in posted().await {
        let id = world.tender_id;
        closed(&world).await;
        world.publish().await;
        world.set_stage(Stage::Awarded).await;
        world.sent().await;
        world.clock.advance_to(local(2029, 4, 2, 9, 0, 0));
        tenders::start(&world.ledger, GUILD, id).await.unwrap();
        tenders::end(&world.ledger, GUILD, id).await.unwrap();
        let both = said(&world).await;
        assert_eq!(both.len(), 2);
        assert!(ends(&both[..1], "the contract has begun."), "{both:#?}");
        assert!(ends(&both[1..], "the contract has ended."), "{both:#?}");
    }
}

/// Each text of a message's buttons and embeds, and what it says.
fn shown(message: &Message) -> String {
    let embeds = serde_json::to_string(&message.embeds).unwrap();
    let rows = serde_json::to_string(&message.components).unwrap();
    format!("{}{embeds}{rows}", message.content)
}

#[tokio::test]
async fn each_forum_reads_its_own_language() {
    for world in scenes::councils().await {
        let welsh = forums::Open {
            region: "South Wales".into(),
            channel_id: 503,
            language: Some("Welsh".into()),
            gone: Some(501),
            ..forums::Open::default()
        };
        forums::open(&world.ledger, &world.by(REGISTRAR), welsh)
            .await
            .unwrap();
        let announced = tenders::announce(&world.ledger, &world.by(ABW), World::solid_fuel())
            .await
            .unwrap();
        let clock = world.shared_clock();
        let letters = composers(&world.ledger, &clock);
        let posts = sent_now(&world.ledger, &letters).await;
        let in_forum = |channel: i64| {
            let of = |(_, it): &(Delivery, Composed)| match it {
                Composed::Post {
                    channel_id,
                    message,
                    ..
                } if *channel_id == channel => Some(shown(message)),
                _ => None,
            };
            posts.iter().find_map(of).unwrap()
        };
        let (welsh, english) = (in_forum(503), in_forum(502));
        assert!(
            welsh.contains("**Casglu gofynion.**")
                && welsh.contains("Nid oes angen dim arnom")
                && welsh.contains("1 Ebrill 2027"),
            "{welsh}"
        );
        assert!(
            english.contains("**Collecting.**")
                && english.contains("We need none")
                && english.contains("1 April 2027"),
            "{english}"
        );
        let post = announced.posts.iter().find(|it| it.channel_id == 503);
        let id = post.unwrap().id;
        let placed = world.ledger.write(Cause::due(GUILD), move |tx| {
            async move { tenders::place_post(tx, id, 900, 800).await }.boxed()
        });
        placed.await.unwrap();
        tenders::chase(&world.ledger, &world.by(ABW), REF.into())
            .await
            .unwrap();
        let chased = said(&world).await;
        assert!(
            matches!(&chased[..], [one] if one.contains("**Nid oes angen dim arnom**")),
            "it names the button that is there: {chased:#?}"
        );
    }
}
