//! What only the lead may do: how each such change begins, and what comes of it.

use chrono_tz::Tz;
use futures::FutureExt;
use futures::future::BoxFuture;
use serde::Serialize;

use super::super::rules::{self, REASON_MAX};
use super::super::store::Tender;
use super::changing::zone;
use super::due::catch_up;
use super::looking;
use crate::ledger::{Cause, Ledger, Result, Tx};
use crate::values::{Actor, Refusal};
use crate::words::text;

/// Runs a change of the lead's: finds the tender, checks the mandate, inside the transaction.
pub(super) async fn by_lead<T, F>(
    ledger: &Ledger,
    actor: &Actor,
    tender: String,
    change: F,
) -> Result<T>
where
    T: Serialize + serde::de::DeserializeOwned + Send + 'static,
    F: for<'t> FnOnce(&'t Tx, Tender, Tz) -> BoxFuture<'t, Result<T>>
        + Clone
        + Send
        + Sync
        + 'static,
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
            text!("tenders-reason-missing"),
            text!("tenders-reason-missing-help"),
        )
        .into());
    }
    Ok(rules::text(
        text!("tenders-what-reason"),
        given,
        REASON_MAX,
    )?)
}
