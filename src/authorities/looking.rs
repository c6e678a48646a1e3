//! The register, read: the authorities of a server, and the one that a text means.

use std::collections::HashMap;

use super::rules::{self, Authority, fold};
use super::{finding, store};
use crate::ledger::{Db, Result};
use crate::values::AuthorityId;

/// Every authority that a server ever had, by short name, those that have ceased among them: what is in the record has names.
///
/// # Errors
/// A fault, if the database fails.
pub async fn list(db: &impl Db, guild_id: i64) -> Result<Vec<Authority>> {
    store::all(db, guild_id).await
}

/// Every authority of a server that there is now, by short name: those to choose from.
///
/// # Errors
/// A fault, if the database fails.
pub async fn present(db: &impl Db, guild_id: i64) -> Result<Vec<Authority>> {
    let mut all = list(db, guild_id).await?;
    all.retain(|it| !it.has_ended());
    Ok(all)
}

/// One authority by its row, whatever its server.
///
/// # Errors
/// A fault, if the database fails.
pub async fn by_id(db: &impl Db, id: AuthorityId) -> Result<Option<Authority>> {
    store::by_id(db, id).await
}

/// The short names of these authorities, by row.
///
/// # Errors
/// A fault, if the database can't be read.
pub async fn short_names(
    db: &impl Db,
    ids: &[AuthorityId],
) -> Result<HashMap<AuthorityId, String>> {
    store::short_names(db, ids).await
}

/// The authority that a text means: its short name or name, in any case.
///
/// # Errors
/// Refused when none is called that; the help names near ones.
pub async fn find(db: &impl Db, guild_id: i64, text: &str) -> Result<Authority> {
    let register = present(db, guild_id).await?;
    Ok(finding::find(&register, text)?.clone())
}

/// Up to 25 authorities that a text may mean, the likeliest first: for autocomplete.
///
/// # Errors
/// A fault, if the database fails.
pub async fn suggest(db: &impl Db, guild_id: i64, text: &str) -> Result<Vec<Authority>> {
    let register = present(db, guild_id).await?;
    Ok(finding::near(&register, text, 25)
        .into_iter()
        .cloned()
        .collect())
}

/// The authorities of these regions, by short name; regions in any case.
///
/// # Errors
/// A fault, if the database fails.
pub async fn in_regions(db: &impl Db, guild_id: i64, regions: &[String]) -> Result<Vec<Authority>> {
    let wanted: Vec<String> = regions.iter().map(|region| fold(region)).collect();
    let mut found = present(db, guild_id).await?;
    found.retain(|authority| wanted.contains(&fold(&authority.region)));
    Ok(found)
}

/// The regions that authorities of a server belong to, in order.
///
/// # Errors
/// A fault, if the database fails.
pub async fn regions(db: &impl Db, guild_id: i64) -> Result<Vec<String>> {
    Ok(rules::regions(&present(db, guild_id).await?))
}
