//! What is done when something of a tender falls due.

use chrono_tz::Tz;
use futures::FutureExt;

use super::super::facts;
use super::super::rules;
use super::super::store::{self, Tender};
use super::changing::{Changed, collected, zone};
use super::effects::save;
use super::looking::{self, Who};
use crate::ledger::{Cause, Fault, Ledger, Result, Tx};
use crate::values::time_zone::{end_of_day, start_of_day};
use crate::values::{Stage, TenderId};

/// Does what a duty of a tender asks for ([`rules::DUTIES`]), within the change that ends the duty. Nothing is done
/// where the tender has moved on or the moment has not come, so it may be asked at any time, by any process, any number
/// of times; who is chased, and what is said, is worked out when each message is sent.
///
/// # Errors
/// A fault, if it isn't a tender's duty or the database fails.
pub async fn fell_due(tx: &Tx, kind: &str, tender_id: TenderId) -> Result<Option<Changed>> {
    let guild_id = tx.cause().guild_id;
    let Some(tender) = store::by_id(tx, guild_id, tender_id).await? else {
        return Err(Fault::new(format!(
            "{kind} is due for tender {tender_id}, which is not there"
        ))
        .into());
    };
    match kind {
        "tender.deadline" => deadline_in(tx, tender).await,
        "tender.start" => start_in(tx, tender).await,
        "tender.end" => end_in(tx, tender).await,
        "tender.renewal" => {
            if tender.stage == Stage::CallOff {
                tx.tell(&facts::RenewalDue {
                    about: facts::about(&tender),
                    ends: tender.ends,
                })
                .await?;
            }
            Ok(None)
        }
        "tender.chase.7d" | "tender.chase.2d" | "tender.chase.1wd" => {
            chase_in(tx, &tender).await?;
            Ok(None)
        }
        _ => Err(Fault::new(format!("{kind} is no duty of a tender's")).into()),
    }
}

/// Runs [`fell_due`] in a change of its own.
async fn due(
    ledger: &Ledger,
    guild_id: i64,
    kind: &'static str,
    tender_id: TenderId,
) -> Result<Option<Changed>> {
    let cause = Cause::due(guild_id);
    ledger
        .write(cause, move |tx| {
            async move { fell_due(tx, kind, tender_id).await }.boxed()
        })
        .await
}

/// At the response deadline, by itself: requirements are frozen (design, section 2).
///
/// # Errors
/// A fault, if the database fails.
pub async fn close_at_deadline(
    ledger: &Ledger,
    guild_id: i64,
    tender_id: TenderId,
) -> Result<Option<Changed>> {
    due(ledger, guild_id, "tender.deadline", tender_id).await
}

async fn deadline_in(tx: &Tx, tender: Tender) -> Result<Option<Changed>> {
    if tender.stage != Stage::Collecting || tx.now() < tender.respond_by {
        return Ok(None);
    }
    let tz = zone(tx, &tender).await?;
    let about = facts::about(&tender);
    let fact = |reason| facts::Collected { about, reason };
    collected(tx, tender, tz, None, fact).await.map(Some)
}

/// At the contract's start, by itself: an awarded tender opens for call-offs (design, section 2).
///
/// # Errors
/// A fault, if the database fails.
pub async fn start(ledger: &Ledger, guild_id: i64, tender_id: TenderId) -> Result<Option<Changed>> {
    due(ledger, guild_id, "tender.start", tender_id).await
}

/// Opens an awarded tender for call-offs if its contract has begun: for an award that is recorded after the start, in
/// the award's own change.
///
/// # Errors
/// A fault, if the database fails.
pub async fn start_in(tx: &Tx, tender: Tender) -> Result<Option<Changed>> {
    let tz = zone(tx, &tender).await?;
    if tender.stage != Stage::Awarded || tx.now() < start_of_day(tender.starts, tz) {
        return Ok(None);
    }
    let changed = moved(tx, tender, tz, Stage::CallOff).await?;
    tx.tell(&facts::Started {
        about: facts::about(&changed.tender),
        reference: changed.tender.reference.clone(),
    })
    .await?;
    Ok(Some(changed))
}

/// After the contract's last day, by itself: the tender has ended.
///
/// # Errors
/// A fault, if the database fails.
pub async fn end(ledger: &Ledger, guild_id: i64, tender_id: TenderId) -> Result<Option<Changed>> {
    due(ledger, guild_id, "tender.end", tender_id).await
}

async fn end_in(tx: &Tx, tender: Tender) -> Result<Option<Changed>> {
    let tz = zone(tx, &tender).await?;
    if tender.stage != Stage::CallOff || tx.now() <= end_of_day(tender.ends, tz) {
        return Ok(None);
    }
    let changed = moved(tx, tender, tz, Stage::Ended).await?;
    tx.tell(&facts::Ended {
        about: facts::about(&changed.tender),
        reference: changed.tender.reference.clone(),
    })
    .await?;
    Ok(Some(changed))
}

/// Brings a tender to the stage where it should be by now, if griffin was down or busy when the moment came: whoever
/// changes a tender finds it there, and what was to be said then is said first, as griffin's own doing, late or not.
///
/// # Errors
/// A fault, if the database fails.
pub async fn catch_up(tx: &Tx, mut tender: Tender) -> Result<Tender> {
    let tz = zone(tx, &tender).await?;
    while let Some(at) = rules::moves_on_at(
        tender.stage,
        tender.respond_by,
        tender.starts,
        tender.ends,
        tz,
    )
    .filter(|at| *at <= tx.now())
    {
        tx.fell_due(Some(at));
        let moved = match tender.stage {
            Stage::Collecting => deadline_in(tx, tender.clone()).await,
            Stage::Awarded => start_in(tx, tender.clone()).await,
            _ => end_in(tx, tender.clone()).await,
        };
        tx.fell_due(None);
        match moved? {
            Some(changed) => tender = changed.tender,
            None => break,
        }
    }
    Ok(tender)
}

/// The tender that a text means ([`looking::find`]), to change something of it: at the stage where it should be by now.
///
/// # Errors
/// Refused where there is none.
pub async fn find_by_now(tx: &Tx, text: &str) -> Result<Tender> {
    catch_up(tx, looking::find(tx, tx.cause().guild_id, text).await?).await
}

/// Queues a reminder in the post of each region where somebody has not answered; says who.
pub(super) async fn chase_in(tx: &Tx, tender: &Tender) -> Result<Vec<Who>> {
    let outstanding = looking::outstanding(tx, tender).await?;
    if outstanding.is_empty() {
        return Ok(outstanding);
    }
    tx.tell(&facts::Chased {
        about: facts::about(tender),
        outstanding: outstanding.iter().map(|it| it.short_name.clone()).collect(),
        regions: outstanding.iter().map(|it| it.region.clone()).collect(),
    })
    .await?;
    Ok(outstanding)
}

async fn moved(tx: &Tx, before: Tender, tz: Tz, stage: Stage) -> Result<Changed> {
    rules::step(before.stage, stage, before.reference.as_str())?;
    let tender = Tender {
        stage,
        ..before.clone()
    };
    save(tx, &tender, tz).await?;
    Ok(Changed { tender, before })
}

#[cfg(test)]
#[path = "due_tests.rs"]
mod tests;
