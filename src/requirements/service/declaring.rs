//! Declaring, line by line or a whole table.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use futures::FutureExt;
use serde::{Deserialize, Serialize};

use super::super::facts::{self, ToldLine, ToldLines};
use super::super::rules::{self, EVERY_YEAR, Line};
use super::super::store::{self, Requirement};
use super::super::table::{self, Table};
use super::gate::{Gate, gate_in};
use crate::authorities::{self, service::Authority};
use crate::ledger::{About, Cause, Db, Fact, Fault, Ledger, Result, Tx};
use crate::tenders::service::{self as tenders, Lot, Tender, Who};
use crate::values::{Actor, Refusal, Term};

/// What `/requirement declare` and the card's form are told: one lot, or several at once.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Declare {
    /// The tender's reference.
    pub tender: String,
    /// For whom; needed by an officer of several.
    pub authority: Option<String>,
    /// What is declared.
    pub lines: Vec<Line>,
}

/// A requirement as it was declared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stated {
    /// The lot.
    pub lot: Lot,
    /// The revision that counts now.
    pub requirement: Requirement,
    /// What counted before.
    pub before: Option<Requirement>,
}

/// What came of a declaration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Declared {
    /// The tender.
    pub tender: Tender,
    /// For whom.
    pub who: Who,
    /// What counts now, in the order of the lines.
    pub stated: Vec<Stated>,
    /// Whether it came after the deadline, with the lead's consent.
    pub late: bool,
}

/// Declares what an authority needs; declaring joins. A new revision supersedes the one before, which is kept; one for
/// every year supersedes those of single years too. Price and supplier now, and whether it is committed, stay as they
/// were where they are left out.
///
/// # Errors
/// Refused without a mandate, to an authority that was not invited, after the deadline, and when a line can't be read;
/// then no line counts.
pub async fn declare(ledger: &Ledger, actor: &Actor, request: Declare) -> Result<Declared> {
    let actor = actor.clone();
    let cause = Cause::by(&actor);
    ledger
        .write_later(cause, move |tx| {
            let (actor, request) = (actor.clone(), request.clone());
            async move {
                let lines = Given::Lines(request.lines);
                let authority = request.authority.as_deref();
                let declare = Declaring {
                    tender: &request.tender,
                    given: authority,
                    lines,
                };
                declare_now(tx, &actor, declare, facts::Declared::of).await
            }
            .boxed()
        })
        .await
}

/// What is to be declared: by itself, or as a table whose refusals name line and cell.
pub(super) enum Given {
    Lines(Vec<Line>),
    Table(Table),
}

/// What is to be declared, of which tender and for whom.
pub(super) struct Declaring<'a> {
    pub tender: &'a str,
    pub given: Option<&'a str>,
    pub lines: Given,
}

/// Declares, and tells what has happened.
pub(super) async fn declare_now<F: Fact>(
    tx: &Tx,
    actor: &Actor,
    declaring: Declaring<'_>,
    fact: fn(About, ToldLines) -> F,
) -> Result<Declared> {
    let Declaring {
        tender,
        given,
        lines,
    } = declaring;
    let Gate {
        tender,
        authority,
        part,
        late,
    } = gate_in(tx, actor, tender, given).await?;
    let term = tenders::term(&tender)?;
    let lots = async { Ok(Arc::new(tenders::lots(tx, tender.id).await?)) };
    let lots = tx.remembered(format!("lots {}", tender.id), lots).await?;
    let wanted = read_all(&lines, &lots, &term)?;
    know_sums(tx, wanted.iter().map(|(lot, _)| lot.id)).await?;
    let mut stated = Vec::with_capacity(wanted.len());
    for (lot, line) in wanted {
        stated.push(state(tx, actor, &authority, lot, line, late).await?);
    }
    tenders::answer_in(tx, &tender, authority.id, part).await?;
    let told = stated.iter().map(|it| ToldLine {
        lot: it.lot.number,
        requirement: it.requirement.clone(),
        before: it.before.as_ref().map(|before| before.id),
    });
    let told = ToldLines {
        stated: told.collect(),
        late,
    };
    tx.tell(&fact(About::tender(tender.id, authority.id), told))
        .await?;
    Ok(Declared {
        tender,
        who: Who::from(&authority),
        stated,
        late,
    })
}

/// Reads every line before any is written; those of a table are named where they are wrong.
pub(super) fn read_all<'a>(
    given: &Given,
    lots: &'a [Lot],
    term: &Term,
) -> Result<Vec<(&'a Lot, rules::Declared)>> {
    let lines: Vec<(usize, &Line)> = match given {
        Given::Lines(lines) => lines.iter().map(|line| (0, line)).collect(),
        Given::Table(table) => table.lines.iter().map(|(at, line)| (*at, line)).collect(),
    };
    let mut read = Vec::with_capacity(lines.len());
    let mut wrong = Vec::new();
    for (number, line) in lines {
        match read_one(line, lots, term) {
            Ok((lot, _)) if twice(&read, lot, line, term) => {
                let what = format!("“{}” stands there twice for the same year.", lot.title);
                let refusal = Refusal::new(what, "Give each lot and year once.");
                wrong.push((number, None, refusal));
            }
            Ok(one) => read.push(one),
            Err((column, refusal)) => wrong.push((number, Some(column), refusal)),
        }
    }
    if !wrong.is_empty() {
        return Err(refuse(given, wrong).into());
    }
    if read.is_empty() {
        return Err(Refusal::new(
            "No quantity was given.",
            "Give one, or say that you need none with /requirement none.",
        )
        .into());
    }
    // Every year first: a single year's own quantity then stands beside it.
    read.sort_by_key(|(lot, line): &(&Lot, rules::Declared)| (lot.number, line.year));
    Ok(read)
}

type Wrong = (usize, Option<&'static str>, Refusal);

fn refuse(given: &Given, mut wrong: Vec<Wrong>) -> Refusal {
    match given {
        Given::Lines(_) => wrong.swap_remove(0).2,
        Given::Table(table) => {
            let placed = wrong.into_iter().map(|(number, column, refusal)| {
                (table.place(number, column), refusal.to_string())
            });
            table::refuse(placed.collect())
        }
    }
}

/// A line and its lot, or what is wrong in which column.
fn read_one<'a>(
    line: &Line,
    lots: &'a [Lot],
    term: &Term,
) -> std::result::Result<(&'a Lot, rules::Declared), (&'static str, Refusal)> {
    let lot = tenders::find_lot(lots, &line.lot).map_err(|error| match error {
        crate::ledger::Error::Refused(refusal) => ("lot", refusal),
        fault => ("lot", Refusal::new(fault.to_string(), "")),
    })?;
    Ok((lot, rules::read_columns(line, term)?))
}

fn twice(read: &[(&Lot, rules::Declared)], lot: &Lot, line: &Line, term: &Term) -> bool {
    rules::year(line.year.as_deref(), term)
        .is_ok_and(|year| read.iter().any(|(l, d)| l.id == lot.id && d.year == year))
}

/// A revision to come.
pub(super) struct Planned {
    line: rules::Declared,
    before: Option<Requirement>,
    revision: i32,
    authority_id: i64,
    /// What counts no more by it: a quantity for every year takes the place of those for single years.
    pub superseded: Vec<Requirement>,
}

/// What a line would change.
pub(super) async fn plan(
    db: &impl Db,
    authority: &Authority,
    lot: &Lot,
    line: rules::Declared,
) -> Result<Planned> {
    let all = store::current_in_lot(db, lot.id, authority.id).await?;
    let last = async |year| store::last_revision(db, lot.id, authority.id, year).await;
    plan_after(&all, last, authority, line).await
}

/// The same, given what counts of the authority's in the lot, and how to find the number of the last revision for a year.
async fn plan_after(
    all: &[Requirement],
    last: impl AsyncFnOnce(i32) -> Result<i32>,
    authority: &Authority,
    line: rules::Declared,
) -> Result<Planned> {
    let current = |year: i32| all.iter().find(|r| r.year == year);
    let before = current(line.year).or(current(EVERY_YEAR)).cloned();
    // The one that counts is the last; of a year that has none there may have been others.
    let last = match current(line.year) {
        Some(last) => last.revision,
        None => last(line.year).await?,
    };
    let superseded = all
        .iter()
        .filter(|r| r.year == line.year || line.year == EVERY_YEAR)
        .cloned()
        .collect();
    Ok(Planned {
        line,
        before,
        revision: last + 1,
        authority_id: authority.id,
        superseded,
    })
}

impl Planned {
    /// The revision, as it would count.
    pub fn stated(self, actor: &Actor, lot: &Lot, late: bool, now: DateTime<Utc>) -> Stated {
        let Self { line, before, .. } = self;
        let requirement = Requirement {
            id: 0,
            lot_id: lot.id,
            authority_id: self.authority_id,
            year: line.year,
            revision: self.revision,
            current: true,
            expected: line.expected,
            at_least: line.at_least,
            at_most: line.at_most,
            committed: line
                .committed
                .unwrap_or(before.as_ref().is_some_and(|b| b.committed)),
            baseline: line.baseline.or(before.as_ref().and_then(|b| b.baseline)),
            supplier_now: line
                .supplier_now
                .or_else(|| before.as_ref().and_then(|b| b.supplier_now.clone())),
            note: line.note,
            late,
            by_user: actor.user_id,
            at: now,
        };
        Stated {
            lot: lot.clone(),
            requirement,
            before,
        }
    }
}

/// Writes one revision.
async fn state(
    tx: &Tx,
    actor: &Actor,
    authority: &Authority,
    lot: &Lot,
    line: rules::Declared,
    late: bool,
) -> Result<Stated> {
    let mut all = counting(tx, authority, lot).await?;
    let last_revision = async |year| match tx.recall(&last(lot.id, authority.id, year)) {
        Some(known) => Ok(known),
        None => store::last_revision(tx, lot.id, authority.id, year).await,
    };
    let planned = plan_after(&all, last_revision, authority, line).await?;
    let superseded: Vec<i64> = planned.superseded.iter().map(|it| it.id).collect();
    let mut stated = planned.stated(actor, lot, late, tx.now());
    stated.requirement.id = number(tx).await?;
    let revised = store::Revised {
        new: stated.requirement.clone(),
        superseded: superseded.clone(),
    };
    tx.leave(revised).await;
    let of = last(lot.id, authority.id, stated.requirement.year);
    tx.remember(of, stated.requirement.revision);
    // A total that does not fit is found here, not when somebody looks.
    let lost = all.iter().filter(|it| superseded.contains(&it.id));
    let lost = lost.map(|it| it.expected.thousandths());
    let rest = lost.fold(tx.recall(&sum(lot.id)).unwrap_or(0), i64::saturating_sub);
    let total = rest.checked_add(stated.requirement.expected.thousandths());
    tx.remember(sum(lot.id), total.ok_or_else(too_much)?);
    all.retain(|it| !superseded.contains(&it.id));
    all.push(stated.requirement.clone());
    tx.remember(counts(lot.id, authority.id), all);
    Ok(stated)
}

/// How many row numbers are taken at once, at least.
const SPARE: usize = 32;

/// A row number that nobody else has.
async fn number(tx: &Tx) -> Result<i64> {
    const NUMBERS: &str = "requirement numbers";
    let mut free: Numbers = tx.recall(NUMBERS).unwrap_or_default();
    if free.0.is_empty() {
        // More than are needed now: some are never used.
        let more = store::numbers(tx, Ord::max(tx.actors().len(), SPARE), free.1).await?;
        free.0.extend(more);
    }
    let number = free
        .0
        .pop_front()
        .ok_or_else(|| Fault::new("no row number is free"))?;
    free.1 = Some(number);
    tx.remember(NUMBERS.to_owned(), free);
    Ok(number)
}

/// Row numbers that are free, and the last that was given out in the batch.
#[derive(Clone, Default)]
struct Numbers(VecDeque<i64>, Option<i64>);

/// What counts of an authority's in a lot: read once for all whose declarations are in the batch.
async fn counting(tx: &Tx, authority: &Authority, lot: &Lot) -> Result<Vec<Requirement>> {
    let among = async || authorities::service::of_the_batch(tx, tx.cause().guild_id).await;
    let read = async |ids: &[i64]| {
        let mut theirs: HashMap<i64, Vec<Requirement>> = HashMap::new();
        for row in store::current_of(tx, lot.id, ids).await? {
            theirs.entry(row.authority_id).or_default().push(row);
        }
        Ok(theirs)
    };
    let name = |id| counts(lot.id, id);
    tx.remembered_of(name, authority.id, among, read).await
}

/// Under what name it is remembered what counts of an authority's in a lot.
fn counts(lot_id: i64, authority_id: i64) -> String {
    format!("counts {lot_id} {authority_id}")
}

/// Under what name the number of an authority's last revision in a lot for a year is remembered.
fn last(lot_id: i64, authority_id: i64, year: i32) -> String {
    format!("last {lot_id} {authority_id} {year}")
}

/// Under what name the sum of all that counts in a lot is remembered, in thousandths.
fn sum(lot_id: i64) -> String {
    format!("sum {lot_id}")
}

fn too_much() -> Fault {
    Fault::new("a total of requirements does not fit")
}

/// Sees to it that the sums of what counts in these lots are remembered, before anything is left that the database does
/// not have yet.
///
/// # Errors
/// A fault, if one does not fit.
async fn know_sums(tx: &Tx, lots: impl Iterator<Item = i64>) -> Result<()> {
    let unknown: BTreeSet<i64> = lots
        .filter(|lot| tx.recall::<i64>(&sum(*lot)).is_none())
        .collect();
    if unknown.is_empty() {
        return Ok(());
    }
    let unknown: Vec<i64> = unknown.into_iter().collect();
    let sums = store::sums(tx, &unknown).await?;
    for lot in unknown {
        let known = sums.iter().find(|(of, _)| *of == lot);
        tx.remember(sum(lot), known.map_or(0, |(_, sum)| *sum));
    }
    Ok(())
}
