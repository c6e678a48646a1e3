//! An authority that ceases, or that was registered twice (design, section 2a): what the registrar types, takes back, and what
//! everybody sees of it.

use std::sync::Arc;

use chrono::{TimeDelta, TimeZone, Utc};
use sandbox::ChannelKind::Forum;
use sandbox::client::Member;
use sandbox::{Options, Sandbox};

use crate::support::ahead::Ahead;
use crate::support::councils::{
    ABERWEN, BRYNCOCH, DYFFRYN, GLANMOR, announced, card, does, founded,
};
use crate::support::process::{self, Process, has_faketime};
use crate::support::region::{DEADLINE, Region};
use crate::support::{Fresh, on_each_database};

const LINE: &str = "/authority succeed authority:BRY on:31 March 2027 successors:ABW 60%; GLA 40%";

/// Lets some seconds go by: direct messages go out one after the other.
async fn a_while(region: &Region, who: &Member) {
    for _ in 0..5 {
        region.clock.advance(TimeDelta::seconds(1));
        region.sandbox.clock_moved();
        who.types("/griffin status").await;
    }
}

/// Waits until somebody is told something by direct message.
async fn told(region: &Region, who: &Member, says: &str) {
    a_while(region, who).await;
    let found = |_: &Sandbox| who.direct_messages().into_iter().find(|it| it.says(says));
    region.sandbox.wait_for(says, DEADLINE, found).await;
}

#[tokio::test]
async fn a_council_ends_on_a_day_and_two_take_over() {
    let (region, [megan, owain, gwen]) = announced(Forum).await;
    let carys = region.member("Carys Pugh");
    does(
        &owain,
        "/requirement declare tender:SF-1 lot:1 quantity:185.5 committed:True",
    )
    .await;
    does(&gwen, "/requirement declare tender:SF-1 lot:1 quantity:100").await;
    let before = region.entries().await;

    // A slip: the shares don't add up. Then the day is asked about.
    let refused = carys
        .types("/authority succeed authority:BRY on:31 March 2027 successors:ABW 60%; GLA 30%")
        .await;
    assert!(refused.says("The shares come to 90%"), "{refused}");
    let form = carys.presses(&refused, "Try again").await;
    let asked = carys
        .fills(&form, &[("Successors", "ABW 60%; GLA 40%")])
        .await;
    for said in [
        "Does Bryncoch (BRY) end on 31 March 2027",
        "Aberwen (ABW) 60% and Glanmor (GLA) 40% take over?",
        "1 mandate moves: the officer acts for each successor",
        "Its place in SF-1 moves.",
        "SF-1 House coal: 185.5 tonnes a year → ABW 111.3 and GLA 74.2",
        "SF-1 House coal: of Glanmor (GLA) only a part is committed",
        "Nothing has been done yet",
    ] {
        assert!(asked.says(said), "{said}\n{asked}");
    }
    assert_eq!(region.entries().await, before);
    let done = carys.presses(&asked, "Go ahead").await;
    assert!(
        done.says("Bryncoch (BRY) ends on 31 March 2027") && done.says("3 officers are told"),
        "{done}"
    );
    assert_eq!(region.entries().await, before + 1);
    told(&region, &owain, "Bryncoch (BRY) ends on 31 March 2027").await;
    told(&region, &megan, "Bryncoch (BRY) ends on 31 March 2027").await;

    // The way back: on the answer, and wherever it is shown.
    let undone = carys.presses(&done, "Undo").await;
    assert!(undone.says("doesn't end after all"), "{undone}");
    told(&region, &owain, "doesn't end after all").await;
    does(&carys, LINE).await;
    let shown = owain.types("/authority show authority:BRY").await;
    assert!(
        shown.says("Ends on 31 March 2027; then Aberwen (ABW) 60% and Glanmor (GLA) 40% take over"),
        "{shown}"
    );
    let no_key = owain.presses(&shown, "Undo").await;
    assert!(no_key.says("registrar"), "{no_key}");

    // Three months before, they are told again.
    let warned = owain.direct_messages().len();
    region
        .clock
        .advance_to(Utc.with_ymd_and_hms(2026, 12, 31, 9, 0, 0).unwrap());
    region.sandbox.clock_moved();
    a_while(&region, &owain).await;
    let again = |_: &Sandbox| (owain.direct_messages().len() > warned).then_some(());
    region.sandbox.wait_for("a warning", DEADLINE, again).await;

    // The day is over.
    region
        .clock
        .advance_to(Utc.with_ymd_and_hms(2027, 3, 31, 23, 5, 0).unwrap());
    region.sandbox.clock_moved();
    told(&region, &gwen, "Bryncoch (BRY) has ended").await;
    let follows = |s: &Sandbox| card(s).filter(|it| !it.says("(BRY)"));
    region.sandbox.wait_for("the card", DEADLINE, follows).await;
    let own = gwen
        .types("/requirement show tender:SF-1 lot:1 as:GLA")
        .await;
    assert!(own.says(r"174\.2 tonnes"), "{own}");
    let mine = owain.types("/mandate mine").await;
    assert!(mine.says("(ABW)") && mine.says("(GLA)"), "{mine}");
    // The old name leads on, and is offered nowhere.
    let old = owain.types("/authority show authority:Bryncoch").await;
    assert!(
        old.says("has ended") && old.says("(ABW)") && old.says("(GLA)"),
        "{old}"
    );
    let listed = owain.types("/authority list").await;
    assert!(listed.says("`GLA`") && !listed.says("BRY"), "{listed}");
    let taken = carys
        .types("/authority register name:Bryncoch kind:unitary region:South Wales short_name:BRY")
        .await;
    assert!(taken.says("already"), "{taken}");
    // What the ledger keeps.
    let kept = carys.types("/ledger show tender:SF-1").await;
    for said in [
        "Place in a tender moved to others",
        "Declared quantities moved to others",
    ] {
        assert!(kept.says(said), "{said}\n{kept}");
    }
    let whole = carys.types("/ledger verify").await;
    assert!(whole.says("The record is whole"), "{whole}");
    region.end().await;
}

#[tokio::test]
async fn a_council_registered_twice_is_made_one() {
    let (region, [megan, owain, gwen]) = announced(Forum).await;
    let carys = region.member("Carys Pugh");
    does(
        &megan,
        "/requirement declare tender:SF-1 lot:1 quantity:420",
    )
    .await;
    does(
        &owain,
        "/requirement declare tender:SF-1 lot:1 quantity:185.5",
    )
    .await;
    let before = region.entries().await;
    let refused = carys.types("/authority merge authority:BRY into:ABW").await;
    assert!(
        refused.says("have both declared quantities for House coal in SF-1")
            && refused.says("/requirement withdraw"),
        "{refused}"
    );
    let refused = owain.types("/authority merge authority:BRY into:GLA").await;
    assert!(refused.says("registrar"), "{refused}");
    let asked = carys.types("/authority merge authority:BRY into:GLA").await;
    for said in [
        "Is Bryncoch (BRY) the same as Glanmor (GLA)",
        "1 mandate moves, with its officer.",
        "SF-1 House coal: 185.5 tonnes a year → GLA 185.5",
    ] {
        assert!(asked.says(said), "{said}\n{asked}");
    }
    assert_eq!(region.entries().await, before);
    let done = carys.presses(&asked, "Go ahead").await;
    assert!(done.says("are one now"), "{done}");
    told(&region, &owain, "were the same authority").await;
    told(&region, &gwen, "were the same authority").await;
    // Under either name, and by either officer.
    let shown = megan.types("/authority show authority:Bryncoch").await;
    assert!(
        shown.says("Glanmor (GLA)") && shown.says("Called before: Bryncoch"),
        "{shown}"
    );
    let revised = owain
        .types("/requirement declare tender:SF-1 lot:1 quantity:190")
        .await;
    assert!(
        revised.says("190") && !revised.says("Not done"),
        "{revised}"
    );
    let own = gwen
        .types("/requirement show tender:SF-1 lot:1 as:GLA")
        .await;
    assert!(own.says("190"), "{own}");
    let kept = carys.types("/ledger show authority:GLA").await;
    assert!(!kept.failed(), "{kept}");
    region.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn griffin_is_down_on_the_day_and_all_moves_once_it_is_back() {
    if !has_faketime() {
        return;
    }
    on_each_database(async |Fresh { url, database }| {
        database.close().await.unwrap();
        let clock = Ahead::at("2027-03-02T10:00:00Z".parse().unwrap());
        let options = Options {
            clock: Arc::new(clock.clone()),
            application_name: "griffin".into(),
            ..Options::default()
        };
        let mut griffin = Process::with(&url, options).await;
        griffin.environment = clock.environment();
        let [megan, owain, ..] =
            founded(&mut griffin, [ABERWEN, BRYNCOCH, GLANMOR, DYFFRYN]).await;
        let rhys = griffin.sandbox.member("Rhys Morgan");
        let coal = "/tender announce title:Coal respond_by:in 20 weeks starts:in 30 weeks ends:in 100 weeks \
                    lot:Coal, tonne reference:SF-1";
        does(&megan, coal).await;
        does(&owain, "/requirement declare tender:SF-1 lot:1 quantity:0.001").await;
        does(
            &rhys,
            "/authority succeed authority:BRY on:in 2 weeks successors:GLA 50%; DYF 50%",
        )
        .await;
        griffin.kill();
        clock.moves(TimeDelta::weeks(4));
        griffin.sandbox.clock_moved();
        griffin.environment = clock.environment();
        griffin.start().await;
        let ended = |_: &Sandbox| {
            let all = owain.direct_messages().into_iter();
            let ended = all.filter(|it| it.says("Bryncoch (BRY) has ended"));
            (ended.count() == 1).then_some(())
        };
        griffin
            .sandbox
            .wait_for("all has moved", process::DEADLINE, ended)
            .await;
        let mine = owain.types("/mandate mine").await;
        assert!(mine.says("(GLA)") && mine.says("(DYF)"), "{mine}");
        let shown = owain
            .types("/requirement show tender:SF-1 lot:1 as:GLA")
            .await;
        assert!(shown.says(r"0\.001 tonnes"), "{shown}");
        // Killed again, and nothing is said or done twice.
        griffin.kill();
        griffin.start().await;
        let listed = owain.types("/authority list").await;
        assert!(!listed.says("BRY"), "{listed}");
        let all = owain.direct_messages().into_iter();
        assert_eq!(all.filter(|it| it.says("has ended")).count(), 1);
        assert!(griffin.stop().await.success());
        let (whole, said) = griffin.told(&["verify"]).await;
        assert!(whole, "{said}");
    })
    .await;
}
