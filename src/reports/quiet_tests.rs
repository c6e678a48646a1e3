use entity::{delivery, duty};
use futures::FutureExt;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::super::cards;
use super::*;
use crate::ledger::{Cause, Db};
use crate::testing::{ABW, BRY, GLA, GUILD, NIA, World, at, scenes};

/// The duty of this world's contract.
async fn watched(world: &World) -> Duty {
    let found = duty::Entity::find()
        .filter(duty::Column::Kind.eq(KIND))
        .filter(duty::Column::SubjectId.eq(world.tender_id))
        .one(world.ledger.reader().conn())
        .await
        .unwrap();
    Duty::from(found.expect("it is looked after"))
}

/// What comes of the duty: who is asked, and what comes next.
async fn fell_due(world: &World) -> (Vec<(i64, i64)>, Next) {
    let duty = watched(world).await;
    // What a write answers travels as JSON.
    let (give, mut take) = tokio::sync::mpsc::unbounded_channel();
    let written = world.ledger.write(Cause::due(GUILD), move |tx| {
        async move {
            let _ = give.send(fall_due(tx, &duty).await?);
            Ok(())
        }
        .boxed()
    });
    written.await.unwrap();
    let rows = delivery::Entity::find()
        .filter(delivery::Column::GuildId.eq(GUILD))
        .filter(delivery::Column::Kind.eq(KIND))
        .order_by_asc(delivery::Column::Id)
        .all(world.ledger.reader().conn())
        .await
        .unwrap();
    let asked = rows.iter().map(|row| {
        let args: serde_json::Value = serde_json::from_str(&row.args).unwrap();
        (
            args["authority_id"].as_i64().unwrap(),
            args["user_id"].as_i64().unwrap(),
        )
    });
    (asked.collect(), take.recv().await.unwrap())
}

/// What an officer is asked for an authority, as they read it.
async fn reads(world: &World, who: &str, authority: &str, now: &str) -> Option<String> {
    let user_id = world.by(who).user_id;
    let id = world.ids[authority];
    let db = world.ledger.reader();
    let asked = asked(&db, GUILD, world.tender_id, id, user_id, at(now))
        .await
        .unwrap()?;
    let post = cards::asked_in_post(&asked, user_id, Lang::English).content;
    for private in ["96.25", "House", "no orders"] {
        assert!(!post.contains(private), "{post}");
    }
    Some(
        cards::asked(&asked, GUILD, Lang::English)
            .content
            .replace('\\', ""),
    )
}

#[tokio::test]
async fn whoever_is_quiet_for_half_a_year_is_asked_and_nobody_else_reads_what() {
    for world in scenes::out_to_tender().await {
        world.award(ABW, world.house_coal()).await.unwrap();
        world.award(ABW, world.smokeless()).await.unwrap();
        // The first call-off finds that the contract has begun.
        world.clock.advance_to(at("2027-04-01T08:00:00Z"));
        world.orders(ABW, "House coal", "420").await;
        world.orders(ABW, "Smokeless fuel", "150").await;
        // Nine in the morning, by London's summer time.
        assert_eq!(watched(&world).await.due_at, at("2027-10-01T08:00:00Z"));
        world.clock.advance_to(at("2027-08-01T08:00:00Z"));
        world.orders(BRY, "House coal", "1").await;
        world.clock.advance_to(at("2027-10-01T08:00:00Z"));
        let (asked, next) = fell_due(&world).await;
        let nia = world.by(NIA).user_id;
        for authority in ["DYF", "PFR"] {
            assert!(
                asked.contains(&(i64::from(world.ids[authority]), nia)),
                "{asked:?}"
            );
        }
        assert_eq!(next, Next::Again(at("2028-01-01T09:00:00Z")));
        let now = "2027-10-01T08:00:00Z";
        assert_eq!(
            reads(&world, ABW, "ABW", now).await,
            None,
            "all is called off"
        );
        let text = reads(&world, NIA, "DYF", now).await.unwrap();
        assert!(
            text.contains("House coal: none ordered of the 96.25 tonnes you declared"),
            "{text}"
        );
        assert!(!text.contains("12 tonnes"), "PFR is another: {text}");
        // Idris called coal off not long ago, and smokeless never.
        let text = reads(&world, BRY, "BRY", now).await.unwrap();
        assert!(
            text.contains("Smokeless fuel") && !text.contains("House coal"),
            "{text}"
        );
        assert_eq!(
            reads(&world, BRY, "DYF", now).await,
            None,
            "he does not act for it"
        );
        // What is called off meanwhile is not asked about.
        world.orders(GLA, "Smokeless fuel", "5").await;
        assert_eq!(reads(&world, GLA, "GLA", now).await, None);
        world.set_stage(Stage::Ended).await;
        assert_eq!(fell_due(&world).await.1, Next::Done);
        assert_eq!(reads(&world, NIA, "DYF", now).await, None);
    }
}
