//! The API as serenity uses it: errors, permissions, nonces, rate limits, direct messages.

mod common;

use common::{Bench, code};
use sandbox::{Complaint, Fault, Matcher, Options, permissions};
use serenity::{
    all::{
        ChannelId, ChannelType, CreateAllowedMentions, CreateAttachment, CreateChannel,
        CreateEmbed, CreateMessage, EditMessage, GetMessages, GuildId, MessageId, Nonce,
        PermissionOverwrite, PermissionOverwriteType, Permissions, UserId,
    },
    http::MessagePagination,
};

async fn bench() -> Bench {
    Bench::without_bot(Options {
        enforce_rate_limits: false,
        ..Options::default()
    })
    .await
}

#[tokio::test]
async fn unknown_things_have_their_codes() {
    let bench = bench().await;
    let http = &bench.http;
    let general = ChannelId::new(bench.general);
    let nowhere = ChannelId::new(1);
    assert_eq!(code(http.get_channel(nowhere).await), (404, 10003));
    assert_eq!(
        code(general.message(http, MessageId::new(1)).await),
        (404, 10008)
    );
    assert_eq!(code(http.get_guild(GuildId::new(1)).await), (404, 10004));
    assert_eq!(code(http.get_user(UserId::new(1)).await), (404, 10013));
    assert_eq!(
        code(http.get_member(bench.guild.into(), UserId::new(1)).await),
        (404, 10013)
    );
    bench.finish().await;
    // A route which does not exist is noted.
    let answer = reqwest::get(format!("{}/api/v10/nonsense", bench.sandbox.api_url())).await;
    assert_eq!(answer.expect("an answer").status(), 404);
    assert!(matches!(
        bench.sandbox.complaints()[..],
        [Complaint::UnknownRoute { .. }]
    ));
}

#[tokio::test]
async fn permissions_come_from_roles_and_overwrites() {
    let bench = bench().await;
    let (sandbox, http) = (&bench.sandbox, &bench.http);
    let general = ChannelId::new(bench.general);
    let embed = CreateMessage::new().embed(CreateEmbed::new().title("t"));
    let file = CreateMessage::new().add_file(CreateAttachment::bytes("a", "a.txt"));
    let cases = [
        (
            permissions::VIEW_CHANNEL,
            CreateMessage::new().content("a"),
            50001,
        ),
        (
            permissions::SEND_MESSAGES,
            CreateMessage::new().content("a"),
            50013,
        ),
        (permissions::EMBED_LINKS, embed, 50013),
        (permissions::ATTACH_FILES, file, 50013),
    ];
    for (denied, message, expected) in cases {
        sandbox.deny_bot(bench.general, denied);
        assert_eq!(
            code(general.send_message(http, message.clone()).await),
            (403, expected)
        );
        sandbox.restore_bot(bench.general);
        general.send_message(http, message).await.expect("restored");
    }
    // Without the history nothing is listed, and nothing can be replied to.
    sandbox.deny_bot(bench.general, permissions::READ_MESSAGE_HISTORY);
    let first = bench.nia.says("general", "one");
    assert!(
        general
            .messages(http, GetMessages::new())
            .await
            .expect("a list")
            .is_empty()
    );
    let reply = CreateMessage::new()
        .content("a")
        .reference_message((general, first.id.into()));
    assert_eq!(
        code(general.send_message(http, reply).await),
        (403, 160_002)
    );
    sandbox.restore_bot(bench.general);

    // An administrator passes every overwrite; @everyone is not enough for channels.
    sandbox.set_bot_permissions(bench.guild, 0);
    let channel = || CreateChannel::new("new");
    let guild = GuildId::new(bench.guild);
    assert_eq!(
        code(guild.create_channel(http, channel()).await),
        (403, 50013)
    );
    sandbox.set_bot_permissions(bench.guild, permissions::ADMINISTRATOR);
    sandbox.deny_bot(bench.general, permissions::SEND_MESSAGES);
    general.say(http, "an administrator").await.expect("passes");
    guild
        .create_channel(http, channel())
        .await
        .expect("a channel");
    bench.finish().await;
}

#[tokio::test]
async fn a_private_channel_is_seen_by_those_let_in() {
    let bench = bench().await;
    let bob = bench.sandbox.add_member(bench.guild, "Bob Price", &[]);
    let rule = |allow, deny, kind| PermissionOverwrite { allow, deny, kind };
    let none = Permissions::empty();
    let everyone = PermissionOverwriteType::Role(bench.guild.into());
    let players = PermissionOverwriteType::Role(bench.players.into());
    let own = PermissionOverwriteType::Member(bench.sandbox.bot_user_id().into());
    let channel = CreateChannel::new("Secret Room")
        .kind(ChannelType::Text)
        .permissions([
            rule(none, Permissions::VIEW_CHANNEL, everyone),
            rule(Permissions::VIEW_CHANNEL, none, players),
            rule(Permissions::VIEW_CHANNEL, none, own),
        ]);
    let guild = GuildId::new(bench.guild);
    let channel = guild
        .create_channel(&bench.http, channel)
        .await
        .expect("a channel");
    assert_eq!(channel.name, "secret-room");
    let text = CreateMessage::new().content(format!(
        "{} and {} and @everyone",
        bench.nia.mention(),
        bob.mention()
    ));
    channel.send_message(&bench.http, text).await.expect("sent");
    assert_eq!(bench.nia.sees("secret-room").len(), 1);
    assert!(bob.sees("secret-room").is_empty() && !bob.can_see("secret-room"));
    assert_eq!((bench.nia.pings().len(), bob.pings().len()), (1, 0));
    bench.finish().await;
}

#[tokio::test]
async fn only_allowed_mentions_notify() {
    let bench = bench().await;
    let general = ChannelId::new(bench.general);
    let bob = bench.sandbox.add_member(bench.guild, "Bob Price", &[]);
    let text = format!("{} <@&{}> @everyone", bob.mention(), bench.players);
    let cases = [
        // Who is notified: Nia (by her role), Bob (by his name).
        (CreateAllowedMentions::new(), (0, 0)),
        (CreateAllowedMentions::new().all_users(true), (0, 1)),
        (
            CreateAllowedMentions::new().users([UserId::new(bench.nia.id())]),
            (0, 0),
        ),
        (CreateAllowedMentions::new().roles([bench.players]), (1, 0)),
        (CreateAllowedMentions::new().everyone(true), (1, 1)),
    ];
    for (allowed, (nia, bob_hears)) in cases {
        let before = (bench.nia.pings().len(), bob.pings().len());
        let message = CreateMessage::new()
            .content(&text)
            .allowed_mentions(allowed.clone());
        general
            .send_message(&bench.http, message)
            .await
            .expect("sent");
        let after = (bench.nia.pings().len(), bob.pings().len());
        assert_eq!(after, (before.0 + nia, before.1 + bob_hears), "{allowed:?}");
    }
    let shown = &bench.nia.sees("general")[0];
    assert_eq!(shown.text, "@Bob Price @Players @everyone");
    bench.finish().await;
}

#[tokio::test]
async fn a_nonce_is_unique_when_enforced_and_not_kept_in_the_history() {
    let bench = bench().await;
    let general = ChannelId::new(bench.general);
    let send = |text: &str, enforce| {
        let nonce = Nonce::String("outbox-42".into());
        let message = CreateMessage::new()
            .content(text)
            .nonce(nonce)
            .enforce_nonce(enforce);
        general.send_message(&bench.http, message)
    };
    let first = send("once", true).await.expect("sent");
    assert!(first.nonce.is_some());
    let again = send("twice", true).await.expect("the first one again");
    assert_eq!((again.id, again.content.as_str()), (first.id, "once"));
    let other = send("not enforced", false).await.expect("sent");
    assert_ne!(other.id, first.id);
    let history = general
        .messages(&bench.http, GetMessages::new())
        .await
        .expect("a list");
    assert!(history.iter().all(|message| message.nonce.is_none()));
    assert_eq!(history.len(), 2);
    bench.finish().await;
}

#[tokio::test]
async fn history_is_paged() {
    let bench = bench().await;
    let general = ChannelId::new(bench.general);
    for number in 0..6 {
        bench.nia.says("general", &number.to_string());
    }
    let ids: Vec<u64> = bench
        .nia
        .sees("general")
        .iter()
        .map(|message| message.id)
        .collect();
    assert!(ids.is_sorted() && ids.windows(2).all(|pair| pair[0] != pair[1]));
    let page = async |pagination, limit| {
        let list = bench
            .http
            .get_messages(general, pagination, Some(limit))
            .await
            .expect("a page");
        list.into_iter()
            .map(|message| message.content)
            .collect::<Vec<_>>()
            .join("")
    };
    assert_eq!(page(None, 3).await, "543");
    assert_eq!(
        page(Some(MessagePagination::Before(ids[3].into())), 2).await,
        "21"
    );
    assert_eq!(
        page(Some(MessagePagination::After(ids[2].into())), 2).await,
        "43"
    );
    assert_eq!(
        page(Some(MessagePagination::Around(ids[3].into())), 3).await,
        "432"
    );
    bench.finish().await;
}

#[tokio::test]
async fn direct_messages_can_be_closed() {
    let bench = bench().await;
    let user = UserId::new(bench.nia.id());
    let letter = || CreateMessage::new().content("hello");
    user.direct_message(&bench.http, letter())
        .await
        .expect("sent");
    bench.sandbox.close_direct_messages(bench.nia.id());
    assert_eq!(
        code(user.direct_message(&bench.http, letter()).await),
        (403, 50007)
    );
    bench.sandbox.open_direct_messages(bench.nia.id());
    user.direct_message(&bench.http, letter())
        .await
        .expect("sent");
    // Who has left every common guild cannot be written to.
    bench.sandbox.remove_member(bench.guild, bench.nia.id());
    assert_eq!(
        code(user.direct_message(&bench.http, letter()).await),
        (403, 50007)
    );
    assert_eq!(bench.nia.direct_messages().len(), 2);
    bench.finish().await;
}

#[tokio::test]
async fn rate_limits_are_announced_and_enforced() {
    let bench = Bench::without_bot(Options::default()).await;
    let client = reqwest::Client::new();
    let send = || {
        client
            .post(format!(
                "{}/api/v10/channels/{}/messages",
                bench.sandbox.api_url(),
                bench.general
            ))
            .header("authorization", format!("Bot {}", bench.sandbox.token()))
            .header("content-type", "application/json")
            .body(r#"{"content":"a"}"#)
            .send()
    };
    for left in (0..5).rev() {
        let answer = send().await.expect("an answer");
        assert_eq!(answer.status(), 200);
        assert_eq!(answer.headers()["x-ratelimit-limit"], "5");
        assert_eq!(answer.headers()["x-ratelimit-remaining"], left.to_string());
        assert!(answer.headers().contains_key("x-ratelimit-reset-after"));
        assert!(answer.headers().contains_key("x-ratelimit-bucket"));
    }
    let answer = send().await.expect("an answer");
    assert_eq!(answer.status(), 429);
    assert_eq!(answer.headers()["x-ratelimit-scope"], "user");
    let text = answer.text().await.expect("a body");
    assert!(
        text.contains("\"retry_after\":") && text.contains("\"global\":false"),
        "{text}"
    );
    assert_eq!(
        (
            bench.sandbox.too_many_requests(),
            bench.sandbox.invalid_requests()
        ),
        (1, 1)
    );
    assert_eq!(bench.sandbox.channel("general").messages().len(), 5);
    bench.finish().await;
}

#[tokio::test]
async fn faults_are_met_as_ordered() {
    let bench = bench().await;
    let general = ChannelId::new(bench.general);
    let route = || Matcher::route("POST", "/channels/*/messages");
    let say = |text: &'static str| general.say(&bench.http, text);
    bench
        .sandbox
        .fail_next(route().times(2), Fault::refuse(500, 0, "oh"));
    assert_eq!(code(say("a").await).0, 500);
    assert_eq!(code(say("a").await).0, 500);
    say("a").await.expect("the third is not meant");
    bench.sandbox.fail_next(route(), Fault::LoseRequest);
    assert!(say("lost on its way").await.is_err());
    bench.sandbox.fail_next(route(), Fault::LoseAnswer);
    assert!(say("done, but not answered").await.is_err());
    let all: Vec<String> = bench
        .nia
        .sees("general")
        .into_iter()
        .map(|one| one.text)
        .collect();
    assert_eq!(all, ["a", "done, but not answered"]);
    bench
        .sandbox
        .fail_next(route().containing("never"), Fault::LoseRequest);
    assert_eq!(bench.sandbox.clear_faults(), 1);
    bench.finish().await;
}

#[tokio::test]
async fn only_own_messages_can_be_edited() {
    let bench = bench().await;
    let general = ChannelId::new(bench.general);
    let said = bench.nia.says("general", "hers");
    let edit = || EditMessage::new().content("mine");
    let result = general.edit_message(&bench.http, said.id, edit()).await;
    assert_eq!(code(result), (403, 50005));
    let own = general.say(&bench.http, "own").await.expect("sent");
    let edited = general
        .edit_message(&bench.http, own.id, edit())
        .await
        .expect("edited");
    assert!(edited.edited_timestamp.is_some());
    bench.finish().await;
}

#[tokio::test]
async fn interaction_endpoints_know_their_interactions() {
    let mut bench = bench().await;
    bench.connect().await;
    let answer = bench.nia.types("/ping").await;
    let url = |path: &str| format!("{}/api/v10{path}", bench.sandbox.api_url());
    let client = reqwest::Client::new();
    let post = |path: String| {
        client
            .post(url(&path))
            .header("content-type", "application/json")
            .body(r#"{"type":4,"data":{"content":"again"},"content":"again"}"#)
            .send()
    };
    let callback = post("/interactions/1/nonsense/callback".into())
        .await
        .expect("an answer");
    assert!(callback.text().await.expect("a body").contains("10062"));
    let requests = bench.sandbox.requests();
    let token = requests
        .iter()
        .filter(|request| request.path.starts_with("/interactions/") && request.status == 204)
        .find_map(|request| request.path.split('/').nth(3))
        .expect("a token");
    let again = format!("/interactions/{}/{token}/callback", answer.interaction_id);
    let again = post(again)
        .await
        .expect("an answer")
        .text()
        .await
        .expect("a body");
    assert!(again.contains("40060"), "{again}");
    let hook = format!("/webhooks/{}/{token}", bench.sandbox.application_id());
    assert_eq!(post(hook.clone()).await.expect("an answer").status(), 200);
    bench.sandbox.expire_interaction_tokens();
    let late = post(hook)
        .await
        .expect("an answer")
        .text()
        .await
        .expect("a body");
    assert!(late.contains("10015"), "{late}");
    bench.finish().await;
}
