//! What was published wrongly is corrected by the lead, with a reason, while bids are out (design, section 2a): its dates,
//! and who may call off.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::super::facts;
use super::super::rules;
use super::super::store::{self, Tender};
use super::by_lead::reason;
use super::edits::{Correction, Edit};
use super::entitling::may_call_off;
use super::looking::Who;
use super::previews;
use crate::authorities;
use crate::ledger::{Result, Tx};
use crate::values::time_zone::local_date;
use crate::values::{AuthorityId, Preview, Refusal, Stage, day};
use crate::words::text;

/// Whether it is published, and bids are still to come in.
pub(super) fn bids_are_out(tender: &Tender, now: DateTime<Utc>) -> bool {
    tender.stage == Stage::OutToTender && tender.bids_by.is_none_or(|due| now < due)
}

/// What is to be corrected; none: nothing of what was published.
pub(super) async fn read(
    tx: &Tx,
    before: &Tender,
    tender: &Tender,
    early: bool,
    request: &Edit,
) -> Result<Option<Correction>> {
    let reference = before.reference.as_str();
    if request.entitled.is_some() && early {
        return Err(Refusal::new(
            text!("tenders-no-notice", reference),
            text!("tenders-no-notice-help"),
        )
        .into());
    }
    if request.entitled.is_some() && !bids_are_out(before, tx.now()) {
        return Err(Refusal::new(
            text!("tenders-entitled-fixed", reference),
            text!("tenders-entitled-fixed-help"),
        )
        .into());
    }
    if early {
        return Ok(None);
    }
    let register = authorities::service::list(tx, before.guild_id).await?;
    let were = store::entitled(tx, before.id).await?;
    let of = |ids: &[AuthorityId]| {
        let mut of: Vec<Who> = register
            .iter()
            .filter(|it| ids.contains(&it.id))
            .map(Who::from)
            .collect();
        of.sort_by(|one, other| one.short_name.cmp(&other.short_name));
        of
    };
    let now = match request.entitled.as_deref().map(str::trim) {
        Some(none) if none.eq_ignore_ascii_case("none") => may_call_off(tx, tender, "").await?,
        Some(named) => may_call_off(tx, tender, named).await?,
        None => were.clone(),
    };
    let not_in = |all: &[AuthorityId], these: &[AuthorityId]| -> Vec<AuthorityId> {
        let left = all.iter().filter(|id| !these.contains(id));
        left.copied().collect()
    };
    let correction = Correction {
        entitled: of(&now),
        gained: of(&not_in(&now, &were)),
        lost: of(&not_in(&were, &now)),
    };
    let dates = |it: &Tender| (it.bids_by, it.starts, it.ends);
    let nothing = correction.gained.is_empty() && correction.lost.is_empty();
    Ok((!nothing || dates(before) != dates(tender)).then_some(correction))
}

impl Correction {
    /// What is shown first, once it is clear that it can be done.
    pub(super) fn preview(
        &self,
        tx: &Tx,
        before: &Tender,
        tender: &Tender,
        tz: Tz,
        why: Option<&str>,
    ) -> Result<Preview> {
        if let Some(bids_by) = tender.bids_by {
            let due = local_date(bids_by, tz);
            if bids_by <= tx.now() {
                return Err(Refusal::new(
                    text!("tenders-bids-past", day = day(due)),
                    text!("tenders-bids-past-help"),
                )
                .into());
            }
            rules::bids_before_start(due, tender.starts)?;
        }
        let why = reason(why.unwrap_or_default())?;
        Ok(previews::correcting(before, tender, self, &why, tz))
    }

    /// Makes the correction; the tender's own row is written already.
    pub(super) async fn make(
        self,
        tx: &Tx,
        before: &Tender,
        tender: &Tender,
        why: Option<String>,
    ) -> Result<()> {
        let ids = |these: &[Who]| -> Vec<AuthorityId> { these.iter().map(|it| it.id).collect() };
        let names = |these: &[Who]| these.iter().map(|it| it.short_name.clone()).collect();
        store::put_entitled(tx, tender.id, &ids(&self.gained)).await?;
        store::remove_entitled(tx, tender.id, &ids(&self.lost)).await?;
        tx.tell(&facts::NoticeCorrected {
            about: facts::about(tender),
            before: before.clone(),
            after: tender.clone(),
            gained: names(&self.gained),
            lost: names(&self.lost),
            told: [ids(&self.entitled), ids(&self.lost)].concat(),
            reason: why.unwrap_or_default(),
        })
        .await
    }
}
