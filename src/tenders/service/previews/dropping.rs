//! What goes with a lot, with a tender, or with an authority that leaves it.

use chrono_tz::Tz;

use super::super::looking::{self, Who};
use super::{answered, called};
use crate::authorities;
use crate::ledger::{Result, Tx};
use crate::tenders::questions::{Declared, Stands};
use crate::tenders::rules::Part;
use crate::tenders::store::{Lot, Tender};
use crate::values::time_zone::told;
use crate::values::{Preview, TenderId};
use crate::words::{Text, text};

/// What was declared in a tender and counts.
pub(in crate::tenders::service) async fn standing(
    tx: &Tx,
    tender_id: TenderId,
) -> Result<Vec<Stands>> {
    let said = tx.inquire(&Declared { tender_id }).await?;
    Ok(said.into_iter().flatten().collect())
}

/// Those of whose quantities this is so, in the order of their short names.
pub(in crate::tenders::service) async fn whose(
    tx: &Tx,
    tender: &Tender,
    is_so: impl Fn(&Stands) -> bool,
) -> Result<Vec<Who>> {
    let standing = standing(tx, tender.id).await?;
    let register = authorities::service::list(tx, tender.guild_id).await?;
    let of = |id| standing.iter().any(|it| it.authority_id == id && is_so(it));
    let mut whose: Vec<Who> = register
        .iter()
        .filter(|it| of(it.id))
        .map(Who::from)
        .collect();
    whose.sort_by(|one, other| one.short_name.cmp(&other.short_name));
    Ok(whose)
}

/// What is dropped, a line each with whose it is.
pub(super) async fn dropped<'a>(
    tx: &Tx,
    guild_id: i64,
    standing: impl Iterator<Item = &'a Stands>,
) -> Result<Vec<Text>> {
    let register = authorities::service::list(tx, guild_id).await?;
    let line = |it: &Stands| {
        let who = register.iter().find(|who| who.id == it.authority_id)?;
        let (who, what) = (who.short_name.as_str(), it.said.clone());
        Some(text!("tenders-preview-dropped-of", who, what))
    };
    Ok(standing.filter_map(line).collect())
}

/// Before a lot is removed: whose quantities go with it, and who is asked again.
pub(in crate::tenders::service) async fn removing_lot(
    tx: &Tx,
    tender: &Tender,
    lot: &Lot,
    standing: &[Stands],
    reason: Option<&str>,
) -> Result<Preview> {
    let (number, title) = (lot.number, lot.title.as_str());
    let reference = tender.reference.as_str();
    let preview = Preview::of(text!(
        "tenders-lot-remove-preview",
        number,
        lot = title,
        reference
    ));
    let of_it = standing.iter().filter(|it| it.lot_id == lot.id);
    let lines = dropped(tx, tender.guild_id, of_it).await?;
    let Some(reason) = reason.filter(|_| !lines.is_empty()) else {
        return Ok(preview
            .line(text!("tenders-lot-remove-preview-nobody"))
            .line(text!("tenders-lot-remove-preview-numbers"))
            .line(text!("tenders-lot-remove-preview-back")));
    };
    let has = |id, of_it: bool| {
        let mut of = standing.iter().filter(|it| it.authority_id == id);
        of.any(|it| (it.lot_id == lot.id) == of_it)
    };
    let asked_again = whose(tx, tender, |it| !has(it.authority_id, false)).await?;
    let names = asked_again
        .iter()
        .map(|who| Text::verbatim(&who.short_name));
    let again = (!asked_again.is_empty()).then(|| {
        text!(
            "tenders-lot-remove-preview-again",
            count = asked_again.len(),
            names = Text::and(names)
        )
    });
    Ok(preview
        .lines(lines)
        .lines(again)
        .line(text!("tenders-lot-remove-preview-told", reason))
        .line(text!("tenders-lot-remove-preview-numbers"))
        .line(text!("tenders-lot-remove-preview-for-good")))
}

/// Before a tender is withdrawn: which posts go.
pub(in crate::tenders::service) async fn withdrawing(
    tx: &Tx,
    tender: &Tender,
    reason: Option<&str>,
) -> Result<Preview> {
    let posts = looking::posts(tx, tender.id).await?;
    let answers = looking::answers(tx, tender).await?;
    let regions = posts.iter().map(|post| Text::verbatim(&post.region));
    let preview = Preview::of(text!("tenders-withdraw-preview", tender = called(tender)))
        .line(text!("tenders-withdraw-preview-nobody"))
        .line(answered(&answers))
        .line(text!(
            "tenders-withdraw-preview-posts",
            count = posts.len(),
            regions = Text::and(regions)
        ))
        .line(text!(
            "tenders-withdraw-preview-kept",
            reference = tender.reference.as_str()
        ));
    let reason = reason.map(|reason| text!("tenders-preview-reason", reason));
    Ok(preview
        .lines(reason)
        .line(text!("tenders-cancel-preview-undo")))
}

/// Before an authority leaves or declines: what it had declared and would drop. None: it drops nothing.
pub(in crate::tenders::service) async fn going(
    tx: &Tx,
    tender: &Tender,
    who: &Who,
    part: Part,
    tz: Tz,
) -> Result<Option<Preview>> {
    let mut dropped = standing(tx, tender.id).await?;
    dropped.retain(|it| it.authority_id == who.id);
    if dropped.is_empty() {
        return Ok(None);
    }
    let (authority, reference) = (who.name.as_str(), tender.reference.as_str());
    let title = match part {
        Part::Declined => text!("tenders-decline-preview", authority, reference),
        _ => text!("tenders-leave-preview", authority, reference),
    };
    let by = told(tender.respond_by, tz);
    let dropped = dropped.into_iter().map(|it| it.said);
    Ok(Some(
        Preview::of(title)
            .lines(dropped.map(|what| text!("tenders-preview-dropped", what)))
            .line(text!("tenders-leave-preview-back", by)),
    ))
}
