//! The digests in a server's forums, read at Discord itself: what they say of the record nobody could change in the
//! database (design, section 3, rule 10).

use poise::serenity_prelude::{ChannelId, GuildChannel, GuildId, Http, Message, UserId};

use super::super::service::Heard;
use crate::discord::{self, Context, Result, answer};
use crate::forums::{self, rules::is_digest};
use crate::proof::anchor::Anchor;

/// How many digests of a forum are read, the newest first.
const OF_EACH: usize = 3;
/// How many messages of a digest are read for that line: one takes as many as its region has tenders.
const MESSAGES: u8 = 100;

/// What the newest digests in the forums of this server say of the record, and how many forums could not be read.
///
/// # Errors
/// A fault, if the database can't be read.
pub(super) async fn heard(ctx: Context<'_>, guild_id: i64) -> Result<(Vec<Heard>, usize)> {
    let forums = forums::service::list(&ctx.data().ledger.reader(), guild_id).await?;
    let (http, bot) = (ctx.http(), ctx.framework().bot_id());
    let guild = GuildId::new(guild_id.cast_unsigned());
    let active = answer::persist(|| http.get_guild_active_threads(guild)).await;
    let active = active.map(|found| found.threads);
    let (mut heard, mut unread) = (Vec::new(), 0);
    for forum in forums {
        let channel = ChannelId::new(forum.channel_id.cast_unsigned());
        let read = async {
            let archived = answer::persist(|| {
                http.get_channel_archived_public_threads(channel, None, Some(100))
            });
            let mut digests = archived.await?.threads;
            let active = active.as_ref().ok().into_iter().flatten();
            digests.extend(active.filter(|it| it.parent_id == Some(channel)).cloned());
            of(digests, channel, bot, http).await
        };
        match read.await {
            Ok(found) if active.is_ok() => heard.extend(found),
            Ok(found) => {
                heard.extend(found);
                unread += 1;
            }
            Err(error) => {
                tracing::warn!(%error, forum = %forum.id, "digests can't be read");
                unread += 1;
            }
        }
    }
    Ok((heard, unread))
}

/// What the newest digests among these threads say.
async fn of(
    mut threads: Vec<GuildChannel>,
    channel: ChannelId,
    bot: UserId,
    http: &Http,
) -> std::result::Result<Vec<Heard>, poise::serenity_prelude::Error> {
    threads.retain(|thread| {
        thread.parent_id == Some(channel) && thread.owner_id == Some(bot) && is_digest(&thread.name)
    });
    threads.sort_by_key(|thread| std::cmp::Reverse(thread.id));
    threads.dedup_by_key(|thread| thread.id);
    let mut heard = Vec::new();
    for thread in threads.into_iter().take(OF_EACH) {
        let mut messages =
            answer::persist(|| http.get_messages(thread.id, None, Some(MESSAGES))).await?;
        // A text channel's thread begins with a message that stays in the channel.
        let first = messages
            .iter()
            .find_map(|message| message.referenced_message.clone());
        messages.extend(first.map(|message| *message));
        let said = messages.iter().find_map(|message| said(message, bot));
        heard.extend(said.map(|anchor| Heard {
            thread_id: discord::id(thread.id),
            anchor,
        }));
    }
    Ok(heard)
}

/// What a message of griffin's says of the record.
fn said(message: &Message, bot: UserId) -> Option<Anchor> {
    if message.author.id != bot {
        return None;
    }
    let mut lines = message.content.lines().rev();
    lines.find_map(|line| Anchor::of_line(line.trim_start_matches(['-', '#', ' '])))
}
