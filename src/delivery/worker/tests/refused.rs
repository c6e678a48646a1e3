//! What Discord refuses: what passes by itself, what waits for somebody, what is tried after the next start.

use super::*;

#[tokio::test]
async fn closed_direct_messages_fall_back_to_the_post() {
    let world = world().await;
    let channel = world.text_channel("news");
    let nia = world
        .sandbox
        .add_member(world.sandbox.guild(), "Nia Rees", &[]);
    world.sandbox.close_direct_messages(nia.id());
    let args = json!({"channel": channel, "user": id(nia.id()), "text": "420 t"});
    world.queue("direct", "a", args).await;
    world.drain().await;
    let texts = world.texts("news");
    assert_eq!(texts.len(), 1);
    assert!(texts[0].contains("in your direct messages") && !texts[0].contains("420"));
    assert_eq!(world.sent()[0].1, channel);
}

#[tokio::test]
async fn who_has_left_is_written_to_no_more_and_nobody_has_to_see_to_it() {
    let world = world().await;
    let nia = world
        .sandbox
        .add_member(world.sandbox.guild(), "Nia Rees", &[]);
    let args = json!({"user": id(nia.id()), "text": "420 t"});
    world.queue("direct only", "a", args.clone()).await;
    world.drain().await;
    assert_eq!(world.posts_to("/users/@me/channels"), 1);
    world.sandbox.remove_member(world.sandbox.guild(), nia.id());
    world.clock.advance(TimeDelta::minutes(11));
    world.queue("direct only", "a", args).await;
    world.drain().await;
    assert_eq!(world.sent().len(), 1);
    assert!(world.waiting().await.is_empty());
}

#[tokio::test]
async fn what_discord_refuses_is_given_up_once_and_the_registrars_are_told() {
    let world = world().await;
    let channel = world.text_channel("news");
    REGISTRARS_READ.store(world.text_channel("registrars"), Ordering::SeqCst);
    let too_long = json!({"channel": channel, "text": "x".repeat(2_001)});
    world.queue("say", "a", too_long).await;
    world.drain().await;
    let told = world.texts("registrars");
    assert!(told.len() == 1 && told[0].contains("50035"), "{told:?}");
    let failures = world.waiting().await;
    assert_eq!((failures.len(), failures[0].id), (1, 1));
    let posts = world.posts_to(&format!("{channel}/messages"));
    assert_eq!(posts, 1, "not tried again");
    // A person has it tried again, and then dismisses it.
    for (again, left) in [(true, 1), (false, 0)] {
        let decided = world.ledger.write(Cause::due(world.guild), move |tx| {
            async move {
                match again {
                    true => queue::retry(tx, 1).await,
                    false => queue::dismiss(tx, 1).await,
                }
            }
            .boxed()
        });
        assert!(decided.await.unwrap());
        world.drain().await;
        assert_eq!(world.waiting().await.len(), left);
    }
}

fn refuse_messages(world: &World, code: u32, times: usize) {
    let messages = Matcher::route("POST", "/channels/*/messages").containing("refused");
    let fault = Break::refuse(400, code, "not now");
    world.sandbox.fail_next(messages.times(times), fault);
}

#[tokio::test]
async fn what_passes_by_itself_is_tried_until_it_has_passed_and_nobody_is_told() {
    let world = world().await;
    let channel = world.text_channel("news");
    REGISTRARS_READ.store(world.text_channel("registrars"), Ordering::SeqCst);
    refuse_messages(&world, 160_006, 12);
    for text in ["refused", "behind it"] {
        let args = json!({"channel": channel, "text": text});
        world.queue("say", "a", args).await;
    }
    let begun = world.clock.now();
    world.drain().await;
    let texts = world.texts("news").join(" ");
    let (first, second) = (texts.find("refused"), texts.find("behind it"));
    assert!(first.is_some() && first < second, "{texts}");
    assert!(world.texts("registrars").is_empty() && world.waiting().await.is_empty());
    let took = world.clock.now() - begun;
    assert!(took > TimeDelta::minutes(20), "the pauses grow: {took}");
}

#[tokio::test]
async fn our_fault_is_told_once_holds_up_nothing_and_is_tried_again_after_the_next_start() {
    let world = world().await;
    let channel = world.text_channel("news");
    REGISTRARS_READ.store(world.text_channel("registrars"), Ordering::SeqCst);
    refuse_messages(&world, 50_035, 2);
    for text in ["refused", "behind it"] {
        let args = json!({"channel": channel, "text": text});
        world.queue("say", "a", args).await;
    }
    for start in 0..3 {
        let running = world.run();
        let tried = |s: &Sandbox| match start {
            0 => (s.faults_to_come() == 1).then_some(()),
            1 => (s.faults_to_come() == 0).then_some(()),
            _ => s
                .channel("news")
                .messages()
                .iter()
                .find(|m| m.says("refused"))
                .map(drop),
        };
        world.sandbox.wait_for("a try", DEADLINE, tried).await;
        world.passes(0).await;
        running.stop().await;
        let (waits, texts) = match start {
            0 | 1 => (1, vec!["behind it"]),
            _ => (0, vec!["behind it", "refused"]),
        };
        let arrived = world.texts("news");
        let arrived: Vec<_> = arrived.iter().filter_map(|it| it.lines().next()).collect();
        assert_eq!(world.waiting().await.len(), waits);
        assert_eq!(arrived, texts);
        assert_eq!(world.texts("registrars").len(), 1);
    }
}

#[tokio::test]
async fn what_a_filter_stops_holds_up_nothing_and_what_the_place_refuses_holds_up_all() {
    for (code, left) in [(200_000, 0), (160_005, 2)] {
        let world = world().await;
        let channel = world.text_channel("news");
        REGISTRARS_READ.store(world.text_channel("registrars"), Ordering::SeqCst);
        refuse_messages(&world, code, 1);
        for text in ["refused", "behind it"] {
            let args = json!({"channel": channel, "text": text});
            world.queue("say", "a", args).await;
        }
        let running = world.run();
        world.passes(left).await;
        running.stop().await;
        assert_eq!(world.texts("news").is_empty(), left == 2, "{code}");
        assert_eq!(world.waiting().await.len(), 1, "{code}");
        assert_eq!(world.texts("registrars").len(), 1, "{code}");
    }
}

#[tokio::test]
async fn a_thread_that_may_not_be_begun_is_begun_later_from_the_same_message() {
    let world = world().await;
    let channel = world.text_channel("news");
    REGISTRARS_READ.store(world.text_channel("registrars"), Ordering::SeqCst);
    let threads = Matcher::route("POST", "/channels/*/messages/*/threads");
    let fault = Break::refuse(403, 50_013, "Missing Permissions");
    world.sandbox.fail_next(threads, fault);
    let args = json!({"channel": channel, "text": "Solid fuel"});
    world.queue("thread", "a", args).await;
    let running = world.run();
    world.passes(1).await;
    // Longer than a nonce is remembered.
    world.clock.advance(TimeDelta::hours(1));
    world.passes(0).await;
    running.stop().await;
    let news = world.sandbox.channel("news");
    assert_eq!((news.messages().len(), news.posts().len()), (1, 1));
}

#[tokio::test]
async fn what_is_forbidden_waits_for_the_permission_and_holds_back_nobody_else() {
    let world = world().await;
    let closed = world.text_channel("closed");
    let open = world.text_channel("open");
    REGISTRARS_READ.store(world.text_channel("registrars"), Ordering::SeqCst);
    let id = closed.cast_unsigned();
    world.sandbox.deny_bot(id, permissions::SEND_MESSAGES);
    for text in ["one", "two"] {
        let args = json!({"channel": closed, "text": text});
        world.queue("say", "a", args).await;
        let args = json!({"channel": open, "text": text});
        world.queue("say", "b", args).await;
    }
    let running = world.run();
    world.passes(2).await;
    assert_eq!(world.texts("open").len(), 2);
    let forbidden =
        |r: &&RequestRecord| r.status == 403 && r.path.ends_with(&format!("{closed}/messages"));
    let tries = || world.sandbox.requests().iter().filter(forbidden).count();
    assert_eq!(tries(), 1, "one try for the whole lane");
    let told = world.texts("registrars");
    assert!(told.len() == 1 && told[0].contains("50013"), "{told:?}");
    // Nobody puts it right for a day: few tries, and nobody is told again.
    for _ in 0..24 {
        world.clock.advance(TimeDelta::hours(1));
        world.passes(2).await;
    }
    assert!((2..=8).contains(&tries()), "{} tries in a day", tries());
    assert_eq!(world.texts("registrars").len(), 1);
    // Once it may, it goes at once, and in order.
    world.sandbox.restore_bot(id);
    let guild = world.guild;
    let woken = world
        .ledger
        .write(Cause::due(guild), move |tx| queue::wake(tx, guild).boxed());
    assert!(woken.await.unwrap() <= 1, "none if it was due just then");
    world.passes(0).await;
    running.stop().await;
    assert_eq!(world.sandbox.too_many_requests(), 0);
    let texts = world.texts("closed").join(" ");
    assert!(
        texts.find("one").unwrap() < texts.find("two").unwrap(),
        "{texts}"
    );
}
