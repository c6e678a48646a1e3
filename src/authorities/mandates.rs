//! Use cases of mandates, and who acts for whom. Nobody acts without one (design, section 3, rule 6):
//! everything here looks the rows up again.

use chrono::{DateTime, Utc};
use futures::FutureExt;

use super::facts::{Preference, ToldMandate};
use super::letters::{Decided, Request};
use super::questions::Involved;
use super::rules::{Authority, Mandate, Role, State};
use super::store::NewMandate;
use super::succession::rules as succession;
use super::{facts, finding, looking, rules, store};
use crate::delivery::queue;
use crate::ledger::{About, Cause, Db, Fact, Ledger, Result, Tx};
use crate::servers;
use crate::values::{Actor, AuthorityId, MandateId, Preview};
use crate::words::text;

/// The longest name of a person that is kept: Discord's own limit is 32.
const NAME_MAX: usize = 100;
/// How many of an authority's tenders are named before its last officer's mandate is taken back.
const INVOLVED: usize = 10;

/// An officer asks for a mandate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestMandate {
    /// The authority, as typed.
    pub authority: String,
    /// What the registrars should know.
    pub reason: Option<String>,
}

/// Asks the registrars for a mandate as officer (design, section 6, `/mandate request`).
///
/// # Errors
/// Refused when the server isn't set up, the authority isn't found, the officer holds the mandate or has
/// asked already.
pub async fn request_mandate(
    ledger: &Ledger,
    actor: &Actor,
    request: RequestMandate,
) -> Result<Mandate> {
    let actor = actor.clone();
    ledger
        .write(Cause::by(&actor), move |tx| {
            async move {
                servers::service::settings(tx, actor.guild_id).await?;
                let authority = looking::find(tx, actor.guild_id, &request.authority).await?;
                let reason = rules::parse_reason(request.reason.as_deref())?;
                let before = between(tx, actor.user_id, &authority).await?;
                finding::may_request(before.as_ref(), &authority)?;
                let new = NewMandate {
                    authority: authority.clone(),
                    user_id: actor.user_id,
                    officer_name: name(&actor.name),
                    role: Role::Officer,
                    state: State::Requested,
                    reason,
                    decided_by: None,
                };
                let mandate = keep(tx, before.as_ref(), new, facts::MandateRequested::of).await?;
                let mandate_id = mandate.id;
                tx.send(&Request { mandate_id }).await?;
                Ok(mandate)
            }
            .boxed()
        })
        .await
}

/// Asks for a mandate as officer, as [`request_mandate`] does, for the authority with this row.
///
/// # Errors
/// Refused as [`request_mandate`] does, and when it isn't in this server's register.
pub async fn request_for(ledger: &Ledger, actor: &Actor, id: AuthorityId) -> Result<Mandate> {
    let register = looking::list(&ledger.reader(), actor.guild_id).await?;
    let found = register.into_iter().find(|it| it.id == id);
    // One that is gone is told of as one that was typed.
    let authority = found.map_or_else(|| id.to_string(), |it| it.short_name);
    let reason = None;
    request_mandate(ledger, actor, RequestMandate { authority, reason }).await
}

/// A registrar decides what an officer asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decide {
    /// The mandate's row.
    pub mandate_id: MandateId,
    /// Whether it is confirmed; else it is refused.
    pub confirm: bool,
}

/// Confirms or refuses a mandate that was asked for; the officer is told.
///
/// # Errors
/// Refused to those who aren't registrars, and when it isn't there or is decided already.
pub async fn decide_mandate(ledger: &Ledger, actor: &Actor, request: Decide) -> Result<Mandate> {
    let actor = actor.clone();
    ledger
        .write(Cause::by(&actor), move |tx| {
            async move {
                servers::service::require_registrar(tx, &actor).await?;
                let found = store::mandate_by_id(tx, request.mandate_id).await?;
                let before = finding::may_decide(found, actor.guild_id)?;
                let state = match request.confirm {
                    true => State::Held,
                    false => State::Refused,
                };
                let new = NewMandate {
                    authority: before.authority.clone(),
                    user_id: before.user_id,
                    officer_name: before.officer_name.clone(),
                    role: before.role,
                    state,
                    reason: before.reason.clone(),
                    decided_by: Some(actor.user_id),
                };
                let before = Some(&before);
                let mandate = match request.confirm {
                    true => keep(tx, before, new, facts::MandateConfirmed::of).await?,
                    false => keep(tx, before, new, facts::MandateRefused::of).await?,
                };
                tx.send(&Decided {
                    mandate_id: mandate.id,
                    user_id: mandate.user_id,
                })
                .await?;
                Ok(mandate)
            }
            .boxed()
        })
        .await
}

/// A registrar gives a mandate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// The officer's Discord user id.
    pub user_id: i64,
    /// The name they go by in this server.
    pub officer_name: String,
    /// The authority, as typed.
    pub authority: String,
    /// What they may do.
    pub role: Role,
}

/// Gives an officer a mandate, or changes their role in it (design, section 6, `/mandate grant`).
///
/// # Errors
/// Refused to those who aren't registrars, when the authority isn't found, and when they hold it already.
pub async fn grant(ledger: &Ledger, actor: &Actor, request: Grant) -> Result<Mandate> {
    let actor = actor.clone();
    ledger
        .write(Cause::by(&actor), move |tx| {
            async move {
                servers::service::require_registrar(tx, &actor).await?;
                let authority = looking::find(tx, actor.guild_id, &request.authority).await?;
                let before = between(tx, request.user_id, &authority).await?;
                finding::may_grant(before.as_ref(), request.role, &authority)?;
                let new = NewMandate {
                    authority: authority.clone(),
                    user_id: request.user_id,
                    officer_name: name(&request.officer_name),
                    role: request.role,
                    state: State::Held,
                    reason: before.as_ref().and_then(|before| before.reason.clone()),
                    decided_by: Some(actor.user_id),
                };
                keep(tx, before.as_ref(), new, facts::MandateGranted::of).await
            }
            .boxed()
        })
        .await
}

/// A registrar takes a mandate back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revoke {
    /// The officer's Discord user id.
    pub user_id: i64,
    /// The authority, as typed.
    pub authority: String,
}

/// Takes a mandate back (design, section 6, `/mandate revoke`).
///
/// # Errors
/// Refused to those who aren't registrars, when the authority isn't found, and when they don't hold it.
pub async fn revoke(ledger: &Ledger, actor: &Actor, request: Revoke) -> Result<Mandate> {
    let actor = actor.clone();
    ledger
        .write(Cause::by(&actor), move |tx| {
            async move {
                servers::service::require_registrar(tx, &actor).await?;
                let authority = looking::find(tx, actor.guild_id, &request.authority).await?;
                let before = between(tx, request.user_id, &authority).await?;
                let before = finding::may_revoke(before, &authority)?;
                ask_before_the_last(tx, &before).await?;
                let new = NewMandate {
                    authority: authority.clone(),
                    user_id: before.user_id,
                    officer_name: before.officer_name.clone(),
                    role: before.role,
                    state: State::Revoked,
                    reason: before.reason.clone(),
                    decided_by: Some(actor.user_id),
                };
                keep(tx, Some(&before), new, facts::MandateRevoked::of).await
            }
            .boxed()
        })
        .await
}

/// If nobody would act any more for an authority that leads or takes part in something that is not over, that is shown
/// first.
async fn ask_before_the_last(tx: &Tx, mandate: &Mandate) -> Result<()> {
    let authority = &mandate.authority;
    let here = officers_here(tx, authority.id, tx.now()).await?;
    if !mandate.acts() || here.iter().any(|other| *other != mandate.user_id) {
        return Ok(());
    }
    let authority_id = authority.id;
    let involved = tx.inquire(&Involved { authority_id }).await?.concat();
    if involved.is_empty() {
        return Ok(());
    }
    let (who, whom) = (mandate.officer_name.as_str(), finding::called(authority));
    let count = involved.len();
    let more = count.saturating_sub(INVOLVED);
    let more = (more > 0).then(|| text!("authorities-import-more", more));
    tx.ask(
        Preview::of(text!(
            "authorities-revoke-preview",
            who,
            whom = whom.clone()
        ))
        .line(text!("authorities-revoke-preview-last", whom, count))
        .lines(involved.into_iter().take(INVOLVED))
        .lines(more),
    )
}

fn name(text: &str) -> String {
    rules::words(text).chars().take(NAME_MAX).collect()
}

async fn between(db: &impl Db, user_id: i64, authority: &Authority) -> Result<Option<Mandate>> {
    let theirs = store::mandates_of(db, authority.guild_id, user_id).await?;
    Ok(theirs.into_iter().find(|m| m.authority.id == authority.id))
}

/// Keeps a mandate, and tells what has happened to it.
async fn keep<F: Fact>(
    tx: &Tx,
    before: Option<&Mandate>,
    new: NewMandate,
    fact: fn(About, ToldMandate) -> F,
) -> Result<Mandate> {
    let mandate = store::save(tx, before, new, tx.now()).await?;
    tx.tell(&fact(facts::about(&mandate), ToldMandate::from(&mandate)))
        .await?;
    Ok(mandate)
}

/// The mandates an officer holds in a server, in either role, by the authority's short name; then those authorities that
/// theirs have succeeded: whoever acts for a successor reads what is in the record of the one that ceased.
///
/// # Errors
/// A fault, if the database fails.
pub async fn mandates_of(db: &impl Db, guild_id: i64, user_id: i64) -> Result<Vec<Mandate>> {
    let mut found = store::mandates_of(db, guild_id, user_id).await?;
    found.retain(|mandate| mandate.state == State::Held);
    Ok(succession::with_predecessors(
        found,
        &store::ended(db, guild_id).await?,
    ))
}

/// What a person holds and has asked for (design, section 6, `/mandate mine`).
///
/// # Errors
/// A fault, if the database fails.
pub async fn mine(db: &impl Db, actor: &Actor) -> Result<Vec<Mandate>> {
    let mut found = store::mandates_of(db, actor.guild_id, actor.user_id).await?;
    found.retain(|mandate| matches!(mandate.state, State::Held | State::Requested));
    Ok(found)
}

/// The mandates held for an authority, in either role, by the officer's name.
///
/// # Errors
/// A fault, if the database fails.
pub async fn of_authority(db: &impl Db, authority_id: AuthorityId) -> Result<Vec<Mandate>> {
    let mut found = store::mandates_for(db, authority_id).await?;
    found.retain(|mandate| mandate.state == State::Held);
    Ok(found)
}

/// The mandates held in a server, in either role, by the authority's short name (design, section 6, `/mandate list`); then
/// what their officers read of those that have ceased, as [`mandates_of`] has it.
///
/// # Errors
/// A fault, if the database fails.
pub async fn of_all(db: &impl Db, guild_id: i64) -> Result<Vec<Mandate>> {
    let mut found = store::mandates_in(db, guild_id).await?;
    found.retain(|mandate| mandate.state == State::Held);
    Ok(succession::with_predecessors(
        found,
        &store::ended(db, guild_id).await?,
    ))
}

/// One mandate by its row, in any state: for those who compose a notice about it.
///
/// # Errors
/// A fault, if the database fails.
pub async fn mandate(db: &impl Db, id: MandateId) -> Result<Option<Mandate>> {
    store::mandate_by_id(db, id).await
}

/// The Discord user ids of those who act for an authority; observers are not among them.
///
/// # Errors
/// A fault, if the database fails.
pub async fn officers_of(db: &impl Db, authority_id: AuthorityId) -> Result<Vec<i64>> {
    let found = store::mandates_for(db, authority_id).await?;
    let acting = found.iter().filter(|mandate| mandate.acts());
    Ok(acting.map(|mandate| mandate.user_id).collect())
}

/// Those of [`officers_of`] who are in the server, as far as is known: who can be told something.
///
/// # Errors
/// A fault, if the database fails.
pub async fn officers_here(
    db: &impl Db,
    authority_id: AuthorityId,
    now: DateTime<Utc>,
) -> Result<Vec<i64>> {
    let found = store::mandates_for(db, authority_id).await?;
    let Some(guild_id) = found.first().map(|it| it.authority.guild_id) else {
        return Ok(Vec::new());
    };
    let absent = queue::absent(db, guild_id, now).await?;
    let acting = found.iter().filter(|mandate| mandate.acts());
    let acting = acting.map(|mandate| mandate.user_id);
    Ok(acting.filter(|user| !absent.contains(user)).collect())
}

/// The authority for which a person acts: the one given, else their only one.
///
/// # Errors
/// Refused when there is no such authority, they don't act for it, act for several and gave none, or act
/// for none.
pub async fn acting_for(db: &impl Db, actor: &Actor, given: Option<&str>) -> Result<Authority> {
    let given = match given {
        Some(text) => Some(looking::find(db, actor.guild_id, text).await?),
        None => None,
    };
    let theirs = store::mandates_of(db, actor.guild_id, actor.user_id).await?;
    Ok(finding::acting_for(&theirs, given.as_ref())?.clone())
}

/// Whether a person acts for an authority: holds a mandate as officer, in the server where they are.
///
/// # Errors
/// A fault, if the database fails.
pub async fn acts_for(db: &impl Db, actor: &Actor, authority_id: AuthorityId) -> Result<bool> {
    let theirs = mandates_of(db, actor.guild_id, actor.user_id).await?;
    Ok(theirs
        .iter()
        .any(|m| m.acts() && m.authority.id == authority_id))
}

/// Whether a person may read what an authority may: holds a mandate in either role.
///
/// # Errors
/// A fault, if the database fails.
pub async fn reads_for(db: &impl Db, actor: &Actor, authority_id: AuthorityId) -> Result<bool> {
    let theirs = mandates_of(db, actor.guild_id, actor.user_id).await?;
    Ok(theirs.iter().any(|m| m.authority.id == authority_id))
}

/// Whether an officer wants reminders by direct message; not, until they say so.
///
/// # Errors
/// A fault, if the database fails.
pub async fn prefers_direct(db: &impl Db, user_id: i64) -> Result<bool> {
    store::direct(db, user_id).await
}

/// Keeps whether the person wants reminders by direct message.
///
/// # Errors
/// A fault, if the database fails.
pub async fn set_prefers_direct(ledger: &Ledger, actor: &Actor, direct: bool) -> Result<bool> {
    let actor = actor.clone();
    ledger
        .write(Cause::by(&actor), move |tx| {
            async move {
                store::set_direct(tx, actor.user_id, direct).await?;
                let preferred = Preference::Direct(direct);
                tx.tell(&facts::Preferred::of(About::SERVER, preferred))
                    .await?;
                Ok(direct)
            }
            .boxed()
        })
        .await
}
