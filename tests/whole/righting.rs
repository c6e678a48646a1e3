//! A tender that was announced wrongly is put right (design, section 2a): the slip, the way back, what everybody sees, and
//! what the ledger keeps.

use chrono::TimeDelta;
use sandbox::ChannelKind::{Forum, Text};
use sandbox::Sandbox;
use sandbox::client::{Member, Post};

use crate::support::councils::{ABERWEN, BRYNCOCH, DYFFRYN, GLANMOR, announced_in, card, does};
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

/// Councils in two regions; the tender is announced in the first alone.
async fn two_regions(url: String) -> (Region, [Member; 4]) {
    let region = Region::on(url).await;
    region.set_up().await;
    for channel in ["south-wales", "mid-wales"] {
        let guild = region.sandbox.guild();
        region.sandbox.add_channel(guild, Forum, channel);
    }
    let officers = region.founded([ABERWEN, BRYNCOCH, GLANMOR, DYFFRYN]).await;
    let line = "/tender announce title:Solid fuel respond_by:18/12/2026 starts:2027-04-01 ends:2029-03-31 \
                lot:House coal, tonne reference:SF-1";
    does(&officers[0], line).await;
    region
        .sandbox
        .wait_for("the post", DEADLINE, |s| card(s).map(drop))
        .await;
    (region, officers)
}

#[tokio::test]
async fn a_region_that_was_forgotten_gets_its_post_and_one_too_many_is_told_and_closed() {
    on_each_database(|fresh| async move {
        let (region, [megan, _, _, nia]) = two_regions(fresh.url).await;
        let declare = "/requirement declare tender:SF-1 lot:1 quantity:96";
        let refused = nia.types(declare).await;
        assert!(refused.says("wasn't announced in your"), "{refused}");
        let before = region.entries().await;
        let asked = megan
            .types("/tender edit tender:SF-1 regions:South Wales, Mid Wales")
            .await;
        for said in [
            "Change SF-1 Solid fuel?",
            "Regions: South Wales → South Wales and Mid Wales",
            "A post comes in Mid Wales",
            "1 more may declare: DYF",
            "To take it back, use /tender edit again",
        ] {
            assert!(asked.says(said), "{said}\n{asked}");
        }
        assert_eq!(region.entries().await, before, "nothing was done yet");
        let done = megan.presses(&asked, "Go ahead").await;
        assert!(done.says("Changed."), "{done}");
        let there = |s: &Sandbox| post(s, "mid-wales").filter(|it| it.starter.is_some());
        region
            .sandbox
            .wait_for("the post there", DEADLINE, there)
            .await;
        does(&nia, declare).await;

        // One too many: what its authorities declared goes with a reason alone, and they are told.
        let refused = megan
            .types("/tender edit tender:SF-1 regions:South Wales")
            .await;
        assert!(refused.says("The reason is missing"), "{refused}");
        let asked = megan
            .types("/tender edit tender:SF-1 regions:South Wales reason:The north buys apart")
            .await;
        for said in [
            "Regions: South Wales and Mid Wales → South Wales",
            "The post in Mid Wales says so, and is closed",
            "1 can't declare any more",
            "Dropped: DYF's 96 tonnes of House coal, every contract year, indicative",
            "They read your reason: The north buys apart",
            "but not the answers",
        ] {
            assert!(asked.says(said), "{said}\n{asked}");
        }
        assert!(nia.pings().is_empty());
        does(&megan, "/tender show tender:SF-1").await;
        let done = megan.presses(&asked, "Go ahead").await;
        assert!(done.says("Changed."), "{done}");
        region.clock.advance(TimeDelta::seconds(4));
        let closed = |s: &Sandbox| post(s, "mid-wales").filter(|it| it.archived);
        let closed = region
            .sandbox
            .wait_for("the post to be closed", DEADLINE, closed)
            .await;
        let starter = closed.starter.expect("its card");
        assert!(
            starter.says("Mid Wales isn't one of its regions any more")
                && starter.button("Declare requirement").is_none(),
            "{starter}"
        );
        let told = closed
            .messages
            .iter()
            .find(|it| it.says("no longer counts"));
        let told = told.expect("they are told");
        assert!(told.says("The north buys apart"), "{told}");
        assert_eq!(nia.pings().len(), 1);
        let refused = nia.types(declare).await;
        assert!(refused.says("wasn't announced in your"), "{refused}");
        let right = |s: &Sandbox| card(s).filter(|it| it.says("Answered: 0 of 3"));
        region.sandbox.wait_for("the card", DEADLINE, right).await;
        let kept = megan.types("/ledger show tender:SF-1").await;
        assert!(
            kept.says("Regions changed") && kept.says("The north buys apart"),
            "{kept}"
        );
        // The way back of that: again, with a post of its own.
        does(&megan, "/tender edit tender:SF-1 regions:all").await;
        let open = |s: &Sandbox| {
            let posts = s.channel("mid-wales").posts().into_iter();
            posts.into_iter().find(|it| !it.archived)
        };
        region
            .sandbox
            .wait_for("a post of its own", DEADLINE, open)
            .await;
        does(&nia, declare).await;
        // What is published stays where it is.
        does(&megan, "/tender close tender:SF-1").await;
        let publish = "/tender publish tender:SF-1 notice:000123-2027 bids_by:2027-02-19";
        does(&megan, publish).await;
        for line in [
            "/tender edit tender:SF-1 regions:South Wales",
            "/tender edit tender:SF-1 lead:BRY",
        ] {
            let refused = megan.types(line).await;
            assert!(refused.says("its lead and its regions"), "{refused}");
        }
        region.end().await;
    })
    .await;
}

#[tokio::test]
async fn a_wrong_lead_passes_the_tender_on_and_both_are_told() {
    on_each_database(|fresh| async move {
        let (region, [megan, owain, gwen, _]) = two_regions(fresh.url).await;
        does(&gwen, "/requirement declare tender:SF-1 lot:1 quantity:12").await;
        let line = "/tender edit tender:SF-1 lead:Bryncoch reason:They have the framework";
        let refused = owain.types(line).await;
        assert!(refused.says("Only officers of the lead"), "{refused}");
        let before = region.entries().await;
        let asked = megan.types(line).await;
        for said in [
            "Bryncoch leads it in place of Aberwen",
            "Bryncoch sees every authority's quantities from then on",
            "The officers of both are told",
            "They read your reason: They have the framework",
            "To take it back, Bryncoch has to pass it on again",
        ] {
            assert!(asked.says(said), "{said}\n{asked}");
        }
        assert_eq!(region.entries().await, before, "nothing was done yet");
        megan.presses(&asked, "Go ahead").await;
        region.clock.advance(TimeDelta::seconds(4));
        let told = |s: &Sandbox| {
            let said = post(s, "south-wales")?.messages.into_iter();
            said.into_iter().find(|it| it.says("leads it now"))
        };
        let told = region.sandbox.wait_for("the news", DEADLINE, told).await;
        assert!(
            told.says("Bryncoch (BRY) leads it now; Aberwen (ABW) has passed it on")
                && told.says("They have the framework"),
            "{told}"
        );
        assert_eq!((megan.pings().len(), owain.pings().len()), (1, 1));
        assert!(gwen.pings().is_empty());
        let right = |s: &Sandbox| card(s).filter(|it| it.says("Lead: Bryncoch (BRY)"));
        region.sandbox.wait_for("the card", DEADLINE, right).await;
        // Only the new lead leads it now, and may pass it back.
        let refused = megan.types("/tender edit tender:SF-1 title:Coal").await;
        assert!(refused.says("led by Bryncoch"), "{refused}");
        let back = does(&owain, "/tender edit tender:SF-1 lead:ABW").await;
        assert!(back.says("Changed."), "{back}");
        does(&megan, "/tender edit tender:SF-1 title:Coal").await;
        let kept = megan.types("/ledger show tender:SF-1").await;
        assert!(kept.says("Lead passed on"), "{kept}");
        // One without an officer could not lead it.
        let carys = region.member("Carys Pugh");
        does(
            &carys,
            "/authority register name:Traeth kind:district region:South Wales short_name:TRA",
        )
        .await;
        let asked = megan.types("/tender edit tender:SF-1 lead:TRA").await;
        assert!(asked.says("Traeth has no officer yet"), "{asked}");
        region.end().await;
    })
    .await;
}

#[tokio::test]
async fn what_was_published_wrongly_is_corrected_while_bids_are_out_and_all_entitled_are_told() {
    on_each_database(|fresh| async move {
        let (region, [megan, owain, gwen, nia]) = two_regions(fresh.url).await;
        for (who, line) in [
            (
                &owain,
                "/requirement declare tender:SF-1 lot:1 quantity:185.5",
            ),
            (&gwen, "/requirement declare tender:SF-1 lot:1 quantity:12"),
            (&megan, "/tender close tender:SF-1"),
            (
                &megan,
                "/tender publish tender:SF-1 notice:000123-2027 bids_by:2027-02-19",
            ),
        ] {
            does(who, line).await;
        }
        let before = region.entries().await;
        let change =
            "/tender edit tender:SF-1 bids_by:2027-02-26 starts:2027-05-03 entitled:Mid Wales";
        let refused = megan.types(change).await;
        assert!(refused.says("The reason is missing"), "{refused}");
        let line = format!("{change} reason:The notice had last year's dates");
        let asked = megan.types(&line).await;
        for said in [
            "Correct what was published of SF-1 Solid fuel?",
            "Bids are due: Friday 19 February 2027, 23:59 → Friday 26 February 2027, 23:59",
            "Contract: 1 April 2027 to 31 March 2029 → 3 May 2027 to 31 March 2029",
            "1 more may order (call off): DYF",
            "All 4 authorities concerned are told, old and new, with your reason: The notice had",
            "Procurement Act 2023, section 31",
        ] {
            assert!(asked.says(said), "{said}\n{asked}");
        }
        assert_eq!(region.entries().await, before, "nothing was done yet");
        let done = megan.presses(&asked, "Go ahead").await;
        assert!(done.says("3 May 2027") && done.says("section 31"), "{done}");
        region.clock.advance(TimeDelta::seconds(4));
        let told = |s: &Sandbox| {
            let said = post(s, "south-wales")?.messages.into_iter();
            said.into_iter().find(|it| it.says("has corrected"))
        };
        let told = region.sandbox.wait_for("the news", DEADLINE, told).await;
        for said in [
            "Bids were due Friday, 19 February 2027 23:59",
            "and are now due Friday, 26 February 2027 23:59",
            "The contract was 1 April 2027 to 31 March 2029, and is now 3 May 2027",
            "DYF may order (call off) now too",
            "The notice had last year's dates",
        ] {
            assert!(told.says(said), "{said}\n{told}");
        }
        // All entitled, also whoever's region has no post.
        let pinged = [&owain, &gwen, &nia].map(|it| it.pings().len());
        assert_eq!(pinged, [1, 1, 1]);
        let asks = does(&nia, "/tender join tender:SF-1").await;
        assert!(asks.says("has asked to join"), "{asks}");
        // Corrected again: it loses the right, and is told.
        let line = "/tender edit tender:SF-1 entitled:none reason:The north buys apart";
        let asked = megan.types(line).await;
        assert!(
            asked.says("1 may not order (call off) any more: DYF"),
            "{asked}"
        );
        megan.presses(&asked, "Go ahead").await;
        region.clock.advance(TimeDelta::seconds(4));
        let told = |s: &Sandbox| {
            let mut said = post(s, "south-wales")?.messages.into_iter();
            said.find(|it| it.says("may not order")).map(drop)
        };
        region.sandbox.wait_for("the news", DEADLINE, told).await;
        assert_eq!(nia.pings().len(), 2);
        let refused = megan.types("/tender admit tender:SF-1 authority:DYF").await;
        assert!(refused.says("isn't one of the authorities"), "{refused}");
        let kept = megan.types("/ledger show tender:SF-1").await;
        assert!(
            kept.says("Published tender corrected") && kept.says("The north buys apart"),
            "{kept}"
        );
        // Once bids are in, it stays.
        let later = chrono::TimeZone::with_ymd_and_hms(&chrono::Utc, 2027, 2, 27, 9, 0, 0);
        region.clock.advance_to(later.unwrap());
        region.sandbox.clock_moved();
        for line in [
            "/tender edit tender:SF-1 entitled:DYF reason:Late",
            "/tender edit tender:SF-1 bids_by:2027-03-05 reason:Late",
            "/tender edit tender:SF-1 ends:2029-09-30 reason:Late",
        ] {
            let refused = megan.types(line).await;
            assert!(refused.says("Not done."), "{line}\n{refused}");
        }
        region.end().await;
    })
    .await;
}
