//! What a person sees of forums: a value in, a message out.

use super::service::Forum;
use crate::discord::{Answer, escape, limits};
use crate::words;

/// A forum that was opened.
pub fn opened(forum: &Forum) -> Answer {
    let mut text = format!(
        "**Open.** Tenders of {} are posted in <#{}>.",
        escape::line(&forum.region),
        forum.channel_id
    );
    match &forum.digest {
        Some(digest) => text.push_str(&format!(
            " Its digest comes {}.",
            escape::line(&digest.describe().to_string())
        )),
        None => text.push_str(" `/digest schedule` gives it a digest."),
    }
    if !forum.threads && forum.tags.is_empty() {
        text.push_str(
            "\nIts posts have no tags yet: griffin needs the permission Manage Channels there, and sets them once it has it.",
        );
    }
    if let Some(note) = words::how_much(forum.language) {
        text.push_str(&format!("\n{note}"));
    }
    Answer::text(text)
}

/// When each forum had its last digest; none: there is no forum.
pub fn last_digests(forums: &[Forum]) -> Option<String> {
    if forums.is_empty() {
        return None;
    }
    let line = |forum: &Forum| {
        let at = forum.last_digest_at.map_or("none yet".to_owned(), |at| {
            format!("<t:{}:R>", at.timestamp())
        });
        format!("{}: {at}", escape::line(&forum.region))
    };
    let lines: Vec<String> = forums.iter().map(line).collect();
    Some(limits::cut(
        &format!("Last digest: {}", lines.join("; ")),
        limits::CONTENT / 2,
    ))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::words::Lang;

    fn forum() -> Forum {
        Forum {
            id: 1,
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
    fn a_forum_says_what_is_missing() {
        let text = opened(&forum()).content();
        assert!(text.starts_with("**Open.** Tenders of South \\*Wales\\* are posted in <#5>."));
        assert!(text.contains("Manage Channels") && text.contains("/digest schedule"));
        let tags = BTreeMap::from([("collecting".to_owned(), 6)]);
        let tagged = Forum { tags, ..forum() };
        let threads = Forum {
            threads: true,
            ..forum()
        };
        for whole in [tagged, threads] {
            assert!(!opened(&whole).content().contains("Manage Channels"));
        }
    }

    #[test]
    fn the_last_digest_of_each_forum_is_shown() {
        let mut later = forum();
        later.last_digest_at = chrono::DateTime::from_timestamp(1_800_000_000, 0);
        assert_eq!(
            last_digests(&[forum(), later]).unwrap(),
            "Last digest: South \\*Wales\\*: none yet; South \\*Wales\\*: <t:1800000000:R>"
        );
        assert_eq!(last_digests(&[]), None);
    }
}
