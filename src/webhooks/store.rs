//! Rows of `webhook`, in and out; no decisions. Neither the address nor the key leaves this room in anything that is
//! shown, logged or recorded.

use std::fmt;

use chrono::{DateTime, Utc};
use entity::webhook;
use reqwest::Url;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::rules::{Service, Topics};
use crate::database::rows::with_any;
use crate::ledger::{Db, Fault, Result, Tx};
use crate::values::{ForumId, WebhookId};

/// A webhook.
#[derive(Clone, PartialEq, Eq)]
pub struct Webhook {
    /// Row number.
    pub id: WebhookId,
    /// The server.
    pub guild_id: i64,
    /// The forum of the region whose news go there.
    pub forum_id: ForumId,
    /// What it is called.
    pub name: String,
    /// What is there.
    pub service: Service,
    /// What goes there.
    pub topics: Topics,
    /// Where it is.
    pub(super) address: Url,
    /// The key with which messages are signed or posted.
    pub(super) secret: Option<String>,
    /// Who added it.
    pub created_by: i64,
    /// When.
    pub created_at: DateTime<Utc>,
    /// When something arrived there last.
    pub last_sent_at: Option<DateTime<Utc>>,
}

impl fmt::Debug for Webhook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "webhook {} {}", self.id, self.name)
    }
}

impl Webhook {
    /// The machine that it is on: all of its address that may be shown.
    pub fn host(&self) -> &str {
        self.address.host_str().unwrap_or_default()
    }
}

fn read(row: webhook::Model) -> Result<Webhook> {
    let wrong = |what: &str| Fault::new(format!("webhook {}: {what}", row.id));
    Ok(Webhook {
        id: row.id,
        guild_id: row.guild_id,
        forum_id: row.forum_id,
        service: row.service.parse().map_err(|()| wrong("service"))?,
        topics: row.topics.parse().map_err(|()| wrong("topics"))?,
        address: Url::parse(&row.address).map_err(|_| wrong("address"))?,
        name: row.name,
        secret: row.secret,
        created_by: row.created_by,
        created_at: row.created_at,
        last_sent_at: row.last_sent_at,
    })
}

/// Adds one; its id is ignored, the one it got is in what comes back.
pub(super) async fn insert(tx: &Tx, new: &Webhook) -> Result<Webhook> {
    read(tx.add(row(new)).await?)
}

fn row(webhook: &Webhook) -> webhook::Model {
    webhook::Model {
        id: webhook.id,
        guild_id: webhook.guild_id,
        forum_id: webhook.forum_id,
        name: webhook.name.clone(),
        service: webhook.service.to_string(),
        topics: webhook.topics.as_str().to_owned(),
        address: webhook.address.to_string(),
        secret: webhook.secret.clone(),
        created_by: webhook.created_by,
        created_at: webhook.created_at,
        last_sent_at: webhook.last_sent_at,
    }
}

/// A server's webhooks, by name.
pub(super) async fn all(db: &impl Db, guild_id: i64) -> Result<Vec<Webhook>> {
    let rows = webhook::Entity::find()
        .filter(webhook::Column::GuildId.eq(guild_id))
        .order_by_asc(webhook::Column::Name)
        .all(db.conn())
        .await?;
    rows.into_iter().map(read).collect()
}

/// Those of these forums, the oldest first.
pub(super) async fn of_forums(db: &impl Db, forum_ids: &[ForumId]) -> Result<Vec<Webhook>> {
    let of = webhook::Column::ForumId;
    let mut rows = with_any::<webhook::Entity>(db, of, forum_ids.iter().copied()).await?;
    rows.sort_by_key(|row| row.id);
    rows.into_iter().map(read).collect()
}

pub(super) async fn by_id(db: &impl Db, id: WebhookId) -> Result<Option<Webhook>> {
    let row = webhook::Entity::find_by_id(id).one(db.conn()).await?;
    row.map(read).transpose()
}

pub(super) async fn remove(tx: &Tx, webhook: &Webhook) -> Result<()> {
    tx.remove(row(webhook)).await
}

/// Notes that something arrived there: the record leaves that out.
pub(super) async fn sent(db: &impl Db, id: WebhookId, at: DateTime<Utc>) -> Result<()> {
    let row = webhook::ActiveModel {
        last_sent_at: Set(Some(at)),
        ..Default::default()
    };
    webhook::Entity::update_many()
        .set(row)
        .filter(webhook::Column::Id.eq(id))
        .exec(db.conn())
        .await?;
    Ok(())
}
