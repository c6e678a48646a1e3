//! The use cases on a real database.

use chrono::DateTime;
use chrono_tz::Tz;

use super::service::{self, SetUp};
use crate::clock::Clock;
use crate::testing::{GUILD, MANAGER, NIA, REGISTRAR, REGISTRAR_ROLE, refusal, scenes};
use crate::values::{Onward, Regime};

fn in_england() -> SetUp {
    SetUp {
        nation: Some(Regime::England),
        ..SetUp::default()
    }
}

#[tokio::test]
async fn a_manager_sets_up_and_changes() {
    for world in scenes::servers().await {
        let reader = world.ledger.reader();
        let none = refusal(service::settings(&reader, GUILD).await);
        assert!(none.help.to_string().contains("/griffin setup"), "{none}");

        let done = world.set_up().await;
        assert!(done.first);
        assert_eq!(done.settings.time_zone, Tz::Europe__London);
        assert_eq!(done.settings.regime, Regime::Wales);

        let request = SetUp {
            time_zone: Some("Europe/Dublin".to_owned()),
            language: Some("cy".to_owned()),
            category: Some(77),
            registrar_channel: Some(78),
            ..SetUp::default()
        };
        let again = service::set_up(&world.ledger, &world.by(MANAGER), request)
            .await
            .unwrap();
        assert!(!again.first);
        let kept = service::settings(&reader, GUILD).await.unwrap();
        assert_eq!(kept, again.settings);
        assert_eq!(kept.registrar_role, Some(REGISTRAR_ROLE));
        assert_eq!(kept.regime, Regime::Wales);
        assert_eq!(
            (kept.category, kept.registrar_channel),
            (Some(77), Some(78))
        );
        assert_eq!(kept.language, crate::words::Lang::Welsh);
        assert_eq!(world.kinds().await, ["server.set_up", "server.set_up"]);
        assert!(world.clock.now() > DateTime::UNIX_EPOCH);
    }
}

#[tokio::test]
async fn refuses_others_and_changes_nothing() {
    for world in scenes::servers().await {
        let set_up = |actor, request| {
            let ledger = world.ledger.clone();
            async move { refusal(service::set_up(&ledger, &actor, request).await) }
        };
        let who = set_up(world.by(NIA), SetUp::default()).await;
        assert!(who.wrong.to_string().contains("manager"), "{who}");
        let request = SetUp {
            time_zone: Some("Atlantis".to_owned()),
            ..SetUp::default()
        };
        let zone = set_up(world.by(MANAGER), request).await;
        assert!(zone.wrong.to_string().contains("“Atlantis”"), "{zone}");
        // Whose law applies is nobody's to guess.
        let nation = set_up(world.by(MANAGER), SetUp::default()).await;
        assert!(
            matches!(&nation.onward, Onward::SayForWhom(all) if all.len() == 4),
            "{nation}"
        );
        let request = SetUp {
            registrar_role: Some(GUILD),
            ..SetUp::default()
        };
        let everyone = set_up(world.by(MANAGER), request).await;
        assert!(
            everyone.wrong.to_string().contains("@everyone"),
            "{everyone}"
        );
        assert!(world.kinds().await.is_empty());
        refusal(service::settings(&world.ledger.reader(), GUILD).await);
    }
}

#[tokio::test]
async fn registrars_are_told_from_others() {
    for world in scenes::servers().await {
        let reader = world.ledger.reader();
        refusal(service::require_registrar(&reader, &world.by(MANAGER)).await);
        let first = service::set_up(&world.ledger, &world.by(MANAGER), in_england()).await;
        first.unwrap();
        assert!(
            service::require_registrar(&reader, &world.by(MANAGER))
                .await
                .is_ok()
        );
        let managers = refusal(service::require_registrar(&reader, &world.by(REGISTRAR)).await);
        assert!(
            managers.wrong.to_string().contains("managers"),
            "{managers}"
        );
        world.set_up().await;
        assert!(
            service::require_registrar(&reader, &world.by(REGISTRAR))
                .await
                .is_ok()
        );
        let role = refusal(service::require_registrar(&reader, &world.by(MANAGER)).await);
        assert!(
            role.wrong.to_string().contains("registrars' role"),
            "{role}"
        );
    }
}

#[tokio::test]
async fn the_same_interaction_twice_changes_once() {
    for world in scenes::servers().await {
        let actor = world.by(MANAGER);
        let set_up = || service::set_up(&world.ledger, &actor, in_england());
        let first = set_up().await.unwrap();
        let second = set_up().await.unwrap();
        assert!(first.first);
        assert_eq!(first, second);
        assert_eq!(world.kinds().await, ["server.set_up"]);
    }
}
