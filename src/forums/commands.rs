//! `/forum open`.

use std::collections::BTreeMap;

use futures::FutureExt;
use futures::future::BoxFuture;
use poise::serenity_prelude as serenity;
use poise::serenity_prelude::{ChannelId, ChannelType, Http, PartialChannel};
use serde_json::{Value, json};
use tokio::sync::Mutex;

use super::cards;
use super::service::{self, Forum, Open};
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
    let forum = answer::waiting(ctx, async {
        request.gone = gone(ctx, actor.guild_id, &request).await?;
        let may =
            service::may_open(&ledger.reader(), &actor, &request, ctx.data().clock.now()).await;
        // What may not be opened is refused below; or it was opened by this very interaction before.
        if let Ok(forum) = may
            && !threads
        {
            let _one = TAGGING.lock().await;
            let tags = stage_tags(ctx.http(), channel.id, forum.language).await;
            request.tags = tags.unwrap_or_default();
        }
        service::open(ledger, &actor, request).await
    })
    .await?;
    let lang = discord::lang(ctx).await;
    answer::send(ctx, cards::opened(&forum, lang)).await
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

/// Gives their tags to those forums of a server that were opened without, as Discord did not let griffin then. Says which
/// have some now.
///
/// # Errors
/// A fault, if the database fails.
pub async fn complete_tags(http: &Http, ledger: &Ledger, guild_id: i64) -> Result<Vec<ForumId>> {
    let lacking = async || -> Result<Vec<Forum>> {
        let forums = service::list(&ledger.reader(), guild_id).await?;
        let lacks = |forum: &Forum| !forum.threads && forum.tags.is_empty();
        Ok(forums.into_iter().filter(lacks).collect())
    };
    // These events are many, and nearly always no forum lacks any.
    if lacking().await?.is_empty() {
        return Ok(Vec::new());
    }
    let _one = TAGGING.lock().await;
    let mut tagged = Vec::new();
    for forum in lacking().await? {
        let channel = ChannelId::new(forum.channel_id.cast_unsigned());
        if let Some(tags) = stage_tags(http, channel, forum.language).await {
            service::remember_tags(ledger, guild_id, forum.id, tags).await?;
            tagged.push(forum.id);
        }
    }
    Ok(tagged)
}

/// Two at once would each make tags, and the later one's take the place of those that the earlier one remembers.
static TAGGING: Mutex<()> = Mutex::const_new(());

/// Gives a forum a tag for each stage, besides the tags it has, and says which is which; none: Discord does not let
/// griffin.
async fn stage_tags(http: &Http, channel: ChannelId, lang: Lang) -> Option<BTreeMap<String, i64>> {
    match set_tags(http, channel, lang).await {
        Ok(tags) => Some(tags),
        Err(error) => {
            tracing::warn!(%error, channel = channel.get(), "a forum's tags could not be set");
            None
        }
    }
}

async fn set_tags(http: &Http, channel: ChannelId, lang: Lang) -> Result<BTreeMap<String, i64>> {
    let before = answer::persist(|| http.get_channel(channel))
        .await?
        .guild()
        .map(|channel| channel.available_tags)
        .unwrap_or_default();
    // Serialised with their ids: a tag without one would be made again, and taken from every post that has it.
    let mut tags: Vec<Value> = before.iter().map(|tag| json!(tag)).collect();
    for stage in Stage::ALL {
        let there = before.iter().any(|tag| tag.name.parse() == Ok(stage));
        if !there && tags.len() < limits::FORUM_TAGS {
            tags.push(json!({ "name": stage.label().say(lang) }));
        }
    }
    let after = if tags.len() == before.len() {
        before
    } else {
        let change = json!({ "available_tags": tags });
        answer::persist(|| http.edit_channel(channel, &change, None))
            .await?
            .available_tags
    };
    let tag_of = |stage: Stage| {
        let tag = after.iter().find(|tag| tag.name.parse() == Ok(stage))?;
        Some((stage.as_str().to_owned(), discord::id(tag.id)))
    };
    Ok(Stage::ALL.into_iter().filter_map(tag_of).collect())
}

/// A line of `/griffin status`: the last digest of each forum.
pub fn last_digest(data: &Data, guild_id: i64) -> BoxFuture<'_, Result<Option<Text>>> {
    async move {
        let forums: Vec<Forum> = service::list(&data.ledger.reader(), guild_id).await?;
        Ok(cards::last_digests(&forums))
    }
    .boxed()
}
