//! Use cases of webhooks on a real database, and what is queued for them.

use super::letters::WebhookPost;
use super::rules::{MOST, Service, Topics};
use super::service::{self, Add, Done, Listed};
use crate::digests;
use crate::forums::service as forums;
use crate::ledger::{Letter, Result};
use crate::proof;
use crate::tenders::service::{self as tenders, announce};
use crate::testing::{ABW, GUILD, REF, REGISTRAR, World, refusal, scenes};
use crate::values::{ForumId, WebhookId};

const ADDRESS: &str = "https://hooks.example.org/services/hunter2";

async fn forum(world: &World, region: &str) -> ForumId {
    let forum = forums::find(&world.reader(), GUILD, region).await.unwrap();
    forum.id
}

async fn adds(world: &World, who: &str, name: &str, region: &str, topics: Topics) -> Result<Done> {
    let add = Add {
        forum_id: forum(world, region).await,
        service: Some(Service::Slack),
        topics: Some(topics),
        name: name.into(),
        address: ADDRESS.into(),
        ..Add::default()
    };
    service::add(&world.ledger, &world.by(who), add).await
}

/// What waits: the webhook's name and what it is told.
async fn queued(world: &World) -> Vec<(String, String)> {
    let names: Vec<Listed> = service::list(&world.reader(), &world.by(REGISTRAR))
        .await
        .unwrap();
    let name = |id: WebhookId| {
        let found = names.iter().find(|it| it.webhook.id == id);
        found.map(|it| it.webhook.name.clone()).unwrap_or_default()
    };
    let all = world.queued(WebhookPost::KIND).await;
    all.into_iter()
        .map(|(id, _, args)| {
            (
                name(WebhookId(id)),
                args["what"].as_str().unwrap().to_owned(),
            )
        })
        .collect()
}

fn owned(of: &[(&str, &str)]) -> Vec<(String, String)> {
    of.iter()
        .map(|(name, what)| ((*name).to_owned(), (*what).to_owned()))
        .collect()
}

#[tokio::test]
async fn each_is_told_of_its_own_region_what_it_asked_for() {
    for world in scenes::councils().await {
        for (name, region, topics) in [
            ("South", "South Wales", Topics::All),
            ("Mid", "Mid and West Wales", Topics::Milestones),
            ("Weekly", "South Wales", Topics::Digests),
        ] {
            adds(&world, REGISTRAR, name, region, topics).await.unwrap();
        }
        assert_eq!(
            queued(&world).await,
            owned(&[("South", "test"), ("Mid", "test"), ("Weekly", "test")]),
            "whoever adds one sees whether it works"
        );
        world.sent().await;
        announce(&world.ledger, &world.by(ABW), World::solid_fuel())
            .await
            .unwrap();
        assert_eq!(
            queued(&world).await,
            owned(&[("South", "announced"), ("Mid", "announced")])
        );
        world.sent().await;
        // Whom it concerns alone: no milestone.
        tenders::chase(&world.ledger, &world.by(ABW), REF.into())
            .await
            .unwrap();
        assert_eq!(queued(&world).await, []);
        tenders::close(&world.ledger, &world.by(ABW), REF.into(), None)
            .await
            .unwrap();
        assert_eq!(
            queued(&world).await,
            owned(&[("South", "collected"), ("Mid", "collected")])
        );
        world.sent().await;
        let again = "20 December 2026".to_owned();
        tenders::reopen(
            &world.ledger,
            &world.by(ABW),
            REF.into(),
            again,
            "Time".into(),
        )
        .await
        .unwrap();
        world.sent().await;
        for _ in 0..2 {
            digests::service::now(&world.ledger, &world.by(REGISTRAR), "South Wales")
                .await
                .unwrap();
        }
        assert_eq!(
            queued(&world).await,
            owned(&[("South", "digest"), ("Weekly", "digest")]),
            "one, while one waits"
        );
    }
}

#[tokio::test]
async fn only_registrars_have_them_and_the_record_holds_no_secret() {
    for world in scenes::councils().await {
        let south = "South Wales";
        let said = refusal(adds(&world, ABW, "Mine", south, Topics::All).await);
        assert!(said.wrong.to_string().contains("registrar"), "{said}");
        adds(&world, REGISTRAR, "Slack  of the south", south, Topics::All)
            .await
            .unwrap();
        let said = refusal(adds(&world, REGISTRAR, "SLACK of the South", south, Topics::All).await);
        assert!(said.wrong.to_string().contains("already"), "{said}");
        let listed = service::list(&world.reader(), &world.by(REGISTRAR))
            .await
            .unwrap();
        assert_eq!(listed.len(), 1);
        assert_eq!(listed[0].webhook.host(), "hooks.example.org");
        assert!(!format!("{listed:?}").contains("hunter2"));
        for (who, name) in [(ABW, "Slack of the south"), (REGISTRAR, "Teams")] {
            let name = name.to_owned();
            refusal(service::remove(&world.ledger, &world.by(who), name.clone()).await);
            refusal(service::test(&world.ledger, &world.by(who), name).await);
        }
        let name = "slack of the SOUTH".to_owned();
        service::remove(&world.ledger, &world.by(REGISTRAR), name)
            .await
            .unwrap();
        let kinds = recorded(&world).await;
        assert_eq!(kinds.len(), 2);
        assert!(kinds.iter().all(|(_, data)| !data.contains("hunter2")));
        proof::verify(&world.reader()).await.unwrap();
        let all = service::list(&world.reader(), &world.by(REGISTRAR)).await;
        assert_eq!(all.unwrap(), []);
    }
}

/// What the record holds of webhooks.
async fn recorded(world: &World) -> Vec<(String, String)> {
    use entity::ledger_entry;
    use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
    let rows = ledger_entry::Entity::find()
        .filter(ledger_entry::Column::Kind.starts_with("webhook."))
        .all(crate::ledger::Db::conn(&world.reader()))
        .await
        .unwrap();
    rows.into_iter().map(|it| (it.kind, it.data)).collect()
}

#[tokio::test]
async fn a_server_has_so_many_and_no_more() {
    for world in scenes::councils().await {
        for n in 0..MOST {
            let name = format!("Number {n}");
            adds(&world, REGISTRAR, &name, "South Wales", Topics::All)
                .await
                .unwrap();
        }
        let one_more = adds(&world, REGISTRAR, "One more", "South Wales", Topics::All).await;
        let said = refusal(one_more);
        assert!(said.wrong.to_string().contains("20 webhooks"), "{said}");
    }
}
