//! Forum posts and threads.

#![expect(clippy::expect_used, reason = "a test that fails says so by a panic")]

mod common;

use std::sync::Arc;

use chrono::TimeDelta;
use common::{Bench, Hands, code};
use sandbox::{Options, permissions};
use serenity::all::{
    AutoArchiveDuration, ChannelId, ChannelType, CreateForumPost, CreateMessage, CreateThread,
    EditChannel, EditMessage, EditThread, ForumTagId,
};

async fn bench() -> (Bench, Arc<Hands>) {
    let hands = Hands::new();
    let clock = hands.clone();
    let options = Options {
        clock,
        enforce_rate_limits: false,
        ..Options::default()
    };
    (Bench::without_bot(options).await, hands)
}

async fn tags(bench: &Bench) -> Vec<ForumTagId> {
    let forum = bench
        .http
        .get_channel(bench.forum.into())
        .await
        .expect("the forum");
    let forum = forum.guild().expect("a guild's channel");
    forum.available_tags.iter().map(|tag| tag.id).collect()
}

fn post(title: &str) -> CreateForumPost<'_> {
    CreateForumPost::new(title, CreateMessage::new().content("first"))
}

#[tokio::test]
async fn a_post_is_opened_tagged_and_retitled() {
    let (bench, _) = bench().await;
    let forum = ChannelId::new(bench.forum);
    let tags = tags(&bench).await;
    let made = forum
        .create_forum_post(&bench.http, post("One").add_applied_tag(tags[0]))
        .await;
    let made = made.expect("a post");
    let seen = bench
        .sandbox
        .channel("topics")
        .post("One")
        .expect("the post");
    assert_eq!(seen.tags, ["open"]);
    assert_eq!(
        seen.starter.as_ref().map(|message| message.text.as_str()),
        Some("first")
    );
    assert_eq!(seen.starter.map(|message| message.id), Some(made.id.get()));
    let edit = EditThread::new()
        .name("Two")
        .applied_tags([tags[1]])
        .archived(true)
        .locked(true);
    made.id
        .edit_thread(&bench.http, edit)
        .await
        .expect("edited");
    let seen = bench
        .sandbox
        .channel("topics")
        .post("Two")
        .expect("the post");
    assert_eq!(
        (seen.tags, seen.archived, seen.locked),
        (vec!["closed".into()], true, true)
    );
    let archived = bench
        .http
        .get_channel_archived_public_threads(forum, None, None)
        .await;
    assert_eq!(archived.expect("a list").threads.len(), 1);
    let active = bench
        .http
        .get_guild_active_threads(bench.guild.into())
        .await
        .expect("a list");
    assert!(active.threads.is_empty());
    bench.finish().await;
}

#[tokio::test]
async fn one_active_thread_too_many_is_refused_until_another_is_archived() {
    let (bench, _) = bench().await;
    let forum = ChannelId::new(bench.forum);
    bench.sandbox.limit_active_threads(1);
    let first = forum.create_forum_post(&bench.http, post("a")).await;
    let first = first.expect("room for one");
    assert_eq!(
        code(forum.create_forum_post(&bench.http, post("b")).await),
        (400, 160_006)
    );
    bench.sandbox.set_archived(first.id.get(), true);
    let second = forum.create_forum_post(&bench.http, post("b")).await;
    assert!(second.is_ok(), "{second:?}");
    bench.finish().await;
}

#[tokio::test]
async fn a_tag_that_is_taken_away_is_unknown_and_leaves_the_posts_that_had_it() {
    let (bench, _) = bench().await;
    let forum = ChannelId::new(bench.forum);
    let old = tags(&bench).await;
    let made = forum.create_forum_post(&bench.http, post("a").add_applied_tag(old[0]));
    made.await.expect("a post");
    bench.sandbox.set_tags(bench.forum, &["done", "new"]);
    let now = tags(&bench).await;
    assert!(!now.contains(&old[0]) && now.len() == 2, "{now:?}");
    let gone = post("b").add_applied_tag(old[0]);
    assert_eq!(
        code(forum.create_forum_post(&bench.http, gone).await),
        (404, 10_087)
    );
    let posts = bench.sandbox.channel("topics").posts();
    assert!(posts[0].tags.is_empty(), "{:?}", posts[0].tags);
    bench.finish().await;
}

#[tokio::test]
async fn posting_needs_permission_and_where_wanted_a_tag() {
    let (bench, _) = bench().await;
    let forum = ChannelId::new(bench.forum);
    bench.sandbox.require_tag(bench.forum, true);
    assert_eq!(
        code(forum.create_forum_post(&bench.http, post("a")).await),
        (400, 40067)
    );
    let unknown = post("a").add_applied_tag(ForumTagId::new(1));
    assert_eq!(
        code(forum.create_forum_post(&bench.http, unknown).await),
        (404, 10087)
    );
    bench.sandbox.require_tag(bench.forum, false);
    bench
        .sandbox
        .deny_bot(bench.forum, permissions::SEND_MESSAGES);
    assert_eq!(
        code(forum.create_forum_post(&bench.http, post("a")).await),
        (403, 50013)
    );
    // Creating threads is another permission, which posts do not need.
    bench
        .sandbox
        .deny_bot(bench.forum, permissions::CREATE_PUBLIC_THREADS);
    let made = forum
        .create_forum_post(&bench.http, post("a"))
        .await
        .expect("a post");
    bench
        .sandbox
        .deny_bot(bench.forum, permissions::SEND_MESSAGES_IN_THREADS);
    assert_eq!(code(made.id.say(&bench.http, "a").await), (403, 50013));
    bench.finish().await;
}

#[tokio::test]
async fn an_archived_post_refuses_edits_and_is_woken_by_a_message() {
    let (bench, _) = bench().await;
    let forum = ChannelId::new(bench.forum);
    let made = forum
        .create_forum_post(&bench.http, post("a"))
        .await
        .expect("a post");
    let own = made.id.say(&bench.http, "second").await.expect("sent");
    bench.sandbox.set_archived(made.id.get(), true);
    let edit = made
        .id
        .edit_message(&bench.http, own.id, EditMessage::new().content("b"))
        .await;
    assert_eq!(code(edit), (400, 50083));
    let rename = made
        .id
        .edit_thread(&bench.http, EditThread::new().name("b"))
        .await;
    assert_eq!(code(rename), (400, 50083));
    made.id.say(&bench.http, "wakes").await.expect("sent");
    assert!(!bench.sandbox.threads()[0].archived);
    // With archived:false in the same edit it works, too.
    bench.sandbox.set_archived(made.id.get(), true);
    let both = EditThread::new().name("b").archived(false);
    made.id
        .edit_thread(&bench.http, both)
        .await
        .expect("edited");
    assert_eq!(bench.sandbox.threads()[0].title, "b");
    bench.finish().await;
}

#[tokio::test]
async fn silence_archives_by_the_sandboxs_clock() {
    let (bench, hands) = bench().await;
    let forum = ChannelId::new(bench.forum);
    let day = post("a").auto_archive_duration(AutoArchiveDuration::OneDay);
    let made = forum
        .create_forum_post(&bench.http, day)
        .await
        .expect("a post");
    let forward = |hours| hands.forward(TimeDelta::hours(hours));
    forward(20);
    bench.nia.says(made.id.get(), "still here");
    forward(20);
    assert!(!bench.sandbox.threads()[0].archived);
    forward(5);
    assert!(bench.sandbox.threads()[0].archived);
    bench.finish().await;
}

#[tokio::test]
async fn threads_hang_on_channels_and_messages() {
    let (bench, _) = bench().await;
    let general = ChannelId::new(bench.general);
    let public = CreateThread::new("public").kind(ChannelType::PublicThread);
    general
        .create_thread(&bench.http, public)
        .await
        .expect("a thread");
    let said = bench.nia.says("general", "about this");
    let thread = || CreateThread::new("about this");
    general
        .create_thread_from_message(&bench.http, said.id, thread())
        .await
        .expect("a thread");
    let twice = general
        .create_thread_from_message(&bench.http, said.id, thread())
        .await;
    assert_eq!(code(twice), (400, 160_004));
    let titles: Vec<String> = bench
        .sandbox
        .channel("general")
        .posts()
        .into_iter()
        .map(|post| post.title)
        .collect();
    assert_eq!(titles, ["public", "about this"]);
    bench.sandbox.set_locked(said.id, true);
    assert!(bench.nia.try_says(said.id, "a word").is_err());
    bench.finish().await;
}

#[tokio::test]
async fn tags_are_set_by_editing_the_forum() {
    let (bench, _) = bench().await;
    let forum = bench
        .http
        .get_channel(bench.forum.into())
        .await
        .expect("the forum");
    let mut tags = forum.guild().expect("a guild's channel").available_tags;
    tags.remove(0);
    tags[0].name = "done".into();
    let edit = EditChannel::new().available_tags(
        tags.iter()
            .map(|tag| serenity::all::CreateForumTag::new(tag.name.clone())),
    );
    ChannelId::new(bench.forum)
        .edit(&bench.http, edit)
        .await
        .expect("edited");
    assert_eq!(bench.sandbox.channel("topics").tags(), ["done"]);
    bench.finish().await;
}
