//! An officer who has left the server: nobody mentions them any more, and the registrars hear of it once.

use chrono::TimeDelta;
use griffin::clock::Clock;
use sandbox::client::Message;
use sandbox::{ChannelKind, Sandbox};

use crate::support::councils::{announced, does};
use crate::support::region::{DEADLINE, Region};

/// The chasers in the tender's post, oldest first.
fn chasers(sandbox: &Sandbox) -> Vec<Message> {
    let channel = sandbox.channel("south-wales");
    let said = channel.posts().into_iter().flat_map(|post| post.messages);
    said.filter(|it| it.says("Still to answer")).collect()
}

/// Waits until there are so many, and gives the last.
async fn chased(region: &Region, count: usize) -> Message {
    let there = |s: &Sandbox| chasers(s).into_iter().nth(count - 1);
    let what = format!("chaser {count}");
    region.sandbox.wait_for(&what, DEADLINE, there).await
}

/// What the registrars are told of whoever left.
fn told(sandbox: &Sandbox) -> Vec<Message> {
    let said = sandbox.channel("registrars").messages();
    said.into_iter()
        .filter(|it| it.says("is no longer in this server"))
        .collect()
}

#[tokio::test]
async fn who_left_is_no_longer_mentioned_and_the_registrars_hear_once() {
    let (region, [megan, owain, gwen]) = announced(ChannelKind::Forum).await;
    let sandbox = &region.sandbox;
    let carys = sandbox.member("Carys Pugh");
    // As Discord shows it, or as it was written.
    let id = owain.id().to_string();
    let names_owain = |it: &Message| it.says("Owain Price") || it.says(&id);
    let later = |days: i64| {
        region
            .clock
            .advance_to(region.clock.now() + TimeDelta::days(days) + TimeDelta::hours(1));
        sandbox.clock_moved();
    };
    does(
        &megan,
        "/requirement declare tender:SF-1 lot:House coal quantity:420",
    )
    .await;
    sandbox.remove_member(sandbox.guild(), owain.id());

    // Seven days before the deadline.
    later(18);
    let chaser = chased(&region, 1).await;
    assert!(chaser.says("Still to answer here: BRY, GLA"), "{chaser}");
    assert!(chaser.says("@Gwen Tudor"), "{chaser}");
    assert_eq!(gwen.pings().len(), 1);
    assert!(!names_owain(&chaser), "{chaser}");
    assert!(owain.pings().is_empty());
    let heard = |s: &Sandbox| told(s).pop();
    let line = sandbox
        .wait_for("the registrars told", DEADLINE, heard)
        .await;
    for expected in [
        "Owain Price",
        "Bryncoch (BRY)**: nobody else in this server acts for it",
        "/mandate revoke",
    ] {
        assert!(line.says(expected), "{expected}: {line}");
    }

    // The next one, five days later: Discord is asked again, the registrars are not told again.
    later(5);
    let chaser = chased(&region, 2).await;
    assert!(!names_owain(&chaser), "{chaser}");
    let ledger = carys.types("/ledger show").await.to_string();
    let entries = ledger.matches("Member left the server").count();
    assert_eq!(entries, 1, "{ledger}");
    assert_eq!(told(sandbox).len(), 1);

    // He comes back, and is mentioned again a day later.
    sandbox.add_member(sandbox.guild(), "Owain Price", &[]);
    later(1);
    let chaser = chased(&region, 3).await;
    assert!(chaser.says("@Owain Price"), "{chaser}");
    assert_eq!(owain.pings().len(), 1);
    // If he leaves again, that is told again.
    sandbox.remove_member(sandbox.guild(), owain.id());
    region.clock.advance(TimeDelta::minutes(11));
    does(&megan, "/tender chase tender:SF-1").await;
    let again = |s: &Sandbox| (told(s).len() == 2).then_some(());
    sandbox
        .wait_for("the registrars told again", DEADLINE, again)
        .await;
    region.entries().await;
    region.end().await;
}
