//! Who is still to answer: a reminder is answered where it stands, and whoever an early close cuts off hears of it.

use sandbox::ChannelKind::Forum;
use sandbox::Sandbox;
use sandbox::client::{Member, Message};

use crate::support::councils::{announced, card, does};
use crate::support::region::{DEADLINE, Region};

/// What mentions this officer and says this.
async fn pinged(region: &Region, who: &Member, text: &str) -> Message {
    // A card is edited every few seconds at most, and what is said comes after it.
    region.clock.advance(chrono::TimeDelta::seconds(4));
    region.sandbox.clock_moved();
    let found = |_: &Sandbox| who.pings().into_iter().find(|it| it.says(text));
    region.sandbox.wait_for(text, DEADLINE, found).await
}

#[tokio::test]
async fn a_reminder_to_answer_is_answered_by_its_own_buttons() {
    let (region, [megan, owain, gwen]) = announced(Forum).await;
    does(&megan, "/tender chase tender:SF-1").await;
    let reminder = pinged(&region, &owain, "Still to answer here").await;
    for label in ["Declare requirement", "We need none", "Join", "Details"] {
        assert!(reminder.button(label).is_some(), "{label}\n{reminder}");
    }
    let form = owain.presses(&reminder, "Declare requirement").await;
    let declared = owain
        .fills(&form, &[("House coal (tonnes)", "185.5")])
        .await;
    assert!(
        declared.says("of House coal") && declared.says("185"),
        "{declared}"
    );
    let none = gwen.presses(&reminder, "We need none").await;
    assert!(!none.says("Not done"), "{none}");
    let details = gwen.presses(&reminder, "Details").await;
    assert!(details.says("BRY, GLA"), "{details}");

    // Those that come by themselves before the deadline have them too; whoever has answered isn't mentioned.
    let before = megan.pings().len();
    region.clock.advance(chrono::TimeDelta::days(19));
    region.sandbox.clock_moved();
    let chased = || {
        let new = megan.pings().into_iter().skip(before);
        new.into_iter()
            .find(|it| it.says("Still to answer here: ABW."))
    };
    let began = std::time::Instant::now();
    let reminder = loop {
        if let Some(reminder) = chased() {
            break reminder;
        }
        assert!(began.elapsed() < DEADLINE, "no chaser");
        // It may wait behind an edit of the card.
        region.clock.advance(chrono::TimeDelta::seconds(1));
        region.sandbox.clock_moved();
        megan.types("/griffin status").await;
    };
    let joined = megan.presses(&reminder, "Declare requirement").await;
    assert!(joined.form().input("House coal (tonnes)").is_some());
    region.end().await;
}

#[tokio::test]
async fn who_is_cut_off_by_an_early_close_hears_why_and_the_card_says_it() {
    let (region, [megan, owain, gwen]) = announced(Forum).await;
    does(
        &megan,
        "/tender extend tender:SF-1 respond_by:8 January 2027 reason:Christmas",
    )
    .await;
    does(&gwen, "/requirement none tender:SF-1").await;
    let line = "/tender close tender:SF-1 reason:The frameworks end sooner";
    let asked = megan.types(line).await;
    assert!(asked.says("BRY"), "{asked}");
    let closed = megan.presses(&asked, "Go ahead").await;
    assert!(!closed.says("Not done"), "{closed}");

    let told = pinged(&region, &owain, "before the deadline").await;
    assert!(
        told.says("Not heard from here: BRY.") && told.says("The frameworks end sooner"),
        "{told}"
    );
    assert!(
        gwen.pings()
            .iter()
            .all(|it| !it.says("before the deadline")),
        "whoever has answered isn't cut off"
    );
    let shown = |s: &Sandbox| card(s).filter(|it| it.says("Requirements in."));
    let shown = region.sandbox.wait_for("the card", DEADLINE, shown).await;
    assert!(
        shown.says("The frameworks end sooner") && !shown.says("Christmas"),
        "{shown}"
    );

    // Closed by mistake, and closed again without a word: the reason of the extension is none for this.
    let opened = megan.presses(&closed, "Undo").await;
    assert!(!opened.says("Not done"), "{opened}");
    does(
        &megan,
        "/tender extend tender:SF-1 respond_by:9 January 2027 reason:More time",
    )
    .await;
    does(&megan, "/tender close tender:SF-1").await;
    region.clock.advance(chrono::TimeDelta::seconds(4));
    region.sandbox.clock_moved();
    let silent = |s: &Sandbox| {
        card(s).filter(|it| it.says("Requirements in.") && !it.says("The lead's note"))
    };
    let shown = region.sandbox.wait_for("the card", DEADLINE, silent).await;
    assert!(!shown.says("More time"), "{shown}");
    region.end().await;
}
