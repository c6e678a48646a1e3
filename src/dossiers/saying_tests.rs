//! What is said in a tender's posts is so when it is said, whatever was so when it was queued (design, section 3, rule 4).

use futures::FutureExt;

use super::composing::composers;
use crate::clock::SharedClock;
use crate::delivery::testing::{sent_now, texts};
use crate::delivery::{Composed, Delivery, Message};
use crate::forums::service as forums;
use crate::ledger::Cause;
use crate::tenders::service::{self as tenders, Announced};
use crate::tenders::story::{ABW, GUILD, REF, REGISTRAR, Story, TRA, local};

/// A tender that is announced, with its posts in Discord.
async fn posted() -> (Story, Announced) {
    let (story, announced) = Story::announced().await;
    for (number, post) in (0..).zip(&announced.posts) {
        let id = post.id;
        let placed = story.ledger.write(Cause::due(GUILD), move |tx| {
            async move { tenders::place_post(tx, id, 900 + number, 800 + number).await }.boxed()
        });
        placed.await.unwrap();
    }
    story.send_all().await;
    (story, announced)
}

/// What is said now of all that waits, each once however many posts say it.
async fn said(story: &Story) -> Vec<String> {
    let clock: SharedClock = story.clock.clone();
    let letters = composers(&story.ledger, &clock);
    let said = texts(&sent_now(&story.ledger, &letters).await);
    // Only some posts mention somebody.
    let text = |it: &String| it[it.find("**").unwrap()..].to_owned();
    let mut said: Vec<String> = said.iter().map(text).collect();
    said.sort();
    said.dedup();
    said
}

async fn extended(story: &Story) {
    let (until, why) = ("8 January 2027".to_owned(), "Holidays".to_owned());
    tenders::extend(&story.ledger, &story.by(ABW), REF.into(), until, why)
        .await
        .unwrap();
}

async fn closed(story: &Story) {
    tenders::close(&story.ledger, &story.by(ABW), REF.into(), None)
        .await
        .unwrap();
}

async fn cancelled(story: &Story) {
    let why = "No money".to_owned();
    tenders::cancel(&story.ledger, &story.by(ABW), REF.into(), why)
        .await
        .unwrap();
}

async fn asked(story: &Story) {
    tenders::join(&story.ledger, &story.by(TRA), Story::part("TRA", ""))
        .await
        .unwrap();
}

async fn admitted(story: &Story) {
    tenders::admit(&story.ledger, &story.by(ABW), REF.into(), "TRA".into())
        .await
        .unwrap();
}

fn ends(said: &[String], with: &str) -> bool {
    matches!(said, [one] if one.ends_with(with))
}

#[tokio::test]
async fn more_time_is_not_told_once_it_is_over() {
    let (story, _) = posted().await;
    extended(&story).await;
    assert!(said(&story).await[0].contains("answers are now due"));
    closed(&story).await;
    story.send_all().await;
    let until = "15 January 2027".to_owned();
    tenders::reopen(
        &story.ledger,
        &story.by(ABW),
        REF.into(),
        until,
        "Late".into(),
    )
    .await
    .unwrap();
    closed(&story).await;
    let only = said(&story).await;
    assert!(
        matches!(&only[..], [one] if one.contains("are in and fixed")),
        "{only:#?}"
    );
}

#[tokio::test]
async fn what_was_closed_and_reopened_is_open() {
    let (story, _) = posted().await;
    closed(&story).await;
    let until = "15 January 2027".to_owned();
    tenders::reopen(
        &story.ledger,
        &story.by(ABW),
        REF.into(),
        until,
        "Late".into(),
    )
    .await
    .unwrap();
    let only = said(&story).await;
    assert!(
        matches!(&only[..], [one] if one.contains("is open again")),
        "{only:#?}"
    );
}

#[tokio::test]
async fn of_a_tender_that_was_cancelled_nothing_is_said_to_come() {
    let (story, _) = posted().await;
    closed(&story).await;
    story.publish().await;
    cancelled(&story).await;
    let all = said(&story).await;
    assert_eq!(all.len(), 3);
    assert!(all[0].contains("was cancelled"), "{all:#?}");
    assert!(ends(&all[1..2], " went out to tender."), "{all:#?}");
    assert!(ends(&all[2..], "are in and fixed."), "{all:#?}");
}

#[tokio::test]
async fn whoever_takes_a_wish_back_or_was_admitted_asks_no_more() {
    let (story, _) = posted().await;
    closed(&story).await;
    story.send_all().await;
    asked(&story).await;
    let wish = said(&story).await;
    assert!(
        ends(&wish, "The lead can let it in with `/tender admit`."),
        "{wish:#?}"
    );
    tenders::leave(&story.ledger, &story.by(TRA), Story::part("TRA", ""))
        .await
        .unwrap();
    story.send_all().await;
    asked(&story).await;
    tenders::leave(&story.ledger, &story.by(TRA), Story::part("TRA", ""))
        .await
        .unwrap();
    assert_eq!(said(&story).await, [] as [String; 0]);
    asked(&story).await;
    admitted(&story).await;
    let only = said(&story).await;
    assert!(
        matches!(&only[..], [one] if one.contains("was admitted") && !one.contains("may call off")),
        "no contract runs yet: {only:#?}"
    );
}

#[tokio::test]
async fn whoever_was_admitted_may_call_off_while_the_contract_runs() {
    let (story, announced) = posted().await;
    closed(&story).await;
    story.publish().await;
    story.awarded(announced.tender.id).await;
    story.clock.advance_to(local(2027, 7, 1, 9, 0, 0));
    asked(&story).await;
    story.send_all().await;
    admitted(&story).await;
    let only = said(&story).await;
    assert!(
        ends(
            &only,
            "was admitted and may call off (order under the contract)."
        ),
        "{only:#?}"
    );
}

#[tokio::test]
async fn of_a_contract_that_is_over_no_call_offs_are_open() {
    let (story, announced) = posted().await;
    let id = announced.tender.id;
    closed(&story).await;
    story.publish().await;
    story.awarded(id).await;
    story.send_all().await;
    story.clock.advance_to(local(2029, 4, 2, 9, 0, 0));
    tenders::start(&story.ledger, GUILD, id).await.unwrap();
    tenders::end(&story.ledger, GUILD, id).await.unwrap();
    let both = said(&story).await;
    assert_eq!(both.len(), 2);
    assert!(ends(&both[..1], "the contract has begun."), "{both:#?}");
    assert!(ends(&both[1..], "the contract has ended."), "{both:#?}");
}

/// Each text of a message's buttons and embeds, and what it says.
fn shown(message: &Message) -> String {
    let embeds = serde_json::to_string(&message.embeds).unwrap();
    let rows = serde_json::to_string(&message.components).unwrap();
    format!("{}{embeds}{rows}", message.content)
}

#[tokio::test]
async fn each_forum_reads_its_own_language() {
    let story = Story::begin().await;
    let welsh = forums::Open {
        region: "South Wales".into(),
        channel_id: 503,
        language: Some("Welsh".into()),
        gone: Some(501),
        ..forums::Open::default()
    };
    forums::open(&story.ledger, &story.by(REGISTRAR), welsh)
        .await
        .unwrap();
    let announced = tenders::announce(&story.ledger, &story.by(ABW), Story::solid_fuel())
        .await
        .unwrap();
    let clock: SharedClock = story.clock.clone();
    let letters = composers(&story.ledger, &clock);
    let posts = sent_now(&story.ledger, &letters).await;
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
    let placed = story.ledger.write(Cause::due(GUILD), move |tx| {
        async move { tenders::place_post(tx, id, 900, 800).await }.boxed()
    });
    placed.await.unwrap();
    tenders::chase(&story.ledger, &story.by(ABW), REF.into())
        .await
        .unwrap();
    let chased = said(&story).await;
    assert!(
        matches!(&chased[..], [one] if one.contains("**Nid oes angen dim arnom**")),
        "it names the button that is there: {chased:#?}"
    );
}
