//! The register put right (design, section 2a): what a registrar types, and what everybody sees of it.

use sandbox::ChannelKind::Forum;

use crate::support::councils::{announced, card, does};
use crate::support::region::DEADLINE;

#[tokio::test]
async fn a_misspelt_council_is_corrected_and_every_card_follows() {
    let (region, [megan, ..]) = announced(Forum).await;
    let carys = region.member("Carys Pugh");
    let before = region.entries().await;
    let line = "/authority edit authority:ABW name:Aberwen County Council name_cy:Cyngor Sir Aberwen \
                email:buy@aberwen.example";
    let refused = megan.types(line).await;
    assert!(refused.says("registrar"), "{refused}");
    let done = carys.types(line).await;
    for said in [
        "**Changed:** Aberwen County Council (ABW)",
        "Name: Aberwen → Aberwen County Council",
        "Welsh name: nothing → Cyngor Sir Aberwen",
        "Email: nothing → buy@",
    ] {
        assert!(done.says(said), "{said}\n{done}");
    }
    assert_eq!(region.entries().await, before + 1);
    let follows = |s: &sandbox::Sandbox| card(s).filter(|it| it.says("Aberwen County Council"));
    region.sandbox.wait_for("the card", DEADLINE, follows).await;

    // The old name still finds it, and stays to be read.
    let shown = megan.types("/authority show authority:Aberwen").await;
    assert!(
        shown.says("Aberwen County Council (ABW)") && shown.says("Called before: Aberwen"),
        "{shown}"
    );
    // Whoever reads Welsh reads its Welsh name.
    does(&megan, "/griffin language language:cy").await;
    let welsh = megan.types("/authority show authority:ABW").await;
    assert!(welsh.says("Cyngor Sir Aberwen (ABW)"), "{welsh}");
    let card = megan.types("/tender show tender:SF-1").await;
    assert!(card.says("Cyngor Sir Aberwen (ABW)"), "{card}");
    region.end().await;
}

#[tokio::test]
async fn a_region_typed_anew_is_asked_about() {
    let (region, _) = announced(Forum).await;
    let carys = region.member("Carys Pugh");
    let before = region.entries().await;
    let line = "/authority register name:Pennant Fire kind:fire region:Suoth Wales short_name:PFR";
    let asked = carys.types(line).await;
    assert!(
        asked.says("Suoth Wales: do you mean South Wales?"),
        "{asked}"
    );
    assert_eq!(region.entries().await, before);
    // Changed in the form, nothing is asked any more.
    let form = carys.presses(&asked, "Change…").await;
    let done = carys.fills(&form, &[("Region", "South Wales")]).await;
    assert!(
        done.says("**Registered:**") && done.says("South Wales"),
        "{done}"
    );

    let asked = carys
        .types("/authority edit authority:PFR region:West Wales")
        .await;
    assert!(asked.says("West Wales is a new region"), "{asked}");
    let done = carys.presses(&asked, "Go ahead").await;
    assert!(done.says("Region: South Wales → West Wales"), "{done}");
    region.end().await;
}

#[tokio::test]
async fn a_published_list_is_taken_in_line_by_line_after_a_yes() {
    let (region, _) = announced(Forum).await;
    let carys = region.member("Carys Pugh");
    let before = region.entries().await;
    let list = "gss-code,name,kind,region,short_name,address\n\
                W1,Aberwen,Unitary authority,South Wales,,The Square\n\
                W2,Bryncoch,County borough,South Wales,,\n\
                W3,Pennant,Spaceship,South Wales,,\n\
                W4,Dyffryn Vale Town Council,Town council,South Wales,DYF,\n";
    let with = carys.attaches("file", "list.csv", list);
    let asked = with.types("/authority import file:list.csv").await;
    for said in [
        "1 authority is new:",
        "Dyffryn Vale Town Council (DYF), South Wales",
        "1 authority changes: Address (1)",
        "ABW: Address: nothing → The Square",
        "1 line says what the register says already.",
        "Columns that griffin passes over: gss-code",
        "1 line is wrong and is left out:",
        "Line 4: “Spaceship”",
    ] {
        assert!(asked.says(said), "{said}\n{asked}");
    }
    assert_eq!(region.entries().await, before);
    let done = carys.presses(&asked, "Go ahead").await;
    for said in [
        "**1 authority registered:** DYF",
        "**1 authority changed:** ABW",
        "Left out, because they are wrong, by line number: 4.",
    ] {
        assert!(done.says(said), "{said}\n{done}");
    }
    assert_eq!(region.entries().await, before + 2);
    let shown = carys.types("/authority show authority:DYF").await;
    assert!(shown.says("Town, community or parish council"), "{shown}");
    region.end().await;
}

#[tokio::test]
async fn whoever_has_no_mandate_asks_for_one_beside_the_refusal() {
    let (region, _) = announced(Forum).await;
    let nia = region.officer("Nia Rees");
    let asks = async |said: &str| {
        let request = |s: &sandbox::Sandbox| {
            let all = s.channel("registrars").messages();
            all.into_iter().find(|it| it.says(said))
        };
        region
            .sandbox
            .wait_for("the request", DEADLINE, request)
            .await
    };
    // For which one isn't known: it is chosen.
    let refused = nia.types("/requirement none tender:SF-1").await;
    assert!(refused.says("Not done"), "{refused}");
    let which = nia.presses(&refused, "Ask for a mandate").await;
    assert!(which.says("Which authority do you act for?"), "{which}");
    let asked = nia
        .chooses(&which, "Choose the authority", &["Bryncoch (BRY)"])
        .await;
    assert!(
        asked.says("Asked.") && asked.says("Bryncoch (BRY)"),
        "{asked}"
    );
    asks("Bryncoch (BRY)").await;

    // It is known: one press.
    let refused = nia.types("/requirement none tender:SF-1 as:GLA").await;
    assert!(refused.says("You don't act for Glanmor (GLA)"), "{refused}");
    let asked = nia.presses(&refused, "Ask for a mandate").await;
    assert!(
        asked.says("Asked.") && asked.says("Glanmor (GLA)"),
        "{asked}"
    );
    let request = asks("Glanmor (GLA)").await;
    let carys = region.member("Carys Pugh");
    carys.presses(&request, "Confirm").await;
    does(&nia, "/requirement none tender:SF-1 as:GLA").await;
    region.end().await;
}

#[tokio::test]
async fn the_last_officer_of_a_lead_is_not_taken_away_unasked() {
    let (region, _) = announced(Forum).await;
    let carys = region.member("Carys Pugh");
    let before = region.entries().await;
    let line = "/mandate revoke officer:@Megan Howell authority:ABW";
    let asked = carys.types(line).await;
    assert!(
        asked.says("Nobody else acts for Aberwen (ABW)") && asked.says("It leads SF-1"),
        "{asked}"
    );
    assert_eq!(region.entries().await, before);
    let done = carys.presses(&asked, "Go ahead").await;
    assert!(done.says("Taken back."), "{done}");
    assert_eq!(region.entries().await, before + 1);
    region.end().await;
}
