//! The nil return, and taking back what was declared.

use futures::FutureExt;
use serde::{Deserialize, Serialize};

use super::super::store::{self, Requirement};
use super::super::{facts, rules};
use super::gate::{Gate, gate};
use super::{amending, looking, previews, showing};
use crate::ledger::{About, Cause, Ledger, Result, Tx};
use crate::tenders::rules::{REASON_MAX, optional_text};
use crate::tenders::service::{self as tenders, Amended, Tender, Who};
use crate::values::{Actor, AuthorityId, Refusal};
use crate::words::text;

/// What `/requirement none` and the card's button are told.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Nil {
    /// The tender's reference.
    pub tender: String,
    /// For whom; needed by an officer of several.
    pub authority: Option<String>,
    /// Why.
    pub reason: Option<String>,
}

/// What came of a nil return or a withdrawal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ceased {
    /// The tender.
    pub tender: Tender,
    /// For whom.
    pub who: Who,
    /// What counted and no longer counts.
    pub ceased: Vec<Requirement>,
    /// Whether it came after the deadline, with the lead's consent.
    pub late: bool,
}

/// The nil return: "we need none", a full answer (design, section 1). What was declared no longer counts.
///
/// # Errors
/// Asks first, if something declared is dropped. Refused without a mandate, to an authority that was not invited, and
/// after the deadline.
pub async fn none(ledger: &Ledger, actor: &Actor, request: Nil) -> Result<Ceased> {
    let actor = actor.clone();
    let cause = Cause::by(&actor);
    ledger
        .write(cause, move |tx| {
            async move {
                let gate = gate(
                    tx,
                    &actor,
                    &request.tender,
                    request.authority.as_deref(),
                    tx.now(),
                )
                .await?;
                let reason = optional_text(
                    text!("tenders-what-reason"),
                    request.reason.as_deref(),
                    REASON_MAX,
                )?;
                let Gate {
                    tender,
                    authority,
                    late,
                    amends,
                    ..
                } = gate;
                let who = Who::from(&authority);
                let stands = looking::current(tx, tender.id, Some(authority.id)).await?;
                let amended = match amends {
                    true => Some(to_none(tx, &tender, &who, reason.as_deref()).await?),
                    false => None,
                };
                if amended.is_none() && !stands.is_empty() {
                    let title = text!(
                        "requirements-none-preview",
                        authority = authority.name.as_str(),
                        reference = tender.reference.as_str()
                    );
                    tx.ask(previews::dropping(tx, title, &tender, &stands, late).await?)?;
                }
                let ceased = clear_in(tx, &tender, authority.id).await?;
                tenders::nil(tx, &tender, authority.id, reason.clone()).await?;
                tx.tell(&facts::NoneNeeded {
                    about: About::tender(tender.id, authority.id),
                    reason,
                    ceased: ids(&ceased),
                    late,
                })
                .await?;
                if let Some((changes, why)) = amended {
                    tenders::amend(tx, &tender, &who, changes, why).await?;
                }
                Ok(Ceased {
                    tender,
                    who,
                    ceased,
                    late,
                })
            }
            .boxed()
        })
        .await
}

/// What the lead's nil return makes of another's answer, once it has said yes to that; and why.
async fn to_none(
    tx: &Tx,
    tender: &Tender,
    who: &Who,
    reason: Option<&str>,
) -> Result<(Vec<Amended>, String)> {
    let current = looking::current(tx, tender.id, Some(who.id)).await?;
    let lots = tenders::lots(tx, tender.id).await?;
    let is = text!("requirements-needs-none");
    let mut changes = amending::ceased(&lots, &current, &is);
    if changes.is_empty() {
        changes.push(Amended {
            what: text!("requirements-answer"),
            was: text!("requirements-not-declared"),
            is,
        });
    }
    let why = amending::ask(tx, tender, who, &changes, reason)?;
    Ok((changes, why))
}

/// What `/requirement withdraw` is told.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdraw {
    /// The tender's reference.
    pub tender: String,
    /// For whom; needed by an officer of several.
    pub authority: Option<String>,
    /// A lot; left out: all of them.
    pub lot: Option<String>,
    /// A contract year; left out: all that was declared of the lot.
    pub year: Option<String>,
    /// Why; needed by a lead that takes back what another authority declared.
    #[serde(default)]
    pub reason: Option<String>,
}

/// Takes back what was declared; whoever has nothing declared any more is outstanding again.
///
/// # Errors
/// Asks first. Refused without a mandate, after the deadline, and when nothing like it was declared.
pub async fn withdraw(ledger: &Ledger, actor: &Actor, request: Withdraw) -> Result<Ceased> {
    let actor = actor.clone();
    let cause = Cause::by(&actor);
    ledger
        .write(cause, move |tx| {
            async move { withdraw_now(tx, &actor, &request).await }.boxed()
        })
        .await
}

async fn withdraw_now(tx: &Tx, actor: &Actor, request: &Withdraw) -> Result<Ceased> {
    let Gate {
        tender,
        authority,
        late,
        amends,
        ..
    } = gate(
        tx,
        actor,
        &request.tender,
        request.authority.as_deref(),
        tx.now(),
    )
    .await?;
    let lots = tenders::lots(tx, tender.id).await?;
    let lot = request
        .lot
        .as_deref()
        .map(|text| tenders::find_lot(&lots, text))
        .transpose()?;
    let year = match request
        .year
        .as_deref()
        .map(str::trim)
        .filter(|y| !y.is_empty())
    {
        Some(year) => Some(rules::year(Some(year), &tenders::term(&tender)?)?),
        None => None,
    };
    let current = looking::current(tx, tender.id, Some(authority.id)).await?;
    let (ceased, kept): (Vec<_>, Vec<_>) = current
        .into_iter()
        .partition(|r| lot.is_none_or(|l| l.id == r.lot_id) && year.is_none_or(|y| y == r.year));
    if ceased.is_empty() {
        let (name, reference) = (authority.name.as_str(), tender.reference.as_str());
        let refusal = match kept.is_empty() {
            true => Refusal::new(
                text!("requirements-nothing-declared", authority = name, reference),
                text!("requirements-nothing-declared-help"),
            ),
            false => Refusal::new(
                text!("requirements-nothing-like-it", authority = name, reference),
                text!("requirements-nothing-like-it-help"),
            ),
        };
        return Err(refusal.into());
    }
    let who = Who::from(&authority);
    let changes = amending::ceased(&lots, &ceased, &text!("requirements-not-declared"));
    let reason = request.reason.as_deref();
    let why = match amends {
        true => Some(amending::ask(tx, &tender, &who, &changes, reason)?),
        false => {
            let title = text!(
                "requirements-withdraw-preview",
                authority = authority.name.as_str(),
                reference = tender.reference.as_str()
            );
            let preview = previews::dropping(tx, title, &tender, &ceased, late).await?;
            let left = kept.is_empty().then(|| text!("requirements-nothing-left"));
            tx.ask(preview.lines(left))?;
            None
        }
    };
    store::supersede(tx, &ceased).await?;
    showing::settle(tx, &tender, ceased.iter().map(|it| it.lot_id), false).await?;
    if kept.is_empty() {
        tenders::unanswer(tx, &tender, authority.id).await?;
    }
    tx.tell(&facts::Withdrawn {
        about: About::tender(tender.id, authority.id),
        ceased: ids(&ceased),
        late,
    })
    .await?;
    if let Some(why) = why {
        tenders::amend(tx, &tender, &who, changes, why).await?;
    }
    Ok(Ceased {
        tender,
        who,
        ceased,
        late,
    })
}

fn ids(requirements: &[Requirement]) -> Vec<i64> {
    requirements.iter().map(|r| r.id).collect()
}

/// Stops all that an authority declared in a tender counting: it declines, leaves, or needs none.
///
/// # Errors
/// A fault, if the database fails.
pub async fn clear_in(
    tx: &Tx,
    tender: &Tender,
    authority_id: AuthorityId,
) -> Result<Vec<Requirement>> {
    let ceased = looking::current(tx, tender.id, Some(authority_id)).await?;
    store::supersede(tx, &ceased).await?;
    showing::settle(tx, tender, ceased.iter().map(|it| it.lot_id), false).await?;
    Ok(ceased)
}
