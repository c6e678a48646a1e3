//! Whether a delivery whose earlier try ended nobody knows how has arrived: whoever takes it over
//! looks for it first, and sends only if it isn't there (design, section 3, rule 3).

use chrono::{DateTime, TimeDelta, Utc};
use reqwest::Method;
use serde_json::Value;

use super::compose::{Arrived, Composed, Place};
use super::mark::{self, Number};
use super::queue::Delivery;
use super::refusals::{CLOSED_DIRECT_MESSAGES, MISSING_ACCESS, UNKNOWN_CHANNEL, UNKNOWN_MESSAGE};
use super::send::{Trouble, begin_thread, call, id_of, open_direct};
use super::wire::{Failure, Line};

/// How far our clock and Discord's are apart at most, as a rule. Where they are further, the newest page is read all the
/// same, and posts are known by their title.
const SKEW: TimeDelta = TimeDelta::minutes(5);
const DISCORD_EPOCH: i64 = 1_420_070_400_000;
const PAGE: usize = 100;
/// How many pages are read at most; 3,000 messages in a channel since a try is no longer a look.
const PAGES: usize = 30;
/// Discord's codes for "you can't see into it, or it isn't there": so neither can it have arrived.
const UNSEEN: [i64; 4] = [
    UNKNOWN_CHANNEL,
    UNKNOWN_MESSAGE,
    MISSING_ACCESS,
    CLOSED_DIRECT_MESSAGES,
];

/// The smallest id that something made at `instant` may have at Discord, less the skew (reference, "Snowflakes").
#[must_use]
pub fn since(instant: DateTime<Utc>) -> i64 {
    ((instant - SKEW).timestamp_millis() - DISCORD_EPOCH).max(0) << 22
}

/// Looks for `delivery`, now composed as `composed`; none: it isn't there.
///
/// # Errors
/// Why looking failed; nothing may be sent then.
pub async fn find(
    line: &Line,
    delivery: &Delivery,
    composed: &Composed,
) -> Result<Option<Arrived>, Trouble> {
    let Some(tried_at) = delivery.tried_at else {
        return Ok(None);
    };
    let (number, after) = (delivery.number(), since(tried_at));
    match composed {
        Composed::Send { channel_id, .. } | Composed::Anew { channel_id, .. } => {
            in_channel(line, number, *channel_id, after).await
        }
        Composed::Post {
            channel_id,
            threads: true,
            title,
            ..
        } => match in_channel(line, number, *channel_id, after).await? {
            // The thread may be what is missing.
            Some(first) => Ok(Some(
                begin_thread(line, *channel_id, first.message_id, title).await?,
            )),
            None => Ok(None),
        },
        Composed::Post {
            channel_id, title, ..
        } => in_forum(line, delivery, *channel_id, title, after).await,
        Composed::Direct {
            user_id, fallback, ..
        } => {
            if let Some(channel_id) = seen(open_direct(line, *user_id).await)?
                && let Some(found) = in_channel(line, number, channel_id, after).await?
            {
                return Ok(Some(found));
            }
            match fallback {
                Some(to) => in_channel(line, number, to.channel_id, after).await,
                None => Ok(None),
            }
        }
        Composed::Elsewhere(letter) => {
            let there = letter.is_there().await.map_err(|failure| Trouble {
                failure,
                arrived: true,
            })?;
            Ok(there.then_some(Arrived::ELSEWHERE))
        }
        // The same edit twice is the same.
        Composed::Edit { .. }
        | Composed::Remove { .. }
        | Composed::Nothing(_)
        | Composed::NotYet(_) => Ok(None),
    }
}

/// Looks for a delivery that has nothing to say any more where an earlier try went.
///
/// # Errors
/// Why looking failed.
pub async fn find_in(
    line: &Line,
    delivery: &Delivery,
    places: &[Place],
) -> Result<Option<Arrived>, Trouble> {
    let Some(tried_at) = delivery.tried_at else {
        return Ok(None);
    };
    let after = since(tried_at);
    for place in places {
        let found = match place {
            Place::Channel(channel_id) => {
                in_channel(line, delivery.number(), *channel_id, after).await?
            }
            Place::Direct(user_id) => match seen(open_direct(line, *user_id).await)? {
                Some(channel_id) => in_channel(line, delivery.number(), channel_id, after).await?,
                None => None,
            },
            Place::Forum(forum_id) => in_forum(line, delivery, *forum_id, "", after).await?,
        };
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}

fn seen<T>(answer: Result<T, Failure>) -> Result<Option<T>, Trouble> {
    match answer {
        Ok(value) => Ok(Some(value)),
        Err(failure) if UNSEEN.contains(&failure.code()) => Ok(None),
        // A look changes nothing, but what was tried before may have arrived.
        Err(failure) => Err(Trouble {
            failure,
            arrived: true,
        }),
    }
}

async fn in_channel(
    line: &Line,
    number: Number,
    channel_id: i64,
    after: i64,
) -> Result<Option<Arrived>, Trouble> {
    let mut before = String::new();
    for _ in 0..PAGES {
        let path = format!("/channels/{channel_id}/messages?limit={PAGE}{before}");
        let page = line
            .call(call(Method::GET, path, ("look", channel_id)))
            .await;
        let page = seen(page)?.unwrap_or_default();
        let messages = page.as_array().map(Vec::as_slice).unwrap_or_default();
        if let Some(found) = messages.iter().find(|message| mark::is_on(message, number)) {
            return Ok(Some(Arrived {
                channel_id,
                message_id: id_of(&found["id"])?,
            }));
        }
        let oldest = messages.iter().filter_map(|m| id_of(&m["id"]).ok()).min();
        match oldest {
            Some(oldest) if messages.len() == PAGE && oldest > after => {
                before = format!("&before={oldest}");
            }
            _ => break,
        }
    }
    Ok(None)
}

/// Looks among the forum's posts, active and archived; its title may have changed since, so those
/// of this title come first but the mark decides.
async fn in_forum(
    line: &Line,
    delivery: &Delivery,
    forum_id: i64,
    title: &str,
    after: i64,
) -> Result<Option<Arrived>, Trouble> {
    let guild_id = delivery.guild_id;
    for path in [
        format!("/guilds/{guild_id}/threads/active"),
        format!("/channels/{forum_id}/threads/archived/public?limit={PAGE}"),
    ] {
        let listed = line
            .call(call(Method::GET, path, ("threads", forum_id)))
            .await;
        let listed = seen(listed)?.unwrap_or_default();
        let mut posts: Vec<&Value> = listed["threads"].as_array().into_iter().flatten().collect();
        posts.retain(|post| {
            let here = id_of(&post["parent_id"]) == Ok(forum_id);
            let new = id_of(&post["id"]).is_ok_and(|id| id >= after);
            here && (new || post["name"] == title)
        });
        posts.sort_by_key(|post| post["name"] != title);
        for post in posts {
            let thread_id = id_of(&post["id"])?;
            let path = format!("/channels/{thread_id}/messages/{thread_id}");
            let first = line
                .call(call(Method::GET, path, ("look", thread_id)))
                .await;
            // Its first message may have been deleted since, and the mark with it: then a new post of this very title
            // is the one.
            let bare = matches!(&first, Err(failure) if failure.code() == UNKNOWN_MESSAGE)
                && post["name"] == title
                && thread_id >= after;
            if bare || seen(first)?.is_some_and(|first| mark::is_on(&first, delivery.number())) {
                return Ok(Some(Arrived {
                    channel_id: thread_id,
                    message_id: thread_id,
                }));
            }
        }
    }
    Ok(None)
}
