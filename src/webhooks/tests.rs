//! Use cases of webhooks on a real database, and what is queued for them.

use super::letters::WebhookPost;
use super::rules::{MOST, Service, Topics};
use super::service::{self, Add, Done, Listed};
use crate::digests;
use crate::forums::service as forums;
use crate::ledger::{Letter, Result};
use crate::proof;
use crate::tenders::seen;
use crate::tenders::service::{self as tenders, announce};
use crate::tenders::story::{ABW, GUILD, REF, REGISTRAR, Story, refusal};
use crate::values::{ForumId, WebhookId};

const ADDRESS: &str = "https://hooks.example.org/services/hunter2";

async fn forum(story: &Story, region: &str) -> ForumId {
    let forum = forums::find(&story.reader(), GUILD, region).await.unwrap();
    forum.id
}

async fn adds(story: &Story, who: i64, name: &str, region: &str, topics: Topics) -> Result<Done> {
    let add = Add {
        forum_id: forum(story, region).await,
        service: Some(Service::Slack),
        topics: Some(topics),
        name: name.into(),
        address: ADDRESS.into(),
        ..Add::default()
    };
    service::add(&story.ledger, &story.by(who), add).await
}

/// What waits: the webhook's name and what it is told.
async fn queued(story: &Story) -> Vec<(String, String)> {
    let names: Vec<Listed> = service::list(&story.reader(), &story.by(REGISTRAR))
        .await
        .unwrap();
    let name = |id: WebhookId| {
        let found = names.iter().find(|it| it.webhook.id == id);
        found.map(|it| it.webhook.name.clone()).unwrap_or_default()
    };
    let all = seen::deliveries(&story.reader(), WebhookPost::KIND).await;
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
    let story = Story::begin().await;
    for (name, region, topics) in [
        ("South", "South Wales", Topics::All),
        ("Mid", "Mid and West Wales", Topics::Milestones),
        ("Weekly", "South Wales", Topics::Digests),
    ] {
        adds(&story, REGISTRAR, name, region, topics).await.unwrap();
    }
    assert_eq!(
        queued(&story).await,
        owned(&[("South", "test"), ("Mid", "test"), ("Weekly", "test")]),
        "whoever adds one sees whether it works"
    );
    story.send_all().await;
    announce(&story.ledger, &story.by(ABW), Story::solid_fuel())
        .await
        .unwrap();
    assert_eq!(
        queued(&story).await,
        owned(&[("South", "announced"), ("Mid", "announced")])
    );
    story.send_all().await;
    // Whom it concerns alone: no milestone.
    tenders::chase(&story.ledger, &story.by(ABW), REF.into())
        .await
        .unwrap();
    assert_eq!(queued(&story).await, []);
    tenders::close(&story.ledger, &story.by(ABW), REF.into(), None)
        .await
        .unwrap();
    assert_eq!(
        queued(&story).await,
        owned(&[("South", "collected"), ("Mid", "collected")])
    );
    story.send_all().await;
    let again = "20 December 2026".to_owned();
    tenders::reopen(
        &story.ledger,
        &story.by(ABW),
        REF.into(),
        again,
        "Time".into(),
    )
    .await
    .unwrap();
    story.send_all().await;
    for _ in 0..2 {
        digests::service::now(&story.ledger, &story.by(REGISTRAR), "South Wales")
            .await
            .unwrap();
    }
    assert_eq!(
        queued(&story).await,
        owned(&[("South", "digest"), ("Weekly", "digest")]),
        "one, while one waits"
    );
}

#[tokio::test]
async fn only_registrars_have_them_and_the_record_holds_no_secret() {
    let story = Story::begin().await;
    let south = "South Wales";
    let said = refusal(adds(&story, ABW, "Mine", south, Topics::All).await);
    assert!(said.wrong.to_string().contains("registrar"), "{said}");
    adds(&story, REGISTRAR, "Slack  of the south", south, Topics::All)
        .await
        .unwrap();
    let said = refusal(adds(&story, REGISTRAR, "SLACK of the South", south, Topics::All).await);
    assert!(said.wrong.to_string().contains("already"), "{said}");
    let listed = service::list(&story.reader(), &story.by(REGISTRAR))
        .await
        .unwrap();
    assert_eq!(listed.len(), 1);
    assert_eq!(listed[0].webhook.host(), "hooks.example.org");
    assert!(!format!("{listed:?}").contains("hunter2"));
    for (who, name) in [(ABW, "Slack of the south"), (REGISTRAR, "Teams")] {
        let name = name.to_owned();
        refusal(service::remove(&story.ledger, &story.by(who), name.clone()).await);
        refusal(service::test(&story.ledger, &story.by(who), name).await);
    }
    let name = "slack of the SOUTH".to_owned();
    service::remove(&story.ledger, &story.by(REGISTRAR), name)
        .await
        .unwrap();
    let kinds = recorded(&story).await;
    assert_eq!(kinds.len(), 2);
    assert!(kinds.iter().all(|(_, data)| !data.contains("hunter2")));
    proof::verify(&story.reader()).await.unwrap();
    let all = service::list(&story.reader(), &story.by(REGISTRAR)).await;
    assert_eq!(all.unwrap(), []);
}

/// What the record holds of webhooks.
async fn recorded(story: &Story) -> Vec<(String, String)> {
    use entity::ledger_entry;
    use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
    let rows = ledger_entry::Entity::find()
        .filter(ledger_entry::Column::Kind.starts_with("webhook."))
        .all(crate::ledger::Db::conn(&story.reader()))
        .await
        .unwrap();
    rows.into_iter().map(|it| (it.kind, it.data)).collect()
}

#[tokio::test]
async fn a_server_has_so_many_and_no_more() {
    let story = Story::begin().await;
    for n in 0..MOST {
        let name = format!("Number {n}");
        adds(&story, REGISTRAR, &name, "South Wales", Topics::All)
            .await
            .unwrap();
    }
    let one_more = adds(&story, REGISTRAR, "One more", "South Wales", Topics::All).await;
    let said = refusal(one_more);
    assert!(said.wrong.to_string().contains("20 webhooks"), "{said}");
}
