//! Composes what goes to a webhook, when it is sent.

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::bulletin::{Bulletin, Section};
use super::formats::{self, Number};
use super::letters::{Content, WebhookPost};
use super::milestones::milestone;
use super::post::{Outside, not_for_ever, told_of};
use super::rules::{self, Service};
use super::service::{self, Webhook};
use crate::clock::SharedClock;
use crate::delivery::wire::Failure;
use crate::delivery::{Arrived, Compose, Composed, Composers, Delivery, Elsewhere, Refused};
use crate::digests::wording::{self, Plain};
use crate::discord::{escape, limits};
use crate::ledger::{Ledger, Reader, Result, Tx};
use crate::schedule::is_late;
use crate::values::time_zone;
use crate::words::{Lang, Text, say, text};
use crate::{digests, dossiers, forums, servers, tenders};

/// How long a tender's post is waited for that is not there yet, and how often it is looked for meanwhile.
const PATIENCE: TimeDelta = TimeDelta::minutes(1);
const SOON: TimeDelta = TimeDelta::seconds(2);
/// How long a line of a digest may be.
const LINE: usize = 900;

/// Who composes what goes to webhooks, over this way.
pub fn composers(ledger: &Ledger, clock: &SharedClock, outside: &Outside) -> Composers {
    Composers::default().and::<WebhookPost>(Arc::new(Webhooks {
        reader: ledger.reader(),
        clock: clock.clone(),
        outside: outside.clone(),
    }))
}

struct Webhooks {
    reader: Reader,
    clock: SharedClock,
    outside: Outside,
}

#[async_trait]
impl Compose<WebhookPost> for Webhooks {
    async fn explain(&self, _: &WebhookPost, refused: &Refused) -> Result<Option<(Text, Text)>> {
        let why = Text::verbatim(escape::line(&refused.message));
        Ok(Some((why, text!("webhooks-failed-help"))))
    }

    async fn compose(&self, letter: &WebhookPost, delivery: &Delivery) -> Result<Composed> {
        let Some(webhook) = service::by_id(&self.reader, letter.webhook_id).await? else {
            return Ok(Composed::Nothing("the webhook was removed".to_owned()));
        };
        let mut told = match self.told(&letter.about, delivery.due_at, &webhook).await? {
            Some(told) => told,
            None => return Ok(Composed::Nothing("there is nothing to say".to_owned())),
        };
        let now = self.clock.now();
        if told.link.is_none() && now < delivery.created_at + PATIENCE {
            return Ok(Composed::NotYet(now + SOON));
        }
        let mut notes = Vec::new();
        if is_late(delivery.due_at, now) {
            let tz = self.zone(delivery.guild_id).await?;
            let at = time_zone::told(delivery.due_at, tz);
            notes.push(text!("webhooks-late", at));
        }
        // Discourse can be asked, and whoever takes signed JSON knows the message by its id.
        if delivery.unknown && !matches!(webhook.service, Service::Discourse | Service::Json) {
            notes.push(text!("webhooks-sent-again"));
        }
        told.note = Some(Text::sentences(notes).say(told.lang)).filter(|note| !note.is_empty());
        let settings = servers::service::settings(&self.reader, delivery.guild_id).await?;
        Ok(Composed::Elsewhere(Arc::new(OnItsWay {
            outside: self.outside.clone(),
            clock: self.clock.clone(),
            webhook,
            told,
            attempts: delivery.attempts,
            lang: settings.language,
            number: number(delivery),
        })))
    }

    async fn sent(&self, tx: &Tx, letter: &WebhookPost, _: &Delivery, _: Arrived) -> Result<()> {
        service::sent(tx, letter.webhook_id).await
    }
}

/// What it is told apart by, outside.
fn number(delivery: &Delivery) -> Number {
    match delivery.number().key {
        Some(key) => Number {
            delivery: i64::from(key),
            queued: delivery.due_at.timestamp(),
        },
        None => Number {
            delivery: delivery.id,
            queued: delivery.created_at.timestamp(),
        },
    }
}

impl Webhooks {
    async fn zone(&self, guild_id: i64) -> Result<Tz> {
        let settings = servers::service::settings(&self.reader, guild_id).await?;
        Ok(settings.time_zone)
    }

    async fn told(
        &self,
        about: &Content,
        due_at: DateTime<Utc>,
        webhook: &Webhook,
    ) -> Result<Option<Bulletin>> {
        let forum = forums::service::by_id(&self.reader, webhook.forum_id).await?;
        let Some(forum) = forum else {
            return Ok(None);
        };
        let link = |channel: i64| {
            let guild = webhook.guild_id;
            Some(format!("https://discord.com/channels/{guild}/{channel}"))
        };
        let lang = forum.language;
        let told = Bulletin {
            lang,
            at: due_at,
            region: forum.region.clone(),
            link: link(forum.channel_id),
            ..Bulletin::default()
        };
        let tz = self.zone(webhook.guild_id).await?;
        match about {
            Content::Test => Ok(Some(Bulletin {
                event: "test".to_owned(),
                title: say!(
                    lang,
                    "webhooks-test",
                    topics = rules::topics_label(webhook.topics)
                ),
                sections: vec![Section::of(vec![say!(
                    lang,
                    "webhooks-test-why",
                    name = &webhook.name,
                    region = &forum.region
                )])],
                ..told
            })),
            Content::Digest { since } => {
                let now = self.clock.now();
                let digest =
                    digests::service::gather_since(&self.reader, forum.id, *since, now).await?;
                if digest.is_empty() {
                    return Ok(None);
                }
                let plain = Plain(tz);
                let section = |it: &digests::rules::Section| Section {
                    heading: Some(wording::heading(it.heading).say(lang)),
                    lines: it
                        .lines
                        .iter()
                        .map(|line| limits::cut(&wording::line(&plain, line, lang), LINE))
                        .collect(),
                };
                Ok(Some(Bulletin {
                    event: "digest".to_owned(),
                    title: digests::cards::title(&digest),
                    sections: digest.sections.iter().map(section).collect(),
                    ..told
                }))
            }
            Content::News { tender_id, news } => {
                let tender = tenders::service::by_id(&self.reader, webhook.guild_id, *tender_id);
                let tender = tender.await?;
                let card = dossiers::service::card(&self.reader, &tender).await?;
                let post = card.posts.iter().find(|post| post.forum_id == forum.id);
                // A post that is being made is waited for: the link leads there.
                let link = match post.map(|post| post.thread_id) {
                    Some(thread) => thread.and_then(link),
                    None => told.link.clone(),
                };
                let said = milestone(&card, news, tz, lang);
                Ok(said.map(|(title, sections)| Bulletin {
                    event: format!("tender.{}", news.name()),
                    reference: Some(card.tender.reference.to_string()),
                    title,
                    sections,
                    link,
                    ..told
                }))
            }
        }
    }
}

/// Something told, on its way to a webhook.
struct OnItsWay {
    outside: Outside,
    clock: SharedClock,
    webhook: Webhook,
    told: Bulletin,
    number: Number,
    attempts: i32,
    /// That of the registrars, who are told why it can't be sent.
    lang: Lang,
}

impl fmt::Debug for OnItsWay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} for {:?}", self.told.event, self.webhook)
    }
}

impl OnItsWay {
    fn request(&self) -> formats::Request {
        formats::request(
            self.webhook.service,
            &self.webhook.address,
            self.webhook.secret.as_deref(),
            &self.told,
            self.number,
            self.clock.now().timestamp(),
        )
    }

    fn failed(&self, failure: Failure) -> Failure {
        told_of(
            &self.webhook.name,
            not_for_ever(self.attempts, failure, self.lang),
        )
    }
}

#[async_trait]
impl Elsewhere for OnItsWay {
    async fn send(&self) -> std::result::Result<(), Failure> {
        let request = self.request();
        let sent = self
            .outside
            .post(self.webhook.service, &request, &self.told, self.lang)
            .await;
        sent.map_err(|failure| self.failed(failure))
    }

    async fn is_there(&self) -> std::result::Result<bool, Failure> {
        if self.webhook.service != Service::Discourse {
            return Ok(false);
        }
        let (request, address) = (self.request(), &self.webhook.address);
        let found = self
            .outside
            .is_there(&request, self.number, address, self.lang)
            .await;
        found.map_err(|failure| self.failed(failure))
    }
}
