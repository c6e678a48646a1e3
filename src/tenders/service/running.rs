//! Extend, close, reopen, cancel, chase.

use chrono_tz::Tz;
use futures::FutureExt;
use serde::{Deserialize, Serialize};

use super::super::facts;
use super::super::rules::{self, REASON_MAX};
use super::super::store::Tender;
use super::by_lead::{by_lead, reason};
use super::changing::{Changed, collected};
use super::due::{catch_up, chase_in};
use super::effects::save;
use super::looking::{self, Who};
use super::previews;
use crate::ledger::{Ledger, Result, Tx};
use crate::values::{Actor, Refusal, Stage, When};
use crate::words::{Text, text};

/// Who is chased.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chased {
    /// The tender.
    pub tender: Tender,
    /// Those who have not answered, when it was asked.
    pub outstanding: Vec<Who>,
}

/// Moves the response deadline to a later moment, with a reason; its chases and its duty move with it (design,
/// section 2).
///
/// # Errors
/// Refused to anybody but the lead, unless requirements are being collected, for a deadline that is past, not later,
/// or not before the contract starts.
pub async fn extend(
    ledger: &Ledger,
    actor: &Actor,
    tender: String,
    respond_by: String,
    why: String,
) -> Result<Changed> {
    by_lead(ledger, actor, tender, move |tx, tender, tz| {
        async move {
            if tender.stage != Stage::Collecting {
                return Err(Refusal::new(
                    text!(
                        "tenders-too-late-to-extend",
                        reference = tender.reference.as_str(),
                        stage = tender.stage.label()
                    ),
                    text!("tenders-too-late-to-extend-help"),
                )
                .into());
            }
            let mut next = tender.clone();
            next.respond_by = When::parse(&respond_by, tx.now(), tz)?.instant(tz);
            next.reason = Some(reason(&why)?);
            rules::check_dates(next.respond_by, next.starts, next.ends, tx.now(), tz)?;
            if next.respond_by <= tender.respond_by {
                return Err(Refusal::new(
                    text!("tenders-not-later", reference = tender.reference.as_str()),
                    text!("tenders-not-later-help"),
                )
                .into());
            }
            save(tx, &next, tz).await?;
            tx.tell(&facts::Extended {
                about: facts::about(&next),
                from: tender.respond_by,
                to: next.respond_by,
                reason: next.reason.clone(),
            })
            .await?;
            Ok(Changed {
                tender: next,
                before: tender,
            })
        }
        .boxed()
    })
    .await
}

/// Closes collecting before the deadline: requirements are frozen.
///
/// # Errors
/// Refused to anybody but the lead, and unless requirements are being collected.
pub async fn close(
    ledger: &Ledger,
    actor: &Actor,
    tender: String,
    why: Option<String>,
) -> Result<Changed> {
    by_lead(ledger, actor, tender, move |tx, tender, tz| {
        async move {
            let why =
                rules::optional_text(text!("tenders-what-reason"), why.as_deref(), REASON_MAX)?;
            rules::step(tender.stage, Stage::Collected, tender.reference.as_str())?;
            tx.ask(previews::closing(tx, &tender, tz).await?)?;
            let about = facts::about(&tender);
            collected(tx, tender, tz, why, |reason| facts::Closed {
                about,
                reason,
            })
            .await
        }
        .boxed()
    })
    .await
}

/// Reopens collecting until a new deadline, before anything is published; takes a cancellation back, as
/// [`restore`] does.
///
/// # Errors
/// Refused to anybody but the lead, unless requirements are in, or for a deadline that can't be.
pub async fn reopen(
    ledger: &Ledger,
    actor: &Actor,
    tender: String,
    respond_by: String,
    why: String,
) -> Result<Changed> {
    by_lead(ledger, actor, tender, move |tx, before, tz| {
        async move {
            if before.stage == Stage::Cancelled {
                return restore_in(tx, before, tz).await;
            }
            rules::step(before.stage, Stage::Collecting, before.reference.as_str())?;
            let mut tender = before.clone();
            tender.stage = Stage::Collecting;
            tender.invited_at_close = None;
            tender.answered_at_close = None;
            tender.respond_by = When::parse(&respond_by, tx.now(), tz)?.instant(tz);
            tender.reason = Some(reason(&why)?);
            rules::check_dates(tender.respond_by, tender.starts, tender.ends, tx.now(), tz)?;
            save(tx, &tender, tz).await?;
            tx.tell(&facts::Reopened {
                about: facts::about(&tender),
                respond_by: tender.respond_by,
                reason: tender.reason.clone(),
            })
            .await?;
            Ok(Changed { tender, before })
        }
        .boxed()
    })
    .await
}

/// Takes back what was done by mistake: a cancellation, for 24 hours; an early close, while the deadline is to come and
/// nothing is published (design, section 2a).
///
/// # Errors
/// Refused to anybody but the lead, and when it is too late.
pub async fn restore(ledger: &Ledger, actor: &Actor, tender: String) -> Result<Changed> {
    by_lead(ledger, actor, tender, move |tx, before, tz| {
        async move { restore_in(tx, before, tz).await }.boxed()
    })
    .await
}

async fn restore_in(tx: &Tx, before: Tender, tz: Tz) -> Result<Changed> {
    let last = rules::LastStep {
        reference: before.reference.as_str(),
        stage: before.stage,
        respond_by: before.respond_by,
        cancelled: before.cancelled_from.zip(before.cancelled_at),
    };
    let stage = rules::stage_taken_back(&last, tx.now())?;
    let tender = Tender {
        stage,
        reason: None,
        cancelled_from: None,
        cancelled_at: None,
        withdrawn_at: None,
        ..before.clone()
    };
    save(tx, &tender, tz).await?;
    let about = facts::about(&tender);
    match before.withdrawn_at {
        Some(_) => tx.tell(&facts::PutBack { about, to: stage }).await?,
        None => {
            let from = before.stage;
            let to = stage;
            tx.tell(&facts::Restored { about, from, to }).await?;
        }
    }
    // A deadline that passed meanwhile counts.
    let tender = catch_up(tx, tender).await?;
    Ok(Changed { tender, before })
}

/// Gives a tender up, with a reason, while no contract runs.
///
/// # Errors
/// Refused to anybody but the lead, without a reason, and once call-offs are open.
pub async fn cancel(
    ledger: &Ledger,
    actor: &Actor,
    tender: String,
    why: String,
) -> Result<Changed> {
    by_lead(ledger, actor, tender, move |tx, before, tz| {
        async move {
            rules::step(before.stage, Stage::Cancelled, before.reference.as_str())?;
            let mut tender = before.clone();
            tender.stage = Stage::Cancelled;
            tender.cancelled_from = Some(before.stage);
            tender.cancelled_at = Some(tx.now());
            let why = reason(&why)?;
            tx.ask(previews::cancelling(tx, &before, &why).await?)?;
            tender.reason = Some(why);
            save(tx, &tender, tz).await?;
            tx.tell(&facts::Cancelled {
                about: facts::about(&tender),
                reason: tender.reason.clone(),
                from: before.stage,
            })
            .await?;
            Ok(Changed { tender, before })
        }
        .boxed()
    })
    .await
}

/// Reminds those who have not answered, now. Who they are is worked out again when each message is sent.
///
/// # Errors
/// Refused to anybody but the lead, unless requirements are being collected, and when all have answered.
pub async fn chase(ledger: &Ledger, actor: &Actor, tender: String) -> Result<Chased> {
    by_lead(ledger, actor, tender, |tx, tender, tz| {
        async move {
            if tender.stage != Stage::Collecting {
                return Err(Refusal::new(
                    text!(
                        "tenders-nobody-to-chase",
                        reference = tender.reference.as_str(),
                        stage = tender.stage.label()
                    ),
                    text!("tenders-nobody-to-chase-help"),
                )
                .into());
            }
            let outstanding = looking::outstanding(tx, &tender).await?;
            if outstanding.is_empty() {
                return Err(Refusal::new(
                    text!(
                        "tenders-all-answered",
                        reference = tender.reference.as_str()
                    ),
                    Text::default(),
                )
                .into());
            }
            tx.ask(previews::chasing(&tender, &outstanding, tz))?;
            let outstanding = chase_in(tx, &tender).await?;
            Ok(Chased {
                tender,
                outstanding,
            })
        }
        .boxed()
    })
    .await
}
