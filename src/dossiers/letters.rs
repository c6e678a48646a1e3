//! What is sent of tenders by itself, worked out when it is sent: posts, cards and notices.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};

use super::cards;
use super::notices::{Notice, notice};
use super::service::{PostCard, post_card};
use crate::authorities;
use crate::delivery::compose::{UNKNOWN_CHANNEL, UNKNOWN_MESSAGE};
use crate::delivery::{Compose, Composed, Delivery, Mentions, Place, Remedy, ThreadChange};
use crate::discord::limits;
use crate::forums;
use crate::ledger::{Ledger, Reader, Result, Tx};
use crate::schedule::clock::SharedClock;
use crate::tenders::rules;
use crate::tenders::service::{self as tenders, Lost, Who};
use crate::values::Stage;

/// Who composes what is sent of tenders.
pub fn composers(ledger: &Ledger, clock: &SharedClock) -> Vec<Arc<dyn Compose>> {
    vec![Arc::new(Tenders {
        reader: ledger.reader(),
        clock: clock.clone(),
        cards: Mutex::default(),
    })]
}

struct Tenders {
    reader: Reader,
    clock: SharedClock,
    /// What this process knows of the card in each post.
    cards: Mutex<HashMap<i64, Known>>,
}

/// What is known of a card, from what was sent.
#[derive(Clone, Debug, Default)]
struct Known {
    /// When it was edited last.
    edited: Option<DateTime<Utc>>,
    /// The tags that its post has; none: not known. Discord allows few edits of a channel, so they are sent only when
    /// they differ; after a start, once.
    tags: Option<Vec<i64>>,
    /// The tags that were composed last, and arrive with the edit.
    composed: Vec<i64>,
    /// Whether it was composed last as a new message in place of one that was deleted.
    anew: bool,
}

/// A card is edited no more often (design, section 2); what changes meanwhile is in the next edit.
const BETWEEN_EDITS: TimeDelta = TimeDelta::seconds(3);

const POST: &str = "tender.post";
const CARD: &str = "tender.card";
const NOTICE: &str = "tender.notice";

#[async_trait]
impl Compose for Tenders {
    fn kinds(&self) -> &[&'static str] {
        &[POST, CARD, NOTICE]
    }

    async fn compose(&self, delivery: &Delivery) -> Result<Composed> {
        if delivery.kind == NOTICE {
            return self.notice(delivery).await;
        }
        let Some(found) = post_card(&self.reader, delivery.subject_id).await? else {
            return Ok(Composed::Nothing("the post is not there".to_owned()));
        };
        let message = cards::card(&found.card).into_message(Mentions::default());
        let tags = self
            .tags(found.post.forum_id, found.card.tender.stage)
            .await?;
        let threads = forums::service::by_id(&self.reader, found.post.forum_id)
            .await?
            .is_some_and(|it| it.threads);
        if let Some(thread_id) = found.post.thread_id {
            // Where threads serve, the card is the message in the channel from which the thread began.
            let channel_id = if threads {
                found.post.channel_id
            } else {
                thread_id
            };
            let Some(message_id) = found.post.message_id else {
                self.cards().entry(found.post.id).or_default().anew = true;
                return Ok(Composed::Anew {
                    channel_id,
                    message,
                });
            };
            let mut cards = self.cards();
            let known = cards.entry(found.post.id).or_default();
            if let Some(edited) = known.edited
                && edited + BETWEEN_EDITS > self.clock.now()
            {
                return Ok(Composed::NotYet(edited + BETWEEN_EDITS));
            }
            known.composed.clone_from(&tags);
            let same = known.tags.as_ref() == Some(&tags);
            let thread = ThreadChange {
                tags: (!tags.is_empty() && !same).then_some(tags),
                ..ThreadChange::default()
            };
            return Ok(Composed::Edit {
                channel_id,
                message_id,
                message,
                thread,
            });
        }
        if delivery.kind == CARD {
            return Ok(Composed::Nothing(
                "the post is made with the newest card".to_owned(),
            ));
        }
        let tender = &found.card.tender;
        let title = limits::cut(
            &format!("{} {}", tender.reference, tender.title),
            limits::CHANNEL_NAME,
        );
        Ok(Composed::Post {
            channel_id: found.post.channel_id,
            threads,
            title,
            tags,
            message,
        })
    }

    async fn places(&self, delivery: &Delivery) -> Result<Vec<Place>> {
        let post_id = match delivery.args["post_id"].as_i64() {
            Some(post_id) if delivery.kind == NOTICE => post_id,
            _ => return Ok(Vec::new()),
        };
        let found = post_card(&self.reader, post_id).await?;
        let thread = found.and_then(|found| found.post.thread_id);
        Ok(thread.into_iter().map(Place::Channel).collect())
    }

    async fn sent(
        &self,
        tx: &Tx,
        delivery: &Delivery,
        channel_id: i64,
        message_id: i64,
    ) -> Result<()> {
        match delivery.kind.as_str() {
            POST => {
                self.cards().remove(&delivery.subject_id);
                tenders::place_post(tx, delivery.subject_id, channel_id, message_id).await?;
            }
            CARD => {
                if self.was_anew(delivery.subject_id) {
                    return tenders::place_card(tx, delivery.subject_id, message_id).await;
                }
                let mut cards = self.cards();
                let known = cards.entry(delivery.subject_id).or_default();
                known.edited = Some(tx.now());
                known.tags = Some(std::mem::take(&mut known.composed));
            }
            _ => {}
        }
        Ok(())
    }

    async fn refused(&self, tx: &Tx, delivery: &Delivery, code: i64) -> Result<Remedy> {
        let post_id = match delivery.kind.as_str() {
            POST => return Ok(Remedy::Nobody),
            CARD => delivery.subject_id,
            _ => delivery.args["post_id"].as_i64().unwrap_or_default(),
        };
        Ok(match code {
            UNKNOWN_CHANNEL => match tenders::post_lost(tx, post_id).await? {
                Lost::Anew(post) => Remedy::Behind(post),
                Lost::Already => Remedy::Again(tx.now()),
                Lost::Over => Remedy::Moot(OVER.to_owned()),
            },
            UNKNOWN_MESSAGE => match tenders::card_lost(tx, post_id).await? {
                true => Remedy::Again(tx.now()),
                false => Remedy::Moot(OVER.to_owned()),
            },
            _ => Remedy::Nobody,
        })
    }
}

/// Why nothing more is sent to a post.
const OVER: &str = "the post was deleted, and the tender is over";

impl Tenders {
    fn cards(&self) -> MutexGuard<'_, HashMap<i64, Known>> {
        // Nothing in here is left half-changed by a panic.
        self.cards.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn was_anew(&self, post_id: i64) -> bool {
        let mut cards = self.cards();
        std::mem::take(&mut cards.entry(post_id).or_default().anew)
    }

    /// The forum's tag of a stage, if it has one.
    async fn tags(&self, forum_id: i64, stage: Stage) -> Result<Vec<i64>> {
        let forum = forums::service::by_id(&self.reader, forum_id).await?;
        let tag = forum.and_then(|forum| forum.tags.get(stage.as_str()).copied());
        Ok(tag.into_iter().collect())
    }

    async fn notice(&self, delivery: &Delivery) -> Result<Composed> {
        let post_id = delivery.args["post_id"].as_i64().unwrap_or_default();
        let what = delivery.args["what"].as_str().unwrap_or_default();
        let Some(found) = post_card(&self.reader, post_id).await? else {
            return Ok(Composed::Nothing("the post is not there".to_owned()));
        };
        let Some(channel_id) = found.post.thread_id else {
            return Ok(Composed::Nothing("the post could not be made".to_owned()));
        };
        let card = &found.card;
        let tender = &card.tender;
        let row = |name: &str| delivery.args[name].as_i64();
        let about = match row("authority_id") {
            Some(id) => authorities::service::by_id(&self.reader, id).await?,
            None => None,
        };
        let about = about.as_ref().map(Who::from);
        let won = row("lot_id").and_then(|id| {
            let lot = card.lots.iter().find(|lot| lot.id == id)?;
            let award = card.awards.iter().find(|award| award.lot_id == id)?;
            Some((lot.title.clone(), award.supplier.clone()))
        });
        let mut concerned = Vec::new();
        for who in self.concerned(what, &found, about.as_ref()).await? {
            let officers = authorities::service::officers_of(&self.reader, who.id).await?;
            concerned.push((who, officers));
        }
        let message = notice(&Notice {
            tender,
            what,
            args: &delivery.args,
            concerned,
            about,
            won,
        });
        Ok(match message {
            Some(message) => Composed::Send {
                channel_id,
                message,
            },
            None => Composed::Nothing("nothing is to be said any more".to_owned()),
        })
    }

    /// Whom a notice mentions in this post (design, section 2): those alone that it concerns, each in its own region.
    async fn concerned(
        &self,
        what: &str,
        found: &PostCard,
        about: Option<&Who>,
    ) -> Result<Vec<Who>> {
        let card = &found.card;
        let here = |who: &Who| rules::same_name(&who.region, &found.post.region);
        Ok(match what {
            "chase" => {
                let mut missing = tenders::outstanding(&self.reader, &card.tender).await?;
                missing.retain(here);
                missing
            }
            "asked" => vec![card.lead.clone()],
            "collected" | "renewal" => {
                // In the lead's own region; where it has no post there, in the first.
                let home = card
                    .posts
                    .iter()
                    .find(|post| rules::same_name(&post.region, &card.lead.region));
                let home = home.or(card.posts.first());
                match home.is_some_and(|home| home.id == found.post.id) {
                    true => vec![card.lead.clone()],
                    false => Vec::new(),
                }
            }
            "admitted" => about.cloned().into_iter().collect(),
            "started" | "ended" => {
                let takes_part = |answer: &&tenders::Answer| answer.joined() && here(&answer.who);
                let parts = card.answers.iter().filter(takes_part);
                parts.map(|answer| answer.who.clone()).collect()
            }
            _ => Vec::new(),
        })
    }
}
