//! What was due while nobody looked comes before what a person asks for now.

use chrono::{DateTime, Utc};
use entity::{delivery, ledger_entry};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::super::{Edit, Publish, cancel, edit, extend, find, join, publish};
use super::*;
use crate::ledger::Db;
use crate::testing::{ABW, FAR, GUILD, REF, World, local, part, refusal, scenes, user_id};
use crate::values::TenderId;

/// The tender's entries after the first so many, and who made them: 0 is griffin.
async fn entries(world: &World, id: TenderId, from: usize) -> Vec<(String, i64)> {
    let rows = ledger_entry::Entity::find()
        .filter(ledger_entry::Column::TenderId.eq(id))
        .order_by_asc(ledger_entry::Column::Seq)
        .all(world.reader().conn())
        .await
        .unwrap();
    rows.into_iter()
        .skip(from)
        .map(|it| (it.kind, it.actor))
        .collect()
}

/// What is said in the posts, and when each was due.
async fn said(world: &World) -> Vec<(String, DateTime<Utc>)> {
    let rows = delivery::Entity::find()
        .filter(delivery::Column::Kind.eq("tender.notice"))
        .order_by_asc(delivery::Column::Id)
        .all(world.reader().conn())
        .await
        .unwrap();
    let mut said: Vec<(String, DateTime<Utc>)> = rows
        .into_iter()
        .map(|it| {
            let args: serde_json::Value = serde_json::from_str(&it.args).unwrap();
            (args["what"].as_str().unwrap().to_owned(), it.due_at)
        })
        .collect();
    said.dedup(); // One for each post.
    said
}

#[tokio::test]
async fn a_tender_cancelled_after_a_missed_deadline_was_collected_first() {
    for (world, announced) in scenes::announced().await {
        let id = announced.tender.id;
        let before = world.entries().await.len();
        let now = local(2027, 1, 11, 10, 0, 0);
        world.clock.advance_to(now);
        let lead = world.by(ABW);
        let gone = cancel(&world.ledger, &lead, REF.into(), "No money".into());
        let gone = gone.await.unwrap();
        assert_eq!(
            (gone.before.stage, gone.tender.stage),
            (Stage::Collected, Stage::Cancelled)
        );
        assert_eq!(
            entries(&world, id, before).await,
            [
                ("tender.collected".to_owned(), 0),
                ("tender.cancelled".to_owned(), user_id(ABW))
            ]
        );
        assert_eq!(
            said(&world).await,
            [
                ("collected".to_owned(), announced.tender.respond_by),
                ("cancelled".to_owned(), now)
            ]
        );
        // The duty comes to nothing then.
        assert_eq!(
            close_at_deadline(&world.ledger, GUILD, id).await.unwrap(),
            None
        );
    }
}

#[tokio::test]
async fn after_a_missed_deadline_the_lead_may_do_what_comes_next_and_nothing_else() {
    for (world, announced) in scenes::announced().await {
        world.declare_all().await;
        world.clock.advance_to(local(2027, 1, 12, 10, 0, 0));
        let lead = world.by(ABW);
        let later = extend(
            &world.ledger,
            &lead,
            REF.into(),
            "20 January 2027".into(),
            "More time".into(),
        );
        let refused = refusal(later.await);
        assert!(
            refused.wrong.to_string().contains("too late to extend"),
            "{refused}"
        );
        assert_eq!(said(&world).await, [], "what is refused changes nothing");
        let published = world.publish().await;
        assert_eq!(published.tender.stage, Stage::OutToTender);
        assert_eq!(
            said(&world).await[0],
            ("collected".to_owned(), announced.tender.respond_by)
        );
    }
}

#[tokio::test]
async fn a_contract_that_ended_while_nobody_looked_is_over_for_whoever_asks() {
    for (world, _) in scenes::announced().await {
        world.declare_all().await;
        world.publish().await;
        world.set_stage(Stage::Awarded).await;
        world.clock.advance_to(local(2029, 4, 2, 9, 0, 0));
        let change = Edit {
            tender: REF.into(),
            title: Some("Fuel".into()),
            ..Edit::default()
        };
        let refused = refusal(edit(&world.ledger, &world.by(ABW), change).await);
        assert!(refused.wrong.to_string().contains("has ended"), "{refused}");
        let refused = refusal(join(&world.ledger, &world.by(FAR), part("FAR", "")).await);
        assert!(refused.wrong.to_string().contains("has ended"), "{refused}");
        let bids = Publish {
            tender: REF.into(),
            ..Publish::default()
        };
        assert!(
            publish(&world.ledger, &world.by(ABW), bids).await.is_err(),
            "it is over"
        );
        let tender = find(&world.reader(), GUILD, REF).await.unwrap();
        let caught = world
            .ledger
            .write(Cause::due(GUILD), move |tx| {
                async move { catch_up(tx, tender).await }.boxed()
            })
            .await
            .unwrap();
        assert_eq!(caught.stage, Stage::Ended);
        let two: Vec<_> = said(&world).await.into_iter().rev().take(2).collect();
        assert_eq!(
            two,
            [
                ("ended".to_owned(), local(2029, 4, 1, 0, 0, 0)),
                ("started".to_owned(), local(2027, 4, 1, 0, 0, 0))
            ]
        );
    }
}
