//! What a lead is shown before a tender is changed for everybody (design, section 2a).
//!
//! - `dropping`: what goes with a lot, a tender, an authority that leaves.
//! - `moving`: who leads it and where it is announced, and what was published wrongly.

use chrono::{DateTime, Days, NaiveDate, Utc};
use chrono_tz::Tz;

use super::super::oddities;
use super::super::rules::{self, NewLot};
use super::super::store::{self, Lot, Tender};
use super::looking::{self, Respondent, Who};
use crate::ledger::{Result, Tx};
use crate::values::time_zone::{local_date, told};
use crate::values::{ForumId, Preview, Regime, Term, day};
use crate::words::{Text, text};
use crate::{authorities, forums};

mod dropping;
mod moving;

pub(super) use dropping::{going, removing_lot, standing, whose, withdrawing};
pub(super) use moving::{correcting, moving};

/// A tender to be announced.
pub(super) struct ToAnnounce<'a> {
    pub(super) lead: &'a str,
    pub(super) reference: &'a str,
    pub(super) title: &'a str,
    pub(super) lots: &'a [NewLot],
    pub(super) regions: &'a [ForumId],
    pub(super) respond_by: DateTime<Utc>,
    pub(super) term: Term,
    pub(super) regime: Regime,
    pub(super) tz: Tz,
}

/// Before it is announced: what it will say, and to how many.
pub(super) async fn announcing(tx: &Tx, it: &ToAnnounce<'_>) -> Result<Preview> {
    let guild_id = tx.cause().guild_id;
    let forums = forums::service::by_ids(tx, it.regions.iter().copied()).await?;
    let named = |id: &ForumId| forums.get(id).map(|forum| forum.region.as_str());
    let regions: Vec<&str> = it.regions.iter().filter_map(named).collect();
    let register = authorities::service::present(tx, guild_id).await?;
    let invited = register.iter().filter(|authority| {
        let there = |region: &&str| rules::same_name(region, &authority.region);
        regions.iter().any(there)
    });
    let (due, starts) = (local_date(it.respond_by, it.tz), it.term.starts());
    let under_way = store::search(tx, guild_id, it.title, 25).await?;
    let under_way = under_way.iter().filter(|other| !other.stage.is_over());
    let titles = under_way.map(|other| (other.reference.as_str(), other.title.as_str()));
    let lots = (1..).zip(it.lots).map(|(number, lot): (i64, &NewLot)| {
        let (lot, unit) = (lot.title.as_str(), lot.unit.plural());
        text!("tenders-preview-lot", number, lot, unit)
    });
    let (lead, reference, title) = (it.lead, it.reference, it.title);
    Ok(
        Preview::of(text!("tenders-announce-preview", reference, title))
            .line(text!(
                "tenders-announce-preview-to",
                lead,
                regions = Text::and(regions.iter().map(|it| Text::verbatim(*it))),
                count = invited.count()
            ))
            .lines(lots)
            .line(text!(
                "tenders-preview-due",
                by = told(it.respond_by, it.tz)
            ))
            .line(text!(
                "tenders-preview-contract",
                from = day(starts),
                to = day(it.term.ends()),
                years = it.term.years()
            ))
            .odd(oddities::title_there(title, titles))
            .odd(oddities::lots(it.lots))
            .odd(oddities::no_working_day(due))
            .odd(oddities::starts_too_soon(it.regime, after(due), starts)),
    )
}

/// Before collecting is closed early: whose answer is cut off.
pub(super) async fn closing(tx: &Tx, tender: &Tender, tz: Tz) -> Result<Preview> {
    let answers = looking::answers(tx, tender).await?;
    let outstanding = outstanding(&answers);
    let mut preview = Preview::of(text!("tenders-close-preview", tender = called(tender)))
        .line(answered(&answers))
        .line(text!(
            "tenders-close-preview-due",
            by = told(tender.respond_by, tz)
        ));
    if !outstanding.is_empty() {
        preview = preview.odd([text!(
            "tenders-close-preview-cut-off",
            count = outstanding.len(),
            names = Text::and(outstanding)
        )]);
    }
    Ok(preview.line(text!("tenders-close-preview-undo")))
}

/// Before those who have not answered are reminded: who they are.
pub(super) fn chasing(tender: &Tender, outstanding: &[Who], tz: Tz) -> Preview {
    let names = outstanding
        .iter()
        .map(|who| Text::verbatim(&who.short_name));
    Preview::of(text!(
        "tenders-chase-preview",
        tender = called(tender),
        count = outstanding.len()
    ))
    .line(text!(
        "tenders-chase-preview-whom",
        names = Text::and(names)
    ))
    .line(text!(
        "tenders-preview-due",
        by = told(tender.respond_by, tz)
    ))
}

/// Before the notice is recorded: who may order from then on, and who not.
pub(super) async fn publishing(
    tx: &Tx,
    tender: &Tender,
    entitled: &[Who],
    tz: Tz,
) -> Result<Preview> {
    let names = |all: &[Who]| Text::and(all.iter().map(|who| Text::verbatim(&who.short_name)));
    let answers = looking::answers(tx, tender).await?;
    let may = |who: &Who| entitled.iter().any(|it| it.id == who.id);
    let left_out: Vec<Who> = answers
        .into_iter()
        .map(|it| it.who)
        .filter(|it| !may(it))
        .collect();
    let mut preview = Preview::of(text!("tenders-publish-preview", tender = called(tender)));
    if let Some(notice) = &tender.notice {
        preview = preview.line(text!(
            "tenders-publish-preview-notice",
            notice = notice.as_str()
        ));
    }
    if let Some(bids_by) = tender.bids_by {
        let due = local_date(bids_by, tz);
        preview = preview
            .line(text!(
                "tenders-publish-preview-bids",
                by = told(bids_by, tz)
            ))
            .odd(oddities::no_working_day(due))
            .odd(oddities::starts_too_soon(
                tender.regime,
                after(due),
                tender.starts,
            ));
    }
    preview = preview.line(text!(
        "tenders-publish-preview-entitled",
        count = entitled.len(),
        names = names(entitled)
    ));
    if !left_out.is_empty() {
        preview = preview.line(text!(
            "tenders-publish-preview-left-out",
            count = left_out.len(),
            names = names(&left_out)
        ));
    }
    Ok(preview.line(text!("tenders-publish-preview-for-good")))
}

/// Before it is given up: who has answered, and who is told.
pub(super) async fn cancelling(tx: &Tx, tender: &Tender, reason: &str) -> Result<Preview> {
    let answers = looking::answers(tx, tender).await?;
    Ok(
        Preview::of(text!("tenders-cancel-preview", tender = called(tender)))
            .line(answered(&answers))
            .line(text!("tenders-cancel-preview-answers"))
            .line(text!("tenders-preview-told", reason))
            .line(text!("tenders-cancel-preview-undo")),
    )
}

/// Before lots are added: who has answered already, and would have to look again.
pub(super) async fn adding_lots(tx: &Tx, tender: &Tender, lots: &[NewLot]) -> Result<Preview> {
    let lots = lots.iter().map(|lot| Text::verbatim(&lot.title));
    let lots = Text::and(lots);
    let title = text!("tenders-lot-add-preview", lots, tender = called(tender));
    Ok(Preview::of(title).odd(looks_again(tx, tender).await?))
}

/// Before a lot gets another title: who has answered already, and would have to look again.
pub(super) async fn renaming_lot(
    tx: &Tx,
    tender: &Tender,
    before: &Lot,
    after: &Lot,
) -> Result<Preview> {
    let (was, is) = (before.title.as_str(), after.title.as_str());
    let title = text!("tenders-lot-edit-preview", was, is, tender = called(tender));
    Ok(Preview::of(title).odd(looks_again(tx, tender).await?))
}

/// Others than the lead that have answered.
async fn looks_again(tx: &Tx, tender: &Tender) -> Result<Option<Text>> {
    let answers = looking::answers(tx, tender).await?;
    let names = answers.iter().filter(|it| {
        let row = it.participation.as_ref();
        it.who.id != tender.lead_id && row.is_some_and(|row| row.answered)
    });
    let names: Vec<Text> = names.map(|it| Text::verbatim(&it.who.short_name)).collect();
    Ok((!names.is_empty()).then(|| {
        text!(
            "tenders-look-again",
            count = names.len(),
            names = Text::and(names)
        )
    }))
}

fn answered(answers: &[Respondent]) -> Text {
    let outstanding = answers
        .iter()
        .filter(|it| it.state.is_outstanding())
        .count();
    let answered = answers.len() - outstanding;
    text!(
        "tenders-preview-answered",
        answered,
        invited = answers.len()
    )
}

fn outstanding(answers: &[Respondent]) -> Vec<Text> {
    let outstanding = answers.iter().filter(|it| it.state.is_outstanding());
    outstanding
        .map(|it| Text::verbatim(&it.who.short_name))
        .collect()
}

/// The day after.
fn after(date: NaiveDate) -> NaiveDate {
    date.checked_add_days(Days::new(1)).unwrap_or(date)
}

/// "SF-2027-01 Solid fuel"
fn called(tender: &Tender) -> Text {
    Text::verbatim(format!("{} {}", tender.reference, tender.title))
}
