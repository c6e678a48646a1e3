//! What is shown before it is done, and what is refused and tried again (design, section 2a): nothing has to be typed twice.

use sandbox::ChannelKind::Forum;

use crate::support::councils::announced;

#[tokio::test]
async fn what_cannot_be_taken_back_is_shown_first_and_done_by_a_press() {
    let (region, [megan, owain, _]) = announced(Forum).await;
    let before = region.entries().await;
    let line = "/tender cancel tender:SF-1 reason:No money";
    let asked = megan.types(line).await;
    assert!(asked.private, "{asked}");
    for said in [
        "Cancel SF-1 Solid fuel?",
        "0 of 3 have answered",
        "No money",
        "Nothing has been done yet",
    ] {
        assert!(asked.says(said), "{said}\n{asked}");
    }
    assert_eq!(region.entries().await, before);
    // Left, nothing happens.
    let left = megan.presses(&asked, "Leave it").await;
    assert!(left.says("Nothing has changed"), "{left}");
    assert!(left.button("Go ahead").is_none(), "{left}");
    assert_eq!(region.entries().await, before);

    // Changed in the form, which is filled in with what was typed.
    let asked = megan.types(line).await;
    let form = megan.presses(&asked, "Change…").await;
    let reason = form.form().input("Reason").expect("an input");
    assert_eq!(reason.value, "No money");
    let again = megan
        .fills(&form, &[("Reason", "The budget was cut")])
        .await;
    assert!(
        again.says("The budget was cut") && !again.says("No money"),
        "{again}"
    );
    assert_eq!(region.entries().await, before);

    // What was shown is not so any more: it is shown again.
    let answered = owain.types("/requirement none tender:SF-1").await;
    assert!(
        answered.says("needs none") || answered.says("need none"),
        "{answered}"
    );
    let before = region.entries().await;
    let changed = megan.presses(&again, "Go ahead").await;
    assert!(
        changed.says("Something has changed") && changed.says("1 of 3 has answered"),
        "{changed}"
    );
    assert_eq!(region.entries().await, before);
    let done = megan.presses(&changed, "Go ahead").await;
    assert!(
        done.says("Cancelled.") && done.says("The budget was cut"),
        "{done}"
    );
    assert!(done.button("Go ahead").is_none(), "{done}");
    assert_eq!(region.entries().await, before + 1);

    // A second press of the same button does nothing more, and is answered as the first was.
    let id = |label: &str| {
        let button = changed.button(label);
        button.and_then(|it| it.custom_id.clone()).expect("its id")
    };
    let twice = megan.presses_custom_id(&changed, &id("Go ahead")).await;
    assert!(
        twice.says("Cancelled.") && twice.button("Undo").is_some(),
        "{twice}"
    );
    // It is too late to change it, and the answer stays where it is.
    let late = megan.presses_custom_id(&changed, &id("Change…")).await;
    assert!(late.says("already been done"), "{late}");
    assert_eq!(region.entries().await, before + 1);
    let undone = megan.presses(&twice, "Undo").await;
    assert!(undone.says("SF-1") && !undone.says("Not done"), "{undone}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_impatient_officer_presses_go_ahead_again_and_again_and_it_is_done_once() {
    let (region, [megan, _, _]) = announced(Forum).await;
    let before = region.entries().await;
    let asked = megan
        .types("/tender cancel tender:SF-1 reason:No money")
        .await;
    let presses = (0..8).map(|_| megan.presses(&asked, "Go ahead"));
    for answer in futures::future::join_all(presses).await {
        assert!(
            answer.says("Cancelled.") && answer.button("Undo").is_some(),
            "{answer}"
        );
    }
    assert_eq!(region.entries().await, before + 1);
}

#[tokio::test]
async fn what_was_refused_is_tried_again_without_typing_it_again() {
    let (region, [_, owain, gwen]) = announced(Forum).await;
    let before = region.entries().await;
    // A command.
    let refused = owain
        .types(
            "/requirement declare tender:SF-1 lot:1 quantity:lots baseline:175.25 committed:True",
        )
        .await;
    assert!(refused.says("Not done."), "{refused}");
    let form = owain.presses(&refused, "Try again").await;
    let typed = |label: &str| form.form().input(label).map(|it| it.value.clone());
    assert_eq!(typed("Quantity").as_deref(), Some("lots"));
    assert_eq!(typed("Lot").as_deref(), Some("1"));
    let rest = "Everything else, a line each";
    let more = typed(rest).expect("the other options");
    assert!(
        more.contains("committed: yes") && more.contains("baseline: 175.25"),
        "{more}"
    );
    assert_eq!(region.entries().await, before);
    // Wrong again, and tried again from there.
    let wrong = owain.fills(&form, &[("Quantity", "many")]).await;
    assert!(wrong.says("Not done.") && wrong.says("many"), "{wrong}");
    let form = owain.presses(&wrong, "Try again").await;
    let done = owain.fills(&form, &[("Quantity", "185.5")]).await;
    assert!(done.says("committed") && done.says("£175.25"), "{done}");
    // It joins, and declares.
    assert_eq!(region.entries().await, before + 2);

    // A form.
    let card = crate::support::councils::card(&region.sandbox).expect("a card");
    let form = gwen.presses(&card, "Declare requirement").await;
    let label = form.form().inputs[0].label.clone();
    let refused = gwen.fills(&form, &[(&label, "12 x")]).await;
    assert!(refused.says("Not done."), "{refused}");
    let again = gwen.presses(&refused, "Try again").await;
    let typed = again.form().input(&label).map(|it| it.value.clone());
    assert_eq!(typed.as_deref(), Some("12 x"));
    let done = gwen.fills(&again, &[(&label, "12")]).await;
    assert!(done.says("12 tonnes"), "{done}");
    assert_eq!(region.entries().await, before + 4);

    // Somebody else's press of it is no key.
    let theirs = owain.try_presses(&refused, "Try again").await;
    if let Ok(answer) = theirs {
        assert!(
            answer.says("already been done") || answer.says("Not done"),
            "{answer}"
        );
    }
    assert_eq!(region.entries().await, before + 4);
}
