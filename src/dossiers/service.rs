//! All that can be read of one tender, put together from the capabilities that keep it; `glancing` does the same for many.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::authorities::service::Authority;
use crate::awards::rules::Bands;
use crate::awards::service::{self as awards, Award, Varied};
use crate::calloffs::service::NextBand;
use crate::ledger::{Db, Result};
use crate::tenders::rules::Responses;
use crate::tenders::service::{self as tenders, Lot, Post, Respondent, Tender, Who};
use crate::values::{Actor, ContractYear, LotId, PostId, Quantity, Stage, VariationKind};
use crate::{authorities, calloffs, requirements};

use super::sections;

pub use super::glancing::{Glance, glances};
pub use super::refreshing::{refresh, refresh_all, refresh_forums};
pub use super::sections::Section;

/// All that a tender's public card needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// The tender.
    pub tender: Tender,
    /// Who leads it.
    pub lead: Who,
    /// Its lots, in order.
    pub lots: Vec<Lot>,
    /// Its posts, one a region.
    pub posts: Vec<Post>,
    /// Each authority invited or taking part, in the order of their short names.
    pub answers: Vec<Respondent>,
    /// How many have answered.
    pub responses: Responses,
    /// What has been declared, as far as everybody may see it (design, section 3, rule 8).
    pub totals: Vec<requirements::service::LotTotals>,
    /// The awards, lot by lot, as they were awarded.
    pub awards: Vec<Award>,
    /// What changed of them while the contract ran.
    #[serde(default)]
    pub variations: Vec<Varied>,
    /// What all together have called off over the term, by lot, as far as everybody may see it.
    pub called_off: BTreeMap<LotId, Quantity>,
    /// The prices that the lead expects of lots that have no award yet.
    pub indicative: BTreeMap<LotId, Bands>,
    /// The next price band of each lot in the contract year in which it was called off last, as far as everybody may see
    /// it.
    pub next_bands: BTreeMap<LotId, (ContractYear, NextBand)>,
    /// Lines of their own, as they were typed.
    pub sections: Vec<(Section, String)>,
}

/// What an authority declared and called off of a lot the last time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastTime {
    /// The authority's short name.
    pub who: String,
    /// What it declared.
    pub before: requirements::service::Before,
    /// What it called off over the term.
    pub called_off: Quantity,
}

/// What the authorities that a person acts for declared and called off the last time: nobody else is shown it.
///
/// # Errors
/// A fault, if the database can't be read.
pub async fn last_time(db: &impl Db, actor: &Actor, tender: &Tender) -> Result<Vec<LastTime>> {
    let held = authorities::service::mandates_of(db, actor.guild_id, actor.user_id).await?;
    let mut found = Vec::new();
    for mandate in held.iter().filter(|it| it.acts()) {
        let authority = &mandate.authority;
        for before in requirements::service::before(db, tender, authority.id).await? {
            let lot = before.earlier_lot;
            let called_off = calloffs::service::called_off_by(db, lot, authority.id).await?;
            found.push(LastTime {
                who: authority.short_name.clone(),
                before,
                called_off,
            });
        }
    }
    Ok(found)
}

/// A card, for one of the tender's posts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostCard {
    /// The post.
    pub post: Post,
    /// The card.
    pub card: Card,
}

/// All that a tender's card needs, as everybody may see it.
///
/// # Errors
/// A fault, if the database can't be read.
pub async fn card(db: &impl Db, tender: &Tender) -> Result<Card> {
    let register = authorities::service::list(db, tender.guild_id).await?;
    card_with(db, tender, &register).await
}

/// As [`card`], with the register that was read already: for whoever makes many.
///
/// # Errors
/// A fault, if the database can't be read.
pub async fn card_with(db: &impl Db, tender: &Tender, register: &[Authority]) -> Result<Card> {
    let lead = tenders::lead_of(register, tender)?;
    let lots = tenders::lots(db, tender.id).await?;
    let posts = tenders::posts(db, tender.id).await?;
    let parts = tenders::participants(db, tender.id).await?;
    let answers = tenders::answers_of(register, &posts, parts);
    let responses = tenders::responses(tender, &answers);
    let totals = requirements::service::public_totals(db, tender, &lots).await?;
    let awards = awards::of_tender(db, tender.id).await?;
    let variations = match tender.stage {
        Stage::CallOff | Stage::Ended => awards::varied(db, tender.id).await?,
        _ => Vec::new(),
    };
    let mut indicative = match tender.stage {
        Stage::CallOff | Stage::Ended | Stage::Cancelled => BTreeMap::new(),
        _ => {
            let ids: Vec<LotId> = lots.iter().map(|lot| lot.id).collect();
            awards::indicative(db, &ids).await?
        }
    };
    indicative.retain(|lot, _| awards.iter().all(|award| award.lot_id != *lot));
    let by_all = match awards.is_empty() {
        true => BTreeMap::new(),
        false => {
            let ids: Vec<LotId> = lots.iter().map(|lot| lot.id).collect();
            calloffs::service::of_all_shown(db, tender, &ids).await?
        }
    };
    let next = |award: &Award| {
        // Its price depends on the day, and a card is not edited each day.
        if award
            .variations
            .iter()
            .any(|it| it.kind == VariationKind::Price)
        {
            return None;
        }
        let (year, called_off) = by_all.get(&award.lot_id)?.latest;
        let of = totals.iter().find(|totals| totals.lot.id == award.lot_id)?;
        let of = of.years.iter().find(|it| it.year == i32::from(year.get()));
        let declared = of.and_then(|it| it.total).map(|it| it.expected);
        let next = calloffs::service::next_band(&award.bands, called_off, declared)?;
        Some((award.lot_id, (year, next)))
    };
    let next_bands = match tender.stage {
        Stage::CallOff => awards.iter().filter_map(next).collect(),
        _ => BTreeMap::new(),
    };
    Ok(Card {
        sections: sections::read(db, tender).await?,
        tender: tender.clone(),
        lead,
        lots,
        posts,
        answers,
        responses,
        totals,
        called_off: by_all.into_iter().map(|(lot, it)| (lot, it.term)).collect(),
        indicative,
        next_bands,
        awards,
        variations,
    })
}

/// The card for a post, for whoever composes a delivery; none where the post is gone.
///
/// # Errors
/// A fault, if the database can't be read.
pub async fn post_card(db: &impl Db, post_id: PostId) -> Result<Option<PostCard>> {
    let Some(tender) = tenders::of_post(db, post_id).await? else {
        return Ok(None);
    };
    let card = card(db, &tender).await?;
    let post = card.posts.iter().find(|p| p.id == post_id).cloned();
    Ok(post.map(|post| PostCard { post, card }))
}
