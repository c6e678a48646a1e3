//! Rows of `authority`, `mandate` and `officer`, in and out.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use entity::{authority, mandate, officer};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select,
};

use super::rules::{Authority, Ending, Mandate, Registration, Role, State};
use crate::database::rows::with;
use crate::ledger::{Db, Fault, Remembered, Result, Tx, Written};
use crate::values::{AuthorityId, MandateId};
use crate::words::Lang;

/// Every authority of a server, by short name.
pub async fn all(db: &impl Db, guild_id: i64) -> Result<Vec<Authority>> {
    Ok(db.known(All(guild_id)).await?.to_vec())
}

/// Those of a server that have ceased.
pub async fn ended(db: &impl Db, guild_id: i64) -> Result<Vec<Authority>> {
    let all = db.known(All(guild_id)).await?;
    Ok(all.iter().filter(|it| it.has_ended()).cloned().collect())
}

/// Every authority of a server.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct All(i64);

impl Remembered for All {
    type Value = Arc<Vec<Authority>>;

    async fn read(&self, db: &impl Db) -> Result<Self::Value> {
        let rows = authority::Entity::find()
            .filter(authority::Column::GuildId.eq(self.0))
            .all(db.conn())
            .await?;
        let mut all: Vec<Authority> = rows.into_iter().map(read).collect();
        // Not by the database: PostgreSQL sorts by the rules of its own language.
        all.sort_by(|a, b| a.short_name.cmp(&b.short_name));
        Ok(all.into())
    }

    fn after(&self, value: &mut Self::Value, row: &Written) -> bool {
        let Some(it) = row.of_type::<authority::Model>() else {
            return false;
        };
        let all = Arc::make_mut(value);
        all.retain(|other| other.id != it.id);
        if !row.is_removed() {
            let at = all.partition_point(|other| other.short_name < it.short_name);
            all.insert(at, read(it.clone()));
        }
        true
    }
}

/// Short names of these authorities.
pub async fn short_names(
    db: &impl Db,
    ids: &[AuthorityId],
) -> Result<HashMap<AuthorityId, String>> {
    let rows: Vec<(AuthorityId, String)> = authority::Entity::find()
        .select_only()
        .column(authority::Column::Id)
        .column(authority::Column::ShortName)
        .filter(authority::Column::Id.is_in(ids.iter().copied()))
        .into_tuple()
        .all(db.conn())
        .await?;
    Ok(rows.into_iter().collect())
}

/// One authority.
pub async fn by_id(db: &impl Db, id: AuthorityId) -> Result<Option<Authority>> {
    let rows = with::<authority::Entity>(db, authority::Column::Id, id).await?;
    Ok(rows.first().cloned().map(read))
}

/// Adds an authority under its short name.
pub async fn insert(
    tx: &Tx,
    guild_id: i64,
    registration: Registration,
    short_name: String,
    now: DateTime<Utc>,
) -> Result<Authority> {
    let row = authority::Model {
        id: AuthorityId(0),
        guild_id,
        name: registration.name,
        short_name,
        kind: registration.kind,
        region: registration.region,
        role_id: registration.role_id,
        address: registration.address,
        email: registration.email,
        identifier: registration.identifier,
        created_at: now,
        name_cy: registration.name_cy,
        former_names: None,
        ends_on: None,
        heirs: None,
        ended: false,
    };
    Ok(read(tx.add(row).await?))
}

/// Keeps an authority as it is to stand.
pub async fn update(tx: &Tx, authority: &Authority) -> Result<()> {
    let rows = with::<authority::Entity>(tx, authority::Column::Id, authority.id).await?;
    let gone = || Fault::new(format!("authority {} is not there", authority.id));
    let before = rows.first().cloned().ok_or_else(gone)?;
    let it = authority.clone();
    let former_names = match it.former_names[..] {
        [] => None,
        _ => Some(it.former_names.join("\n")),
    };
    tx.save(authority::Model {
        name: it.name,
        short_name: it.short_name,
        kind: it.kind,
        region: it.region,
        role_id: it.role_id,
        address: it.address,
        email: it.email,
        identifier: it.identifier,
        name_cy: it.name_cy,
        former_names,
        ends_on: it.ending.as_ref().map(|it| it.on),
        ended: it.ending.as_ref().is_some_and(|it| it.ended),
        heirs: it.ending.map(|it| it.heirs),
        ..before
    })
    .await
}

fn read(row: authority::Model) -> Authority {
    Authority {
        id: row.id,
        guild_id: row.guild_id,
        name: row.name,
        short_name: row.short_name,
        kind: row.kind,
        region: row.region,
        role_id: row.role_id,
        address: row.address,
        email: row.email,
        identifier: row.identifier,
        name_cy: row.name_cy,
        // Names have no line ends in them.
        former_names: row
            .former_names
            .iter()
            .flat_map(|it| it.lines())
            .map(str::to_owned)
            .collect(),
        ending: row.ends_on.zip(row.heirs).map(|(on, heirs)| Ending {
            on,
            heirs,
            ended: row.ended,
        }),
    }
}

/// A mandate as it is to be kept.
pub struct NewMandate {
    /// The authority.
    pub authority: Authority,
    /// The officer.
    pub user_id: i64,
    /// The officer's name.
    pub officer_name: String,
    /// What they may do.
    pub role: Role,
    /// How far it has come.
    pub state: State,
    /// What the officer said.
    pub reason: Option<String>,
    /// The registrar who decided.
    pub decided_by: Option<i64>,
}

/// Adds a mandate, or changes the one that this officer has for this authority; gives it as it stands then.
pub async fn save(
    tx: &Tx,
    before: Option<&Mandate>,
    new: NewMandate,
    now: DateTime<Utc>,
) -> Result<Mandate> {
    let row = mandate::Model {
        id: before.map_or(MandateId(0), |before| before.id),
        authority_id: new.authority.id,
        user_id: new.user_id,
        officer_name: new.officer_name,
        role: new.role,
        state: new.state,
        reason: new.reason,
        decided_by: new.decided_by,
        at: now,
    };
    let row = match before {
        Some(_) => {
            tx.save(row.clone()).await?;
            row
        }
        None => tx.add(row).await?,
    };
    Ok(mandate_for(row, new.authority))
}

/// One mandate.
pub async fn mandate_by_id(db: &impl Db, id: MandateId) -> Result<Option<Mandate>> {
    let found = mandates(db, mandate::Entity::find_by_id(id)).await?;
    Ok(found.into_iter().next())
}

/// Every mandate of an officer in a server, in any state, by the authority's short name.
pub async fn mandates_of(db: &impl Db, guild_id: i64, user_id: i64) -> Result<Vec<Mandate>> {
    let theirs = Of { guild_id, user_id };
    Ok(db.known(theirs).await?.to_vec())
}

/// An officer's mandates in a server.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Of {
    guild_id: i64,
    user_id: i64,
}

impl Remembered for Of {
    type Value = Arc<Vec<Mandate>>;

    async fn read(&self, db: &impl Db) -> Result<Self::Value> {
        let select = mandate::Entity::find()
            .filter(mandate::Column::UserId.eq(self.user_id))
            .filter(authority::Column::GuildId.eq(self.guild_id));
        let mut all = mandates(db, select).await?;
        all.sort_by(|a, b| a.authority.short_name.cmp(&b.authority.short_name));
        Ok(all.into())
    }

    fn after(&self, value: &mut Self::Value, row: &Written) -> bool {
        // Of the register, anything may matter; of mandates, those of this officer.
        let Some(it) = row.of_type::<mandate::Model>() else {
            return false;
        };
        if it.user_id != self.user_id {
            return true;
        }
        let known = Arc::make_mut(value).iter_mut().find(|own| own.id == it.id);
        match known {
            Some(own) if !row.is_removed() => {
                *own = mandate_for(it.clone(), own.authority.clone());
                true
            }
            _ => false,
        }
    }
}

/// Every mandate for an authority, in any state, by the officer's name.
pub async fn mandates_for(db: &impl Db, authority_id: AuthorityId) -> Result<Vec<Mandate>> {
    let select = mandate::Entity::find()
        .filter(mandate::Column::AuthorityId.eq(authority_id))
        .order_by_asc(mandate::Column::OfficerName)
        .order_by_asc(mandate::Column::Id);
    mandates(db, select).await
}

/// Every mandate in a server, in any state, by the authority's short name, then the officer's name.
pub async fn mandates_in(db: &impl Db, guild_id: i64) -> Result<Vec<Mandate>> {
    let select = mandate::Entity::find()
        .filter(authority::Column::GuildId.eq(guild_id))
        .order_by_asc(mandate::Column::OfficerName)
        .order_by_asc(mandate::Column::Id);
    let mut all = mandates(db, select).await?;
    all.sort_by(|a, b| a.authority.short_name.cmp(&b.authority.short_name));
    Ok(all)
}

async fn mandates(db: &impl Db, select: Select<mandate::Entity>) -> Result<Vec<Mandate>> {
    let rows = select
        .find_both_related(authority::Entity)
        .all(db.conn())
        .await?;
    Ok(rows.into_iter().map(read_mandate).collect())
}

fn read_mandate((row, authority): (mandate::Model, authority::Model)) -> Mandate {
    mandate_for(row, read(authority))
}

fn mandate_for(row: mandate::Model, authority: Authority) -> Mandate {
    Mandate {
        id: row.id,
        authority,
        user_id: row.user_id,
        role: row.role,
        state: row.state,
        officer_name: row.officer_name,
        reason: row.reason,
        decided_by: row.decided_by,
    }
}

/// Whether reminders come to an officer by direct message; not, until they say so.
pub async fn direct(db: &impl Db, user_id: i64) -> Result<bool> {
    let row = officer::Entity::find_by_id(user_id).one(db.conn()).await?;
    Ok(row.is_some_and(|row| row.direct))
}

/// Keeps whether reminders come by direct message.
pub async fn set_direct(db: &impl Db, user_id: i64, direct: bool) -> Result<()> {
    let row = officer::ActiveModel {
        direct: Set(direct),
        ..unsaid(user_id)
    };
    keep(db, row, officer::Column::Direct).await
}

/// The language that an officer has chosen, if they have.
pub async fn language(db: &impl Db, user_id: i64) -> Result<Option<Lang>> {
    let row = officer::Entity::find_by_id(user_id).one(db.conn()).await?;
    let Some(code) = row.and_then(|row| row.language) else {
        return Ok(None);
    };
    let wrong = || Fault::new(format!("officer {user_id}: language"));
    Ok(Some(Lang::of_code(&code).ok_or_else(wrong)?))
}

/// Keeps the language that an officer has chosen.
pub async fn set_language(db: &impl Db, user_id: i64, language: Lang) -> Result<()> {
    let row = officer::ActiveModel {
        language: Set(Some(language.code().to_owned())),
        ..unsaid(user_id)
    };
    keep(db, row, officer::Column::Language).await
}

/// The row of an officer who has chosen nothing.
fn unsaid(user_id: i64) -> officer::ActiveModel {
    officer::ActiveModel {
        user_id: Set(user_id),
        direct: Set(false),
        language: Set(None),
    }
}

/// Keeps a choice; the others stay as they are.
async fn keep(db: &impl Db, row: officer::ActiveModel, choice: officer::Column) -> Result<()> {
    let anew = OnConflict::column(officer::Column::UserId)
        .update_column(choice)
        .to_owned();
    officer::Entity::insert(row)
        .on_conflict(anew)
        .exec_without_returning(db.conn())
        .await?;
    Ok(())
}
