//! Extend, close, reopen, cancel, edit, lots; and what falls due.

use chrono_tz::Tz;
use futures::FutureExt;
use futures::future::BoxFuture;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::super::rules::{self, DESCRIPTION_MAX, LOTS_MAX, REASON_MAX, TITLE_MAX};
use super::super::store::{self, Lot, Tender};
use super::effects::{notify, refresh, save};
use super::looking::{self, Who};
use crate::ledger::{Cause, Entry, Fault, Ledger, Result, Tx};
use crate::values::time_zone::{end_of_day, start_of_day};
use crate::values::{Actor, Refusal, Stage, When, cpv};
use crate::{requirements, servers};

/// A tender changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changed {
    /// As it is now.
    pub tender: Tender,
    /// As it was before.
    pub before: Tender,
}

/// Who is chased.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chased {
    /// The tender.
    pub tender: Tender,
    /// Those who have not answered, when it was asked.
    pub outstanding: Vec<Who>,
}

async fn recorded(tx: &Tx, kind: &'static str, tender: &Tender, data: Value) {
    tx.record(Entry {
        kind,
        authority_id: Some(tender.lead_id),
        tender_id: Some(tender.id),
        data,
    })
    .await;
}

/// The time zone of the tender's server.
async fn zone(tx: &Tx, tender: &Tender) -> Result<Tz> {
    Ok(servers::service::settings(tx, tender.guild_id)
        .await?
        .time_zone)
}

/// Runs a change of the lead's: finds the tender, checks the mandate, inside the transaction.
async fn by_lead<T, F>(ledger: &Ledger, actor: &Actor, tender: String, change: F) -> Result<T>
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
                let tz = zone(tx, &tender).await?;
                change(tx, tender, tz).await
            }
            .boxed()
        })
        .await
}

fn reason(given: &str) -> Result<String> {
    if given.trim().is_empty() {
        return Err(Refusal::new(
            "The reason is missing.",
            "Say why: everybody who is invited reads it.",
        )
        .into());
    }
    Ok(rules::text("The reason", given, REASON_MAX)?)
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
                    format!("{} is at “{}”: its deadline is over.", tender.reference, tender.stage.label()),
                    "While requirements are in and nothing is published, reopen it with /tender reopen.",
                )
                .into());
            }
            let mut next = tender.clone();
            next.respond_by = When::parse(&respond_by, tx.now(), tz)?.instant(tz);
            next.reason = Some(reason(&why)?);
            rules::check_dates(next.respond_by, next.starts, next.ends, tx.now(), tz)?;
            if next.respond_by <= tender.respond_by {
                return Err(Refusal::new(
                    format!("{} has a response deadline that is as late already.", tender.reference),
                    "Give a later one; to end earlier, close it with /tender close.",
                )
                .into());
            }
            save(tx, &next, tz).await?;
            let data = json!({ "from": tender.respond_by, "to": next.respond_by, "reason": next.reason });
            recorded(tx, "tender.extended", &next, data).await;
            let more = json!({ "respond_by": next.respond_by, "reason": next.reason });
            notify(tx, next.id, None, "extended", more).await?;
            Ok(Changed { tender: next, before: tender })
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
            let why = rules::optional_text("The reason", why.as_deref(), REASON_MAX)?;
            collected(tx, tender, tz, why, "tender.closed").await
        }
        .boxed()
    })
    .await
}

async fn collected(
    tx: &Tx,
    before: Tender,
    tz: Tz,
    why: Option<String>,
    kind: &'static str,
) -> Result<Changed> {
    rules::step(before.stage, Stage::Collected, before.reference.as_str())?;
    let mut tender = before.clone();
    tender.stage = Stage::Collected;
    if why.is_some() {
        tender.reason.clone_from(&why);
    }
    save(tx, &tender, tz).await?;
    recorded(tx, kind, &tender, json!({ "reason": why })).await;
    notify(tx, tender.id, None, "collected", json!({ "reason": why })).await?;
    Ok(Changed { tender, before })
}

/// Does what a duty of a tender asks for ([`rules::DUTIES`]), within the change that ends the duty. Nothing is done
/// where the tender has moved on or the moment has not come, so it may be asked at any time, by any process, any number
/// of times; who is chased, and what is said, is worked out when each message is sent.
///
/// # Errors
/// A fault, if it is no duty of a tender's or the database fails.
pub async fn fell_due(tx: &Tx, kind: &str, tender_id: i64) -> Result<Option<Changed>> {
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
                recorded(
                    tx,
                    "tender.renewal_due",
                    &tender,
                    json!({ "ends": tender.ends }),
                )
                .await;
                notify(
                    tx,
                    tender.id,
                    None,
                    "renewal",
                    json!({ "ends": tender.ends }),
                )
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
    tender_id: i64,
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
    tender_id: i64,
) -> Result<Option<Changed>> {
    due(ledger, guild_id, "tender.deadline", tender_id).await
}

async fn deadline_in(tx: &Tx, tender: Tender) -> Result<Option<Changed>> {
    if tender.stage != Stage::Collecting || tx.now() < tender.respond_by {
        return Ok(None);
    }
    let tz = zone(tx, &tender).await?;
    collected(tx, tender, tz, None, "tender.collected")
        .await
        .map(Some)
}

/// At the contract's start, by itself: an awarded tender opens for call-offs (design, section 2).
///
/// # Errors
/// A fault, if the database fails.
pub async fn start(ledger: &Ledger, guild_id: i64, tender_id: i64) -> Result<Option<Changed>> {
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
    moved(tx, tender, tz, Stage::CallOff, "tender.started", "started")
        .await
        .map(Some)
}

/// After the contract's last day, by itself: the tender has ended.
///
/// # Errors
/// A fault, if the database fails.
pub async fn end(ledger: &Ledger, guild_id: i64, tender_id: i64) -> Result<Option<Changed>> {
    due(ledger, guild_id, "tender.end", tender_id).await
}

async fn end_in(tx: &Tx, tender: Tender) -> Result<Option<Changed>> {
    let tz = zone(tx, &tender).await?;
    if tender.stage != Stage::CallOff || tx.now() <= end_of_day(tender.ends, tz) {
        return Ok(None);
    }
    moved(tx, tender, tz, Stage::Ended, "tender.ended", "ended")
        .await
        .map(Some)
}

/// Queues a reminder in the post of each region where somebody has not answered; says who.
async fn chase_in(tx: &Tx, tender: &Tender) -> Result<Vec<Who>> {
    let outstanding = looking::outstanding(tx, tender).await?;
    if outstanding.is_empty() {
        return Ok(outstanding);
    }
    let named: Vec<&str> = outstanding.iter().map(|w| w.short_name.as_str()).collect();
    recorded(tx, "tender.chased", tender, json!({ "outstanding": named })).await;
    for post in store::posts(tx, tender.id).await? {
        if outstanding
            .iter()
            .any(|w| rules::same_name(&w.region, &post.region))
        {
            notify(tx, tender.id, Some(&post.region), "chase", Value::Null).await?;
        }
    }
    Ok(outstanding)
}

async fn moved(
    tx: &Tx,
    before: Tender,
    tz: Tz,
    stage: Stage,
    kind: &'static str,
    what: &str,
) -> Result<Changed> {
    rules::step(before.stage, stage, before.reference.as_str())?;
    let tender = Tender {
        stage,
        ..before.clone()
    };
    save(tx, &tender, tz).await?;
    recorded(tx, kind, &tender, json!({ "reference": tender.reference })).await;
    notify(tx, tender.id, None, what, Value::Null).await?;
    Ok(Changed { tender, before })
}

/// Reopens collecting until a new deadline, before anything is published.
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
            rules::step(before.stage, Stage::Collecting, before.reference.as_str())?;
            let mut tender = before.clone();
            tender.stage = Stage::Collecting;
            tender.respond_by = When::parse(&respond_by, tx.now(), tz)?.instant(tz);
            tender.reason = Some(reason(&why)?);
            rules::check_dates(tender.respond_by, tender.starts, tender.ends, tx.now(), tz)?;
            save(tx, &tender, tz).await?;
            let data = json!({ "respond_by": tender.respond_by, "reason": tender.reason });
            recorded(tx, "tender.reopened", &tender, data.clone()).await;
            notify(tx, tender.id, None, "reopened", data).await?;
            Ok(Changed { tender, before })
        }
        .boxed()
    })
    .await
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
            tender.reason = Some(reason(&why)?);
            save(tx, &tender, tz).await?;
            let data = json!({ "reason": tender.reason, "from": before.stage });
            recorded(tx, "tender.cancelled", &tender, data).await;
            notify(
                tx,
                tender.id,
                None,
                "cancelled",
                json!({ "reason": tender.reason }),
            )
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
    by_lead(ledger, actor, tender, |tx, tender, _| {
        async move {
            if tender.stage != Stage::Collecting {
                return Err(Refusal::new(
                    format!(
                        "{} is at “{}”: nobody is waited for.",
                        tender.reference,
                        tender.stage.label()
                    ),
                    "Only while requirements are collected are those chased who have not answered.",
                )
                .into());
            }
            let outstanding = chase_in(tx, &tender).await?;
            if outstanding.is_empty() {
                return Err(Refusal::new(
                    format!("Everybody has answered for {}.", tender.reference),
                    "",
                )
                .into());
            }
            Ok(Chased {
                tender,
                outstanding,
            })
        }
        .boxed()
    })
    .await
}

/// What `/tender edit` is told; what is left out stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    /// The tender's reference.
    pub tender: String,
    /// What is bought.
    pub title: Option<String>,
    /// More about it.
    pub description: Option<String>,
    /// CPV code.
    pub category: Option<String>,
    /// First day of the contract.
    pub starts: Option<String>,
    /// Last day of the contract.
    pub ends: Option<String>,
    /// Whether everybody sees everybody's quantities.
    pub open_book: Option<bool>,
    /// The notice's number or address, once it is published.
    pub notice: Option<String>,
    /// When bids are due, once it is published.
    pub bids_by: Option<String>,
}

/// Corrects what a tender says of itself.
///
/// # Errors
/// Refused to anybody but the lead, once it is over, for dates once the notice is published, and for opening the book
/// after another authority has declared under the promise of rule 8.
pub async fn edit(ledger: &Ledger, actor: &Actor, request: Edit) -> Result<Changed> {
    by_lead(
        ledger,
        actor,
        request.tender.clone(),
        move |tx, before, tz| async move { edit_now(tx, before, tz, request).await }.boxed(),
    )
    .await
}

async fn edit_now(tx: &Tx, before: Tender, tz: Tz, request: Edit) -> Result<Changed> {
    let mut tender = before.clone();
    let refuse = |wrong: String, help: &str| Err(Refusal::new(wrong, help).into());
    if before.stage.is_over() {
        return refuse(
            format!("{} is over.", before.reference),
            "It stays as it is.",
        );
    }
    let early = matches!(before.stage, Stage::Collecting | Stage::Collected);
    if let Some(title) = &request.title {
        tender.title = rules::text("The title", title, TITLE_MAX)?;
    }
    if request.description.is_some() {
        tender.description = rules::optional_text(
            "The description",
            request.description.as_deref(),
            DESCRIPTION_MAX,
        )?;
    }
    if let Some(code) = &request.category {
        tender.category = Some(cpv::parse(code)?);
    }
    let dates = request.starts.is_some() || request.ends.is_some();
    if (dates || request.open_book.is_some()) && !early {
        return refuse(
            format!(
                "The notice of {} is published: its dates and its book stay as they are.",
                before.reference
            ),
            "Cancel it and announce another if they are wrong.",
        );
    }
    if let Some(starts) = &request.starts {
        tender.starts = When::parse(starts, tx.now(), tz)?.date;
    }
    if let Some(ends) = &request.ends {
        tender.ends = When::parse(ends, tx.now(), tz)?.date;
    }
    if dates {
        // A deadline that is past is no obstacle once requirements are in.
        let now = if before.stage == Stage::Collecting {
            tx.now()
        } else {
            before.created_at
        };
        let term = rules::check_dates(tender.respond_by, tender.starts, tender.ends, now, tz)?;
        let latest = requirements::service::latest_year(tx, tender.id).await?;
        if latest > i32::from(term.years()) {
            return refuse(
                format!(
                    "Requirements are declared for contract year {latest}, which the new term has not."
                ),
                "Have them withdrawn first, or give a later end.",
            );
        }
    }
    if let Some(open) = request.open_book
        && open != before.open_book
    {
        if open && requirements::service::others_declared(tx, &before).await? {
            return refuse(
                "Others have declared under the promise that their quantities are seen by the lead alone.".to_owned(),
                "Announce the next tender as open book.",
            );
        }
        tender.open_book = open;
    }
    if request.notice.is_some() || request.bids_by.is_some() {
        if early {
            return refuse(
                format!("{} is not published yet.", before.reference),
                "Give the notice and the date bids are due with /tender publish.",
            );
        }
        if let Some(notice) = &request.notice {
            tender.notice = Some(rules::text("The notice", notice, REASON_MAX)?);
        }
        if let Some(bids_by) = &request.bids_by {
            tender.bids_by = Some(When::parse(bids_by, tx.now(), tz)?.instant(tz));
        }
    }
    if tender == before {
        return refuse(
            "That changes nothing.".to_owned(),
            "Give what is to be different.",
        );
    }
    save(tx, &tender, tz).await?;
    recorded(
        tx,
        "tender.edited",
        &tender,
        json!({ "before": &before, "after": &tender }),
    )
    .await;
    Ok(Changed { tender, before })
}

fn while_collecting(tender: &Tender) -> Result<()> {
    if tender.stage == Stage::Collecting {
        return Ok(());
    }
    Err(Refusal::new(
        format!(
            "{} is at “{}”: its lots are fixed.",
            tender.reference,
            tender.stage.label()
        ),
        "Before it is published you can reopen it with /tender reopen.",
    )
    .into())
}

/// Adds a lot while requirements are collected.
///
/// # Errors
/// Refused to anybody but the lead, later, for a title that is there already, and beyond the most lots.
pub async fn add_lot(
    ledger: &Ledger,
    actor: &Actor,
    tender: String,
    lot: String,
) -> Result<Vec<Lot>> {
    by_lead(ledger, actor, tender, move |tx, tender, _| {
        async move {
            while_collecting(&tender)?;
            let new = rules::parse_lots(&lot)?;
            let lots = store::lots(tx, tender.id).await?;
            if let Some(twice) = new
                .iter()
                .find(|n| lots.iter().any(|l| rules::same_name(&l.title, &n.title)))
            {
                return Err(Refusal::new(
                    format!("{} has a lot “{}” already.", tender.reference, twice.title),
                    "Give another title, or correct the lot with /lot edit.",
                )
                .into());
            }
            if lots.len() + new.len() > LOTS_MAX {
                let wrong = format!("{} would have more than {LOTS_MAX} lots.", tender.reference);
                return Err(Refusal::new(wrong, "Announce the rest as another tender.").into());
            }
            let first = lots.last().map_or(1, |l| l.number + 1);
            store::insert_lots(tx, tender.id, first, &new).await?;
            recorded(tx, "lot.added", &tender, json!({ "lots": new })).await;
            refresh(tx, tender.id).await?;
            store::lots(tx, tender.id).await
        }
        .boxed()
    })
    .await
}

/// Corrects a lot's title or unit while requirements are collected.
///
/// # Errors
/// Refused to anybody but the lead, later, and for the unit once somebody has declared in it.
pub async fn edit_lot(
    ledger: &Ledger,
    actor: &Actor,
    tender: String,
    lot: String,
    title: Option<String>,
    unit: Option<String>,
) -> Result<Lot> {
    by_lead(ledger, actor, tender, move |tx, tender, _| {
        async move {
            while_collecting(&tender)?;
            let lots = store::lots(tx, tender.id).await?;
            let before = looking::find_lot(&lots, &lot)?.clone();
            let title = title.as_deref().unwrap_or(&before.title);
            let unit = unit.as_deref().unwrap_or(before.unit.as_str());
            let new = rules::new_lot(title, unit)?;
            if lots
                .iter()
                .any(|l| l.id != before.id && rules::same_name(&l.title, &new.title))
            {
                let wrong = format!("{} has a lot “{}” already.", tender.reference, new.title);
                return Err(Refusal::new(wrong, "Give another title.").into());
            }
            if new.unit != before.unit && requirements::service::lot_declared(tx, before.id).await?
            {
                return Err(Refusal::new(
                    format!(
                        "Requirements are declared for “{}” in {}.",
                        before.title,
                        before.unit.plural()
                    ),
                    "Add another lot with the right unit, and have them declared there.",
                )
                .into());
            }
            let lot = Lot {
                title: new.title,
                unit: new.unit,
                ..before.clone()
            };
            if lot == before {
                return Err(Refusal::new(
                    "That changes nothing.",
                    "Give a new title, or a new unit of measure.",
                )
                .into());
            }
            store::update_lot(tx, &lot).await?;
            recorded(
                tx,
                "lot.edited",
                &tender,
                json!({ "before": before, "after": &lot }),
            )
            .await;
            refresh(tx, tender.id).await?;
            Ok(lot)
        }
        .boxed()
    })
    .await
}

/// Notes where a post is in Discord, once it is there. Housekeeping: no entry in the ledger.
///
/// # Errors
/// A fault, if the database fails.
pub async fn place_post(tx: &Tx, post_id: i64, thread_id: i64, message_id: i64) -> Result<()> {
    store::place_post(tx, post_id, thread_id, message_id).await
}
