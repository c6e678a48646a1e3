//! Use cases of servers.

use futures::FutureExt;
use serde::{Deserialize, Serialize};

use super::{facts, rules, store};
use crate::delivery::queue::{self, GivenUp};
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

/// The messages of a server that could not be sent, and wait for a person.
///
/// # Errors
/// A fault, if the database can't be read.
pub async fn given_up(db: &impl Db, guild_id: i64) -> Result<Vec<GivenUp>> {
    queue::failures(db, guild_id).await
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
