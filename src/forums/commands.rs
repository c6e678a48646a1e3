//! `/forum open`.

use futures::FutureExt;
use futures::future::BoxFuture;
use poise::serenity_prelude as serenity;
use poise::serenity_prelude::{
    ChannelFlags, ChannelId, ChannelType, ForumTag, GuildChannel, Http, PartialChannel,
};
use serde_json::{Value, json};
use tokio::sync::Mutex;

use super::cards;
use super::service::{self, Forum, Open};
use super::tagging::{Lacking, Tag, Tagging};
use crate::delivery::compose::UNKNOWN_CHANNEL;
use crate::discord::{self, Context, Data, Result, answer, limits};
use crate::ledger::Ledger;
use crate::values::{ForumId, Stage};
use crate::words::{Lang, Text};

/// The regional forums.
#[poise::command(slash_command, subcommands("open"), subcommand_required)]
pub async fn forum(_: Context<'_>) -> Result<()> {
    Ok(())
}

/// Opens a region's forum, in which its tenders are posted.
#[poise::command(slash_command)]
pub async fn open(
    ctx: Context<'_>,
    #[autocomplete = "crate::authorities::offers::region"] region: String,
    #[channel_types("Forum", "Text")] channel: PartialChannel,
    digest: Option<String>,
    language: Option<String>,
) -> Result<()> {
    let actor = discord::actor(ctx)?;
    let threads = channel.kind != ChannelType::Forum;
    let mut request = Open {
        region,
        channel_id: discord::id(channel.id),
        threads,
        digest,
        language,
        ..Open::default()
    };
    let ledger = &ctx.data().ledger;
    let (done, tagging) = answer::waiting(ctx, async {
        request.gone = gone(ctx, actor.guild_id, &request).await?;
        let now = ctx.data().clock.now();
        let may = service::may_open(&ledger.reader(), &actor, &request, now).await;
        let mut found = None;
        // What may not be opened is refused below.
        if let Ok(forum) = may
            && !threads
        {
            let _one = TAGGING.lock().await;
            found = stage_tags(ctx.http(), channel.id, forum.language, true).await;
            request.tags = found.as_ref().map(|it| it.tags.clone());
        }
        Ok((service::open(ledger, &actor, request).await?, found))
    })
    .await?;
    let lang = discord::lang(ctx).await;
    answer::send(ctx, cards::opened(&done, tagging.as_ref(), lang)).await
}

/// The channel of the region's forum, if it has another one and Discord says that it isn't there: no cache is asked.
async fn gone(ctx: Context<'_>, guild_id: i64, request: &Open) -> Result<Option<i64>> {
    let forums = service::list(&ctx.data().ledger.reader(), guild_id).await?;
    let before = super::rules::of_region(&forums, &request.region);
    let Some(before) = before.filter(|forum| forum.channel_id != request.channel_id) else {
        return Ok(None);
    };
    let channel = ChannelId::new(before.channel_id.cast_unsigned());
    match answer::persist(|| ctx.http().get_channel(channel)).await {
        Err(serenity::Error::Http(serenity::HttpError::UnsuccessfulRequest(answer)))
            if i64::try_from(answer.error.code) == Ok(UNKNOWN_CHANNEL) =>
        {
            Ok(Some(before.channel_id))
        }
        Err(error) => Err(error.into()),
        Ok(_) => Ok(None),
    }
}

/// Gives their tags to those forums of a server that were opened without, as Discord did not let griffin then; and learns
/// those of forums whose channels, as they were `seen`, have others than griffin knows. Says which have others now.
///
/// # Errors
/// A fault, if the database fails.
pub async fn complete_tags(
    http: &Http,
    ledger: &Ledger,
    guild_id: i64,
    seen: &[&GuildChannel],
) -> Result<Vec<ForumId>> {
    let amiss = |forum: &Forum| {
        let of = |channel: &&&GuildChannel| discord::id(channel.id) == forum.channel_id;
        forum.lacks_tags()
            || seen
                .iter()
                .find(of)
                .is_some_and(|it| knows_others(forum, it))
    };
    let forums = async || -> Result<Vec<Forum>> {
        let forums = service::list(&ledger.reader(), guild_id).await?;
        Ok(forums.into_iter().filter(amiss).collect())
    };
    // These events are many, and nearly always nothing is amiss.
    if forums().await?.is_empty() {
        return Ok(Vec::new());
    }
    let _one = TAGGING.lock().await;
    let mut tagged = Vec::new();
    for forum in forums().await? {
        let channel = ChannelId::new(forum.channel_id.cast_unsigned());
        // Where some are left, those that somebody took away are not put back.
        let add = forum.lacks_tags();
        if let Some(found) = stage_tags(http, channel, forum.language, add).await
            && found.tags != forum.tags
        {
            service::remember_tags(ledger, guild_id, forum.id, found.tags).await?;
            tagged.push(forum.id);
        }
    }
    Ok(tagged)
}

/// Whether griffin sets a tag there that the channel hasn't any more, or knows none where it has come to demand one.
fn knows_others(forum: &Forum, channel: &GuildChannel) -> bool {
    let there = |id: &i64| {
        channel
            .available_tags
            .iter()
            .any(|tag| discord::id(tag.id) == *id)
    };
    let demands = channel.flags.contains(ChannelFlags::REQUIRE_TAG);
    let gone = !forum.tags.values().all(there);
    gone || (demands && !channel.available_tags.is_empty() && forum.tags_of_any().is_empty())
}

/// Two at once would each make tags, and the later one's take the place of those that the earlier one remembers.
static TAGGING: Mutex<()> = Mutex::const_new(());

/// Gives a forum a tag for each stage beside those it has, if it is to `add` any, and says what it has; none: Discord could
/// not be asked.
async fn stage_tags(http: &Http, channel: ChannelId, lang: Lang, add: bool) -> Option<Tagging> {
    let there = answer::persist(|| http.get_channel(channel)).await;
    let unseen = |error: &serenity::Error| {
        tracing::warn!(%error, channel = channel.get(), "a forum's tags could not be seen");
    };
    let there = there.inspect_err(unseen).ok()?.guild()?;
    let demands = there.flags.contains(ChannelFlags::REQUIRE_TAG);
    let (tags, why) = match add {
        true => with_stages(http, channel, there.available_tags, lang).await,
        false => (there.available_tags, Lacking::Full),
    };
    let tags: Vec<Tag> = tags.into_iter().map(tag).collect();
    Some(Tagging::of(&tags, demands, why))
}

fn tag(it: ForumTag) -> Tag {
    Tag {
        id: discord::id(it.id),
        name: it.name,
        moderated: it.moderated,
    }
}

/// The forum's tags once those of stages were added that fit, and why any of these is missing.
async fn with_stages(
    http: &Http,
    channel: ChannelId,
    before: Vec<ForumTag>,
    lang: Lang,
) -> (Vec<ForumTag>, Lacking) {
    // Serialised with their ids: a tag without one would be made again, and taken from every post that has it.
    let mut tags: Vec<Value> = before.iter().map(|tag| json!(tag)).collect();
    for stage in Stage::ALL {
        let there = before.iter().any(|tag| tag.name.parse() == Ok(stage));
        if !there && tags.len() < limits::FORUM_TAGS {
            tags.push(json!({ "name": stage.label().say(lang) }));
        }
    }
    if tags.len() == before.len() {
        return (before, Lacking::Full);
    }
    let change = json!({ "available_tags": tags });
    match answer::persist(|| http.edit_channel(channel, &change, None)).await {
        Ok(after) => (after.available_tags, Lacking::Full),
        Err(error) => {
            tracing::warn!(%error, channel = channel.get(), "a forum's tags could not be set");
            let forbidden = matches!(
                &error,
                serenity::Error::Http(serenity::HttpError::UnsuccessfulRequest(answer))
                    if answer.status_code.as_u16() == 403
            );
            match forbidden {
                true => (before, Lacking::Forbidden),
                false => (before, Lacking::NotNow),
            }
        }
    }
}

/// A line of `/griffin status`: the last digest of each forum.
pub fn last_digest(data: &Data, guild_id: i64) -> BoxFuture<'_, Result<Option<Text>>> {
    async move {
        let forums: Vec<Forum> = service::list(&data.ledger.reader(), guild_id).await?;
        Ok(cards::last_digests(&forums))
    }
    .boxed()
}
