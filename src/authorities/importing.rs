//! Takes in a register from a table (reached through `service`).

use futures::FutureExt;
use serde::{Deserialize, Serialize};

use super::{editing, plan, store, table};
use crate::intake;
use crate::ledger::{Cause, Db, Ledger, Result};
use crate::servers;
use crate::values::Actor;

/// What came of an import.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imported {
    /// The short names of those registered, in the table's order.
    pub short_names: Vec<String>,
    /// The short names of those changed, as they are now, in the table's order.
    #[serde(default)]
    pub changed: Vec<String>,
    /// How many lines said what stood already.
    #[serde(default)]
    pub same: usize,
    /// The numbers of the lines that were left out, as people read them; empty for none.
    #[serde(default)]
    pub left_out: String,
}

/// Whether a person may hand in a table of authorities: of whoever may not, nothing is fetched.
///
/// # Errors
/// Refused to those who aren't registrars.
pub async fn may_import(db: &impl Db, actor: &Actor) -> Result<()> {
    servers::service::require_registrar(db, actor)
        .await
        .map(drop)
}

/// Registers the authorities of a table, and corrects those that are there (design, section 6, `/authority import`): CSV
/// with the header `name,kind,region,short_name,address,email,identifier,name_cy`. What it would do is shown first; lines
/// that are wrong are left out.
///
/// # Errors
/// Refused to those who aren't registrars, when the table is too big or none, and when no line is right: the
/// refusal names every wrong line.
pub async fn import(ledger: &Ledger, actor: &Actor, csv: Vec<u8>) -> Result<Imported> {
    let actor = actor.clone();
    may_import(&ledger.reader(), &actor).await?;
    let table = intake::off_thread(move || table::read(&csv)).await?;
    ledger
        .write(Cause::by(&actor), move |tx| {
            async move {
                may_import(tx, &actor).await?;
                let register = store::all(tx, actor.guild_id).await?;
                let forums = editing::forums(tx).await?;
                let plan = plan::of(&register, &forums, table);
                if plan.does_nothing() && plan.same == 0 {
                    return Err(plan.all_wrong().into());
                }
                let mut imported = Imported {
                    same: plan.same,
                    left_out: plan.left_out(),
                    ..Imported::default()
                };
                if plan.does_nothing() {
                    return Ok(imported);
                }
                tx.ask(plan.preview())?;
                for (before, after) in plan.changed {
                    imported.changed.push(after.short_name.clone());
                    editing::change(tx, before, after).await?;
                }
                for (registration, short_name) in plan.added {
                    imported.short_names.push(short_name.clone());
                    editing::add(tx, actor.guild_id, registration, short_name).await?;
                }
                Ok(imported)
            }
            .boxed()
        })
        .await
}
