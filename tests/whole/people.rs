//! Setting griffin up, registering authorities, giving mandates: what a manager, a registrar and an officer see.

use crate::support::region::{DEADLINE, Region};

#[tokio::test]
async fn a_manager_sets_griffin_up_and_anyone_sees_its_status() {
    let region = Region::start().await;
    region.set_up().await;
    assert!(region.sandbox.find_channel("registrars").is_some());

    let nia = region.officer("Nia Rees");
    let status = nia.types("/griffin status").await;
    assert!(status.private && status.says("SQLite"), "{status}");
    let refused = nia.types("/griffin setup nation:scotland").await;
    assert!(refused.private && refused.says("Not done"), "{refused}");
    region.end().await;
}

#[tokio::test]
async fn the_register_is_the_registrars_to_keep() {
    let region = Region::start().await;
    region.set_up().await;
    let nia = region.officer("Nia Rees");
    let carys = region.member("Carys Pugh");
    let line = "/authority register name:Dyffryn Vale Council kind:unitary region:South Wales short_name:DYF";

    let refused = nia.types(line).await;
    assert!(refused.private && refused.says("Not done"), "{refused}");
    assert!(
        refused.says("Dyffryn Vale Council"),
        "what was typed is shown back: {refused}"
    );
    let empty = nia.types("/authority list").await;
    assert!(empty.says("No authority is registered"), "{empty}");

    let registered = carys.types(line).await;
    assert!(registered.says("DYF"), "{registered}");
    let again = carys.types(line).await;
    assert!(again.private && again.says("Not done"), "{again}");
    let listed = nia.types("/authority list").await;
    assert!(listed.says("Dyffryn Vale Council"), "{listed}");
    region.end().await;
}

#[tokio::test]
async fn a_mandate_is_given_and_taken_back_by_a_registrar_alone() {
    let region = Region::start().await;
    region.set_up().await;
    let nia = region.officer("Nia Rees");
    let carys = region.member("Carys Pugh");
    carys
        .types("/authority register name:Pennant Fire and Rescue kind:fire region:South Wales short_name:PFR")
        .await;

    let self_made = nia
        .types("/mandate grant officer:@Nia Rees authority:PFR")
        .await;
    assert!(
        self_made.private && self_made.says("Not done"),
        "{self_made}"
    );
    assert!(!nia.types("/mandate mine").await.says("Pennant"));

    let granted = carys
        .types("/mandate grant officer:@Nia Rees authority:PFR")
        .await;
    assert!(!granted.says("Not done"), "{granted}");
    assert!(
        nia.types("/mandate mine")
            .await
            .says("Pennant Fire and Rescue")
    );

    let revoked = carys
        .types("/mandate revoke officer:@Nia Rees authority:PFR")
        .await;
    assert!(!revoked.says("Not done"), "{revoked}");
    assert!(!nia.types("/mandate mine").await.says("Pennant"));
    region.end().await;
}

#[tokio::test]
async fn an_old_or_mangled_button_is_no_key() {
    let region = Region::start().await;
    region.set_up().await;
    let nia = region.officer("Nia Rees");
    let message = nia.says("general", "hello");
    for mangled in [
        "v1:mandate.confirm:1",
        "v1:mandate.confirm:x",
        "v9:what",
        "\u{1F600}",
        "v1::",
        ":::",
    ] {
        let answer = nia.presses_custom_id(&message, mangled).await;
        assert!(answer.private && !answer.failed(), "{mangled}: {answer}");
        assert!(answer.says("Not done"), "{mangled}: {answer}");
    }
    region.end().await;
}

#[tokio::test]
async fn after_a_restart_everything_is_as_it_was() {
    let mut region = Region::start().await;
    region.set_up().await;
    let carys = region.member("Carys Pugh");
    carys
        .types("/authority register name:Glanmor City Council kind:unitary region:South Wales short_name:GLA")
        .await;
    region.stop_griffin().await;
    region.run_griffin().await;
    let listed = carys.types("/authority list").await;
    assert!(listed.says("Glanmor City Council"), "{listed}");
    region.end().await;
}

#[tokio::test]
async fn a_mandate_is_asked_for_and_confirmed_by_a_button() {
    let region = Region::start().await;
    region.set_up().await;
    let nia = region.officer("Nia Rees");
    let carys = region.member("Carys Pugh");
    carys
        .types(
            "/authority register name:Dyffryn Vale Council kind:unitary region:South Wales short_name:DYF",
        )
        .await;
    let asked = nia
        .types("/mandate request authority:DYF reason:I buy the coal")
        .await;
    assert!(asked.private, "{asked}");
    let request = region
        .sandbox
        .wait_for("the request to the registrars", DEADLINE, |s| {
            s.channel("registrars")
                .messages()
                .into_iter()
                .find(|m| m.says("I buy the coal"))
        })
        .await;

    carys.presses(&request, "Confirm").await;
    let told = region
        .sandbox
        .wait_for("what the officer is told", DEADLINE, |_| {
            nia.direct_messages().into_iter().next()
        })
        .await;
    assert!(
        told.says("You now act for Dyffryn Vale Council (DYF)"),
        "{}",
        told.render()
    );
    region.end().await;
}
