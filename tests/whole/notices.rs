//! A notice is read by its number when a tender is published, from a machine on loopback that answers as Find a Tender
//! does.

use axum::http::StatusCode;
use sandbox::client::{Answer, Member};
use sandbox::{ChannelKind, Sandbox};

use crate::support::councils::{announced, card, does};
use crate::support::receiver::Receiver;
use crate::support::region::{DEADLINE, Region};

/// In the shape of Find a Tender's own answers.
const NOTICE: &str = include_str!("../notices/012345-2027.json");
const NUMBER: &str = "2027/S 000-012345";

/// A tender whose requirements are in, and whose griffin asks the receiver.
async fn collected() -> (Region, [Member; 3], Receiver) {
    let (mut region, officers) = announced(ChannelKind::Forum).await;
    let receiver = Receiver::start().await;
    region.stop_griffin().await;
    let address = receiver.address.clone();
    region.settings = vec![("GRIFFIN__NOTICES__FIND_A_TENDER", address)];
    region.run_griffin().await;
    does(&officers[0], "/tender close tender:SF-1").await;
    (region, officers, receiver)
}

async fn publishes(who: &Member, more: &str) -> Answer {
    let line = format!("/tender publish tender:SF-1 notice:{NUMBER}{more}");
    who.types(&line).await
}

#[tokio::test]
async fn what_the_notice_says_is_shown_and_taken_over_by_a_yes() {
    let (region, [megan, owain, _], receiver) = collected().await;
    receiver.answers_next(NOTICE);
    let asked = publishes(&megan, "").await;
    assert!(asked.private && asked.says("Not published yet"), "{asked}");
    for said in [
        "Supply of solid fuel to Welsh councils (here: Solid fuel)",
        "1 May 2027 to 30 April 2029",
        "£1,250,000.50, excluding VAT",
    ] {
        assert!(asked.says(said), "{said}\n{asked}");
    }
    assert!(
        !asked.render().contains("Publish as typed"),
        "nothing was typed: {asked}"
    );
    let came = receiver.came(1).await.remove(0);
    assert_eq!(
        (came.method.as_str(), came.path.as_str()),
        ("GET", "/api/1.0/ocdsReleasePackages/012345-2027")
    );
    let question = asked.message.clone().unwrap();
    let done = megan.presses(&question, "Publish with these details").await;
    assert!(done.says("Published"), "{done}");
    let shown = does(&owain, "/tender show tender:SF-1").await;
    for said in [
        "Supply of solid fuel to Welsh councils",
        "1 May 2027",
        "£1,250,000.50, excluding VAT",
    ] {
        assert!(shown.says(said), "{said}\n{shown}");
    }
    let told = |s: &Sandbox| card(s)?.says("Out to tender").then_some(());
    region.clock.advance(chrono::TimeDelta::seconds(4)); // a card is edited every 3 s at most
    region.sandbox.wait_for("the card", DEADLINE, told).await;
    region.end().await;
}

#[tokio::test]
async fn what_was_typed_may_stand_against_what_the_notice_says() {
    let (region, [megan, ..], receiver) = collected().await;
    receiver.answers_next(NOTICE);
    let asked = publishes(&megan, " bids_by:12 Feb 2027").await;
    let question = asked.message.clone().unwrap();
    let not_yet = megan.presses(&question, "Not yet").await;
    assert!(not_yet.says("Nothing was published"), "{not_yet}");
    receiver.answers_next(NOTICE);
    let asked = publishes(&megan, " bids_by:12 Feb 2027").await;
    assert!(asked.says("you typed 12 Feb 2027"), "{asked}");
    let question = asked.message.clone().unwrap();
    let done = megan.presses(&question, "Publish as typed").await;
    assert!(
        done.says("Published") && done.says("12 February 2027"),
        "{done}"
    );
    let shown = does(&megan, "/tender show tender:SF-1").await;
    assert!(
        !shown.says("Supply of") && !shown.says("excluding VAT"),
        "{shown}"
    );
    region.end().await;
}

#[tokio::test]
async fn where_it_can_not_be_read_it_is_typed_by_hand() {
    let (region, [megan, owain, _], receiver) = collected().await;
    // For somebody who may not publish, griffin asks nobody.
    let refused = publishes(&owain, "").await;
    assert!(
        refused.says("Not done") && refused.says("lead"),
        "{refused}"
    );
    for (answer, why) in [
        (StatusCode::NOT_FOUND, "has no notice with that number yet"),
        (StatusCode::SERVICE_UNAVAILABLE, "couldn't be reached"),
    ] {
        receiver.answers_next(answer);
        let refused = publishes(&megan, "").await;
        assert!(refused.says("Not done") && refused.says(why), "{refused}");
        assert!(
            refused.says("bids\\_by") || refused.says("bids_by"),
            "{refused}"
        );
    }
    receiver.answers_next("<html>maintenance</html>");
    let refused = publishes(&megan, "").await;
    assert!(
        refused.says("couldn't read what Find a Tender answered"),
        "{refused}"
    );
    assert_eq!(receiver.came(3).await.len(), 3);
    receiver.answers_next(StatusCode::BAD_GATEWAY);
    let done = publishes(&megan, " bids_by:12 Feb 2027").await;
    assert!(done.says("Published"), "{done}");
    assert!(
        done.says("couldn't be reached. Nothing was taken from the notice."),
        "{done}"
    );
    region.end().await;
}

#[tokio::test]
async fn a_notice_elsewhere_is_not_asked_for() {
    let (region, [megan, ..], receiver) = collected().await;
    let line =
        "/tender publish tender:SF-1 notice:https://www.sell2wales.gov.wales/Search/show/JAN123456";
    let refused = megan.types(line).await;
    assert!(
        refused.says("It isn't clear when bids are due"),
        "{refused}"
    );
    let done = does(&megan, &format!("{line} bids_by:12 Feb 2027")).await;
    assert!(
        done.says("Published") && !done.says("Nothing was taken"),
        "{done}"
    );
    assert_eq!(receiver.came(0).await.len(), 0);
    region.end().await;
}
