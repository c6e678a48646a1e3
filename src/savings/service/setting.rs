//! What a report is held against: an authority's target, and what a tender exercise costs in a region.

use futures::FutureExt;
use serde::{Deserialize, Serialize};

use super::super::{facts, rules, store};
use super::looking::of_region;
use crate::authorities::service::{self as authorities, Authority};
use crate::ledger::{About, Cause, Ledger, Result};
use crate::servers::service as servers;
use crate::values::{Actor, Money, Percent};

/// A target that was set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TargetSet {
    /// Whose.
    pub authority: Authority,
    /// What it means to save, year on year.
    pub target: Percent,
    /// What it aimed at before.
    pub before: Option<Percent>,
}

/// Sets what an authority means to save, in percent of what was paid before.
///
/// # Errors
/// Refused without a mandate for it, and when the percentage can't be read.
pub async fn set_target(
    ledger: &Ledger,
    actor: &Actor,
    percent: String,
    acting_as: Option<String>,
) -> Result<TargetSet> {
    let actor = actor.clone();
    ledger
        .write(Cause::by(&actor), move |tx| {
            async move {
                let given = acting_as.as_deref();
                let authority = authorities::acting_for(tx, &actor, given).await?;
                let target = Percent::parse(&percent)?;
                let before = store::targets(tx, &[authority.id]).await?;
                store::put_target(tx, authority.id, target, actor.user_id).await?;
                tx.tell(&facts::TargetSet {
                    about: About::authority(authority.id),
                    hundredths_of_percent: target,
                })
                .await?;
                Ok(TargetSet {
                    before: before.get(&authority.id).copied(),
                    authority,
                    target,
                })
            }
            .boxed()
        })
        .await
}

/// Sets what one tender exercise costs an authority of a region; gives the region as it is written.
///
/// # Errors
/// Refused to those who aren't registrars, for a region there isn't, and when the amount can't be read.
pub async fn set_cost(
    ledger: &Ledger,
    actor: &Actor,
    region: String,
    amount: String,
) -> Result<(String, Money)> {
    let actor = actor.clone();
    ledger
        .write(Cause::by(&actor), move |tx| {
            async move {
                servers::require_registrar(tx, &actor).await?;
                let register = authorities::list(tx, actor.guild_id).await?;
                let region = of_region(&register, &region)?.region.clone();
                let cost = rules::cost(&amount)?;
                store::put_cost(tx, actor.guild_id, &region, cost, actor.user_id).await?;
                tx.tell(&facts::CostSet {
                    about: About::SERVER,
                    region: region.clone(),
                    pence: cost.pence(),
                })
                .await?;
                Ok((region, cost))
            }
            .boxed()
        })
        .await
}
