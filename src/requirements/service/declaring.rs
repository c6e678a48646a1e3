//! Declaring, line by line or a whole table.

use futures::FutureExt;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::super::rules::{self, EVERY_YEAR, Line};
use super::super::store::{self, Requirement};
use super::super::table;
use super::gate::{Gate, gate};
use super::looking::totals_of;
use crate::authorities::service::Authority;
use crate::ledger::{Cause, Entry, Ledger, Result, Tx};
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
        .write(cause, move |tx| {
            async move {
                let lines = request.lines.into_iter().map(|line| (0, line)).collect();
                let authority = request.authority.as_deref();
                declare_now(
                    tx,
                    &actor,
                    &request.tender,
                    authority,
                    lines,
                    "requirement.declared",
                )
                .await
            }
            .boxed()
        })
        .await
}

/// Declares a whole table: `lot,year,quantity,at_least,at_most,committed,baseline,supplier_now,note`. A mistake anywhere
/// changes nothing.
///
/// # Errors
/// As [`declare`]; the refusal names each wrong line.
pub async fn import_csv(
    ledger: &Ledger,
    actor: &Actor,
    tender: String,
    authority: Option<String>,
    csv: String,
) -> Result<Declared> {
    let actor = actor.clone();
    let cause = Cause::by(&actor);
    ledger
        .write(cause, move |tx| {
            async move {
                let lines = table::read(&csv)?;
                declare_now(
                    tx,
                    &actor,
                    &tender,
                    authority.as_deref(),
                    lines,
                    "requirement.imported",
                )
                .await
            }
            .boxed()
        })
        .await
}

async fn declare_now(
    tx: &Tx,
    actor: &Actor,
    tender: &str,
    given: Option<&str>,
    lines: Vec<(usize, Line)>,
    kind: &'static str,
) -> Result<Declared> {
    let Gate {
        tender,
        authority,
        late,
    } = gate(tx, actor, tender, given).await?;
    let term = tenders::term(&tender)?;
    let lots = tenders::lots(tx, tender.id).await?;
    let wanted = read_all(&lines, &lots, &term)?;
    let mut stated = Vec::with_capacity(wanted.len());
    for (lot, line) in wanted {
        stated.push(state(tx, actor, &authority, lot, line, late).await?);
    }
    // A total that does not fit would be found here, not when somebody looks.
    let current = store::current(tx, tender.id, None).await?;
    totals_of(&current, &lots, &term)?;
    tenders::answer_in(tx, &tender, authority.id).await?;
    let told: Vec<_> = stated
        .iter()
        .map(|s| json!({ "lot": s.lot.number, "requirement": s.requirement, "before": s.before.as_ref().map(|b| b.id) }))
        .collect();
    tx.record(Entry {
        kind,
        authority_id: Some(authority.id),
        tender_id: Some(tender.id),
        data: json!({ "stated": told, "late": late }),
    })
    .await;
    tenders::refresh(tx, tender.id).await?;
    Ok(Declared {
        tender,
        who: Who::from(&authority),
        stated,
        late,
    })
}

/// Reads every line before any is written; those of a file are named where they are wrong.
fn read_all<'a>(
    lines: &[(usize, Line)],
    lots: &'a [Lot],
    term: &Term,
) -> Result<Vec<(&'a Lot, rules::Declared)>> {
    let mut read = Vec::with_capacity(lines.len());
    let mut wrong = Vec::new();
    for (number, line) in lines {
        let found = tenders::find_lot(lots, &line.lot).map_err(|e| match e {
            crate::ledger::Error::Refused(refusal) => refusal,
            fault => Refusal::new(fault.to_string(), ""),
        });
        match found.and_then(|lot| Ok((lot, rules::read(line, term)?))) {
            Ok((lot, _)) if twice(&read, lot, line, term) => {
                let what = format!("“{}” stands there twice for the same year.", lot.title);
                wrong.push((*number, Refusal::new(what, "Give each lot and year once.")));
            }
            Ok(one) => read.push(one),
            Err(refusal) => wrong.push((*number, refusal)),
        }
    }
    match wrong.first() {
        None if read.is_empty() => Err(Refusal::new(
            "No quantity was given.",
            "Give one, or say that you need none with /requirement none.",
        )
        .into()),
        None => {
            // Every year first: a single year's own quantity then stands beside it.
            read.sort_by_key(|(lot, line): &(&Lot, rules::Declared)| (lot.number, line.year));
            Ok(read)
        }
        Some((0, refusal)) => Err(refusal.clone().into()),
        Some(_) => {
            Err(table::refuse(wrong.into_iter().map(|(n, r)| (n, r.to_string())).collect()).into())
        }
    }
}

fn twice(read: &[(&Lot, rules::Declared)], lot: &Lot, line: &Line, term: &Term) -> bool {
    rules::year(line.year.as_deref(), term)
        .is_ok_and(|year| read.iter().any(|(l, d)| l.id == lot.id && d.year == year))
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
    let all = store::current_in_lot(tx, lot.id, authority.id).await?;
    let current = |year: i32| all.iter().find(|r| r.year == year);
    let before = current(line.year).or(current(EVERY_YEAR));
    let last = store::last_revision(tx, lot.id, authority.id, line.year).await?;
    let superseded: Vec<i64> = all
        .iter()
        .filter(|r| r.year == line.year || line.year == EVERY_YEAR)
        .map(|r| r.id)
        .collect();
    store::supersede(tx, &superseded).await?;
    let requirement = Requirement {
        id: 0,
        lot_id: lot.id,
        authority_id: authority.id,
        year: line.year,
        revision: last + 1,
        current: true,
        expected: line.expected,
        at_least: line.at_least,
        at_most: line.at_most,
        committed: line
            .committed
            .unwrap_or(before.is_some_and(|b| b.committed)),
        baseline: line.baseline.or(before.and_then(|b| b.baseline)),
        supplier_now: line
            .supplier_now
            .or_else(|| before.and_then(|b| b.supplier_now.clone())),
        note: line.note,
        late,
        by_user: actor.user_id,
        at: tx.now(),
    };
    let requirement = store::insert(tx, &requirement).await?;
    Ok(Stated {
        lot: lot.clone(),
        requirement,
        before: before.cloned(),
    })
}
