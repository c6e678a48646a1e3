//! Who may call off under a tender's contract.

use std::collections::BTreeSet;

use super::super::rules::{self, Part};
use super::super::store::{self, Tender};
use crate::authorities;
use crate::ledger::{Result, Tx};
use crate::values::AuthorityId;

/// Those that may call off: those that take part, the lead among them, those named, and those of the regions named, as the
/// register has them now.
///
/// # Errors
/// Refused for a name that is neither a region nor an authority.
pub(super) async fn may_call_off(
    tx: &Tx,
    tender: &Tender,
    named: &str,
) -> Result<Vec<AuthorityId>> {
    let mut ids: BTreeSet<AuthorityId> = BTreeSet::from([tender.lead_id]);
    let parts = store::participations(tx, tender.id).await?;
    ids.extend(
        parts
            .iter()
            .filter(|p| p.part == Part::Joined)
            .map(|p| p.authority_id),
    );
    let register = authorities::service::present(tx, tender.guild_id).await?;
    let known = |text: &str| {
        register
            .iter()
            .any(|a| rules::same_name(&a.region, text) || rules::same_name(&a.name, text))
    };
    for name in rules::names_among(named, known) {
        let region: Vec<AuthorityId> = register
            .iter()
            .filter(|a| rules::same_name(&a.region, &name))
            .map(|a| a.id)
            .collect();
        if region.is_empty() {
            ids.insert(
                authorities::service::find(tx, tender.guild_id, &name)
                    .await?
                    .id,
            );
        } else {
            ids.extend(region);
        }
    }
    Ok(ids.into_iter().collect())
}
