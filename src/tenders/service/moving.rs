//! Who leads a tender, and where it is announced: changed by its lead until it is published (design, section 2a).

use super::super::facts;
use super::super::rules::Part;
use super::super::store::{self, Participation, Post, Tender};
use super::announce::invited;
use super::by_lead::reason;
use super::edits::{Edit, Moves, Passing};
use super::looking::{self, Who};
use super::previews;
use crate::ledger::{Result, Tx};
use crate::values::{AuthorityId, ForumId, Preview, Refusal};
use crate::words::text;
use crate::{authorities, forums};

/// Reads what is to be changed of it.
pub(super) async fn read(tx: &Tx, before: &Tender, early: bool, request: &Edit) -> Result<Moves> {
    let mut moves = Moves::default();
    if request.lead.is_none() && request.regions.is_none() {
        return Ok(moves);
    }
    if !early {
        let reference = before.reference.as_str();
        return Err(Refusal::new(
            text!("tenders-place-fixed", reference),
            text!("tenders-place-fixed-help"),
        )
        .into());
    }
    let from = looking::lead(tx, before).await?;
    if let Some(to) = &request.lead {
        let to = Who::from(&authorities::service::find(tx, before.guild_id, to).await?);
        let changed = to.id != from.id;
        let passing = Passing {
            from: from.clone(),
            to,
        };
        moves.lead = changed.then_some(passing);
    }
    if let Some(regions) = &request.regions {
        let lead = moves.lead.as_ref().map_or(&from, |it| &it.to);
        let wanted = invited(tx, before.guild_id, Some(regions), &lead.region).await?;
        let posts = looking::posts(tx, before.id).await?;
        let there = |forum: ForumId| posts.iter().any(|post| post.forum_id == forum);
        let new: Vec<ForumId> = wanted.iter().copied().filter(|it| !there(*it)).collect();
        let forums = forums::service::by_ids(tx, new.iter().copied()).await?;
        let named = |id: ForumId| Some((id, forums.get(&id)?.region.clone()));
        moves.added = new.into_iter().filter_map(named).collect();
        let (kept, dropped) = posts
            .into_iter()
            .partition(|post| wanted.contains(&post.forum_id));
        moves.dropped = dropped;
        moves.kept = Vec::from_iter(kept)
            .into_iter()
            .map(|it: Post| it.region)
            .collect();
    }
    Ok(moves)
}

impl Moves {
    /// What is shown first; others' answers are dropped with a reason alone.
    pub(super) async fn preview(
        &self,
        tx: &Tx,
        before: &Tender,
        why: Option<&str>,
    ) -> Result<Preview> {
        let out = self.out(tx, before).await?;
        let mut standing = previews::standing(tx, before.id).await?;
        standing.retain(|it| out.iter().any(|who| who.id == it.authority_id));
        if !standing.is_empty() {
            reason(why.unwrap_or_default())?;
        }
        previews::moving(tx, before, self, &out, &standing, why).await
    }

    /// Makes the change; the tender's own row is written already.
    pub(super) async fn make(&self, tx: &Tx, tender: &Tender, why: Option<&str>) -> Result<()> {
        if let Some(Passing { from, to }) = &self.lead {
            let row = store::participation(tx, tender.id, to.id).await?;
            if row.as_ref().is_none_or(|row| row.part != Part::Joined) {
                let part = Participation {
                    authority_id: to.id,
                    part: Part::Joined,
                    answered: false,
                    wave: 1,
                    reason: None,
                    to_confirm: None,
                    at: tx.now(),
                };
                store::put_participation(tx, tender.id, &part).await?;
            }
            tx.tell(&facts::LeadPassedOn {
                about: facts::about(tender),
                from: from.id,
                to: to.id,
                reason: why.map(str::to_owned),
            })
            .await?;
        }
        if self.added.is_empty() && self.dropped.is_empty() {
            return Ok(());
        }
        let parts = store::participations(tx, tender.id).await?;
        let out: Vec<AuthorityId> = self.out(tx, tender).await?.iter().map(|it| it.id).collect();
        let took_part = parts.iter().map(|it| it.authority_id);
        let out: Vec<AuthorityId> = took_part.filter(|id| out.contains(id)).collect();
        for id in &out {
            store::remove_participation(tx, tender.id, *id).await?;
        }
        for post in &self.dropped {
            store::remove_post(tx, post.id).await?;
        }
        for (forum, _) in &self.added {
            store::insert_post(tx, tender.id, *forum).await?;
        }
        tx.tell(&facts::Regions {
            about: facts::about(tender),
            added: self
                .added
                .iter()
                .map(|(_, region)| region.clone())
                .collect(),
            dropped: self.dropped.clone(),
            out,
            reason: why.map(str::to_owned),
        })
        .await
    }
}
