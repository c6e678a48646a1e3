//! Join, decline, leave, ask to join late, admit.

use futures::FutureExt;
use serde::{Deserialize, Serialize};

use super::super::facts;
use super::super::rules::{self, Joining, Part, REASON_MAX};
use super::super::store::{self, Participation, Tender};
use super::changing::zone;
use super::due::catch_up;
use super::looking::{self, Who};
use super::previews;
use crate::authorities::{self, service::Authority};
use crate::ledger::{About, Cause, Ledger, Result, Tx};
use crate::values::{Actor, Refusal, Stage};
use crate::words::{Text, text};

/// What `/tender join`, `/tender decline` and `/tender leave` are told.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakePart {
    /// The tender's reference.
    pub tender: String,
    /// For whom; needed by an officer of several.
    pub authority: Option<String>,
    /// Why.
    pub reason: Option<String>,
}

/// What came of the wish to join.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Joined {
    /// It joined; `already` where it had before.
    Joined {
        /// The tender.
        tender: Tender,
        /// Who joined.
        who: Who,
        /// Whether nothing changed.
        already: bool,
    },
    /// The lead was asked to admit it.
    Asked {
        /// The tender.
        tender: Tender,
        /// Who asks.
        who: Who,
        /// Who is asked.
        lead: Who,
    },
    /// It is not entitled: its need is kept for the next round (design, section 2). The refusal says so; it is no
    /// error, because an error would undo the keeping.
    NextRound {
        /// The tender.
        tender: Tender,
        /// Whose need it is.
        who: Who,
        /// What the person is told.
        refusal: Refusal,
    },
}

/// An authority left or declined.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Left {
    /// The tender.
    pub tender: Tender,
    /// Who.
    pub who: Who,
    /// Whether it had said so before, and nothing changed.
    pub already: bool,
}

/// The lead admitted an authority.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Admitted {
    /// The tender.
    pub tender: Tender,
    /// Who was admitted.
    pub who: Who,
    /// 1 while requirements are collected, else 2.
    pub wave: i32,
}

struct Acting {
    tender: Tender,
    authority: Authority,
    who: Who,
    reason: Option<String>,
    row: Option<Participation>,
}

async fn acting(tx: &Tx, actor: &Actor, request: &TakePart) -> Result<Acting> {
    let tender = looking::find(tx, actor.guild_id, &request.tender).await?;
    let tender = catch_up(tx, tender).await?;
    let authority =
        authorities::service::acting_for(tx, actor, request.authority.as_deref()).await?;
    let reason = rules::optional_text(
        text!("tenders-what-reason"),
        request.reason.as_deref(),
        REASON_MAX,
    )?;
    let row = store::participation(tx, tender.id, authority.id).await?;
    Ok(Acting {
        tender,
        who: Who::from(&authority),
        authority,
        reason,
        row,
    })
}

/// Joins a tender while requirements are collected; later asks the lead to be admitted, or keeps the need for the next
/// round (design, section 2).
///
/// # Errors
/// Refused without a mandate, where the authority was not invited, or the tender is over.
pub async fn join(ledger: &Ledger, actor: &Actor, request: TakePart) -> Result<Joined> {
    let actor = actor.clone();
    let cause = Cause::by(&actor);
    ledger
        .write(cause, move |tx| {
            async move { join_now(tx, &actor, &request).await }.boxed()
        })
        .await
}

async fn join_now(tx: &Tx, actor: &Actor, request: &TakePart) -> Result<Joined> {
    let Acting {
        tender,
        authority,
        who,
        reason,
        row,
    } = acting(tx, actor, request).await?;
    if row.as_ref().is_some_and(|r| r.part == Part::Joined) && !tender.stage.is_over() {
        return Ok(Joined::Joined {
            tender,
            who,
            already: true,
        });
    }
    let invited = looking::is_invited(tx, &tender, &authority).await?;
    let entitled = store::entitled(tx, tender.id)
        .await?
        .contains(&authority.id);
    let put = |part, wave| Participation {
        authority_id: authority.id,
        part,
        answered: false,
        wave,
        reason: reason.clone(),
        at: tx.now(),
        to_confirm: None,
    };
    let about = About::tender(tender.id, authority.id);
    match rules::joining(tender.stage, tender.reference.as_str(), invited, entitled)? {
        Joining::Joins => {
            store::put_participation(tx, tender.id, &put(Part::Joined, 1)).await?;
            let reference = tender.reference.clone();
            tx.tell(&facts::Joined {
                about,
                reference,
                reason,
            })
            .await?;
            Ok(Joined::Joined {
                tender,
                who,
                already: false,
            })
        }
        Joining::Asks => {
            let lead = looking::lead(tx, &tender).await?;
            let asked_before = row.is_some_and(|r| r.part == Part::Asked);
            store::put_participation(tx, tender.id, &put(Part::Asked, 2)).await?;
            let reference = tender.reference.clone();
            tx.tell(&facts::AskedToJoin {
                about,
                reference,
                reason,
                again: asked_before,
            })
            .await?;
            Ok(Joined::Asked { tender, who, lead })
        }
        Joining::NextRound => {
            store::put_next_round(tx, tender.id, authority.id, reason.clone(), tx.now()).await?;
            let reference = tender.reference.clone();
            tx.tell(&facts::KeptForNextRound {
                about,
                reference,
                reason,
            })
            .await?;
            let refusal = Refusal::new(
                text!(
                    "tenders-next-round",
                    who = who.name.as_str(),
                    reference = tender.reference.as_str()
                ),
                text!("tenders-next-round-help"),
            );
            Ok(Joined::NextRound {
                tender,
                who,
                refusal,
            })
        }
    }
}

/// Says that an authority does not take part. Those who decline are not chased.
///
/// # Errors
/// Asks first, if that drops something declared. Refused without a mandate, to the lead, to an authority not invited, and once requirements are frozen.
pub async fn decline(ledger: &Ledger, actor: &Actor, request: TakePart) -> Result<Left> {
    go(ledger, actor, request, Part::Declined).await
}

/// Leaves a tender, or takes back the wish to join late.
///
/// # Errors
/// Asks first, if that drops something declared. Refused without a mandate, to the lead, to an authority that takes no part, and once requirements are frozen.
pub async fn leave(ledger: &Ledger, actor: &Actor, request: TakePart) -> Result<Left> {
    go(ledger, actor, request, Part::Withdrawn).await
}

async fn go(ledger: &Ledger, actor: &Actor, request: TakePart, part: Part) -> Result<Left> {
    let actor = actor.clone();
    let cause = Cause::by(&actor);
    ledger
        .write(cause, move |tx| {
            async move { go_now(tx, &actor, &request, part).await }.boxed()
        })
        .await
}

async fn go_now(tx: &Tx, actor: &Actor, request: &TakePart, part: Part) -> Result<Left> {
    let Acting {
        tender,
        authority,
        who,
        reason,
        row,
    } = acting(tx, actor, request).await?;
    if row.as_ref().is_some_and(|r| r.part == part && !r.answered) {
        return Ok(Left {
            tender,
            who,
            already: true,
        });
    }
    let (name, reference) = (who.name.as_str(), tender.reference.as_str());
    if tender.lead_id == authority.id {
        return Err(Refusal::new(
            text!("tenders-lead-stays", who = name, reference),
            text!("tenders-lead-stays-help"),
        )
        .into());
    }
    let before = row.as_ref().map(|r| r.part);
    match (part, before) {
        (Part::Withdrawn, Some(Part::Joined | Part::Asked)) | (Part::Declined, Some(_)) => {}
        (Part::Declined, None) if looking::is_invited(tx, &tender, &authority).await? => {}
        (Part::Declined, _) => {
            return Err(Refusal::new(
                text!("tenders-nothing-to-decline", who = name, reference),
                text!("tenders-nothing-to-decline-help"),
            )
            .into());
        }
        _ => {
            return Err(Refusal::new(
                text!("tenders-takes-no-part", who = name, reference),
                text!("tenders-takes-no-part-help"),
            )
            .into());
        }
    }
    let binding = before == Some(Part::Joined);
    let stage = tender.stage;
    if stage.is_over() || (binding && stage != Stage::Collecting) {
        return Err(Refusal::new(
            text!(
                "tenders-too-late-to-leave",
                reference,
                stage = stage.label()
            ),
            text!("tenders-too-late-to-leave-help"),
        )
        .into());
    }
    let tz = zone(tx, &tender).await?;
    if let Some(preview) = previews::going(tx, &tender, &who, part, tz).await? {
        tx.ask(preview)?;
    }
    let wave = row.map_or(1, |r| r.wave);
    let row = Participation {
        authority_id: authority.id,
        part,
        answered: false,
        wave,
        reason: reason.clone(),
        at: tx.now(),
        to_confirm: None,
    };
    store::put_participation(tx, tender.id, &row).await?;
    let about = About::tender(tender.id, authority.id);
    let reference = tender.reference.clone();
    match part {
        Part::Declined => {
            tx.tell(&facts::Declined {
                about,
                reference,
                reason,
            })
            .await?;
        }
        _ => {
            tx.tell(&facts::Left {
                about,
                reference,
                reason,
            })
            .await?;
        }
    }
    Ok(Left {
        tender,
        who,
        already: false,
    })
}

/// The lead admits an authority that asked to join late, in the second wave; the award's ceiling still binds (design,
/// section 2).
///
/// # Errors
/// Refused to anybody but the lead, when the authority did not ask, is not entitled, or the tender is over.
pub async fn admit(
    ledger: &Ledger,
    actor: &Actor,
    tender: String,
    authority: String,
) -> Result<Admitted> {
    let actor = actor.clone();
    let cause = Cause::by(&actor);
    ledger
        .write(cause, move |tx| {
            async move { admit_now(tx, &actor, &tender, &authority).await }.boxed()
        })
        .await
}

async fn admit_now(tx: &Tx, actor: &Actor, tender: &str, authority: &str) -> Result<Admitted> {
    let tender = looking::find(tx, actor.guild_id, tender).await?;
    looking::require_lead(tx, actor, &tender).await?;
    let tender = catch_up(tx, tender).await?;
    let authority = authorities::service::find(tx, actor.guild_id, authority).await?;
    let who = Who::from(&authority);
    let row = store::participation(tx, tender.id, authority.id).await?;
    let reference = tender.reference.as_str();
    let name = who.name.as_str();
    match row.as_ref().map(|r| r.part) {
        Some(Part::Asked) => {}
        Some(Part::Joined) => {
            return Err(Refusal::new(
                text!("tenders-already-part", who = name, reference),
                Text::default(),
            )
            .into());
        }
        _ => {
            return Err(Refusal::new(
                text!("tenders-has-not-asked", who = name, reference),
                text!("tenders-has-not-asked-help", reference),
            )
            .into());
        }
    }
    if tender.stage.is_over() {
        return Err(Refusal::new(
            rules::over(tender.stage, reference),
            text!("tenders-admit-over-help"),
        )
        .into());
    }
    let fixed = !matches!(tender.stage, Stage::Collecting | Stage::Collected);
    if fixed
        && !store::entitled(tx, tender.id)
            .await?
            .contains(&authority.id)
    {
        return Err(Refusal::new(
            text!("tenders-admit-not-entitled", who = name, reference),
            text!("tenders-admit-not-entitled-help"),
        )
        .into());
    }
    let wave = if tender.stage == Stage::Collecting {
        1
    } else {
        2
    };
    let reason = row.and_then(|r| r.reason);
    let row = Participation {
        authority_id: authority.id,
        part: Part::Joined,
        answered: false,
        wave,
        reason,
        at: tx.now(),
        to_confirm: None,
    };
    store::put_participation(tx, tender.id, &row).await?;
    tx.tell(&facts::Admitted {
        about: About::tender(tender.id, authority.id),
        reference: tender.reference.clone(),
        wave,
        by: tender.lead_id,
    })
    .await?;
    Ok(Admitted { tender, who, wave })
}
