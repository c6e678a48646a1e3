//! Composes what is sent of tenders by itself, when it is sent: posts, cards and notices.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};

use super::cards;
use super::letters::{CardEdit, NewPost, PostGone, PostLeft, PostMessage, Said};
use super::news::News;
use super::refreshing::refresh;
use super::service::{Card, PostCard, post_card};
use super::wording::{self, Words};
use crate::authorities;
use crate::calloffs::service::{self as calloffs, Headroom};
use crate::clock::SharedClock;
use crate::delivery::refusals::{
    Kind, Lack, TAG_DEMANDED, UNKNOWN_CHANNEL, UNKNOWN_MESSAGE, UNKNOWN_TAG,
};
use crate::delivery::{
    Arrived, Compose, Composed, Composers, Delivery, Mentions, Place, Refused, Remedy, ThreadChange,
};
use crate::discord::{escape, limits};
use crate::forums;
use crate::forums::service::Forum;
use crate::ledger::{Ledger, Reader, Result, Tx};
use crate::requirements::service as requirements;
use crate::tenders::rules;
use crate::tenders::service::{self as tenders, Lost, Part, Post, Tender, Who};
use crate::values::{AuthorityId, ForumId, LotId, PostId, Stage};
use crate::words::{Lang, Text, text};

/// Who composes what is sent of tenders.
pub fn composers(ledger: &Ledger, clock: &SharedClock) -> Composers {
    let tenders = Arc::new(Tenders {
        reader: ledger.reader(),
        clock: clock.clone(),
        cards: Mutex::default(),
    });
    Composers::default()
        .and::<NewPost>(tenders.clone())
        .and::<CardEdit>(tenders.clone())
        .and::<PostGone>(tenders.clone())
        .and::<PostLeft>(tenders.clone())
        .and::<PostMessage>(tenders)
}

mod leaving;

struct Tenders {
    reader: Reader,
    clock: SharedClock,
    /// What this process knows of the card in each post.
    cards: Mutex<HashMap<PostId, Known>>,
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

#[async_trait]
impl Compose<NewPost> for Tenders {
    async fn compose(&self, letter: &NewPost, _: &Delivery) -> Result<Composed> {
        let Some(found) = post_card(&self.reader, letter.post_id).await? else {
            return Ok(no_post());
        };
        if found.post.thread_id.is_some() {
            return self.edit(found).await;
        }
        let forum = self.forum(found.post.forum_id).await?;
        let tender = &found.card.tender;
        let title = limits::cut(
            &format!("{} {}", tender.reference, tender.title),
            limits::CHANNEL_NAME,
        );
        Ok(Composed::Post {
            channel_id: found.post.channel_id,
            threads: threads(forum.as_ref()),
            title,
            tags: tags(forum.as_ref(), tender.stage),
            message: cards::card(&found.card, lang(forum.as_ref()))
                .into_message(Mentions::default()),
        })
    }

    async fn sent(&self, tx: &Tx, letter: &NewPost, _: &Delivery, at: Arrived) -> Result<()> {
        self.cards().remove(&letter.post_id);
        // One that was there already was edited, where it is.
        let Some(tender) = tenders::of_post(tx, letter.post_id).await? else {
            // Its region was dropped meanwhile.
            return Ok(());
        };
        let posts = tenders::posts(tx, tender.id).await?;
        let there = posts.iter().find(|post| post.id == letter.post_id);
        if there.is_some_and(|post| post.thread_id.is_some()) {
            return Ok(());
        }
        tenders::place_post(tx, letter.post_id, at.channel_id, at.message_id).await
    }

    async fn name(&self, letter: &NewPost, _: i64) -> Result<Text> {
        let named = self.named(letter.post_id).await?;
        Ok(named.map_or_else(Text::default, |(reference, region)| {
            text!("dossiers-stuck-post", reference, region)
        }))
    }

    async fn explain(&self, letter: &NewPost, refused: &Refused) -> Result<Option<(Text, Text)>> {
        self.explained(letter.post_id, refused).await
    }

    fn leads(&self) -> bool {
        true
    }

    async fn refused(&self, tx: &Tx, letter: &NewPost, code: i64) -> Result<Remedy> {
        match code {
            UNKNOWN_TAG => without_tag(tx, letter.post_id).await,
            _ => Ok(Remedy::Nobody),
        }
    }
}

#[async_trait]
impl Compose<CardEdit> for Tenders {
    async fn compose(&self, letter: &CardEdit, _: &Delivery) -> Result<Composed> {
        let Some(found) = post_card(&self.reader, letter.post_id).await? else {
            return Ok(no_post());
        };
        if found.post.thread_id.is_none() {
            return Ok(Composed::Nothing(
                "the post is made with the newest card".to_owned(),
            ));
        }
        self.edit(found).await
    }

    async fn sent(&self, tx: &Tx, letter: &CardEdit, _: &Delivery, at: Arrived) -> Result<()> {
        let post_id = letter.post_id;
        if self.was_anew(post_id) {
            // Its tags, and what changed meanwhile, come with an edit.
            return match tenders::place_card(tx, post_id, at.message_id).await? {
                Some(tender_id) => refresh(tx, tender_id).await,
                None => Ok(()),
            };
        }
        let mut cards = self.cards();
        let known = cards.entry(post_id).or_default();
        known.edited = Some(tx.now());
        known.tags = Some(std::mem::take(&mut known.composed));
        Ok(())
    }

    async fn name(&self, letter: &CardEdit, _: i64) -> Result<Text> {
        let named = self.named(letter.post_id).await?;
        Ok(named.map_or_else(Text::default, |(reference, region)| {
            text!("dossiers-stuck-card", reference, region)
        }))
    }

    async fn explain(&self, letter: &CardEdit, refused: &Refused) -> Result<Option<(Text, Text)>> {
        self.explained(letter.post_id, refused).await
    }

    async fn refused(&self, tx: &Tx, letter: &CardEdit, code: i64) -> Result<Remedy> {
        match code {
            UNKNOWN_TAG => without_tag(tx, letter.post_id).await,
            TAG_DEMANDED => {
                // The card stands; its post keeps the tag that it has.
                let mut cards = self.cards();
                let known = cards.entry(letter.post_id).or_default();
                known.tags = Some(known.composed.clone());
                Ok(Remedy::Again(tx.now()))
            }
            code => lost(tx, letter.post_id, code).await,
        }
    }
}

#[async_trait]
impl Compose<PostMessage> for Tenders {
    async fn compose(&self, letter: &PostMessage, _: &Delivery) -> Result<Composed> {
        self.notice(letter).await
    }

    async fn places(&self, letter: &PostMessage, _: &Delivery) -> Result<Vec<Place>> {
        let found = post_card(&self.reader, letter.post_id).await?;
        let thread = found.and_then(|found| found.post.thread_id);
        Ok(thread.into_iter().map(Place::Channel).collect())
    }

    async fn name(&self, letter: &PostMessage, _: i64) -> Result<Text> {
        let named = self.named(letter.post_id).await?;
        Ok(named.map_or_else(Text::default, |(reference, region)| {
            text!("dossiers-stuck-notice", reference, region)
        }))
    }

    async fn explain(
        &self,
        letter: &PostMessage,
        refused: &Refused,
    ) -> Result<Option<(Text, Text)>> {
        self.explained(letter.post_id, refused).await
    }

    async fn refused(&self, tx: &Tx, letter: &PostMessage, code: i64) -> Result<Remedy> {
        lost(tx, letter.post_id, code).await
    }
}

/// Somebody deleted the post, or the card in it: it is made again, once, and what belongs in it comes after.
async fn lost(tx: &Tx, post_id: PostId, code: i64) -> Result<Remedy> {
    Ok(match code {
        UNKNOWN_CHANNEL => match tenders::post_lost(tx, post_id).await? {
            Lost::Anew => Remedy::Behind(tx.outgoing(&NewPost { post_id })?),
            Lost::Already => Remedy::Again(tx.now()),
            Lost::Over => over(),
        },
        UNKNOWN_MESSAGE => match tenders::card_lost(tx, post_id).await? {
            true => Remedy::Again(tx.now()),
            false => over(),
        },
        _ => Remedy::Nobody,
    })
}

/// Somebody took the tag away from the forum that the post was to carry: it goes without.
async fn without_tag(tx: &Tx, post_id: PostId) -> Result<Remedy> {
    let Some(found) = post_card(tx, post_id).await? else {
        return Ok(Remedy::Nobody);
    };
    let forum_id = found.post.forum_id;
    let forum = forums::service::by_id(tx, forum_id).await?;
    let mut forgotten = false;
    for tag in tags(forum.as_ref(), found.card.tender.stage) {
        forgotten |= forums::service::forget_tag(tx, forum_id, tag).await?;
    }
    Ok(match forgotten {
        true => Remedy::Again(tx.now()),
        false => Remedy::Nobody,
    })
}

fn no_post() -> Composed {
    Composed::Nothing("the post is not there".to_owned())
}

fn over() -> Remedy {
    Remedy::Moot("the post was deleted, and the tender is over".to_owned())
}

/// Whether a forum is a text channel, where threads serve as posts.
fn threads(forum: Option<&Forum>) -> bool {
    forum.is_some_and(|it| it.threads)
}

/// The tags of a post in a forum.
fn tags(forum: Option<&Forum>, stage: Stage) -> Vec<i64> {
    forum.map_or_else(Vec::new, |it| it.tags_of(stage))
}

/// The language of what is posted in a forum.
fn lang(forum: Option<&Forum>) -> Lang {
    forum.map_or(Lang::default(), |it| it.language)
}

impl Tenders {
    fn cards(&self) -> MutexGuard<'_, HashMap<PostId, Known>> {
        // Nothing in here is left half-changed by a panic.
        self.cards.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn was_anew(&self, post_id: PostId) -> bool {
        let mut cards = self.cards();
        std::mem::take(&mut cards.entry(post_id).or_default().anew)
    }

    /// The card of a post that is there, as it is now.
    async fn edit(&self, found: PostCard) -> Result<Composed> {
        let post = &found.post;
        let forum = self.forum(post.forum_id).await?;
        let message =
            cards::card(&found.card, lang(forum.as_ref())).into_message(Mentions::default());
        // Where threads serve, the card is the message in the channel from which the thread began.
        let channel_id = match post.thread_id {
            Some(thread_id) if !threads(forum.as_ref()) => thread_id,
            _ => post.channel_id,
        };
        let tags = tags(forum.as_ref(), found.card.tender.stage);
        let mut cards = self.cards();
        let known = cards.entry(post.id).or_default();
        let Some(message_id) = post.message_id else {
            known.anew = true;
            return Ok(Composed::Anew {
                channel_id,
                message,
            });
        };
        if let Some(edited) = known.edited
            && edited + BETWEEN_EDITS > self.clock.now()
        {
            return Ok(Composed::NotYet(edited + BETWEEN_EDITS));
        }
        known.composed.clone_from(&tags);
        let same = known.tags.as_ref() == Some(&tags);
        // Where there is no tag of the stage, that of the stage before is taken away.
        let any = forum.as_ref().is_some_and(|it| !it.tags.is_empty());
        let thread = ThreadChange {
            tags: (any && !same).then_some(tags),
            ..ThreadChange::default()
        };
        Ok(Composed::Edit {
            channel_id,
            message_id,
            message,
            thread,
        })
    }

    /// Reference and region of the tender whose post it is, as they are shown.
    async fn named(&self, post_id: PostId) -> Result<Option<(String, String)>> {
        let found = post_card(&self.reader, post_id).await?;
        Ok(found.map(|found| {
            let reference = escape::line(found.card.tender.reference.as_str());
            (reference, escape::line(&found.post.region))
        }))
    }

    /// Why nothing goes into a post, and what would help: where it is the region's forum, which.
    async fn explained(&self, post_id: PostId, refused: &Refused) -> Result<Option<(Text, Text)>> {
        let Some((_, region)) = self.named(post_id).await? else {
            return Ok(None);
        };
        Ok(match refused.kind() {
            Kind::NeedsSomebody(Lack::Permission) => Some((
                text!("dossiers-why-permission", region = region.as_str()),
                text!("dossiers-cure-permission"),
            )),
            Kind::NeedsSomebody(Lack::Channel) => Some((
                text!("dossiers-why-channel", region = region.as_str()),
                text!("dossiers-cure-channel", region),
            )),
            Kind::NeedsSomebody(Lack::Tag) => Some((
                text!("dossiers-why-tag-demanded", region = region.as_str()),
                text!("dossiers-cure-tag-demanded"),
            )),
            _ => None,
        })
    }

    async fn forum(&self, forum_id: ForumId) -> Result<Option<Forum>> {
        forums::service::by_id(&self.reader, forum_id).await
    }

    async fn notice(&self, letter: &PostMessage) -> Result<Composed> {
        let Some(found) = post_card(&self.reader, letter.post_id).await? else {
            return Ok(no_post());
        };
        let Some(channel_id) = found.post.thread_id else {
            return Ok(Composed::Nothing("the post could not be made".to_owned()));
        };
        let card = &found.card;
        let said = &letter.said;
        if !self.is_so(&card.tender, said).await? {
            return Ok(Composed::Nothing("outdated".to_owned()));
        }
        let about = match said {
            Said::Asked { authority_id }
            | Said::Admitted { authority_id }
            | Said::Amended { authority_id, .. }
            | Said::Objected { authority_id, .. } => {
                authorities::service::by_id(&self.reader, *authority_id).await?
            }
            Said::LeadPassedOn { from, .. } => {
                authorities::service::by_id(&self.reader, *from).await?
            }
            Said::Chase
            | Said::ToConfirm { .. }
            | Said::Headroom { .. }
            | Said::LotRemoved { .. }
            | Said::Corrected(_)
            | Said::News(_) => None,
        };
        let about = about.as_ref().map(Who::from);
        let left_out = match said {
            Said::News(News::NotAwarded { lot_id, .. }) => {
                let lot = card.lots.iter().find(|lot| lot.id == *lot_id);
                lot.and_then(|lot| Some((lot.title.clone(), lot.no_award?)))
            }
            _ => None,
        };
        let won = match said {
            Said::News(News::Awarded { lot_id, .. }) => {
                let lot = card.lots.iter().find(|lot| lot.id == *lot_id);
                let award = card.awards.iter().find(|award| award.lot_id == *lot_id);
                let won = lot.zip(award);
                won.map(|(lot, award)| (lot.title.clone(), award.supplier.clone()))
            }
            _ => None,
        };
        let varied = match said {
            Said::News(News::Varied { variation_id, .. }) => {
                let mut all = card.variations.iter();
                all.find(|it| it.variation.id == *variation_id)
            }
            _ => None,
        };
        let headroom = match said {
            Said::Headroom { lot_id, percent } => self.headroom(card, *lot_id, *percent).await?,
            _ => None,
        };
        let amendment = match said {
            Said::Amended { amendment_id, .. } => {
                tenders::amendment(&self.reader, *amendment_id).await?
            }
            _ => None,
        };
        let mut concerned = Vec::new();
        for who in self.concerned(said, &found, about.as_ref()).await? {
            let now = self.clock.now();
            let officers = authorities::service::officers_here(&self.reader, who.id, now).await?;
            concerned.push((who, officers));
        }
        let forum = self.forum(found.post.forum_id).await?;
        let words = Words {
            tender: &card.tender,
            said,
            concerned,
            lead: Some(&card.lead),
            about,
            won,
            headroom,
            left_out,
            varied,
            amendment,
        };
        let message = wording::notice(&words, lang(forum.as_ref()));
        Ok(match message {
            Some(message) => Composed::Send {
                channel_id,
                message,
            },
            None => Composed::Nothing("nothing is to be said any more".to_owned()),
        })
    }

    /// How a lot's ceiling stands, and its title; without figures where the total is not everybody's to see.
    async fn headroom(
        &self,
        card: &Card,
        lot_id: LotId,
        percent: u8,
    ) -> Result<Option<(String, Option<Headroom>)>> {
        let lot = card.lots.iter().find(|lot| lot.id == lot_id);
        let award = card.awards.iter().find(|award| award.lot_id == lot_id);
        let (Some(lot), Some(award)) = (lot, award) else {
            return Ok(None);
        };
        let headroom = match card.called_off.contains_key(&lot_id) {
            true => {
                let now = self.clock.now();
                let found = calloffs::headroom(&self.reader, &card.tender, award, now).await?;
                found.map(|it| Headroom { percent, ..it })
            }
            false => None,
        };
        Ok(Some((lot.title.clone(), headroom)))
    }

    /// Whether what is to be said is so now: the tender, or an authority in it, may have moved on.
    async fn is_so(&self, tender: &Tender, said: &Said) -> Result<bool> {
        let takes_part = async |authority_id: AuthorityId, part: Part| {
            let found = tenders::part_of(&self.reader, tender.id, authority_id).await?;
            Ok(found == Some(part) && !tender.stage.is_over())
        };
        match said {
            Said::Chase => Ok(tender.stage == Stage::Collecting),
            Said::Asked { authority_id } => takes_part(*authority_id, Part::Asked).await,
            Said::Admitted { authority_id } => takes_part(*authority_id, Part::Joined).await,
            Said::Amended { .. }
            | Said::Objected { .. }
            | Said::LotRemoved { .. }
            | Said::Corrected(_) => Ok(true),
            Said::ToConfirm { .. } => Ok(!tender.stage.is_over()),
            Said::LeadPassedOn { to, .. } => Ok(tender.lead_id == *to),
            Said::Headroom { .. } => Ok(tender.stage == Stage::CallOff),
            Said::News(news) => Ok(news.is_told_at(tender.stage)),
        }
    }

    /// Which of these are told in this post: those of its region, and in the first those whose region has none.
    async fn told_in(&self, found: &PostCard, ids: &[AuthorityId]) -> Result<Vec<Who>> {
        let posts = &found.card.posts;
        let mut told = Vec::new();
        for id in ids {
            let who = authorities::service::by_id(&self.reader, *id).await?;
            let Some(who) = who.as_ref().map(Who::from) else {
                continue;
            };
            let there = |post: &&tenders::Post| rules::same_name(&post.region, &who.region);
            let place = posts.iter().find(there).or(posts.first());
            if place.is_some_and(|post| post.id == found.post.id) {
                told.push(who);
            }
        }
        Ok(told)
    }

    /// The lead, in the post of its own region; where it has none there, in the first.
    fn lead_at_home(found: &PostCard) -> Vec<Who> {
        let card = &found.card;
        let at_home = |post: &&Post| rules::same_name(&post.region, &card.lead.region);
        let home = card.posts.iter().find(at_home).or(card.posts.first());
        match home.is_some_and(|home| home.id == found.post.id) {
            true => vec![card.lead.clone()],
            false => Vec::new(),
        }
    }

    /// Whom a notice mentions in this post (design, section 2): those alone that it concerns, each in its own region.
    async fn concerned(
        &self,
        said: &Said,
        found: &PostCard,
        about: Option<&Who>,
    ) -> Result<Vec<Who>> {
        let card = &found.card;
        let here = |who: &Who| rules::same_name(&who.region, &found.post.region);
        Ok(match said {
            Said::Chase => {
                let mut missing = tenders::outstanding(&self.reader, &card.tender).await?;
                missing.retain(here);
                missing
            }
            Said::ToConfirm { .. } => {
                let mut open = requirements::to_confirm(&self.reader, &card.tender).await?;
                open.retain(here);
                open
            }
            Said::Asked { .. } | Said::Objected { .. } => vec![card.lead.clone()],
            Said::Headroom { lot_id, .. } => {
                let (tender, now) = (&card.tender, self.clock.now());
                let needy = calloffs::still_need(&self.reader, tender, *lot_id, now).await?;
                let answers = card.answers.iter().map(|answer| &answer.who);
                let others =
                    answers.filter(|who| who.id != card.lead.id && needy.contains(&who.id));
                let mut all = vec![card.lead.clone()];
                all.extend(others.cloned());
                all.retain(here);
                all
            }
            Said::News(News::Collected { early: true, .. }) => {
                // Those whom it cut off: they had not answered.
                let missing = card.answers.iter().filter(|it| it.state.is_outstanding());
                let missing = missing.map(|it| &it.who);
                let cut_off = missing.filter(|who| who.id != card.lead.id && here(who));
                let mut all = Self::lead_at_home(found);
                all.extend(cut_off.cloned());
                all
            }
            Said::News(News::Collected { .. } | News::Renewal) => Self::lead_at_home(found),
            // The lead did it itself.
            Said::LotRemoved { authorities, .. } => {
                let mut told = self.told_in(found, authorities).await?;
                told.retain(|who| who.id != card.lead.id);
                told
            }
            Said::Corrected(it) => {
                let mut told = self.told_in(found, &it.told).await?;
                told.retain(|who| who.id != card.lead.id);
                told
            }
            Said::LeadPassedOn { from, to, .. } => self.told_in(found, &[*from, *to]).await?,
            Said::Admitted { .. } | Said::Amended { .. } => about.cloned().into_iter().collect(),
            Said::News(News::Started | News::Ended | News::Varied { .. }) => {
                let takes_part =
                    |answer: &&tenders::Respondent| answer.joined() && here(&answer.who);
                let parts = card.answers.iter().filter(takes_part);
                parts.map(|answer| answer.who.clone()).collect()
            }
            Said::News(_) => Vec::new(),
        })
    }
}
