//! The terms change after something was declared (design, section 3, rule 14): nothing that was promised is promised for more
//! years in silence. What is committed for every contract year stays so for the years that there were; for those that come it
//! counts as indicative, until the authority says that its answer still holds.

use futures::FutureExt;
use serde::{Deserialize, Serialize};

use super::super::facts::{self, ToldReopened};
use super::super::rules::EVERY_YEAR;
use super::super::store::{self, Requirement};
use super::{looking, showing};
use crate::authorities;
use crate::ledger::{About, Cause, Db, Fault, Ledger, Result, Tx};
use crate::tenders::facts::Edited;
use crate::tenders::service::{self as tenders, AnswerState, Lot, Tender, Who};
use crate::tenders::terms::TermsChange;
use crate::values::{Actor, AuthorityId, LotId, Quantity, Refusal, Stage, Summed, TenderId, day};
use crate::words::{Text, text};

/// What a change makes of what was declared.
struct Reopening {
    /// Whose answers are to be confirmed.
    asked: Vec<AuthorityId>,
    /// What is promised for the years that come only once they are.
    held: Vec<Requirement>,
    current: Vec<Requirement>,
    lots: Vec<Lot>,
}

fn years(tender: &Tender) -> Result<i32> {
    Ok(i32::from(tenders::term(tender)?.years()))
}

/// None: nobody but the lead has answered.
async fn reopening(tx: &Tx, before: &Tender, after: &Tender) -> Result<Option<Reopening>> {
    let current = looking::current(tx, before.id, None).await?;
    let answers = tenders::answers(tx, before).await?;
    let committed = |id: AuthorityId| {
        current
            .iter()
            .any(|it| it.authority_id == id && it.committed)
    };
    let asked = answers.iter().filter(|it| match before.stage {
        Stage::Collecting => {
            it.participation.as_ref().is_some_and(|it| it.answered)
                && matches!(it.state, AnswerState::Answered | AnswerState::ToConfirm)
        }
        _ => committed(it.who.id),
    });
    let asked: Vec<AuthorityId> = asked.map(|it| it.who.id).collect();
    if asked.iter().all(|id| *id == before.lead_id) {
        return Ok(None);
    }
    let (old, new) = (years(before)?, years(after)?);
    let own = |it: &Requirement, year: i32| {
        current.iter().any(|other| {
            (other.lot_id, other.authority_id, other.year) == (it.lot_id, it.authority_id, year)
        })
    };
    let every = current
        .iter()
        .filter(|it| it.committed && it.year == EVERY_YEAR);
    let mut held = Vec::new();
    for it in every {
        for year in (old + 1..=new).filter(|year| !own(it, *year)) {
            held.push(Requirement {
                id: 0,
                year,
                revision: 0,
                committed: false,
                note: None,
                by_user: tx.cause().actor,
                at: tx.now(),
                ..it.clone()
            });
        }
    }
    let lots = tenders::lots(tx, before.id).await?;
    Ok(Some(Reopening {
        asked,
        held,
        current,
        lots,
    }))
}

/// What griffin wrote for years that are no longer there: they were never the authority's own.
fn beyond(current: &[Requirement], years: i32) -> Vec<Requirement> {
    let every = |it: &Requirement| {
        current.iter().any(|other| {
            other.year == EVERY_YEAR
                && other.committed
                && (other.lot_id, other.authority_id) == (it.lot_id, it.authority_id)
                && other.expected == it.expected
        })
    };
    let held = |it: &&Requirement| it.year > years && !it.committed && every(it);
    current.iter().filter(held).cloned().collect()
}

/// The term as it was and as it is.
fn term(before: &Tender, after: &Tender) -> Result<Text> {
    Ok(text!(
        "requirements-term-changes",
        before_from = day(before.starts),
        before_to = day(before.ends),
        before_years = years(before)?,
        from = day(after.starts),
        to = day(after.ends),
        years = years(after)?
    ))
}

fn book(before: &Tender, after: &Tender) -> Option<Text> {
    (before.open_book && !after.open_book).then(|| text!("requirements-book-closes"))
}

impl Reopening {
    /// What is committed of each lot over the whole contract: as it is, as it will be, and once all have confirmed.
    fn committed(&self, before: &Tender, after: &Tender) -> Result<Vec<(LotId, [Quantity; 3])>> {
        let (old, new) = (tenders::term(before)?, tenders::term(after)?);
        let gone = beyond(&self.current, years(after)?);
        let stays = |it: &&Requirement| gone.iter().all(|gone| gone.id != it.id);
        let current: Vec<Requirement> = self.current.iter().filter(stays).cloned().collect();
        let with_held = [current.clone(), self.held.clone()].concat();
        let was = looking::totals_of(&self.current, &self.lots, &old)?;
        let is = looking::totals_of(&with_held, &self.lots, &new)?;
        let all = looking::totals_of(&current, &self.lots, &new)?;
        let sum = |years: &[super::super::rules::Total]| {
            let all = years.iter().map(|it| it.committed.unwrap_or_default());
            Quantity::checked_sum(all).ok_or_else(|| Fault::new("what is committed does not fit"))
        };
        let mut lines = Vec::new();
        for (((lot, was), (_, is)), (_, all)) in was.iter().zip(&is).zip(&all) {
            lines.push((lot.id, [sum(was)?, sum(is)?, sum(all)?]));
        }
        Ok(lines)
    }

    fn lines(
        &self,
        before: &Tender,
        after: &Tender,
        shown: impl Fn(LotId) -> bool,
    ) -> Result<Vec<Text>> {
        let mut lines = Vec::new();
        if (before.starts, before.ends) != (after.starts, after.ends) {
            lines.push(term(before, after)?);
        }
        lines.extend(book(before, after));
        for (lot_id, [was, is, all]) in self.committed(before, after)? {
            let Some(lot) = self.lots.iter().find(|lot| lot.id == lot_id) else {
                continue;
            };
            if was.is_zero() && all.is_zero() {
                continue;
            }
            let title = lot.title.as_str();
            lines.push(match shown(lot_id) {
                true => text!(
                    "requirements-committed-becomes",
                    lot = title,
                    was = lot.unit.show(was),
                    is = lot.unit.show(is),
                    all = lot.unit.show(all)
                ),
                false => text!("requirements-committed-hidden", lot = title),
            });
        }
        Ok(lines)
    }
}

/// What is declared for a contract year stays within the term, and what was declared in confidence stays so.
///
/// # Errors
/// Refused where it would not.
pub(super) async fn check(tx: &Tx, before: &Tender, after: &Tender) -> Result<()> {
    let current = looking::current(tx, before.id, None).await?;
    let term = years(after)?;
    let gone = beyond(&current, term);
    let own = |it: &&Requirement| gone.iter().all(|gone| gone.id != it.id);
    let latest = current.iter().filter(own).map(|it| it.year).max();
    if let Some(year) = latest.filter(|year| *year > term) {
        return Err(Refusal::new(
            text!("requirements-year-declared", year),
            text!("requirements-year-declared-help"),
        )
        .into());
    }
    let others = current.iter().any(|it| it.authority_id != after.lead_id);
    if after.open_book && !before.open_book && others {
        return Err(Refusal::new(
            text!("requirements-in-confidence"),
            text!("requirements-in-confidence-help"),
        )
        .into());
    }
    Ok(())
}

/// What a change of the term or the book would make of what others declared, for the lead.
///
/// # Errors
/// Refused where it can't be made (`check`).
pub async fn makes(tx: &Tx, change: &TermsChange) -> Result<Vec<Text>> {
    let (before, after) = (&change.before, &change.after);
    check(tx, before, after).await?;
    match reopening(tx, before, after).await? {
        Some(it) => it.lines(before, after, |_| true),
        None => Ok(Vec::new()),
    }
}

/// The terms were changed: whoever answered is asked whether that still holds.
///
/// # Errors
/// A fault, if the database fails.
pub(super) async fn terms_changed(tx: &Tx, fact: &Edited) -> Result<()> {
    let (before, after) = (&fact.before, &fact.after);
    let Some(it) = reopening(tx, before, after).await? else {
        return Ok(());
    };
    // What everybody may see: an open book's, or the totals that are on the card anyway.
    let ids: Vec<LotId> = it.lots.iter().map(|lot| lot.id).collect();
    let shown = showing::shown_to(tx, &ids, Summed::Declared, &[]).await?;
    let old = years(before)?;
    let on_card = |lot: LotId| {
        (1..=old).all(|year| {
            let total = shown.get(&(lot, year));
            total.is_some_and(|it| it.committed == Some(it.quantity))
        })
    };
    // What the lines say of a total was so when it was shown: with other figures by now, they would tell the difference.
    let as_shown = |lot: LotId| {
        let current =
            looking::totals_of(&it.current, &it.lots, &tenders::term(before).ok()?).ok()?;
        let (_, years) = current.into_iter().find(|(other, _)| other.id == lot)?;
        let same = (1..).zip(years).all(|(year, total)| {
            let kept = shown.get(&(lot, year)).map(|it| it.quantity);
            kept == Some(total.expected)
        });
        Some(same)
    };
    let public = |lot: LotId| {
        (before.open_book && after.open_book) || (on_card(lot) && as_shown(lot) == Some(true))
    };
    let lines = it.lines(before, after, public)?;
    let gone = beyond(&it.current, years(after)?);
    store::supersede(tx, &gone).await?;
    for held in it.held {
        let (lot, whose, year) = (held.lot_id, held.authority_id, held.year);
        let revision = store::last_revision(tx, lot, whose, year).await? + 1;
        store::add(tx, Requirement { revision, ..held }).await?;
    }
    tenders::reopen_answers(tx, after, &it.asked, old).await?;
    let told = ToldReopened {
        lines,
        reason: fact.reason.clone(),
        asked: it.asked,
    };
    tx.tell(&facts::AnswersReopened::of(fact.about, told)).await
}

/// The lots were changed while requirements are collected: whoever answered is asked whether that still holds. `of` says
/// whose answers are meant, where it isn't everybody's.
///
/// # Errors
/// A fault, if the database fails.
pub(super) async fn lots_changed(
    tx: &Tx,
    about: About,
    line: Text,
    of: Option<LotId>,
) -> Result<()> {
    let Some(tender_id) = about.tender_id else {
        return Err(Fault::new("lots were changed, and nobody knows of what").into());
    };
    let tender = tenders::by_id(tx, tx.cause().guild_id, tender_id).await?;
    let Some(it) = reopening(tx, &tender, &tender).await? else {
        return Ok(());
    };
    let declared = |id: &AuthorityId| {
        of.is_none_or(|lot| {
            let mut current = it.current.iter();
            current.any(|it| it.lot_id == lot && it.authority_id == *id)
        })
    };
    let asked: Vec<AuthorityId> = it.asked.into_iter().filter(declared).collect();
    if asked.iter().all(|id| *id == tender.lead_id) {
        return Ok(());
    }
    tenders::reopen_answers(tx, &tender, &asked, years(&tender)?).await?;
    let told = ToldReopened {
        lines: vec![line],
        reason: None,
        asked,
    };
    tx.tell(&facts::AnswersReopened::of(about, told)).await
}

/// An answer was confirmed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirmed {
    /// The tender.
    pub tender: Tender,
    /// Whose answers hold.
    pub who: Vec<Who>,
    /// What counts of them.
    pub stands: Vec<(Lot, Requirement)>,
}

/// Says that the answers of an officer's authorities still hold on the terms as they are now.
///
/// # Errors
/// Refused without a mandate, where nothing is to be confirmed, and once the contract runs.
pub async fn confirm(ledger: &Ledger, actor: &Actor, id: TenderId) -> Result<Confirmed> {
    let actor = actor.clone();
    ledger
        .write(Cause::by(&actor), move |tx| {
            async move { confirm_now(tx, &actor, id).await }.boxed()
        })
        .await
}

async fn confirm_now(tx: &Tx, actor: &Actor, id: TenderId) -> Result<Confirmed> {
    let tender = tenders::by_id(tx, actor.guild_id, id).await?;
    let held = authorities::service::mandates_of(tx, actor.guild_id, actor.user_id).await?;
    let acting: Vec<Who> = held
        .iter()
        .filter(|it| it.acts())
        .map(|it| Who::from(&it.authority))
        .collect();
    if acting.is_empty() {
        // The refusal that says how to get a mandate.
        authorities::service::acting_for(tx, actor, None).await?;
    }
    let reference = tender.reference.as_str();
    if tender.stage.is_over() || tender.stage == Stage::CallOff {
        return Err(Refusal::new(
            text!("requirements-over", reference, stage = tender.stage.label()),
            text!("requirements-over-help"),
        )
        .into());
    }
    let lots = tenders::lots(tx, tender.id).await?;
    let (mut who, mut stands) = (Vec::new(), Vec::new());
    for authority in acting {
        let Some(years) = tenders::confirm_answer(tx, &tender, authority.id).await? else {
            continue;
        };
        let current = looking::current(tx, tender.id, Some(authority.id)).await?;
        let ceased = beyond(&current, years);
        store::supersede(tx, &ceased).await?;
        tx.tell(&facts::Confirmed {
            about: About::tender(tender.id, authority.id),
            ceased: ceased.iter().map(|it| it.id).collect(),
        })
        .await?;
        for it in looking::current(tx, tender.id, Some(authority.id)).await? {
            let lot = lots.iter().find(|lot| lot.id == it.lot_id);
            stands.extend(lot.map(|lot| (lot.clone(), it)));
        }
        who.push(authority);
    }
    if who.is_empty() {
        return Err(Refusal::new(
            text!("requirements-nothing-to-confirm", reference),
            text!("requirements-nothing-to-confirm-help"),
        )
        .into());
    }
    showing::settle_all(tx, &tender, false).await?;
    Ok(Confirmed {
        tender,
        who,
        stands,
    })
}

/// Whose answers are still to be confirmed.
///
/// # Errors
/// A fault, if the database can't be read.
pub async fn to_confirm(db: &impl Db, tender: &Tender) -> Result<Vec<Who>> {
    let answers = tenders::answers(db, tender).await?;
    let open = |it: &tenders::Respondent| {
        let row = it.participation.as_ref();
        row.is_some_and(|it| it.to_confirm.is_some())
    };
    Ok(answers.into_iter().filter(open).map(|it| it.who).collect())
}
