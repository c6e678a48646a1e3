//! Declaring, line by line or a whole table.

use chrono::{DateTime, Utc};
use futures::FutureExt;
use serde::{Deserialize, Serialize};

use super::super::facts::{self, ToldLine, ToldLines};
use super::super::rules::{self, EVERY_YEAR, Line};
use super::super::store::{self, Requirement};
use super::super::table::{self, Table};
use super::gate::{Gate, gate};
use super::{amending, comparing, showing};
use crate::authorities::service::Authority;
use crate::ledger::{About, Cause, Db, Error, Fact, Ledger, Receipted, Result, Tx};
use crate::tenders::service::{self as tenders, Lot, Tender, Who};
use crate::values::{Actor, AuthorityId, Refusal, Term};
use crate::words::{Text, text};

/// What `/requirement declare` and the card's form are told: one lot, or several at once.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Declare {
    /// The tender's reference.
    pub tender: String,
    /// For whom; needed by an officer of several.
    pub authority: Option<String>,
    /// What is declared.
    pub lines: Vec<Line>,
    /// Why; needed by a lead that declares for another authority.
    #[serde(default)]
    pub reason: Option<String>,
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
pub async fn declare(
    ledger: &Ledger,
    actor: &Actor,
    request: Declare,
) -> Result<Receipted<Declared>> {
    let actor = actor.clone();
    let cause = Cause::by(&actor);
    ledger
        .write_for_receipt(cause, move |tx| {
            async move {
                let lines = Given::Lines(request.lines);
                let authority = request.authority.as_deref();
                let declare = Declaring {
                    tender: &request.tender,
                    given: authority,
                    lines,
                    reason: request.reason.as_deref(),
                    shown: false,
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
    /// Why, where it is another authority's answer.
    pub reason: Option<&'a str>,
    /// Whether they have seen already what it will change, and said yes.
    pub shown: bool,
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
        reason,
        shown,
    } = declaring;
    let Gate {
        tender,
        authority,
        part,
        late,
        amends,
    } = gate(tx, actor, tender, given, tx.now()).await?;
    let term = tenders::term(&tender)?;
    let lots = tenders::lots(tx, tender.id).await?;
    let wanted = read_all(&lines, &lots, &term)?;
    let who = Who::from(&authority);
    let why = match amends {
        true => Some(tenders::why_amended(reason, &who.short_name)?),
        false => None,
    };
    let odd = match shown {
        true => Vec::new(),
        false => comparing::odd(tx, actor, &tender, &authority, &wanted).await?,
    };
    let mut changes = Vec::new();
    if amends || !odd.is_empty() {
        for (lot, line) in &wanted {
            let planned = plan(tx, &authority, lot, line.clone()).await?;
            let superseded = planned.superseded.clone();
            let stated = planned.stated(actor, lot, late, tx.now());
            let (now, before) = (&stated.requirement, stated.before.as_ref());
            changes.extend(amending::stated(lot, now, before, &superseded));
        }
    }
    let short_name = &who.short_name;
    match &why {
        Some(why) if !shown => {
            tx.ask(tenders::amending(&tender, short_name, &changes, why).odd(odd))?;
        }
        None if !odd.is_empty() => {
            tx.ask(amending::declaring(&tender, short_name, &changes).odd(odd))?;
        }
        _ => {}
    }
    let mut stated = Vec::with_capacity(wanted.len());
    for (lot, line) in wanted {
        stated.push(state(tx, actor, &authority, lot, line, late).await?);
    }
    showing::settle(tx, &tender, stated.iter().map(|it| it.lot.id), false).await?;
    tenders::answer(tx, &tender, authority.id, part).await?;
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
    if let Some(why) = why {
        tenders::amend(tx, &tender, &who, changes, why).await?;
    }
    Ok(Declared {
        tender,
        who,
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
        let lot = match tenders::find_lot(lots, &line.lot) {
            Ok(lot) => lot,
            Err(Error::Refused(refusal)) => {
                wrong.push((number, Some("lot"), refusal));
                continue;
            }
            Err(fault) => return Err(fault),
        };
        match rules::read_columns(line, &lot.unit, term) {
            Ok(_) if twice(&read, lot, line, term) => {
                let refusal = Refusal::new(
                    text!("requirements-twice", lot = lot.title.as_str()),
                    text!("requirements-twice-help"),
                );
                wrong.push((number, None, refusal));
            }
            Ok(one) => read.push((lot, one)),
            Err((column, refusal)) => wrong.push((number, Some(column), refusal)),
        }
    }
    if !wrong.is_empty() {
        return Err(refuse(given, wrong).into());
    }
    if read.is_empty() {
        return Err(Refusal::new(
            text!("requirements-no-quantity"),
            text!("requirements-no-quantity-help"),
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
                let what = Text::sentences([refusal.wrong, refusal.help]);
                (table.place(number, column), what)
            });
            table::refuse(placed.collect())
        }
    }
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
    authority_id: AuthorityId,
    /// What no longer counts by it: a quantity for every year takes the place of those for single years.
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
    let current = |year: i32| all.iter().find(|r| r.year == year);
    let before = current(line.year).or(current(EVERY_YEAR)).cloned();
    // The one that counts is the last; of a year that has none there may have been others.
    let last = match current(line.year) {
        Some(last) => last.revision,
        None => store::last_revision(db, lot.id, authority.id, line.year).await?,
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
    let planned = plan(tx, authority, lot, line).await?;
    store::supersede(tx, &planned.superseded).await?;
    let mut stated = planned.stated(actor, lot, late, tx.now());
    stated.requirement = store::add(tx, stated.requirement).await?;
    Ok(stated)
}
