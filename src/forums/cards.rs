//! What a person sees of forums: a value in, a message out.

use super::service::Forum;
use crate::discord::{Answer, escape};
use crate::words::{self, Join, Lang, Text, text};

/// How many forums `/griffin status` tells of.
const MOST: usize = 25;

/// A forum that was opened.
pub fn opened(forum: &Forum, lang: Lang) -> Answer {
    let region = escape::line(&forum.region);
    let opened = text!(
        "forums-opened",
        region,
        channel = format!("<#{}>", forum.channel_id)
    );
    let digest = match &forum.digest {
        Some(digest) => {
            let schedule = escape::line(&digest.describe().say(lang));
            text!("forums-digest-comes", schedule)
        }
        None => text!("forums-no-digest-yet"),
    };
    let tagless = !forum.threads && forum.tags.is_empty();
    let lines = [
        Text::sentences([opened, digest]),
        match tagless {
            true => text!("forums-no-tags"),
            false => Text::default(),
        },
        words::how_much(forum.language).unwrap_or_default(),
    ];
    Answer::text(Text::lines(lines).say(lang))
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
        shows!("opened", |lang| opened(&all[0], lang));
    }

    #[test]
    fn a_forum_says_what_is_missing() {
        let text = opened(&forum(), Lang::English).content();
        assert!(
            text.starts_with("**Open.** Tenders for South \\*Wales\\* will be posted in <#5>.")
        );
        assert!(text.contains("Manage Channels") && text.contains("/digest schedule"));
        let tags = BTreeMap::from([("collecting".to_owned(), 6)]);
        let tagged = Forum { tags, ..forum() };
        let threads = Forum {
            threads: true,
            ..forum()
        };
        for whole in [tagged, threads] {
            assert!(
                !opened(&whole, Lang::English)
                    .content()
                    .contains("Manage Channels")
            );
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
