//! Use cases of webhooks: add, list, remove, test; and what is queued when something happens.

use futures::FutureExt;

use super::letters::{Content, WebhookPost};
use super::rules::{self, Service, Topics};
use super::{facts, store};
use crate::forums::service as forums;
use crate::ledger::{About, Cause, Db, Ledger, Result, Tx};
use crate::servers::service as servers;
use crate::values::{Actor, ForumId, Refusal, WebhookId};
use crate::words::text;

pub use super::facts::Done;
pub use super::store::Webhook;

/// A webhook to add, as it was typed.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Add {
    /// The row of the region's forum.
    pub forum_id: ForumId,
    /// What is there.
    pub service: Option<Service>,
    /// What goes there.
    pub topics: Option<Topics>,
    /// What it is to be called.
    pub name: String,
    /// Where it is.
    pub address: String,
    /// The key.
    pub secret: Option<String>,
    /// Whether addresses that are not on the public internet may be.
    pub private_networks: bool,
}

/// A webhook as it is listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The webhook.
    pub webhook: Webhook,
    /// The region.
    pub region: String,
}

async fn done(db: &impl Db, it: &Webhook) -> Result<Done> {
    let forum = forums::by_id(db, it.forum_id).await?;
    Ok(Done {
        name: it.name.clone(),
        region: forum.map(|forum| forum.region).unwrap_or_default(),
        service: it.service,
        topics: it.topics,
        host: it.host().to_owned(),
    })
}

/// Refuses anybody who may not add webhooks, before the form is shown; gives the region's forum.
///
/// # Errors
/// Refused to those who aren't registrars, and for a region without a forum.
pub async fn may_add(db: &impl Db, actor: &Actor, region: &str) -> Result<forums::Forum> {
    servers::require_registrar(db, actor).await?;
    forums::find(db, actor.guild_id, region).await
}

/// Adds a webhook; it is told at once that it is one, so that whoever adds it sees whether it works.
///
/// # Errors
/// Refused to those who aren't registrars, for a name that is taken, and for what [`rules`] refuses.
pub async fn add(ledger: &Ledger, actor: &Actor, request: Add) -> Result<Done> {
    let actor = actor.clone();
    ledger
        .write(Cause::by(&actor), move |tx| {
            async move {
                servers::require_registrar(tx, &actor).await?;
                let forum = forums::by_id(tx, request.forum_id).await?;
                let forum = forum.filter(|forum| forum.guild_id == actor.guild_id);
                let gone =
                    || Refusal::new(text!("webhooks-no-forum"), text!("webhooks-no-forum-help"));
                let forum = forum.ok_or_else(gone)?;
                let old = || {
                    Refusal::new(
                        text!("webhooks-form-too-old"),
                        text!("webhooks-form-too-old-help"),
                    )
                };
                let service = request.service.ok_or_else(old)?;
                let topics = request.topics.ok_or_else(old)?;
                let name = rules::name(&request.name)?;
                let address = rules::address(service, &request.address, request.private_networks)?;
                let secret = rules::secret(service, request.secret.as_deref())?;
                let all = store::all(tx, actor.guild_id).await?;
                if named(&all, &name).is_some() {
                    return Err(Refusal::new(
                        text!("webhooks-name-taken", name),
                        text!("webhooks-name-taken-help"),
                    )
                    .into());
                }
                if all.len() >= rules::MOST {
                    return Err(Refusal::new(
                        text!("webhooks-too-many", webhooks = all.len()),
                        text!("webhooks-too-many-help"),
                    )
                    .into());
                }
                let new = Webhook {
                    id: WebhookId(0),
                    guild_id: actor.guild_id,
                    forum_id: forum.id,
                    name,
                    service,
                    topics,
                    address,
                    secret,
                    created_by: actor.user_id,
                    created_at: tx.now(),
                    last_sent_at: None,
                };
                let kept = store::insert(tx, &new).await?;
                let done = done(tx, &kept).await?;
                tx.tell(&facts::Added::of(About::SERVER, done.clone()))
                    .await?;
                queue_test(tx, kept.id).await?;
                Ok(done)
            }
            .boxed()
        })
        .await
}

fn named<'a>(all: &'a [Webhook], name: &str) -> Option<&'a Webhook> {
    let wanted = name.trim().to_lowercase();
    all.iter().find(|it| it.name.to_lowercase() == wanted)
}

async fn find(db: &impl Db, guild_id: i64, name: &str) -> Result<Webhook> {
    let all = store::all(db, guild_id).await?;
    Ok(named(&all, name).cloned().ok_or_else(|| {
        let name: String = name.trim().chars().take(rules::NAME_MAX).collect();
        Refusal::new(
            text!("webhooks-unknown", name),
            text!("webhooks-unknown-help"),
        )
    })?)
}

/// The server's webhooks, by name.
///
/// # Errors
/// Refused to those who aren't registrars.
pub async fn list(db: &impl Db, actor: &Actor) -> Result<Vec<Listed>> {
    servers::require_registrar(db, actor).await?;
    let forums = forums::list(db, actor.guild_id).await?;
    let all = store::all(db, actor.guild_id).await?;
    let listed = |webhook: Webhook| {
        let forum = forums.iter().find(|it| it.id == webhook.forum_id);
        Listed {
            region: forum.map(|it| it.region.clone()).unwrap_or_default(),
            webhook,
        }
    };
    Ok(all.into_iter().map(listed).collect())
}

/// Takes a webhook away; what still waits for it is not sent.
///
/// # Errors
/// Refused to those who aren't registrars, and where there is none of that name.
pub async fn remove(ledger: &Ledger, actor: &Actor, name: String) -> Result<Done> {
    let actor = actor.clone();
    ledger
        .write(Cause::by(&actor), move |tx| {
            async move {
                servers::require_registrar(tx, &actor).await?;
                let found = find(tx, actor.guild_id, &name).await?;
                let done = done(tx, &found).await?;
                store::remove(tx, &found).await?;
                tx.tell(&facts::Removed::of(About::SERVER, done.clone()))
                    .await?;
                Ok(done)
            }
            .boxed()
        })
        .await
}

/// Queues a message that says nothing but that it arrives.
///
/// # Errors
/// Refused to those who aren't registrars, and where there is none of that name.
pub async fn test(ledger: &Ledger, actor: &Actor, name: String) -> Result<Done> {
    let actor = actor.clone();
    ledger
        .write(Cause::by(&actor), move |tx| {
            async move {
                servers::require_registrar(tx, &actor).await?;
                let found = find(tx, actor.guild_id, &name).await?;
                queue_test(tx, found.id).await?;
                done(tx, &found).await
            }
            .boxed()
        })
        .await
}

/// Queues a message that says nothing but that it arrives.
async fn queue_test(tx: &Tx, webhook_id: WebhookId) -> Result<()> {
    let about = Content::Test;
    tx.send(&WebhookPost { webhook_id, about }).await
}

/// A webhook, for whoever composes what goes there; none: it was removed.
pub(super) async fn by_id(db: &impl Db, id: WebhookId) -> Result<Option<Webhook>> {
    store::by_id(db, id).await
}

/// Notes that something arrived there.
pub(super) async fn sent(tx: &Tx, id: WebhookId) -> Result<()> {
    store::sent(tx, id, tx.now()).await
}
