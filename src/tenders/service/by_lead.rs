//! What only the lead may do: how each such change begins, and what comes of it.

use chrono_tz::Tz;
use futures::FutureExt;
use futures::future::BoxFuture;
use serde::{Deserialize, Serialize};

use super::super::rules::{self, REASON_MAX};
use super::super::store::Tender;
use super::due::catch_up;
use super::looking;
use crate::ledger::{Cause, Ledger, Result, Tx};
use crate::servers;
use crate::values::{Actor, Refusal};

/// A tender changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changed {
    /// As it is now.
    pub tender: Tender,
    /// As it was before.
    pub before: Tender,
}

/// The time zone of the tender's server.
pub(super) async fn zone(tx: &Tx, tender: &Tender) -> Result<Tz> {
    Ok(servers::service::settings(tx, tender.guild_id)
        .await?
        .time_zone)
}

/// Runs a change of the lead's: finds the tender, checks the mandate, inside the transaction.
pub(super) async fn by_lead<T, F>(
    ledger: &Ledger,
    actor: &Actor,
    tender: String,
    change: F,
) -> Result<T>
where
    T: Serialize + serde::de::DeserializeOwned + Send + 'static,
    F: for<'t> FnOnce(&'t Tx, Tender, Tz) -> BoxFuture<'t, Result<T>> + Send + 'static,
{
    let actor = actor.clone();
    let cause = Cause::by(&actor);
    ledger
        .write(cause, move |tx| {
            async move {
                let tender = looking::find(tx, actor.guild_id, &tender).await?;
                looking::require_lead(tx, &actor, &tender).await?;
                let tender = catch_up(tx, tender).await?;
                let tz = zone(tx, &tender).await?;
                change(tx, tender, tz).await
            }
            .boxed()
        })
        .await
}

pub(super) fn reason(given: &str) -> Result<String> {
    if given.trim().is_empty() {
        return Err(Refusal::new(
            "The reason is missing.",
            "Say why: everybody who is invited reads it.",
        )
        .into());
    }
    Ok(rules::text("The reason", given, REASON_MAX)?)
}
