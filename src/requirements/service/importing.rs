//! A whole table: first what it would change, then the change.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use futures::FutureExt;
use serde::{Deserialize, Serialize};

use super::super::facts;
use super::super::store::Requirement;
use super::super::{table, workbook};
use super::comparing;
use super::declaring::{Declared, Declaring, Given, Stated, declare_now, plan, read_all};
use super::gate::{Gate, gate};
use crate::intake;
use crate::ledger::{Cause, Ledger, Reader, Receipted, Result};
use crate::tenders::service::{self as tenders, Tender, Who};
use crate::values::{Actor, LotId, Refusal};
use crate::words::{Text, text};

/// A table that was read, and waits for a yes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Import {
    /// The tender's reference.
    pub tender: String,
    /// The authority's short name.
    pub authority: String,
    /// The table as CSV.
    pub csv: String,
    /// Why, where the lead declares for another authority.
    #[serde(default)]
    pub reason: Option<String>,
}

/// What a line would change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What would count.
    pub stated: Stated,
    /// The single contract years whose own quantities would no longer count, since the line is for every year.
    pub in_place_of: Vec<i32>,
}

/// What a table would change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    /// The tender.
    pub tender: Tender,
    /// For whom.
    pub who: Who,
    /// What would change, in the order of the lots and years.
    pub changes: Vec<Change>,
    /// How many lines say what is declared already.
    pub unchanged: usize,
    /// Whether it would come after the deadline, with the lead's consent.
    pub late: bool,
    /// Why the lead changes another authority's answer, which is told.
    pub why: Option<String>,
    /// What looks like a slip.
    pub odd: Vec<Text>,
    /// What is to be kept until they say yes.
    pub import: Import,
}

/// Whether a person may hand in a table for this authority and tender: of whoever may not, nothing is fetched.
///
/// # Errors
/// Refused as [`super::declare`] is, before a line is looked at.
pub async fn may_import(
    db: &Reader,
    actor: &Actor,
    tender: &str,
    authority: Option<&str>,
    now: DateTime<Utc>,
) -> Result<()> {
    gate(db, actor, tender, authority, now).await.map(drop)
}

/// Reads a table, CSV or a workbook of griffin's own, and says what it would change; nothing is changed.
///
/// # Errors
/// Refused as [`super::declare`] is; the refusal names each wrong line and cell.
pub async fn preview(
    db: &Reader,
    actor: &Actor,
    tender: &str,
    authority: Option<&str>,
    file: Vec<u8>,
    reason: Option<&str>,
    now: DateTime<Utc>,
) -> Result<Preview> {
    let Gate {
        tender,
        authority,
        late,
        amends,
        ..
    } = gate(db, actor, tender, authority, now).await?;
    let why = match amends {
        true => Some(tenders::why_amended(reason, &authority.short_name)?),
        false => None,
    };
    let short_name = authority.short_name.clone();
    let (csv, table) = intake::off_thread(move || {
        let csv = csv_of(file, &short_name)?;
        let table = table::read(&csv)?;
        Ok((csv, table))
    })
    .await?;
    let term = tenders::term(&tender)?;
    let lots = tenders::lots(db, tender.id).await?;
    let given = Given::Table(table);
    let lines = read_all(&given, &lots, &term)?;
    let odd = comparing::odd(db, actor, &tender, &authority, &lines).await?;
    let told: HashSet<(LotId, i32)> = lines.iter().map(|(lot, it)| (lot.id, it.year)).collect();
    let (mut changes, mut unchanged) = (Vec::new(), 0);
    for (lot, line) in lines {
        let planned = plan(db, &authority, lot, line).await?;
        // A year that the table tells itself counts again once its own line is reached.
        let ceases = |it: &&Requirement| !told.contains(&(lot.id, it.year));
        let in_place_of = planned.superseded.iter().filter(ceases).map(|it| it.year);
        let in_place_of: Vec<i32> = in_place_of.collect();
        let stated = planned.stated(actor, lot, late, now);
        match in_place_of.is_empty() && says_the_same(&stated) {
            true => unchanged += 1,
            false => changes.push(Change {
                stated,
                in_place_of,
            }),
        }
    }
    Ok(Preview {
        import: Import {
            tender: tender.reference.to_string(),
            authority: authority.short_name.clone(),
            csv,
            reason: why.clone(),
        },
        who: Who::from(&authority),
        tender,
        changes,
        unchanged,
        late,
        why,
        odd,
    })
}

fn csv_of(file: Vec<u8>, short_name: &str) -> std::result::Result<String, Refusal> {
    if workbook::is_one(&file) {
        return workbook::to_csv(&file, short_name);
    }
    String::from_utf8(file).map_err(|_| {
        Refusal::new(
            text!("requirements-not-utf8"),
            text!("requirements-not-utf8-help"),
        )
    })
}

/// Whether what is stated is what counts already, whoever said so and when.
fn says_the_same(it: &Stated) -> bool {
    it.before.as_ref().is_some_and(|before| {
        let told = Requirement {
            id: before.id,
            revision: before.revision,
            by_user: before.by_user,
            at: before.at,
            ..it.requirement.clone()
        };
        told == *before
    })
}

/// Declares a whole table: `lot,year,quantity,at_least,at_most,committed,baseline,supplier_now,note`. A mistake anywhere
/// changes nothing.
///
/// # Errors
/// As [`super::declare`]; the refusal names each wrong line and cell.
pub async fn import(ledger: &Ledger, actor: &Actor, import: Import) -> Result<Receipted<Declared>> {
    let actor = actor.clone();
    let cause = Cause::by(&actor);
    let Import {
        tender,
        authority,
        csv,
        reason,
    } = import;
    let table = intake::off_thread(move || table::read(&csv)).await?;
    ledger
        .write_for_receipt(cause, move |tx| {
            async move {
                let declare = Declaring {
                    tender: &tender,
                    given: Some(&authority),
                    lines: Given::Table(table),
                    reason: reason.as_deref(),
                    shown: true,
                };
                declare_now(tx, &actor, declare, facts::Imported::of).await
            }
            .boxed()
        })
        .await
}
