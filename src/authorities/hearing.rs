//! What the registrars are told when griffin can't send something, or can't tell somebody any more.

use super::letters::{Departed, RegistrarsLine, Trouble, Unsent};
use super::service;
use crate::delivery::facts;
use crate::ledger::{Letter, Result, Tx};

/// A message was given up.
///
/// # Errors
/// A fault, if the line can't be queued.
pub async fn failed(tx: &Tx, fact: &facts::Failed) -> Result<()> {
    unsent(tx, &fact.told, Trouble::Failed).await
}

/// Discord forbids a message.
///
/// # Errors
/// A fault, if the line can't be queued.
pub async fn held(tx: &Tx, fact: &facts::Held) -> Result<()> {
    unsent(tx, &fact.told, Trouble::Held).await
}

async fn unsent(tx: &Tx, it: &facts::Unsent, said: fn(Unsent) -> Trouble) -> Result<()> {
    // Of what failed in being told itself, nobody can be told.
    if it.kind == RegistrarsLine::KIND {
        return Ok(());
    }
    tx.send(&RegistrarsLine {
        about: it.delivery,
        // A thousand that fail in one lane are one line while it waits.
        once: Some(format!("failed:{}:{}", tx.cause().guild_id, it.lane)),
        said: said(Unsent {
            delivery: it.delivery,
            kind: it.kind.clone(),
            error: it.error.clone(),
            stuck: it.stuck.clone(),
        }),
    })
    .await
}

/// Somebody has left the server: if they hold mandates, the registrars are told.
///
/// # Errors
/// A fault, if the database fails.
pub async fn left(tx: &Tx, fact: &facts::MemberLeft) -> Result<()> {
    let user_id = fact.told.user_id;
    let held = service::mandates_of(tx, tx.cause().guild_id, user_id).await?;
    match held.is_empty() {
        true => Ok(()),
        false => tx.send(&Departed { user_id }).await,
    }
}
