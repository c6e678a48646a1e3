//! Rows of `forum`, in and out.

use std::collections::BTreeMap;

use entity::forum;
use sea_orm::{EntityTrait, QueryOrder};

use super::rules::Forum;
use crate::database::rows::{with, with_any};
use crate::ledger::{Db, Fault, Result, Tx};
use crate::values::{ForumId, Recurrence};
use crate::words::Lang;

/// Every forum of a server, by region.
pub async fn all(db: &impl Db, guild_id: i64) -> Result<Vec<Forum>> {
    let rows = with::<forum::Entity>(db, forum::Column::GuildId, guild_id).await?;
    let mut forums = rows.iter().map(read).collect::<Result<Vec<Forum>>>()?;
    forums.sort_by(|a, b| a.region.cmp(&b.region));
    Ok(forums)
}

/// Every forum of every server.
pub async fn everywhere(db: &impl Db) -> Result<Vec<Forum>> {
    let rows = forum::Entity::find()
        .order_by_asc(forum::Column::Id)
        .all(db.conn())
        .await?;
    rows.iter().map(read).collect()
}

/// One forum.
pub async fn by_id(db: &impl Db, id: ForumId) -> Result<Option<Forum>> {
    let rows = with::<forum::Entity>(db, forum::Column::Id, id).await?;
    rows.first().map(read).transpose()
}

/// The forums of these rows.
pub async fn by_ids(db: &impl Db, ids: impl IntoIterator<Item = ForumId>) -> Result<Vec<Forum>> {
    let rows = with_any::<forum::Entity>(db, forum::Column::Id, ids).await?;
    rows.iter().map(read).collect()
}

/// Adds a forum, or changes the one with its row; a row of 0 is new.
pub async fn save(tx: &Tx, forum: &Forum) -> Result<Forum> {
    let row = forum::Model {
        id: forum.id,
        guild_id: forum.guild_id,
        region: forum.region.clone(),
        channel_id: forum.channel_id,
        threads: forum.threads,
        language: forum.language.code().to_owned(),
        tags: serde_json::to_string(&forum.tags)?,
        digest: forum.digest.as_ref().map(Recurrence::as_text),
        paused: forum.paused,
        last_digest_at: forum.last_digest_at,
    };
    if forum.id == ForumId(0) {
        return read(&tx.add(row).await?);
    }
    tx.save(row.clone()).await?;
    read(&row)
}

fn read(row: &forum::Model) -> Result<Forum> {
    let wrong = |what: &str| Fault::new(format!("forum {}: {what}", row.id));
    let tags: BTreeMap<String, i64> = serde_json::from_str(&row.tags).map_err(|_| wrong("tags"))?;
    let digest = row.digest.as_deref().map(Recurrence::kept).transpose();
    let digest = digest.map_err(|_| wrong("digest"))?;
    Ok(Forum {
        id: row.id,
        guild_id: row.guild_id,
        region: row.region.clone(),
        channel_id: row.channel_id,
        threads: row.threads,
        language: Lang::of_code(&row.language).ok_or_else(|| wrong("language"))?,
        tags,
        digest,
        paused: row.paused,
        last_digest_at: row.last_digest_at,
    })
}
