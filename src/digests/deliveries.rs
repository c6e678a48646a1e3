//! What happens when a digest falls due, and when it is sent.

use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::json;

use super::{cards, service};
use crate::delivery::compose::UNKNOWN_CHANNEL;
use crate::delivery::{Compose, Composed, Delivery, Place, Remedy};
use crate::forums;
use crate::ledger::{Fault, Ledger, Outgoing, Rank, Result, Tx};
use crate::pictures;
use crate::schedule::clock::SharedClock;
use crate::schedule::duties::Duty;
use crate::schedule::sweeper::{Act, Next};

/// Who acts when a digest falls due.
pub fn acts() -> Vec<Arc<dyn Act>> {
    vec![Arc::new(DigestDue)]
}

/// Who composes a digest's post and what continues it.
pub fn composers(ledger: &Ledger, clock: &SharedClock) -> Vec<Arc<dyn Compose>> {
    vec![Arc::new(Composer {
        ledger: ledger.clone(),
        clock: clock.clone(),
    })]
}

struct DigestDue;

#[async_trait]
impl Act for DigestDue {
    fn kinds(&self) -> &[&'static str] {
        &["digest"]
    }

    /// However many times it was missed, one is queued, and the next is armed (design, section 3, rule 4).
    async fn act(&self, tx: &Tx, duty: &Duty, _: bool) -> Result<Next> {
        let forum = forums::service::by_id(tx, duty.subject_id).await?;
        let Some(forum) = forum.filter(|forum| !forum.paused && forum.digest.is_some()) else {
            return Ok(Next::Done);
        };
        let since = forum.last_digest_at;
        let next = forums::service::digest_came(tx, duty.guild_id, forum.id).await?;
        service::queue(tx, &forum, since, false, duty.due_at).await?;
        Ok(next.map_or(Next::Done, Next::Again))
    }
}

/// What travels with a digest's deliveries.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
struct Args {
    /// The digest before; none: there was none.
    since: Option<DateTime<Utc>>,
    /// Whether a registrar asked for it: a pause does not withdraw it then.
    #[serde(default)]
    by_hand: bool,
    /// Of a continuation: the post.
    #[serde(default)]
    thread_id: i64,
    /// Of a continuation: which message, from 0.
    #[serde(default)]
    part: usize,
}

impl Args {
    fn of(delivery: &Delivery) -> Result<Self> {
        let args = serde_json::from_value(delivery.args.clone());
        Ok(args.map_err(|error| Fault::new(format!("delivery {}: {error}", delivery.id)))?)
    }
}

struct Composer {
    ledger: Ledger,
    clock: SharedClock,
}

#[async_trait]
impl Compose for Composer {
    fn kinds(&self) -> &[&'static str] {
        &[service::POST, service::MORE]
    }

    async fn compose(&self, delivery: &Delivery) -> Result<Composed> {
        let Args {
            since,
            by_hand,
            thread_id,
            part,
        } = Args::of(delivery)?;
        let reader = self.ledger.reader();
        let now = self.clock.now();
        let digest = service::gather_since(&reader, delivery.subject_id, since, now).await?;
        let more = delivery.kind == service::MORE;
        if digest.forum.paused && !by_hand && !more {
            return Ok(Composed::Nothing("the digest is paused".to_owned()));
        }
        let mut messages = cards::messages(&digest);
        if part >= messages.len() {
            return Ok(Composed::Nothing("there is nothing to say".to_owned()));
        }
        let mut message = messages.swap_remove(part);
        if part == 0
            && let Some(chart) = service::to_look_at(&reader, &digest, now).await?
        {
            // The text says the same: a picture that can't be drawn holds no digest up.
            match pictures::draw(chart).await {
                Ok(picture) => message = message.picture(picture),
                Err(error) => tracing::error!(%error, "a picture can't be drawn"),
            }
        }
        if more {
            return Ok(Composed::Send {
                channel_id: thread_id,
                message,
            });
        }
        Ok(Composed::Post {
            channel_id: digest.forum.channel_id,
            threads: digest.forum.threads,
            title: cards::title(&digest),
            tags: Vec::new(),
            message,
        })
    }

    async fn refused(&self, _: &Tx, delivery: &Delivery, code: i64) -> Result<Remedy> {
        let gone = delivery.kind == service::MORE && code == UNKNOWN_CHANNEL;
        Ok(match gone {
            true => Remedy::Moot("the digest's post was deleted".to_owned()),
            false => Remedy::Nobody,
        })
    }

    async fn places(&self, delivery: &Delivery) -> Result<Vec<Place>> {
        let Args { thread_id, .. } = Args::of(delivery)?;
        if delivery.kind == service::MORE {
            return Ok(vec![Place::Channel(thread_id)]);
        }
        let forum = forums::service::by_id(&self.ledger.reader(), delivery.subject_id).await?;
        let place = forum.map(|forum| match forum.threads {
            true => Place::Channel(forum.channel_id),
            false => Place::Forum(forum.channel_id),
        });
        Ok(place.into_iter().collect())
    }

    /// What does not fit the first message continues in the post, in order.
    async fn sent(&self, tx: &Tx, delivery: &Delivery, channel_id: i64, _: i64) -> Result<()> {
        if delivery.kind != service::POST {
            return Ok(());
        }
        let Args { since, by_hand, .. } = Args::of(delivery)?;
        let digest = service::gather_since(tx, delivery.subject_id, since, tx.now()).await?;
        for part in 1..cards::messages(&digest).len() {
            tx.enqueue(Outgoing {
                kind: service::MORE,
                subject_id: delivery.subject_id,
                args: json!({ "since": since, "by_hand": by_hand, "thread_id": channel_id, "part": part }),
                lane: service::lane(delivery.subject_id),
                coalesce: None,
                rank: Rank::DIGEST,
                due_at: delivery.due_at,
                not_before: tx.now(),
            })
            .await;
        }
        Ok(())
    }
}
