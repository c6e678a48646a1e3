//! What is sent: once, in its order, within the limits, whatever goes wrong in between.

use super::*;

#[tokio::test]
async fn a_message_is_sent_once_though_we_died_between_sending_and_marking() {
    let world = world().await;
    let channel = world.text_channel("news");
    world
        .queue("say", "a", json!({"channel": channel, "text": "hello"}))
        .await;
    world.crash().await;
    assert_eq!(world.sent(), [], "nothing is marked");
    world.drain().await;
    assert_eq!(world.texts("news").len(), 1);
    assert_eq!(
        world.posts_to("/messages"),
        1,
        "it was looked for, not sent again"
    );
    let message = world.sandbox.channel("news").messages()[0].id;
    assert_eq!(world.sent(), [(1, channel, id(message))]);
    assert!(
        world.sandbox.complaints().is_empty(),
        "{:?}",
        world.sandbox.complaints()
    );
}

#[tokio::test]
async fn a_post_is_made_once_though_we_died_in_between() {
    let world = world().await;
    let forum = id(world
        .sandbox
        .add_forum(world.sandbox.guild(), "tenders", &[]));
    let channel = world.text_channel("text");
    world
        .queue("post", "a", json!({"channel": forum, "text": "SF-2027-01"}))
        .await;
    world.crash().await;
    world.drain().await;
    let posts = world.sandbox.channel("tenders").posts();
    assert_eq!(posts.len(), 1, "{}", world.sandbox.picture());
    assert_eq!(world.sent(), [(1, id(posts[0].id), id(posts[0].id))]);
    world
        .queue(
            "thread",
            "b",
            json!({"channel": channel, "text": "SF-2027-02"}),
        )
        .await;
    world.crash().await; // after the message, before its thread
    world.drain().await;
    assert_eq!(world.texts("text").len(), 1);
    assert!(
        world
            .sandbox
            .threads()
            .iter()
            .any(|t| t.title == "SF-2027-02")
    );
}

#[tokio::test]
async fn a_lost_answer_and_a_broken_discord_lose_and_double_nothing() {
    let world = world().await;
    let channel = world.text_channel("news");
    let route = || Matcher::route("POST", "/channels/*/messages");
    world
        .sandbox
        .fail_next(route().containing("one"), Break::LoseAnswer);
    world
        .sandbox
        .fail_next(route().containing("two"), Break::LoseRequest);
    world
        .sandbox
        .fail_next(route().containing("three"), Break::refuse(503, 0, "down"));
    for text in ["one", "two", "three", "four"] {
        world
            .queue("say", "a", json!({"channel": channel, "text": text}))
            .await;
    }
    world.queue("nothing", "a", json!({})).await;
    world.drain().await;
    let texts = world.texts("news");
    assert_eq!(texts.len(), 4, "{texts:?}");
    for (text, said) in texts.iter().zip(["one", "two", "three", "four"]) {
        assert!(text.contains(said), "the lane's order: {texts:?}");
    }
    assert_eq!(world.sandbox.too_many_requests(), 0);
}

#[tokio::test]
async fn what_cannot_be_read_is_kept_and_reported_and_stops_nothing_else() {
    let world = world().await;
    let channel = world.text_channel("news");
    REGISTRARS_READ.store(world.text_channel("registrars"), Ordering::SeqCst);
    let text = |text: &str| json!({"channel": channel, "text": text});
    let unreadable = [
        ("test.said", "{"),
        ("test.said", "null"),
        ("test.said", r#"{"what":7}"#),
        ("test.gone", "{}"),
    ];
    for (kind, args) in unreadable {
        let now = world.clock.now();
        let row = Outgoing {
            kind: kind.to_owned(),
            subject_id: 1,
            args: args.to_owned(),
            lane: "a".to_owned(),
            coalesce: None,
            rank: Rank::ASKED,
            due_at: now,
            not_before: now,
        };
        let queued = world.ledger.write(Cause::due(world.guild), move |tx| {
            async move {
                tx.enqueue(row).await;
                Ok(())
            }
            .boxed()
        });
        queued.await.unwrap();
        world.queue("say", "a", text("after it")).await;
        world.queue("say", "b", text("beside it")).await;
    }
    world.drain().await;
    assert_eq!(world.texts("news").len(), 8);
    let told = world.texts("registrars");
    assert_eq!(told.len(), 4, "once each: {told:?}");
    assert!(told.iter().all(|it| it.contains("unreadable: ")));
    let reader = world.ledger.reader();
    assert_eq!(world.waiting().await.len(), 4);
    let rows = delivery::Entity::find().order_by_asc(delivery::Column::Id);
    let rows = rows.all(reader.conn()).await.unwrap();
    let kept = rows
        .iter()
        .filter(|row| row.state == crate::values::DeliveryState::Failed);
    let kept: Vec<_> = kept
        .map(|row| (row.kind.as_str(), row.args.as_str()))
        .collect();
    assert_eq!(kept, unreadable, "as they were");
    assert!(rows.iter().all(|row| row.attempts == 1), "not tried again");
    let entries = ledger_entry::Entity::find().all(reader.conn()).await;
    let failed = entries.unwrap();
    let failed = failed.iter().filter(|it| it.kind == "delivery.failed");
    assert_eq!(failed.count(), 4);
}

#[tokio::test]
async fn late_ones_of_a_lane_come_as_one_message_that_says_so() {
    let world = world().await;
    let channel = world.text_channel("news");
    let due = world.clock.now();
    for text in ["one", "two", "three"] {
        world
            .queue_due("say", "a", json!({"channel": channel, "text": text}), due)
            .await;
    }
    world.clock.advance(TimeDelta::days(3));
    world
        .queue("say", "a", json!({"channel": channel, "text": "now"}))
        .await;
    world.drain().await;
    let texts = world.texts("news");
    assert_eq!(texts.len(), 2, "{texts:?}");
    assert!(
        ["Late", "one", "two", "three"]
            .iter()
            .all(|t| texts[0].contains(t)),
        "{texts:?}"
    );
    assert!(texts[1].contains("now") && !texts[1].contains("Late"));
    assert_eq!(world.sent().len(), 4);
}

#[tokio::test]
async fn an_archived_post_is_reopened_to_change_its_card() {
    let world = world().await;
    let forum = id(world
        .sandbox
        .add_forum(world.sandbox.guild(), "tenders", &[]));
    world
        .queue("post", "a", json!({"channel": forum, "text": "before"}))
        .await;
    world.drain().await;
    let (_, thread, message) = world.sent()[0];
    world.sandbox.set_archived(thread.cast_unsigned(), true);
    let args = json!({"channel": thread, "message": message, "text": "after"});
    world.queue("edit", "a", args).await;
    world.drain().await;
    let post = world
        .sandbox
        .channel("tenders")
        .post("after")
        .expect("renamed");
    assert!(!post.archived);
    assert!(post.starter.unwrap().embeds[0].description.as_deref() == Some("after"));
}

#[tokio::test]
async fn a_composer_that_panics_holds_its_lane_alone_and_leases_are_handed_back() {
    let world = world().await;
    let channel = world.text_channel("news");
    world.queue("panic", "bad", json!({})).await;
    world
        .queue("say", "good", json!({"channel": channel, "text": "hello"}))
        .await;
    let running = world.run();
    let mut said = world.said.0.subscribe();
    let sent = said.wait_for(|all| !all.is_empty());
    drop(tokio::time::timeout(DEADLINE, sent).await.unwrap());
    running.stop().await;
    let next = queue::next(&world.ledger.reader()).await.unwrap().unwrap();
    assert!(
        next - world.clock.now() <= TimeDelta::seconds(2),
        "waiting, under no lease"
    );
    assert_eq!(queue::unfinished(&world.ledger.reader()).await.unwrap(), 1);
}

#[tokio::test]
async fn many_over_several_channels_keep_their_order_and_meet_no_429() {
    let world = world().await;
    let channels: Vec<i64> = (0..4)
        .map(|n| world.text_channel(&format!("c{n}")))
        .collect();
    for n in 0..7 {
        for channel in &channels {
            let args = json!({"channel": channel, "text": format!("message {n:02}")});
            world.queue("say", &format!("lane {channel}"), args).await;
        }
    }
    world.drain().await;
    for name in ["c0", "c1", "c2", "c3"] {
        let texts = world.texts(name);
        assert!(texts.len() == 7 && texts.is_sorted(), "{texts:?}");
    }
    assert_eq!(world.sandbox.too_many_requests(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn three_processes_share_the_limits_and_meet_no_429() {
    let Some(fresh) = Fresh::postgres().await else {
        return;
    };
    let world = world_on(fresh).await;
    let names = ["c0", "c1", "c2"];
    let stop = CancellationToken::new();
    let (mut running, mut changed) = (Vec::new(), Vec::new());
    for _ in 0..3 {
        // What one does the others see when they look: time passes by itself.
        let clock: SharedClock = Arc::new(SystemClock);
        let ledger = world.fresh.ledger(clock.clone(), Hears::default()).await;
        changed.push(ledger.queued());
        let worker = Worker {
            ledger,
            ..world.worker_by(clock, Arc::new(world.rest()))
        };
        running.push(tokio::spawn(worker.run(stop.clone())));
    }
    // Twice what a channel takes in 5 s, and a little.
    let channels = names.map(|name| world.text_channel(name));
    for n in 0..12 {
        for channel in &channels {
            let args = json!({"channel": channel, "text": format!("message {n:02}")});
            world.queue("say", &format!("lane {channel}"), args).await;
        }
    }
    let done = async {
        while queue::unfinished(&world.ledger.reader()).await.unwrap() > 0 {
            let any = changed.iter_mut().map(|it| it.changed().boxed());
            select_all(any).await.0.unwrap();
        }
    };
    let done = tokio::time::timeout(DEADLINE, done).await.is_ok();
    stop.cancel();
    for worker in running {
        worker.await.unwrap();
    }
    assert!(done, "not drained\n{}", world.sandbox.picture());
    for name in names {
        let texts = world.texts(name);
        assert!(texts.len() == 12 && texts.is_sorted(), "{texts:?}");
    }
    assert_eq!(world.sandbox.too_many_requests(), 0);
}

#[tokio::test]
async fn with_nothing_to_send_nothing_is_written() {
    let world = world().await;
    let later = world.clock.now() + TimeDelta::hours(1);
    world.queue_due("say", "a", json!({}), later).await;
    let clock = Arc::new(Watched(world.clock.clone(), watch::Sender::default()));
    let stop = CancellationToken::new();
    let worker = world.worker_by(clock.clone(), Arc::new(world.rest()));
    let running = tokio::spawn(worker.run(stop.clone()));
    let mut begun = clock.1.subscribe();
    let times = async |begun: &mut watch::Receiver<u64>, more: u64| {
        let waits = begun.wait_for(|times| *times >= more);
        *tokio::time::timeout(DEADLINE, waits)
            .await
            .unwrap()
            .unwrap()
    };
    let first = times(&mut begun, 1).await;
    let before = *world.ledger.queued().borrow();
    // Woken by a commit, it looks once more and waits again: what it does itself must not wake it.
    world.queue_due("say", "b", json!({}), later).await;
    times(&mut begun, first + 1).await;
    stop.cancel();
    running.await.unwrap();
    assert_eq!(*world.ledger.queued().borrow(), before + 1);
    assert_eq!(*begun.borrow(), 2);
}
