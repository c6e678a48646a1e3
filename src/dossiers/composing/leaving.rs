//! How a post goes: with a tender that was withdrawn, or with a region that isn't invited any more.

use async_trait::async_trait;

use super::{Tenders, lang, no_post, threads};
use crate::authorities;
use crate::delivery::refusals::{UNKNOWN_CHANNEL, UNKNOWN_MESSAGE};
use crate::delivery::{
    Arrived, Compose, Composed, Delivery, Mentions, Message, Refused, Remedy, ThreadChange,
};
use crate::discord::escape;
use crate::dossiers::letters::{PostGone, PostLeft};
use crate::dossiers::service::post_card;
use crate::dossiers::wording;
use crate::ledger::{Result, Tx};
use crate::tenders::rules;
use crate::tenders::service::{self as tenders, Who};
use crate::words::{Text, text};

#[async_trait]
impl Compose<PostGone> for Tenders {
    async fn compose(&self, letter: &PostGone, _: &Delivery) -> Result<Composed> {
        let Some(found) = post_card(&self.reader, letter.post_id).await? else {
            return Ok(no_post());
        };
        if found.card.tender.withdrawn_at.is_none() {
            return Ok(Composed::Nothing("it is on again".to_owned()));
        }
        let Some(thread_id) = found.post.thread_id else {
            return Ok(Composed::Nothing("the post could not be made".to_owned()));
        };
        let forum = self.forum(found.post.forum_id).await?;
        // Where threads serve, the card is the message in the channel from which the thread began.
        let card = found.post.message_id.filter(|_| threads(forum.as_ref()));
        Ok(Composed::Remove {
            thread_id,
            begun_by: card.map(|message_id| (found.post.channel_id, message_id)),
        })
    }

    async fn sent(&self, tx: &Tx, letter: &PostGone, _: &Delivery, _: Arrived) -> Result<()> {
        self.cards().remove(&letter.post_id);
        tenders::forget_post(tx, letter.post_id).await
    }

    async fn name(&self, letter: &PostGone, _: i64) -> Result<Text> {
        let named = self.named(letter.post_id).await?;
        Ok(named.map_or_else(Text::default, |(reference, region)| {
            text!("dossiers-stuck-post-gone", reference, region)
        }))
    }

    async fn explain(&self, letter: &PostGone, refused: &Refused) -> Result<Option<(Text, Text)>> {
        self.explained(letter.post_id, refused).await
    }
}

#[async_trait]
impl Compose<PostLeft> for Tenders {
    async fn compose(&self, letter: &PostLeft, delivery: &Delivery) -> Result<Composed> {
        let post = &letter.post;
        let tender = tenders::by_id(&self.reader, delivery.guild_id, letter.tender_id).await?;
        let Some(thread_id) = post.thread_id else {
            return Ok(Composed::Nothing("the post could not be made".to_owned()));
        };
        let forum = self.forum(post.forum_id).await?;
        let lang = lang(forum.as_ref());
        let (mut concerned, now) = (Vec::new(), self.clock.now());
        for id in &letter.out {
            let who = authorities::service::by_id(&self.reader, *id).await?;
            let here = who.filter(|who| rules::same_name(&who.region, &post.region));
            if let Some(who) = here.as_ref().map(Who::from) {
                let officers =
                    authorities::service::officers_here(&self.reader, who.id, now).await?;
                concerned.push((who, officers));
            }
        }
        let message = wording::region_left(&tender, letter, &concerned, lang);
        if !letter.closes {
            return Ok(Composed::Send {
                channel_id: thread_id,
                message,
            });
        }
        let Some(message_id) = post.message_id else {
            return Ok(Composed::Nothing("its card is gone".to_owned()));
        };
        // Where threads serve, the card is the message in the channel from which the thread began: that stays open.
        let serves = threads(forum.as_ref());
        Ok(Composed::Edit {
            channel_id: if serves { post.channel_id } else { thread_id },
            message_id,
            message: Message {
                mentions: Mentions::default(),
                ..message
            },
            thread: ThreadChange {
                archived: (!serves).then_some(true),
                ..ThreadChange::default()
            },
        })
    }

    async fn name(&self, letter: &PostLeft, guild_id: i64) -> Result<Text> {
        let tender = tenders::by_id(&self.reader, guild_id, letter.tender_id).await?;
        let reference = escape::line(tender.reference.as_str());
        let region = escape::line(&letter.post.region);
        Ok(text!("dossiers-stuck-notice", reference, region))
    }

    async fn refused(&self, _: &Tx, _: &PostLeft, code: i64) -> Result<Remedy> {
        Ok(match code {
            UNKNOWN_CHANNEL | UNKNOWN_MESSAGE => {
                Remedy::Moot("the post of a region that isn't invited any more is gone".to_owned())
            }
            _ => Remedy::Nobody,
        })
    }
}
