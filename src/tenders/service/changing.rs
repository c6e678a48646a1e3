//! What a change of a tender comes to, whoever makes it: its lead, or the clock.

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::super::rules::{self, Responses};
use super::super::store::Tender;
use super::effects::save;
use super::looking;
use crate::ledger::{Fact, Result, Tx};
use crate::servers;
use crate::values::Stage;

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

/// Ends collecting, early or at the deadline: requirements are frozen.
pub(super) async fn collected<F: Fact>(
    tx: &Tx,
    before: Tender,
    tz: Tz,
    why: Option<String>,
    fact: impl FnOnce(Option<String>) -> F,
) -> Result<Changed> {
    rules::step(before.stage, Stage::Collected, before.reference.as_str())?;
    let mut tender = before.clone();
    tender.stage = Stage::Collected;
    let answers = looking::answers(tx, &before).await?;
    let responses = Responses::count(answers.iter().map(|it| it.state));
    tender.invited_at_close = i32::try_from(responses.invited).ok();
    tender.answered_at_close = i32::try_from(responses.answered).ok();
    // Why more time was given is no reason for this.
    tender.reason.clone_from(&why);
    save(tx, &tender, tz).await?;
    tx.tell(&fact(why)).await?;
    Ok(Changed { tender, before })
}
