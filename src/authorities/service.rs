//! Use cases of authorities; those of mandates are in `mandates.rs`, what only reads the register in `looking.rs`, and
//! all are reached from here; so are those of `editing.rs` and `importing.rs`.

use super::letters::{RegistrarsLine, Trouble};
use super::rules::{self, fold};
use crate::ledger::{Db, Result, Tx};
use crate::values::{AmendmentId, PostId};

pub use super::differences::{Change, Edit, Stands};
pub use super::editing::{Edited, edit, register};
pub use super::finding::{ASK, called, called_in};
pub use super::importing::{Imported, import, may_import};
pub use super::looking::{by_id, find, in_regions, list, present, regions, short_names, suggest};
pub use super::mandates::{
    Decide, Grant, RequestMandate, Revoke, acting_for, acts_for, decide_mandate, grant, mandate,
    mandates_of, mine, of_all, of_authority, officers_here, officers_of, prefers_direct, reads_for,
    request_for, request_mandate, revoke, set_prefers_direct,
};
pub use super::rules::{Authority, Kind, Mandate, Role, State, Typed as Register};
pub use super::speaking::{choose_language, language_of};
pub use super::succession::service::{Ended, Merge, Succeed, keep, merge, succeed};

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

/// Tells the registrars that an authority says that what a tender's lead changed of its answer or order isn't right.
///
/// # Errors
/// A fault, if the line can't be queued.
pub async fn objected(
    tx: &Tx,
    amendment_id: AmendmentId,
    reference: &str,
    authority: &str,
    lead: &str,
) -> Result<()> {
    tx.send(&RegistrarsLine {
        about: amendment_id.into(),
        once: None,
        said: Trouble::Objected {
            reference: reference.to_owned(),
            authority: authority.to_owned(),
            lead: lead.to_owned(),
        },
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
    let mut found = present(db, guild_id).await?;
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
    /// Those who are to succeed it.
    pub heirs: Vec<Authority>,
}

/// One authority (design, section 6, `/authority show`).
///
/// # Errors
/// Refused when none is called that.
pub async fn show(db: &impl Db, guild_id: i64, text: &str) -> Result<Shown> {
    let authority = find(db, guild_id, text).await?;
    let mandates = of_authority(db, authority.id).await?;
    let ending = authority.ending.as_ref();
    let ids: Vec<_> = ending.iter().flat_map(|it| it.heirs.ids()).collect();
    let mut heirs = list(db, guild_id).await?;
    heirs.retain(|it| ids.contains(&it.id));
    Ok(Shown {
        authority,
        mandates,
        heirs,
    })
}
