//! A contract lives from its tender to its end: a lot without bids, corrected orders, a price that follows an index, another
//! supplier, two councils that become one, an extension. Savings are worked out by hand.

use std::time::Instant;

use chrono::{TimeDelta, TimeZone, Utc};
use sandbox::Sandbox;
use sandbox::client::{Answer, Member};

use crate::support::councils::{announced_on, card, does};
use crate::support::on_each_database;
use crate::support::region::{DEADLINE, Region};

async fn moves_to(region: &Region, (year, month, day): (i32, u32, u32)) {
    let at = Utc.with_ymd_and_hms(year, month, day, 8, 0, 1).unwrap();
    region.clock.advance_to(at);
    region.sandbox.clock_moved();
}

/// Waits until the card says something, while time goes by: a card is edited every few seconds at most.
async fn shows(region: &Region, who: &Member, text: &str) {
    let says = |s: &Sandbox| card(s).is_some_and(|it| it.says(text));
    let began = Instant::now();
    while began.elapsed() < DEADLINE {
        if says(&region.sandbox) {
            return;
        }
        region.clock.advance(TimeDelta::seconds(1));
        region.sandbox.clock_moved();
        who.types("/griffin status").await;
    }
    panic!("no {text} on {:?}", card(&region.sandbox));
}

fn all_said(answer: &Answer, said: &[&str]) {
    for said in said {
        assert!(answer.says(said), "{said}\n{answer}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_contract_of_three_lots_lives_to_its_end() {
    on_each_database(async |fresh| {
        fresh.database.close().await.unwrap();
        let (region, [megan, owain, gwen]) = announced_on(&fresh.url).await;
        let carys = region.member("Carys Pugh");
        tendered(&megan, &owain, &gwen).await;
        moves_to(&region, (2027, 4, 1)).await;
        shows(&region, &megan, "Call-offs open").await;
        ordered(&owain, &gwen).await;
        varied(&region, &megan, &owain, &gwen).await;
        // By hand: BRY (100 + 12) × 23.25 + 20 × 17.18 = 2,947.60; GLA 200 × 13.90 = 2,780.00; ABW 30 × 9.93 = 297.90.
        for (who, saved) in [
            (&owain, "£2,947.60"),
            (&gwen, "£2,780.00"),
            (&megan, "£297.90"),
        ] {
            let report = who.types("/savings report year:2027-28").await;
            all_said(&report, &[saved]);
        }
        succeeded(&region, &carys, &owain, &gwen).await;
        ended(&region, &megan, &owain).await;
        region.end().await;
    })
    .await;
}

/// Of three lots, one finds nobody: the others go on.
async fn tendered(megan: &Member, owain: &Member, gwen: &Member) {
    for (who, line) in [
        (
            megan,
            "/lot add tender:SF-1 lot:Smokeless fuel, tonne; Firewood, load",
        ),
        (
            megan,
            "/requirement declare tender:SF-1 lot:1 quantity:420 baseline:168",
        ),
        (
            owain,
            "/requirement declare tender:SF-1 lot:1 quantity:185.5 baseline:175.25",
        ),
        (
            owain,
            "/requirement declare tender:SF-1 lot:3 quantity:40 baseline:90",
        ),
        (
            gwen,
            "/requirement declare tender:SF-1 lot:1 quantity:12 baseline:190",
        ),
        (
            gwen,
            "/requirement declare tender:SF-1 lot:2 quantity:310 baseline:255.50",
        ),
        (megan, "/tender close tender:SF-1"),
        (
            megan,
            "/tender publish tender:SF-1 notice:000123-2027 bids_by:2027-02-19",
        ),
        (
            megan,
            "/tender award tender:SF-1 lot:1 supplier:Cwm Fuels price:152 ceiling:1300 extensions:12 months",
        ),
        (
            megan,
            "/tender award tender:SF-1 lot:2 supplier:Northern Smokeless price:241.60",
        ),
    ] {
        does(who, line).await;
    }
    let none = "/tender award tender:SF-1 lot:3 outcome:no bids reason:Nobody has any";
    let asked = megan.types(none).await;
    all_said(
        &asked,
        &["BRY declared what it needs of it", "Nobody has any"],
    );
    let done = megan.presses(&asked, "Go ahead").await;
    all_said(&done, &["No award"]);
}

/// Orders, one of them with a nought too many.
async fn ordered(owain: &Member, gwen: &Member) {
    does(owain, "/calloff record tender:SF-1 lot:1 quantity:100").await;
    does(gwen, "/calloff record tender:SF-1 lot:2 quantity:200").await;
    let slip = owain
        .types("/calloff record tender:SF-1 lot:1 quantity:120")
        .await;
    all_said(&slip, &["BRY declared 185.5 tonnes", "34.5 tonnes over"]);
    let form = owain.presses(&slip, "Change…").await;
    let done = owain.fills(&form, &[("Quantity", "10")]).await;
    all_said(&done, &["10 tonnes at £152.00"]);
    let form = owain.presses(&done, "Correct").await;
    let label = form.form().inputs.iter().find(|it| it.value == "10");
    let label = label.expect("the quantity").label.clone();
    let corrected = owain.fills(&form, &[(&label, "12")]).await;
    all_said(&corrected, &["12 tonnes"]);
    let refused = owain
        .types("/calloff record tender:SF-1 lot:3 quantity:1")
        .await;
    assert!(refused.says("Not done"), "{refused}");
}

/// A price from October, another supplier from November.
async fn varied(region: &Region, megan: &Member, owain: &Member, gwen: &Member) {
    does(
        megan,
        "/tender vary tender:SF-1 kind:price lot:1 from:2027-10-01 value:158.07 index:CPI 138.2, +3.99% \
         reason:The yearly review",
    )
    .await;
    does(
        megan,
        "/tender vary tender:SF-1 kind:supplier lot:2 from:2027-11-01 value:Dragon Coal ground:assigned \
         reason:Northern Smokeless sold its business",
    )
    .await;
    moves_to(region, (2027, 10, 1)).await;
    let order = does(owain, "/calloff record tender:SF-1 lot:1 quantity:20").await;
    all_said(&order, &["20 tonnes at £158.07", "£3,161.40"]);
    does(megan, "/calloff record tender:SF-1 lot:1 quantity:30").await;
    moves_to(region, (2027, 11, 1)).await;
    let order = does(gwen, "/calloff record tender:SF-1 lot:2 quantity:1").await;
    all_said(&order, &["To: Dragon Coal", "1 tonne at £241.60"]);
    // It was ordered by mistake.
    let form = gwen.presses(&order, "Undo").await;
    let asked = gwen.fills(&form, &[("Why", "A mistake")]).await;
    all_said(&asked, &["Take call-off", "-£241.60 altogether"]);
    let undone = gwen.presses(&asked, "Go ahead").await;
    assert!(!undone.says("Not done"), "{undone}");
}

/// Two councils become one.
async fn succeeded(region: &Region, carys: &Member, owain: &Member, gwen: &Member) {
    for line in [
        "/authority register name:Severn Council kind:unitary region:South Wales short_name:SEV",
        "/authority succeed authority:BRY on:2028-03-31 successors:SEV",
        "/authority succeed authority:GLA on:2028-03-31 successors:SEV",
    ] {
        does(carys, line).await;
    }
    moves_to(region, (2028, 4, 1)).await;
    let began = Instant::now();
    let told = || gwen.direct_messages();
    while !told().iter().any(|it| it.says("(GLA) has ended")) {
        assert!(began.elapsed() < DEADLINE, "nobody is told");
        region.clock.advance(TimeDelta::seconds(1));
        region.sandbox.clock_moved();
        gwen.types("/griffin status").await;
    }
    let order = does(owain, "/calloff record tender:SF-1 lot:1 quantity:5").await;
    all_said(&order, &["for SEV", "5 tonnes at £158.07"]);
    // What Bryncoch and Glanmor needed of house coal, 185.5 and 12, is Severn's: 5 of it are ordered.
    let balance = owain.types("/calloff balance tender:SF-1 lot:1").await;
    all_said(&balance, &["197.5 tonnes", "192.5 tonnes left"]);
}

/// It is extended, and ends a year later.
async fn ended(region: &Region, megan: &Member, owain: &Member) {
    does(
        megan,
        "/tender vary tender:SF-1 kind:extension reason:It works well",
    )
    .await;
    moves_to(region, (2029, 4, 1)).await;
    let order = does(owain, "/calloff record tender:SF-1 lot:1 quantity:2").await;
    all_said(&order, &["2 tonnes at £158.07"]);
    moves_to(region, (2030, 4, 1)).await;
    shows(region, megan, "Ended").await;
    let late = owain
        .types("/calloff record tender:SF-1 lot:1 quantity:1")
        .await;
    assert!(late.says("Not done"), "{late}");

    let exported = does(megan, "/export tender tender:SF-1 format:ocds").await;
    let release: serde_json::Value = serde_json::from_slice(&exported.files[0].bytes).unwrap();
    let text = release.to_string();
    for said in [
        "unsuccessful",
        "Dragon Coal",
        "Northern Smokeless",
        "amendments",
        "2030-03-31",
    ] {
        assert!(text.contains(said), "{said}\n{text}");
    }
    let timeline = megan.types("/tender timeline tender:SF-1").await;
    all_said(
        &timeline,
        &["the price is £158.07 per tonne", "31 March 2030"],
    );
    let verified = megan.types("/ledger verify").await;
    assert!(!verified.says("broken"), "{verified}");
}
