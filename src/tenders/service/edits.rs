//! What `/tender edit` is told, and what it comes to where others' rights are touched.

use serde::{Deserialize, Serialize};

use super::super::rules;
use super::super::store::{self, Post, Tender};
use super::looking::Who;
use crate::authorities;
use crate::ledger::{Result, Tx};
use crate::values::{AuthorityId, ForumId};

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
    /// The authority that is to lead it.
    pub lead: Option<String>,
    /// All the regions where it is to be announced, separated by commas, or `all`.
    pub regions: Option<String>,
    /// All regions and authorities that may call off besides those that take part, once it is published; `none`: nobody
    /// else.
    pub entitled: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// Whether it is what the published notice says.
    #[serde(default)]
    pub as_published: bool,
}

/// What is to be changed of it.
#[derive(Clone, Debug, Default)]
pub(super) struct Moves {
    pub(super) lead: Option<Passing>,
    /// The forums that come, each with its region.
    pub(super) added: Vec<(ForumId, String)>,
    /// The posts of the regions that go.
    pub(super) dropped: Vec<Post>,
    /// The regions that stay.
    pub(super) kept: Vec<String>,
}

/// The lead is passed on.
#[derive(Clone, Debug)]
pub(super) struct Passing {
    pub(super) from: Who,
    pub(super) to: Who,
}

impl Moves {
    pub(super) fn is_nothing(&self) -> bool {
        self.lead.is_none() && self.added.is_empty() && self.dropped.is_empty()
    }

    /// Who leads it afterwards.
    fn leads(&self, tender: &Tender) -> AuthorityId {
        self.lead.as_ref().map_or(tender.lead_id, |it| it.to.id)
    }

    /// The authorities that are not invited any more: those of the regions that go, whoever leads it apart.
    pub(super) async fn out(&self, tx: &Tx, tender: &Tender) -> Result<Vec<Who>> {
        let gone = self.dropped.iter().map(|post| &post.region);
        let gone: Vec<&String> = gone.collect();
        let mut out = authorities_of(tx, tender, &gone).await?;
        out.retain(|who| who.id != self.leads(tender));
        Ok(out)
    }

    /// The authorities that are invited by it and weren't.
    pub(super) async fn coming(&self, tx: &Tx, tender: &Tender) -> Result<Vec<Who>> {
        let new: Vec<&String> = self.added.iter().map(|(_, region)| region).collect();
        let mut coming = authorities_of(tx, tender, &new).await?;
        let parts = store::participations(tx, tender.id).await?;
        coming.retain(|who| parts.iter().all(|it| it.authority_id != who.id));
        Ok(coming)
    }
}

/// The authorities of these regions, in the order of their short names.
async fn authorities_of(tx: &Tx, tender: &Tender, regions: &[&String]) -> Result<Vec<Who>> {
    let register = authorities::service::present(tx, tender.guild_id).await?;
    let there = |region: &str| regions.iter().any(|it| rules::same_name(it, region));
    let of = register.iter().filter(|it| there(&it.region));
    let mut of: Vec<Who> = of.map(Who::from).collect();
    of.sort_by(|one, other| one.short_name.cmp(&other.short_name));
    Ok(of)
}

/// A correction of what was published.
#[derive(Clone, Debug)]
pub(super) struct Correction {
    /// Those that may call off afterwards.
    pub(super) entitled: Vec<Who>,
    /// Those of them that could not.
    pub(super) gained: Vec<Who>,
    /// Those that could, and may not any more.
    pub(super) lost: Vec<Who>,
}
