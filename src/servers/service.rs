//! Use cases of servers.

use chrono::{DateTime, Utc};
use futures::FutureExt;
use serde::{Deserialize, Serialize};

use super::{facts, rules, store};
use crate::delivery::facts::{Dismissed, SentAgain, Settled};
use crate::delivery::queue::{self, Waits};
use crate::ledger::{About, Cause, Db, Ledger, Result};
use crate::values::{Actor, Refusal};

pub use super::rules::{SetUp, Settings, is_registrar};
use crate::words::text;

/// What came of a set-up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetUpDone {
    /// The settings now.
    pub settings: Settings,
    /// Whether the server had none before.
    pub first: bool,
}

/// Sets a server up, or changes what is given (design, section 6, `/griffin setup`).
///
/// # Errors
/// Refused to those who don't manage the server, and when a text can't be read.
pub async fn set_up(ledger: &Ledger, actor: &Actor, request: SetUp) -> Result<SetUpDone> {
    let actor = actor.clone();
    ledger
        .write(Cause::by(&actor), move |tx| {
            async move {
                rules::require_manager(&actor)?;
                let before = store::find(tx, actor.guild_id).await?;
                let first = before.is_none();
                let settings = rules::settings_after(actor.guild_id, before, &request)?;
                store::save(tx, &settings, tx.now()).await?;
                tx.tell(&facts::SetUp::of(About::SERVER, settings.clone()))
                    .await?;
                Ok(SetUpDone { settings, first })
            }
            .boxed()
        })
        .await
}

/// A server's settings.
///
/// # Errors
/// Refused while it isn't set up.
pub async fn settings(db: &impl Db, guild_id: i64) -> Result<Settings> {
    let found = store::find(db, guild_id).await?;
    Ok(found.ok_or_else(|| {
        Refusal::new(
            text!("servers-not-set-up"),
            text!("servers-not-set-up-help"),
        )
    })?)
}

/// The servers that are set up, by their Discord ids.
///
/// # Errors
/// A fault, if the database can't be read.
pub async fn known(db: &impl Db) -> Result<Vec<i64>> {
    store::known(db).await
}

/// What waits for somebody in a server at `now`, oldest first.
///
/// # Errors
/// A fault, if the database can't be read.
pub async fn waiting(db: &impl Db, guild_id: i64, now: DateTime<Utc>) -> Result<Vec<Waits>> {
    queue::waiting(db, guild_id, now).await
}

/// Whether this person sees to what waits: a registrar, or whoever manages the server.
///
/// # Errors
/// A fault, if the database can't be read.
pub async fn sees_to_it(db: &impl Db, actor: &Actor) -> Result<bool> {
    let settings = store::find(db, actor.guild_id).await?;
    Ok(actor.manager || settings.is_some_and(|settings| is_registrar(&settings, actor)))
}

/// What a person decides of a message that waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Decision {
    /// It is tried again now.
    SendAgain,
    /// Nobody needs it any more; it can still be sent again.
    Dismiss,
}

/// Decides of a message that waits (design, section 3, rule 5). Gives the message; none: it doesn't wait, as it was sent
/// meanwhile, or is just being tried.
///
/// # Errors
/// Refused to who is neither a registrar nor a manager of the server.
pub async fn decide(
    ledger: &Ledger,
    actor: &Actor,
    id: i64,
    decision: Decision,
) -> Result<Option<Waits>> {
    let actor = actor.clone();
    ledger
        .write(Cause::by(&actor), move |tx| {
            async move {
                if !sees_to_it(tx, &actor).await? {
                    return Err(rules::not_to_decide().into());
                }
                let Some(found) = queue::one_that_waits(tx, actor.guild_id, id).await? else {
                    return Ok(None);
                };
                let fact = Settled::from(&found);
                let done = match decision {
                    Decision::SendAgain => queue::retry(tx, id).await?,
                    Decision::Dismiss => queue::dismiss(tx, id).await?,
                };
                if !done {
                    return Ok(None);
                }
                match decision {
                    Decision::SendAgain => {
                        tx.tell(&SentAgain::of(About::SERVER, fact)).await?;
                    }
                    Decision::Dismiss => {
                        tx.tell(&Dismissed::of(About::SERVER, fact)).await?;
                    }
                }
                Ok(Some(found))
            }
            .boxed()
        })
        .await
}

/// The settings, for a registrar.
///
/// # Errors
/// Refused while the server isn't set up, and to those who aren't registrars.
pub async fn require_registrar(db: &impl Db, actor: &Actor) -> Result<Settings> {
    let settings = settings(db, actor.guild_id).await?;
    if is_registrar(&settings, actor) {
        Ok(settings)
    } else {
        Err(rules::not_a_registrar(&settings).into())
    }
}
