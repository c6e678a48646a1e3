//! Rows of `server`, in and out.

use chrono::{DateTime, Utc};
use entity::server;
use sea_orm::{EntityTrait, QueryOrder, QuerySelect};

use super::rules::Settings;
use crate::ledger::{Db, Fault, Remembered, Result, Tx};
use crate::words::Lang;

/// The settings of a server, if it is set up.
pub async fn find(db: &impl Db, guild_id: i64) -> Result<Option<Settings>> {
    db.known(Of(guild_id)).await
}

/// A server's settings.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Of(i64);

impl Remembered for Of {
    type Value = Option<Settings>;

    async fn read(&self, db: &impl Db) -> Result<Self::Value> {
        let row = server::Entity::find_by_id(self.0).one(db.conn()).await?;
        row.map(read).transpose()
    }
}

/// The servers that are set up.
pub async fn known(db: &impl Db) -> Result<Vec<i64>> {
    Ok(server::Entity::find()
        .select_only()
        .column(server::Column::GuildId)
        .order_by_asc(server::Column::GuildId)
        .into_tuple()
        .all(db.conn())
        .await?)
}

/// Keeps the settings, whether the server had some or not.
pub async fn save(tx: &Tx, settings: &Settings, now: DateTime<Utc>) -> Result<()> {
    tx.save(server::Model {
        guild_id: settings.guild_id,
        time_zone: settings.time_zone.name().to_owned(),
        nation: settings.regime,
        language: settings.language.code().to_owned(),
        registrar_role: settings.registrar_role,
        registrar_channel: settings.registrar_channel,
        category: settings.category,
        set_up_at: now,
    })
    .await
}

fn read(row: server::Model) -> Result<Settings> {
    let wrong = |what: &str| Fault::new(format!("server {}: {what}", row.guild_id));
    Ok(Settings {
        guild_id: row.guild_id,
        time_zone: row.time_zone.parse().map_err(|_| wrong("time_zone"))?,
        regime: row.nation,
        language: Lang::of_code(&row.language).ok_or_else(|| wrong("language"))?,
        registrar_role: row.registrar_role,
        registrar_channel: row.registrar_channel,
        category: row.category,
    })
}
