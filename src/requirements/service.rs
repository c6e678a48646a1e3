//! Use cases of requirements.

use std::collections::BTreeMap;

use futures::FutureExt;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::rules::{self, EVERY_YEAR, Total, Viewer, Visible};
use super::{store, table};
use crate::authorities::service::Authority;
use crate::ledger::{Cause, Db, Entry, Fault, Ledger, Result, Tx};
use crate::tenders::rules::{REASON_MAX, optional_text, stage_at};
use crate::tenders::service::{self as tenders, Lot, Part, Tender, Who};
use crate::values::{Actor, Quantity, Refusal, Stage, Term};
use crate::{authorities, servers};

pub use super::rules::Line;
pub use super::store::Requirement;

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

/// Who declares, and whether it is late.
struct Gate {
    tender: Tender,
    authority: Authority,
    late: bool,
}

/// Checks mandate and stage. After the deadline a change needs the lead's consent (design, section 2): an officer of
/// the lead makes it, for whichever authority that was invited, or the authority was admitted late.
async fn gate(tx: &Tx, actor: &Actor, tender: &str, given: Option<&str>) -> Result<Gate> {
    let tender = tenders::find(tx, actor.guild_id, tender).await?;
    let stage = stage_at(tender.stage, tender.respond_by, tx.now());
    let by_lead = stage == Stage::Collected
        && authorities::service::acts_for(tx, actor, tender.lead_id).await?;
    let authority = match given {
        Some(given) if by_lead => authorities::service::find(tx, actor.guild_id, given).await?,
        _ => authorities::service::acting_for(tx, actor, given).await?,
    };
    tenders::require_invited(tx, &tender, &authority).await?;
    let late = match stage {
        Stage::Collecting => false,
        Stage::Collected if by_lead => true,
        Stage::Collected if admitted_late(tx, &tender, authority.id).await? => true,
        _ => return Err(frozen(&tender, stage).into()),
    };
    Ok(Gate {
        tender,
        authority,
        late,
    })
}

async fn admitted_late(tx: &Tx, tender: &Tender, authority_id: i64) -> Result<bool> {
    let parts = tenders::participants(tx, tender.id).await?;
    Ok(parts
        .iter()
        .any(|p| p.authority_id == authority_id && p.part == Part::Joined && p.wave > 1))
}

fn frozen(tender: &Tender, stage: Stage) -> Refusal {
    let reference = &tender.reference;
    if stage.is_over() {
        return Refusal::new(
            format!("{reference} is over: {}.", stage.label().to_lowercase()),
            "See /tender list for those that collect requirements now.",
        );
    }
    let help = match stage {
        Stage::Collected => {
            "Ask its lead: they can make a late change for you with /requirement declare and your authority as “as”, \
             or reopen it with /tender reopen."
        }
        Stage::CallOff => "Call off what you need with /calloff record; the award's ceiling binds.",
        _ => {
            "The notice is published with the quantities as they were. Ask its lead what is still possible."
        }
    };
    Refusal::new(
        format!("The response deadline of {reference} is over, so requirements are frozen."),
        help,
    )
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

/// What `/requirement none` and the card's button are told.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Nil {
    /// The tender's reference.
    pub tender: String,
    /// For whom; needed by an officer of several.
    pub authority: Option<String>,
    /// Why.
    pub reason: Option<String>,
}

/// What came of a nil return or a withdrawal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ceased {
    /// The tender.
    pub tender: Tender,
    /// For whom.
    pub who: Who,
    /// What counted and counts no more.
    pub ceased: Vec<Requirement>,
    /// Whether it came after the deadline, with the lead's consent.
    pub late: bool,
}

/// The nil return: "we need none", a full answer (design, section 1). What was declared counts no more.
///
/// # Errors
/// Refused without a mandate, to an authority that was not invited, and after the deadline.
pub async fn none(ledger: &Ledger, actor: &Actor, request: Nil) -> Result<Ceased> {
    let actor = actor.clone();
    let cause = Cause::by(&actor);
    ledger
        .write(cause, move |tx| {
            async move {
                let gate = gate(tx, &actor, &request.tender, request.authority.as_deref()).await?;
                let reason = optional_text("The reason", request.reason.as_deref(), REASON_MAX)?;
                let Gate {
                    tender,
                    authority,
                    late,
                } = gate;
                let ceased = clear_in(tx, tender.id, authority.id).await?;
                tenders::nil_in(tx, &tender, authority.id, reason.clone()).await?;
                let data = json!({ "reason": reason, "ceased": ids(&ceased), "late": late });
                record(tx, "requirement.none", &tender, &authority, data).await;
                tenders::refresh(tx, tender.id).await?;
                Ok(Ceased {
                    tender,
                    who: Who::from(&authority),
                    ceased,
                    late,
                })
            }
            .boxed()
        })
        .await
}

/// What `/requirement withdraw` is told.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdraw {
    /// The tender's reference.
    pub tender: String,
    /// For whom; needed by an officer of several.
    pub authority: Option<String>,
    /// A lot; left out: all of them.
    pub lot: Option<String>,
    /// A contract year; left out: all that was declared of the lot.
    pub year: Option<String>,
}

/// Takes back what was declared; whoever has nothing declared any more is outstanding again.
///
/// # Errors
/// Refused without a mandate, after the deadline, and when nothing like it was declared.
pub async fn withdraw(ledger: &Ledger, actor: &Actor, request: Withdraw) -> Result<Ceased> {
    let actor = actor.clone();
    let cause = Cause::by(&actor);
    ledger
        .write(cause, move |tx| {
            async move { withdraw_now(tx, &actor, &request).await }.boxed()
        })
        .await
}

async fn withdraw_now(tx: &Tx, actor: &Actor, request: &Withdraw) -> Result<Ceased> {
    let Gate {
        tender,
        authority,
        late,
    } = gate(tx, actor, &request.tender, request.authority.as_deref()).await?;
    let lots = tenders::lots(tx, tender.id).await?;
    let lot = request
        .lot
        .as_deref()
        .map(|text| tenders::find_lot(&lots, text))
        .transpose()?;
    let year = match request
        .year
        .as_deref()
        .map(str::trim)
        .filter(|y| !y.is_empty())
    {
        Some(year) => Some(rules::year(Some(year), &tenders::term(&tender)?)?),
        None => None,
    };
    let current = store::current(tx, tender.id, Some(authority.id)).await?;
    let (ceased, kept): (Vec<_>, Vec<_>) = current
        .into_iter()
        .partition(|r| lot.is_none_or(|l| l.id == r.lot_id) && year.is_none_or(|y| y == r.year));
    if ceased.is_empty() {
        let help = if kept.is_empty() {
            "Declare it with /requirement declare."
        } else {
            "See what is declared with /requirement show; a quantity for every year is withdrawn without a year."
        };
        return Err(Refusal::new(
            format!(
                "{} has nothing like that declared in {}.",
                authority.name, tender.reference
            ),
            help,
        )
        .into());
    }
    store::supersede(tx, &ids(&ceased)).await?;
    if kept.is_empty() {
        tenders::unanswer_in(tx, &tender, authority.id).await?;
    }
    record(
        tx,
        "requirement.withdrawn",
        &tender,
        &authority,
        json!({ "ceased": ids(&ceased), "late": late }),
    )
    .await;
    tenders::refresh(tx, tender.id).await?;
    Ok(Ceased {
        tender,
        who: Who::from(&authority),
        ceased,
        late,
    })
}

fn ids(requirements: &[Requirement]) -> Vec<i64> {
    requirements.iter().map(|r| r.id).collect()
}

async fn record(
    tx: &Tx,
    kind: &'static str,
    tender: &Tender,
    authority: &Authority,
    data: serde_json::Value,
) {
    tx.record(Entry {
        kind,
        authority_id: Some(authority.id),
        tender_id: Some(tender.id),
        data,
    })
    .await;
}

/// Makes all that an authority declared in a tender count no more: it declines, leaves, or needs none.
///
/// # Errors
/// A fault, if the database fails.
pub async fn clear_in(tx: &Tx, tender_id: i64, authority_id: i64) -> Result<Vec<Requirement>> {
    let ceased = store::current(tx, tender_id, Some(authority_id)).await?;
    store::supersede(tx, &ids(&ceased)).await?;
    Ok(ceased)
}

/// The last contract year that something is declared for by its number; 0 where nothing is.
///
/// # Errors
/// A fault, if the database can't be read.
pub async fn latest_year(db: &impl Db, tender_id: i64) -> Result<i32> {
    let current = store::current(db, tender_id, None).await?;
    Ok(current.iter().map(|r| r.year).max().unwrap_or(EVERY_YEAR))
}

/// Whether an authority other than the lead has declared.
///
/// # Errors
/// A fault, if the database can't be read.
pub async fn others_declared(db: &impl Db, tender: &Tender) -> Result<bool> {
    let current = store::current(db, tender.id, None).await?;
    Ok(current.iter().any(|r| r.authority_id != tender.lead_id))
}

/// Whether anything was ever declared in a lot.
///
/// # Errors
/// A fault, if the database can't be read.
pub async fn lot_declared(db: &impl Db, lot_id: i64) -> Result<bool> {
    Ok(store::in_lot(db, lot_id).await? > 0)
}

/// What counts in a tender, of all authorities or of one: for other capabilities, which check themselves who may see
/// it ([`rules::visible_to`]).
///
/// # Errors
/// A fault, if the database can't be read.
pub async fn current(
    db: &impl Db,
    tender_id: i64,
    authority_id: Option<i64>,
) -> Result<Vec<Requirement>> {
    store::current(db, tender_id, authority_id).await
}

/// A lot's total in one contract year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct YearTotal {
    /// Contract year, from 1.
    pub year: i32,
    /// How many authorities need some.
    pub declared: u32,
    /// The total, where the viewer may see it.
    pub total: Option<Total>,
}

/// A lot's totals.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LotTotals {
    /// The lot.
    pub lot: Lot,
    /// One for each contract year, from 1.
    pub years: Vec<YearTotal>,
}

impl LotTotals {
    /// The total of every year, where all years have the same and the viewer may see it.
    pub fn a_year(&self) -> Option<Total> {
        let first = self.years.first()?.total?;
        self.years
            .iter()
            .all(|y| y.total == Some(first))
            .then_some(first)
    }

    /// Whether something is hidden because fewer than [`rules::TOTALS_FROM`] have declared.
    pub fn hidden(&self) -> bool {
        self.years
            .iter()
            .any(|y| y.declared > 0 && y.total.is_none())
    }
}

/// The unhidden totals of each lot and year.
fn totals_of(current: &[Requirement], lots: &[Lot], term: &Term) -> Result<Vec<(Lot, Vec<Total>)>> {
    let too_much = || Fault::new("a total of requirements does not fit");
    let mut all = Vec::with_capacity(lots.len());
    for lot in lots {
        let mut by_authority: BTreeMap<i64, Vec<&Requirement>> = BTreeMap::new();
        for requirement in current.iter().filter(|r| r.lot_id == lot.id) {
            by_authority
                .entry(requirement.authority_id)
                .or_default()
                .push(requirement);
        }
        let mut years = vec![Total::default(); usize::from(term.years())];
        for lines in by_authority.values() {
            let quantities =
                rules::by_year(lines.iter().map(|r| (r.year, r.expected)), term.years());
            for (total, (year, expected)) in years.iter_mut().zip(every(&quantities, term.years()))
            {
                let line = lines
                    .iter()
                    .find(|r| r.year == year)
                    .or(lines.iter().find(|r| r.year == EVERY_YEAR));
                let committed = line.is_some_and(|r| r.committed);
                *total = total.with(expected, committed).ok_or_else(too_much)?;
            }
        }
        all.push((lot.clone(), years));
    }
    Ok(all)
}

/// Every year of the contract, with nothing where nothing is declared.
fn every(
    quantities: &BTreeMap<i32, Quantity>,
    years: u16,
) -> impl Iterator<Item = (i32, Quantity)> + '_ {
    (1..=i32::from(years)).map(|year| (year, quantities.get(&year).copied().unwrap_or_default()))
}

fn seen_by(viewer: Viewer, open_book: bool, totals: Vec<(Lot, Vec<Total>)>) -> Vec<LotTotals> {
    let year = |(year, total): (i32, Total)| YearTotal {
        year,
        declared: total.declared,
        total: match rules::visible_to(viewer, open_book, total.declared) {
            Visible::Own => None,
            Visible::Totals | Visible::Everything => Some(total),
        },
    };
    totals
        .into_iter()
        .map(|(lot, years)| LotTotals {
            lot,
            years: (1..).zip(years).map(year).collect(),
        })
        .collect()
}

/// The totals as everybody may see them, for the card (design, section 3, rule 8).
///
/// # Errors
/// A fault, if the database can't be read.
pub async fn public_totals(db: &impl Db, tender: &Tender, lots: &[Lot]) -> Result<Vec<LotTotals>> {
    let current = store::current(db, tender.id, None).await?;
    let totals = totals_of(&current, lots, &tenders::term(tender)?)?;
    Ok(seen_by(Viewer::Other, tender.open_book, totals))
}

/// One authority's requirement, as somebody may see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Whose it is.
    pub who: Who,
    /// What is declared.
    pub requirement: Requirement,
    /// Whether it is of an authority that the viewer has a mandate for.
    pub own: bool,
}

/// What `/requirement show` shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// The tender.
    pub tender: Tender,
    /// Each lot's totals, as far as the viewer may see them.
    pub totals: Vec<LotTotals>,
    /// The requirements that count, as far as the viewer may see them: by lot, then by authority.
    pub rows: Vec<Row>,
    /// Whether the viewer sees every authority's.
    pub everything: bool,
}

async fn viewer(db: &impl Db, actor: &Actor, tender: &Tender) -> Result<(Viewer, Vec<i64>)> {
    let mandates = authorities::service::mandates_of(db, actor.guild_id, actor.user_id).await?;
    let own: Vec<i64> = mandates.iter().map(|m| m.authority.id).collect();
    let settings = servers::service::settings(db, actor.guild_id).await?;
    let all = own.contains(&tender.lead_id) || servers::service::is_registrar(&settings, actor);
    Ok((
        if all {
            Viewer::LeadOrRegistrar
        } else {
            Viewer::Other
        },
        own,
    ))
}

/// What a person may see of a tender's requirements (design, section 3, rule 8).
///
/// # Errors
/// Refused where there is no such tender.
pub async fn show(db: &impl Db, actor: &Actor, tender: &str) -> Result<Shown> {
    let tender = tenders::find(db, actor.guild_id, tender).await?;
    let (viewer, own) = viewer(db, actor, &tender).await?;
    let lots = tenders::lots(db, tender.id).await?;
    let current = store::current(db, tender.id, None).await?;
    let totals = totals_of(&current, &lots, &tenders::term(&tender)?)?;
    let totals = seen_by(viewer, tender.open_book, totals);
    let everything = rules::visible_to(viewer, tender.open_book, 0) == Visible::Everything;
    let register = authorities::service::list(db, actor.guild_id).await?;
    let rows = current
        .into_iter()
        .filter_map(|requirement| {
            let own = own.contains(&requirement.authority_id);
            let authority = register.iter().find(|a| a.id == requirement.authority_id)?;
            (own || everything).then(|| Row {
                who: Who::from(authority),
                requirement,
                own,
            })
        })
        .collect();
    Ok(Shown {
        tender,
        totals,
        rows,
        everything,
    })
}

/// Every revision of an authority's requirement in a lot, oldest first.
///
/// # Errors
/// Refused to those who may not see that authority's quantities.
pub async fn history(
    db: &impl Db,
    actor: &Actor,
    tender: &str,
    lot: &str,
    authority: &str,
) -> Result<Vec<Requirement>> {
    let tender = tenders::find(db, actor.guild_id, tender).await?;
    let lots = tenders::lots(db, tender.id).await?;
    let lot = tenders::find_lot(&lots, lot)?;
    let authority = authorities::service::find(db, actor.guild_id, authority).await?;
    let (viewer, own) = viewer(db, actor, &tender).await?;
    let everything = rules::visible_to(viewer, tender.open_book, 0) == Visible::Everything;
    if !everything && !own.contains(&authority.id) {
        return Err(Refusal::new(
            format!(
                "The quantities of {} are seen by its own officers, the lead and the registrars.",
                authority.name
            ),
            "See the totals with /requirement show.",
        )
        .into());
    }
    store::revisions(db, lot.id, authority.id).await
}
