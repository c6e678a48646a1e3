//! What drops something declared shows what, and asks; what drops nothing doesn't (design, section 2a). The way back is to
//! declare again.

use sandbox::ChannelKind::Forum;
use sandbox::client::{Answer, Member};

use crate::support::councils::{announced_in, card, does};
use crate::support::on_each_database;
use crate::support::region::Region;

const HOUSE_COAL: &str = "185.5 tonnes of House coal, every contract year, committed";
const SMOKELESS: &str = "80 tonnes of Smokeless fuel, contract year 2, indicative";

/// Bryncoch has declared of both lots.
async fn declared(url: String) -> (Region, [Member; 3]) {
    let (region, officers) = announced_in(Region::on(url).await, Forum).await;
    let [megan, owain, _] = &officers;
    does(megan, "/lot add tender:SF-1 lot:Smokeless fuel, tonne").await;
    declares(owain).await;
    (region, officers)
}

async fn declares(owain: &Member) {
    for line in [
        "/requirement declare tender:SF-1 lot:1 quantity:185.5 committed:True",
        "/requirement declare tender:SF-1 lot:2 quantity:80 year:2",
    ] {
        does(owain, line).await;
    }
}

/// Both quantities are named, and nothing was done.
async fn asks(region: &Region, before: u64, asked: &Answer, title: &str) {
    assert!(asked.private && asked.says(title), "{asked}");
    for dropped in [HOUSE_COAL, SMOKELESS] {
        assert!(asked.says(&format!("Dropped: {dropped}")), "{asked}");
    }
    assert!(asked.says("declare again until"), "{asked}");
    assert_eq!(region.entries().await, before, "nothing was done yet");
}

#[tokio::test]
async fn a_nil_return_shows_what_it_drops_and_declaring_again_is_the_way_back() {
    on_each_database(|fresh| async move {
        let (region, [_, owain, gwen]) = declared(fresh.url).await;
        let before = region.entries().await;
        // By a press, or typed.
        let shown = card(&region.sandbox).expect("the card");
        let asked = owain.presses(&shown, "We need none").await;
        let title = "Say that Bryncoch needs none of SF-1?";
        asks(&region, before, &asked, title).await;
        owain.presses(&asked, "Leave it").await;
        let asked = owain.types("/requirement none tender:SF-1").await;
        asks(&region, before, &asked, title).await;
        let done = owain.presses(&asked, "Go ahead").await;
        assert!(done.says("Noted: Bryncoch (BRY) needs none"), "{done}");
        // The record has the entry, and what was declared before.
        let kept = owain
            .types("/requirement show tender:SF-1 lot:1 as:BRY")
            .await;
        assert!(
            kept.says("of House coal, every contract year, committed") && !kept.says("counts now"),
            "{kept}"
        );
        // Nobody is asked where nothing is dropped.
        let again = owain.types("/requirement none tender:SF-1").await;
        assert!(again.says("Noted"), "{again}");
        let none = gwen.types("/requirement none tender:SF-1").await;
        assert!(none.says("Noted"), "{none}");
        // The way back.
        let form = owain.presses(&shown, "Declare requirement").await;
        let inputs = [
            ("House coal (tonnes)", "185.5"),
            ("Smokeless fuel (tonnes)", "80"),
        ];
        let back = owain.fills(&form, &inputs).await;
        assert!(
            back.says("of House coal, every contract year, indicative"),
            "{back}"
        );
        region.end().await;
    })
    .await;
}

#[tokio::test]
async fn withdrawing_shows_what_no_longer_counts() {
    on_each_database(|fresh| async move {
        let (region, [_, owain, _]) = declared(fresh.url).await;
        let before = region.entries().await;
        let asked = owain
            .types("/requirement withdraw tender:SF-1 lot:Smokeless fuel")
            .await;
        assert!(
            asked.says("Withdraw what Bryncoch declared in SF-1?"),
            "{asked}"
        );
        assert!(
            asked.says(SMOKELESS) && !asked.says("House coal") && !asked.says("nothing left"),
            "{asked}"
        );
        let asked = owain.types("/requirement withdraw tender:SF-1").await;
        asks(
            &region,
            before,
            &asked,
            "Withdraw what Bryncoch declared in SF-1?",
        )
        .await;
        assert!(
            asked.says("With nothing left, it counts as not having answered"),
            "{asked}"
        );
        let done = owain.presses(&asked, "Go ahead").await;
        assert!(done.says("2 quantities no longer count"), "{done}");
        assert_eq!(region.entries().await, before + 1);
        region.end().await;
    })
    .await;
}

#[tokio::test]
async fn leaving_and_declining_show_what_they_drop() {
    on_each_database(|fresh| async move {
        let (region, [megan, owain, gwen]) = declared(fresh.url).await;
        let before = region.entries().await;
        let asked = owain
            .types("/tender decline tender:SF-1 reason:Gas now")
            .await;
        let title = "Say that Bryncoch won't take part in SF-1?";
        asks(&region, before, &asked, title).await;
        let line = "/tender leave tender:SF-1 reason:Gas now";
        let asked = owain.types(line).await;
        asks(&region, before, &asked, "Leave SF-1 for Bryncoch?").await;
        // It declares something else meanwhile: it is shown again.
        does(
            &owain,
            "/requirement declare tender:SF-1 lot:1 quantity:190",
        )
        .await;
        let changed = owain.presses(&asked, "Go ahead").await;
        assert!(
            changed.says("Something has changed") && changed.says("190 tonnes"),
            "{changed}"
        );
        let done = owain.presses(&changed, "Go ahead").await;
        assert!(done.says("Left."), "{done}");
        let shown = megan.types("/tender show tender:SF-1").await;
        assert!(shown.says("nothing yet"), "{shown}");
        let kept = megan.types("/ledger show tender:SF-1").await;
        assert!(
            kept.says("Left the tender") && kept.says("Gas now"),
            "{kept}"
        );
        // The way back.
        declares(&owain).await;
        // Who has declared nothing isn't asked.
        does(&gwen, "/tender join tender:SF-1").await;
        let left = gwen.types("/tender leave tender:SF-1").await;
        assert!(left.says("Left."), "{left}");
        region.end().await;
    })
    .await;
}

#[tokio::test]
async fn the_form_is_filled_with_what_stands_and_late_changes_go_through_the_lead() {
    on_each_database(|fresh| async move {
        let (region, [megan, owain, _]) = declared(fresh.url).await;
        let shown = card(&region.sandbox).expect("the card");
        let form = owain.presses(&shown, "Declare requirement").await;
        let typed = |label: &str| {
            let input = form.form().input(label).expect("an input");
            (input.value.clone(), input.placeholder.clone())
        };
        assert_eq!(typed("House coal (tonnes)").0, "185.5");
        // A number there would stand for every year, so a year's own isn't put there.
        let (value, hint) = typed("Smokeless fuel (tonnes)");
        assert_eq!(value, "");
        assert_eq!(hint.as_deref(), Some("A number here is for every year"));
        // After the deadline it is fixed, for a nil return as for a quantity.
        does(&megan, "/tender close tender:SF-1").await;
        for line in [
            "/requirement none tender:SF-1",
            "/requirement withdraw tender:SF-1",
            "/requirement declare tender:SF-1 lot:1 quantity:12",
        ] {
            let refused = owain.types(line).await;
            assert!(
                refused.says("has passed") && refused.says("Ask its lead"),
                "{line}\n{refused}"
            );
        }
        let before = region.entries().await;
        let line = "/requirement withdraw tender:SF-1 lot:2 as:BRY";
        let refused = megan.types(line).await;
        assert!(refused.says("you haven't said why"), "{refused}");
        let asked = megan.types(&format!("{line} reason:They rang")).await;
        assert!(
            asked.says("Smokeless fuel")
                && asked.says("nothing declared")
                && asked.says("They rang"),
            "{asked}"
        );
        assert_eq!(region.entries().await, before);
        region.end().await;
    })
    .await;
}
