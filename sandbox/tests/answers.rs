//! serenity parses every answer of the API, and roles keep their hierarchy.

mod common;

use common::{Bench, code};
use sandbox::{Options, permissions};
use serenity::all::{
    ApplicationId, ChannelId, CommandId, CommandOptionType, CreateCommand, CreateCommandOption,
    CreateForumPost, CreateMessage, CreateThread, CreateWebhook, EditRole, EditWebhookMessage,
    ExecuteWebhook, GuildId, RoleId,
};

async fn bench() -> Bench {
    Bench::without_bot(Options {
        enforce_rate_limits: false,
        ..Options::default()
    })
    .await
}

#[tokio::test]
async fn about_the_application_and_its_users() {
    let bench = bench().await;
    let http = &bench.http;
    let about = http.get_current_application_info().await.expect("parses");
    assert_eq!(about.id, ApplicationId::new(bench.sandbox.application_id()));
    let gateway = http.get_bot_gateway().await.expect("parses");
    assert_eq!(gateway.url, bench.sandbox.gateway_url());
    assert_eq!(http.get_gateway().await.expect("parses").url, gateway.url);
    assert!(http.get_current_user().await.expect("parses").bot);
    assert_eq!(http.get_guilds(None, None).await.expect("parses").len(), 1);
    let nia = http.get_user(bench.nia.id().into()).await.expect("parses");
    assert_eq!(nia.global_name.as_deref(), Some("Nia Rees"));
    bench.finish().await;
}

#[tokio::test]
async fn about_a_guild() {
    let bench = bench().await;
    let http = &bench.http;
    let guild = GuildId::new(bench.guild);
    let counted = http.get_guild_with_counts(guild).await.expect("parses");
    assert_eq!(counted.approximate_member_count, Some(3));
    assert_eq!(http.get_channels(guild).await.expect("parses").len(), 3);
    assert_eq!(
        http.get_guild_members(guild, Some(100), None)
            .await
            .expect("parses")
            .len(),
        3
    );
    let found = http
        .search_guild_members(guild, "nia", Some(5))
        .await
        .expect("parses");
    assert_eq!(found.len(), 1);
    let member = http
        .get_member(guild, bench.nia.id().into())
        .await
        .expect("parses");
    assert_eq!(member.roles, [RoleId::new(bench.players)]);
    assert_eq!(http.get_guild_roles(guild).await.expect("parses").len(), 3);
    assert!(
        http.get_scheduled_events(guild, true)
            .await
            .expect("parses")
            .is_empty()
    );
    assert!(
        http.get_guild_webhooks(guild)
            .await
            .expect("parses")
            .is_empty()
    );
    bench.finish().await;
}

#[tokio::test]
async fn commands_keep_their_identifier_by_their_name() {
    let bench = bench().await;
    let http = &bench.http;
    let guild = GuildId::new(bench.guild);
    let command = |name: &str| {
        let option = CreateCommandOption::new(CommandOptionType::Integer, "count", "How many")
            .min_int_value(0)
            .required(true);
        CreateCommand::new(name)
            .description("Does it")
            .add_option(option)
    };
    let first = guild
        .set_commands(http, vec![command("one"), command("two")])
        .await;
    let first = first.expect("parses");
    let second = guild
        .set_commands(http, vec![command("two"), command("three")])
        .await;
    assert_eq!(second.expect("parses")[0].id, first[1].id);
    let edited = guild
        .edit_command(http, first[1].id, command("deux"))
        .await
        .expect("parses");
    assert_eq!((edited.name.as_str(), edited.options.len()), ("deux", 1));
    assert_eq!(
        http.get_guild_commands(guild).await.expect("parses").len(),
        2
    );
    guild
        .delete_command(http, edited.id)
        .await
        .expect("deleted");
    let gone = http.get_guild_command(guild, edited.id).await;
    assert_eq!(code(gone), (404, 10063));
    let global = serenity::all::Command::create_global_command(http, command("global")).await;
    let id: CommandId = global.expect("parses").id;
    assert_eq!(
        http.get_global_command(id).await.expect("parses").name,
        "global"
    );
    assert_eq!(bench.nia.commands(), ["three", "global"]);
    bench.finish().await;
}

#[tokio::test]
async fn threads_pins_and_webhooks() {
    let bench = bench().await;
    let http = &bench.http;
    let general = ChannelId::new(bench.general);
    let said = bench.nia.says("general", "a");
    general
        .create_thread_from_message(http, said.id, CreateThread::new("t"))
        .await
        .expect("one");
    assert!(
        general
            .message(http, said.id)
            .await
            .expect("parses")
            .thread
            .is_some()
    );
    assert_eq!(
        general.get_thread_members(http).await.map_err(drop).err(),
        Some(())
    );
    let members = ChannelId::new(said.id)
        .get_thread_members(http)
        .await
        .expect("parses");
    assert_eq!(members.len(), 1);
    ChannelId::new(said.id)
        .leave_thread(http)
        .await
        .expect("left");
    ChannelId::new(said.id)
        .join_thread(http)
        .await
        .expect("joined");
    let active = http
        .get_guild_active_threads(bench.guild.into())
        .await
        .expect("parses");
    assert_eq!(active.threads.len(), 1);

    general.pin(http, said.id).await.expect("pinned");
    assert_eq!(general.pins(http).await.expect("parses").len(), 1);
    general.broadcast_typing(http).await.expect("typed");

    let hook = general
        .create_webhook(http, CreateWebhook::new("hook"))
        .await
        .expect("parses");
    let text = ExecuteWebhook::new().content("a").username("Another");
    let sent = hook
        .execute(http, true, text)
        .await
        .expect("parses")
        .expect("waited for");
    assert_eq!(sent.author.name, "Another");
    let edit = EditWebhookMessage::new().content("b");
    hook.edit_message(http, sent.id, edit)
        .await
        .expect("parses");
    hook.get_message(http, None, sent.id).await.expect("parses");
    hook.delete_message(http, None, sent.id)
        .await
        .expect("deleted");
    assert_eq!(general.webhooks(http).await.expect("parses").len(), 1);
    hook.delete(http).await.expect("deleted");
    let gone = http.get_webhook(hook.id).await;
    assert_eq!(code(gone), (404, 10015));
    bench.sandbox.take_complaints();
    bench.finish().await;
}

#[tokio::test]
async fn a_bot_manages_only_roles_below_its_own() {
    let bench = bench().await;
    let http = &bench.http;
    let guild = GuildId::new(bench.guild);
    let nia = bench.nia.id().into();
    let own = bench.sandbox.role("Sandbox Bot").expect("the bot's role");
    assert_eq!(
        code(http.add_member_role(guild, nia, own.into(), None).await),
        (403, 50013)
    );
    http.remove_member_role(guild, nia, bench.players.into(), None)
        .await
        .expect("below");
    // A bot grants only what it has.
    let mighty = EditRole::new().permissions(serenity::all::Permissions::ADMINISTRATOR);
    assert_eq!(code(guild.create_role(http, mighty).await), (403, 50013));
    bench
        .sandbox
        .set_bot_permissions(bench.guild, permissions::DEFAULT_EVERYONE);
    let plain = EditRole::new().name("plain");
    assert_eq!(code(guild.create_role(http, plain).await), (403, 50013));
    bench.finish().await;
}

#[tokio::test]
async fn a_deleted_channel_takes_all_with_it() {
    let bench = bench().await;
    let forum = ChannelId::new(bench.forum);
    let post = CreateForumPost::new("a", CreateMessage::new().content("a"));
    let post = forum
        .create_forum_post(&bench.http, post)
        .await
        .expect("a post");
    bench.sandbox.delete_channel(bench.forum);
    assert_eq!(code(post.id.say(&bench.http, "a").await), (404, 10003));
    assert!(bench.sandbox.find_channel("topics").is_none());
    bench.finish().await;
}
