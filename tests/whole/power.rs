//! The lead's power over others' answers (design, section 3, rule 14): what another authority said is changed with a reason
//! only, that authority is told before and after, and one press says that it isn't right.

use sandbox::Sandbox;
use sandbox::client::{Member, Message};

use crate::support::councils::{announced_on, does};
use crate::support::region::{DEADLINE, Region};
use crate::support::{Fresh, on_each_database};

/// Waits until somebody is pinged by a message that says this.
async fn pinged(region: &Region, who: &Member, says: &str) -> Message {
    // It waits behind the card, which is edited every few seconds at most.
    region.clock.advance(chrono::TimeDelta::minutes(1));
    region.sandbox.clock_moved();
    let told = |_: &Sandbox| who.pings().into_iter().rev().find(|it| it.says(says));
    region.sandbox.wait_for(says, DEADLINE, told).await
}

/// Three councils have declared, Glanmor as a promise, and the quantities are fixed.
async fn collected(url: &str) -> (Region, [Member; 3]) {
    let (region, officers) = announced_on(url).await;
    let [megan, owain, gwen] = &officers;
    for (who, line) in [
        (megan, "/requirement declare tender:SF-1 lot:1 quantity:420"),
        (
            owain,
            "/requirement declare tender:SF-1 lot:1 quantity:185.5 baseline:175.25",
        ),
        (
            gwen,
            "/requirement declare tender:SF-1 lot:1 quantity:310 committed:True",
        ),
        (megan, "/tender close tender:SF-1"),
    ] {
        does(who, line).await;
    }
    (region, officers)
}

#[tokio::test]
async fn what_the_lead_changes_of_anothers_answer_is_told_and_can_be_objected_to() {
    on_each_database(async |Fresh { url, database }| {
        database.close().await.unwrap();
        let (region, [megan, owain, gwen]) = collected(&url).await;
        let carys = region.member("Carys Pugh");
        let before = region.entries().await;
        let line = "/requirement declare tender:SF-1 lot:1 quantity:290 as:GLA";
        let refused = megan.types(line).await;
        assert!(
            refused.says("Not done") && refused.says("you haven't said why"),
            "{refused}"
        );
        // First what stands, and what it would become.
        let line = format!("{line} reason:Their letter of 1 December");
        let asked = megan.types(&line).await;
        for said in [
            "Change what GLA said in SF-1?",
            "House coal, every contract year: 310 tonnes, committed → 290 tonnes, committed",
            "GLA's officers are told at once, before and after",
            "Their letter of 1 December",
            "Nothing has been done yet",
        ] {
            assert!(asked.says(said), "{said}\n{asked}");
        }
        assert_eq!(region.entries().await, before);
        let done = megan.presses(&asked, "Go ahead").await;
        assert!(
            done.says("290 tonnes") && done.says("marked as late"),
            "{done}"
        );
        // What is declared, and that the lead changed it.
        assert_eq!(region.entries().await, before + 2);

        // Its officers are told where they read, without a figure for others to read.
        let told = pinged(
            &region,
            &gwen,
            "the lead has changed what Glanmor (GLA) said",
        )
        .await;
        assert!(
            told.says("SF-1")
                && told.says("Their letter of 1 December")
                && !told.says("290")
                && !told.says("310"),
            "{told}"
        );
        assert!(
            owain.pings().iter().all(|it| it.id != told.id),
            "nobody else is mentioned"
        );
        let seen = gwen.presses(&told, "What changed").await;
        assert!(
            seen.private && seen.says("310 tonnes, committed → 290 tonnes, committed"),
            "{seen}"
        );
        for other in ["What changed", "That's not right"] {
            let refused = owain.presses(&told, other).await;
            assert!(
                refused.says("That is for the officers of Glanmor") && !refused.says("290"),
                "{refused}"
            );
        }

        // One press: the registrars and the lead hear.
        let before = region.entries().await;
        let said = gwen.presses(&told, "That's not right").await;
        assert!(
            said.private && said.says("The registrars and Aberwen (ABW) have been told"),
            "{said}"
        );
        assert_eq!(region.entries().await, before + 1);
        let lead = pinged(
            &region,
            &megan,
            "Glanmor (GLA) says that what the lead changed",
        )
        .await;
        assert!(lead.says("SF-1") && !lead.says("290"), "{lead}");
        let line = |s: &Sandbox| {
            let all = s.channel("registrars").messages();
            let words = "GLA says that what ABW, the lead of";
            all.into_iter().find(|it| it.says(words)).map(drop)
        };
        region
            .sandbox
            .wait_for("the registrars' line", DEADLINE, line)
            .await;
        // Twice says that it was said.
        let again = gwen.presses(&told, "That's not right").await;
        assert!(
            again.says("@Gwen Tudor said on") && again.says("the registrars and the lead know"),
            "{again}"
        );
        let seen = gwen.presses(&told, "What changed").await;
        assert!(
            seen.says("said on") && seen.button("That's not right").is_none(),
            "{seen}"
        );
        assert_eq!(region.entries().await, before + 1);
        let record = carys.types("/ledger show tender:SF-1").await;
        for said in [
            "Answer changed by the lead",
            "“That's not right”, said of what the lead changed",
        ] {
            assert!(record.says(said), "{said}\n{record}");
        }

        // The way back, with both values kept.
        let back =
            "/requirement declare tender:SF-1 lot:1 quantity:310 as:GLA reason:A slip of mine";
        does(&megan, back).await;
        let revisions = gwen
            .types("/requirement show tender:SF-1 lot:1 as:GLA")
            .await;
        for said in [
            "revision 3",
            "310 tonnes",
            "revision 2",
            "290 tonnes",
            "revision 1",
        ] {
            assert!(revisions.says(said), "{said}\n{revisions}");
        }
        // Its own answer is the lead's own affair.
        let own = megan
            .types("/requirement declare tender:SF-1 lot:1 quantity:400")
            .await;
        assert!(own.says("Declared") && own.says("400 tonnes"), "{own}");
        region.end().await;
    })
    .await;
}

#[tokio::test]
async fn a_nil_return_a_withdrawal_and_a_file_need_a_reason_too() {
    on_each_database(async |Fresh { url, database }| {
        database.close().await.unwrap();
        let (region, [megan, owain, gwen]) = collected(&url).await;
        let before = region.entries().await;
        let table = "lot,quantity\nHouse coal,300\n";
        let importing = megan.attaches("file", "r.csv", table);
        for (who, line) in [
            (&megan, "/requirement none tender:SF-1 as:BRY"),
            (&megan, "/requirement withdraw tender:SF-1 as:BRY"),
            (&importing, "/requirement import tender:SF-1 as:GLA file:it"),
        ] {
            let refused = who.types(line).await;
            assert!(refused.says("you haven't said why"), "{line}\n{refused}");
        }
        assert_eq!(region.entries().await, before);

        let nil = "/requirement none tender:SF-1 as:BRY reason:They closed the depot";
        let asked = megan.types(nil).await;
        let change = "House coal, every contract year: 185.5 tonnes, indicative, pays £175.25 per tonne now → needs none";
        assert!(asked.says(change), "{asked}");
        megan.presses(&asked, "Go ahead").await;
        let told = pinged(&region, &owain, "the lead has changed what Bryncoch (BRY) said").await;
        assert!(told.says("They closed the depot"), "{told}");
        let seen = owain.presses(&told, "What changed").await;
        assert!(seen.says("→ needs none"), "{seen}");

        let line = "/requirement import tender:SF-1 as:GLA file:it reason:Their table";
        let preview = importing.types(line).await;
        assert!(
            preview.says("(it was 310 tonnes)")
                && preview.says("GLA's officers are told at once")
                && preview.says("Their table"),
            "{preview}"
        );
        megan.presses(&preview, "Declare all of this").await;
        let told = pinged(&region, &gwen, "Their table").await;
        let seen = gwen.presses(&told, "What changed").await;
        assert!(seen.says("310 tonnes, committed → 300 tonnes, committed"), "{seen}");

        let line = "/requirement withdraw tender:SF-1 as:GLA reason:They left";
        let asked = megan.types(line).await;
        assert!(asked.says("300 tonnes, committed → nothing declared"), "{asked}");
        let done = megan.presses(&asked, "Go ahead").await;
        assert!(done.says("Withdrawn"), "{done}");
        pinged(&region, &gwen, "They left").await;
        region.end().await;
    })
    .await;
}

#[tokio::test]
async fn a_nought_too_many_is_asked_about_before_it_is_declared() {
    on_each_database(async |Fresh { url, database }| {
        database.close().await.unwrap();
        let (region, [_, _, gwen]) = announced_on(&url).await;
        let first = "/requirement declare tender:SF-1 lot:1 quantity:310 committed:True";
        let declared = gwen.types(first).await;
        assert!(
            declared.says("Declared"),
            "nothing to compare it with: {declared}"
        );
        let before = region.entries().await;
        let asked = gwen
            .types("/requirement declare tender:SF-1 lot:1 quantity:3100")
            .await;
        for said in [
            "Declare this for GLA in SF-1?",
            "House coal, every contract year: 310 tonnes, committed → 3,100 tonnes, committed",
            "House coal: 3,100 tonnes is ten times the 310 tonnes that GLA said before, or more.",
        ] {
            assert!(asked.says(said), "{said}\n{asked}");
        }
        assert_eq!(region.entries().await, before, "nothing is done yet");
        let form = gwen.presses(&asked, "Change…").await;
        let done = gwen.fills(&form, &[("Quantity", "320")]).await;
        assert!(
            done.says("320 tonnes") && done.says("it was 310 tonnes"),
            "{done}"
        );
        assert_eq!(region.entries().await, before + 1);
        // One contract year beside the one before; meant, it is declared by a press.
        let asked = gwen
            .types("/requirement declare tender:SF-1 lot:1 quantity:3200 year:2")
            .await;
        assert!(asked.says("is ten times the 320 tonnes"), "{asked}");
        let done = gwen.presses(&asked, "Go ahead").await;
        assert!(
            done.says("3,200 tonnes") && done.says("contract year 2"),
            "{done}"
        );
        // A file shows it among what it would change.
        let importing = gwen.attaches("file", "r.csv", "lot,quantity\nHouse coal,32000\n");
        let preview = importing
            .types("/requirement import tender:SF-1 file:it")
            .await;
        assert!(
            preview.says("Is this right?") && preview.says("32,000 tonnes is ten times"),
            "{preview}"
        );
        region.end().await;
    })
    .await;
}

#[tokio::test]
async fn a_term_that_changes_once_quantities_are_fixed_is_told_and_those_who_committed_are_asked() {
    on_each_database(async |Fresh { url, database }| {
        database.close().await.unwrap();
        let (region, [megan, owain, gwen]) = announced_on(&url).await;
        for who in [&megan, &owain, &gwen] {
            let line = "/requirement declare tender:SF-1 lot:1 quantity:100 committed:True";
            does(who, line).await;
        }
        does(&megan, "/tender close tender:SF-1").await;
        let before = region.entries().await;
        let line = "/tender edit tender:SF-1 ends:2031-03-31";
        let refused = megan.types(line).await;
        assert!(refused.says("Not done") && refused.says("reason"), "{refused}");
        let asked = megan
            .types(&format!("{line} reason:Four years save more"))
            .await;
        for said in [
            "Change the terms of SF-1, on which others have answered?",
            "Contract: 1 April 2027 to 31 March 2029 (2 contract years) → 1 April 2027 to 31 March 2031 (4 contract years)",
            "House coal: 600 tonnes promised (committed) over the whole contract → 600 tonnes, and 1,200 tonnes once everybody has said that theirs still holds",
            "Four years save more",
        ] {
            assert!(asked.says(said), "{said}\n{asked}");
        }
        assert_eq!(region.entries().await, before);
        megan.presses(&asked, "Go ahead").await;
        // What was edited, and that answers are to be confirmed.
        assert_eq!(region.entries().await, before + 2);

        // Everybody reads it in the post; figures that the card doesn't show stay out of it.
        let told = pinged(&region, &owain, "the lead has changed the terms").await;
        for said in [
            "(2 contract years) → 1 April 2027 to 31 March 2031 (4 contract years)",
            "House coal: some is promised (committed)",
            "Four years save more",
            "ABW, BRY, GLA: does your answer still hold?",
        ] {
            assert!(told.says(said), "{said}\n{told}");
        }
        assert!(!told.says("600"), "{told}");
        // Nothing more is promised meanwhile.
        let shown = owain.types("/requirement show tender:SF-1").await;
        for said in [
            "100 tonnes of House coal, every contract year, committed",
            "100 tonnes of House coal, contract year 3, indicative",
            "100 tonnes of House coal, contract year 4, indicative",
        ] {
            assert!(shown.says(said), "{said}\n{shown}");
        }

        let done = owain.presses(&told, "Still right").await;
        assert!(
            done.private
                && done.says("The answer of Bryncoch (BRY) to **SF-1**")
                && done.says("100 tonnes of House coal, every contract year, committed")
                && !done.says("contract year 3"),
            "{done}"
        );
        let before = region.entries().await;
        let again = owain.presses(&told, "Still right").await;
        assert!(again.says("it has been said already"), "{again}");
        assert_eq!(region.entries().await, before);
        // Or it is changed, though quantities are fixed.
        let form = gwen.presses(&told, "Change").await;
        let label = form.form().inputs[0].label.clone();
        let done = gwen.fills(&form, &[(&label, "80")]).await;
        assert!(
            done.says("80 tonnes") && done.says("marked as late") && done.says("committed"),
            "{done}"
        );
        let shown = gwen.types("/requirement show tender:SF-1").await;
        assert!(!shown.says("contract year 3"), "{shown}");
        let record = megan.types("/ledger show tender:SF-1").await;
        for said in [
            "Tender edited",
            "Terms changed: answers to be confirmed",
            "Answer confirmed",
        ] {
            assert!(record.says(said), "{said}\n{record}");
        }
        // The way back: the term as it was, with nothing of the years between left over.
        let line = "/tender edit tender:SF-1 ends:2029-03-31 reason:Two years after all";
        does(&megan, line).await;
        let shown = megan.types("/requirement show tender:SF-1").await;
        assert!(shown.says("100 tonnes") && !shown.says("contract year 3"), "{shown}");
        region.end().await;
    })
    .await;
}

#[tokio::test]
async fn a_term_that_changes_while_collecting_opens_the_answers_again() {
    on_each_database(async |Fresh { url, database }| {
        database.close().await.unwrap();
        let (region, [megan, owain, gwen]) = announced_on(&url).await;
        does(&megan, "/tender edit tender:SF-1 open_book:True").await;
        does(
            &owain,
            "/requirement declare tender:SF-1 lot:1 quantity:100 committed:True",
        )
        .await;
        does(&gwen, "/requirement none tender:SF-1").await;
        let line = "/tender edit tender:SF-1 ends:2030-03-31 reason:Three years";
        let asked = megan.types(line).await;
        assert!(
            asked.says("House coal: 200 tonnes promised (committed) over the whole contract → 200 tonnes, and 300 tonnes once"),
            "{asked}"
        );
        megan.presses(&asked, "Go ahead").await;
        let told = pinged(&region, &gwen, "the lead has changed the terms").await;
        assert!(
            told.says("200 tonnes promised") && told.says("BRY, GLA: does your answer still hold?"),
            "an open book shows it: {told}"
        );
        let details = owain.types("/tender show tender:SF-1").await;
        assert!(
            details.says("To confirm, as the terms have changed**: BRY, GLA")
                && details.says("Answered: 0 of 3"),
            "{details}"
        );
        // They are chased until they say so.
        let chase = megan.types("/tender chase tender:SF-1").await;
        assert!(chase.says("BRY") && chase.says("GLA"), "{chase}");
        owain.presses(&told, "Still right").await;
        gwen.presses(&told, "Still right").await;
        let details = owain.types("/tender show tender:SF-1").await;
        assert!(
            details.says("Answered: 2 of 3") && !details.says("To confirm"),
            "{details}"
        );
        // So does another lot, and another name for one.
        let asked = megan.types("/lot add tender:SF-1 lot:Peat, tonne").await;
        assert!(
            asked.says("Add Peat to SF-1 Solid fuel?") && asked.says("BRY and GLA have answered already"),
            "{asked}"
        );
        megan.presses(&asked, "Go ahead").await;
        let told = pinged(&region, &gwen, "Peat, in tonnes, is new").await;
        for who in [&owain, &gwen] {
            let done = who.presses(&told, "Still right").await;
            assert!(done.says("Confirmed"), "{done}");
        }
        let asked = megan
            .types("/lot edit tender:SF-1 lot:1 title:Steam coal")
            .await;
        assert!(asked.says("Call the lot “House coal” “Steam coal”"), "{asked}");
        megan.presses(&asked, "Go ahead").await;
        let told = pinged(&region, &owain, "“House coal” is called “Steam coal” now").await;
        assert!(told.says("BRY: does your answer still hold?"), "of those who declared some: {told}");
        owain.presses(&told, "Still right").await;
        // What changes nothing that was answered asks nobody.
        let done = megan
            .types("/tender edit tender:SF-1 description:Delivered to depots")
            .await;
        assert!(done.says("Changed"), "{done}");
        region.end().await;
    })
    .await;
}
