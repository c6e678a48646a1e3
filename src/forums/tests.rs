//! The use cases on a real database.

use std::collections::BTreeMap;

use super::service::{self, Forum, Open};
use crate::authorities;
use crate::clock::Clock;
use crate::ledger::{Cause, Result};
use crate::testing::{GUILD, NIA, REGISTRAR, World, at, refusal, scenes};
use crate::values::ForumId;
use crate::words::Lang;
use futures::FutureExt;

fn open(region: &str, channel_id: i64, digest: Option<&str>) -> Open {
    Open {
        region: region.to_owned(),
        channel_id,
        digest: digest.map(str::to_owned),
        ..Open::default()
    }
}

async fn opened(world: &World, request: Open) -> Result<Forum> {
    let done = service::open(&world.ledger, &world.by(REGISTRAR), request).await?;
    Ok(done.forum)
}

#[tokio::test]
async fn a_registrar_opens_forums() {
    for world in scenes::servers().await {
        world.set_up().await;
        let abw = authorities::service::Register {
            name: "Aberwen County Council".to_owned(),
            kind: "county".to_owned(),
            region: "South Wales".to_owned(),
            ..Default::default()
        };
        authorities::service::register(&world.ledger, &world.by(REGISTRAR), abw)
            .await
            .unwrap();
        let request = Open {
            language: Some("Welsh".to_owned()),
            threads: true,
            ..open(" south  wales", 61, Some("every monday 9am"))
        };
        let south = opened(&world, request).await.unwrap();
        assert_eq!(
            south.region, "South Wales",
            "spelled as the authorities are"
        );
        assert_eq!((south.language, south.threads), (Lang::Welsh, true));
        let mid = opened(&world, open("Mid and West Wales", 62, None))
            .await
            .unwrap();
        assert_eq!(mid.language, Lang::English);
        assert_eq!(mid.digest, None);
        let reader = world.ledger.reader();
        let listed = service::list(&reader, GUILD).await.unwrap();
        assert_eq!(listed, [mid.clone(), south.clone()]);
        let found = service::find(&reader, GUILD, "MID and west wales")
            .await
            .unwrap();
        assert_eq!(found, mid);
        assert_eq!(service::by_id(&reader, mid.id).await.unwrap(), Some(mid));
        let nowhere = refusal(service::find(&reader, GUILD, "Mercia").await);
        assert_eq!(
            nowhere.help.to_string(),
            "Choose Mid and West Wales or South Wales."
        );
        assert!(nowhere.wrong.to_string().contains("“Mercia”"));
        // It is Monday 23 November, 09:00 in London: the next Monday.
        let due = at("2026-11-30T09:00:00Z");
        let armed = [("digest".to_owned(), south.id.0, due, "armed".to_owned())];
        assert_eq!(world.duties().await, armed);
    }
}

#[tokio::test]
async fn open_refuses_with_help() {
    for world in scenes::servers().await {
        let early = refusal(opened(&world, open("South Wales", 61, None)).await);
        assert!(early.help.to_string().contains("/griffin setup"));
        world.set_up().await;
        let reader = world.ledger.reader();
        let none = refusal(service::find(&reader, GUILD, "South Wales").await);
        assert!(none.help.to_string().contains("/forum open"));
        let person = world.by(NIA);
        let by_person = service::open(&world.ledger, &person, open("South Wales", 61, None)).await;
        assert!(refusal(by_person).wrong.to_string().contains("registrar"));
        opened(&world, open("South Wales", 61, None)).await.unwrap();
        let tlhingan = Open {
            language: Some("tlh".to_owned()),
            ..open("Gwent", 62, None)
        };
        for (request, wrong, help) in [
            (
                open("SOUTH wales", 62, None),
                "“South Wales” already has a forum",
                "/digest schedule",
            ),
            (
                open("Gwent", 61, None),
                "forum of “South Wales”",
                "another channel",
            ),
            (open(" ", 62, None), "region's name", "1 to 60"),
            (
                open("Gwent", 62, Some("whenever")),
                "“whenever”",
                "every monday 9am",
            ),
            (tlhingan, "“tlh”", "cy (Cymraeg)"),
        ] {
            let refusal = refusal(opened(&world, request).await);
            assert!(
                refusal.wrong.to_string().contains(wrong)
                    && refusal.help.to_string().contains(help),
                "{refusal}"
            );
        }
        assert_eq!(service::list(&reader, GUILD).await.unwrap().len(), 1);
        assert!(world.duties().await.is_empty());
        assert_eq!(world.kinds().await, ["server.set_up", "forum.opened"]);
    }
}

#[tokio::test]
async fn digests_are_scheduled_paused_and_resumed() {
    for world in scenes::servers().await {
        world.set_up().await;
        let south = opened(&world, open("South Wales", 61, None)).await.unwrap();
        let pause = async |paused| {
            service::pause_digest(&world.ledger, &world.by(REGISTRAR), "south wales", paused).await
        };
        let schedule = async |text: &str| {
            service::schedule_digest(&world.ledger, &world.by(REGISTRAR), "South Wales", text).await
        };
        assert!(
            refusal(pause(true).await)
                .wrong
                .to_string()
                .contains("no digest")
        );
        let person = world.by(NIA);
        let by_person =
            service::schedule_digest(&world.ledger, &person, "South Wales", "daily 9am");
        assert!(
            refusal(by_person.await)
                .wrong
                .to_string()
                .contains("registrar")
        );
        let by_person = service::pause_digest(&world.ledger, &person, "South Wales", true);
        assert!(
            refusal(by_person.await)
                .wrong
                .to_string()
                .contains("registrar")
        );
        assert!(
            refusal(schedule("now and then").await)
                .wrong
                .to_string()
                .contains("“now and then”")
        );
        let ledger = &world.ledger;
        let registrar = world.by(REGISTRAR);
        let nowhere = service::schedule_digest(ledger, &registrar, "Mercia", "daily 9am");
        assert!(
            refusal(nowhere.await)
                .wrong
                .to_string()
                .contains("“Mercia”")
        );

        let scheduled = schedule("monthly on the 1st 09:00").await.unwrap();
        assert!(!scheduled.paused);
        let duty = async || {
            world
                .duties()
                .await
                .into_iter()
                .map(|d| (ForumId(d.1), d.2, d.3))
                .collect::<Vec<_>>()
        };
        let first = at("2026-12-01T09:00:00Z");
        assert_eq!(duty().await, [(south.id, first, "armed".to_owned())]);
        assert!(
            refusal(pause(false).await)
                .wrong
                .to_string()
                .contains("isn't paused")
        );
        assert!(pause(true).await.unwrap().paused);
        assert_eq!(duty().await, [(south.id, first, "withdrawn".to_owned())]);
        assert!(
            refusal(pause(true).await)
                .wrong
                .to_string()
                .contains("already paused")
        );
        assert!(!pause(false).await.unwrap().paused);
        assert_eq!(duty().await, [(south.id, first, "armed".to_owned())]);
        pause(true).await.unwrap();
        let anew = schedule("daily 18:00").await.unwrap();
        assert!(!anew.paused);
        assert_eq!(
            duty().await,
            [(south.id, at("2026-11-23T18:00:00Z"), "armed".to_owned())]
        );

        // Down for ten days: it comes once, and the next one is to come.
        world.clock.advance_to(at("2026-12-03T20:00:00Z"));
        let (guild_id, id) = (GUILD, south.id);
        let came = ledger.write(Cause::due(guild_id), move |tx| {
            async move {
                tx.tell(&crate::testing::databases::Seeded).await?;
                service::digest_came(tx, guild_id, id).await
            }
            .boxed()
        });
        let next = at("2026-12-04T18:00:00Z");
        assert_eq!(came.await.unwrap(), Some(next));
        assert_eq!(duty().await, [(south.id, next, "armed".to_owned())]);
        let kept = service::find(&ledger.reader(), guild_id, "South Wales")
            .await
            .unwrap();
        assert_eq!(kept.last_digest_at, Some(world.clock.now()));
    }
}

#[tokio::test]
async fn tags_are_remembered() {
    for world in scenes::servers().await {
        world.set_up().await;
        let registrar = world.by(REGISTRAR);
        let request = || open("South Wales", 61, None);
        let south = service::open(&world.ledger, &registrar, request())
            .await
            .unwrap()
            .forum;
        let tags = BTreeMap::from([("collecting".to_owned(), 71), ("awarded".to_owned(), 72)]);
        let remember =
            |guild_id| service::remember_tags(&world.ledger, guild_id, south.id, tags.clone());
        for _ in 0..2 {
            assert_eq!(remember(GUILD).await.unwrap().tags, tags);
        }
        assert!(remember(GUILD + 500_000).await.is_err());
        // The same interaction again: its answer, no second forum.
        let again = service::open(&world.ledger, &registrar, request())
            .await
            .unwrap();
        assert_eq!((&again.forum, again.mended), (&south, None));
        let reader = world.ledger.reader();
        let listed = service::list(&reader, GUILD).await.unwrap();
        assert_eq!(listed.len(), 1);
        assert_eq!(listed[0].tags, tags);
        assert_eq!(
            world.kinds().await,
            ["server.set_up", "forum.opened", "forum.tagged"]
        );
        let scheduling = world.by(REGISTRAR);
        for _ in 0..2 {
            let text = "daily 9am";
            let done =
                service::schedule_digest(&world.ledger, &scheduling, "South Wales", text).await;
            assert!(done.unwrap().digest.is_some());
        }
        let pausing = world.by(REGISTRAR);
        for _ in 0..2 {
            let done = service::pause_digest(&world.ledger, &pausing, "South Wales", true).await;
            assert!(done.unwrap().paused);
        }
        assert_eq!(
            world.kinds().await[3..],
            ["digest.scheduled", "digest.paused"]
        );
    }
}

#[tokio::test]
async fn a_forum_that_is_open_already_is_mended_and_keeps_what_is_not_given() {
    for world in scenes::servers().await {
        world.set_up().await;
        let first = Open {
            language: Some("Welsh".to_owned()),
            tags: Some(BTreeMap::from([("collecting".to_owned(), 71)])),
            ..open("South Wales", 61, Some("every monday 9am"))
        };
        let south = opened(&world, first).await.unwrap();
        let again = async |request: Open| {
            let done = service::open(&world.ledger, &world.by(REGISTRAR), request).await;
            done.unwrap()
        };
        // Discord could not be asked for its tags.
        let kept = again(open("south wales", 61, None)).await;
        let mended = kept.mended.unwrap();
        assert_eq!(kept.forum, south);
        assert_eq!((mended.tags, mended.waited), (false, 0));
        let tags = BTreeMap::from([("awarded".to_owned(), 72)]);
        let changed = again(Open {
            language: Some("English".to_owned()),
            tags: Some(tags.clone()),
            ..open("South Wales", 61, Some("daily 9am"))
        })
        .await;
        assert!(changed.mended.unwrap().tags);
        assert_eq!(
            (changed.forum.language, &changed.forum.tags),
            (Lang::English, &tags)
        );
        assert_ne!(changed.forum.digest, south.digest);
        assert_eq!(
            world.kinds().await[1..],
            ["forum.opened", "forum.mended", "forum.mended"]
        );
        let nia = world.by(NIA);
        let person = service::open(&world.ledger, &nia, open("South Wales", 61, None));
        assert!(
            refusal(person.await)
                .wrong
                .to_string()
                .contains("registrar")
        );
    }
}

#[tokio::test]
async fn a_tag_that_somebody_took_away_is_forgotten() {
    for world in scenes::servers().await {
        world.set_up().await;
        let tags = BTreeMap::from([("collecting".to_owned(), 71), ("any".to_owned(), 72)]);
        let request = Open {
            tags: Some(tags),
            ..open("South Wales", 61, None)
        };
        let south = opened(&world, request).await.unwrap();
        let forgotten = async |tag| {
            let id = south.id;
            let forgetting = world.ledger.write(Cause::due(GUILD), move |tx| {
                async move { service::forget_tag(tx, id, tag).await }.boxed()
            });
            forgetting.await.unwrap()
        };
        assert!(forgotten(71).await && !forgotten(71).await);
        let kept = service::find(&world.ledger.reader(), GUILD, "South Wales")
            .await
            .unwrap();
        assert!(kept.lacks_tags());
        assert_eq!(kept.tags_of(crate::values::Stage::Collecting), [72]);
    }
}
