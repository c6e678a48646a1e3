//! The gateway: connecting, losing the connection, resuming; and that serenity parses every kind
//! of event which the sandbox sends.

mod common;

use common::{Bench, DEADLINE};
use sandbox::{ChannelKind, Options, permissions};
use serenity::all::{
    ChannelId, CreateForumPost, CreateMessage, CreateScheduledEvent, CreateThread, CreateWebhook,
    EditChannel, EditMessage, EditRole, EditScheduledEvent, EditThread, GuildId,
    ScheduledEventStatus, ScheduledEventType, Timestamp,
};

/// Every kind of event which the sandbox can send.
const EVENTS: [&str; 27] = [
    "CHANNEL_CREATE",
    "CHANNEL_DELETE",
    "CHANNEL_PINS_UPDATE",
    "CHANNEL_UPDATE",
    "GUILD_CREATE",
    "GUILD_DELETE",
    "GUILD_MEMBERS_CHUNK",
    "GUILD_MEMBER_ADD",
    "GUILD_MEMBER_REMOVE",
    "GUILD_MEMBER_UPDATE",
    "GUILD_ROLE_CREATE",
    "GUILD_ROLE_DELETE",
    "GUILD_ROLE_UPDATE",
    "GUILD_SCHEDULED_EVENT_CREATE",
    "GUILD_SCHEDULED_EVENT_DELETE",
    "GUILD_SCHEDULED_EVENT_UPDATE",
    "INTERACTION_CREATE",
    "MESSAGE_CREATE",
    "MESSAGE_DELETE",
    "MESSAGE_UPDATE",
    "READY",
    "RESUMED",
    "THREAD_CREATE",
    "THREAD_DELETE",
    "THREAD_MEMBERS_UPDATE",
    "THREAD_UPDATE",
    "WEBHOOKS_UPDATE",
];

#[tokio::test]
async fn serenity_parses_every_kind_of_event() {
    let bench = Bench::new().await;
    let (sandbox, nia, http) = (&bench.sandbox, &bench.nia, &bench.http);
    let guild = GuildId::new(bench.guild);
    let general = ChannelId::new(bench.general);

    // All kinds of interaction, for INTERACTION_CREATE has many shapes.
    let panel = nia.types("/panel").await;
    nia.completes("club join", "club", "", &[]).await;
    nia.chooses(&panel, "person", &["Nia Rees"]).await;
    nia.chooses(&panel, "Which town?", &["DOV"]).await;
    let form = nia.presses(&panel, "Ask").await;
    nia.fills(&form, &[]).await;
    nia.attaches("data", "a.csv", "a").types("/file").await;
    nia.types("/who user:Nia Rees channel:general role:Players anyone:Players")
        .await;
    nia.types("/private").await;

    let message = general.say(http, "hello <@&1> <#2>").await.expect("sent");
    let said = nia.says(
        "general",
        &format!("hello {}", sandbox.member("Sandbox Bot").mention()),
    );
    let reply = CreateMessage::new()
        .content("reply")
        .reference_message((general, said.id.into()));
    general.send_message(http, reply).await.expect("replied");
    general
        .edit_message(http, message.id, EditMessage::new().content("hi"))
        .await
        .expect("edited");
    general.pin(http, message.id).await.expect("pinned");
    general.unpin(http, message.id).await.expect("unpinned");
    let thread = CreateThread::new("from a message");
    general
        .create_thread_from_message(http, message.id, thread)
        .await
        .expect("a thread");
    general
        .delete_message(http, said.id)
        .await
        .expect("deleted");

    let post = CreateForumPost::new("A post", CreateMessage::new().content("first"));
    let post = ChannelId::new(bench.forum)
        .create_forum_post(http, post)
        .await
        .expect("a post");
    nia.says(post.id.get(), "a word");
    post.id
        .edit_thread(http, EditThread::new().archived(true))
        .await
        .expect("archived");
    post.id.delete(http).await.expect("deleted");

    // A malformed channel within GUILD_CREATE is dropped alone and unnoticed, so each kind of
    // channel is also sent on its own.
    sandbox.add_forum(bench.guild, "more topics", &["open"]);
    for kind in [
        ChannelKind::Category,
        ChannelKind::Announcement,
        ChannelKind::Voice,
    ] {
        sandbox.add_channel(bench.guild, kind, "more");
    }
    let channel = sandbox.add_text_channel(bench.guild, "passing");
    let topic = EditChannel::new().topic("nothing");
    ChannelId::new(channel)
        .edit(http, topic)
        .await
        .expect("edited");
    let hook = ChannelId::new(channel)
        .create_webhook(http, CreateWebhook::new("hook"))
        .await;
    let hook = hook.expect("a webhook");
    let text = serenity::all::ExecuteWebhook::new().content("by a webhook");
    hook.execute(http, true, text).await.expect("executed");
    sandbox.delete_channel(channel);

    let role = guild
        .create_role(http, EditRole::new().name("Passing"))
        .await
        .expect("a role");
    guild
        .edit_role(http, role.id, EditRole::new().hoist(true))
        .await
        .expect("edited");
    let bob = sandbox.add_member(bench.guild, "Bob Price", &[]);
    http.add_member_role(guild, bob.id().into(), role.id, None)
        .await
        .expect("given");
    guild.delete_role(http, role.id).await.expect("deleted");
    sandbox.remove_member(bench.guild, bob.id());

    let tomorrow = |hours: i64| {
        let moment = chrono::Utc::now() + chrono::TimeDelta::hours(24 + hours);
        Timestamp::from_unix_timestamp(moment.timestamp()).expect("a moment")
    };
    let event = CreateScheduledEvent::new(ScheduledEventType::External, "Deadline", tomorrow(0))
        .end_time(tomorrow(1))
        .location("Here");
    let event = guild
        .create_scheduled_event(http, event)
        .await
        .expect("an event");
    let cancel = EditScheduledEvent::new().status(ScheduledEventStatus::Canceled);
    guild
        .edit_scheduled_event(http, event.id, cancel)
        .await
        .expect("cancelled");
    guild
        .delete_scheduled_event(http, event.id)
        .await
        .expect("deleted");

    let other = sandbox.add_guild("Another");
    sandbox.remove_bot(other);
    sandbox.drop_gateway();
    sandbox
        .wait_for("resume", DEADLINE, |s| {
            (s.connections().1 == 1).then_some(())
        })
        .await;

    let sent = sandbox.events_sent();
    assert_eq!(
        sent, EVENTS,
        "the list of kinds in this test is not complete"
    );
    bench.seen.wait_for("RESUMED", 1).await;
    bench.finish().await;
    let missing: Vec<_> = EVENTS
        .iter()
        .filter(|kind| bench.seen.count(kind) == 0)
        .collect();
    assert!(missing.is_empty(), "never dispatched: {missing:?}");
}

#[tokio::test]
async fn a_lost_connection_is_resumed_and_what_was_missed_is_replayed() {
    let bench = Bench::new().await;
    bench.sandbox.drop_gateway();
    // Typed while nobody listens: the event waits in the session.
    let answer = bench.nia.types("/ping").await;
    assert_eq!(answer.text, "pong");
    assert_eq!(bench.sandbox.connections(), (1, 1));
    bench.finish().await;
}

#[tokio::test]
async fn op_7_and_op_9_are_obeyed() {
    let bench = Bench::new().await;
    bench.sandbox.request_reconnect();
    let resumed = |times| move |s: &sandbox::Sandbox| (s.connections().1 == times).then_some(());
    bench.sandbox.wait_for("resume", DEADLINE, resumed(1)).await;
    assert_eq!(bench.nia.types("/ping").await.text, "pong");
    bench.sandbox.invalidate_session(false);
    bench
        .sandbox
        .wait_for("second identify", 2 * DEADLINE, |s| {
            (s.connections().0 == 2).then_some(())
        })
        .await;
    assert_eq!(bench.nia.types("/ping").await.text, "pong");
    bench.finish().await;
}

#[tokio::test]
async fn an_event_delivered_twice_cannot_be_answered_twice() {
    let bench = Bench::new().await;
    assert_eq!(bench.nia.types("/ping").await.text, "pong");
    bench.sandbox.replay_last_interaction();
    bench
        .sandbox
        .wait_for("refusal with 40060", DEADLINE, |s| {
            s.requests()
                .iter()
                .any(|request| request.code == 40060)
                .then_some(())
        })
        .await;
    assert_eq!(bench.nia.sees("general").len(), 1);
    bench.finish().await;
}

#[tokio::test]
async fn a_wrong_token_is_refused_at_both_doors() {
    let bench = Bench::without_bot(Options::default()).await;
    let http = serenity::http::HttpBuilder::new("wrong.token.here")
        .proxy(bench.sandbox.api_url())
        .ratelimiter_disabled(true)
        .build();
    assert_eq!(common::code(http.get_current_user().await).0, 401);
    let mut client =
        serenity::client::ClientBuilder::new_with_http(http, serenity::all::GatewayIntents::GUILDS)
            .await
            .expect("a client");
    let ended = tokio::time::timeout(DEADLINE, client.start())
        .await
        .expect("ends");
    assert!(
        matches!(
            ended,
            Err(serenity::Error::Gateway(
                serenity::gateway::GatewayError::InvalidAuthentication
            ))
        ),
        "{ended:?}"
    );
    assert_eq!(bench.sandbox.take_complaints().len(), 2);
}

#[tokio::test]
async fn what_the_bot_cannot_see_is_not_told() {
    let bench = Bench::new().await;
    bench
        .sandbox
        .deny_bot(bench.general, permissions::VIEW_CHANNEL);
    bench.nia.says("general", "a secret");
    bench.sandbox.restore_bot(bench.general);
    bench.nia.says("general", "no secret");
    assert_eq!(bench.nia.types("/ping").await.text, "pong");
    // The answer's own message comes last.
    bench.seen.wait_for("MESSAGE_CREATE", 2).await;
    bench.finish().await;
    assert_eq!(bench.seen.count("MESSAGE_CREATE"), 2, "the secret was told");
}

#[tokio::test]
async fn shards_share_the_guilds() {
    let mut bench = Bench::without_bot(Options::default()).await;
    bench.connect_shards(2).await;
    let both = |s: &sandbox::Sandbox| (s.connections().0 == 2).then_some(());
    // serenity identifies one shard every 5 seconds.
    bench
        .sandbox
        .wait_for("both shards", 2 * DEADLINE, both)
        .await;
    assert_eq!(bench.nia.types("/ping").await.text, "pong");
    bench.finish().await;
    assert_eq!(bench.seen.count("INTERACTION_CREATE"), 1);
    assert_eq!(bench.seen.count("GUILD_CREATE"), 1);
}

#[tokio::test]
async fn disallowed_intents_end_the_connection() {
    // The intent for the content of messages.
    let options = Options {
        disallowed_intents: 1 << 15,
        ..Options::default()
    };
    let bench = Bench::without_bot(options).await;
    let intents = serenity::all::GatewayIntents::all();
    let http = common::http(&bench.sandbox);
    let client = serenity::client::ClientBuilder::new_with_http(http, intents).await;
    let mut client = client.expect("a client");
    let ended = tokio::time::timeout(DEADLINE, client.start())
        .await
        .expect("ends");
    assert!(
        matches!(
            ended,
            Err(serenity::Error::Gateway(
                serenity::gateway::GatewayError::DisallowedGatewayIntents
            ))
        ),
        "{ended:?}"
    );
}
