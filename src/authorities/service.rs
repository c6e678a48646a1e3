//! Use cases of authorities; those of mandates are in `mandates.rs`, what only reads the register in `looking.rs`, and
//! both are reached from here.

use futures::FutureExt;
use serde::{Deserialize, Serialize};

use super::letters::{RegistrarsLine, Trouble};
use super::rules::{Registration, Taken, fold};
use super::{facts, rules, store, table};
use crate::intake;
use crate::ledger::{About, Cause, Db, Ledger, Result, Tx};
use crate::servers;
use crate::values::{Actor, PostId, Refusal};

pub use super::finding::called;
pub use super::looking::{by_id, find, in_regions, list, regions, short_names, suggest};
pub use super::mandates::{
    Decide, Grant, RequestMandate, Revoke, acting_for, acts_for, decide_mandate, grant, mandate,
    mandates_of, mine, of_all, of_authority, officers_of, prefers_direct, reads_for,
    request_mandate, revoke, set_prefers_direct,
};
pub use super::rules::{Authority, Kind, Mandate, Role, State, Typed as Register};
pub use super::speaking::{choose_language, language_of};
use crate::words::{Text, text};

/// How many authorities a page of a list holds.
pub const PAGE: usize = 20;

/// Tells the registrars that somebody deleted a tender's post, and that it was made again.
///
/// # Errors
/// A fault, if the line can't be queued.
pub async fn post_was_lost(tx: &Tx, post_id: PostId, reference: &str, region: &str) -> Result<()> {
    tx.send(&RegistrarsLine {
        about: post_id.into(),
        once: Some(format!("post.lost:{post_id}")),
        said: Trouble::PostLost {
            reference: reference.to_owned(),
            region: region.to_owned(),
        },
    })
    .await
}

/// Registers an authority (design, section 6, `/authority register`).
///
/// # Errors
/// Refused to those who aren't registrars, when a part can't be read, and when the name or the short
/// name is taken.
pub async fn register(ledger: &Ledger, actor: &Actor, request: Register) -> Result<Authority> {
    let actor = actor.clone();
    ledger
        .write(Cause::by(&actor), move |tx| {
            async move {
                servers::service::require_registrar(tx, &actor).await?;
                servers::rules::require_role(actor.guild_id, request.role_id)?;
                let mut registration = request.read().map_err(together)?;
                let taken = Taken::by(&store::all(tx, actor.guild_id).await?);
                let short_name = taken.place(&mut registration)?;
                add(tx, actor.guild_id, registration, short_name).await
            }
            .boxed()
        })
        .await
}

fn together(wrong: Vec<Refusal>) -> Refusal {
    let wrong = wrong.into_iter().flat_map(|it| [it.wrong, it.help]);
    Refusal::new(
        Text::sentences(wrong),
        text!("authorities-nothing-registered"),
    )
}

async fn add(
    tx: &Tx,
    guild_id: i64,
    registration: Registration,
    short_name: String,
) -> Result<Authority> {
    let authority = store::insert(tx, guild_id, registration, short_name, tx.now()).await?;
    let about = About::authority(authority.id);
    tx.tell(&facts::Registered::of(about, authority.clone()))
        .await?;
    Ok(authority)
}

/// What came of an import.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imported {
    /// The short names of those registered, in the table's order.
    pub short_names: Vec<String>,
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

/// Registers every authority of a table, or none (design, section 6, `/authority import`): CSV with the
/// header `name,kind,region,short_name,address,email,identifier`.
///
/// # Errors
/// Refused to those who aren't registrars, when the table is too big, and when any line is wrong: the
/// refusal names every wrong line.
pub async fn import(ledger: &Ledger, actor: &Actor, csv: Vec<u8>) -> Result<Imported> {
    let actor = actor.clone();
    may_import(&ledger.reader(), &actor).await?;
    let lines = intake::off_thread(move || table::read(&csv)).await?;
    ledger
        .write(Cause::by(&actor), move |tx| {
            async move {
                may_import(tx, &actor).await?;
                let taken = Taken::by(&store::all(tx, actor.guild_id).await?);
                let placed = table::place(taken, lines)?;
                let mut short_names = Vec::with_capacity(placed.len());
                for (registration, short_name) in placed {
                    add(tx, actor.guild_id, registration, short_name.clone()).await?;
                    short_names.push(short_name);
                }
                Ok(Imported { short_names })
            }
            .boxed()
        })
        .await
}

/// Which authorities to list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Browse {
    /// Only those of this region.
    pub region: Option<String>,
    /// Only those of this kind.
    pub kind: Option<Kind>,
    /// Which page, from 1; beyond the last: the last.
    pub page: usize,
}

/// A page of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Those on it, by short name.
    pub authorities: Vec<Authority>,
    /// Which page it is, from 1.
    pub page: usize,
    /// How many pages there are, at least 1.
    pub pages: usize,
    /// How many authorities there are on all of them.
    pub total: usize,
}

/// A page of the register (design, section 6, `/authority list`).
///
/// # Errors
/// Refused when no authority is of the region given; the help names the regions there are.
pub async fn browse(db: &impl Db, guild_id: i64, request: &Browse) -> Result<Page> {
    let mut found = list(db, guild_id).await?;
    if let Some(region) = &request.region {
        let regions = rules::regions(&found);
        let wanted = fold(region);
        found.retain(|authority| fold(&authority.region) == wanted);
        if found.is_empty() {
            return Err(rules::unknown_region(region, &regions).into());
        }
    }
    found.retain(|authority| request.kind.is_none_or(|kind| authority.kind == kind));
    let total = found.len();
    let pages = total.div_ceil(PAGE).max(1);
    let page = request.page.clamp(1, pages);
    let authorities = found
        .into_iter()
        .skip((page - 1) * PAGE)
        .take(PAGE)
        .collect();
    Ok(Page {
        authorities,
        page,
        pages,
        total,
    })
}

/// An authority and who acts for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The authority.
    pub authority: Authority,
    /// The mandates held for it, by the officer's name.
    pub mandates: Vec<Mandate>,
}

/// One authority (design, section 6, `/authority show`).
///
/// # Errors
/// Refused when none is called that.
pub async fn show(db: &impl Db, guild_id: i64, text: &str) -> Result<Shown> {
    let authority = find(db, guild_id, text).await?;
    let mandates = of_authority(db, authority.id).await?;
    Ok(Shown {
        authority,
        mandates,
    })
}
