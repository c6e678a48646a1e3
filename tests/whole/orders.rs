//! Orders under a contract (design, section 2a): what looks like a slip is asked about, the answer gives the order as text,
//! and each order is corrected or undone by a press.

use sandbox::ChannelKind::Forum;
use sandbox::client::{Answer, Member};

use crate::support::councils::{announced, card, does};
use crate::support::region::{DEADLINE, Region};

/// Bryncoch and Glanmor have declared house coal, Aberwen leads, and the contract runs.
async fn calling_off() -> (Region, [Member; 3]) {
    calling_off_in(false).await
}

/// As [`calling_off`]; everybody's quantities are everybody's to see, if it is an open book.
async fn calling_off_in(open_book: bool) -> (Region, [Member; 3]) {
    let (region, officers) = announced(Forum).await;
    let [megan, owain, gwen] = &officers;
    if open_book {
        does(megan, "/tender edit tender:SF-1 open_book:True").await;
    }
    for (who, line) in [
        (megan, "/lot add tender:SF-1 lot:Smokeless fuel, tonne"),
        (megan, "/requirement declare tender:SF-1 lot:1 quantity:420"),
        (
            owain,
            "/requirement declare tender:SF-1 lot:1 quantity:185.5",
        ),
        (gwen, "/requirement declare tender:SF-1 lot:1 quantity:12"),
        (gwen, "/requirement declare tender:SF-1 lot:2 quantity:310"),
        (megan, "/tender close tender:SF-1"),
        (
            megan,
            "/tender publish tender:SF-1 notice:000123-2027 bids_by:2027-02-19",
        ),
        (
            megan,
            "/tender award tender:SF-1 lot:1 supplier:Cwm Fuels price:152 ceiling:1300",
        ),
        (
            megan,
            "/tender award tender:SF-1 lot:2 supplier:Northern Smokeless price:241.60",
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
    (region, officers)
}

/// What stands in a form's input.
fn filled(form: &Answer, label: &str) -> String {
    let input = form.form().input(label);
    input
        .unwrap_or_else(|| panic!("no input {label}\n{form}"))
        .value
        .clone()
}

#[tokio::test]
async fn what_looks_like_a_slip_is_asked_and_the_order_comes_as_text() {
    let (region, [_, owain, gwen]) = calling_off().await;
    let before = region.entries().await;
    // The form says what is left and what it would cost.
    let form = owain
        .presses(&card(&region.sandbox).unwrap(), "Call off")
        .await;
    let hint = form
        .form()
        .input("Quantity, such as 1,250.5")
        .unwrap()
        .placeholder
        .clone();
    assert_eq!(
        hint.as_deref(),
        Some(
            "1: 185.5 tonnes left, £152.00 per tonne; 2: tonnes, nothing declared, £241.60 per tonne"
        )
    );
    let order = [
        ("Lot: its name or number", "1"),
        ("Quantity, such as 1,250.5", "305.5"),
        ("Deliver on, such as 18 Dec", "2027-05-08"),
        ("Site", "Depot `2`"),
        ("Your own order number", "BRY-7"),
    ];
    let asked = owain.fills(&form, &order).await;
    for said in [
        "Call off (order) 305.5 tonnes of House coal",
        "305.5 tonnes at £152.00, £46,436.00 altogether, excluding VAT",
        "BRY declared 185.5 tonnes for contract year 1, and has ordered 0 tonnes: this would be 120 tonnes over.",
        "8 May 2027 is a Saturday.",
        "Afterwards, in contract year 1: 120 tonnes more than was declared",
    ] {
        assert!(asked.says(said), "{said}\n{asked}");
    }
    assert_eq!(region.entries().await, before, "nothing was done yet");
    // Changed in the form, it is an order like any other.
    let form = owain.presses(&asked, "Change…").await;
    assert_eq!(filled(&form, "Site"), "Depot `2`");
    let changes = [
        ("Quantity, such as 1,250.5", "100"),
        ("Deliver on, such as 18 Dec", "2027-05-07"),
    ];
    let done = owain.fills(&form, &changes).await;
    for said in [
        "Called off (ordered): SF-1, House coal",
        "£15,200.00",
        "griffin tells the supplier nothing: send them the order.",
        "To: Cwm Fuels",
        "Contract: SF-1 Solid fuel",
        "Item: House coal",
        "Quantity: 100 tonnes",
        "Price: 100 tonnes at £152.00",
        "Cost: £15,200.00 excluding VAT",
        "Deliver on: 7 May 2027",
        "Deliver to: Depot '2'",
        "Order number: BRY-7",
        "Ordered by: Bryncoch",
        "Officer: Owain Price",
    ] {
        assert!(done.says(said), "{said}\n{done}");
    }
    // The wrong lot, by a command.
    let asked = owain
        .types("/calloff record tender:SF-1 lot:2 quantity:5")
        .await;
    assert!(
        asked.says("BRY declared nothing of Smokeless fuel"),
        "{asked}"
    );
    let left = owain.presses(&asked, "Leave it").await;
    assert!(left.says("Nothing has changed"), "{left}");
    // Past the ceiling the contract can't bear it: that is no question.
    let refused = gwen
        .types("/calloff record tender:SF-1 lot:1 quantity:1250")
        .await;
    assert!(
        refused.says("beyond the ceiling") && refused.button("Go ahead").is_none(),
        "{refused}"
    );
    region.end().await;
}

#[tokio::test]
async fn an_order_is_corrected_and_undone_by_a_press_and_everybody_sees_it() {
    let (region, [megan, owain, gwen]) = calling_off().await;
    let done = does(
        &owain,
        "/calloff record tender:SF-1 lot:1 quantity:100 site:Depot 1",
    )
    .await;
    // Everything that was said is in the form.
    let form = owain.presses(&done, "Correct").await;
    assert_eq!(filled(&form, "Lot: its name or number"), "House coal");
    assert_eq!(
        filled(&form, "Quantity in tonnes (not the difference)"),
        "100"
    );
    assert_eq!(filled(&form, "Site"), "Depot 1");
    let changes = [
        ("Quantity in tonnes (not the difference)", "90.5"),
        ("Site", "Depot 2"),
        ("Your own order number", "BRY-8"),
    ];
    let corrected = owain.fills(&form, &changes).await;
    for said in [
        "Corrected: SF-1, House coal",
        "That is 9.5 tonnes less than before",
        "Quantity: 90.5 tonnes",
        "Deliver to: Depot 2",
        "Order number: BRY-8",
        "send them the order as it is now",
    ] {
        assert!(corrected.says(said), "{said}\n{corrected}");
    }
    let balance = owain.types("/calloff balance tender:SF-1 lot:1").await;
    assert!(
        balance.says("called off 90.5 tonnes: 95 tonnes left"),
        "{balance}"
    );

    // The wrong lot: it is shown first what that makes of it.
    let form = owain.presses(&corrected, "Correct").await;
    let asked = owain
        .fills(&form, &[("Lot: its name or number", "Smokeless fuel")])
        .await;
    assert!(
        asked.says("Taken back from House coal: 90.5 tonnes, -£13,756.00")
            && asked.says("90.5 tonnes at £241.60, £21,864.80 altogether")
            && asked.says("BRY declared nothing of Smokeless fuel"),
        "{asked}"
    );
    let moved = owain.presses(&asked, "Go ahead").await;
    assert!(
        moved.says("To: Northern Smokeless") && moved.says("Quantity: 90.5 tonnes"),
        "{moved}"
    );
    let balance = owain.types("/calloff balance tender:SF-1").await;
    assert!(
        balance.says("called off 0 tonnes: 185.5 tonnes left"),
        "{balance}"
    );
    assert!(
        balance.says("Nothing declared, called off 90.5 tonnes"),
        "{balance}"
    );

    // Somebody else's press is no key.
    let there = card(&region.sandbox).unwrap();
    let refused = gwen.presses_custom_id(&there, "v1:calloff.undo:1-1").await;
    assert!(refused.says("of an authority you act for"), "{refused}");

    // Undone from the list, after a look and with a reason.
    let list = owain.types("/calloff list tender:SF-1").await;
    let label = |it: &Answer, begins: &str| {
        let found = it.buttons.iter().find(|it| it.label.starts_with(begins));
        found.map(|it| it.label.clone())
    };
    let undo = label(&list, "Undo ").expect("an order to undo");
    let form = owain.presses(&list, &undo).await;
    let before = region.entries().await;
    let asked = owain.fills(&form, &[("Why", "Never meant")]).await;
    assert!(
        asked.says("-£21,864.80 altogether") && asked.says("Why: Never meant"),
        "{asked}"
    );
    assert_eq!(region.entries().await, before);
    let undone = owain.presses(&asked, "Go ahead").await;
    assert!(
        undone.says("tell them that it no longer holds") && undone.button("Undo").is_none(),
        "{undone}"
    );
    assert_eq!(region.entries().await, before + 1);
    // The lead sees what was ordered and what was taken back.
    let all = megan.types("/calloff list tender:SF-1").await;
    assert!(
        all.says("BRY: 100 tonnes of House coal")
            && all.says("BRY: -90.5 tonnes of Smokeless fuel"),
        "{all}"
    );
    assert!(
        all.button(&undo).is_none(),
        "it is not the lead's to correct: {all}"
    );

    // More orders than buttons: one is chosen from a menu, on every page.
    for number in 1..=22 {
        does(
            &owain,
            &format!("/calloff record tender:SF-1 lot:1 quantity:1 order_number:B-{number}"),
        )
        .await;
    }
    let list = owain.types("/calloff list tender:SF-1").await;
    assert!(
        list.says("page 1 of 2") && list.says("order B-22") && list.button("Newer").is_none(),
        "{list}"
    );
    let older = owain.presses(&list, "Older").await;
    assert!(
        older.says("page 2 of 2") && older.says("order B-1") && older.button("Newer").is_some(),
        "{older}"
    );
    region.end().await;
}

#[tokio::test]
async fn after_the_end_the_lead_corrects_and_the_authority_is_told() {
    let (region, [megan, owain, _]) = calling_off().await;
    let done = does(&owain, "/calloff record tender:SF-1 lot:1 quantity:100").await;
    let end = chrono::TimeZone::with_ymd_and_hms(&chrono::Utc, 2029, 4, 1, 8, 0, 1).unwrap();
    region.clock.advance_to(end);
    region.sandbox.clock_moved();
    let over = |s: &sandbox::Sandbox| card(s).filter(|it| !it.says("Call-offs open")).map(drop);
    region.sandbox.wait_for("the end", DEADLINE, over).await;
    let refused = owain.presses(&done, "Correct").await;
    assert!(
        refused.says("is over: only its lead can correct"),
        "{refused}"
    );
    let list = megan.types("/calloff list tender:SF-1").await;
    let correct = list
        .buttons
        .iter()
        .find(|it| it.label.starts_with("Correct "));
    let correct = correct.expect("a button").label.clone();
    let form = megan.presses(&list, &correct).await;
    let changes = [
        ("Quantity in tonnes (not the difference)", "98"),
        ("Why", "The last invoice"),
    ];
    let asked = megan.fills(&form, &changes).await;
    assert!(
        asked.says("100 tonnes, House coal → 98 tonnes, House coal")
            && asked.says("BRY's officers are told at once"),
        "{asked}"
    );
    let done = megan.presses(&asked, "Go ahead").await;
    assert!(
        done.says("Corrected: SF-1, House coal") && done.says("98 tonnes"),
        "{done}"
    );
    // It waits behind the card, which is edited every few seconds at most.
    region.clock.advance(chrono::TimeDelta::minutes(1));
    region.sandbox.clock_moved();
    let told = |_: &sandbox::Sandbox| {
        let pings = owain.pings();
        pings
            .into_iter()
            .find(|it| it.says("the lead has changed what Bryncoch (BRY) said"))
    };
    let told = region.sandbox.wait_for("word of it", DEADLINE, told).await;
    assert!(
        told.says("The last invoice") && !told.says("98"),
        "no quantities for others to read: {told}"
    );
    let seen = owain.presses(&told, "What changed").await;
    assert!(
        seen.says("100 tonnes, House coal → 98 tonnes, House coal"),
        "{seen}"
    );
    let said = owain.presses(&told, "That's not right").await;
    assert!(said.says("have been told"), "{said}");
    region.end().await;
}

#[tokio::test]
async fn a_ceiling_that_comes_closer_is_told_once_to_those_who_still_need_some() {
    let (region, [megan, owain, gwen]) = calling_off_in(true).await;
    does(&megan, "/calloff record tender:SF-1 lot:1 quantity:915").await;
    let word = "70% of the ceiling is called off; at the pace of the last six months it runs out by 2 April 2027";
    // It waits behind the card, which is edited every few seconds at most.
    let later = || {
        region.clock.advance(chrono::TimeDelta::minutes(1));
        region.sandbox.clock_moved();
    };
    later();
    let told = |_: &sandbox::Sandbox| gwen.pings().into_iter().find(|it| it.says(word));
    let told = region
        .sandbox
        .wait_for("word of the ceiling", DEADLINE, told)
        .await;
    for who in ["@Gwen Tudor", "@Owain Price", "@Megan Howell"] {
        assert!(told.says(who), "{who}\n{told}");
    }
    // Once: not again at 71 %, nor for a correction.
    let done = does(&owain, "/calloff record tender:SF-1 lot:1 quantity:10").await;
    let form = owain.presses(&done, "Correct").await;
    owain
        .fills(&form, &[("Quantity in tonnes (not the difference)", "12")])
        .await;
    does(&megan, "/calloff record tender:SF-1 lot:1 quantity:180").await;
    later();
    let next = |_: &sandbox::Sandbox| {
        gwen.pings()
            .into_iter()
            .find(|it| it.says("85% of the ceiling"))
    };
    region
        .sandbox
        .wait_for("the next word", DEADLINE, next)
        .await;
    let all = gwen.pings();
    assert_eq!(
        all.iter()
            .filter(|it| it.says("of the ceiling is called off"))
            .count(),
        2
    );
    let balance = gwen.types("/calloff balance tender:SF-1 lot:1").await;
    assert!(
        balance.says("85% of the ceiling is called off"),
        "{balance}"
    );
    region.end().await;
}

#[tokio::test]
async fn whoever_may_not_see_the_total_is_told_of_the_ceiling_without_figures() {
    let (region, [megan, _, gwen]) = calling_off().await;
    does(&megan, "/calloff record tender:SF-1 lot:1 quantity:915").await;
    region.clock.advance(chrono::TimeDelta::minutes(1));
    region.sandbox.clock_moved();
    let told = |_: &sandbox::Sandbox| {
        let pings = gwen.pings();
        pings
            .into_iter()
            .find(|it| it.says("ceiling is coming closer"))
    };
    let told = region
        .sandbox
        .wait_for("word of the ceiling", DEADLINE, told)
        .await;
    assert!(!told.says("70") && !told.says("2 April"), "{told}");
    let balance = megan.types("/calloff balance tender:SF-1 lot:1").await;
    assert!(
        balance.says("70% of the ceiling is called off"),
        "{balance}"
    );
    region.end().await;
}
