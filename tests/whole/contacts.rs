//! Whom to ask about a tender, from a member's chair.

use sandbox::ChannelKind;

use crate::support::councils::{announced, card};
use crate::support::region::DEADLINE;

#[tokio::test(flavor = "multi_thread")]
async fn the_post_and_the_card_say_whom_to_ask() {
    let (region, [lead, other, _]) = announced(ChannelKind::Forum).await;
    let line = "/contact set tender:SF-1 name:Sara Lloyd @everyone";
    let refused = other.types(line).await;
    assert!(refused.says("Not done"), "{}", refused.render());
    let done = lead.types(line).await;
    assert!(done.says("is told to ask"), "{}", done.render());
    region
        .sandbox
        .wait_for("the card", DEADLINE, |s| {
            card(s).filter(|it| it.says("Sara Lloyd"))
        })
        .await;
    assert!(other.pings().is_empty());
    let back = lead.presses(&done, "Take it back").await;
    assert!(back.says("isn't named"), "{}", back.render());
    let shown = other.types("/tender show tender:SF-1").await;
    assert!(!shown.says("Sara Lloyd"), "{}", shown.render());
    region.end().await;
}
