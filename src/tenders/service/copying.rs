//! The next round of a tender, with what stood in the last: as if somebody had typed it.

use chrono::{DateTime, Datelike, Utc};

use super::super::rounds::{self, Dates};
use super::super::store;
use super::announce::Announce;
use super::looking;
use crate::ledger::{Db, Result};
use crate::values::{Actor, Refusal, Stage};
use crate::words::text;
use crate::{authorities, servers};

/// What announces the next round of a tender: its lots, regions, category, description and open book as they are; title
/// and dates moved on by the contract's length. Its lead leads again where the person acts for it. Nothing is changed.
///
/// # Errors
/// Refused when there is no such tender, or its dates can't be moved on.
pub async fn next_announcement(
    db: &impl Db,
    actor: &Actor,
    tender: &str,
    now: DateTime<Utc>,
) -> Result<Announce> {
    let tz = servers::service::settings(db, actor.guild_id)
        .await?
        .time_zone;
    let last = looking::find(db, actor.guild_id, tender).await?;
    let dates = Dates {
        respond_by: last.respond_by,
        starts: last.starts,
        ends: last.ends,
    };
    let next = rounds::next(dates, last.stage == Stage::Cancelled, now, tz).ok_or_else(|| {
        Refusal::new(
            text!("tenders-no-next-round", reference = last.reference.as_str()),
            text!("tenders-no-next-round-help"),
        )
    })?;
    let lots = store::lots(db, last.id).await?;
    let lots = lots
        .iter()
        .map(|lot| format!("{}, {}", lot.title, lot.unit.as_str()));
    let lots: Vec<String> = lots.collect();
    let posts = looking::posts(db, last.id).await?;
    let regions: Vec<&str> = posts.iter().map(|post| post.region.as_str()).collect();
    let held = authorities::service::mandates_of(db, actor.guild_id, actor.user_id).await?;
    let leads = held
        .iter()
        .find(|it| it.acts() && it.authority.id == last.lead_id);
    Ok(Announce {
        title: rounds::title(&last.title, next.starts.year() - last.starts.year()),
        respond_by: rounds::typed(next.respond_by, tz),
        starts: next.starts.to_string(),
        ends: next.ends.to_string(),
        lots: lots.join("; "),
        lead: leads.map(|it| it.authority.short_name.clone()),
        category: last.category,
        regions: (!regions.is_empty()).then(|| regions.join(", ")),
        description: last.description,
        open_book: last.open_book,
        reference: None,
    })
}
