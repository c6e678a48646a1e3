//! Who may declare, and until when.

use chrono::{DateTime, Utc};

use crate::authorities::{self, service::Authority};
use crate::ledger::{Db, Result};
use crate::tenders::rules::stage_at;
use crate::tenders::service::{self as tenders, Part, Participation, Tender};
use crate::values::{Actor, Refusal, Stage};
use crate::words::text;

/// Who declares, and whether it is late.
pub(super) struct Gate {
    pub tender: Tender,
    pub authority: Authority,
    /// How the authority stands in the tender, if it has a row there.
    pub part: Option<Participation>,
    pub late: bool,
    /// Whether an officer of the lead changes what another authority says, for which they do not act.
    pub amends: bool,
}

/// Checks mandate and stage. After the deadline a change needs the lead's consent (design, section 2): an officer of
/// the lead makes it, for whichever authority that was invited, or the authority was admitted late.
pub(super) async fn gate(
    tx: &impl Db,
    actor: &Actor,
    tender: &str,
    given: Option<&str>,
    now: DateTime<Utc>,
) -> Result<Gate> {
    let tender = tenders::find(tx, actor.guild_id, tender).await?;
    let stage = stage_at(tender.stage, tender.respond_by, now);
    let by_lead = stage == Stage::Collected
        && authorities::service::acts_for(tx, actor, tender.lead_id).await?;
    let authority = match given {
        Some(given) if by_lead => authorities::service::find(tx, actor.guild_id, given).await?,
        _ => authorities::service::acting_for(tx, actor, given).await?,
    };
    let part = tenders::require_invited(tx, &tender, &authority).await?;
    let own = !by_lead || authorities::service::acts_for(tx, actor, authority.id).await?;
    let gate = decide(tender, authority, part, stage, by_lead)?;
    Ok(Gate {
        amends: !own,
        ..gate
    })
}

fn decide(
    tender: Tender,
    authority: Authority,
    part: Option<Participation>,
    stage: Stage,
    by_lead: bool,
) -> Result<Gate> {
    // One that is asked whether its answer still holds may change it.
    let admitted = part
        .as_ref()
        .is_some_and(|p| (p.part == Part::Joined && p.wave > 1) || p.to_confirm.is_some());
    let late = match stage {
        Stage::Collecting => false,
        Stage::Collected if by_lead || admitted => true,
        _ => return Err(frozen(&tender, stage).into()),
    };
    Ok(Gate {
        tender,
        authority,
        part,
        late,
        amends: false,
    })
}

fn frozen(tender: &Tender, stage: Stage) -> Refusal {
    let reference = tender.reference.as_str();
    if stage.is_over() {
        return Refusal::new(
            text!("requirements-over", reference, stage = stage.label()),
            text!("requirements-over-help"),
        );
    }
    let help = match stage {
        Stage::Collected => text!("requirements-frozen-collected-help"),
        Stage::CallOff => text!("requirements-frozen-call-off-help"),
        _ => text!("requirements-frozen-published-help"),
    };
    Refusal::new(text!("requirements-frozen", reference), help)
}
