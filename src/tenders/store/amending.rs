//! What leads changed of others' answers: rows in and out.

use chrono::{DateTime, Utc};
use entity::amendment;
use sea_orm::EntityTrait;
use serde::{Deserialize, Serialize};

use crate::ledger::{Db, Result, Tx};
use crate::values::{AmendmentId, AuthorityId, TenderId};
use crate::words::{Text, text};

/// One thing that was changed: what it was and what it is, in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amended {
    /// What it is, such as a lot in a contract year.
    pub what: Text,
    /// What stood.
    pub was: Text,
    /// What stands now.
    pub is: Text,
}

impl Amended {
    /// In words: "House coal, every contract year: 310 tonnes → 290 tonnes".
    pub fn told(&self) -> Text {
        let (what, was, is) = (self.what.clone(), self.was.clone(), self.is.clone());
        text!("tenders-amend-change", what, was, is)
    }
}

/// What a lead changed of another authority's answer or order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amendment {
    /// Row number.
    pub id: AmendmentId,
    /// The tender.
    pub tender_id: TenderId,
    /// Whose answer or order it is.
    pub authority_id: AuthorityId,
    /// What was changed.
    pub changes: Vec<Amended>,
    /// Why.
    pub reason: String,
    /// The lead's officer.
    pub by_user: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// Who of the authority said that it isn't right, and when.
    pub objected: Option<(i64, DateTime<Utc>)>,
}

fn to_row(it: &Amendment) -> Result<amendment::Model> {
    let (objected_by, objected_at) = it.objected.unzip();
    Ok(amendment::Model {
        id: it.id,
        tender_id: it.tender_id,
        authority_id: it.authority_id,
        changes: serde_json::to_string(&it.changes)?,
        reason: it.reason.clone(),
        by_user: it.by_user,
        at: it.at,
        objected_by,
        objected_at,
    })
}

/// Writes a new one; what comes back has its number.
pub(in crate::tenders) async fn add(tx: &Tx, new: Amendment) -> Result<Amendment> {
    let id = tx.add(to_row(&new)?).await?.id;
    Ok(Amendment { id, ..new })
}

/// Writes one as it is now.
pub(in crate::tenders) async fn update(tx: &Tx, it: &Amendment) -> Result<()> {
    tx.save(to_row(it)?).await
}

pub(in crate::tenders) async fn by_id(db: &impl Db, id: AmendmentId) -> Result<Option<Amendment>> {
    let Some(row) = amendment::Entity::find_by_id(id).one(db.conn()).await? else {
        return Ok(None);
    };
    Ok(Some(Amendment {
        id: row.id,
        tender_id: row.tender_id,
        authority_id: row.authority_id,
        changes: serde_json::from_str(&row.changes)?,
        reason: row.reason,
        by_user: row.by_user,
        at: row.at,
        objected: row.objected_by.zip(row.objected_at),
    }))
}
