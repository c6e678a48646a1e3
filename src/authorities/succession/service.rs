//! Use cases: an authority ceases on a day (`/authority succeed`), or was registered twice (`/authority merge`).

use chrono::NaiveDate;
use futures::FutureExt;

use super::super::rules::{Authority, Ending};
use super::super::{facts, finding, looking, store};
use super::handing;
pub use super::handing::Ended;
use super::rules::{self, Handover};
use crate::ledger::{About, Cause, Ledger, Result, Tx};
use crate::schedule::duties;
use crate::servers;
use crate::values::{Actor, AuthorityId, Preview, Refusal, When, day, time_zone};
use crate::words::text;

/// An authority ceases.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Succeed {
    /// The authority, as typed.
    pub authority: String,
    /// Its last day, as typed.
    pub on: String,
    /// Who succeeds it, as typed: `Eastshire 60%; Westshire 40%`.
    pub successors: String,
}

/// One council was registered twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merge {
    /// The double, as typed.
    pub authority: String,
    /// The entry that stays, as typed.
    pub into: String,
}

/// Settles when an authority ceases and who succeeds it (design, section 2a): what will move is shown first. On the day all
/// of it moves by itself; a day that is not ahead is asked about, and it moves at once. What was settled before is replaced.
///
/// # Errors
/// Refused to those who aren't registrars; when an authority isn't found, the day can't be read, or the shares aren't all of
/// it; and where successors cease in each other's favour.
pub async fn succeed(ledger: &Ledger, actor: &Actor, request: Succeed) -> Result<Ended> {
    let actor = actor.clone();
    ledger
        .write(Cause::by(&actor), move |tx| {
            async move { succeed_now(tx, &actor, &request).await }.boxed()
        })
        .await
}

async fn succeed_now(tx: &Tx, actor: &Actor, request: &Succeed) -> Result<Ended> {
    servers::service::require_registrar(tx, actor).await?;
    let from = looking::find(tx, actor.guild_id, &request.authority).await?;
    let tz = servers::service::settings(tx, actor.guild_id)
        .await?
        .time_zone;
    let on = When::parse(&request.on, tx.now(), tz)?.date;
    let mut typed = Vec::new();
    for (name, share) in rules::parse(&request.successors)? {
        typed.push((looking::find(tx, actor.guild_id, &name).await?, share));
    }
    let heirs = rules::heirs(&from, &typed)?;
    let register = looking::list(tx, actor.guild_id).await?;
    rules::no_circle(&from, &heirs, &register)?;
    let handover = Handover {
        from: from.clone(),
        to: typed.into_iter().map(|(heir, _)| heir).collect(),
        heirs: heirs.clone(),
        merged: false,
    };
    let ahead = on > time_zone::local_date(tx.now(), tz);
    let mut preview = handing::preview(tx, &handover, on).await?;
    preview = match (ahead, &from.ending) {
        (false, _) => preview.odd([text!("authorities-ending-at-once", day = day(on))]),
        (true, Some(before)) => preview.odd([text!(
            "authorities-ending-replaced",
            day = day(before.on),
            heirs = rules::named(&before.heirs, &register)
        )]),
        (true, None) => preview,
    };
    if ahead {
        preview = preview.line(text!("authorities-ending-undo"));
    }
    tx.ask(preview)?;
    if !ahead {
        return handing::hand_over(tx, handover, on).await;
    }
    let authority = Authority {
        ending: Some(Ending {
            on,
            heirs,
            ended: false,
        }),
        ..from
    };
    store::update(tx, &authority).await?;
    for (kind, at) in rules::moments(on, tx.now(), tz) {
        match at {
            Some(at) => duties::arm(tx, kind, authority.id, at).await?,
            None => duties::withdraw(tx, kind, authority.id).await?,
        }
    }
    let about = About::authority(authority.id);
    tx.tell(&facts::EndingPlanned::of(about, authority.clone()))
        .await?;
    let told = handing::tell(tx, &authority, &handover.heirs, false).await?;
    Ok(Ended {
        authority,
        heirs: handover.to,
        told,
        merged: false,
    })
}

/// The way back: the authority with this row doesn't cease after all.
///
/// # Errors
/// Refused to those who aren't registrars, and when nothing is settled that could be taken back.
pub async fn keep(ledger: &Ledger, actor: &Actor, id: AuthorityId) -> Result<Ended> {
    let actor = actor.clone();
    ledger
        .write(Cause::by(&actor), move |tx| {
            async move {
                servers::service::require_registrar(tx, &actor).await?;
                let found = store::by_id(tx, id).await?;
                let found = found.filter(|it| it.guild_id == actor.guild_id);
                let Some((from, ending)) = found.and_then(|it| it.ending.clone().map(|e| (it, e)))
                else {
                    return Err(Refusal::new(
                        text!("authorities-does-not-end"),
                        text!("authorities-does-not-end-help"),
                    )
                    .for_good()
                    .into());
                };
                if ending.ended {
                    return Err(Refusal::new(
                        text!(
                            "authorities-ended-already",
                            authority = finding::called(&from)
                        ),
                        text!("authorities-ended-already-help"),
                    )
                    .for_good()
                    .into());
                }
                let about = About::authority(from.id);
                tx.tell(&facts::EndingWithdrawn::of(about, from.clone()))
                    .await?;
                let authority = Authority {
                    ending: None,
                    ..from
                };
                store::update(tx, &authority).await?;
                handing::disarm(tx, authority.id).await?;
                let told = handing::tell(tx, &authority, &ending.heirs, false).await?;
                Ok(Ended {
                    authority,
                    heirs: Vec::new(),
                    told,
                    merged: false,
                })
            }
            .boxed()
        })
        .await
}

/// Makes one authority of two entries (design, section 2a): what the double has moves to the other, which is found by its
/// names from then on. What will move is shown first.
///
/// # Errors
/// Refused to those who aren't registrars, when one isn't found, when both are the same, and where both have declared the
/// same lot.
pub async fn merge(ledger: &Ledger, actor: &Actor, request: Merge) -> Result<Ended> {
    let actor = actor.clone();
    ledger
        .write(Cause::by(&actor), move |tx| {
            async move {
                servers::service::require_registrar(tx, &actor).await?;
                let from = looking::find(tx, actor.guild_id, &request.authority).await?;
                let into = looking::find(tx, actor.guild_id, &request.into).await?;
                let heirs = rules::heirs(&from, &[(into.clone(), None)])?;
                let register = looking::list(tx, actor.guild_id).await?;
                rules::no_circle(&from, &heirs, &register)?;
                let today = today(tx).await?;
                let handover = Handover {
                    from,
                    to: vec![into],
                    heirs,
                    merged: true,
                };
                let preview: Preview = handing::preview(tx, &handover, today).await?;
                tx.ask(preview)?;
                handing::hand_over(tx, handover, today).await
            }
            .boxed()
        })
        .await
}

async fn today(tx: &Tx) -> Result<NaiveDate> {
    let settings = servers::service::settings(tx, tx.cause().guild_id).await?;
    Ok(time_zone::local_date(tx.now(), settings.time_zone))
}

/// Does what a duty of an authority that is to cease asks for. Nothing is done where it doesn't any more, or not yet.
///
/// # Errors
/// A fault, if the database fails.
pub async fn fell_due(tx: &Tx, kind: &str, id: AuthorityId) -> Result<()> {
    let Some(from) = store::by_id(tx, id).await? else {
        return Ok(());
    };
    let Some(ending) = from.ending.clone().filter(|it| !it.ended) else {
        return Ok(());
    };
    let [six, three, _] = rules::DUTIES;
    if [six, three].contains(&kind) {
        handing::tell(tx, &from, &ending.heirs, false).await?;
        return Ok(());
    }
    let settings = servers::service::settings(tx, from.guild_id).await?;
    if tx.now() < time_zone::end_of_day(ending.on, settings.time_zone) {
        return Ok(());
    }
    let handover = handing::settled(tx, from, &ending.heirs).await?;
    handing::hand_over(tx, handover, ending.on).await?;
    Ok(())
}
