//! Who leads a tender, where it is announced, and what of it was published wrongly.

use chrono_tz::Tz;

use super::super::edits::{Correction, Moves, Passing};
use super::super::looking::Who;
use super::dropping::dropped;
use super::{after, called};
use crate::authorities;
use crate::ledger::{Result, Tx};
use crate::tenders::questions::Stands;
use crate::tenders::store::Tender;
use crate::tenders::{oddities, rules};
use crate::values::time_zone::{local_date, told};
use crate::values::{Preview, Stage, day};
use crate::words::{Text, text};

/// Before a tender is passed on, or is announced elsewhere: who gains and loses what, what is dropped, what posts come and
/// go.
pub(in crate::tenders::service) async fn moving(
    tx: &Tx,
    tender: &Tender,
    moves: &Moves,
    out: &[Who],
    standing: &[Stands],
    reason: Option<&str>,
) -> Result<Preview> {
    let coming = moves.coming(tx, tender).await?;
    let mut preview = Preview::of(text!("tenders-edit-preview", tender = called(tender)));
    let mut mentioned = false;
    if let Some(Passing { from, to }) = &moves.lead {
        let (lead, old) = (to.name.as_str(), from.name.as_str());
        preview = preview
            .line(text!("tenders-move-lead", lead, old))
            .line(text!("tenders-move-lead-sees", lead, old))
            .line(text!("tenders-move-lead-told"));
        if authorities::service::officers_of(tx, to.id)
            .await?
            .is_empty()
        {
            preview = preview.odd([text!("tenders-odd-lead", lead)]);
        }
        mentioned = true;
    }
    if !moves.added.is_empty() || !moves.dropped.is_empty() {
        let added = moves.added.iter().map(|(_, region)| region);
        let to = moves.kept.iter().chain(added.clone());
        let dropped = moves.dropped.iter().map(|post| &post.region);
        let from = moves.kept.iter().chain(dropped.clone());
        let all =
            |regions: &mut dyn Iterator<Item = &String>| Text::and(regions.map(Text::verbatim));
        preview = preview.line(text!(
            "tenders-move-regions",
            from = all(&mut from.clone()),
            to = all(&mut to.clone())
        ));
        if !moves.added.is_empty() {
            let regions = all(&mut added.clone());
            preview = preview.line(text!("tenders-move-post-comes", regions));
        }
        if !moves.dropped.is_empty() {
            let regions = all(&mut dropped.clone());
            preview = preview.line(text!("tenders-move-post-goes", regions));
        }
    }
    if !coming.is_empty() {
        let (count, names) = (coming.len(), short_names(&coming));
        preview = preview.line(match tender.stage {
            Stage::Collecting => text!("tenders-move-gain", count, names),
            _ => text!("tenders-move-gain-late", count, names),
        });
    }
    if !out.is_empty() {
        let (count, names) = (out.len(), short_names(out));
        preview = preview.line(text!("tenders-move-lose", count, names));
        mentioned = mentioned || reason.is_some();
    }
    preview = preview.lines(dropped(tx, tender.guild_id, standing.iter()).await?);
    if let Some(reason) = reason.filter(|_| mentioned) {
        preview = preview.line(text!("tenders-move-told", reason));
    }
    Ok(preview.line(match (&moves.lead, standing.is_empty()) {
        (Some(it), _) => text!("tenders-move-back-lead", lead = it.to.name.as_str()),
        (None, true) => text!("tenders-move-back"),
        (None, false) => text!("tenders-move-back-not-answers"),
    }))
}

/// Before what was published is corrected: each old and new, who gains and loses the right, who is told, and what the law
/// says of it.
pub(in crate::tenders::service) fn correcting(
    before: &Tender,
    tender: &Tender,
    correction: &Correction,
    reason: &str,
    tz: Tz,
) -> Preview {
    let mut preview = Preview::of(text!("tenders-correct-preview", tender = called(before)));
    if before.bids_by != tender.bids_by
        && let (Some(from), Some(to)) = (before.bids_by, tender.bids_by)
    {
        let (from, to) = (told(from, tz), told(to, tz));
        preview = preview.line(text!("tenders-correct-bids", from, to));
    }
    if (before.starts, before.ends) != (tender.starts, tender.ends) {
        let days = |it: &Tender| text!("tenders-days", from = day(it.starts), to = day(it.ends));
        let (from, to) = (days(before), days(tender));
        preview = preview.line(text!("tenders-correct-contract", from, to));
    }
    if !correction.gained.is_empty() {
        let (count, names) = (correction.gained.len(), short_names(&correction.gained));
        preview = preview.line(text!("tenders-correct-gain", count, names));
    }
    if !correction.lost.is_empty() {
        let (count, names) = (correction.lost.len(), short_names(&correction.lost));
        preview = preview.line(text!("tenders-correct-lose", count, names));
    }
    if let Some(bids_by) = tender.bids_by {
        let due = local_date(bids_by, tz);
        let early = oddities::starts_too_soon(tender.regime, after(due), tender.starts);
        preview = preview.odd(oddities::no_working_day(due)).odd(early);
    }
    let count = correction.entitled.len() + correction.lost.len();
    preview = preview.line(text!("tenders-correct-told", count, reason));
    preview.lines(rules::law_of_changes(tender.regime))
}

fn short_names(all: &[Who]) -> Text {
    Text::and(all.iter().map(|who| Text::verbatim(&who.short_name)))
}
