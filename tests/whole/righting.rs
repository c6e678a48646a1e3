//! A tender that was announced wrongly is put right (design, section 2a): the slip, the way back, what everybody sees, and
//! what the ledger keeps.

use chrono::TimeDelta;
use sandbox::ChannelKind::{Forum, Text};
use sandbox::Sandbox;
use sandbox::client::{Member, Post};

use crate::support::councils::{announced_in, card, does};
use crate::support::on_each_database;
use crate::support::region::{DEADLINE, Region};

/// A tender of three lots, of which Bryncoch has declared two and Glanmor one.
async fn three_lots(url: String) -> (Region, [Member; 3]) {
    let (region, officers) = announced_in(Region::on(url).await, Forum).await;
    let [megan, owain, gwen] = &officers;
    for (who, line) in [
        (
            megan,
            "/lot add tender:SF-1 lot:Smokeless fuel, tonne; Peat, tonne",
        ),
        (
            owain,
            "/requirement declare tender:SF-1 lot:1 quantity:185.5",
        ),
        (owain, "/requirement declare tender:SF-1 lot:2 quantity:80"),
        (
            gwen,
            "/requirement declare tender:SF-1 lot:2 quantity:310 committed:True",
        ),
    ] {
        does(who, line).await;
    }
    (region, officers)
}

fn post(sandbox: &Sandbox, channel: &str) -> Option<Post> {
    let posts = sandbox.channel(channel).posts().into_iter();
    posts.into_iter().find(|it| it.title.starts_with("SF-1"))
}

#[tokio::test]
async fn a_lot_with_quantities_is_removed_with_a_reason_and_those_who_declared_it_are_told() {
    on_each_database(|fresh| async move {
        let (region, [megan, owain, gwen]) = three_lots(fresh.url).await;
        let before = region.entries().await;
        // Others' quantities are dropped with a reason alone.
        let refused = megan.types("/lot remove tender:SF-1 lot:2").await;
        assert!(refused.says("The reason is missing"), "{refused}");
        let refused = owain
            .types("/lot remove tender:SF-1 lot:2 reason:We have gas")
            .await;
        assert!(refused.says("Only officers of the lead"), "{refused}");
        let line = "/lot remove tender:SF-1 lot:Smokeless fuel reason:Bought elsewhere";
        let asked = megan.types(line).await;
        for said in [
            "Remove lot 2 (Smokeless fuel) from SF-1?",
            "Dropped: BRY's 80 tonnes of Smokeless fuel, every contract year, indicative",
            "Dropped: GLA's 310 tonnes of Smokeless fuel, every contract year, committed",
            "GLA will have declared nothing then, and is asked again",
            "told in the tender's post, with your reason: Bought elsewhere",
            "The other lots keep their numbers",
        ] {
            assert!(asked.says(said), "{said}\n{asked}");
        }
        assert!(!asked.says("House coal"), "{asked}");
        assert_eq!(region.entries().await, before, "nothing was done yet");
        let done = megan.presses(&asked, "Go ahead").await;
        for said in [
            "Lot 2, Smokeless fuel",
            "the 2 authorities that had declared it are told",
            "1 House coal (tonne)",
            "3 Peat (tonne)",
        ] {
            assert!(done.says(said), "{said}\n{done}");
        }
        // Those who had declared it, and nobody else, are told, with the reason.
        region.clock.advance(TimeDelta::seconds(4)); // a card is edited every 3 s at most
        let told = |s: &Sandbox| {
            let said = post(s, "south-wales")?.messages.into_iter();
            said.into_iter().find(|it| it.says("removed the lot"))
        };
        let told = region.sandbox.wait_for("the news", DEADLINE, told).await;
        assert!(
            told.says("Smokeless fuel") && told.says("Bought elsewhere"),
            "{told}"
        );
        assert!(!told.says("310"), "quantities are nobody else's: {told}");
        assert_eq!(owain.pings().len(), 1);
        assert_eq!(gwen.pings().len(), 1);
        assert!(megan.pings().is_empty());
        // The card has the others, with the numbers they had; Glanmor's answer is outstanding again.
        region.clock.advance(TimeDelta::seconds(4));
        let right =
            |s: &Sandbox| card(s).filter(|it| !it.says("Smokeless") && it.says("Answered: 1 of 3"));
        region.sandbox.wait_for("the card", DEADLINE, right).await;
        let shown = gwen.types("/requirement show tender:SF-1").await;
        assert!(shown.says("Peat") && !shown.says("310"), "{shown}");
        let gone = owain
            .types("/requirement declare tender:SF-1 lot:2 quantity:80")
            .await;
        assert!(gone.says("There is no lot “2”"), "{gone}");
        // The way back: the lot again, under a number of its own, and they declare again.
        let back = does(&megan, "/lot add tender:SF-1 lot:Smokeless fuel, tonne").await;
        assert!(back.says("4 Smokeless fuel"), "{back}");
        does(
            &gwen,
            "/requirement declare tender:SF-1 lot:Smokeless fuel quantity:310",
        )
        .await;
        let kept = megan.types("/ledger show tender:SF-1").await;
        assert!(
            kept.says("Lot removed") && kept.says("Bought elsewhere"),
            "{kept}"
        );
        region.end().await;
    })
    .await;
}

#[tokio::test]
async fn a_lot_that_nobody_declared_goes_without_a_reason_and_the_last_stays() {
    on_each_database(|fresh| async move {
        let (region, [megan, ..]) = three_lots(fresh.url).await;
        let asked = megan.types("/lot remove tender:SF-1 lot:Peat").await;
        assert!(asked.says("Nobody has declared any of it"), "{asked}");
        let done = megan.presses(&asked, "Go ahead").await;
        assert!(done.says("Removed.") && !done.says("are told"), "{done}");
        does(&megan, "/lot remove tender:SF-1 lot:2 reason:Gas").await;
        let last = megan
            .types("/lot remove tender:SF-1 lot:1 reason:Gas")
            .await;
        assert!(
            last.says("the only lot") && last.says("/tender withdraw"),
            "{last}"
        );
        assert!(last.button("Try again").is_none(), "{last}");
        // Once requirements are in, lots are fixed.
        does(&megan, "/lot add tender:SF-1 lot:Coke, tonne").await;
        does(&megan, "/tender close tender:SF-1").await;
        let late = megan.types("/lot remove tender:SF-1 lot:Coke").await;
        assert!(late.says("its lots are fixed"), "{late}");
        region.end().await;
    })
    .await;
}

#[tokio::test]
async fn a_tender_announced_by_mistake_is_withdrawn_and_put_back() {
    on_each_database(|fresh| async move {
        let (region, [megan, owain, gwen]) = announced_in(Region::on(fresh.url).await, Forum).await;
        does(&gwen, "/requirement none tender:SF-1").await;
        let before = region.entries().await;
        let line = "/tender withdraw tender:SF-1 reason:Announced twice";
        let refused = owain.types(line).await;
        assert!(refused.says("Only officers of the lead"), "{refused}");
        let asked = megan.types(line).await;
        for said in [
            "Withdraw SF-1 Solid fuel?",
            "Nobody has declared a quantity",
            "1 of 3 has answered",
            "Its post goes: South Wales",
            "the record keeps it, and SF-1 stays taken",
            "Reason: Announced twice",
            "for 24 hours, with Undo",
        ] {
            assert!(asked.says(said), "{said}\n{asked}");
        }
        assert_eq!(region.entries().await, before, "nothing was done yet");
        let done = megan.presses(&asked, "Go ahead").await;
        assert!(done.says("Withdrawn."), "{done}");
        region.clock.advance(TimeDelta::seconds(4));
        let gone = |s: &Sandbox| post(s, "south-wales").is_none().then_some(());
        region
            .sandbox
            .wait_for("the post to go", DEADLINE, gone)
            .await;
        // It is offered nowhere any more.
        let listed = owain.types("/tender list").await;
        assert!(!listed.says("SF-1"), "{listed}");
        let offered = owain.completes("tender show", "tender", "SF", &[]).await;
        assert!(offered.is_empty(), "{offered:?}");
        let late = owain
            .types("/requirement declare tender:SF-1 lot:1 quantity:12")
            .await;
        assert!(late.says("Not done."), "{late}");
        // The record keeps it.
        let kept = megan.types("/ledger show tender:SF-1").await;
        assert!(
            kept.says("Tender withdrawn") && kept.says("Announced twice"),
            "{kept}"
        );
        // The way back: Undo on the answer, and the post is there again.
        let back = megan.presses(&done, "Undo").await;
        assert!(back.says("Taken back."), "{back}");
        region.clock.advance(TimeDelta::seconds(4));
        let there = |s: &Sandbox| {
            let again = post(s, "south-wales")?.starter?;
            again.says("Answered: 1 of 3").then_some(())
        };
        region
            .sandbox
            .wait_for("the post again", DEADLINE, there)
            .await;
        let listed = owain.types("/tender list").await;
        assert!(listed.says("SF-1"), "{listed}");
        // Once somebody has declared, it can be cancelled only.
        does(
            &owain,
            "/requirement declare tender:SF-1 lot:1 quantity:185.5",
        )
        .await;
        let refused = megan.types(line).await;
        assert!(
            refused.says("BRY has declared") && refused.says("/tender cancel SF-1"),
            "{refused}"
        );
        region.end().await;
    })
    .await;
}

#[tokio::test]
async fn a_withdrawn_tenders_thread_goes_where_threads_serve_and_is_closed_where_griffin_may_not() {
    // In a text channel the card goes with its thread.
    let (region, [megan, ..]) = announced_in(Region::start().await, Text).await;
    does(&megan, "/tender withdraw tender:SF-1").await;
    region.clock.advance(TimeDelta::seconds(4));
    let gone = |s: &Sandbox| {
        let channel = s.channel("south-wales");
        (channel.posts().is_empty() && channel.messages().is_empty()).then_some(())
    };
    region
        .sandbox
        .wait_for("the thread to go", DEADLINE, gone)
        .await;
    region.end().await;
    // Without Manage Threads it is closed, and its card says why.
    let (region, [megan, ..]) = announced_in(Region::start().await, Forum).await;
    let forum = region.sandbox.channel("south-wales").id();
    let manage = sandbox::permissions::MANAGE_THREADS;
    region.sandbox.deny_bot(forum, manage);
    does(&megan, "/tender withdraw tender:SF-1").await;
    region.clock.advance(TimeDelta::seconds(4));
    let closed = |s: &Sandbox| {
        let post = post(s, "south-wales")?;
        let says = post.starter.as_ref()?.says("It was withdrawn");
        (post.archived && says).then_some(())
    };
    region
        .sandbox
        .wait_for("the post to be closed", DEADLINE, closed)
        .await;
    region.end().await;
}
