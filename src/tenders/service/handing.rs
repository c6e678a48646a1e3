//! An authority has ceased, or was registered twice: its places in tenders go to others.

use std::collections::BTreeSet;

use super::super::facts;
use super::super::places::{Place, inherits};
use super::super::rules::Part;
use super::super::store::{self, Lot, Participation, Tender};
use crate::authorities::succession::rules::Handover;
use crate::ledger::{About, Db, Result, Tx};
use crate::values::{AuthorityId, LotId, Stage, TenderId};
use crate::words::{Text, text};

/// How many tenders are named in a line.
const NAMED: usize = 5;

/// The tenders of these lots, each with the lot, by tender and number.
///
/// # Errors
/// A fault, if the database can't be read.
pub async fn of_lots(db: &impl Db, lot_ids: &[LotId]) -> Result<Vec<(Lot, Tender)>> {
    store::of_lots(db, lot_ids).await
}

/// Where something moves: of one that ceases in what is not over, of a double everywhere.
async fn touched(tx: &Tx, handover: &Handover) -> Result<Vec<Tender>> {
    let mut all = store::with_part_of(tx, tx.cause().guild_id, handover.from.id).await?;
    all.retain(|it| handover.merged || !it.stage.is_over());
    Ok(all)
}

/// What moves, in figures: those that it leads, and those in which it has another part.
///
/// # Errors
/// A fault, if the database can't be read.
pub async fn moving(tx: &Tx, handover: &Handover) -> Result<Vec<Text>> {
    let touched = touched(tx, handover).await?;
    let (leads, parts): (Vec<Tender>, Vec<Tender>) = touched
        .into_iter()
        .partition(|it| it.lead_id == handover.from.id);
    let named = |all: &[Tender]| {
        let names = all.iter().take(NAMED);
        let names = names.map(|it| Text::verbatim(it.reference.as_str()));
        let more = all.len().saturating_sub(NAMED);
        let more = (more > 0).then(|| text!("tenders-moving-more", more));
        Text::and(names.chain(more))
    };
    let mut lines = Vec::new();
    if let (false, Some(lead)) = (leads.is_empty(), handover.first()) {
        let lead = lead.short_name.as_str();
        lines.push(text!(
            "tenders-moving-lead",
            count = leads.len(),
            tenders = named(&leads),
            lead
        ));
    }
    if !parts.is_empty() {
        lines.push(text!(
            "tenders-moving-parts",
            count = parts.len(),
            tenders = named(&parts)
        ));
    }
    Ok(lines)
}

/// The leads of what an authority has a part in and is not over.
///
/// # Errors
/// A fault, if the database can't be read.
pub async fn leads(tx: &Tx, id: AuthorityId) -> Result<Vec<AuthorityId>> {
    let all = store::with_part_of(tx, tx.cause().guild_id, id).await?;
    let open = all.iter().filter(|it| !it.stage.is_over());
    let leads: BTreeSet<AuthorityId> = open.map(|it| it.lead_id).collect();
    Ok(leads.into_iter().collect())
}

/// Moves them, and tells so of each tender.
///
/// # Errors
/// A fault, if the database fails.
pub async fn hand_over(tx: &Tx, handover: &Handover) -> Result<()> {
    let from = handover.from.id;
    for tender in touched(tx, handover).await? {
        hand_place(tx, &tender, handover).await?;
        if store::entitled(tx, tender.id).await?.contains(&from) {
            store::remove_entitled(tx, tender.id, &[from]).await?;
            let heirs: Vec<AuthorityId> = handover.heirs.ids().collect();
            store::put_entitled(tx, tender.id, &heirs).await?;
        }
        hand_next_round(tx, tender.id, handover).await?;
        let mut lead = None;
        if tender.lead_id == from {
            let lead_id = handover.heirs.first();
            store::update(
                tx,
                &Tender {
                    lead_id,
                    ..tender.clone()
                },
            )
            .await?;
            lead = handover.first().map(|it| it.short_name.clone());
        }
        tx.tell(&facts::HandedOn {
            about: About::tender(tender.id, from),
            from: handover.from.short_name.clone(),
            to: handover.to.iter().map(|it| it.short_name.clone()).collect(),
            lead,
        })
        .await?;
    }
    Ok(())
}

/// Its successors stand in a tender where it stood. While requirements are collected it is invited no more; later it has
/// left, and stays to be read.
async fn hand_place(tx: &Tx, tender: &Tender, handover: &Handover) -> Result<()> {
    let from = handover.from.id;
    let Some(place) = store::participation(tx, tender.id, from).await? else {
        return Ok(());
    };
    let of = |it: &Participation| Place {
        part: it.part,
        answered: it.answered,
        wave: it.wave,
    };
    for id in handover.heirs.ids() {
        let own = store::participation(tx, tender.id, id).await?;
        if let Some(inherited) = inherits(of(&place), own.as_ref().map(of)) {
            let to_confirm = own.as_ref().and_then(|it| it.to_confirm);
            let row = Participation {
                to_confirm: to_confirm.or(place.to_confirm),
                authority_id: id,
                part: inherited.part,
                answered: inherited.answered,
                wave: inherited.wave,
                reason: own.map_or_else(|| place.reason.clone(), |it| it.reason),
                at: tx.now(),
            };
            store::put_participation(tx, tender.id, &row).await?;
        }
    }
    if handover.merged || tender.stage == Stage::Collecting {
        return store::remove_participation(tx, tender.id, from).await;
    }
    let left = Participation {
        part: Part::Withdrawn,
        at: tx.now(),
        ..place
    };
    store::put_participation(tx, tender.id, &left).await
}

async fn hand_next_round(tx: &Tx, tender_id: TenderId, handover: &Handover) -> Result<()> {
    let from = handover.from.id;
    let kept = store::next_round(tx, tender_id).await?;
    let Some((_, reason)) = kept.iter().find(|(id, _)| *id == from) else {
        return Ok(());
    };
    for id in handover.heirs.ids() {
        if kept.iter().all(|(other, _)| *other != id) {
            store::put_next_round(tx, tender_id, id, reason.clone(), tx.now()).await?;
        }
    }
    store::remove_next_round(tx, tender_id, from).await
}
