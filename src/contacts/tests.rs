//! Contacts, on real databases.

use super::service::{name, set, take_back};
use crate::dossiers::service::{Section, card};
use crate::tenders::service::find;
use crate::testing::GUILD;
use crate::testing::{ABW, BRY, REF, scenes};

#[tokio::test]
async fn the_lead_says_whom_to_ask_and_takes_it_back() {
    for (world, _) in scenes::announced().await {
        let sara = || "Sara  Lloyd".to_owned();
        assert!(
            set(&world.ledger, &world.by(BRY), REF.into(), sara())
                .await
                .is_err()
        );
        let done = set(&world.ledger, &world.by(ABW), REF.into(), sara())
            .await
            .unwrap();
        assert_eq!(done.name, "Sara Lloyd");
        assert_eq!(world.queued("contact.told").await.len(), 2, "a post each");
        let tender = find(&world.reader(), GUILD, REF).await.unwrap();
        let shown = card(&world.reader(), &tender).await.unwrap().sections;
        assert_eq!(shown, [(Section::Contact, "Sara Lloyd".to_owned())]);
        take_back(&world.ledger, &world.by(ABW), tender.id)
            .await
            .unwrap();
        assert_eq!(name(&world.reader(), tender.id).await.unwrap(), None);
        assert!(
            take_back(&world.ledger, &world.by(ABW), tender.id)
                .await
                .is_err()
        );
    }
}

#[tokio::test]
async fn nobody_is_asked_about_what_was_cancelled() {
    for (world, _) in scenes::announced().await {
        set(
            &world.ledger,
            &world.by(ABW),
            REF.into(),
            "Sara Lloyd".into(),
        )
        .await
        .unwrap();
        let tender = find(&world.reader(), GUILD, REF).await.unwrap();
        crate::tenders::service::cancel(
            &world.ledger,
            &world.by(ABW),
            REF.into(),
            "No money".into(),
        )
        .await
        .unwrap();
        assert_eq!(name(&world.reader(), tender.id).await.unwrap(), None);
    }
}
