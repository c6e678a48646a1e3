//! The solid-fuel story (design, section 9), in the members' words.

use chrono::{TimeZone, Utc};
use griffin::schedule::clock::Clock;
use sandbox::client::Member;

use crate::support::region::{DEADLINE, Region};

/// Whether a person reads this text there: Discord shows an escaped character without its backslash.
fn reads(answer: &sandbox::client::Answer, text: &str) -> bool {
    answer.render().replace('\\', "").contains(text)
}

async fn does(who: &Member, line: &str) -> sandbox::client::Answer {
    let answer = who.types(line).await;
    assert!(
        !answer.says("Not done") && !answer.failed(),
        "{line}\n{answer}"
    );
    answer
}

async fn council(region: &Region, short: &str, name: &str, officer: &str) -> Member {
    let carys = region.member("Carys Pugh");
    let line = format!(
        "/authority register name:{name} kind:unitary region:South Wales short_name:{short}"
    );
    does(&carys, &line).await;
    let member = region.officer(officer);
    does(
        &carys,
        &format!("/mandate grant officer:@{officer} authority:{short}"),
    )
    .await;
    member
}

#[tokio::test]
async fn councils_buy_coal_together() {
    let region = Region::start().await;
    region.set_up().await;
    let forum = region
        .sandbox
        .add_forum(region.sandbox.guild(), "south-wales", &[]);
    let carys = region.member("Carys Pugh");
    does(
        &carys,
        "/forum open region:South Wales channel:#south-wales",
    )
    .await;
    let megan = council(&region, "ABW", "Aberwen County Council", "Megan Howell").await;
    let owain = council(&region, "BRY", "Bryncoch County Borough", "Owain Price").await;
    let nia = council(&region, "DYF", "Dyffryn Vale Council", "Nia Rees").await;
    let _ = forum;

    let announced = does(
        &megan,
        "/tender announce title:Solid fuel 2027–2029 respond_by:18/12/2026 starts:2027-04-01 ends:2029-03-31 \
         lot:House coal, tonne; Smokeless fuel, tonne reference:SF-2027-01",
    )
    .await;
    assert!(reads(&announced, "SF-2027-01"), "{announced}");
    let post = region
        .sandbox
        .wait_for("the tender's post", DEADLINE, |s| {
            s.channel("south-wales")
                .posts()
                .into_iter()
                .find(|post| post.title.contains("SF-2027-01"))
        })
        .await;
    assert!(post.title.contains("Solid fuel"), "{}", post.title);

    does(
        &megan,
        "/requirement declare tender:SF-2027-01 lot:House coal quantity:420 baseline:168",
    )
    .await;
    does(
        &owain,
        "/requirement declare tender:SF-2027-01 lot:House coal quantity:185.5 baseline:175.25",
    )
    .await;
    let shown = nia.types("/tender show tender:SF-2027-01").await;
    assert!(
        !reads(&shown, "605.5"),
        "totals stay hidden until three have declared: {shown}"
    );
    does(
        &nia,
        "/requirement declare tender:SF-2027-01 lot:House coal quantity:96.25 baseline:181",
    )
    .await;
    let shown = nia.types("/tender show tender:SF-2027-01").await;
    assert!(reads(&shown, "701.75"), "{shown}");
    let refused = nia
        .types("/requirement declare tender:SF-2027-01 lot:House coal quantity:much")
        .await;
    assert!(
        refused.private && refused.says("Not done") && refused.says("much"),
        "{refused}"
    );

    // The deadline comes by itself.
    region
        .clock
        .advance_to(Utc.with_ymd_and_hms(2026, 12, 19, 9, 0, 0).unwrap());
    let collected = |s: &sandbox::Sandbox| {
        let post = s
            .channel("south-wales")
            .posts()
            .into_iter()
            .find(|post| post.title.contains("SF-2027-01"))?;
        post.messages
            .iter()
            .any(|m| m.says("requirements are in"))
            .then_some(())
    };
    region
        .sandbox
        .wait_for("the end of collecting", DEADLINE, collected)
        .await;
    let late = nia
        .types("/requirement declare tender:SF-2027-01 lot:House coal quantity:99")
        .await;
    assert!(late.private && late.says("Not done"), "{late}");

    region
        .clock
        .advance_to(Utc.with_ymd_and_hms(2027, 1, 12, 9, 0, 0).unwrap());
    does(
        &megan,
        "/tender publish tender:SF-2027-01 notice:000123-2027 bids_by:2027-02-19",
    )
    .await;
    region
        .clock
        .advance_to(Utc.with_ymd_and_hms(2027, 3, 11, 9, 0, 0).unwrap());
    let by_another = owain
        .types("/tender award tender:SF-2027-01 lot:House coal supplier:Cwm Fuels Ltd price:152")
        .await;
    assert!(
        by_another.private && by_another.says("Not done"),
        "{by_another}"
    );
    let awarded = does(
        &megan,
        "/tender award tender:SF-2027-01 lot:House coal supplier:Cwm Fuels Ltd price:0:152; 400:147.50; 700:143.25",
    )
    .await;
    assert!(
        reads(&awarded, "23 March 2027"),
        "the standstill's last day: {awarded}"
    );
    does(&megan, "/tender award tender:SF-2027-01 lot:Smokeless fuel supplier:Northern Smokeless plc price:241.60").await;

    region
        .clock
        .advance_to(Utc.with_ymd_and_hms(2027, 4, 1, 9, 0, 0).unwrap());
    let open = |s: &sandbox::Sandbox| {
        let post = s
            .channel("south-wales")
            .posts()
            .into_iter()
            .find(|post| post.title.contains("SF-2027-01"))?;
        post.messages
            .iter()
            .any(|m| m.says("Call-offs are open"))
            .then_some(())
    };
    region
        .sandbox
        .wait_for("the contract's start", DEADLINE, open)
        .await;
    does(
        &megan,
        "/calloff record tender:SF-2027-01 lot:House coal quantity:400",
    )
    .await;
    let first = does(
        &owain,
        "/calloff record tender:SF-2027-01 lot:House coal quantity:185.5",
    )
    .await;
    assert!(reads(&first, "£147.50"), "{first}");
    does(
        &nia,
        "/calloff record tender:SF-2027-01 lot:House coal quantity:96.25",
    )
    .await;
    let bands = does(
        &megan,
        "/calloff record tender:SF-2027-01 lot:House coal quantity:20",
    )
    .await;
    assert!(
        reads(&bands, "18.25") && reads(&bands, "£143.25"),
        "{bands}"
    );
    let balance = does(&megan, "/calloff balance tender:SF-2027-01").await;
    assert!(reads(&balance, "420"), "{balance}");
    assert_eq!(region.clock.now().to_string(), "2027-04-01 09:00:00 UTC");
    region.end().await;
}
