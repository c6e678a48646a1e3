use super::*;
use crate::awards::testing::{TENDER, World, t, worlds};
use crate::ledger::Error;

async fn call_off(world: &World, who: &str, lot: &str, tonnes: &str) {
    let request = calloffs::service::Request {
        tender: TENDER.to_owned(),
        lot: lot.to_owned(),
        quantity: t(tonnes),
        acting_as: None,
        deliver_on: None,
        site: None,
        order_number: None,
    };
    calloffs::service::record(&world.ledger, &world.actor(who), request)
        .await
        .unwrap();
}

async fn asked(world: &World, who: &str, ask: Ask) -> Result<Report> {
    let now = crate::awards::testing::at("2027-06-01T09:00:00Z");
    report(&world.ledger.reader(), &world.actor(who), &ask, now).await
}

#[tokio::test]
async fn an_officer_sees_their_own_and_the_total_once_three_have_called_off() {
    for world in worlds().await {
        world.calling_off().await;
        call_off(&world, "Gwen Parry", "House coal", "400").await;
        let other = asked(&world, "Idris Bowen", Ask::default()).await.unwrap();
        assert_eq!((other.lines.len(), other.total, other.count), (0, None, 1));
        let own = asked(&world, "Gwen Parry", Ask::default()).await.unwrap();
        let saved = own.total.and_then(|sum| sum.rounded()).unwrap();
        assert_eq!(saved.to_string(), "£6,400.00");
        assert_eq!(own.lines[0].0.short_name, "ABW");

        call_off(&world, "Idris Bowen", "House coal", "185.5").await;
        call_off(&world, "Sara Lloyd", "Smokeless fuel", "200").await;
        let other = asked(&world, "Idris Bowen", Ask::default()).await.unwrap();
        assert_eq!(other.lines.len(), 1);
        let total = other.total.and_then(|sum| sum.rounded()).unwrap();
        assert_eq!(total.to_string(), "£14,327.63");

        let last_year = Ask {
            year: Some("2026-27".to_owned()),
            ..Ask::default()
        };
        let none = asked(&world, "Gwen Parry", last_year).await.unwrap();
        assert_eq!(none.count, 0);
        let anothers = Ask {
            authority: Some("ABW".to_owned()),
            ..Ask::default()
        };
        let refused = asked(&world, "Idris Bowen", anothers).await.unwrap_err();
        assert!(matches!(refused, Error::Refused(_)), "{refused}");
    }
}
