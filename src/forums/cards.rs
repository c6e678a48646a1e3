//! What a person sees of forums: a value in, a message out.

use super::service::{Forum, OpenDone};
use super::tagging::{Lacking, Tagging};
use crate::discord::{Answer, escape, limits};
use crate::words::{self, Join, Lang, Text, text};

/// How many forums `/griffin status` tells of.
const MOST: usize = 25;

/// A forum that was opened, or mended where it was open already. `tagging` is what was found of its tags, if anything.
pub fn opened(done: &OpenDone, tagging: Option<&Tagging>, lang: Lang) -> Answer {
    let forum = &done.forum;
    let region = escape::line(&forum.region);
    let channel = format!("<#{}>", forum.channel_id);
    let opened = match done.mended {
        None => text!("forums-opened", region, channel),
        Some(_) => text!("forums-mended", region, channel),
    };
    let digest = match &forum.digest {
        Some(digest) => {
            let schedule = escape::line(&digest.describe().say(lang));
            text!("forums-digest-comes", schedule)
        }
        None => text!("forums-no-digest-yet"),
    };
    let mut lines = Vec::new();
    match &done.mended {
        None => lines.push(Text::sentences([opened, digest])),
        Some(mended) => {
            lines.extend([opened, text!("forums-mended-posts")]);
            if mended.waited > 0 {
                lines.push(text!("forums-mended-waited", messages = mended.waited));
            }
            if mended.tags {
                lines.push(text!("forums-mended-tags"));
            }
            lines.push(digest);
        }
    }
    if !forum.threads {
        lines.extend(tags(forum, tagging));
    }
    lines.push(words::how_much(forum.language).unwrap_or_default());
    Answer::text(Text::lines(lines).say(lang))
}

/// What is to be said of a forum's tags.
fn tags(forum: &Forum, tagging: Option<&Tagging>) -> Vec<Text> {
    let Some(found) = tagging else {
        return match forum.lacks_tags() {
            true => vec![text!("forums-tags-not-now")],
            false => Vec::new(),
        };
    };
    if found.without.is_empty() {
        return Vec::new();
    }
    let (own, most) = (found.own, limits::FORUM_TAGS);
    let stages = Text::and(found.without.iter().map(|stage| stage.label()));
    let mut lines = vec![match found.why {
        Lacking::Forbidden => text!("forums-no-tags"),
        Lacking::NotNow => text!("forums-tags-not-now"),
        Lacking::Full if forum.lacks_tags() => text!("forums-tags-full", own, most),
        Lacking::Full => text!("forums-tags-some", own, most, stages),
    }];
    if found.demands {
        lines.push(match &found.instead {
            Some(tag) => text!("forums-tag-instead", tag = escape::line(tag)),
            None => text!("forums-tag-wanting"),
        });
    }
    lines
}

/// When each forum had its last digest, of the first 25; none: there is no forum.
pub fn last_digests(forums: &[Forum]) -> Option<Text> {
    let each = |forum: &Forum| {
        let region = escape::line(&forum.region);
        match forum.last_digest_at {
            Some(at) => text!(
                "forums-last-digest",
                region,
                at = format!("<t:{}:R>", at.timestamp())
            ),
            None => text!("forums-never-a-digest", region),
        }
    };
    let digests = Text::joined(Join::Semicolon, forums.iter().take(MOST).map(each));
    (!forums.is_empty()).then(|| text!("forums-last-digests", digests))
}

#[cfg(test)]
mod tests {
    use crate::values::ForumId;
    use std::collections::BTreeMap;

    use super::*;
    use crate::discord::testing::shows;
    use crate::forums::service::Mended;
    use crate::forums::tagging::Tag;

    fn forum() -> Forum {
        Forum {
            id: ForumId(1),
            guild_id: 7,
            region: "South *Wales*".to_owned(),
            channel_id: 5,
            threads: false,
            language: Lang::English,
            tags: BTreeMap::new(),
            digest: None,
            paused: false,
            last_digest_at: None,
        }
    }

    #[test]
    fn forums_read_well() {
        let region = |region: &str, last_digest_at| Forum {
            region: region.to_owned(),
            last_digest_at,
            ..forum()
        };
        let last = chrono::DateTime::from_timestamp_secs(1_800_000_000);
        let all = [
            region("South Wales", last),
            region("Mid and West Wales", None),
        ];
        shows!("last_digests", |lang| last_digests(&all).unwrap().say(lang));
        shows!("opened", |lang| opened(&newly(all[0].clone()), None, lang));
        let mended = OpenDone {
            mended: Some(Mended {
                tags: true,
                waited: 2,
            }),
            ..newly(all[0].clone())
        };
        let full = full(true, 20);
        shows!("mended", |lang| opened(&mended, Some(&full), lang));
    }

    fn newly(forum: Forum) -> OpenDone {
        OpenDone {
            forum,
            mended: None,
        }
    }

    /// What is found of a forum that has so many tags of its own.
    fn full(demands: bool, own: i64) -> Tagging {
        let own = (0..own).map(|id| Tag {
            id,
            name: format!("*Topic* {id}"),
            moderated: false,
        });
        Tagging::of(&own.collect::<Vec<_>>(), demands, Lacking::Full)
    }

    #[test]
    fn a_forum_says_what_is_missing() {
        let said = |forum: Forum, tagging: Option<&Tagging>| {
            opened(&newly(forum), tagging, Lang::English).content()
        };
        let mut found = full(false, 20);
        let text = said(forum(), Some(&found));
        assert!(
            text.starts_with("**Open.** Tenders for South \\*Wales\\* will be posted in <#5>.")
        );
        assert!(
            text.contains("has 20 tags of its own, and Discord allows 20")
                && text.contains("/digest schedule")
                && !text.contains("Manage Channels"),
            "{text}"
        );
        let demanded = said(forum(), Some(&full(true, 20)));
        assert!(demanded.contains("“\\*Topic\\* 0”"), "{demanded}");
        found.why = Lacking::Forbidden;
        assert!(said(forum(), Some(&found)).contains("Manage Channels"));
        found.why = Lacking::NotNow;
        assert!(said(forum(), Some(&found)).contains("just now"));
        let tags = BTreeMap::from([("collecting".to_owned(), 6)]);
        let tagged = Forum { tags, ..forum() };
        found.why = Lacking::Full;
        found.without = vec![crate::values::Stage::Cancelled];
        let some = said(tagged.clone(), Some(&found));
        assert!(
            some.contains("Cancelled") && some.contains("20 tags"),
            "{some}"
        );
        let threads = Forum {
            threads: true,
            ..forum()
        };
        for whole in [tagged, threads] {
            assert!(!said(whole, None).contains("tag"));
        }
    }

    #[test]
    fn the_last_digest_of_each_forum_is_shown() {
        let mut later = forum();
        later.last_digest_at = chrono::DateTime::from_timestamp(1_800_000_000, 0);
        assert_eq!(
            last_digests(&[forum(), later]).unwrap().to_string(),
            "Last digests: South \\*Wales\\*: none yet; South \\*Wales\\*: <t:1800000000:R>"
        );
        assert_eq!(last_digests(&[]), None);
    }
}
