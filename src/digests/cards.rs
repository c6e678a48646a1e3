//! A digest as messages, within Discord's limits, with everything typed escaped.

use chrono::{DateTime, Utc};

use super::rules::About;
use super::service::Digest;
use super::wording::{self, Wording};
use crate::delivery::Message;
use crate::discord::{Answer, escape, limits};
use crate::forums::{rules::digest_start, service::Forum};
use crate::values::Recurrence;
use crate::words::{Lang, Text, say};

/// How much of a message's text a digest fills: the rest is for the mark by which a delivery is recognised, and for
/// the line that says it is late.
const ROOM: usize = limits::CONTENT - 300;
/// How long one line may be.
const LINE: usize = 900;
/// How long one name within a line may be: with a tender of very many lots, the line is cut as a whole.
const NAME: usize = 120;

/// The title of a digest's post.
pub fn title(digest: &Digest) -> String {
    let lang = digest.forum.language;
    let (start, date) = (digest_start(lang), crate::values::day(digest.on).say(lang));
    let room = limits::CHANNEL_NAME.saturating_sub(start.len() + ", ".len() + date.len());
    // A title shows no markdown: nothing there needs escaping.
    format!("{start}{}, {date}", limits::cut(&digest.forum.region, room))
}

/// A digest's messages; none when there is nothing to say.
pub fn messages(digest: &Digest) -> Vec<Message> {
    pages(digest).into_iter().map(Message::text).collect()
}

fn pages(digest: &Digest) -> Vec<String> {
    let mut pages = Vec::new();
    let mut page = String::new();
    let lang = digest.forum.language;
    for section in &digest.sections {
        let heading = wording::heading(section.heading).say(lang);
        for (n, line) in section.lines.iter().enumerate() {
            let line = limits::cut(&format!("- {}", wording::line(&Discord, line, lang)), LINE);
            let with_heading = format!("**{heading}**\n{line}");
            let next = match (page.is_empty(), n) {
                (true, _) => with_heading.clone(),
                (false, 0) => format!("\n\n{with_heading}"),
                (false, _) => format!("\n{line}"),
            };
            if limits::length(&page) + limits::length(&next) <= ROOM {
                page.push_str(&next);
                continue;
            }
            pages.push(std::mem::take(&mut page));
            page = if n == 0 {
                with_heading
            } else {
                let heading = say!(lang, "digests-continued", heading = &heading);
                format!("{heading}\n{line}")
            };
        }
    }
    if !page.is_empty() {
        if let Some(record) = &digest.record {
            page.push_str(&format!("\n-# {}", record.line().say(lang)));
        }
        pages.push(page);
    }
    pages
}

/// As Discord shows it: moments in the reader's own time, a tender by its post.
struct Discord;

impl Wording for Discord {
    fn moment(&self, at: DateTime<Utc>) -> Text {
        Text::verbatim(format!("<t:{}:F>", at.timestamp()))
    }

    fn typed(&self, text: &str) -> String {
        escape::line(&limits::cut(text, NAME))
    }

    fn tender(&self, about: &About) -> String {
        // The post's title is the reference and the title, and leads there.
        match about.thread_id {
            Some(post) => format!("<#{post}>"),
            None => self.titled(about),
        }
    }

    fn titled(&self, about: &About) -> String {
        format!(
            "**{}** {}",
            self.typed(&about.reference),
            self.typed(&about.title)
        )
    }
}

/// A preview: the digest's messages, for the person alone.
pub fn previewed(digest: &Digest, lang: Lang) -> Vec<Answer> {
    let pages = pages(digest);
    if pages.is_empty() {
        let region = escape::line(&digest.forum.region);
        return vec![Answer::text(say!(lang, "digests-preview-nothing", region))];
    }
    let title = Discord.typed(&title(digest));
    let titled = say!(lang, "digests-preview", title);
    let mut answers = vec![Answer::text(titled)];
    answers.extend(pages.into_iter().map(Answer::text));
    answers
}

/// A digest that has a schedule.
pub fn scheduled(forum: &Forum, lang: Lang) -> Answer {
    let region = escape::line(&forum.region);
    let schedule = forum
        .digest
        .as_ref()
        .map(Recurrence::describe)
        .unwrap_or_default();
    let schedule = escape::line(&schedule.say(lang));
    let channel = channel(forum);
    Answer::text(say!(lang, "digests-scheduled", region, schedule, channel))
}

fn channel(forum: &Forum) -> String {
    format!("<#{}>", forum.channel_id)
}

/// A digest that is paused.
pub fn paused(forum: &Forum, lang: Lang) -> Answer {
    let region = escape::line(&forum.region);
    Answer::text(say!(lang, "digests-paused", region))
}

/// A digest that was asked for.
pub fn queued(forum: &Forum, lang: Lang) -> Answer {
    let region = escape::line(&forum.region);
    let channel = channel(forum);
    Answer::text(say!(lang, "digests-on-its-way", region, channel))
}
