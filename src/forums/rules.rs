//! Decisions about forums: pure functions over values.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::tagging::ANY;
use crate::values::text::fold;
use crate::values::{ForumId, Recurrence, Refusal, Stage};
use crate::words::{Lang, Text, say, text};

/// A regional forum (design, section 1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Forum {
    /// Its row.
    pub id: ForumId,
    /// The server.
    pub guild_id: i64,
    /// The region's name; unique in the server.
    pub region: String,
    /// The Discord forum, or a text channel where there are no forums; unique in the server.
    pub channel_id: i64,
    /// Whether it is a text channel with threads.
    pub threads: bool,
    /// Language of what is posted there.
    pub language: Lang,
    /// Discord's tag ids by stage, and under [`ANY`] the one that stands in where the forum demands one.
    pub tags: BTreeMap<String, i64>,
    /// When its digest comes.
    pub digest: Option<Recurrence>,
    /// Whether the digest is paused.
    pub paused: bool,
    /// When the last one was posted.
    pub last_digest_at: Option<DateTime<Utc>>,
}

impl Forum {
    /// The tags that a post carries of a tender in this stage: the stage's, or where there is none and the forum demands one,
    /// another.
    pub fn tags_of(&self, stage: Stage) -> Vec<i64> {
        let of_stage = self.tags.get(stage.as_str());
        of_stage
            .or(self.tags.get(ANY))
            .copied()
            .into_iter()
            .collect()
    }

    /// The tags that any other post carries.
    pub fn tags_of_any(&self) -> Vec<i64> {
        self.tags.get(ANY).copied().into_iter().collect()
    }

    /// Whether it has no tag of any stage.
    pub fn lacks_tags(&self) -> bool {
        !self.threads && self.tags.keys().all(|key| key == ANY)
    }

    /// When the digest comes next; none: there is no schedule, or it is paused.
    pub fn next_digest(&self, after: DateTime<Utc>, tz: Tz) -> Option<DateTime<Utc>> {
        let schedule = self.digest.as_ref().filter(|_| !self.paused)?;
        schedule.next_after(after, tz)
    }
}

/// Whether two names of regions are the same, whatever their case and spaces.
fn same(a: &str, b: &str) -> bool {
    fold(a) == fold(b)
}

/// The forum of a region, in any case.
pub fn of_region<'a>(forums: &'a [Forum], region: &str) -> Option<&'a Forum> {
    forums.iter().find(|forum| same(&forum.region, region))
}

/// How the title of a digest's post begins.
pub fn digest_start(lang: Lang) -> String {
    say!(lang, "forums-digest-start") + " "
}

/// Whether the title of a post is a digest's, in whichever language its forum had then.
pub fn is_digest(title: &str) -> bool {
    Lang::ALL
        .into_iter()
        .any(|it| title.starts_with(&digest_start(it)))
}

/// Whether a forum may be opened besides those that exist, or in place of the region's own, whose channel is `gone`: the one
/// that it replaces. Opened where it is already, it is mended.
///
/// # Errors
/// The region has one, or the channel is another region's.
pub fn may_open<'a>(
    forums: &'a [Forum],
    region: &str,
    channel_id: i64,
    gone: Option<i64>,
) -> Result<Option<&'a Forum>, Refusal> {
    let before = of_region(forums, region);
    if before.is_some_and(|forum| forum.channel_id == channel_id) {
        return Ok(before);
    }
    if let Some(forum) = before.filter(|forum| Some(forum.channel_id) != gone) {
        return Err(Refusal::new(
            text!("forums-region-has-one", region = forum.region.as_str()),
            text!("forums-region-has-one-help"),
        ));
    }
    if let Some(forum) = forums.iter().find(|forum| forum.channel_id == channel_id) {
        return Err(Refusal::new(
            text!("forums-channel-taken", region = forum.region.as_str()),
            text!("forums-channel-taken-help"),
        ));
    }
    Ok(before)
}

/// What a person is told who names a region without a forum.
pub fn unknown(forums: &[Forum], given: &str) -> Refusal {
    let given: String = given.chars().take(100).collect();
    let help = if forums.is_empty() {
        text!("forums-none-open")
    } else {
        let regions = forums.iter().map(|forum| Text::verbatim(&forum.region));
        text!("forums-choose-region", regions = Text::or(regions))
    };
    Refusal::new(text!("forums-unknown-region", given), help)
}

/// Reads a digest's schedule as it was typed; none: nothing was.
///
/// # Errors
/// It can't be read.
pub fn parse_digest(text: &str, now: DateTime<Utc>, tz: Tz) -> Result<Option<Recurrence>, Refusal> {
    match text.trim() {
        "" => Ok(None),
        text => Ok(Some(Recurrence::parse(text, now, tz)?)),
    }
}

/// Whether a digest may be paused or resumed.
///
/// # Errors
/// There is none, or it is so already.
pub fn may_pause(forum: &Forum, paused: bool) -> Result<(), Refusal> {
    let region = &forum.region;
    if forum.digest.is_none() {
        return Err(Refusal::new(
            text!("forums-without-digest", region),
            text!("forums-without-digest-help"),
        ));
    }
    if forum.paused == paused {
        return Err(match paused {
            true => Refusal::new(
                text!("forums-digest-paused-already", region),
                text!("forums-digest-paused-already-help"),
            ),
            false => Refusal::new(
                text!("forums-digest-not-paused", region),
                text!("forums-digest-not-paused-help"),
            ),
        });
    }
    Ok(())
}
