//! The next round of a tender, and announcements that were begun: kept until they are said yes to or thrown away.

use chrono::TimeDelta;
use sandbox::ChannelKind::Forum;
use sandbox::client::{Answer, Member};

use crate::support::councils::{announced, card, does};
use crate::support::region::{DEADLINE, Region};

/// What stands in a form's input.
fn filled(form: &Answer, label: &str) -> String {
    let input = form.form().input(label);
    input
        .unwrap_or_else(|| panic!("no {label}\n{form}"))
        .value
        .clone()
}

/// Aberwen's tender "Solid fuel 2027–2029" with two lots, in an open book, and a description.
async fn last_round() -> (Region, [Member; 3]) {
    let (region, officers) = announced(Forum).await;
    for line in [
        "/lot add tender:SF-1 lot:Smokeless fuel, tonne",
        "/tender edit tender:SF-1 title:Solid fuel 2027–2029 category:09110000-3 open_book:True",
    ] {
        does(&officers[0], line).await;
    }
    (region, officers)
}

#[tokio::test]
async fn the_next_round_is_shown_with_what_stood_in_the_last_and_announced_by_a_press() {
    let (region, [megan, owain, _]) = last_round().await;
    let before = region.entries().await;
    let asked = megan.types("/tender copy tender:SF-1").await;
    for said in [
        "Solid fuel 2029–2031",
        "House coal",
        "Smokeless fuel",
        "18 December 2028",
        "1 April 2029",
        "31 March 2031",
        "South Wales",
        "Nothing has been done yet",
    ] {
        assert!(asked.says(said), "{said}\n{asked}");
    }
    assert_eq!(region.entries().await, before);

    // All of it can be changed.
    let form = megan.presses(&asked, "Change…").await;
    assert_eq!(filled(&form, "Title"), "Solid fuel 2029–2031");
    assert_eq!(filled(&form, "Starts"), "2029-04-01");
    assert_eq!(filled(&form, "Respond by"), "2028-12-18");
    let more = filled(&form, "Everything else, a line each");
    for said in [
        "lot: House coal, tonne; Smokeless fuel, tonne",
        "category: 09110000",
        "regions: South Wales",
        "open_book: yes",
        "lead: ABW",
    ] {
        assert!(more.contains(said), "{said}\n{more}");
    }
    let changed = megan
        .fills(&form, &[("Title", "Solid fuel, fourth round")])
        .await;
    assert!(changed.says("Solid fuel, fourth round"), "{changed}");
    let done = megan.presses(&changed, "Go ahead").await;
    for said in ["Solid fuel, fourth round", "Smokeless fuel", "Open book"] {
        assert!(
            done.says(said) || done.says(&said.to_lowercase()),
            "{said}\n{done}"
        );
    }
    assert_eq!(region.entries().await, before + 1);
    let none = megan.types("/tender drafts").await;
    assert!(none.says("You have begun nothing"), "{none}");

    // Another council's officer announces it as their own.
    let theirs = owain.types("/tender copy tender:SF-1").await;
    assert!(theirs.says("BRY"), "{theirs}");
    region.end().await;
}

#[tokio::test]
async fn a_cancelled_tender_is_a_template_and_keeps_its_dates_while_they_are_to_come() {
    let (region, [megan, ..]) = last_round().await;
    does(&megan, "/tender cancel tender:SF-1 reason:Wrong lots").await;
    let asked = megan.types("/tender copy tender:SF-1").await;
    for said in ["Solid fuel 2027–2029", "18 December 2026", "1 April 2027"] {
        assert!(asked.says(said), "{said}\n{asked}");
    }
    let done = megan.presses(&asked, "Go ahead").await;
    assert!(
        done.says("Smokeless fuel") && !done.says("Not done"),
        "{done}"
    );
    let unknown = megan.types("/tender copy tender:XX-9").await;
    assert!(unknown.says("Not done"), "{unknown}");
    region.end().await;
}

#[tokio::test]
async fn an_announcement_that_was_begun_outlives_days_and_a_restart_and_is_gone_on_with() {
    let (mut region, [megan, owain, _]) = last_round().await;
    let line = "/tender announce title:Road salt respond_by:8 March 2027 starts:2027-10-01 \
                ends:2029-09-30 lot:Road salt, tonne";
    let asked = megan.types(line).await;
    let kept = megan.presses(&asked, "Keep for later").await;
    assert!(kept.says("/tender drafts"), "{kept}");
    let copied = megan.types("/tender copy tender:SF-1").await;
    assert!(copied.says("Solid fuel 2029–2031"), "{copied}");
    let before = region.entries().await;

    region.stop_griffin().await;
    region.clock.advance(TimeDelta::days(5));
    region.run_griffin().await;
    // What others type is kept for a day, and forgets what is older.
    let refused = owain
        .types("/requirement declare tender:SF-1 lot:1 quantity:lots")
        .await;
    assert!(refused.says("Not done"), "{refused}");

    let drafts = megan.types("/tender drafts").await;
    for said in ["Road salt", "Solid fuel 2029–2031", "2 announcements"] {
        assert!(drafts.says(said), "{said}\n{drafts}");
    }
    let others = owain.types("/tender drafts").await;
    assert!(others.says("You have begun nothing"), "{others}");

    // Thrown away.
    let gone_on = megan
        .chooses(&drafts, "Go on with…", &["Solid fuel 2029–2031"])
        .await;
    assert!(gone_on.says("Nothing has been done yet"), "{gone_on}");
    let thrown = megan.presses(&gone_on, "Throw away").await;
    assert!(thrown.says("Thrown away"), "{thrown}");

    // Gone on with, changed on the way, kept again, and announced.
    let drafts = megan.types("/tender drafts").await;
    assert!(
        drafts.says("Road salt") && !drafts.says("Solid fuel"),
        "{drafts}"
    );
    let gone_on = megan.chooses(&drafts, "Go on with…", &["Road salt"]).await;
    let form = megan.presses(&gone_on, "Change…").await;
    let changed = megan.fills(&form, &[("Title", "Road salt and grit")]).await;
    megan.presses(&changed, "Keep for later").await;
    let drafts = megan.types("/tender drafts").await;
    assert!(
        drafts.says("Road salt and grit") && drafts.says("an announcement"),
        "{drafts}"
    );
    assert_eq!(region.entries().await, before);
    let gone_on = megan
        .chooses(&drafts, "Go on with…", &["Road salt and grit"])
        .await;
    let done = megan.presses(&gone_on, "Go ahead").await;
    assert!(
        done.says("Road salt and grit") && !done.says("Not done"),
        "{done}"
    );
    assert_eq!(region.entries().await, before + 1);
    let none = megan.types("/tender drafts").await;
    assert!(none.says("You have begun nothing"), "{none}");
    region.end().await;
}

#[tokio::test]
async fn what_an_authority_declared_and_ordered_last_time_is_a_hint_for_it_alone() {
    let (region, [megan, owain, gwen]) = announced(Forum).await;
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
        (
            &megan,
            "/tender award tender:SF-1 lot:1 supplier:Cwm Fuels price:152",
        ),
    ] {
        does(who, line).await;
    }
    let start = chrono::TimeZone::with_ymd_and_hms(&chrono::Utc, 2027, 4, 1, 8, 0, 1).unwrap();
    region.clock.advance_to(start);
    region.sandbox.clock_moved();
    let open = |s: &sandbox::Sandbox| card(s).filter(|it| it.says("Call-offs open")).map(drop);
    region
        .sandbox
        .wait_for("call-offs to open", DEADLINE, open)
        .await;
    does(&owain, "/calloff record tender:SF-1 lot:1 quantity:100").await;
    does(&owain, "/calloff record tender:SF-1 lot:1 quantity:40.5").await;

    let asked = megan.types("/tender copy tender:SF-1").await;
    let form = megan.presses(&asked, "Change…").await;
    let rest = "Everything else, a line each";
    let more = format!("{}\nreference: SF-2", filled(&form, rest));
    let more = more.replace("reference: \n", "");
    let changed = megan.fills(&form, &[(rest, &more)]).await;
    let done = megan.presses(&changed, "Go ahead").await;
    assert!(done.says("SF-2"), "{done}");
    let next = |s: &sandbox::Sandbox| {
        let posts = s.channel("south-wales").posts();
        let post = posts.into_iter().find(|it| it.title.starts_with("SF-2"));
        post.and_then(|post| post.starter)
    };
    region.clock.advance(TimeDelta::seconds(4));
    region.sandbox.clock_moved();
    let next = region.sandbox.wait_for("the post", DEADLINE, next).await;

    let form = owain.presses(&next, "Declare requirement").await;
    let input = form.form().input("House coal (tonnes)").expect("an input");
    assert_eq!(input.value, "");
    assert_eq!(
        input.placeholder.as_deref(),
        Some("Last time 185.5 tonnes a year (SF-1)")
    );
    let details = owain.presses(&next, "Details").await;
    assert!(
        details.says(r"Last time (SF-1), BRY declared 185\.5 tonnes of House coal a year")
            && details.says(r"140\.5 tonnes"),
        "{details}"
    );
    // Each sees its own alone, and whoever declared nothing nothing; the lead too.
    let details = gwen.presses(&next, "Details").await;
    assert!(
        details.says("GLA declared 12 tonnes") && !details.says("BRY declared"),
        "{details}"
    );
    let details = megan.presses(&next, "Details").await;
    assert!(!details.says("Last time"), "{details}");
    region.end().await;
}
