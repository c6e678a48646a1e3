//! Composes a digest when it is sent.

use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use super::letters::{DigestMore, DigestPost};
use super::{cards, service};
use crate::clock::SharedClock;
use crate::delivery::compose::UNKNOWN_CHANNEL;
use crate::delivery::{Arrived, Compose, Composed, Composers, Delivery, Message, Place, Remedy};
use crate::discord::escape;
use crate::forums::{self, service::Forum};
use crate::ledger::{Ledger, Result, Tx};
use crate::pictures;
use crate::values::ForumId;
use crate::words::{Text, text};

/// Who composes a digest's post and what continues it.
pub fn composers(ledger: &Ledger, clock: &SharedClock) -> Composers {
    let digests = Arc::new(composer(ledger, clock));
    Composers::default()
        .and::<DigestPost>(digests.clone())
        .and::<DigestMore>(digests)
}

pub(super) fn composer(ledger: &Ledger, clock: &SharedClock) -> Digests {
    Digests {
        ledger: ledger.clone(),
        clock: clock.clone(),
    }
}

pub(super) struct Digests {
    ledger: Ledger,
    clock: SharedClock,
}

/// A message of a digest, and where it goes.
struct Part {
    forum: Forum,
    title: String,
    message: Message,
}

impl Digests {
    /// One of a digest's messages, from 0; none: there is nothing to say.
    async fn part(
        &self,
        forum_id: ForumId,
        since: Option<DateTime<Utc>>,
        part: usize,
    ) -> Result<Option<Part>> {
        let reader = self.ledger.reader();
        let now = self.clock.now();
        let digest = service::gather_since(&reader, forum_id, since, now).await?;
        let mut messages = cards::messages(&digest);
        if part >= messages.len() {
            return Ok(None);
        }
        let mut message = messages.swap_remove(part);
        if part == 0
            && let Some(chart) = service::to_look_at(&reader, &digest, now).await?
        {
            // The text says the same: a picture that can't be drawn holds no digest up.
            match pictures::draw(chart, digest.forum.language).await {
                Ok(picture) => message = message.picture(picture),
                Err(error) => tracing::error!(%error, "a picture can't be drawn"),
            }
        }
        Ok(Some(Part {
            title: cards::title(&digest),
            forum: digest.forum,
            message,
        }))
    }
}

#[async_trait]
impl Compose<DigestPost> for Digests {
    async fn compose(&self, letter: &DigestPost, _: &Delivery) -> Result<Composed> {
        let forum = forums::service::by_id(&self.ledger.reader(), letter.forum_id).await?;
        if forum.is_some_and(|forum| forum.paused) && !letter.by_hand {
            return Ok(Composed::Nothing("the digest is paused".to_owned()));
        }
        Ok(match self.part(letter.forum_id, letter.since, 0).await? {
            Some(first) => Composed::Post {
                channel_id: first.forum.channel_id,
                threads: first.forum.threads,
                title: first.title,
                tags: first.forum.tags_of_any(),
                message: first.message,
            },
            None => Composed::Nothing("there is nothing to say".to_owned()),
        })
    }

    async fn name(&self, letter: &DigestPost, _: i64) -> Result<Text> {
        let forum = forums::service::by_id(&self.ledger.reader(), letter.forum_id).await?;
        Ok(forum.map_or_else(Text::default, |forum| {
            text!("digests-stuck", region = escape::line(&forum.region))
        }))
    }

    async fn places(&self, letter: &DigestPost, _: &Delivery) -> Result<Vec<Place>> {
        let forum = forums::service::by_id(&self.ledger.reader(), letter.forum_id).await?;
        let place = forum.map(|forum| match forum.threads {
            true => Place::Channel(forum.channel_id),
            false => Place::Forum(forum.channel_id),
        });
        Ok(place.into_iter().collect())
    }

    /// What does not fit the first message continues in the post, in order.
    async fn sent(
        &self,
        tx: &Tx,
        letter: &DigestPost,
        delivery: &Delivery,
        at: Arrived,
    ) -> Result<()> {
        let DigestPost {
            forum_id, since, ..
        } = *letter;
        let digest = service::gather_since(tx, forum_id, since, tx.now()).await?;
        for part in 1..cards::messages(&digest).len() {
            let more = DigestMore {
                forum_id,
                since,
                thread_id: at.channel_id,
                part,
            };
            tx.send_at(&more, delivery.due_at).await?;
        }
        Ok(())
    }
}

#[async_trait]
impl Compose<DigestMore> for Digests {
    async fn compose(&self, letter: &DigestMore, _: &Delivery) -> Result<Composed> {
        let part = self.part(letter.forum_id, letter.since, letter.part);
        Ok(match part.await? {
            Some(part) => Composed::Send {
                channel_id: letter.thread_id,
                message: part.message,
            },
            None => Composed::Nothing("there is nothing to say".to_owned()),
        })
    }

    async fn places(&self, letter: &DigestMore, _: &Delivery) -> Result<Vec<Place>> {
        Ok(vec![Place::Channel(letter.thread_id)])
    }

    async fn refused(&self, _: &Tx, _: &DigestMore, code: i64) -> Result<Remedy> {
        Ok(match code {
            UNKNOWN_CHANNEL => Remedy::Moot("the digest's post was deleted".to_owned()),
            _ => Remedy::Nobody,
        })
    }
}
