//! Use cases of reminders: set, list, pause, resume, put off, delete; and what happens when one falls due.

use chrono::{DateTime, Utc};
use futures::FutureExt;
use serde::{Deserialize, Serialize};

use super::facts::{self, ToldReminder};
use super::letters::Reminding;
use super::rules::{self, Reminder, State, Step};
use super::store;
use crate::authorities::service::{self as authorities, Authority};
use crate::calloffs::service::{self as calloffs, AskBalance, LotBalance};
use crate::dossiers::service as dossiers;
use crate::forums::service as forums;
use crate::ledger::{Cause, Db, Error, Fault, Ledger, Result, Tx};
use crate::schedule::duties::{self, Duty};
use crate::schedule::sweeper::Next;
use crate::servers;
use crate::tenders::service::{self as tenders, Lot, Part, Post, Tender};
use crate::values::{Actor, AuthorityId, Recurrence, ReminderId, Stage};
use crate::words::Lang;

/// The duty's kind, about a reminder's row.
pub const KIND: &str = "reminder.calloff";

/// A reminder to set (design, section 6, `/reminder calloff`).
#[derive(Clone, Debug, Default)]
pub struct Remind {
    /// The tender's reference.
    pub tender: String,
    /// When, as people type it.
    pub schedule: String,
    /// A lot's title or number; left out: all of them.
    pub lot: Option<String>,
    /// For which authority; may be left out by who acts for one only.
    pub acting_as: Option<String>,
    /// What to say.
    pub message: Option<String>,
}

/// A reminder with the names a person knows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// The reminder.
    pub reminder: Reminder,
    /// The tender's reference.
    pub reference: String,
    /// The lot's title.
    pub lot: Option<String>,
    /// The authority's short name.
    pub authority: String,
    /// When it comes next, as far as this change knows.
    pub next: Option<DateTime<Utc>>,
}

/// Sets a reminder, and arms it for the next time in the server's time zone (design, sections 3 and 6).
///
/// # Errors
/// Refused to those who don't act for an authority that takes part, for a schedule that can't be read or never comes,
/// and under a tender that is over.
pub async fn remind(ledger: &Ledger, actor: &Actor, request: Remind) -> Result<Shown> {
    let actor = actor.clone();
    ledger
        .write(Cause::by(&actor), move |tx| {
            async move { remind_in(tx, &actor, request).await }.boxed()
        })
        .await
}

async fn remind_in(tx: &Tx, actor: &Actor, request: Remind) -> Result<Shown> {
    let tender = tenders::find(tx, actor.guild_id, &request.tender).await?;
    let authority = authorities::acting_for(tx, actor, request.acting_as.as_deref()).await?;
    let reference = tender.reference.as_str();
    rules::not_over(reference, tender.stage)?;
    let tz = servers::service::settings(tx, actor.guild_id)
        .await?
        .time_zone;
    let schedule = Recurrence::parse(&request.schedule, tx.now(), tz)?;
    let part = takes_part(tx, &tender, authority.id).await?;
    rules::takes_part(reference, &authority.short_name, part)?;
    let lots = tenders::lots(tx, tender.id).await?;
    let lot = match request.lot.as_deref() {
        Some(text) => Some(tenders::find_lot(&lots, text)?),
        None => None,
    };
    let new = Reminder {
        id: ReminderId(0),
        tender_id: tender.id,
        lot_id: lot.map(|lot| lot.id),
        authority_id: authority.id,
        user_id: actor.user_id,
        schedule,
        message: rules::message(request.message.as_deref())?,
        state: State::Active,
        created_at: tx.now(),
    };
    // Whoever gets no answer types it again, and is not to be reminded twice.
    let others = store::of(tx, &[authority.id]).await?;
    if let Some(same) = others.iter().find(|it| it.is_same_as(&new)) {
        return Err(rules::set_already(same.id, same.schedule.describe()).into());
    }
    let reminder = store::insert(tx, &new).await?;
    let next = arm_next(tx, &reminder).await?;
    tx.tell(&facts::Set::of(facts::about(&reminder), reminder.clone()))
        .await?;
    Ok(Shown {
        reference: reference.to_owned(),
        lot: lot.map(|lot| lot.title.clone()),
        authority: authority.short_name,
        next,
        reminder,
    })
}

/// Whether an authority leads a tender or has joined it.
async fn takes_part(db: &impl Db, tender: &Tender, authority_id: AuthorityId) -> Result<bool> {
    if authority_id == tender.lead_id {
        return Ok(true);
    }
    let parts = tenders::participants(db, tender.id).await?;
    Ok(parts
        .iter()
        .any(|p| p.authority_id == authority_id && p.part == Part::Joined))
}

pub(super) async fn arm_next(tx: &Tx, reminder: &Reminder) -> Result<Option<DateTime<Utc>>> {
    let tz = servers::service::settings(tx, tx.cause().guild_id)
        .await?
        .time_zone;
    let next = reminder.schedule.next_after(tx.now(), tz);
    if let Some(at) = next {
        duties::arm(tx, KIND, reminder.id, at).await?;
    }
    Ok(next)
}

/// Pauses, resumes, puts off or deletes a reminder; `reminder` is its number as a person types it.
///
/// # Errors
/// Refused to those who don't act for its authority, and for what [`rules::after`] refuses.
pub async fn step(ledger: &Ledger, actor: &Actor, reminder: String, step: Step) -> Result<Shown> {
    let actor = actor.clone();
    ledger
        .write(Cause::by(&actor), move |tx| {
            async move { step_in(tx, &actor, &reminder, step).await }.boxed()
        })
        .await
}

async fn step_in(tx: &Tx, actor: &Actor, text: &str, step: Step) -> Result<Shown> {
    let found = store::by_id(tx, rules::number(text)?).await?;
    let mut reminder = found.ok_or_else(|| rules::unknown(text))?;
    // Others are told neither whose it is nor that there is one.
    if !authorities::acts_for(tx, actor, reminder.authority_id).await? {
        return Err(rules::unknown(text).into());
    }
    let tender = tenders::by_id(tx, actor.guild_id, reminder.tender_id).await?;
    let state = rules::after(reminder.id, reminder.state, step)?;
    if state == State::Active {
        rules::not_over(tender.reference.as_str(), tender.stage)?;
    }
    reminder.state = state;
    store::set_state(tx, &reminder, state).await?;
    let next = match step {
        Step::Pause | Step::Delete => {
            duties::withdraw(tx, KIND, reminder.id).await?;
            None
        }
        Step::Resume => arm_next(tx, &reminder).await?,
        Step::PutOff => {
            let settings = servers::service::settings(tx, actor.guild_id).await?;
            let at = rules::in_a_week(tx.now(), settings.time_zone);
            duties::arm(tx, KIND, reminder.id, at).await?;
            Some(at)
        }
    };
    let (about, reminder_id) = (facts::about(&reminder), reminder.id);
    let told = ToldReminder { reminder_id, next };
    match step {
        Step::Pause => tx.tell(&facts::Paused::of(about, told)).await?,
        Step::Resume => tx.tell(&facts::Resumed::of(about, told)).await?,
        Step::PutOff => tx.tell(&facts::PutOff::of(about, told)).await?,
        Step::Delete => tx.tell(&facts::Deleted::of(about, told)).await?,
    }
    shown(tx, tender, reminder, next).await
}

async fn shown(
    db: &impl Db,
    tender: Tender,
    reminder: Reminder,
    next: Option<DateTime<Utc>>,
) -> Result<Shown> {
    let lots = tenders::lots(db, tender.id).await?;
    let lot = lots.iter().find(|lot| Some(lot.id) == reminder.lot_id);
    let authority = authorities::by_id(db, reminder.authority_id).await?;
    Ok(Shown {
        reference: tender.reference.as_str().to_owned(),
        lot: lot.map(|lot| lot.title.clone()),
        authority: authority.map(|a| a.short_name).unwrap_or_default(),
        next,
        reminder,
    })
}

/// The reminders of the authorities that a person acts for, by number (design, section 6, `/reminder list`).
///
/// # Errors
/// A fault, if the database fails.
pub async fn list(db: &impl Db, actor: &Actor) -> Result<Vec<Shown>> {
    let theirs = authorities::mandates_of(db, actor.guild_id, actor.user_id).await?;
    let acting: Vec<AuthorityId> = theirs
        .iter()
        .filter(|m| m.acts())
        .map(|m| m.authority.id)
        .collect();
    let reminders = store::of(db, &acting).await?;
    let ids: Vec<ReminderId> = reminders.iter().map(|reminder| reminder.id).collect();
    let next = store::next(db, KIND, &ids).await?;
    let mut listed = Vec::with_capacity(reminders.len());
    for reminder in reminders {
        let tender = tenders::by_id(db, actor.guild_id, reminder.tender_id).await?;
        let next = next.get(&reminder.id).copied();
        listed.push(shown(db, tender, reminder, next).await?);
    }
    Ok(listed)
}

/// What happens when a reminder falls due: one delivery however often it was missed, and the next time after now. Under
/// a tender that is over it ends; before call-offs begin nothing is said.
///
/// # Errors
/// A fault, if the database fails.
pub async fn fall_due(tx: &Tx, duty: &Duty) -> Result<Next> {
    let Some(reminder) = store::by_id(tx, ReminderId(duty.subject_id)).await? else {
        return Ok(Next::Done);
    };
    if reminder.state != State::Active {
        return Ok(Next::Done);
    }
    let tender = tenders::by_id(tx, duty.guild_id, reminder.tender_id).await?;
    if tender.stage.is_over() {
        store::set_state(tx, &reminder, State::Deleted).await?;
        tx.tell(&facts::Ended {
            about: facts::about(&reminder),
            reminder_id: reminder.id,
        })
        .await?;
        return Ok(Next::Done);
    }
    if tender.stage == Stage::CallOff {
        let reminder_id = reminder.id;
        tx.send_at(&Reminding { reminder_id }, duty.due_at).await?;
    }
    let tz = servers::service::settings(tx, duty.guild_id)
        .await?
        .time_zone;
    let next = reminder.schedule.next_after(tx.now(), tz);
    Ok(next.map_or(Next::Done, Next::Again))
}

/// All that a reminder says, as it is when it is sent.
#[derive(Clone, Debug)]
pub struct Due {
    /// The reminder.
    pub reminder: Reminder,
    /// The tender.
    pub tender: Tender,
    /// The authority.
    pub authority: Authority,
    /// The lot, if it is about one.
    pub lot: Option<Lot>,
    /// What is left, by lot, of those the authority declared or called off.
    pub left: Vec<LotBalance>,
    /// The tender's post in the authority's region, else its first.
    pub post: Option<Post>,
    /// The language of what is posted there.
    pub post_language: Lang,
    /// Whether the officer wants it by direct message, and is in the server.
    pub direct: bool,
    /// Whom it mentions in the post: the officer; if they have left the server, those who act for the authority beside them.
    pub mentions: Vec<i64>,
}

/// Why a reminder has nothing to say when it would be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moot {
    /// There is no such reminder.
    Gone,
    /// It is paused or deleted.
    State(State),
    /// Nothing can be called off at this stage of the tender.
    Stage(Stage),
    /// Its officer doesn't act for the authority any more.
    NoMandate,
    /// The authority doesn't take part any more.
    NoPart,
}

/// A reminder found the tender's post gone: its card looks after it, before anything else that is new.
///
/// # Errors
/// A fault, if the database fails.
pub async fn post_was_gone(tx: &Tx, id: ReminderId) -> Result<()> {
    match store::by_id(tx, id).await? {
        Some(reminder) => dossiers::refresh(tx, reminder.tender_id).await,
        None => Ok(()),
    }
}

/// Whom a reminder goes to, and the tender's posts, into one of which it goes otherwise.
///
/// # Errors
/// A fault, if the database fails.
pub async fn goes_to(
    db: &impl Db,
    guild_id: i64,
    id: ReminderId,
) -> Result<Option<(i64, Vec<i64>)>> {
    let Some(reminder) = store::by_id(db, id).await? else {
        return Ok(None);
    };
    let tender = tenders::by_id(db, guild_id, reminder.tender_id).await?;
    let posts = tenders::posts(db, tender.id).await?;
    let threads = posts.into_iter().filter_map(|post| post.thread_id);
    Ok(Some((reminder.user_id, threads.collect())))
}

/// The reference of the tender that a reminder is about; none: there is no such reminder.
///
/// # Errors
/// A fault, if the database fails.
pub async fn reference_of(db: &impl Db, guild_id: i64, id: ReminderId) -> Result<Option<String>> {
    let Some(reminder) = store::by_id(db, id).await? else {
        return Ok(None);
    };
    let tender = tenders::by_id(db, guild_id, reminder.tender_id).await?;
    Ok(Some(tender.reference.as_str().to_owned()))
}

/// All that a reminder says now; or why nothing is to be said.
///
/// # Errors
/// A fault, if the database fails.
pub async fn due(
    db: &impl Db,
    guild_id: i64,
    id: ReminderId,
    now: DateTime<Utc>,
) -> Result<std::result::Result<Due, Moot>> {
    let Some(reminder) = store::by_id(db, id).await? else {
        return Ok(Err(Moot::Gone));
    };
    if reminder.state != State::Active {
        return Ok(Err(Moot::State(reminder.state)));
    }
    let tender = tenders::by_id(db, guild_id, reminder.tender_id).await?;
    if tender.stage != Stage::CallOff {
        return Ok(Err(Moot::Stage(tender.stage)));
    }
    let found = authorities::by_id(db, reminder.authority_id).await?;
    let authority = found.ok_or_else(|| Fault::new(format!("reminder {id} has no authority")))?;
    let officer = officer(guild_id, reminder.user_id);
    if !authorities::acts_for(db, &officer, authority.id).await? {
        return Ok(Err(Moot::NoMandate));
    }
    if !takes_part(db, &tender, authority.id).await? {
        return Ok(Err(Moot::NoPart));
    }
    let lots = tenders::lots(db, tender.id).await?;
    let lot = lots.into_iter().find(|lot| Some(lot.id) == reminder.lot_id);
    let ask = AskBalance {
        tender: tender.reference.as_str().to_owned(),
        lot: lot.as_ref().map(|lot| lot.number.to_string()),
        authority: Some(authority.short_name.clone()),
        year: None,
    };
    let left = match calloffs::balance(db, &officer, &ask, now).await {
        Ok(balance) => balance
            .lots
            .into_iter()
            .filter(|lot| lot.declared.is_some())
            .collect(),
        Err(Error::Refused(_)) => Vec::new(),
        Err(fault) => return Err(fault),
    };
    let posts = tenders::posts(db, tender.id).await?;
    let there = posts
        .iter()
        .find(|post| post.region.eq_ignore_ascii_case(&authority.region));
    let post = there.or(posts.first()).cloned();
    let forum = match &post {
        Some(post) => forums::by_id(db, post.forum_id).await?,
        None => None,
    };
    let mut mentions = authorities::officers_here(db, authority.id, now).await?;
    let here = mentions.contains(&reminder.user_id);
    if here {
        mentions = vec![reminder.user_id];
    }
    let direct = here && authorities::prefers_direct(db, reminder.user_id).await?;
    Ok(Ok(Due {
        reminder,
        tender,
        authority,
        lot,
        left,
        post,
        post_language: forum.map_or_else(Lang::default, |forum| forum.language),
        direct,
        mentions,
    }))
}

/// The officer as whom the balance is read: with their mandates, and nothing that a role may give.
fn officer(guild_id: i64, user_id: i64) -> Actor {
    Actor {
        guild_id,
        user_id,
        name: String::new(),
        manager: false,
        roles: Vec::new(),
        interaction_id: 0,
        agreed: crate::values::Agreed::Nothing,
    }
}
